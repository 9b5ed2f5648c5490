//! Which instruments can score a file, and which of their rules may be chosen?

use super::isci_pain::form;
use super::isncsci::Worksheet;
use super::scale::Choice;
use super::scoring::Instrument;
use super::{nrs_week, reported_change, scim, whoqol};
use crate::spelling::{misspelt, shown};
use std::collections::BTreeMap;

/// What a user may choose in an instrument, by name.
pub type Choices = BTreeMap<String, Choice>;

/// What is chosen: one value for each choice.
pub type Chosen<'a> = BTreeMap<&'a str, &'a str>;

/// One line of the register: name, choices, and how the instrument is made of them.
struct Known {
    name: &'static str,
    choices: fn() -> &'static Choices,
    instrument: fn(&Chosen<'_>) -> Box<dyn Instrument>,
}

/// Nothing to choose.
static NO_CHOICE: Choices = Choices::new();

const KNOWN: [Known; 7] = [
    Known { name: "isncsci", choices: || &NO_CHOICE, instrument: |_| Box::new(Worksheet::new()) },
    Known { name: "scim-iii", choices: || &scim::RULES.choice, instrument: scim::instrument },
    Known { name: "whoqol-bref", choices: || &whoqol::RULES.choice, instrument: whoqol::instrument },
    Known { name: "isci-pain-v1", choices: || &form::VERSION_1.choice, instrument: form::version_1 },
    Known { name: "isci-pain-v2", choices: || &form::VERSION_2.choice, instrument: form::version_2 },
    Known { name: "nrs-week", choices: || &nrs_week::RULES.choice, instrument: nrs_week::instrument },
    Known {
        name: "reported-change",
        choices: || &reported_change::RULES.choice,
        instrument: reported_change::instrument,
    },
];

/// Every instrument by its name on the command line.
pub const NAMES: [&str; KNOWN.len()] = {
    let mut names = [""; KNOWN.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = KNOWN[at].name;
        at += 1;
    }
    names
};

/// Why an instrument cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownRule {
    /// No instrument has that name.
    #[error("unknown instrument `{found}`; known are {known}{suggestion}")]
    Instrument {
        /// What was asked for.
        found: String,
        /// What there is.
        known: String,
        /// What may have been meant.
        suggestion: String,
    },
    /// The instrument has no such choice.
    #[error("`{instrument}` has no rule `{found}` to choose; {known}{suggestion}")]
    Rule {
        /// The instrument.
        instrument: &'static str,
        /// What was asked for.
        found: String,
        /// What there is.
        known: String,
        /// What may have been meant.
        suggestion: String,
    },
    /// The choice has no such value.
    #[error("rule `{rule}` of `{instrument}` cannot be `{found}`; it can be {allowed}{suggestion}")]
    Value {
        /// The instrument.
        instrument: &'static str,
        /// The rule.
        rule: String,
        /// What was asked for.
        found: String,
        /// What there is.
        allowed: String,
        /// What may have been meant.
        suggestion: String,
    },
    /// Something is chosen twice.
    #[error("rule `{rule}` of `{instrument}` is given twice; give it once")]
    Twice {
        /// The instrument.
        instrument: &'static str,
        /// The rule.
        rule: String,
    },
}

/// The instrument of that name, with rules chosen as pairs of rule and value; what is not named is as by default.
///
/// # Errors
/// When there is no such instrument, rule or value, or a rule is given twice.
pub fn named(name: &str, rules: &[(String, String)]) -> Result<Box<dyn Instrument>, UnknownRule> {
    let known = KNOWN.iter().find(|known| known.name == name).ok_or_else(|| UnknownRule::Instrument {
        found: shown(name),
        known: NAMES.join(", "),
        suggestion: suggestion(name, NAMES.into_iter()),
    })?;
    let choices = (known.choices)();
    let mut chosen = Chosen::new();
    for (rule, value) in rules {
        let (rule, value) = choose(known.name, choices, rule, value)?;
        if chosen.insert(rule, value).is_some() {
            return Err(UnknownRule::Twice { instrument: known.name, rule: rule.to_owned() });
        }
    }
    for (rule, choice) in choices {
        chosen.entry(rule).or_insert(&choice.default);
    }
    Ok((known.instrument)(&chosen))
}

/// What may be chosen in an instrument; none when there is no such instrument.
#[must_use]
pub fn choices(name: &str) -> Option<&'static Choices> {
    KNOWN.iter().find(|known| known.name == name).map(|known| (known.choices)())
}

/// The rule and the value as the rule file spells them.
fn choose(
    instrument: &'static str,
    choices: &'static Choices,
    rule: &str,
    value: &str,
) -> Result<(&'static str, &'static str), UnknownRule> {
    let names = || choices.keys().map(String::as_str);
    let (rule, choice) = choices.get_key_value(rule).ok_or_else(|| UnknownRule::Rule {
        instrument,
        found: shown(rule),
        known: match choices.len() {
            0 => "nothing can be chosen in it".to_owned(),
            _ => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
        },
        suggestion: suggestion(rule, names()),
    })?;
    let allowed = || choice.allowed.iter().map(String::as_str);
    let value = allowed().find(|known| *known == value).ok_or_else(|| UnknownRule::Value {
        instrument,
        rule: rule.clone(),
        found: shown(value),
        allowed: allowed().collect::<Vec<_>>().join(", "),
        suggestion: suggestion(value, allowed()),
    })?;
    Ok((rule, value))
}

fn suggestion<'k>(found: &str, known: impl Iterator<Item = &'k str>) -> String {
    misspelt(found, known).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str, rules: &[(&str, &str)]) -> String {
        let rules: Vec<_> =
            rules.iter().map(|(rule, value)| ((*rule).to_owned(), (*value).to_owned())).collect();
        named(name, &rules).err().expect("it is refused").to_string()
    }

    #[test]
    fn every_instrument_is_found_by_the_name_that_it_gives() {
        for name in NAMES {
            assert_eq!(named(name, &[]).unwrap().name(), name);
        }
    }

    #[test]
    fn a_slip_in_a_name_a_rule_or_a_value_is_told_with_what_there_is() {
        let known = NAMES.join(", ");
        assert_eq!(
            refusal("scim-ii", &[]),
            format!("unknown instrument `scim-ii`; known are {known}; did you mean `scim-iii`?")
        );
        assert_eq!(
            refusal("whoqol-bref", &[("mising", "prose")]),
            "`whoqol-bref` has no rule `mising` to choose; it has missing; did you mean `missing`?"
        );
        assert_eq!(
            refusal("whoqol-bref", &[("missing", "strict")]),
            "rule `missing` of `whoqol-bref` cannot be `strict`; it can be syntax, prose"
        );
        assert_eq!(
            refusal("nrs-week", &[("least_days", "3"), ("least_days", "5")]),
            "rule `least_days` of `nrs-week` is given twice; give it once"
        );
        assert_eq!(
            refusal("scim-iii", &[("missing", "mean")]),
            "`scim-iii` has no rule `missing` to choose; nothing can be chosen in it"
        );
    }
}
