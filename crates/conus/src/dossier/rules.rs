//! How well does conus follow the ten rules for credible practice? Our own scores, with evidence and gap.
//!
//! Rules: erdemir2020. Scale: the rubric of manchel2025. Words: `data/dossier/ten_rules.toml`.

use serde::Deserialize;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../../../data/dossier/ten_rules.toml");

/// How far a rule is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Score {
    /// Nothing that counts.
    Insufficient,
    /// Some of it.
    Partial,
    /// Enough for those who did it.
    Adequate,
    /// Enough for those of the same trade.
    Extensive,
    /// Enough for everybody concerned.
    Comprehensive,
}

impl Score {
    /// As the report prints it: the place on the scale, then the word.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Insufficient => "0 insufficient",
            Self::Partial => "1 partial",
            Self::Adequate => "2 adequate",
            Self::Extensive => "3 extensive",
            Self::Comprehensive => "4 comprehensive",
        }
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule.
    pub name: String,
    /// How far it is followed.
    pub score: Score,
    /// What there is.
    pub evidence: String,
    /// Where to look.
    pub files: Vec<String>,
    /// What is not there.
    pub gap: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

/// The ten rules in their order.
///
/// # Panics
/// Never: a test reads the shipped file.
pub fn rules() -> &'static [Rule] {
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| toml::from_str(TEXT).expect("a test reads the shipped file")).rule
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn there_are_ten_rules_and_what_they_point_to_is_there() {
        assert_eq!(rules().len(), 10);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for rule in rules() {
            assert!(!rule.files.is_empty(), "{}", rule.name);
            for file in &rule.files {
                assert!(root.join(file).is_file(), "{}: there is no {file}", rule.name);
            }
        }
    }

    /// Known gap: nobody outside has reviewed anything, and no rule is claimed to be met for everybody.
    #[test]
    fn no_rule_is_claimed_to_be_met_in_full_and_review_is_not_claimed_at_all() {
        assert!(rules().iter().all(|rule| rule.score < Score::Comprehensive && rule.gap.len() > 20));
        let review = rules().iter().find(|rule| rule.name == "Get independent reviews").unwrap();
        assert_eq!(review.score, Score::Insufficient);
    }
}
