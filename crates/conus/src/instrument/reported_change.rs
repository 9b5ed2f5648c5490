//! What has changed, as the patient says? Eight functions of S5.6, each improved (1), unchanged (0) or worse (-1); that
//! coding is assumed. The rules stand in `data/instruments/reported_change.toml`.

use super::known::Chosen;
use super::scale::{Row, Rules, Scale, Scoring};
use super::scoring::{Instrument, Value};
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("reported_change.toml", include_str!("../../../../data/instruments/reported_change.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The answer.
    Answer,
    /// How many functions are answered.
    Answered,
    /// How many functions got the answer that counts this much.
    Count(f64),
}

struct ReportedChange;

/// The instrument.
#[must_use]
pub fn instrument(_: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&RULES, ReportedChange))
}

impl Scoring for ReportedChange {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        let answered = row.answered(score).count();
        match row.rule(score).by {
            By::Answered => Value::Number(answered as f64),
            _ if answered == 0 => Value::Missing,
            By::Answer => row.sum(score).map_or(Value::Missing, Value::Number),
            By::Count(counts) => Value::Number(row.answered(score).filter(|x| *x == counts).count() as f64),
        }
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let told = row.told(score);
        match row.rule(score).by {
            By::Answer => format!("improved 1, unchanged 0, worse -1 (assumed): {told}"),
            By::Answered => format!("the functions that are answered: {told}"),
            By::Count(counts) => format!("the functions that count {counts}: {told}"),
        }
    }
}
