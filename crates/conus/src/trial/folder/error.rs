//! Why a run folder cannot be used.
use std::path::PathBuf;

/// Why a run folder cannot be used. Nothing that was in the folder is changed by a refusal.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder belongs to someone else.
    #[error("{} holds files that are not a conus run; give a new or empty folder with --out", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a file.
    #[error("{} is not a folder; give a new or empty folder with --out", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The folder holds a run and nobody asked to go on with it.
    #[error("{} holds a run of this plan already; go on with it with --resume or give another --out", path.display())]
    HoldsARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds a run of another plan.
    #[error("{} holds a run of another plan ({found}, not {wanted}); give another --out", path.display())]
    OtherPlan {
        /// The folder.
        path: PathBuf,
        /// Digest of its plan.
        found: String,
        /// Digest of the plan at hand.
        wanted: String,
    },
    /// The folder holds a run of another version, whose numbers may differ.
    #[error("{} holds a run of conus {found}, this is {wanted}; give another --out", path.display())]
    OtherVersion {
        /// The folder.
        path: PathBuf,
        /// Version that began the run.
        found: String,
        /// Version at hand.
        wanted: String,
    },
    /// The manifest cannot be understood.
    #[error("{} is damaged: {cause}; give another --out", path.display())]
    ManifestDamaged {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// Another process writes to the folder.
    #[error("{} is in use by another run ({holder}); wait for it or give another --out", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
        /// What the other run wrote about itself.
        holder: String,
    },
    /// A link inside the folder could lead out of it.
    #[error("{} is a link or not what it should be; remove it or give another --out", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A name that could lead out of the folder or hide one of its own files.
    #[error(
        "`{name}` cannot be the name of a result file; use letters, digits, `_`, `-`, `.` and folders of them"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// A range of replicates that is empty, too large, or partly there.
    #[error("replicates {start}..{end} cannot be a unit of work: {why}")]
    Range {
        /// First replicate.
        start: u32,
        /// One past the last replicate.
        end: u32,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A unit of work whose bytes are not those that were written.
    #[error("{} is damaged; run again with --resume to simulate it anew", path.display())]
    ShardDamaged {
        /// The file.
        path: PathBuf,
    },
    /// The run cannot be finished yet.
    #[error("{} lacks replicates {start}..{end}; run again with --resume", path.display())]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// First replicate that is lacking.
        start: u32,
        /// One past the last one of the first gap.
        end: u32,
    },
    /// The run is finished; its files are final.
    #[error("{} holds a finished run; its files are final", path.display())]
    Finished {
        /// The folder.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{} cannot be {verb}: {cause}", path.display())]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, such as `written`.
        verb: &'static str,
        /// The reason given.
        #[source]
        cause: std::io::Error,
    },
}
