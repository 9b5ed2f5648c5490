//! What is the difference between two arms once covariates are taken into account? Analysis of covariance.
//!
//! A regression on the arm and the covariates with common slopes; adjusted means are predictions at the
//! mean of each covariate over both arms (Searle, Speed and Milliken 1980).

use crate::StatisticsError;
use crate::describe::centre;
use crate::error::check_length;
use crate::regression::{Column, Estimate, Fit, fit};

/// Answer of an analysis of covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// Second arm minus first arm.
    pub difference: Estimate,
    /// Mean of the first arm at the average covariates.
    pub mean_first: Estimate,
    /// Mean of the second arm at the average covariates.
    pub mean_second: Estimate,
    /// The regression beneath.
    pub fit: Fit,
}

/// Compares the second arm with the first, adjusted for the covariates.
///
/// # Errors
/// As [`fit`]; an arm without people makes the column `arm` a repetition of the intercept.
pub fn adjusted(
    response: &[f64],
    in_second_arm: &[bool],
    covariates: &[Column],
) -> Result<Adjusted, StatisticsError> {
    check_length("arm", in_second_arm.len(), response.len())?;
    let values = in_second_arm.iter().map(|&second| if second { 1.0 } else { 0.0 }).collect();
    let columns: Vec<Column> = std::iter::once(Column { name: "arm".to_owned(), values })
        .chain(covariates.iter().cloned())
        .collect();
    let fit = fit(response, &columns)?;
    let weights = |arm: f64| -> Vec<f64> {
        [1.0, arm].into_iter().chain(covariates.iter().map(|column| centre(&column.values))).collect()
    };
    let mut only_arm = vec![0.0; fit.names.len()];
    only_arm[1] = 1.0;
    Ok(Adjusted {
        difference: fit.combination("second arm minus first", &only_arm)?,
        mean_first: fit.combination("first arm", &weights(0.0))?,
        mean_second: fit.combination("second arm", &weights(1.0))?,
        fit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_sample::pooled;

    #[test]
    fn without_covariates_it_is_the_pooled_t_test() {
        let (first, second) = ([4.0, 6.0, 5.5, 7.0], [3.0, 2.5, 6.0]);
        let response: Vec<f64> = first.iter().chain(&second).copied().collect();
        let arm = [false, false, false, false, true, true, true];
        let (seen, expected) =
            (adjusted(&response, &arm, &[]).unwrap().difference, pooled(&first, &second).unwrap());
        assert!((seen.value - expected.difference).abs() < 1e-14);
        assert!((seen.standard_error - expected.standard_error).abs() < 1e-14);
        assert!((seen.p_two_sided - expected.p_two_sided).abs() < 1e-14);
    }

    #[test]
    fn an_empty_arm_is_an_error() {
        let seen = adjusted(&[1.0, 2.0, 4.0], &[false; 3], &[]);
        assert_eq!(seen, Err(StatisticsError::RankDeficient { column: "arm".into() }));
    }
}
