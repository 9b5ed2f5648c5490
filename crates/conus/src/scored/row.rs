//! What is there to say of one row of a file? Its cells, its scores, and what is wrong with it.

use std::borrow::Cow;

use super::adam;
use super::columns::Columns;
use crate::instrument::scoring::{Instrument, Problem, Value};
use crate::table::read::{Fault, Row};

/// One row with its scores.
#[derive(Debug)]
pub struct ScoredRow<'r> {
    /// Which row.
    pub row: Row,
    /// Its cells; none when it cannot be read.
    pub cells: Option<&'r [&'r str]>,
    /// One for each score.
    pub values: &'r [Value],
    /// In the order of the items.
    pub rejects: &'r [Reject<'r>],
}

/// Something in a row that is not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject<'r> {
    /// Name of the column; empty when the row as a whole is meant.
    pub column: Cow<'r, str>,
    /// What stands there, shortened and with control characters made visible.
    pub value: String,
    /// The rule that is broken.
    pub rule: Cow<'static, str>,
    /// Whether a score was lost by it.
    pub costs_score: bool,
}

impl ScoredRow<'_> {
    /// Whether something that is wrong with the row cost a score.
    #[must_use]
    pub fn lost_a_score(&self) -> bool {
        self.rejects.iter().any(|reject| reject.costs_score)
    }

    /// Whether there is any score at all.
    #[must_use]
    pub fn has_a_score(&self) -> bool {
        self.values.iter().any(|value| *value != Value::Missing)
    }
}

impl<'r> Reject<'r> {
    /// What an instrument says of an item.
    fn of_item(problem: Problem, instrument: &'r dyn Instrument) -> Self {
        let column = problem.item.and_then(|item| instrument.items().get(item));
        let column = column.map_or("", |item| item.name.as_str()).into();
        Self { column, value: problem.value, rule: problem.rule, costs_score: problem.costs_score }
    }

    /// A row that cannot be read.
    pub(super) fn of_row(fault: Fault) -> Self {
        let expected =
            if fault.expected.is_empty() { String::new() } else { format!("; expected {}", fault.expected) };
        let rule = format!("{}{expected}", fault.problem).into();
        Self { column: fault.column.into(), value: fault.value, rule, costs_score: true }
    }
}

/// Room for the values and problems of one row, used again for the next.
#[derive(Default)]
pub(super) struct Room {
    values: Vec<Value>,
    problems: Vec<Problem>,
}

impl Room {
    /// Scores a row and tells it.
    pub(super) fn score(
        &mut self,
        instrument: &dyn Instrument,
        columns: &Columns,
        row: Row,
        cells: Result<&[&str], Box<Fault>>,
        tell: impl FnOnce(&ScoredRow<'_>),
    ) {
        self.values.clear();
        self.problems.clear();
        match cells {
            Ok(cells) => {
                instrument.score(&columns.answers(cells), &mut self.values, &mut self.problems);
                let of_items = self.problems.drain(..).map(|problem| Reject::of_item(problem, instrument));
                let rejects: Vec<Reject<'_>> = of_items.chain(adam::rejects(columns, cells)).collect();
                tell(&ScoredRow { row, cells: Some(cells), values: &self.values, rejects: &rejects });
            }
            Err(fault) => {
                self.values.resize(instrument.scores().len(), Value::Missing);
                let rejects = [Reject::of_row(*fault)];
                tell(&ScoredRow { row, cells: None, values: &self.values, rejects: &rejects });
            }
        }
    }
}
