//! Are several combinations of coefficients zero at once? Wald's test.
//!
//! For combinations L b of the coefficients b with covariance V (Wald 1943; Seber and Lee 2003, theorem
//! 4.1),
//!
//!     W = (L b)' (L V L')^-1 (L b),
//!
//! chi-square with as many degrees of freedom as combinations, or F = W / q where V rests on an estimated
//! variance.

use crate::StatisticsError;
use crate::error::{check_length, number};
use crate::linear_algebra::{dot, factorise, times};
use conus_num::distribution::{chi_square, f};

/// Answer of a test by the chi-square distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquareTest {
    /// The sum of squares.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: f64,
    /// Probability of a sum at least as large, if nothing is there.
    pub p: f64,
}

/// Answer of a test by the F distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FTest {
    /// The ratio of mean squares.
    pub statistic: f64,
    /// Degrees of freedom above: the number of combinations.
    pub freedom_above: f64,
    /// Degrees of freedom below: those of the variance.
    pub freedom_below: f64,
    /// Probability of a ratio at least as large, if nothing is there.
    pub p: f64,
}

/// Tests the combinations, one row of weights each, against zero by the chi-square distribution.
///
/// # Errors
/// No combination, a number of weights other than that of the coefficients, or a combination that follows from
/// those before it.
pub fn chi_square_test(
    coefficients: &[f64],
    covariance: &[Vec<f64>],
    combinations: &[Vec<f64>],
) -> Result<ChiSquareTest, StatisticsError> {
    let statistic = statistic(coefficients, covariance, combinations)?;
    Ok(ChiSquareTest::new(statistic, number(combinations.len())))
}

/// Tests the combinations against zero by the F distribution, with `freedom_below` of the variance.
///
/// # Errors
/// As [`chi_square_test`].
pub fn f_test(
    coefficients: &[f64],
    covariance: &[Vec<f64>],
    combinations: &[Vec<f64>],
    freedom_below: f64,
) -> Result<FTest, StatisticsError> {
    let freedom_above = number(combinations.len());
    let statistic = statistic(coefficients, covariance, combinations)? / freedom_above;
    let p = f::upper_tail(statistic, freedom_above, freedom_below);
    Ok(FTest { statistic, freedom_above, freedom_below, p })
}

/// Weights that pick single coefficients out of `count`, one combination per position.
#[must_use]
pub fn single(positions: impl IntoIterator<Item = usize>, count: usize) -> Vec<Vec<f64>> {
    let pick = |position: usize| (0..count).map(|other| f64::from(u8::from(other == position))).collect();
    positions.into_iter().map(pick).collect()
}

impl ChiSquareTest {
    /// The test of a statistic by its degrees of freedom.
    #[must_use]
    pub fn new(statistic: f64, freedom: f64) -> Self {
        Self { statistic, freedom, p: chi_square::upper_tail(statistic, freedom) }
    }
}

fn statistic(
    coefficients: &[f64],
    covariance: &[Vec<f64>],
    combinations: &[Vec<f64>],
) -> Result<f64, StatisticsError> {
    if combinations.is_empty() {
        return Err(StatisticsError::TooFew { what: "combinations".into(), count: 0, least: 1 });
    }
    for weights in combinations {
        check_length("weights of a combination", weights.len(), coefficients.len())?;
    }
    let spread: Vec<Vec<f64>> = combinations.iter().map(|weights| times(covariance, weights)).collect();
    let errors: Vec<f64> =
        combinations.iter().zip(&spread).map(|(weights, spread)| dot(weights, spread).sqrt()).collect();
    // In units of the standard errors, so that the scale of a covariate decides nothing.
    let correlation = |i: usize, j: usize| dot(&combinations[i], &spread[j]) / (errors[i] * errors[j]);
    let count = combinations.len();
    let correlations: Vec<Vec<f64>> =
        (0..count).map(|j| (0..count).map(|i| correlation(i, j)).collect()).collect();
    let deviates: Vec<f64> =
        combinations.iter().zip(&errors).map(|(weights, error)| dot(weights, coefficients) / error).collect();
    let factors = factorise(&correlations).map_err(|dependent| StatisticsError::RankDeficient {
        column: format!("combination {}", dependent.column + 1),
    })?;
    Ok(dot(&deviates, &factors.least_squares(&deviates)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::distribution::student_t;

    const COVARIANCE: [[f64; 2]; 2] = [[4.0, -1.0], [-1.0, 9.0]];

    fn covariance() -> Vec<Vec<f64>> {
        COVARIANCE.iter().map(|row| row.to_vec()).collect()
    }

    #[test]
    fn one_combination_is_the_square_of_its_t_test() {
        let test = f_test(&[3.0, 1.0], &covariance(), &[vec![1.0, 0.0]], 7.0).unwrap();
        assert!((test.statistic - 2.25).abs() < 1e-15);
        assert!((test.p - student_t::two_sided(1.5, 7.0)).abs() < 1e-15);
    }

    #[test]
    fn the_statistic_does_not_depend_on_how_the_question_is_put() {
        let ask = |combinations: &[Vec<f64>]| {
            chi_square_test(&[3.0, 1.0], &covariance(), combinations).unwrap().statistic
        };
        let (each, mixed) = (ask(&single(0..2, 2)), ask(&[vec![1.0, 1.0], vec![5.0, -2.0]]));
        // (3, 1) V^-1 (3, 1)' = (9 * 9 + 2 * 3 + 4) / 35.
        assert!((each - 91.0 / 35.0).abs() < 1e-14);
        assert!((mixed - each).abs() < 1e-13);
    }

    #[test]
    fn a_combination_that_follows_from_the_others_is_named() {
        let twice = chi_square_test(&[3.0, 1.0], &covariance(), &[vec![1.0, 0.0], vec![2.0, 0.0]]);
        assert_eq!(twice, Err(StatisticsError::RankDeficient { column: "combination 2".into() }));
        assert!(f_test(&[3.0, 1.0], &covariance(), &[], 7.0).is_err());
        assert!(f_test(&[3.0, 1.0], &covariance(), &[vec![1.0]], 7.0).is_err());
    }
}
