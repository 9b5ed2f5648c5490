//! How probable is success? All blocks of a study, kept as they are finished, so that work which was cut off goes on.

use super::play::{BlockRecord, NoRecord, Sizing};
use crate::trial::folder::{FolderError, RunFolder, Work};
use crate::trial::knowledge::Knowledge;
use rayon::prelude::*;
use serde_json::json;

/// Why a study could not be sized.
#[derive(Debug, thiserror::Error)]
pub enum SizingError {
    /// A block says nothing.
    #[error(transparent)]
    NoRecord(#[from] NoRecord),
    /// There are no boundaries for the looks of a design.
    #[error("a design has no boundaries: {0}")]
    NoBoundaries(#[from] conus_stats::StatisticsError),
    /// Nothing is said of what a trial costs.
    #[error("the study has no [cost] table; give at least `patient` in it, in any unit of money")]
    NoPrices,
    /// The folder could not be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A block on disk could not be read.
    #[error("a block could not be written or read: {0}")]
    Json(#[from] serde_json::Error),
}

impl Sizing {
    /// What a folder is made for.
    ///
    /// # Panics
    /// Never: what is asked holds only numbers.
    #[must_use]
    pub fn work(&self) -> Work {
        let asked = serde_json::to_string(&self.asked).expect("what is asked holds only numbers");
        let about = json!({ "plan": self.plan, "asked": self.asked });
        Work { digest: self.plan.digest_with(&asked), units: self.blocks(), about }
    }
}

/// Plays every block. `progress` is told after each.
///
/// # Errors
/// When a block has too few people.
pub fn power(
    knowledge: &Knowledge,
    sizing: &Sizing,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<BlockRecord>, SizingError> {
    let one = |number| {
        let record = sizing.record(knowledge, number);
        progress();
        Ok(record?)
    };
    (0..sizing.blocks()).into_par_iter().map(one).collect()
}

/// The same with a folder, which keeps blocks as they are finished. All are read back from there, so that work that was
/// cut off cannot differ from work that was not.
///
/// # Errors
/// When a block has too few people, or the folder cannot be used.
pub fn power_in(
    knowledge: &Knowledge,
    sizing: &Sizing,
    folder: &RunFolder,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<BlockRecord>, SizingError> {
    folder.missing(0..sizing.blocks()).into_par_iter().try_for_each(|range| {
        let one = |number| {
            let record = sizing.record(knowledge, number);
            progress();
            record
        };
        let records: Vec<BlockRecord> = range.clone().map(one).collect::<Result<_, _>>()?;
        Ok::<_, SizingError>(folder.write_shard(range, &serde_json::to_vec(&records)?)?)
    })?;
    let mut records = Vec::new();
    for range in folder.shards() {
        let shard: Vec<BlockRecord> = serde_json::from_slice(&folder.read_shard(range)?)?;
        records.extend(shard);
    }
    Ok(records)
}
