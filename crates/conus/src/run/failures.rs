//! What is kept of those who could not be followed? One file for each, from which `conus replay` follows them again.

use super::RunError;
use super::record::ReplicateRecord;
use crate::trial::failure::{FAILURES, Kept};
use crate::trial::folder::RunFolder;

/// Writes a file for each failure; nothing where nothing failed.
pub(super) fn write(folder: &RunFolder, seed: u64, records: &[ReplicateRecord]) -> Result<(), RunError> {
    for record in records {
        for failure in &record.failures {
            let kept = Kept::of(seed, record.replicate, failure.clone());
            folder.write(&format!("{FAILURES}/{}", kept.file_name()), &kept.to_json())?;
        }
    }
    Ok(())
}
