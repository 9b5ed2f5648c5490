//! Why can conus not be calibrated?

use crate::prediction::PredictionError;
use std::io;
use std::path::PathBuf;

/// Why a calibration stopped.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// A label of the settings that is no uncertain number.
    #[error(
        "`{label}` in data/calibration.toml is no uncertain number; give it an `uncertainty` in its file or take it out"
    )]
    NoSuchUnknown {
        /// The label.
        label: String,
    },
    /// A row that cannot be simulated as it says.
    #[error(transparent)]
    Prediction(#[from] PredictionError),
    /// A file that cannot be read or written.
    #[error("`{path}` cannot be {what}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// What the system says.
        cause: io::Error,
    },
    /// Evaluations of another calibration.
    #[error("`{path}` belongs to another calibration (other data, model or method); choose another folder")]
    Other {
        /// The file.
        path: PathBuf,
    },
    /// A posterior that is not well formed.
    #[error("posterior, line {line}: {what}")]
    Posterior {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}
