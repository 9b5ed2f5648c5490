//! What if each missing value is replaced by what is expected of it, once? The answer without chance, and its jackknife.
//!
//! Wolbers, Noci, Delmar, Gower-Page, Yiu and Bartlett 2022 (Pharmaceutical Statistics 21:1246-1257), section 2.4: where
//! the estimate is linear in the outcomes, as in an analysis of covariance, its mean over imputations is the estimate
//! from the conditional means. The standard error of that analysis means nothing, since the imputed values do not
//! scatter; the jackknife repeats fit, imputation and analysis without each subject in turn:
//! ```text
//! SE² = (n - 1) / n · Σ (θ(-i) - mean θ(-i))²
//! ```
//! (Efron and Tibshirani 1993, equation 11.5). It estimates how much the estimate varies from trial to trial. Rubin's
//! standard error of a reference-based imputation answers another question and is larger: see `docs/statistics.md`.

use super::conditional::{completed, groups};
use super::{Completed, Parameters, Trial};
use crate::StatisticsError;
use crate::describe::{Interval, square_sum};
use crate::error::{check_values, number};
use conus_num::distribution::normal;

/// The estimate from conditional means, with its jackknife.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalMean {
    /// The estimate.
    pub estimate: f64,
    /// Standard error of the jackknife.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided p of the statistic as a standard normal value (Wolbers and others 2022).
    pub p_two_sided: f64,
    /// 95 % interval with the normal quantile.
    pub interval_95: Interval,
    /// The estimate without each subject.
    pub left_out: Vec<f64>,
}

/// The trial with each missing value replaced by its conditional mean.
///
/// # Errors
/// As [`Trial::mean`] and [`Trial::covariance`], or a covariance of observed visits that is not positive definite.
pub fn impute(trial: &Trial, parameters: &Parameters) -> Result<Completed, StatisticsError> {
    completed(trial, &groups(trial), parameters, |_, _, mean| mean)
}

/// Fits, imputes and analyses with everybody and without each subject in turn. `fit` and `analyse` get the positions
/// of the subjects to be used; `fit` must look at [`super::Subject::modelled`] outcomes alone.
///
/// # Errors
/// A fit or an analysis that fails, with the subject that was left out; fewer than two subjects; or no spread.
pub fn jackknife(
    trial: &Trial,
    fit: impl Fn(&[usize]) -> Result<Parameters, StatisticsError>,
    analyse: impl Fn(&[usize], &[Vec<f64>]) -> Result<f64, StatisticsError>,
) -> Result<ConditionalMean, StatisticsError> {
    let estimate_of = |subjects: &[usize]| analyse(subjects, &impute(trial, &fit(subjects)?)?);
    let everybody: Vec<usize> = (0..trial.subjects().len()).collect();
    let estimate = estimate_of(&everybody)?;
    let without = |left: &usize| {
        let others: Vec<usize> = everybody.iter().copied().filter(|subject| subject != left).collect();
        estimate_of(&others).map_err(|cause| StatisticsError::PartFailed {
            part: format!("the trial without subject {left}"),
            cause: Box::new(cause),
        })
    };
    let left_out = everybody.iter().map(without).collect::<Result<Vec<f64>, _>>()?;
    judged(estimate, left_out)
}

