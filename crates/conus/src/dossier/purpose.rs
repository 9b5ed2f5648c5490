//! For what is a report made, and what hangs on it? The kinds of use of conus, with the words of `data/dossier/uses.toml`.

use serde::Deserialize;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../../../data/dossier/uses.toml");

/// A kind of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A randomised trial of cells (`conus run`).
    RandomisedTrial,
    /// A published trial of a drug or of surgery (`conus run`).
    PublishedTrial,
    /// A series of cases without a control arm.
    CaseSeries,
    /// The sizing of a trial that nobody has run (`conus power`).
    Sizing,
    /// The appraisal of a published study.
    Appraisal,
}

/// What is said of a kind of use.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What kind it is.
    pub name: String,
    /// Question of interest.
    pub question: String,
    /// Context of use.
    pub context: String,
    /// What the model contributes to the answer beside other evidence.
    pub influence: Judged,
    /// What a wrong answer does.
    pub consequence: Judged,
    /// What both make together.
    pub risk: Judged,
    /// What a report of this kind must not be used for.
    pub never: Vec<Never>,
}

/// A level and the reason for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// Low, medium or high, or from one to the other.
    pub level: String,
    /// Why.
    pub why: String,
}

/// A use that is ruled out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// The use.
    #[serde(rename = "use")]
    pub what: String,
    /// Why not.
    pub why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    randomised_trial: Words,
    published_trial: Words,
    case_series: Words,
    sizing: Words,
    appraisal: Words,
    everywhere: Everywhere,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Everywhere {
    never: Vec<Never>,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| toml::from_str(TEXT).expect("a test reads the shipped file"))
}

impl Purpose {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::RandomisedTrial, Self::PublishedTrial, Self::CaseSeries, Self::Sizing, Self::Appraisal];

    /// What is said of it.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn words(self) -> &'static Words {
        let file = file();
        match self {
            Self::RandomisedTrial => &file.randomised_trial,
            Self::PublishedTrial => &file.published_trial,
            Self::CaseSeries => &file.case_series,
            Self::Sizing => &file.sizing,
            Self::Appraisal => &file.appraisal,
        }
    }

    /// What it must not be used for: what holds everywhere, then what holds of this kind.
    pub fn never(self) -> impl Iterator<Item = &'static Never> {
        file().everywhere.never.iter().chain(&self.words().never)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_use_has_its_words_and_forbids_decisions_on_a_patient() {
        for purpose in Purpose::ALL {
            let words = purpose.words();
            for text in [&words.name, &words.question, &words.context, &words.risk.why] {
                assert!(text.len() > 20, "{purpose:?}: {text}");
            }
            assert!(purpose.never().next().unwrap().what.contains("decision on a patient"));
            assert!(!words.never.is_empty());
        }
    }

    /// A level is one of the three words of the guidelines, or a range of two of them.
    #[test]
    fn no_use_is_of_low_risk_where_influence_and_consequence_are_not() {
        let height = |level: &str| {
            let known = ["low", "medium", "high"];
            let word = level.rsplit(' ').next().unwrap();
            known.iter().position(|known| *known == word).unwrap_or_else(|| panic!("level `{level}`"))
        };
        for purpose in Purpose::ALL {
            let words = purpose.words();
            let [influence, consequence, risk] =
                [&words.influence, &words.consequence, &words.risk].map(|judged| height(&judged.level));
            assert!(risk >= influence.min(consequence), "{purpose:?}");
            assert!(risk < 2, "{purpose:?}: nothing of high risk is done here");
        }
    }
}
