//! Which published numbers are not scored, and why not? Each keeps its place in the ledger, without a prediction.

use super::ValidationKey;
use crate::evidence::{Evidence, Finding, Label, Role};
use serde::Serialize;

/// Units of what is counted: people, or studies.
const COUNTS: [&str; 2] = ["patients", "studies"];
/// Words of a quantity that says what a change is worth or what was planned, and not what happened.
const DEFINITIONS: [&str; 7] = [
    "important difference",
    "clinically important",
    "clinically significant",
    "meaningful",
    "lower bound of",
    "planned",
    "concentration",
];
/// Words of a quantity that says how well an instrument measures.
const OF_INSTRUMENTS: [&str; 5] = ["ICC", "Cronbach", "repeatability", "responsiveness", "reliability"];

/// A row without a prediction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Id of the row.
    pub id: String,
    /// What it may be used for.
    pub role: Role,
    /// What was measured.
    pub quantity: String,
    /// Unit or scale.
    pub unit: String,
    /// Why there is no prediction.
    pub why: Why,
}

/// Why a row is not scored; the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Only a direction was printed, or an association.
    InWords,
    /// It says how it is simulated, and no number came out or none was printed.
    NotComputed,
    /// It counts people or studies.
    Count,
    /// It defines something: a difference that matters, a plan, a preparation.
    Definition,
    /// It says how well an instrument measures.
    Instrument,
    /// No study or cohort here simulates it.
    NotSimulated,
}

impl Why {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotComputed => "simulated, but no number came out or none was printed",
            Self::InWords => "a direction without a number",
            Self::Count => "a count of people or studies",
            Self::Definition => "a definition or a plan",
            Self::Instrument => "about an instrument, not about patients",
            Self::NotSimulated => "no study or cohort here simulates it",
        }
    }
}

/// Every row of the evidence that is not scored, in the order of the files.
pub(super) fn listed(evidence: &Evidence, is_scored: impl Fn(&str) -> bool) -> Vec<Listed> {
    let key = ValidationKey(());
    let held_out = evidence.holdout_rows(&key).map(|row| (row.label, row.finding));
    let mut left: Vec<Listed> = evidence
        .open_rows()
        .chain(held_out)
        .filter(|(label, _)| !is_scored(&label.id))
        .map(|(label, finding)| one(label, finding))
        .collect();
    left.sort_by(|a, b| a.id.cmp(&b.id));
    left
}

fn one(label: &Label, finding: &Finding) -> Listed {
    Listed {
        id: label.id.clone(),
        role: label.role,
        quantity: label.quantity.clone(),
        unit: label.unit.clone(),
        why: why(label, finding),
    }
}

fn why(label: &Label, finding: &Finding) -> Why {
    let says = |words: &[&str]| words.iter().any(|word| label.quantity.contains(word));
    if finding.mean.is_none() && finding.interval.is_none() && finding.p.is_none() {
        Why::InWords
    } else if label.simulation.is_some() {
        Why::NotComputed
    } else if COUNTS.contains(&label.unit.as_str()) {
        Why::Count
    } else if says(&DEFINITIONS) {
        Why::Definition
    } else if says(&OF_INSTRUMENTS) {
        Why::Instrument
    } else {
        Why::NotSimulated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_listed_with_the_reason_why_it_is_not_scored() {
        let all = listed(Evidence::shipped(), |id| id == "burns2003.to_incomplete");
        let why = |id: &str| all.iter().find(|row| row.id == id).map(|row| row.why);
        assert_eq!(why("burns2003.to_incomplete"), None);
        assert_eq!(why("burns2003.a_to_b"), Some(Why::NotSimulated));
        assert_eq!(why("spaic2005.patients"), Some(Why::Count));
        assert_eq!(why("farrar2001.important"), Some(Why::Definition));
        assert_eq!(why("marino2008.inter_rater_icc_motor"), Some(Why::Instrument));
        assert_eq!(why("akhlaghpasand2025scrt.motor_change"), Some(Why::InWords));
        assert_eq!(why("siddall2006.nrs.placebo.w0"), Some(Why::NotComputed));
        assert_eq!(all.len() + 1, Evidence::shipped().count_by_role().values().sum::<usize>());
    }
}
