//! Which integrals stand behind the tails of a distribution? The incomplete gamma and beta functions, here.
//!
//! Both come as a pair of tails, because `1 - p` of a tiny p is lost in rounding: the smaller tail is
//! computed, the larger one is its complement. Section numbers are those of the NIST Digital Library of
//! Mathematical Functions (DLMF, dlmf.nist.gov). The power in front of each fraction is written with the
//! deviance and the remainder of Stirling's formula (Loader 2000, "Fast and accurate computation of
//! binomial probabilities"), so that no large logarithms of gamma functions cancel.
//!
//! Outside the stated domain every function returns NaN, as the functions of `f64` do.

use crate::elementary::{exp, ln};

/// Both sides of a distribution at one point; the smaller one is accurate to its last digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above the point.
    pub upper: f64,
}

impl Tails {
    fn from_lower(lower: f64) -> Self {
        Self { lower, upper: 1.0 - lower }
    }
    fn from_upper(upper: f64) -> Self {
        Self { lower: 1.0 - upper, upper }
    }
    const UNDEFINED: Self = Self { lower: f64::NAN, upper: f64::NAN };
}

/// Logarithm of the gamma function for x > 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    if x > 0.0 { libm::lgamma(x) } else { f64::NAN }
}

/// Error function, DLMF 7.2.1.
#[must_use]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// Complementary error function, DLMF 7.2.2; keeps its digits far out where `1 - erf` has none.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Logarithm of the beta function, DLMF 5.12.1, without the cancellation of three large `ln_gamma`.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (large, small) = (a.max(b), a.min(b));
    if !(small > 0.0 && large.is_finite()) {
        return f64::NAN;
    }
    ln_gamma(small) - ln_gamma_ratio(large, small) - small * ln(large + small)
}

/// Regularised incomplete gamma functions P(a, x) and Q(a, x), DLMF 8.2.4, for a > 0 and x >= 0.
#[must_use]
pub fn gamma_tails(a: f64, x: f64) -> Tails {
    if !(a > 0.0 && x >= 0.0 && a.is_finite()) {
        Tails::UNDEFINED
    } else if x <= 0.0 {
        Tails::from_lower(0.0)
    } else if x.is_infinite() {
        Tails::from_upper(0.0)
    } else if x < a + 1.0 {
        Tails::from_lower(gamma_power(a, x) / a * gamma_series(a, x))
    } else {
        Tails::from_upper(gamma_power(a, x) * gamma_fraction(a, x))
    }
}

/// Regularised incomplete beta function, DLMF 8.17.2, at `x` with complement `y = 1 - x`, and its own
/// complement.
///
/// Both `x` and `y` are asked for, because a caller that knows the small one exactly must not lose it in
/// `1 - x`.
#[must_use]
pub fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if !(a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && x >= 0.0 && y >= 0.0) {
        Tails::UNDEFINED
    } else if x <= 0.0 {
        Tails::from_lower(0.0)
    } else if y <= 0.0 {
        Tails::from_upper(0.0)
    } else if left_of_middle(a, b, x, y) {
        Tails::from_lower(beta_power(a, b, x, y) * beta_fraction(a, b, x, y))
    } else {
        Tails::from_upper(beta_power(a, b, x, y) * beta_fraction(b, a, y, x))
    }
}

/// Is x < (a+1) / (a+b+2), where the fraction for x converges quickly? Asked of the smaller of x and y, because for a
/// large `a` the other one is rounded to one.
fn left_of_middle(a: f64, b: f64, x: f64, y: f64) -> bool {
    if x < y { x * (a + b + 2.0) < a + 1.0 } else { y * (a + b + 2.0) > b + 1.0 }
}

/// e^x that fades to zero: `elementary::exp` stops at its smallest normal number, which no tail may mistake for a share.
pub(crate) fn fading_exp(x: f64) -> f64 {
    if x < -708.0 { 0.0 } else { exp(x) }
}

