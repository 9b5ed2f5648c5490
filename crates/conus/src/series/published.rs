//! What did the study print? Typed into its file, or named as rows of the evidence; held-out rows come through validation.

use super::plan::{Found, Printed, SeriesPlan};
use crate::evidence::{Evidence, Finding, Label, PValue};
use crate::prediction::Simulation;
use crate::validation::every_row;
use conus_num::distribution::student_t;

/// Opens every published number for a study that is appraised. Only this module can make one, so no fit can (S4, S5).
pub(crate) struct AppraisalKey(());

/// Every result of the publication of a study that says it is simulated by that study; none where the study does not ask.
pub(super) fn of_publication<'a>(evidence: &'a Evidence, plan: &SeriesPlan) -> Vec<(&'a Label, &'a Finding)> {
    let simulated = |label: &Label| {
        let series = label.simulation.as_ref().and_then(Simulation::series);
        plan.series.beside_publication && series.is_some_and(|(study, _)| study == plan.series.id)
    };
    every_row(evidence, &AppraisalKey(())).filter(|(label, _)| simulated(label)).collect()
}

/// A printed number in the form in which it is weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observed {
    /// A mean change.
    Change(f64),
    /// So many got better, of so many.
    Improved {
        /// Who got better.
        improved: u32,
        /// Of all.
        of: u32,
    },
    /// A standardised difference between arms, read off a p-value.
    Difference {
        /// In standard deviations of the score, above 0 where the treated fared better.
        standardised: f64,
        /// The p was printed as a bound, so it may be more.
        or_more: bool,
        /// People in the treated and in the control arm.
        people: [u32; 2],
    },
}

/// Why a printed number cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("result {number}: the evidence has no {what} under `{id}`; name another row, or type the number in")]
pub struct Unreadable {
    /// Number of the result in the file, from 1.
    pub number: usize,
    /// What was looked for.
    pub what: &'static str,
    /// Id of the row.
    pub id: String,
}

/// What a result says, its rows looked up.
///
/// # Errors
/// A row that does not exist, or has no such number.
pub(super) fn observed(
    evidence: &Evidence,
    plan: &SeriesPlan,
    number: usize,
    printed: &Printed,
) -> Result<Observed, Unreadable> {
    let unreadable = |what, id: &str| Unreadable { number, what, id: id.to_owned() };
    let finding = |id: &str| {
        every_row(evidence, &AppraisalKey(())).find(|(label, _)| label.id == id).map(|(_, finding)| finding)
    };
    let mean = |id: &String| finding(id).and_then(|row| row.mean).ok_or_else(|| unreadable("mean", id));
    Ok(match &printed.found {
        Found::Change { change } => Observed::Change(*change),
        Found::Rows { before, after } => Observed::Change(mean(after)? - mean(before)?),
        Found::Improved { improved, of } => Observed::Improved { improved: *improved, of: *of },
        Found::P { p } => difference(plan, printed, PValue::Equal(*p)),
        Found::PRow { row } => {
            let p = finding(row).and_then(|row| row.p).ok_or_else(|| unreadable("p-value", row))?;
            difference(plan, printed, p)
        }
        Found::Nothing => return Err(unreadable("number", "nothing")),
    })
}

/// A two-sided p of Student's t as a standardised difference: d = t sqrt(1/n + 1/m) (hedges1985, ch. 5). That
/// it was a t test is assumed where the publication does not say.
fn difference(plan: &SeriesPlan, printed: &Printed, p: PValue) -> Observed {
    let (p, or_more) = match p {
        PValue::Equal(p) => (p, false),
        PValue::Below(p) => (p, true),
    };
    let treated = printed.n.unwrap_or(plan.series.people);
    let control = plan.control.map_or(treated, |control| control.people);
    let t = student_t::quantile(1.0 - 0.5 * p, f64::from(treated + control) - 2.0);
    let standardised = t * (1.0 / f64::from(treated) + 1.0 / f64::from(control)).sqrt();
    Observed::Difference { standardised, or_more, people: [treated, control] }
}
