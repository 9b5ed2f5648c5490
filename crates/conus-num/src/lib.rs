//! GROUND: numbers. This crate knows no biology.
//!
//! - [`real`]: what an equation may do with a number
//! - [`elementary`]: exp, ln, pow, tanh with the same bits on every processor
//! - [`special`]: incomplete gamma and beta functions
//! - [`distribution`]: tails and quantiles of normal, t, F, chi-square, beta
pub mod distribution;
pub mod elementary;
pub mod real;
pub mod special;
pub use real::{Num, Real};
