//! What is to be analysed, and how? A plan for the data of one trial, real or virtual, with all its faults at once.
//!
//! Fixed before the data are seen: which variable, which arms, how they are compared first, what is looked at besides,
//! and what is done about intercurrent events. The same `[primary]` table stands in a study that is simulated.

mod fields;
mod method;
#[cfg(test)]
mod tests;

pub(crate) use fields::rule;
pub(crate) use method::{method, unsound};

use super::estimand::{Condition, Estimand, Measure, PopulationSummary, Rule, Variable};
use super::frame::{Frame, Spec};
use super::method::{Method, Question};
use crate::plan_file::{self, Fault, Kind, LONGEST_FILE};
use crate::trial::plan::ComparedValue;
use conus_stats::design::Margins;
use std::path::Path;

/// A commented plan to start from.
pub const EXAMPLE: &str = include_str!("example.toml");

/// A plan of analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisPlan {
    /// Title for readers.
    pub title: String,
    /// What is taken from the files.
    pub spec: Spec,
    /// Label of the visit at which arms are compared; the last when the plan is silent.
    pub visit: Option<String>,
    /// The value at the visit or its change from baseline.
    pub value: ComparedValue,
    /// Whether low values are good, for the words of figures.
    pub lower_is_better: bool,
    /// Whether models adjust for the value at baseline.
    pub baseline: bool,
    /// Two-sided level of significance.
    pub alpha: f64,
    /// How factors among the covariates are averaged.
    pub margins: Margins,
    /// What is done about intercurrent events.
    pub events: Vec<Rule>,
    /// The analysis that the conclusion rests on.
    pub primary: Method,
    /// Further analyses of the same variable.
    pub sensitivity: Vec<Method>,
    /// Columns of factors in whose levels the effect is looked at.
    pub subgroups: Vec<String>,
    /// Whether shares of responders are drawn at every threshold.
    pub responder_curve: bool,
}

/// How a plan of analysis is read.
const KIND: Kind<AnalysisPlan> = Kind {
    file: "a plan of analysis in TOML",
    holds: "a plan: [analysis] and [primary]",
    fields: fields::plan,
    contradictions: fields::contradictions,
};

impl AnalysisPlan {
    /// The plan in a file.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        plan_file::read(path, &KIND)
    }

    /// The plan in a text that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the text, in the order of its lines.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        debug_assert!(EXAMPLE.len() < LONGEST_FILE);
        plan_file::read_text(name, text, &KIND)
    }

    /// The primary question and those beside it, of a frame.
    ///
    /// # Errors
    /// The label of a visit that the frame does not have, with those that it has.
    pub fn questions(&self, frame: &Frame) -> Result<Vec<Question>, UnknownVisit> {
        let labels: Vec<&str> = frame.visits.iter().map(|visit| visit.label.as_str()).collect();
        let visit = match &self.visit {
            None => labels.len() - 1,
            Some(wanted) => {
                labels.iter().position(|label| label.eq_ignore_ascii_case(wanted)).ok_or_else(|| {
                    let labels =
                        labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
                    UnknownVisit { visit: wanted.clone(), labels }
                })?
            }
        };
        let question = |method: &Method| Question {
            visit,
            value: self.value,
            baseline: self.baseline,
            alpha: self.alpha,
            margins: self.margins,
            method: method.clone(),
        };
        Ok(std::iter::once(&self.primary).chain(&self.sensitivity).map(question).collect())
    }
}

impl AnalysisPlan {
    /// The estimand of the plan in a frame: its first arm under question against the reference, at one of its visits.
    ///
    /// # Panics
    /// When the frame has one arm or no such visit; one that was taken from data has them.
    #[must_use]
    pub fn estimand(&self, frame: &Frame, visit: usize) -> Estimand {
        let (measure, summary) = match (&self.primary, self.value) {
            (Method::Responders { reduction_percent, .. }, _) => {
                (Measure::Response(*reduction_percent), PopulationSummary::DifferenceOfProportions)
            }
            (_, ComparedValue::Score) => (Measure::Score, PopulationSummary::DifferenceOfMeans),
            (_, ComparedValue::Change) => (Measure::Change, PopulationSummary::DifferenceOfMeans),
        };
        Estimand {
            condition: Condition { treated: frame.arms[1].clone(), control: frame.arms[0].clone() },
            variable: Variable {
                parameter: frame.parameter.clone(),
                visit: frame.visits[visit].label.clone(),
                measure,
            },
            events: self.events.clone(),
            summary,
        }
    }
}

/// The plan names a visit that the data do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the plan compares arms at `{visit}`, which is no visit of the data after baseline; they have {labels}"
)]
pub struct UnknownVisit {
    /// The visit asked for.
    pub visit: String,
    /// The visits of the data.
    pub labels: String,
}
