//! How did the predictions fare against what was published? A short form of the ledger, kept because making it takes a
//! minute; it is blank as soon as anything that it rests on was changed.
//!
//! `cargo run --release -p conus --example dossier_ledger` renews `data/dossier/ledger.toml`.

use super::entry::Entry;
use crate::biology::export::equations;
use crate::calibration::{Acceptance, Settings};
use crate::evidence::{Evidence, digest_of_shipped};
use crate::instrument::simulated;
use crate::prediction::{Battery, PredictionError};
use crate::trial::knowledge::Knowledge;
use crate::validation::ledger::Ledger;
use crate::validation::told::role;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const TEXT: &str = include_str!("../../../../data/dossier/ledger.toml");
const HEAD: &str = "# How the predictions fared against what was published, in short; `conus validate` has it row by row.\n# Renew with: cargo run --release -p conus --example dossier_ledger\n\n";
/// What to do where it is out of date.
const RENEW: &str = "the evidence or the model was changed after the ledger was last made; `conus validate` makes it, and `cargo run --release -p conus --example dossier_ledger` renews what stands here";

/// The ledger in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Of evidence, posterior, parameters, studies, cohorts and equations.
    pub digest: String,
    /// Worlds in which every row was played.
    pub worlds: usize,
    /// Rows that are listed and not scored.
    pub listed: usize,
    /// What was declared beforehand and does not hold.
    pub failed: Vec<String>,
    /// Interval scores; none where no row has a rival.
    pub contest: Option<Rivals>,
    /// Rows by role.
    pub roles: Vec<OfRole>,
}

/// How many intervals of a role held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfRole {
    /// Fit, holdout or context.
    pub role: String,
    /// Intervals that held.
    pub inside: u64,
    /// All.
    pub of: u64,
    /// 95 % interval of the share that held \[%\].
    pub band_percent: [f64; 2],
    /// Intervals that held with the declared error of the model.
    pub inside_with_model_error: u64,
}

/// Interval scores in standard deviations of the published numbers; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rivals {
    /// Rows that have both.
    pub rows: usize,
    /// Of the model.
    pub model: f64,
    /// Of the mean of other studies.
    pub naive: f64,
}

impl Kept {
    /// A ledger in short.
    #[must_use]
    pub fn of(ledger: &Ledger, acceptance: &Acceptance, digest: String) -> Self {
        let roles = ledger.held().into_iter().map(|held| OfRole {
            role: role(held.role).to_owned(),
            inside: held.inside,
            of: held.of,
            band_percent: [held.coverage.interval_95.lower, held.coverage.interval_95.upper]
                .map(|share| 100.0 * share),
            inside_with_model_error: held.inside_with_model_error,
        });
        let contest = ledger.contest();
        Self {
            digest,
            worlds: ledger.worlds,
            listed: ledger.listed.len(),
            failed: ledger.failed(acceptance),
            contest: contest.map(|found| Rivals { rows: found.rows, model: found.model, naive: found.naive }),
            roles: roles.collect(),
        }
    }

    /// As a file.
    ///
    /// # Panics
    /// Never: it holds words and finite numbers only.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{HEAD}{}", toml::to_string(self).expect("words and finite numbers"))
    }

    /// What ships with conus, if it is that of this knowledge.
    #[must_use]
    pub fn shipped(knowledge: &Knowledge) -> Entry<Self> {
        Self::read(TEXT, knowledge)
    }

    fn read(text: &str, knowledge: &Knowledge) -> Entry<Self> {
        let kept: Option<Self> = toml::from_str(text).ok();
        match (kept, digest(knowledge)) {
            (Some(kept), Ok(digest)) if kept.digest == digest => Entry::Held(kept),
            _ => Entry::Blank(RENEW.to_owned()),
        }
    }
}

/// Of all that a ledger rests on: the published numbers, what is played, what is believed and what is solved.
///
/// # Errors
/// A row that names what is not there.
pub fn digest(knowledge: &Knowledge) -> Result<String, PredictionError> {
    let rows = Evidence::shipped().publications().iter().flat_map(|publication| &publication.rows);
    let simulated: Vec<_> =
        rows.filter_map(|row| Some((&row.label, row.label.simulation.as_ref()?))).collect();
    let battery = Battery::of(&simulated)?;
    let mut hash = Sha256::new();
    hash.update(digest_of_shipped());
    hash.update(battery.digest());
    let items = simulated::shipped();
    for entry in knowledge.parameters.entries.iter().chain(&knowledge.reporting).chain(&items) {
        hash.update(format!("{} {:?} {:?}\n", entry.value, entry.population, entry.uncertainty));
    }
    hash.update(format!("{:?} {:?}", knowledge.people.to_array(), knowledge.beliefs));
    hash.update(format!("{:?} {:?}", Settings::shipped().acceptance, Settings::shipped().method.discrepancy));
    hash.update(equations());
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When this fails: `cargo run --release -p conus --example dossier_ledger`.
    #[test]
    fn the_ledger_of_the_dossier_is_that_of_the_evidence_and_the_model_of_today() {
        let knowledge = Knowledge::shipped();
        let today = digest(&knowledge).unwrap();
        let Entry::Held(kept) = Kept::shipped(&knowledge) else {
            panic!("renew it; the digest is now {today}")
        };
        assert_eq!(kept.worlds, Settings::shipped().acceptance.worlds);
        assert!(kept.roles.iter().any(|row| row.role == "holdout" && row.of > 0));
        assert_eq!(Kept::read(&kept.written(), &Knowledge::shipped()), Entry::Held(kept));
    }

    /// A posterior with one draw less is another belief, and what was scored under the old one is not shown.
    #[test]
    fn a_ledger_of_another_belief_is_blank_with_the_words_how_to_renew_it() {
        let mut knowledge = Knowledge::shipped();
        knowledge.beliefs.draws.pop();
        let Entry::Blank(why) = Kept::shipped(&knowledge) else { panic!("not blank") };
        assert!(why.contains("--example dossier_ledger"));
    }
}
