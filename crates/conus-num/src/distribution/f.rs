//! How probable is a ratio of two mean squares? Fisher's F.
//!
//! `P(F > f) = I_x(ν2/2, ν1/2)` with `x = ν2 / (ν2 + ν1 f)`, DLMF 8.17.

use crate::special::{Tails, beta_tails};

/// Probability of a ratio at or below `ratio`.
#[must_use]
pub fn cdf(ratio: f64, freedom_above: f64, freedom_below: f64) -> f64 {
    tails(ratio, freedom_above, freedom_below).upper
}

/// Probability of a ratio above `ratio`: the p of an F test.
#[must_use]
pub fn upper_tail(ratio: f64, freedom_above: f64, freedom_below: f64) -> f64 {
    tails(ratio, freedom_above, freedom_below).lower
}

fn tails(ratio: f64, freedom_above: f64, freedom_below: f64) -> Tails {
    if ratio < 0.0 {
        return tails(0.0, freedom_above, freedom_below);
    }
    let odds = ratio * (freedom_above / freedom_below);
    let (x, y) = if odds.is_infinite() { (0.0, 1.0) } else { (1.0 / (1.0 + odds), odds / (1.0 + odds)) };
    beta_tails(0.5 * freedom_below, 0.5 * freedom_above, x, y)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;
    use crate::distribution::student_t;

    #[test]
    fn one_degree_of_freedom_above_is_the_square_of_t() {
        for t in [0.2, 1.7, 9.0] {
            let ratio = upper_tail(t * t, 1.0, 17.5) / student_t::two_sided(t, 17.5);
            assert!((ratio - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn a_ratio_is_never_negative() {
        assert_eq!(cdf(-1.0, 3.0, 4.0), 0.0);
        assert_eq!(upper_tail(f64::INFINITY, 3.0, 4.0), 0.0);
    }
}
