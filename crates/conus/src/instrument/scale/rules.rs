//! What stands in a rule file? The items of an instrument with what may be answered, its scores with the way to each,
//! and the choices that a user has. The files lie in `data/instruments` and hold no wording of any questionnaire.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a rule was published or is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Stands in the source of the file or of the entry.
    Published,
    /// A choice of ours, visible here.
    Assumed,
}

/// A rule file; `By` names the ways to a score that the instrument knows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules<By> {
    /// Name on the command line.
    pub name: String,
    /// Name, revision and source in one line.
    pub about: String,
    /// Key in `data/literature.bib`, or a claim such as `S5.6`.
    pub source: String,
    /// Who holds the wording, and under which licence; none of it is shipped.
    pub wording: String,
    /// What happens where an answer is missing.
    pub missing: String,
    /// Choices of the user, by name.
    #[serde(default)]
    pub choice: BTreeMap<String, Choice>,
    /// What is asked, in the order of the columns.
    pub item: Vec<ItemRule>,
    /// What comes out, in the order of the columns.
    pub score: Vec<ScoreRule<By>>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRule {
    /// Name of the column.
    pub name: String,
    /// What is asked, in a few words of our own.
    pub label: String,
    /// What may be answered.
    pub allowed: Allowed,
    /// Whether the rule was published.
    pub status: Status,
    /// Whether a file may lack the column.
    #[serde(default)]
    pub optional: bool,
    /// Whether a high answer is a bad one, so that the lowest counts as the highest.
    #[serde(default)]
    pub reversed: bool,
    /// Whether a wrong answer takes every score of the row.
    #[serde(default)]
    pub decides_row: bool,
    /// Why, where that is not plain.
    #[serde(default)]
    pub why: String,
}

/// What may be answered to an item.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Allowed {
    /// One of these numbers, in rising order.
    Values(Vec<f64>),
    /// A whole number from the first to the last.
    Whole([f64; 2]),
    /// Any number from the first to the last.
    Number([f64; 2]),
    /// One of these words, in any case, each with the number that stands for it.
    Words(BTreeMap<String, f64>),
}

/// One score.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRule<By> {
    /// Name of the column.
    pub name: String,
    /// PARAMCD.
    pub code: String,
    /// PARAM.
    pub label: String,
    /// The way from the items to the score.
    pub by: By,
    /// The items it comes from, in the order of the file; all of them when none is named.
    #[serde(default)]
    pub items: Vec<String>,
    /// Lowest and highest value, or none for a word.
    pub range: Option<[f64; 2]>,
    /// Whether the rule was published.
    pub status: Status,
    /// Why, where that is not plain.
    #[serde(default)]
    pub why: String,
}

/// A choice between rules that a source leaves open, or that differs between studies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What may be chosen.
    pub allowed: Vec<String>,
    /// What is chosen when the user says nothing.
    pub default: String,
    /// Why.
    pub why: String,
}

/// Why a rule file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleFileError {
    /// The file is not well formed.
    #[error("rule file `{file}` cannot be read: {cause}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the reader says.
        cause: Box<toml::de::Error>,
    },
    /// Two entries do not agree.
    #[error("rule file `{file}`: `{entry}` {problem}")]
    Contradiction {
        /// File name.
        file: String,
        /// Which entry.
        entry: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl<By: DeserializeOwned> Rules<By> {
    /// Reads the text of a rule file.
    ///
    /// # Errors
    /// When the text is not well formed or contradicts itself.
    pub fn read(file: &str, text: &str) -> Result<Self, RuleFileError> {
        let unreadable = |cause| RuleFileError::Unreadable { file: file.to_owned(), cause: Box::new(cause) };
        let rules: Self = toml::from_str(text).map_err(unreadable)?;
        match rules.contradiction() {
            None => Ok(rules),
            Some((entry, problem)) => {
                Err(RuleFileError::Contradiction { file: file.to_owned(), entry: entry.to_owned(), problem })
            }
        }
    }

    /// The rules of a file that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    pub(crate) fn shipped(file: &str, text: &str) -> Self {
        Self::read(file, text).expect("a test reads the shipped files")
    }

    /// The index of an item.
    ///
    /// # Panics
    /// When there is no such item: the caller knows the file.
    pub(crate) fn place(&self, item: &str) -> usize {
        self.item
            .iter()
            .position(|rule| rule.name == item)
            .expect("the instrument knows the items of its file")
    }

    /// The items of a score, as indices.
    pub(super) fn members(&self, score: &ScoreRule<By>) -> Vec<usize> {
        let counted = |name: &String| score.items.is_empty() || score.items.contains(name);
        (0..self.item.len()).filter(|item| counted(&self.item[*item].name)).collect()
    }

    fn contradiction(&self) -> Option<(&str, &'static str)> {
        // Lengths of PARAMCD and PARAM in an ADaM data set.
        const LONGEST_CODE: usize = 8;
        const LONGEST_LABEL: usize = 40;
        let mut names = BTreeSet::new();
        let items = self.item.iter().map(|item| &item.name);
        let twice =
            items.clone().chain(self.score.iter().map(|score| &score.name)).find(|name| !names.insert(*name));
        let known: BTreeSet<&String> = items.collect();
        let scores = || self.score.iter();
        let stranger = scores().flat_map(|score| &score.items).find(|item| !known.contains(item));
        let wide = scores().find(|s| s.code.len() > LONGEST_CODE || s.label.len() > LONGEST_LABEL);
        let choice = self.choice.iter().find(|(_, choice)| !choice.allowed.contains(&choice.default));
        twice
            .map(|name| (name.as_str(), "stands twice"))
            .or(stranger.map(|item| (item.as_str(), "is counted by a score but is no item")))
            .or(wide.map(|score| (score.name.as_str(), "has a code or a label that ADaM cannot hold")))
            .or(choice.map(|(name, _)| (name.as_str(), "has a default that is not allowed")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = \"a\"\nabout = \"\"\nsource = \"\"\nwording = \"\"\nmissing = \"\"\n";
    const ITEM: &str =
        "[[item]]\nname = \"one\"\nlabel = \"\"\nallowed = { whole = [0, 3] }\nstatus = \"assumed\"\n";

    fn refusal(text: &str) -> String {
        Rules::<String>::read("own.toml", &format!("{HEAD}{text}")).unwrap_err().to_string()
    }

    fn score(name: &str, code: &str, items: &str) -> String {
        let known = "label = \"\"\nby = \"sum\"\nstatus = \"assumed\"\n";
        format!("{ITEM}[[score]]\nname = \"{name}\"\ncode = \"{code}\"\nitems = [{items}]\n{known}")
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused_with_the_entry() {
        let of = |text: String| refusal(&text);
        assert_eq!(of(score("one", "ONE", "")), "rule file `own.toml`: `one` stands twice");
        assert!(of(score("sum", "SUM", "\"two\"")).contains("`two` is counted by a score but is no item"));
        assert!(
            of(score("sum", "MUCHTOOLONG", "")).contains("`sum` has a code or a label that ADaM cannot hold")
        );
        let choice = "[choice.rule]\nallowed = [\"a\"]\ndefault = \"b\"\nwhy = \"\"\n";
        assert!(
            of(format!("{choice}{}", score("sum", "SUM", "")))
                .contains("`rule` has a default that is not allowed")
        );
        assert!(Rules::<String>::read("own.toml", &format!("{HEAD}{}", score("sum", "SUM", ""))).is_ok());
    }

    #[test]
    fn a_field_that_no_rule_has_is_refused() {
        assert!(refusal(&format!("{ITEM}colour = \"red\"\n")).contains("unknown field `colour`"));
    }
}
