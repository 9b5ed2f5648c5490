//! What does a plan find in the data of one trial? The read-out: primary analysis, those beside it, subgroups, shares.

mod figures;
mod files;
mod page;
mod text;

pub use text::told;

use crate::analysis::answer::{self, Answer, Columns, Subgroup, answer, r_code};
use crate::analysis::estimand::{EstimandError, Selected};
use crate::analysis::frame::{Frame, Sheets, Taken, intake};
use crate::analysis::method::Question;
use crate::analysis::plan::{AnalysisPlan, UnknownVisit};
use crate::analysis::{Computed, NotComputed};
use crate::table::read::{Fault, Sheet};
use crate::trial::plan::ComparedValue;
use conus_stats::StatisticsError;
use conus_stats::responder::{Responders, reach, reduction_percent};
use serde::Serialize;

/// The read-out of one trial.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadOut {
    /// Title of the plan.
    pub title: String,
    /// PARAMCD and PARAM.
    pub variable: [String; 2],
    /// Whether it is known that the data are simulated.
    pub synthetic: bool,
    /// Labels of the arms, the reference first.
    pub arms: Vec<String>,
    /// Labels of the visits.
    pub visits: Vec<String>,
    /// Median day of each visit; its number where no day is known.
    pub days: Vec<f64>,
    /// Whether the change from baseline is analysed, and not the value.
    pub change: bool,
    /// Whether low values are good.
    pub lower_is_better: bool,
    /// Label of the visit at which arms are compared.
    pub visit: String,
    /// People of each arm.
    pub people: Vec<u32>,
    /// People with a value, by arm and visit.
    pub answered: Vec<Vec<u32>>,
    /// What the report has to say of the data.
    pub warnings: Vec<String>,
    /// What intercurrent events do to the values, in words.
    pub estimand: Vec<String>,
    /// The analysis that the conclusion rests on.
    pub primary: Answer,
    /// Further analyses, each with its words.
    pub sensitivity: Vec<(String, Computed<Answer>)>,
    /// Effects in subgroups.
    pub subgroups: Vec<(String, Computed<Subgroup>)>,
    /// Share of each arm with at least 0, 1, ..., 100 % reduction; empty unless asked for.
    pub responders: Vec<Vec<Share>>,
    /// R code for the primary analysis.
    pub r_code: String,
}

/// A share of an arm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// People who reached the threshold.
    pub events: u64,
    /// All people of the arm.
    pub total: u64,
    /// Their share.
    pub share: f64,
    /// 95 % interval (Wilson).
    pub interval_95: [f64; 2],
}

