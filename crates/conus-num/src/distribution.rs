//! How probable is a value? Tails and quantiles of the distributions that tests and intervals need.
//!
//! Free functions, one file per distribution. `cdf` is the lower tail, `upper_tail` the other, each with
//! its own digits (an upper tail of 1e-300 is a number, not `1 - cdf`); `quantile` inverts `cdf`,
//! `upper_quantile` inverts `upper_tail`. Outside the domain the answer is NaN.
//!
//! - [`normal`], [`student_t`], [`noncentral_t`]: means and their power
//! - [`f`], [`chi_square`], [`gamma`]: sums of squares and waiting times
//! - [`beta`]: a share between zero and one

pub mod beta;
pub mod chi_square;
pub mod f;
pub mod gamma;
mod inversion;
pub mod noncentral_t;
pub mod normal;
pub mod student_t;
