//! By how much do arms differ at each visit, when people are measured repeatedly and some leave? The mixed model for
//! repeated measures (MMRM), fitted by restricted or full maximum likelihood.
//!
//! ```text
//! y_i = X_i b + e_i,     e_i ~ N(0, S_i)
//! ```
//!
//! with `S_i` the rows and columns of a covariance matrix of the visits at which person i was seen, one matrix for all or
//! one for each group, of a [`Structure`] (Mallinckrodt, Lane, Schnell, Peng and Mancuso 2008, Drug Inf J 42:303).
//! Whoever has left counts with the visits seen: valid when missing at random.
//!
//! The likelihood is maximised in free parameters with exact derivatives; inference is in the elements of the covariance
//! matrices, which no parameterisation changes, but for one term of Kenward and Roger (`kenward_roger.rs`).
//!
//! - [`Repeated`]: the data
//! - [`fit`], [`Fit`]: the model
//! - [`Structure`]: covariance of the visits
//! - [`Freedom`]: standard errors and degrees of freedom
//! - [`first_that_fits`]: a declared chain of structures

mod basis;
mod estimate;
mod fallback;
mod freedom;
mod kenward_roger;
mod likelihood;
mod newton;
mod pattern;
mod sandwich;
mod shape;
mod structure;
mod unstructured;

pub use estimate::Inference;
pub use fallback::{Chosen, first_that_fits};
pub use freedom::Freedom;
pub use likelihood::Information;
pub use sandwich::Sandwich;
pub use structure::Structure;

use crate::StatisticsError;
use crate::error::{check_length, check_values, number};
use crate::symmetric::{Cholesky, Symmetric, triangle};
use basis::Basis;
use conus_num::elementary::ln;
use likelihood::Curve;
use newton::{Optimum, Problem};
use pattern::{Pattern, patterns};

/// Repeated measurements in long form: one row for each answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repeated {
    /// Names of the columns of the design.
    pub names: Vec<String>,
    /// Columns of the design, the intercept among them.
    pub columns: Vec<Vec<f64>>,
    /// The answers.
    pub response: Vec<f64>,
    /// Who answered, numbered from zero.
    pub subject: Vec<usize>,
    /// At which visit, numbered from zero.
    pub visit: Vec<usize>,
    /// How many visits there are.
    pub visits: usize,
    /// Which covariance matrix is theirs, numbered from zero and the same for all rows of a person; empty for one for all.
    pub group: Vec<usize>,
    /// Positive weights, which divide variances; empty for one each.
    pub weight: Vec<f64>,
}

/// What is maximised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Restricted maximum likelihood.
    Reml,
    /// Maximum likelihood.
    Ml,
}

/// How a model is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Covariance of the visits.
    pub structure: Structure,
    /// What is maximised.
    pub objective: Objective,
    /// Which information the degrees of freedom rest on: SAS and R mmrm take the observed, pbkrtest the expected.
    pub information: Information,
}

