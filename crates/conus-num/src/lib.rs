//! GROUND: numbers. This crate knows no biology.
//!
//! - [`real`]: what an equation may do with a number
//! - [`elementary`]: exp, ln, pow, tanh with the same bits on every processor
//! - [`dual`]: a number with its derivatives
//! - [`trace`]: a number that remembers its formula
//! - [`normal`]: the normal quantile
//! - [`random`]: streams of random numbers keyed by what they are for
//! - [`mod@unit`]: a number that is only its unit
pub mod dual;
pub mod elementary;
pub mod normal;
pub mod random;
pub mod real;
pub mod trace;
pub mod unit;
pub use real::{Num, Real};