/// x^a e^-x / Γ(a).
pub(crate) fn gamma_power(a: f64, x: f64) -> f64 {
    (a / (2.0 * std::f64::consts::PI)).sqrt() * fading_exp(-stirling_remainder(a) - deviance(a, x))
}

/// x^a y^b / B(a, b) with x + y = 1.
pub(crate) fn beta_power(a: f64, b: f64, x: f64, y: f64) -> f64 {
    // From ten on, Stirling's series is exact for both parameters without its recurrence.
    const BOTH_LARGE: f64 = 10.0;
    if a < b {
        return beta_power(b, a, y, x);
    }
    let n = a + b;
    if b >= BOTH_LARGE {
        let remainder = stirling_remainder(n) - stirling_remainder(a) - stirling_remainder(b);
        let scale = (a / n * b / (2.0 * std::f64::consts::PI)).sqrt();
        return scale * fading_exp(remainder - deviance(a, n * x) - deviance(b, n * y));
    }
    let ln_x = if y < x { libm::log1p(-y) } else { ln(x) };
    fading_exp(a * ln_x + b * ln(n * y) + ln_gamma_ratio(a, b) - ln_gamma(b))
}

/// ln Γ(a+b) - ln Γ(a) - b ln(a+b) for a >= b, from Stirling's formula DLMF 5.11.1 with its exact remainder.
fn ln_gamma_ratio(a: f64, b: f64) -> f64 {
    (a - 0.5) * libm::log1p(b / a) - b + stirling_remainder(a + b) - stirling_remainder(a)
}

/// ln Γ(z) - [(z - 1/2) ln z - z + ln(2π)/2]: series DLMF 5.11.1 from z = 10 on, recurrence DLMF 5.5.1 below.
fn stirling_remainder(z: f64) -> f64 {
    // B_2k / (2k (2k-1)) with the Bernoulli numbers of DLMF 24.2(iv); the first term left out is below
    // 1e-16 at ten.
    const TERMS: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let mut shift = 0.0;
    let mut z = z;
    while z < 10.0 {
        shift += (z + 0.5) * libm::log1p(1.0 / z) - 1.0;
        z += 1.0;
    }
    let inverse_square = 1.0 / (z * z);
    TERMS.iter().rev().fold(0.0, |sum, term| sum * inverse_square + term) / z + shift
}

/// x ln(x/m) + m - x, Loader 2000: exact also where x and m nearly agree.
fn deviance(x: f64, m: f64) -> f64 {
    // Loader changes to the series within 0.1; 0.3 keeps two more digits and costs a few terms.
    const NEAR: f64 = 0.3;
    let v = (x - m) / (x + m);
    if v.abs() >= NEAR {
        return x * ln(x / m) + m - x;
    }
    let mut sum = (x - m) * v;
    let mut power = 2.0 * x * v;
    let mut odd = 1.0;
    loop {
        power *= v * v;
        odd += 2.0;
        let next = sum + power / odd;
        if (next - sum).abs() <= 0.0 {
            return next;
        }
        sum = next;
    }
}

/// Terms after which a sum or fraction is given up: NaN. Needed are about sqrt(a), so a to 1e8 is safe.
const MOST_TERMS: u32 = 200_000;

/// Sum of x^k / ((a+1)...(a+k)), DLMF 8.7.1.
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut divisor) = (1.0, 1.0, a);
    for _ in 0..MOST_TERMS {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term <= sum * (0.25 * f64::EPSILON) {
            return sum;
        }
    }
    f64::NAN
}

/// Even part of the continued fraction DLMF 8.9.2 of Γ(a, x) e^x x^-a.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    lentz(x + 1.0 - a, |k| (-k * (k - a), x + 2.0 * k + 1.0 - a))
}

