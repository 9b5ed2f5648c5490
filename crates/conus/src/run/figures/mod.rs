//! Which pictures does a run give? Each is filled from the summary, beside the numbers behind it.

mod biology;
mod evidence;
mod factorial;
mod power;
mod shown;
mod trial;

use super::RunError;
use super::summary::Summary;
use crate::analysis::Share;
use crate::report::figure::Frame;
use crate::report::page::{Cell, Column, Table};
use crate::trial::plan::TrialPlan;
use crate::trial::tested::first_day;

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    /// Its name, for the file and for the report.
    pub(super) name: &'static str,
    /// The drawing.
    pub(super) svg: String,
    /// What to see in it: one sentence with its numbers, for the page. How it is drawn stands in the drawing.
    pub(super) reading: String,
    /// The numbers behind it.
    pub(super) table: Table,
}

/// Every picture of a run, in the order of the report.
pub(super) fn all(plan: &TrialPlan, summary: &Summary, effects: &Effects) -> Result<Vec<Drawn>, RunError> {
    let mut drawn = vec![
        biology::body_map(summary)?,
        trial::consort(plan, summary)?,
        trial::course(plan, summary)?,
        evidence::p_values(plan, summary, effects)?,
        evidence::distribution(plan, summary, effects)?,
        trial::responders(plan, summary)?,
    ];
    if summary.tells_of_pairs() {
        drawn.push(factorial::factorial(plan, summary)?);
    }
    if summary.null().is_some() {
        drawn.push(evidence::null(plan, summary)?);
    }
    if !summary.inverse.is_empty() {
        drawn.push(power::power(plan, summary)?);
    }
    if !summary.biology.is_empty() {
        drawn.push(biology::mechanism(plan, summary)?);
    }
    if !summary.knock_outs.is_empty() {
        drawn.push(biology::knock_outs(plan, summary)?);
    }
    Ok(drawn)
}

/// What each replicate of the planned setting found, for the pictures of a distribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Effects {
    /// Difference in mean pain [NRS points].
    pub(super) difference: Vec<f64>,
    /// p-values by outcome, in the order of the plan.
    pub(super) p: Vec<Vec<f64>>,
}

/// The frame of a picture of this run.
fn frame(id: &str, title: &str, caption: String, plan: &TrialPlan) -> Frame {
    Frame {
        id: id.to_owned(),
        title: title.to_owned(),
        caption,
        source: format!(
            "conus, study {}, seed {}; simulated (synthetic) patients",
            plan.study.id, plan.study.seed
        ),
    }
}

/// What the axis of time counts from.
fn time_since(plan: &TrialPlan) -> &'static str {
    if first_day(plan) > 0.0 { "Time since randomisation" } else { "Time since treatment" }
}

fn column(name: &str, unit: &str) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), numeric: true }
}

fn words(name: &str) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric: false }
}

fn number(value: f64, places: usize) -> Cell {
    Cell::Number { value, places }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

/// A share of trials with its interval [%].
fn share(found: &Share) -> Cell {
    let [low, high] = found.interval_95.map(|end| 100.0 * end);
    Cell::Interval { value: 100.0 * found.share, low, high, places: 1 }
}
