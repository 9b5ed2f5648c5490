//! GROUND: numbers. This crate knows no biology.
//!
//! - [`real`]: what an equation may do with a number
//! - [`elementary`]: exp, ln, pow, tanh with the same bits on every processor
//! - [`decay`]: what is left of what decays, and what has passed on
//! - [`lanes`]: a number for each of several patients
//! - [`dual`]: a number with its derivatives
//! - [`hyper_dual`]: a number with second derivatives
//! - [`trace`]: a number that remembers its formula
//! - [`mod@unit`]: a number that is only its unit
//! - [`normal`]: the normal quantile
//! - [`random`]: streams of random numbers keyed by what they are for
//! - [`special`]: incomplete gamma and beta functions
//! - [`distribution`]: tails and quantiles of normal, t, F, chi-square, beta
pub mod real;
pub mod decay;
pub mod elementary;
pub mod lanes;
pub mod dual;
pub mod hyper_dual;
pub mod trace;
pub mod unit;
pub mod normal;
pub mod random;
pub mod special;
pub mod distribution;
pub use lanes::Lanes;
pub use real::{Num, Real};
