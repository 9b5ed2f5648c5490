//! What has an instrument to say so that a file can be scored by it? Its items, its scores, and the way from one to
//! the other.
//!
//! An instrument scores one row of a file at a time and keeps nothing of it, so that a million rows need no more
//! memory than one.

use std::borrow::Cow;

use crate::spelling::shown;

/// One column that an instrument reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Name of the column, for example `right_motor_c5`.
    pub name: String,
    /// What is asked, in a few words of our own.
    pub label: String,
    /// What may stand in it, as a message would say it.
    pub allowed: String,
    /// Whether a file must have the column.
    pub required: bool,
}

/// One score that comes out, a column of the wide table and a parameter of the ADaM table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Name of the column, for example `upper_extremity_motor`.
    pub name: &'static str,
    /// PARAMCD, at most eight characters.
    pub code: &'static str,
    /// PARAM, at most forty characters.
    pub label: &'static str,
}

/// What a score came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No score, because answers are missing or wrong.
    Missing,
    /// A number.
    Number(f64),
    /// A word of the instrument, such as `A`, `T4,T5` or `ND`.
    Word(Cow<'static, str>),
}

/// Something that is wrong with a row. A row with problems keeps its place among the scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which item, as an index into [`Instrument::items`]; none when the row as a whole is meant.
    pub item: Option<usize>,
    /// What stands there, shortened and with control characters made visible.
    pub value: String,
    /// The rule that is broken, as a sentence without full stop.
    pub rule: Cow<'static, str>,
    /// Whether a score was lost by it.
    pub costs_score: bool,
}

impl Problem {
    /// A wrong value of an item, which costs a score.
    #[must_use]
    pub fn of(item: usize, value: &str, rule: impl Into<Cow<'static, str>>) -> Self {
        Self { item: Some(item), value: shown(value), rule: rule.into(), costs_score: true }
    }

    /// A fault of the row as a whole, which costs a score.
    #[must_use]
    pub fn of_row(rule: impl Into<Cow<'static, str>>) -> Self {
        Self { item: None, value: String::new(), rule: rule.into(), costs_score: true }
    }
}

/// One step of an explanation, as a teacher would tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is decided in it, for example `Motor level, right`.
    pub question: String,
    /// How, with the values that decide.
    pub because: String,
    /// What comes out.
    pub answer: String,
}

/// What scores a row.
pub trait Instrument: Send + Sync {
    /// Name on the command line, for example `scim-iii`.
    fn name(&self) -> &'static str;

    /// Name, revision and source in one line.
    fn about(&self) -> &str;

    /// What is read, in the order of the answers that [`Instrument::score`] takes.
    fn items(&self) -> &[Item];

    /// What comes out, in the order of the values that [`Instrument::score`] gives.
    fn scores(&self) -> &[Score];

    /// Scores one row. `answers` are texts without blanks around them, one for each item; none where a cell is empty
    /// or the file lacks the column. Adds one value for each score and every problem, in the order of the items.
    fn score(&self, answers: &[Option<&str>], values: &mut Vec<Value>, problems: &mut Vec<Problem>);

    /// Tells step by step how one row got its scores.
    fn explain(&self, answers: &[Option<&str>]) -> Vec<Step>;
}
