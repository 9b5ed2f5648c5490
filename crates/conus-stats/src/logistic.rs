//! On what does the chance of an event depend? Logistic regression.
//!
//!     ln(p / (1 - p)) = intercept + terms
//!
//! by maximum likelihood (`McCullagh` and Nelder 1989, chapter 4), or by Firth's penalised likelihood, which has a
//! finite estimate even where a column separates the events (Firth 1993; Heinze and Schemper 2002).

mod newton;
mod profile;
mod separation;
mod standardised;

pub use standardised::Standardised;

use crate::StatisticsError;
use crate::describe::Interval;
use crate::design::Design;
use crate::error::{check_length, number};
use crate::estimate::Estimate;
use crate::linear_algebra::{dot, factorise, times};
use crate::wald::{self, ChiSquareTest};
use conus_num::elementary::exp;
use newton::{Place, Problem};
use std::ops::Range;

/// A fitted logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Names of the columns, the intercept first.
    pub names: Vec<String>,
    /// Log odds ratios in the order of the names.
    pub coefficients: Vec<f64>,
    /// Covariance matrix of the coefficients: the inverse of the expected information.
    pub covariance: Vec<Vec<f64>>,
    /// Logarithm of the largest likelihood; with the penalty, if the fit is penalised.
    pub log_likelihood: f64,
    /// Minus twice the log likelihood of the events alone.
    pub deviance: f64,
    /// Predicted probability of each row.
    pub probabilities: Vec<f64>,
    /// Steps until the coefficients settled.
    pub iterations: usize,
    /// Is it Firth's penalised fit?
    pub penalised: bool,
    events: Vec<bool>,
    design: Design,
}

/// How much a unit of a column multiplies the odds.
#[derive(Clone, Debug, PartialEq)]
pub struct OddsRatio {
    /// Name of the column.
    pub name: String,
    /// Best value.
    pub value: f64,
    /// 95 % confidence interval (Wald, symmetric on the log scale).
    pub interval_95: Interval,
    /// Probability of a coefficient at least as far from zero, if the ratio is one.
    pub p_two_sided: f64,
}

/// Fits the events to the columns of a design by maximum likelihood.
///
/// # Errors
/// A number of events other than that of the rows, fewer rows than columns, all events alike, a column that is a
/// linear combination of those before it, or columns that separate the events.
pub fn fit(events: &[bool], design: &Design) -> Result<Fit, StatisticsError> {
    check(events, design)?;
    if events.iter().all(|event| *event == events[0]) {
        return Err(StatisticsError::NoSpread { what: "events".into() });
    }
    separation::check(design.names(), design.columns(), events)?;
    maximised(events, design, false)
}

/// Fits the events by Firth's penalised likelihood, which is finite also where columns separate the events.
///
/// # Errors
/// As [`fit`], but events may be separated or all alike.
pub fn fit_penalised(events: &[bool], design: &Design) -> Result<Fit, StatisticsError> {
    check(events, design)?;
    maximised(events, design, true)
}

fn check(events: &[bool], design: &Design) -> Result<(), StatisticsError> {
    check_length("events", events.len(), design.rows())?;
    let least = design.names().len() + 1;
    if events.len() < least {
        return Err(StatisticsError::TooFew { what: "events".into(), count: events.len(), least });
    }
    let name = |column: usize| design.names()[column].clone();
    factorise(design.columns())
        .map(|_| ())
        .map_err(|dependent| StatisticsError::RankDeficient { column: name(dependent.column) })
}

fn maximised(events: &[bool], design: &Design, penalised: bool) -> Result<Fit, StatisticsError> {
    let count = design.names().len();
    let problem = Problem { columns: design.columns(), events, penalised };
    let (Place { coefficients, log_likelihood, objective, probabilities, information }, iterations) =
        problem.maximise(&vec![0.0; count], &vec![false; count])?;
    Ok(Fit {
        names: design.names().to_vec(),
        coefficients,
        covariance: information.inverse_cross_product(),
        log_likelihood: objective,
        deviance: -2.0 * log_likelihood,
        probabilities: probabilities.iter().map(|p| p[0]).collect(),
        iterations,
        penalised,
        events: events.to_vec(),
        design: design.clone(),
    })
}

