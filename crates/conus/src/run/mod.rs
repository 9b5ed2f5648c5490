//! The whole chain on one page: play each replicate, judge it, keep what the report needs, and when all are there tell
//! the story.
//!
//! Replicates are the unit of work: they know nothing of each other, so any order, any number of threads and any
//! split into ranges give the same bytes.

mod error;
mod failures;
mod figures;
mod record;
mod robustness;
mod story;
mod summary;
pub(crate) mod tables;

pub use error::RunError;
pub use record::{ArmFlow, ReplicateRecord, SettingRecord};
pub use story::STANDING_LINE;
pub use summary::Summary;

use crate::trial::folder::RunFolder;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::TrialPlan;
use rayon::prelude::*;
use std::ops::Range;

/// What a run left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Every replicate is there, and so is the report.
    Whole {
        /// Patients whose equations could not be solved.
        failures: u32,
    },
    /// Some replicates of the plan are still missing.
    Part {
        /// How many are there.
        done: u32,
    },
}

/// Runs the replicates `wanted` that are not in the folder yet, and writes the report once all of the plan's are.
/// `progress` is told after each replicate.
///
/// # Errors
/// When the trial cannot be filled or judged, or the folder not be written.
pub fn run(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    folder: &RunFolder,
    wanted: Range<u32>,
    progress: &(dyn Fn() + Sync),
) -> Result<Finish, RunError> {
    folder.missing(wanted).into_par_iter().try_for_each(|range| {
        let records = shard(knowledge, plan, range.clone(), progress)?;
        Ok::<_, RunError>(folder.write_shard(range, &serde_json::to_vec(&records)?)?)
    })?;
    let records = records(folder)?;
    let done = record::count_of(records.len());
    if !folder.is_complete() {
        failures::write(folder, plan.study.seed, &records)?;
    }
    if done < plan.study.replicates {
        return Ok(Finish::Part { done });
    }
    let summary = Summary::of(plan, &records)?;
    tables::write(knowledge, plan, folder, &summary, &records)?;
    story::write(knowledge, plan, folder, &summary, &records)?;
    folder.finish()?;
    Ok(Finish::Whole { failures: summary.failures })
}

fn shard(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    range: Range<u32>,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<ReplicateRecord>, RunError> {
    let one = |replicate| {
        let record = record::of(knowledge, plan, replicate);
        progress();
        record
    };
    range.map(one).collect()
}

/// Every replicate in the folder, in order. A fresh run reads back what it has just written, so that a resumed run
/// cannot differ from it.
fn records(folder: &RunFolder) -> Result<Vec<ReplicateRecord>, RunError> {
    let mut records = Vec::new();
    for range in folder.shards() {
        let shard: Vec<ReplicateRecord> = serde_json::from_slice(&folder.read_shard(range)?)?;
        records.extend(shard);
    }
    Ok(records)
}