impl Settings {
    /// Restricted maximum likelihood with observed information.
    #[must_use]
    pub fn reml(structure: Structure) -> Self {
        Self { structure, objective: Objective::Reml, information: Information::Observed }
    }
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Fit {
    /// How it was fitted.
    pub settings: Settings,
    /// Names of the coefficients.
    pub names: Vec<String>,
    /// Coefficients.
    pub coefficients: Vec<f64>,
    /// Minus twice the maximised (restricted) log-likelihood. REML: without ln det X'X, as SAS, R mmrm and nlme have it.
    pub minus_twice_log_likelihood: f64,
    /// Covariance matrix of the visits, one for each group.
    pub covariance: Vec<Symmetric>,
    /// Answers.
    pub observations: usize,
    /// People with an answer.
    pub people: usize,
    /// Steps to the optimum.
    pub steps: usize,
    basis: Basis,
    patterns: Vec<Pattern>,
    optimum: Optimum,
    levels: Vec<freedom::Level>,
}

/// Fits the model.
///
/// # Errors
/// Columns of different length, a value that is not finite, a weight that is not positive, two answers of a person at one
/// visit, a visit without answers, a column that depends on those before it, too few answers, two visits that nobody
/// has both of (unstructured), or a likelihood whose top was not reached.
pub fn fit(data: &Repeated, settings: Settings) -> Result<Fit, StatisticsError> {
    data.check()?;
    let basis = Basis::of(data)?;
    let patterns = patterns(data, &basis);
    let structure = if data.visits == 1 { Structure::Unstructured } else { settings.structure };
    check_pairs(data, &patterns, structure)?;
    let restricted = settings.objective == Objective::Reml;
    let problem = Problem {
        patterns: &patterns,
        structure,
        visits: data.visits,
        groups: data.groups(),
        width: basis.width,
        restricted,
    };
    let optimum = problem.solve(start(data, &patterns, &basis, structure)?, settings.information)?;
    let rows = number(data.response.len());
    let counted = if restricted { rows - number(data.columns.len()) } else { rows };
    let log_weights: f64 = data.weight.iter().map(|weight| ln(*weight)).sum();
    let design = if restricted { basis.ln_determinant } else { 0.0 };
    Ok(Fit {
        settings: Settings { structure, ..settings },
        names: data.names.clone(),
        coefficients: basis.coefficients(&optimum.likelihood.coefficients),
        minus_twice_log_likelihood: optimum.likelihood.value + counted * ln(2.0 * std::f64::consts::PI)
            - log_weights
            + design,
        covariance: optimum.covariance.clone(),
        observations: data.response.len(),
        people: pattern::people(data).len(),
        steps: optimum.steps,
        levels: freedom::levels(data),
        basis,
        patterns,
        optimum,
    })
}

impl Repeated {
    /// Number of covariance matrices.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.group.iter().max().map_or(1, |last| last + 1)
    }

    /// Group of a row.
    pub(super) fn group_of(&self, row: usize) -> usize {
        self.group.get(row).copied().unwrap_or(0)
    }

    fn check(&self) -> Result<(), StatisticsError> {
        let rows = self.response.len();
        check_values("response", &self.response, self.columns.len() + 1)?;
        check_length("names", self.names.len(), self.columns.len())?;
        for (name, column) in self.names.iter().zip(&self.columns) {
            check_length(name, column.len(), rows)?;
            check_values(name, column, 0)?;
        }
        check_length("subject", self.subject.len(), rows)?;
        check_length("visit", self.visit.len(), rows)?;
        if !self.group.is_empty() {
            check_length("group", self.group.len(), rows)?;
        }
        if !self.weight.is_empty() {
            check_length("weight", self.weight.len(), rows)?;
            check_values("weight", &self.weight, 0)?;
        }
        if let Some(weight) = self.weight.iter().find(|weight| **weight <= 0.0) {
            let what = "weight".to_owned();
            return Err(StatisticsError::OutOfRange { what, value: *weight, allowed: "above 0" });
        }
        self.check_visits()
    }

    /// Each visit has an answer, and nobody has two at one.
    fn check_visits(&self) -> Result<(), StatisticsError> {
        let mut seen: Vec<(usize, usize, usize)> =
            self.subject.iter().zip(&self.visit).enumerate().map(|(row, (s, v))| (*s, *v, row)).collect();
        seen.sort_unstable();
        if let Some(pair) = seen.windows(2).find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
            return Err(StatisticsError::DoubledVisit { first: pair[0].2, second: pair[1].2 });
        }
        for visit in 0..self.visits {
            if !self.visit.contains(&visit) {
                return Err(StatisticsError::EmptyVisit { visit });
            }
        }
        match self.visit.iter().find(|visit| **visit >= self.visits) {
            Some(visit) => Err(StatisticsError::OutOfRange {
                what: "visit".into(),
                value: number(*visit),
                allowed: "below the number of visits",
            }),
            None => Ok(()),
        }
    }
}

