//! What are the differences between arms once covariates are taken into account? Analysis of covariance.
//!
//!     response = intercept + arm + covariates + error
//!
//! with common slopes. The adjusted (least-squares) mean of an arm is its prediction with numeric covariates
//! at their mean over all arms and factors averaged (Searle, Speed and Milliken 1980). A difference is the later
//! arm minus the earlier one, as the levels of the arm are ordered.

use crate::StatisticsError;
use crate::design::{Column, Design, Factor, Margins, Term, Variable};
use crate::error::check_length;
use crate::regression::{Estimate, Fit, Robust, fit_design};
use crate::wald::FTest;

/// What may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// How the levels of factors among the covariates are averaged.
    pub margins: Margins,
    /// Covariance that allows a different variance in every row; none for one variance in all.
    pub robust: Option<Robust>,
}

/// Answer of an analysis of covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct Ancova {
    /// Adjusted mean of each arm.
    pub means: Vec<Estimate>,
    /// People of each arm.
    pub counts: Vec<usize>,
    /// Each arm but the first minus the first, the reference.
    pub against_reference: Vec<Estimate>,
    /// Each arm minus each arm before it.
    pub pairs: Vec<Estimate>,
    /// Are all arms equal?
    pub arm_test: FTest,
    /// The regression beneath.
    pub fit: Fit,
    /// Its columns.
    pub design: Design,
}

/// Compares arms, adjusted for the covariates; the first level of `arm` is the reference.
///
/// # Errors
/// Columns of different length or of the same name, or what [`fit_design`] refuses.
pub fn compare(
    response: &[f64],
    arm: &Factor,
    covariates: &[Variable],
    choices: Choices,
) -> Result<Ancova, StatisticsError> {
    let variables: Vec<Variable> =
        std::iter::once(arm.clone().into()).chain(covariates.iter().cloned()).collect();
    let terms: Vec<Term> = variables.iter().map(|variable| Term::main(variable.name())).collect();
    let design = Design::new(&variables, &terms)?;
    let fit = judged(fit_design(response, &design)?, choices.robust)?;
    let weights = |level: &String| design.mean_weights(&[(arm.name(), level)], choices.margins);
    let weights = arm.levels().iter().map(weights).collect::<Result<Vec<_>, _>>()?;
    let mean = |level: usize| fit.combination(&arm.levels()[level], &weights[level]);
    let difference = |(before, after): (usize, usize)| {
        let name = format!("{} - {}", arm.levels()[after], arm.levels()[before]);
        fit.combination(&name, &minus(&weights[after], &weights[before]))
    };
    let count = arm.levels().len();
    let pairs = (0..count).flat_map(|before| (before + 1..count).map(move |after| (before, after)));
    Ok(Ancova {
        means: (0..count).map(mean).collect::<Result<_, _>>()?,
        counts: arm.counts(),
        against_reference: (1..count).map(|after| difference((0, after))).collect::<Result<_, _>>()?,
        pairs: pairs.map(difference).collect::<Result<_, _>>()?,
        arm_test: fit.f_test_of(design.columns_of(&Term::main(arm.name()))?)?,
        fit,
        design,
    })
}

/// Answer of an analysis of covariance of two arms.
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

/// Compares the second of two arms with the first, adjusted for numeric covariates.
///
/// # Errors
/// As [`compare`]; an arm without people is a level without rows, and nobody at all too few.
pub fn adjusted(
    response: &[f64],
    in_second_arm: &[bool],
    covariates: &[Column],
) -> Result<Adjusted, StatisticsError> {
    check_length("arm", in_second_arm.len(), response.len())?;
    let codes = in_second_arm.iter().map(|&second| usize::from(second)).collect();
    let arm = Factor::new("arm", &["first", "second"], codes)?;
    let covariates: Vec<Variable> = covariates.iter().cloned().map(Variable::from).collect();
    let Ancova { mut means, mut pairs, fit, .. } = compare(response, &arm, &covariates, Choices::default())?;
    let [difference, mean_second, mean_first] = [pairs.remove(0), means.remove(1), means.remove(0)];
    Ok(Adjusted { difference, mean_first, mean_second, fit })
}

