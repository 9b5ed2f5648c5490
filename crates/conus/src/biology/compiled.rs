//! The only instantiations of the equations.
