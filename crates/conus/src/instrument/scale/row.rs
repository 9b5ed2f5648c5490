//! What did one row answer, and what comes of it? Its cells by the rules, and sums and means over the items of a score.

use super::rules::{Rules, ScoreRule};

/// One cell, read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// The cell is empty, or the file lacks the column.
    Missing,
    /// What stands there is not allowed; it counts as missing.
    Wrong,
    /// The answer as it counts: a number, or the number that stands for a word, turned round if the item is.
    Given(f64),
}

/// One row of a file.
pub struct Row<'a, By> {
    /// The rule file.
    pub rules: &'a Rules<By>,
    /// One answer for each item.
    pub answers: Vec<Answer>,
    members: &'a [Vec<usize>],
}

impl<'a, By> Row<'a, By> {
    pub(super) fn read(rules: &'a Rules<By>, members: &'a [Vec<usize>], cells: &[Option<&str>]) -> Self {
        let read = |(at, item): (usize, &super::ItemRule)| match cells.get(at).copied().flatten() {
            None => Answer::Missing,
            Some(cell) => match item.allowed.read(cell) {
                None => Answer::Wrong,
                Some(answer) => Answer::Given(item.counted(answer)),
            },
        };
        Self { rules, answers: rules.item.iter().enumerate().map(read).collect(), members }
    }

    /// The rule of a score.
    #[must_use]
    pub fn rule(&self, score: usize) -> &'a ScoreRule<By> {
        &self.rules.score[score]
    }

    /// The items of a score.
    #[must_use]
    pub fn members(&self, score: usize) -> &'a [usize] {
        &self.members[score]
    }

    /// The answer to an item as it counts.
    #[must_use]
    pub fn given(&self, item: usize) -> Option<f64> {
        match self.answers[item] {
            Answer::Given(number) => Some(number),
            Answer::Missing | Answer::Wrong => None,
        }
    }

    /// How many items are answered.
    #[must_use]
    pub fn count(&self) -> usize {
        (0..self.answers.len()).filter_map(|item| self.given(item)).count()
    }

    /// The answers to the items of a score, without those that are missing.
    pub fn answered(&self, score: usize) -> impl Iterator<Item = f64> + '_ {
        self.members[score].iter().filter_map(|item| self.given(*item))
    }

    /// Whether nothing stands in any cell of a score.
    #[must_use]
    pub fn is_empty(&self, score: usize) -> bool {
        self.members[score].iter().all(|item| self.answers[*item] == Answer::Missing)
    }

    /// Whether an answer to an item of a score is not allowed.
    #[must_use]
    pub fn has_wrong(&self, score: usize) -> bool {
        self.members[score].iter().any(|item| self.answers[*item] == Answer::Wrong)
    }

    /// The sum over all items of a score; none when an answer is missing.
    #[must_use]
    pub fn sum(&self, score: usize) -> Option<f64> {
        self.members[score].iter().map(|item| self.given(*item)).sum()
    }

    /// The mean of the answers to the items of a score; none when fewer than `least` are there.
    #[must_use]
    pub fn mean(&self, score: usize, least: usize) -> Option<f64> {
        let count = self.answered(score).count();
        let sum: f64 = self.answered(score).sum();
        (count >= least.max(1)).then(|| sum / count as f64)
    }

    /// The lowest and the highest answer to the items of a score; none when fewer than `least` are there.
    #[must_use]
    pub fn ends(&self, score: usize, least: usize) -> Option<[f64; 2]> {
        let enough = self.answered(score).count() >= least.max(1);
        let ends = |[low, high]: [f64; 2], x: f64| [low.min(x), high.max(x)];
        enough.then(|| self.answered(score).fold([f64::INFINITY, f64::NEG_INFINITY], ends))
    }

    /// The items whose answers are not allowed.
    pub fn wrong(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.answers.len()).filter(|item| self.answers[*item] == Answer::Wrong)
    }

    /// The item whose wrong answer takes every score of the row.
    #[must_use]
    pub fn refused_by(&self) -> Option<usize> {
        self.wrong().find(|item| self.rules.item[*item].decides_row)
    }

    /// The row as if every answer that is not allowed were the highest that is.
    pub(super) fn repaired(&self) -> Self {
        let repaired = |(at, answer): (usize, &Answer)| match answer {
            Answer::Wrong => Answer::Given(self.rules.item[at].allowed.ends()[1]),
            other => *other,
        };
        Self { answers: self.answers.iter().enumerate().map(repaired).collect(), ..*self }
    }

    /// `feeding 2, grooming missing`: what stands behind a score.
    #[must_use]
    pub fn told(&self, score: usize) -> String {
        let told = |item: &usize| {
            let rule = &self.rules.item[*item];
            let turned = if rule.reversed { " (reversed)" } else { "" };
            match self.answers[*item] {
                Answer::Missing => format!("{} missing", rule.name),
                Answer::Wrong => format!("{} not allowed", rule.name),
                Answer::Given(number) => format!("{} {}{turned}", rule.name, shown_number(number)),
            }
        };
        self.members[score].iter().map(told).collect::<Vec<_>>().join(", ")
    }
}

/// A number as an explanation shows it, with at most two decimals.
pub(in crate::instrument) fn shown_number(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}
