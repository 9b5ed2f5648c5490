//! How does somebody judge the own life? WHOQOL-BREF (whoqol1998, scored after whoqol1996): 26 answers from 1 to 5,
//! three of them reversed, in four domains. The rules and the conflicts between them stand in
//! `data/instruments/whoqol_bref.toml`.
//!
//! ```text
//! domain (4-20)  = 4 mean(answers)          if enough of its items are answered
//! domain (0-100) = (domain - 4) 100 / 16
//! Q1, Q2 (0-100) = 25 (answer - 1)          assumed, for S5.5
//! ```

use super::known::Chosen;
use super::scale::{Row, Rules, Scale, Scoring};
use super::scoring::{Instrument, Value};
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("whoqol_bref.toml", include_str!("../../../../data/instruments/whoqol_bref.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// How many items are answered; with fewer than this the assessment is discarded.
    Answered(Least),
    /// The answer to one item, 1 to 5.
    Answer,
    /// The answer to one item, 0 to 100.
    AnswerOfHundred,
    /// A domain, 4 to 20, from at least so many answers.
    Domain(Least),
    /// A domain, 0 to 100, from at least so many answers.
    DomainOfHundred(Least),
}

/// How many answers are needed, by what the manual says in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Least {
    /// In its SPSS syntax.
    pub syntax: usize,
    /// In its text.
    pub prose: usize,
}

/// Which of the two is followed.
#[derive(Clone, Copy)]
enum Missing {
    Syntax,
    Prose,
}

struct Whoqol {
    missing: Missing,
    /// Answers without which the assessment is discarded.
    least: usize,
}

/// The instrument under the chosen rule for missing answers.
#[must_use]
pub fn instrument(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
    let missing = if chosen["missing"] == "prose" { Missing::Prose } else { Missing::Syntax };
    let least = RULES.score.iter().find_map(|score| match score.by {
        By::Answered(least) => Some(missing.of(least)),
        _ => None,
    });
    Box::new(Scale::new(&RULES, Whoqol { missing, least: least.unwrap_or_default() }))
}

impl Missing {
    fn of(self, least: Least) -> usize {
        match self {
            Self::Syntax => least.syntax,
            Self::Prose => least.prose,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Prose => "prose",
        }
    }
}

impl Whoqol {
    fn discarded(&self, row: &Row<'_, By>) -> bool {
        row.count() < self.least
    }

    fn number(&self, row: &Row<'_, By>, score: usize) -> Option<f64> {
        match row.rule(score).by {
            By::Answered(_) => Some(row.count() as f64),
            _ if self.discarded(row) => None,
            By::Answer => row.mean(score, 1),
            By::AnswerOfHundred => row.mean(score, 1).map(|answer| 25.0 * (answer - 1.0)),
            By::Domain(least) => self.domain(row, score, least),
            By::DomainOfHundred(least) => {
                self.domain(row, score, least).map(|domain| (domain - 4.0) * 100.0 / 16.0)
            }
        }
    }

    fn domain(&self, row: &Row<'_, By>, score: usize, least: Least) -> Option<f64> {
        row.mean(score, self.missing.of(least)).map(|mean| 4.0 * mean)
    }
}

impl Scoring for Whoqol {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        self.number(row, score).map_or(Value::Missing, Value::Number)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let (told, rule) = (row.told(score), self.missing.word());
        let enough = |least: Least| {
            let (there, all) = (row.answered(score).count(), row.members(score).len());
            format!("{there} of {all} answered, needed are {} ({rule}): {told}", self.missing.of(least))
        };
        match row.rule(score).by {
            By::Answered(_) => format!("answers that are allowed; needed are {} ({rule})", self.least),
            _ if self.discarded(row) => {
                let there = row.count();
                format!("{there} answers are fewer than {}: the assessment is discarded ({rule})", self.least)
            }
            By::Answer => told,
            By::AnswerOfHundred => format!("25 (answer - 1), assumed: {told}"),
            By::Domain(least) => format!("4 times the mean; {}", enough(least)),
            By::DomainOfHundred(least) => format!("(domain - 4) 100 / 16; {}", enough(least)),
        }
    }
}
