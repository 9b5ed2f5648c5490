//! One binary of integration tests; each module is one claim about the whole.

/// The equations give the courses that an independent solver (LSODA, Python) gives for the same model.
mod reference;
