//! What do all questionnaires and scales have in common? Items that are read by a rule file, scores that are counted
//! from them, and one way to tell how.
//!
//! An empty cell is missing and no problem. A cell that is not allowed is missing too, and a problem. What missing
//! answers cost is a matter of each instrument and stands in its file.

mod cell;
mod row;
mod rules;
#[cfg(test)]
pub(in crate::instrument) mod tests;

pub use row::{Answer, Row};
pub use rules::{Allowed, Choice, ItemRule, RuleFileError, Rules, ScoreRule, Status};

use super::scoring::{Instrument, Item, Problem, Score, Step, Value};
pub(super) use row::shown_number;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// What only one instrument knows: the way from its items to its scores.
pub trait Scoring: Send + Sync {
    /// The ways to a score that its rule file may name.
    type By: DeserializeOwned + Send + Sync + 'static;

    /// What a score comes to.
    fn value(&self, row: &Row<'_, Self::By>, score: usize) -> Value;

    /// How it comes to that, with the rule that decides.
    fn because(&self, row: &Row<'_, Self::By>, score: usize) -> String;

    /// Items that are allowed each but do not go together, and why.
    fn contradictions(&self, _row: &Row<'_, Self::By>) -> Vec<(usize, Cow<'static, str>)> {
        Vec::new()
    }
}

/// An instrument that is a rule file and a way to its scores.
pub struct Scale<S: Scoring> {
    rules: &'static Rules<S::By>,
    scoring: S,
    items: Vec<Item>,
    scores: Vec<Score>,
    /// The items of each score, as indices.
    members: Vec<Vec<usize>>,
}

impl<S: Scoring> Scale<S> {
    /// The instrument of a rule file.
    pub(crate) fn new(rules: &'static Rules<S::By>, scoring: S) -> Self {
        let item = |rule: &ItemRule| Item {
            name: rule.name.clone(),
            label: rule.label.clone(),
            allowed: rule.allowed.in_words(),
            required: !rule.optional,
        };
        let score = |rule: &'static ScoreRule<S::By>| Score {
            name: &rule.name,
            code: &rule.code,
            label: &rule.label,
        };
        Self {
            rules,
            scoring,
            items: rules.item.iter().map(item).collect(),
            scores: rules.score.iter().map(score).collect(),
            members: rules.score.iter().map(|score| rules.members(score)).collect(),
        }
    }

    fn row(&self, cells: &[Option<&str>]) -> Row<'_, S::By> {
        Row::read(self.rules, &self.members, cells)
    }

    fn values<'v>(&'v self, row: &'v Row<'_, S::By>) -> impl Iterator<Item = Value> + 'v {
        let refused = row.refused_by().is_some();
        let value = move |score| if refused { Value::Missing } else { self.scoring.value(row, score) };
        (0..self.scores.len()).map(value)
    }

    /// A problem for each answer that is not allowed. It costs a score if that is there with the answer and not
    /// without.
    fn refusals(&self, row: &Row<'_, S::By>, cells: &[Option<&str>], values: &[Value]) -> Vec<Problem> {
        let repaired: Vec<Value> = self.values(&row.repaired()).collect();
        let lost: Vec<usize> = (0..values.len())
            .filter(|score| values[*score] == Value::Missing && repaired[*score] != Value::Missing)
            .collect();
        let costs = |item: usize| {
            let decides = self.rules.item[item].decides_row;
            lost.iter().any(|score| decides || self.members[*score].contains(&item))
        };
        row.wrong()
            .map(|item| Problem {
                costs_score: costs(item),
                ..Problem::of(item, cell(cells, item), self.refusal(item))
            })
            .collect()
    }

    /// What a message says to an answer that is not allowed.
    fn refusal(&self, item: usize) -> String {
        let Item { name, allowed, .. } = &self.items[item];
        let rule = &self.rules.item[item];
        if rule.decides_row {
            format!("`{name}` takes {allowed}: {}", rule.why)
        } else {
            format!("`{name}` takes {allowed}")
        }
    }

    fn step(&self, row: &Row<'_, S::By>, score: usize, value: Value) -> Step {
        let because = match row.refused_by() {
            Some(item) => format!("a wrong `{}` takes every score of the row", self.items[item].name),
            None => self.scoring.because(row, score),
        };
        let answer = match value {
            Value::Missing => "missing".to_owned(),
            Value::Number(number) => shown_number(number),
            Value::Word(word) => word.into_owned(),
        };
        Step { question: self.scores[score].label.to_owned(), because, answer }
    }
}

impl<S: Scoring> Instrument for Scale<S> {
    fn name(&self) -> &'static str {
        &self.rules.name
    }

    fn about(&self) -> &str {
        &self.rules.about
    }

    fn items(&self) -> &[Item] {
        &self.items
    }

    fn scores(&self) -> &[Score] {
        &self.scores
    }

    fn score(&self, answers: &[Option<&str>], values: &mut Vec<Value>, problems: &mut Vec<Problem>) {
        let row = self.row(answers);
        let first = values.len();
        values.extend(self.values(&row));
        let from = problems.len();
        if row.wrong().next().is_some() {
            problems.extend(self.refusals(&row, answers, &values[first..]));
        }
        let odd = self.scoring.contradictions(&row).into_iter();
        problems.extend(odd.map(|(item, rule)| Problem {
            costs_score: false,
            ..Problem::of(item, cell(answers, item), rule)
        }));
        problems[from..].sort_by_key(|problem| problem.item);
    }

    fn explain(&self, answers: &[Option<&str>]) -> Vec<Step> {
        let row = self.row(answers);
        let refused = row.wrong().map(|item| Step {
            question: self.items[item].label.clone(),
            because: self.refusal(item),
            answer: "counts as missing".to_owned(),
        });
        let scored = self.values(&row).enumerate().map(|(score, value)| self.step(&row, score, value));
        refused.chain(scored).collect()
    }
}

fn cell<'c>(cells: &[Option<&'c str>], item: usize) -> &'c str {
    cells.get(item).copied().flatten().unwrap_or_default()
}
