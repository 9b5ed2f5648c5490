//! How are the answers of many completed trials put together? Rubin's rules.
//!
//! Rubin 1987 (Multiple Imputation for Nonresponse in Surveys, section 3.1): with M estimates q and their squared
//! standard errors u,
//! ```text
//! q = mean(q),    W = mean(u),    B = var(q),    T = W + (1 + 1/M) B
//! ```
//! and the degrees of freedom of Barnard and Rubin 1999 (Biometrika 86:948-955, equation 3): with λ = (1 + 1/M) B / T
//! and ν0 those of the complete data,
//! ```text
//! ν = 1 / (1/ν1 + 1/ν2),    ν1 = (M - 1) / λ²,    ν2 = (1 - λ) ν0 (ν0 + 1) / (ν0 + 3).
//! ```
//! Where nothing differs between the completed trials (B = 0) nothing was imputed and ν is ν0 itself; equation 3 would
//! take off the factor (ν0 + 1) / (ν0 + 3).

use crate::StatisticsError;
use crate::describe::{Interval, centre, square_sum};
use crate::error::{check_values, number};
use conus_num::distribution::student_t;

/// The answer of one completed trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Analysed {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error, as if nothing had been imputed.
    pub standard_error: f64,
    /// Degrees of freedom, as if nothing had been imputed; infinite for a normal distribution.
    pub freedom: f64,
}

/// The answer of all completed trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// Mean of the estimates.
    pub estimate: f64,
    /// Rubin's standard error, sqrt(T).
    pub standard_error: f64,
    /// Degrees of freedom of Barnard and Rubin.
    pub freedom: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Probability of a statistic at least as far from zero, if the truth is zero.
    pub p_two_sided: f64,
    /// 95 % interval.
    pub interval_95: Interval,
    /// Variance within the completed trials, W.
    pub within: f64,
    /// Variance between them, B.
    pub between: f64,
    /// Fraction of information about the estimate that is missing, (r + 2 / (ν + 3)) / (r + 1) with
    /// r = (1 + 1/M) B / W (Rubin 1987, section 3.1).
    pub missing_information: f64,
    /// Variance of infinitely many imputations over that of M, 1 / (1 + fraction / M) (Rubin 1987, page 114).
    pub relative_efficiency: f64,
    /// Number of completed trials, M.
    pub imputations: usize,
    /// Monte-Carlo error of the estimate, sqrt(B / M): what another seed would change.
    pub simulation_error: f64,
}

/// Pools the answers of at least two completed trials.
///
/// # Errors
/// Fewer than two answers, one that is not finite, or one without a positive standard error and degrees of freedom.
pub fn pool(answers: &[Analysed]) -> Result<Pooled, StatisticsError> {
    let estimates: Vec<f64> = answers.iter().map(|answer| answer.estimate).collect();
    let squares: Vec<f64> =
        answers.iter().map(|answer| answer.standard_error * answer.standard_error).collect();
    check_values("estimates of the completed trials", &estimates, 2)?;
    check_values("squared standard errors of the completed trials", &squares, 2)?;
    let freedoms: Vec<f64> = answers.iter().map(|answer| answer.freedom).collect();
    check_positive("standard error of a completed trial", &squares)?;
    check_positive("degrees of freedom of a completed trial", &freedoms)?;
    let m = number(answers.len());
    let (estimate, within) = (centre(&estimates), centre(&squares));
    let between = square_sum(&estimates) / (m - 1.0);
    let added = (1.0 + 1.0 / m) * between;
    // Analyses of one trial share their degrees of freedom unless they drop rows; then the fewest are the careful ones.
    let complete = freedoms.iter().copied().fold(f64::INFINITY, f64::min);
    let freedom = barnard_rubin(m, added / (within + added), complete);
    let standard_error = (within + added).sqrt();
    let missing_information = missing_information(added / within, freedom);
    Ok(Pooled {
        estimate,
        standard_error,
        freedom,
        statistic: estimate / standard_error,
        p_two_sided: student_t::two_sided(estimate / standard_error, freedom),
        interval_95: Interval::around(estimate, student_t::upper_quantile(0.025, freedom) * standard_error),
        within,
        between,
        missing_information,
        relative_efficiency: 1.0 / (1.0 + missing_information / m),
        imputations: answers.len(),
        simulation_error: (between / m).sqrt(),
    })
}

/// Degrees of freedom for the share λ of the variance that missing values add.
fn barnard_rubin(imputations: f64, share: f64, complete: f64) -> f64 {
    if share <= 0.0 {
        return complete;
    }
    let many = (imputations - 1.0) / (share * share);
    if complete.is_infinite() {
        return many;
    }
    let observed = (1.0 - share) * complete * (complete + 1.0) / (complete + 3.0);
    1.0 / (1.0 / many + 1.0 / observed)
}

fn missing_information(increase: f64, freedom: f64) -> f64 {
    if increase <= 0.0 { 0.0 } else { (increase + 2.0 / (freedom + 3.0)) / (increase + 1.0) }
}

fn check_positive(what: &str, values: &[f64]) -> Result<(), StatisticsError> {
    match values.iter().find(|value| value.is_nan() || **value <= 0.0) {
        None => Ok(()),
        Some(&value) => Err(StatisticsError::OutOfRange { what: what.to_owned(), value, allowed: "above 0" }),
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;

    const ONE: Analysed = Analysed { estimate: -0.75, standard_error: 0.25, freedom: 60.0 };

    #[test]
    fn where_nothing_was_imputed_the_answer_is_that_of_the_complete_data() {
        let seen = pool(&[ONE; 5]).unwrap();
        assert_eq!((seen.estimate, seen.standard_error, seen.freedom), (-0.75, 0.25, 60.0));
        assert_eq!((seen.between, seen.missing_information, seen.relative_efficiency), (0.0, 0.0, 1.0));
        assert_eq!(seen.p_two_sided, student_t::two_sided(-3.0, 60.0));
    }

    /// On paper: estimates 1 and 3, variances 1: B = 2, T = 1 + 1.5 · 2 = 4, λ = 3/4, ν1 = 16/9.
    #[test]
    fn two_answers_are_pooled_as_on_paper() {
        let normal = |estimate| Analysed { estimate, standard_error: 1.0, freedom: f64::INFINITY };
        let seen = pool(&[normal(1.0), normal(3.0)]).unwrap();
        assert_eq!((seen.estimate, seen.between, seen.standard_error), (2.0, 2.0, 2.0));
        assert!((seen.freedom - 16.0 / 9.0).abs() < 1e-15, "one rounding");
        assert_eq!(seen.simulation_error, 1.0);
    }

    #[test]
    fn one_answer_or_one_without_scale_is_an_error() {
        assert!(matches!(pool(&[ONE]), Err(StatisticsError::TooFew { count: 1, least: 2, .. })));
        assert!(pool(&[ONE, Analysed { standard_error: 0.0, ..ONE }]).is_err());
        assert!(pool(&[ONE, Analysed { freedom: f64::NAN, ..ONE }]).is_err());
        assert!(pool(&[ONE, Analysed { estimate: f64::NAN, ..ONE }]).is_err());
    }
}
