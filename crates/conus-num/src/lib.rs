//! GROUND: numbers. This crate knows no biology.
//!
//! - [`real`]: what an equation may do with a number
//! - [`elementary`]: exp, ln, pow, tanh with the same bits on every processor
pub mod elementary;
pub mod real;
pub use real::{Num, Real};
