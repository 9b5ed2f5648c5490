//! How probable is Student's t? Any degrees of freedom above zero, whole or not (Welch's test needs
//! fractions).
//!
//! `P(|T| > t) = I_x(ν/2, 1/2)` with `x = ν / (ν + t²)`, DLMF 8.17 and Student 1908. Values of |t| to 1e150.

use super::{
    inversion::{Trend, invert},
    normal,
};
use crate::special::{Tails, beta_power, beta_tails};

/// From here on the normal distribution agrees to all digits: the relative difference is of the order t⁴/ν.
const PRACTICALLY_NORMAL: f64 = 1e24;

/// Density at t.
#[must_use]
pub fn density(t: f64, freedom: f64) -> f64 {
    if freedom >= PRACTICALLY_NORMAL {
        return normal::density(t);
    }
    // x^(ν/2) y^(1/2) / B(ν/2, 1/2) = t * density; at t = 0 its limit is taken at a negligible distance.
    let t = t.abs().max(1e-150);
    let (x, y) = shares(t, freedom);
    beta_power(0.5 * freedom, 0.5, x, y) / t
}

/// Probability of a value at or below t.
#[must_use]
pub fn cdf(t: f64, freedom: f64) -> f64 {
    upper_tail(-t, freedom)
}

/// Probability of a value above t.
#[must_use]
pub fn upper_tail(t: f64, freedom: f64) -> f64 {
    let half = 0.5 * two_sided(t, freedom);
    if t >= 0.0 { half } else { 1.0 - half }
}

/// Probability of a value at least as far from zero as t: the p of a two-sided test.
#[must_use]
pub fn two_sided(t: f64, freedom: f64) -> f64 {
    outside_and_inside(t, freedom).lower
}

/// The value with probability `p` below it.
#[must_use]
pub fn quantile(p: f64, freedom: f64) -> f64 {
    -upper_quantile(p, freedom)
}

/// The value with probability `p` above it.
#[must_use]
pub fn upper_quantile(p: f64, freedom: f64) -> f64 {
    if freedom >= PRACTICALLY_NORMAL {
        return normal::upper_quantile(p);
    }
    if !(0.0..=1.0).contains(&p) || freedom.is_nan() || freedom <= 0.0 {
        f64::NAN
    } else if p > 0.5 {
        -upper_quantile(1.0 - p, freedom)
    } else if p <= 0.0 {
        f64::INFINITY
    } else if p < 0.25 {
        let start = normal::upper_quantile(p);
        invert(p, start, f64::INFINITY, Trend::Falls, |t| (upper_tail(t, freedom), -density(t, freedom)))
    } else if p < 0.5 {
        let inside = |t| 0.5 * outside_and_inside(t, freedom).upper;
        invert(0.5 - p, normal::upper_quantile(p), f64::INFINITY, Trend::Rises, |t| {
            (inside(t), density(t, freedom))
        })
    } else {
        0.0
    }
}

/// P(|T| > |t|) as the lower and P(|T| < |t|) as the upper tail of the beta distribution of ν / (ν + T²).
fn outside_and_inside(t: f64, freedom: f64) -> Tails {
    if freedom >= PRACTICALLY_NORMAL {
        let outside = normal::two_sided(t);
        return Tails { lower: outside, upper: 1.0 - outside };
    }
    let (x, y) = shares(t, freedom);
    beta_tails(0.5 * freedom, 0.5, x, y)
}

/// ν / (ν + t²) and t² / (ν + t²).
fn shares(t: f64, freedom: f64) -> (f64, f64) {
    let ratio = t * (t / freedom);
    if ratio.is_infinite() { (0.0, 1.0) } else { (1.0 / (1.0 + ratio), ratio / (1.0 + ratio)) }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;

    /// T with two degrees of freedom has the tail (1 - t / sqrt(2 + t²)) / 2.
    #[test]
    fn two_degrees_of_freedom_have_a_closed_form() {
        for t in [0.1, 1.0, 3.0_f64] {
            let expected = 0.5 * (1.0 - t / (2.0 + t * t).sqrt());
            assert!((upper_tail(t, 2.0) - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_quantile_leads_back_to_its_probability() {
        for freedom in [0.7, 1.0, 3.3, 12.0, 250.5, 1e5] {
            for p in [1e-30, 1e-9, 0.025, 0.24, 0.26, 0.49999, 0.6, 0.999] {
                let back = upper_tail(upper_quantile(p, freedom), freedom);
                assert!((back / p - 1.0).abs() < 1e-12, "freedom {freedom}, p {p}: {back}");
            }
        }
    }

    #[test]
    fn without_freedom_there_is_no_tail() {
        assert!(two_sided(1.0, 0.0).is_nan() && two_sided(1.0, -2.0).is_nan());
        assert!(upper_quantile(0.1, -2.0).is_nan() && two_sided(f64::NAN, 3.0).is_nan());
    }

    /// The functions of `tests/oracle/distribution.py` with 120 digits: `t_upper(2, 1e8)` and so on.
    #[test]
    fn between_large_and_unlimited_freedom_no_digit_is_lost() {
        let printed = [
            (2.0, 1e8, 0.022_750_133_297_953_376),
            (1.5, 1e10, 0.066_807_201_284_643_02),
            (5.0, 1e13, 2.866_515_718_840_257_5e-7),
            (12.0, 1e15, 1.776_482_112_087_015_8e-33),
        ];
        for (t, freedom, expected) in printed {
            assert!((upper_tail(t, freedom) / expected - 1.0).abs() < 1e-13, "t {t}, freedom {freedom}");
        }
    }

    #[test]
    fn unlimited_freedom_is_the_normal_distribution() {
        assert_eq!(upper_tail(1.5, f64::INFINITY), normal::upper_tail(1.5));
        for t in [0.01, 0.5, 2.0, 8.0, 20.0] {
            for freedom in [1e18, 1e21, 0.999e24] {
                let ratio = upper_tail(t, freedom) / normal::upper_tail(t);
                assert!((ratio - 1.0).abs() < 1e-12, "t {t}, freedom {freedom}: {ratio}");
            }
        }
    }
}
