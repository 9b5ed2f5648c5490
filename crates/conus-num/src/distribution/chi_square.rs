//! How probable is a sum of squares? Chi-square is the gamma distribution of shape ν/2 and scale 2.

use super::gamma;

/// Probability of a sum at or below `sum`.
#[must_use]
pub fn cdf(sum: f64, freedom: f64) -> f64 {
    gamma::cdf(sum, 0.5 * freedom, 2.0)
}

/// Probability of a sum above `sum`.
#[must_use]
pub fn upper_tail(sum: f64, freedom: f64) -> f64 {
    gamma::upper_tail(sum, 0.5 * freedom, 2.0)
}

/// The sum with probability `p` below it.
#[must_use]
pub fn quantile(p: f64, freedom: f64) -> f64 {
    gamma::quantile(p, 0.5 * freedom, 2.0)
}

/// The sum with probability `p` above it.
#[must_use]
pub fn upper_quantile(p: f64, freedom: f64) -> f64 {
    gamma::upper_quantile(p, 0.5 * freedom, 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal;

    #[test]
    fn one_degree_of_freedom_is_the_square_of_a_normal_value() {
        for z in [0.4, 1.96, 8.0] {
            assert!((upper_tail(z * z, 1.0) / normal::two_sided(z) - 1.0).abs() < 1e-13);
        }
    }
}
