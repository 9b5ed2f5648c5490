//! How probable is t when the means do differ? The noncentral t distribution: the power of a t test.
//!
//! Lenth 1989 (Algorithm AS 243, Applied Statistics 38:185-189), its series for t >= 0:
//!
//! ```text
//! P(T <= t) = Φ(-δ) + ½ Σ [p_j I_x(j + ½, ν/2) + q_j I_x(j + 1, ν/2)],  x = t² / (ν + t²),
//! p_j = e^{-δ²/2} (δ²/2)^j / j!,  q_j = δ/√2 e^{-δ²/2} (δ²/2)^j / Γ(j + 3/2)
//! ```
//!
//! Two differences: the sum starts at its largest weight and goes both ways, so a large δ does not underflow
//! (Benton and Krishnamoorthy 2003); and the upper tail is summed by itself, with 1 - I for I, because
//! the weights and Φ(-δ) add up to one.

use crate::special::{beta_tails, gamma_power};

/// Probability of a value at or below t, with noncentrality δ.
#[must_use]
pub fn cdf(t: f64, freedom: f64, noncentrality: f64) -> f64 {
    1.0 - upper_tail(t, freedom, noncentrality)
}

/// Probability of a value above t, with noncentrality δ; absolute error below 1e-13.
#[must_use]
pub fn upper_tail(t: f64, freedom: f64, noncentrality: f64) -> f64 {
    if t.is_nan() || !noncentrality.is_finite() || !(freedom > 0.0 && freedom.is_finite()) {
        f64::NAN
    } else if t < 0.0 {
        1.0 - upper_tail(-t, freedom, -noncentrality)
    } else if noncentrality < 0.0 {
        // The odd weights change sign with δ; what they take away is bounded by what the even ones give.
        (both_weights(t, freedom, -noncentrality, -1.0)).max(0.0)
    } else {
        both_weights(t, freedom, noncentrality, 1.0).min(1.0)
    }
}

/// `½ Σ [p_j (1 - I_x(j + ½, ν/2)) + sign q_j (1 - I_x(j + 1, ν/2))]`.
fn both_weights(t: f64, freedom: f64, noncentrality: f64, sign: f64) -> f64 {
    // A weight below this share of one cannot move the last digit of a probability.
    const LEAST_WEIGHT: f64 = 1e-18;
    let half_square = 0.5 * noncentrality * noncentrality;
    if half_square <= 0.0 {
        return super::student_t::upper_tail(t, freedom);
    }
    let ratio = t * (t / freedom);
    let (x, y) = if ratio.is_infinite() { (1.0, 0.0) } else { (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio)) };
    let above = |shape: f64| if x <= 0.0 { 1.0 } else { beta_tails(shape, 0.5 * freedom, x, y).upper };
    // Poisson weight at a whole or half count k: e^-h h^k / Γ(k + 1) = h^(k+1) e^-h / Γ(k+1) / h.
    let weight = |count: f64| gamma_power(count + 1.0, half_square) / half_square;
    let pair = |j: f64| {
        let (even, odd) = (weight(j), weight(j + 0.5));
        (even + odd, 0.5 * (even * above(j + 0.5) + sign * odd * above(j + 1.0)))
    };
    let middle = half_square.floor();
    let mut sum = 0.0;
    let mut j = middle;
    while j >= 0.0 {
        let (size, term) = pair(j);
        sum += term;
        if size < LEAST_WEIGHT {
            break;
        }
        j -= 1.0;
    }
    j = middle + 1.0;
    loop {
        let (size, term) = pair(j);
        sum += term;
        if size < LEAST_WEIGHT {
            return sum;
        }
        j += 1.0;
    }
}

/// Probability that |T| exceeds `critical`: the power of a two-sided test.
#[must_use]
pub fn outside(critical: f64, freedom: f64, noncentrality: f64) -> f64 {
    // Each tail is right to its rounding; their sum may pass one by as much.
    (upper_tail(critical, freedom, noncentrality) + upper_tail(critical, freedom, -noncentrality)).min(1.0)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;
    use crate::distribution::{normal, student_t};

    #[test]
    fn without_noncentrality_it_is_student_t() {
        assert_eq!(upper_tail(1.3, 9.0, 0.0), student_t::upper_tail(1.3, 9.0));
    }

    #[test]
    fn no_power_exceeds_one() {
        for step in 0..400 {
            let power = outside(2.0, 65.0, 0.05 * f64::from(step));
            assert!((0.0..=1.0).contains(&power), "{step}: {power}");
        }
    }

    /// P(T > 0) = Φ(δ), because the sign of T is the sign of its numerator.
    #[test]
    fn half_of_the_line_is_reached_as_by_a_normal_value() {
        for delta in [-3.0, -0.5, 0.1, 2.0, 30.0, 60.0] {
            let seen = upper_tail(0.0, 7.5, delta);
            assert!((seen - normal::cdf(delta)).abs() < 1e-13, "{delta}: {seen}");
        }
    }
}
