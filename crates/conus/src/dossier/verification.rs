//! Was solved what should be solved, and as well as it should be? What the run itself says, and what is checked outside it.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../../../data/dossier/checks.toml");

/// How many solves ended in a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// People whose equations could not be solved; each is counted.
    pub failed: u64,
    /// Of whom, in words.
    pub of: String,
}

/// The same people followed again at a tenth of the tolerances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Converged {
    /// People who were let in both times.
    pub people: u32,
    /// People who were let in once only.
    pub others: u32,
    /// Pairs of true pain that were compared: with and without treatment, at every visit.
    pub pairs: u32,
    /// Largest difference of a pair [NRS points].
    pub largest_nrs: f64,
}

/// One check outside the run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is checked.
    pub what: String,
    /// What it is compared with.
    pub against: String,
    /// File of the test.
    pub file: String,
    /// Its name, or a word that stands in it.
    pub test: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<Check>,
}

/// Every check outside the run.
///
/// # Panics
/// Never: a test reads the shipped file.
pub fn checks() -> &'static [Check] {
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| toml::from_str(TEXT).expect("a test reads the shipped file")).check
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_check_that_a_report_names_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for check in checks() {
            let text = std::fs::read_to_string(root.join(&check.file));
            let text = text.unwrap_or_else(|_| panic!("{}: there is no {}", check.what, check.file));
            assert!(text.contains(&check.test), "{} holds no {}", check.file, check.test);
        }
    }
}
