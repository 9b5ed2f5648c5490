//! How probable is a share? The beta distribution, DLMF 8.17.

use super::inversion::{Trend, invert};
use crate::special::{beta_power, beta_tails};

/// Density at `share`.
#[must_use]
pub fn density(share: f64, a: f64, b: f64) -> f64 {
    let rest = 1.0 - share;
    beta_power(a, b, share, rest) / (share * rest)
}

/// Probability of a share at or below `share`.
#[must_use]
pub fn cdf(share: f64, a: f64, b: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    beta_tails(a, b, share, 1.0 - share).lower
}

/// Probability of a share above `share`.
#[must_use]
pub fn upper_tail(share: f64, a: f64, b: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    beta_tails(a, b, share, 1.0 - share).upper
}

/// The share with probability `p` below it.
#[must_use]
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    solve(p, 1.0 - p, a, b)
}

/// The share with probability `p` above it.
#[must_use]
pub fn upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    solve(1.0 - p, p, a, b)
}

/// The share with `lower` below and `upper` above it. Solved for the share or for its rest, whichever is
/// less than a half, because a small number must not come out as one minus a large one.
fn solve(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    let at_half = beta_tails(a, b, 0.5, 0.5);
    if !(lower >= 0.0 && upper >= 0.0) || at_half.lower.is_nan() {
        f64::NAN
    } else if lower <= 0.0 {
        0.0
    } else if upper <= 0.0 {
        1.0
    } else if (lower < upper && lower <= at_half.lower) || (lower >= upper && upper >= at_half.upper) {
        solve_below_half(lower, upper, a, b)
    } else {
        1.0 - solve_below_half(upper, lower, b, a)
    }
}

/// The same where the answer is known not to lie above a half, from the smaller tail.
fn solve_below_half(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    // A little above a half, so that an answer of one half lies inside.
    const MOST: f64 = 0.625;
    let start = (a / (a + b)).min(0.25);
    if lower < upper {
        invert(lower, start, MOST, Trend::Rises, |x| (beta_tails(a, b, x, 1.0 - x).lower, density(x, a, b)))
    } else {
        invert(upper, start, MOST, Trend::Falls, |x| (beta_tails(a, b, x, 1.0 - x).upper, -density(x, a, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_leads_back_to_its_probability() {
        for (a, b) in [(0.5, 0.5), (1.0, 9.0), (3.0, 200.0), (40.0, 0.7), (900.0, 1100.0)] {
            for p in [1e-12, 0.025, 0.5, 0.975] {
                let back = cdf(quantile(p, a, b), a, b);
                assert!((back / p - 1.0).abs() < 1e-11, "a {a}, b {b}, p {p}: {back}");
                let mirrored = 1.0 - upper_quantile(p, b, a);
                assert!((mirrored - quantile(p, a, b)).abs() < 1e-14, "a {a}, b {b}, p {p}: {mirrored}");
            }
        }
    }

    #[test]
    fn the_ends_are_zero_and_one() {
        assert_eq!((quantile(0.0, 2.0, 3.0), quantile(1.0, 2.0, 3.0)), (0.0, 1.0));
        assert!(quantile(1.5, 2.0, 3.0).is_nan() && quantile(0.5, -2.0, 3.0).is_nan());
    }
}
