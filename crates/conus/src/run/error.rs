//! Why can a run not go on?

use crate::analysis::AnalysisError;
use crate::report::figure::FigureError;
use crate::report::page::PageError;
use crate::table::TableError;
use crate::trial::dataset::DatasetError;
use crate::trial::folder::FolderError;
use crate::trial::screening::HardlyAnybody;

/// What stopped a run. Nothing half-written is left behind, and what is there can be resumed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The trial cannot be filled.
    #[error("replicate {replicate} cannot be filled")]
    Unfilled {
        /// Which replicate.
        replicate: u32,
        /// Why.
        source: HardlyAnybody,
    },
    /// A replicate cannot be judged.
    #[error("replicate {replicate} cannot be judged")]
    Unjudged {
        /// Which replicate.
        replicate: u32,
        /// Why.
        source: AnalysisError,
    },
    /// A result that the report needs could not be computed.
    #[error("`{what}` could not be computed: {why}; more replicates may help")]
    NotComputed {
        /// Which result.
        what: String,
        /// Why.
        why: String,
    },
    /// The run folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A unit of work.
    #[error("a unit of work cannot be read or written")]
    Shard(#[from] serde_json::Error),
    /// A data set.
    #[error("a data set is at fault")]
    Dataset(#[from] DatasetError),
    /// A table.
    #[error("a table is at fault")]
    Table(#[from] TableError),
    /// A figure.
    #[error("a figure cannot be drawn")]
    Figure(#[from] FigureError),
    /// The report.
    #[error("the report cannot be written")]
    Page(#[from] PageError),
}