impl Fit {
    /// Table of log odds ratios with Wald's tests.
    #[must_use]
    pub fn estimates(&self) -> Vec<Estimate> {
        let entry = |j: usize| normal(&self.names[j], self.coefficients[j], self.covariance[j][j]);
        (0..self.names.len()).map(entry).collect()
    }

    /// Table of odds ratios; that of the intercept is the odds where all columns are zero.
    #[must_use]
    pub fn odds_ratios(&self) -> Vec<OddsRatio> {
        let ratio = |estimate: Estimate| OddsRatio {
            value: exp(estimate.value),
            interval_95: Interval {
                lower: exp(estimate.interval_95.lower),
                upper: exp(estimate.interval_95.upper),
            },
            p_two_sided: estimate.p_two_sided,
            name: estimate.name,
        };
        self.estimates().into_iter().map(ratio).collect()
    }

    /// The sum of coefficients times `weights`, on the log odds scale.
    ///
    /// # Errors
    /// A number of weights other than that of the names.
    pub fn combination(&self, name: &str, weights: &[f64]) -> Result<Estimate, StatisticsError> {
        check_length(name, weights.len(), self.names.len())?;
        let variance = dot(weights, &times(&self.covariance, weights));
        Ok(normal(name, dot(weights, &self.coefficients), variance))
    }

    /// Wald's test that all coefficients at these positions are zero; see [`Design::columns_of`].
    ///
    /// # Errors
    /// No position, or one beyond the columns.
    pub fn wald_test(&self, positions: Range<usize>) -> Result<ChiSquareTest, StatisticsError> {
        self.check_positions(&positions)?;
        let combinations = wald::single(positions, self.names.len());
        wald::chi_square_test(&self.coefficients, &self.covariance, &combinations)
    }

    /// Likelihood-ratio test that all coefficients at these positions are zero (Wilks 1938). In a penalised fit the
    /// penalty is that of all columns in both likelihoods (Heinze and Schemper 2002).
    ///
    /// # Errors
    /// No position, one beyond the columns, or a search that does not settle.
    pub fn likelihood_ratio_test(&self, positions: Range<usize>) -> Result<ChiSquareTest, StatisticsError> {
        self.check_positions(&positions)?;
        let held: Vec<bool> = (0..self.names.len()).map(|j| positions.contains(&j)).collect();
        let start = vec![0.0; self.names.len()];
        let (without, _) = self.problem().maximise(&start, &held)?;
        // Rounding may leave a hair below zero where nothing changes.
        let statistic = 2.0 * (self.log_likelihood - without.objective).max(0.0);
        Ok(ChiSquareTest::new(statistic, number(positions.len())))
    }

    fn problem(&self) -> Problem<'_> {
        Problem { columns: self.design.columns(), events: &self.events, penalised: self.penalised }
    }

    fn check_positions(&self, positions: &Range<usize>) -> Result<(), StatisticsError> {
        if !positions.is_empty() && positions.end <= self.names.len() {
            return Ok(());
        }
        Err(StatisticsError::unknown(&format!("{positions:?}"), "columns of the model", &self.names))
    }
}