/// Why there is no read-out.
#[derive(Debug, thiserror::Error)]
pub enum ReadOutError {
    /// The data cannot be analysed.
    #[error("the data have {} faults", .0.len())]
    Data(Vec<Fault>),
    /// The plan names a visit that the data do not have.
    #[error(transparent)]
    Visit(#[from] UnknownVisit),
    /// The estimand cannot be asked of the data.
    #[error("the estimand of the plan cannot be asked of these data")]
    Estimand(#[from] EstimandError),
    /// The primary analysis cannot be done with these data.
    #[error("the primary analysis, {method}, cannot be done")]
    Primary {
        /// The analysis in words.
        method: String,
        /// Why.
        source: StatisticsError,
    },
}

/// Reads out a trial.
///
/// # Errors
/// Faults of the data, a visit that they do not have, or a primary analysis that they do not allow.
///
/// # Panics
/// When a trial has four billion people or more.
pub fn read_out(plan: &AnalysisPlan, sheets: &Sheets<'_>) -> Result<ReadOut, ReadOutError> {
    let Taken { frame, warnings } = intake(sheets, &plan.spec).map_err(ReadOutError::Data)?;
    let questions = plan.questions(&frame)?;
    let (frame, estimand) = selected(plan, frame, questions[0].visit)?;
    let (primary, others) = questions.split_first().expect("the primary question is always asked");
    let found = answer(&frame, primary)
        .map_err(|source| ReadOutError::Primary { method: primary.method.words(), source })?;
    let further =
        |question: &Question| (question.method.words(), answer(&frame, question).map_err(NotComputed::from));
    let subgroup = |factor: &String| {
        (factor.clone(), answer::subgroup(&frame, primary, factor).map_err(NotComputed::from))
    };
    Ok(ReadOut {
        title: plan.title.clone(),
        variable: [frame.parameter.clone(), frame.label.clone()],
        synthetic: frame.synthetic,
        arms: frame.arms.clone(),
        visits: frame.visits.iter().map(|visit| visit.label.clone()).collect(),
        days: frame.visits.iter().map(|visit| visit.day.unwrap_or(visit.number)).collect(),
        change: plan.value == ComparedValue::Change,
        lower_is_better: plan.lower_is_better,
        visit: frame.visits[primary.visit].label.clone(),
        people: (0..frame.arms.len()).map(|arm| count(&frame, arm, |_| true)).collect(),
        answered: (0..frame.arms.len()).map(|arm| answered(&frame, arm)).collect(),
        warnings: warnings.iter().map(ToString::to_string).collect(),
        estimand,
        primary: found,
        sensitivity: others.iter().map(further).collect(),
        subgroups: plan.subgroups.iter().map(subgroup).collect(),
        responders: if plan.responder_curve { curves(&frame, primary.visit) } else { Vec::new() },
        r_code: r_code(&frame, primary, &columns(plan, sheets.bds)),
    })
}

/// The values that the estimand of the plan uses, and what was done to them in words.
fn selected(plan: &AnalysisPlan, frame: Frame, visit: usize) -> Result<(Frame, Vec<String>), EstimandError> {
    if plan.events.is_empty() {
        return Ok((frame, Vec::new()));
    }
    let estimand = plan.estimand(&frame, visit);
    let Selected { frame, done } = estimand.select(&frame)?;
    let mut words = vec![estimand.name()];
    let counts = [
        (done.set_aside, "observed values after an event set aside"),
        (done.assigned, "values that stand for an event"),
        (done.carried, "values carried from before an event"),
        (done.left_out, "people outside the stratum left out"),
        (done.unobserved, "values after an event that were not observed"),
    ];
    words
        .extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    words.extend(done.caveat());
    Ok((frame, words))
}

fn columns<'a>(plan: &'a AnalysisPlan, bds: &'a Sheet) -> Columns<'a> {
    let names = &plan.spec.names;
    Columns {
        file: &bds.file,
        subject: &names.subject,
        arm: names.arm.as_deref().unwrap_or("TRTP"),
        visit: &names.visit,
        value: &names.value,
        baseline: &names.baseline.column,
        parameter: &names.parameter.column,
    }
}

fn count(frame: &Frame, arm: usize, with: impl Fn(usize) -> bool) -> u32 {
    let people = (0..frame.people.len()).filter(|at| frame.people[*at].arm == arm && with(*at));
    u32::try_from(people.count()).expect("a trial has fewer than four billion people")
}

fn answered(frame: &Frame, arm: usize) -> Vec<u32> {
    let at = |visit: usize| count(frame, arm, |person| frame.people[person].values[visit].is_some());
    (0..frame.visits.len()).map(at).collect()
}

/// Shares of each arm at every threshold; whoever has no value has not responded.
fn curves(frame: &Frame, visit: usize) -> Vec<Vec<Share>> {
    let arm = |arm: usize| {
        let people = frame.people.iter().filter(|person| person.arm == arm);
        let reductions: Vec<Option<f64>> =
            people.map(|person| reduction_percent(person.baseline?, person.values[visit])).collect();
        let share = |percent: u32| reach(&reductions, f64::from(percent)).ok().map(Share::from);
        (0..=100).filter_map(share).collect()
    };
    (0..frame.arms.len()).map(arm).collect()
}

impl From<Responders> for Share {
    fn from(found: Responders) -> Self {
        let Responders { events, total, share, interval_95 } = found;
        Self { events, total, share, interval_95: [interval_95.lower, interval_95.upper] }
    }
}
