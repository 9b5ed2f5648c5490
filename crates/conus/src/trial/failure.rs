//! Who could not be followed? Counted, named with day and state, and kept so that they can be followed again alone
//! (`conus replay`).

use crate::patient::replay::{Replay, ReplayFault, Unfinished};
use crate::spelling::shown;
use crate::table::SYNTHETIC;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Folder of the failures among the results.
pub const FAILURES: &str = "failures";
/// Longest file of a failure that is read \[byte\]: a hundred thousand looks and events have room.
const LONGEST_FILE: u64 = 32 << 20;
/// Longest stage in the name of a file (character).
const LONGEST_STAGE: usize = 40;

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
    pub fn at(patient: u32, stage: &str, unfinished: Unfinished) -> Self {
        let Unfinished { replay, cause } = unfinished;
        Self {
            patient,
            stage: stage.to_owned(),
            cause: cause.to_string(),
            day: cause.day(),
            state: cause.state().map(str::to_owned),
            replay: *replay,
        }
    }
}

/// A failure with its address, as it stands in a file of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// That the patient is simulated.
    pub notice: String,
    /// Version that wrote it: with other equations the patient may fare otherwise.
    pub conus: String,
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replicate.
    pub replicate: u32,
    /// Who failed, and how to follow them again.
    pub failure: Failure,
}

/// Why the file of a failure cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The operating system refused.
    #[error("`{}` cannot be read", path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// The reason given.
        #[source]
        cause: io::Error,
    },
    /// It is too long.
    #[error("`{}` is longer than {LONGEST_FILE} bytes; give a file of a folder {FAILURES}/", path.display())]
    Long {
        /// The file.
        path: PathBuf,
    },
    /// It is no such file.
    #[error("`{}`: {problem}; expected a file of a folder {FAILURES}/ as conus wrote it", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        problem: String,
    },
    /// A number of it makes no sense.
    #[error("`{}` cannot be followed", path.display())]
    Senseless {
        /// The file.
        path: PathBuf,
        /// Which.
        source: ReplayFault,
    },
}

impl Kept {
    /// A failure of one replicate of a study, by this version.
    #[must_use]
    pub fn of(seed: u64, replicate: u32, failure: Failure) -> Self {
        let conus = env!("CARGO_PKG_VERSION").to_owned();
        Self { notice: SYNTHETIC.to_owned(), conus, seed, replicate, failure }
    }

    /// Name of its file: replicate, patient, stage.
    #[must_use]
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let stage: String = self.failure.stage.chars().take(LONGEST_STAGE).map(plain).collect();
        format!("replicate-{:05}-patient-{:05}-{stage}.json", self.replicate, self.failure.patient)
    }

    /// The bytes of its file.
    ///
    /// # Panics
    /// Never: names and numbers are always JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("names and numbers are JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a file, which may have been written by anybody.
    ///
    /// # Errors
    /// When it cannot be read, is no such file, or makes no sense.
    pub fn read(path: &Path) -> Result<Self, KeptError> {
        let owned = || path.to_owned();
        let unread = |cause| KeptError::Unread { path: owned(), cause };
        let mut bytes = Vec::new();
        File::open(path).map_err(unread)?.take(LONGEST_FILE + 1).read_to_end(&mut bytes).map_err(unread)?;
        if bytes.len() as u64 > LONGEST_FILE {
            return Err(KeptError::Long { path: owned() });
        }
        let malformed = |cause: serde_json::Error| KeptError::Malformed {
            path: owned(),
            problem: shown(&cause.to_string()),
        };
        let kept: Self = serde_json::from_slice(&bytes).map_err(malformed)?;
        kept.failure.replay.check().map_err(|source| KeptError::Senseless { path: owned(), source })?;
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use crate::patient::course::Precision;
    use crate::patient::natural_history::from_injury;
    use conus_ode::SolveError;

    fn kept(stage: &str) -> Kept {
        let params = Parameters::shipped().typical();
        let cause = SolveError::TooManySteps { day: 3.5, steps: 9 };
        let journey = from_injury(&params, 60.0, Vec::new(), vec![10.0]);
        Kept::of(1, 12, Failure::at(7, stage, Unfinished::of(&journey, Precision::STUDY, cause)))
    }

    fn refused(text: &str) -> String {
        let name = format!("conus-kept-{}-{:?}.json", std::process::id(), std::thread::current().id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).unwrap();
        let refused = Kept::read(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        std::error::Error::source(&refused).map_or(refused.to_string(), ToString::to_string)
    }

    #[test]
    fn a_file_is_named_by_replicate_patient_and_stage() {
        assert_eq!(kept("the trial").file_name(), "replicate-00012-patient-00007-the-trial.json");
        let name = kept("../null: \u{1b} nothing").file_name();
        assert_eq!(name, "replicate-00012-patient-00007----null----nothing.json");
    }

    #[test]
    fn a_file_with_a_wrong_field_is_refused_with_its_place() {
        let good = String::from_utf8(kept("the trial").to_json()).unwrap();
        let wrong = |old: &str, new: &str| {
            assert!(good.contains(old), "{old}");
            refused(&good.replacen(old, new, 1))
        };
        let line = good.lines().position(|line| line.contains("\"severity\"")).unwrap() + 1;
        let found = wrong("\"severity\"", "\"sevrity\"");
        assert!(found.contains("unknown name `sevrity`; did you mean `severity`?"), "{found}");
        assert!(found.contains(&format!("at line {line}")), "{found}");
        assert!(wrong("\"stage\"", "\"stages\"").contains("unknown field `stages`"));
        assert!(wrong("\"to\": 60", "\"to\": -60").contains("replay.journey.to is -60; expected a day"));
        assert!(wrong("\"patient\": 7", "\"patient\": -7").contains("line"));
        assert!(refused("").contains("EOF while parsing"));
    }
}