/// Continued fraction of `I_x(a, b) B(a, b) x^-a y^-b`: the even part of DLMF 8.17.22 as `DiDonato` and
/// Morris 1992 (Algorithm 708) write it. Both `x` and `y` enter, so that nothing cancels when x is nearly
/// one.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let distance = if x <= y { a - (a + b) * x } else { (a + b) * y - b };
    let denominator = |n: f64| {
        n + n * (b - n) * x / (a + 2.0 * n - 1.0)
            + (a + n) * (distance + 1.0 + n * (1.0 + y)) / (a + 2.0 * n + 1.0)
    };
    let numerator = |n: f64| {
        let odd = a + 2.0 * n - 1.0;
        ((a + n - 1.0) / odd) * ((a + b + n - 1.0) / odd) * (n * x) * ((b - n) * x)
    };
    lentz(a * (distance + 1.0) / (a + 1.0), |n| (numerator(n), denominator(n)))
}

/// 1 / (first + n1 / (d1 + n2 / (d2 + ...))) by Lentz's method as modified by Thompson and Barnett 1986.
fn lentz(first: f64, numerator_and_denominator: impl Fn(f64) -> (f64, f64)) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut fraction = guard(first);
    let (mut c, mut d) = (fraction, 0.0);
    for k in 1..=MOST_TERMS {
        let (numerator, denominator) = numerator_and_denominator(f64::from(k));
        d = 1.0 / guard(denominator + numerator * d);
        c = guard(denominator + numerator / c);
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            return 1.0 / fraction;
        }
    }
    f64::NAN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(seen: f64, expected: f64, relative: f64) {
        assert!((seen - expected).abs() <= relative * expected.abs(), "seen {seen:e}, expected {expected:e}");
    }

    #[test]
    fn shape_one_is_the_exponential_distribution() {
        for x in [1e-9, 0.3, 1.0, 5.0, 80.0, 600.0] {
            assert_close(gamma_tails(1.0, x).upper, exp(-x), 2e-13);
        }
    }

    #[test]
    fn both_parameters_one_is_the_uniform_distribution() {
        for x in [1e-12, 0.1, 0.5, 0.75] {
            assert_close(beta_tails(1.0, 1.0, x, 1.0 - x).lower, x, 1e-14);
        }
    }

    #[test]
    fn beta_of_one_and_b_is_one_over_b() {
        for b in [0.1, 1.0, 3.5, 200.0, 1e6] {
            let miss = (ln_beta(1.0, b) + ln(b)).abs();
            assert!(miss < 1e-14, "b {b}: {miss:e}");
        }
    }

    #[test]
    fn swapping_the_parameters_swaps_the_tails() {
        for (a, b, x) in [(0.5, 3.0, 0.2), (12.0, 40.0, 0.3), (5e5, 0.5, 0.99999), (300.0, 1.5, 0.875)] {
            let (one, other) = (beta_tails(a, b, x, 1.0 - x), beta_tails(b, a, 1.0 - x, x));
            assert_close(one.lower, other.upper, 1e-12);
            assert_close(one.upper, other.lower, 1e-12);
        }
    }

    #[test]
    fn every_fraction_converges_up_to_a_hundred_million() {
        for a in [1e-3, 0.5, 30.0, 1e4, 1e6, 1e8] {
            for ratio in [0.5, 0.99, 1.0, 1.01, 2.0] {
                assert!(gamma_tails(a, a * ratio).upper.is_finite(), "gamma {a} {ratio}");
                for b in [0.5, 2.0, 1e3, 1e8] {
                    let odds = a / b * ratio;
                    let tails = beta_tails(a, b, odds / (1.0 + odds), 1.0 / (1.0 + odds));
                    assert!(tails.upper.is_finite(), "beta {a} {b} {ratio}");
                }
            }
        }
    }

    #[test]
    fn outside_the_domain_is_nan() {
        assert!(ln_gamma(-1.0).is_nan());
        assert!(gamma_tails(-1.0, 1.0).lower.is_nan());
        assert!(beta_tails(1.0, f64::NAN, 0.5, 0.5).upper.is_nan());
    }
}