fn judged(estimate: f64, left_out: Vec<f64>) -> Result<ConditionalMean, StatisticsError> {
    check_values("estimates of the jackknife", &left_out, 2)?;
    let n = number(left_out.len());
    let standard_error = ((n - 1.0) / n * square_sum(&left_out)).sqrt();
    if standard_error <= 0.0 {
        return Err(StatisticsError::NoSpread { what: "estimates of the jackknife".into() });
    }
    let statistic = estimate / standard_error;
    let half_width = normal::upper_quantile(0.025) * standard_error;
    Ok(ConditionalMean {
        estimate,
        standard_error,
        statistic,
        p_two_sided: normal::two_sided(statistic),
        interval_95: Interval::around(estimate, half_width),
        left_out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::bootstrap::bootstrap;
    use crate::imputation::multiple;
    use crate::imputation::synthetic::{KEY, difference, everybody, maximum_likelihood, trial};
    use crate::imputation::{Deviation, Strategy, Subject};
    use crate::symmetric::Symmetric;

    const REFERENCE_BASED: [Strategy; 4] = [
        Strategy::MissingAtRandom,
        Strategy::JumpToReference,
        Strategy::CopyReference,
        Strategy::CopyIncrements,
    ];

    /// The jackknife of a mean is its usual standard error (Efron and Tibshirani 1993, chapter 11).
    #[test]
    fn the_jackknife_of_a_mean_is_sd_over_root_n() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0];
        let others = |left: usize| (values.iter().sum::<f64>() - values[left]) / 4.0;
        let seen = judged(2.8, (0..5).map(others).collect()).unwrap();
        let expected = (square_sum(&values) / 4.0 / 5.0).sqrt();
        assert!((seen.standard_error - expected).abs() < 1e-15, "a few roundings");
    }

    /// Two visits, on paper. Own mean (5, 4) and reference mean (6, 6.5), own Σ = [4 2; 2 5], R = [2 1; 1 3], and 7 at
    /// the first visit. The slope is 1/2 in both arms, so with the surprise 2 of the own arm and 1 of the reference:
    /// MAR 4 + 1, J2R 6.5 + 1, CR 6.5 + 1/2, CIR 5 + 1/2 + 1, LMCF 5 + 1.
    #[test]
    fn two_visits_are_imputed_as_on_paper() {
        let row = |mean: f64| vec![mean];
        let designs = vec![vec![row(6.0), row(6.5)], vec![row(5.0), row(4.0)]];
        let parameters = Parameters {
            coefficients: vec![1.0],
            covariances: [[2.0, 1.0, 3.0], [4.0, 2.0, 5.0]]
                .map(|matrix| Symmetric { order: 2, packed: matrix.to_vec() })
                .to_vec(),
        };
        let expected = [
            (Strategy::MissingAtRandom, 5.0),
            (Strategy::JumpToReference, 7.5),
            (Strategy::CopyReference, 7.0),
            (Strategy::CopyIncrements, 6.5),
            (Strategy::LastMeanCarriedForward, 6.0),
        ];
        for (strategy, value) in expected {
            let deviation = Some(Deviation { visit: 1, strategy, reference: 0 });
            let person =
                Subject { arm: 1, outcomes: vec![Some(7.0), None], deviation, designs: designs.clone() };
            let seen = impute(&Trial::new(vec![person]).unwrap(), &parameters).unwrap();
            assert!((seen[0][1] - value).abs() < 1e-14, "{strategy:?}: {} against {value}", seen[0][1]);
        }
    }

    /// With the parameters held fixed the estimate is linear in the imputed values: four Monte-Carlo errors of 1,000
    /// imputations are allowed.
    #[test]
    fn many_imputations_meet_the_conditional_mean_under_every_assumption() {
        let trial = trial(25, 0.25);
        let parameters = maximum_likelihood(&trial, &everybody(&trial)).unwrap();
        for strategy in REFERENCE_BASED {
            let trial = trial.under(strategy, 0).unwrap();
            let expected = impute(&trial, &parameters).unwrap();
            let expected = difference(&trial, &everybody(&trial), &expected).unwrap().estimate;
            let completed = multiple::impute(&trial, &vec![parameters.clone(); 1_000], KEY).unwrap();
            let seen = multiple::analyse(&completed, |who, one| difference(&trial, who, one)).unwrap();
            let gap = seen.estimate - expected;
            assert!(gap.abs() < 4.0 * seen.simulation_error, "{strategy:?}: {gap}");
            assert!(seen.simulation_error < 0.006, "a fiftieth of the standard error: the test can fail");
        }
    }

    /// The known disagreement (Cro, Carpenter and Kenward 2019): for jump to reference Rubin's standard error is larger
    /// than the variation of the estimate; under missing at random they agree, here within a tenth.
    #[test]
    fn rubin_and_jackknife_agree_under_missing_at_random_and_part_under_jump_to_reference() {
        let trial = trial(60, 0.3);
        let both = |strategy| {
            let trial = trial.under(strategy, 0).unwrap();
            let fit = |who: &[usize]| maximum_likelihood(&trial, who);
            let draws = bootstrap(&trial, fit, 200, 0, KEY).unwrap().parameters;
            let completed = multiple::impute(&trial, &draws, KEY).unwrap();
            let rubin = multiple::analyse(&completed, |who, one| difference(&trial, who, one)).unwrap();
            let jackknife =
                jackknife(&trial, fit, |who, one| Ok(difference(&trial, who, one)?.estimate)).unwrap();
            rubin.standard_error / jackknife.standard_error
        };
        let (at_random, jump) = (both(Strategy::MissingAtRandom), both(Strategy::JumpToReference));
        assert!((at_random - 1.0).abs() < 0.1, "{at_random}");
        assert!(jump > 1.2, "{jump}");
    }

    #[test]
    fn a_fit_that_fails_names_the_subject_that_was_left_out() {
        let trial = trial(5, 0.2);
        let fit = |who: &[usize]| {
            if who.contains(&3) {
                maximum_likelihood(&trial, who)
            } else {
                Err(StatisticsError::NoSpread { what: "x".into() })
            }
        };
        let seen = jackknife(&trial, fit, |_, one| Ok(one[0][0])).unwrap_err();
        assert!(seen.to_string().starts_with("the trial without subject 3 could not be analysed"), "{seen}");
    }
}