/// The fit with the covariance that was chosen.
pub(crate) fn judged(fit: Fit, robust: Option<Robust>) -> Result<Fit, StatisticsError> {
    match robust {
        Some(robust) => fit.robust(robust),
        None => Ok(fit),
    }
}

/// One row of weights minus another.
pub(crate) fn minus(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_sample::{pooled, welch};

    const FIRST: [f64; 4] = [4.0, 6.0, 5.5, 7.0];
    const SECOND: [f64; 3] = [3.0, 2.5, 6.0];
    const THIRD: [f64; 3] = [8.0, 7.5, 9.5];

    fn response() -> Vec<f64> {
        FIRST.iter().chain(&SECOND).chain(&THIRD).copied().collect()
    }

    fn arm() -> Factor {
        Factor::new("arm", &["a", "b", "c"], vec![0, 0, 0, 0, 1, 1, 1, 2, 2, 2]).unwrap()
    }

    #[test]
    fn without_covariates_two_arms_are_the_pooled_t_test() {
        let response = &response()[..7];
        let seen = adjusted(response, &[false, false, false, false, true, true, true], &[]).unwrap();
        let expected = pooled(&FIRST, &SECOND).unwrap();
        let seen = seen.difference;
        assert!((seen.value - expected.difference).abs() < 1e-14);
        assert!((seen.standard_error - expected.standard_error).abs() < 1e-14);
        assert!((seen.p_two_sided - expected.p_two_sided).abs() < 1e-14);
    }

    #[test]
    fn without_covariates_it_is_the_analysis_of_variance() {
        let seen = compare(&response(), &arm(), &[], Choices::default()).unwrap();
        let groups: [&[f64]; 3] = [&FIRST, &SECOND, &THIRD];
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let all = mean(&response());
        let between: f64 =
            groups.iter().map(|group| group.len() as f64 * (mean(group) - all) * (mean(group) - all)).sum();
        let within: f64 = groups
            .iter()
            .flat_map(|group| group.iter().map(|value| (value - mean(group)) * (value - mean(group))))
            .sum();
        assert!((seen.arm_test.statistic - (between / 2.0) / (within / 7.0)).abs() < 1e-13);
        assert!(seen.means.iter().zip(groups).all(|(seen, group)| (seen.value - mean(group)).abs() < 1e-14));
        assert_eq!(seen.counts, [4, 3, 3]);
        let names: Vec<&str> = seen.pairs.iter().map(|pair| pair.name.as_str()).collect();
        assert_eq!(names, ["b - a", "c - a", "c - b"]);
    }

    /// Each group has its own variance under HC2; the standard error is Welch's, whatever the third arm does.
    #[test]
    fn without_covariates_the_robust_error_is_welchs() {
        let choices = Choices { robust: Some(Robust::Hc2), ..Choices::default() };
        let seen = compare(&response(), &arm(), &[], choices).unwrap();
        let expected = welch(&FIRST, &THIRD).unwrap().standard_error;
        assert!((seen.against_reference[1].standard_error / expected - 1.0).abs() < 1e-14);
    }

    #[test]
    fn an_empty_arm_and_a_covariate_named_as_the_arm_are_errors() {
        let empty = adjusted(&[1.0, 2.0, 4.0], &[false; 3], &[]);
        let level = StatisticsError::EmptyLevel { factor: "arm".into(), level: "second".into() };
        assert_eq!(empty, Err(level));
        let twice = compare(&response(), &arm(), &[arm().into()], Choices::default());
        assert_eq!(twice, Err(StatisticsError::NamedTwice { name: "arm".into() }));
    }
}