/// Every two visits share a person, as an unstructured covariance needs.
fn check_pairs(data: &Repeated, patterns: &[Pattern], structure: Structure) -> Result<(), StatisticsError> {
    if structure != Structure::Unstructured {
        return Ok(());
    }
    for group in 0..data.groups() {
        for late in 0..data.visits {
            for early in 0..=late {
                let both = |pattern: &&Pattern| {
                    pattern.group == group
                        && pattern.visits.contains(&early)
                        && pattern.visits.contains(&late)
                };
                if !patterns.iter().any(|pattern| both(&pattern)) {
                    return Err(StatisticsError::NeverTogether { group, early, late });
                }
            }
        }
    }
    Ok(())
}

/// Free parameters to start from: covariances of the residuals of least squares, of all pairs that were seen, drawn to the
/// diagonal until they are positive definite.
fn start(
    data: &Repeated,
    patterns: &[Pattern],
    basis: &Basis,
    structure: Structure,
) -> Result<Vec<f64>, StatisticsError> {
    let last = triangle(basis.width) - 1;
    let mut weights = vec![0.0; triangle(basis.width)];
    weights[last] = 1.0;
    let mut free = Vec::new();
    for group in 0..data.groups() {
        let (mut sums, mut counts) = (Symmetric::zero(data.visits), Symmetric::zero(data.visits));
        for pattern in patterns.iter().filter(|pattern| pattern.group == group) {
            let products = pattern.products(&weights);
            for (a, late) in pattern.visits.iter().enumerate() {
                for (b, early) in pattern.visits.iter().enumerate().take(a + 1) {
                    sums.packed[crate::symmetric::place(*late, *early)] += products.at(a, b);
                    counts.packed[crate::symmetric::place(*late, *early)] += pattern.people;
                }
            }
        }
        free.extend(group_start(&sums, &counts, structure)?);
    }
    Ok(free)
}

fn group_start(
    sums: &Symmetric,
    counts: &Symmetric,
    structure: Structure,
) -> Result<Vec<f64>, StatisticsError> {
    let visits = sums.order;
    let whole: f64 = (0..visits).map(|visit| sums.at(visit, visit)).sum();
    let answers: f64 = (0..visits).map(|visit| counts.at(visit, visit)).sum();
    if whole.is_nan() || whole <= 1e-24 * answers {
        return Err(StatisticsError::NoSpread { what: "residuals".into() });
    }
    // A visit whose few residuals are all zero starts with the variance of the others.
    let variance = |visit: usize| {
        let own = sums.at(visit, visit) / counts.at(visit, visit).max(1.0);
        if own > 1e-6 * whole / answers { own } else { whole / answers }
    };
    let mut keep = 1.0;
    for _ in 0..60 {
        let near = Symmetric::from_fn(visits, |i, j| {
            if i == j { variance(i) } else { keep * sums.at(i, j) / counts.at(i, j).max(1.0) }
        });
        if Cholesky::of(&near, 1e-3).is_some()
            && let Some(free) = structure.start(&near)
        {
            return Ok(free);
        }
        keep *= 0.9;
    }
    Err(StatisticsError::NoSpread { what: "residuals".into() })
}

impl Fit {
    /// Covariance parameters.
    #[must_use]
    pub fn covariance_parameters(&self) -> usize {
        self.optimum.free.len()
    }

    /// Akaike's criterion, counting covariance parameters alone under REML (as SAS and R mmrm do).
    #[must_use]
    pub fn akaike(&self) -> f64 {
        let coefficients = match self.settings.objective {
            Objective::Reml => 0,
            Objective::Ml => self.names.len(),
        };
        self.minus_twice_log_likelihood + 2.0 * number(self.covariance_parameters() + coefficients)
    }

    /// Covariance matrix of the coefficients as if the covariance of the visits were known.
    #[must_use]
    pub fn model_covariance(&self) -> Symmetric {
        self.basis.covariance(&self.optimum.likelihood.covariance)
    }

    /// X'WEWX in the basis, one for each element.
    fn design(&self) -> &[Symmetric] {
        let Curve { design, .. } = &self.optimum.curve;
        design
    }
}

#[cfg(test)]
mod tests;
