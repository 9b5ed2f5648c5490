//! How probable is a gamma-distributed amount? Shape and scale, DLMF 8.2.4.

use super::inversion::{Trend, invert};
use crate::special::{gamma_power, gamma_tails};

/// Density at `amount`.
#[must_use]
pub fn density(amount: f64, shape: f64, scale: f64) -> f64 {
    gamma_power(shape, amount / scale) / amount
}

/// Probability of an amount at or below `amount`.
#[must_use]
pub fn cdf(amount: f64, shape: f64, scale: f64) -> f64 {
    gamma_tails(shape, (amount / scale).max(0.0)).lower
}

/// Probability of an amount above `amount`.
#[must_use]
pub fn upper_tail(amount: f64, shape: f64, scale: f64) -> f64 {
    gamma_tails(shape, (amount / scale).max(0.0)).upper
}

/// The amount with probability `p` below it.
#[must_use]
pub fn quantile(p: f64, shape: f64, scale: f64) -> f64 {
    scale * solve(p, 1.0 - p, shape)
}

/// The amount with probability `p` above it.
#[must_use]
pub fn upper_quantile(p: f64, shape: f64, scale: f64) -> f64 {
    scale * solve(1.0 - p, p, shape)
}

/// The quantile for scale one, from the smaller of its two tails.
fn solve(lower: f64, upper: f64, shape: f64) -> f64 {
    let slope = |x: f64| gamma_power(shape, x) / x;
    if !(lower >= 0.0 && upper >= 0.0 && shape > 0.0) {
        f64::NAN
    } else if lower <= 0.0 {
        0.0
    } else if upper <= 0.0 {
        f64::INFINITY
    } else if lower < upper {
        invert(lower, shape, f64::INFINITY, Trend::Rises, |x| (gamma_tails(shape, x).lower, slope(x)))
    } else {
        invert(upper, shape, f64::INFINITY, Trend::Falls, |x| (gamma_tails(shape, x).upper, -slope(x)))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_leads_back_to_its_probability() {
        for shape in [0.3, 1.0, 7.5, 4000.0] {
            for p in [1e-12, 0.025, 0.5, 0.975] {
                let (low, high) = (quantile(p, shape, 2.0), upper_quantile(p, shape, 2.0));
                assert!((cdf(low, shape, 2.0) / p - 1.0).abs() < 1e-11, "shape {shape}, p {p}");
                assert!((upper_tail(high, shape, 2.0) / p - 1.0).abs() < 1e-11, "shape {shape}, p {p}");
            }
        }
    }

    #[test]
    fn nothing_lies_below_zero() {
        assert_eq!(cdf(-1.0, 2.0, 1.0), 0.0);
        assert_eq!(quantile(1.0, 2.0, 1.0), f64::INFINITY);
    }
}
