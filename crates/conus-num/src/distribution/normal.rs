//! How probable is a standard normal value? DLMF 7.1 and 7.2 with the error function beneath.

use super::inversion::{Trend, invert};
use crate::special::fading_exp;
use crate::special::{erf, erfc};
use std::f64::consts::FRAC_1_SQRT_2;

/// 1 / sqrt(2π).
const HEIGHT: f64 = 0.398_942_280_401_432_7;

/// Density at z.
#[must_use]
pub fn density(z: f64) -> f64 {
    HEIGHT * fading_exp(-0.5 * z * z)
}

/// Probability of a value at or below z.
#[must_use]
pub fn cdf(z: f64) -> f64 {
    upper_tail(-z)
}

/// Probability of a value above z.
#[must_use]
pub fn upper_tail(z: f64) -> f64 {
    0.5 * erfc(z * FRAC_1_SQRT_2)
}

/// Probability of a value at least as far from zero as z.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    erfc(z.abs() * FRAC_1_SQRT_2)
}

/// The value with probability `p` below it.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    -upper_quantile(p)
}

/// The value with probability `p` above it; for p to 1e-300.
#[must_use]
pub fn upper_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else if p > 0.5 {
        -upper_quantile(1.0 - p)
    } else if p <= 0.0 {
        f64::INFINITY
    } else if p < 0.25 {
        invert(p, 1.0, f64::INFINITY, Trend::Falls, |z| (upper_tail(z), -density(z)))
    } else if p < 0.5 {
        // Near the middle the small quantity is the share between zero and z.
        invert(0.5 - p, 0.5, f64::INFINITY, Trend::Rises, |z| (0.5 * erf(z * FRAC_1_SQRT_2), density(z)))
    } else {
        0.0
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_is_odd_and_zero_in_the_middle() {
        assert_eq!(quantile(0.5), 0.0);
        assert_eq!(quantile(0.25), -quantile(0.75));
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(upper_quantile(0.0), f64::INFINITY);
    }

    #[test]
    fn a_probability_outside_zero_to_one_has_no_quantile() {
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan() && quantile(f64::NAN).is_nan());
    }
}
