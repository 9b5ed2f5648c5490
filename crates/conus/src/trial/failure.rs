//! Who could not be followed? Counted, named with day and state, and kept so that they can be followed again alone
//! (`conus replay`).

use crate::patient::crowd::Journey;
use crate::patient::replay::{Replay, Unfinished};
use conus_ode::SolveError;
use serde::{Deserialize, Serialize};

/// A patient whose equations could not be solved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Number of the candidate.
    pub patient: u32,
    /// What was being followed.
    pub stage: String,
    /// Why it stopped.
    pub cause: String,
    /// The last day that could be reached, after the injury; none when nothing was solved.
    pub day: Option<f64>,
    /// The state that is to blame; none when none is.
    pub state: Option<String>,
    /// All that is needed to follow the patient again.
    pub replay: Replay,
}

impl Failure {
    /// A journey that ended early, at a stage of a trial.
    #[must_use]
    pub fn of(patient: u32, stage: &str, journey: &Journey<'_>, cause: &SolveError) -> Self {
        Self {
            patient,
            stage: stage.to_owned(),
            cause: cause.to_string(),
            day: cause.day(),
            state: cause.state().map(str::to_owned),
            replay: Replay::of(journey),
        }
    }

    /// The same of one that is kept already.
    #[must_use]
    pub fn at(patient: u32, stage: &str, unfinished: Unfinished) -> Self {
        Self::of(patient, stage, &unfinished.replay.journey(), &unfinished.cause)
    }
}