/// An estimate with Wald's test by the normal distribution.
fn normal(name: &str, value: f64, variance: f64) -> Estimate {
    Estimate::new(name, value, variance.sqrt(), f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Column, Factor, Term};
    use conus_num::elementary::ln;

    /// `counts` are the people without and with the event in each group.
    fn groups(counts: [[usize; 2]; 2]) -> (Vec<bool>, Design) {
        let (mut events, mut codes) = (Vec::new(), Vec::new());
        for (group, [without, with]) in counts.into_iter().enumerate() {
            events.extend((0..without + with).map(|person| person < with));
            codes.extend(vec![group; without + with]);
        }
        let arm = Factor::new("arm", &["control", "cells"], codes).unwrap();
        (events, Design::new(&[arm.into()], &[Term::main("arm")]).unwrap())
    }

    #[test]
    fn two_groups_have_the_odds_ratio_of_their_table() {
        let (events, design) = groups([[21, 9], [14, 17]]);
        let fit = fit(&events, &design).unwrap();
        let arm = &fit.estimates()[1];
        assert!((arm.value - ln(17.0 * 21.0 / (14.0 * 9.0))).abs() < 1e-14);
        let variance: f64 = [21.0, 9.0, 14.0, 17.0].iter().map(|count| 1.0 / count).sum();
        assert!((arm.standard_error - variance.sqrt()).abs() < 1e-14);
        assert!((fit.probabilities[0] - 0.3).abs() < 1e-15);
    }

    #[test]
    fn without_covariates_the_standardised_difference_is_that_of_the_shares() {
        let (events, design) = groups([[21, 9], [14, 17]]);
        let seen = fit(&events, &design).unwrap().standardised("arm").unwrap();
        let (p0, p1) = (9.0 / 30.0, 17.0 / 31.0);
        let error = (p0 * (1.0 - p0) / 30.0 + p1 * (1.0 - p1) / 31.0_f64).sqrt();
        assert!((seen.differences[0].value - (p1 - p0)).abs() < 1e-15);
        assert!((seen.differences[0].standard_error - error).abs() < 1e-15);
        assert_eq!(seen.differences[0].name, "cells - control");
    }

    /// Firth's penalty is half an event and half a non-event more in each group of a saturated model.
    #[test]
    fn the_penalised_fit_of_two_groups_adds_one_half_to_each_cell() {
        for counts in [[[21, 9], [14, 17]], [[0, 8], [5, 6]], [[7, 0], [0, 5]]] {
            let (events, design) = groups(counts);
            let seen = fit_penalised(&events, &design).unwrap().coefficients[1];
            let cell =
                |group: usize, event: usize| f64::from(u32::try_from(counts[group][event]).unwrap()) + 0.5;
            let expected = ln(cell(1, 1) * cell(0, 0) / (cell(1, 0) * cell(0, 1)));
            // Fisher's scoring stops within 1e-11 standard errors, of about two here.
            assert!((seen - expected).abs() < 1e-10, "{counts:?}: {seen} {expected}");
        }
    }

    #[test]
    fn the_likelihood_ratio_of_two_groups_is_that_of_their_table() {
        let (events, design) = groups([[21, 9], [14, 17]]);
        let fit = fit(&events, &design).unwrap();
        let term = |count: f64, total: f64| count * ln(count / total);
        let apart = term(21.0, 30.0) + term(9.0, 30.0) + term(14.0, 31.0) + term(17.0, 31.0);
        let together = term(35.0, 61.0) + term(26.0, 61.0);
        let test = fit.likelihood_ratio_test(1..2).unwrap();
        assert!((test.statistic - 2.0 * (apart - together)).abs() < 1e-12);
        assert!((fit.deviance + 2.0 * apart).abs() < 1e-12);
    }

    #[test]
    fn a_profile_limit_is_where_the_likelihood_has_fallen_by_the_quantile() {
        let (events, design) = groups([[21, 9], [14, 17]]);
        let fit = fit(&events, &design).unwrap();
        let interval = fit.profile_interval(1).unwrap();
        assert!(interval.contains(fit.coefficients[1]));
        for limit in [interval.lower, interval.upper] {
            let held = [false, true];
            let (place, _) = fit.problem().maximise(&[0.0, limit], &held).unwrap();
            // Half of 1.959963984540054 squared.
            assert!((fit.log_likelihood - place.objective - 1.920_729_410_347_062).abs() < 1e-12);
        }
    }

    #[test]
    fn events_that_cannot_be_explained_are_errors_that_name_the_column() {
        let (events, design) = groups([[8, 0], [5, 6]]);
        let error = fit(&events, &design).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`arm[cells]` separates those with the event from those without in part, so it has no finite odds \
             ratio; use the penalised fit (Firth) or leave the column out"
        );
        let (same, design) = groups([[8, 0], [5, 0]]);
        assert_eq!(fit(&same, &design), Err(StatisticsError::NoSpread { what: "events".into() }));
        let arm = Column { name: "arm".into(), values: vec![1.0; 5] };
        let flat = Design::new(&[arm.into()], &[Term::main("arm")]).unwrap();
        let dependent = fit(&[true, false, true, true, false], &flat);
        assert_eq!(dependent, Err(StatisticsError::RankDeficient { column: "arm".into() }));
    }
}
