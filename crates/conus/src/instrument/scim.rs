//! How independent is somebody? The Spinal Cord Independence Measure, version III (itzkovich2007): 19 items, each with
//! its own allowed values, summed to three subscales and a total. The rules stand in `data/instruments/scim_iii.toml`.

use super::known::Chosen;
use super::scale::{Row, Rules, Scale, Scoring};
use super::scoring::{Instrument, Value};
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("scim_iii.toml", include_str!("../../../../data/instruments/scim_iii.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The sum of its items, all of them.
    Sum,
}

struct Scim;

/// The instrument.
#[must_use]
pub fn instrument(_: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&RULES, Scim))
}

impl Scoring for Scim {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        row.sum(score).map_or(Value::Missing, Value::Number)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let rule = match row.sum(score) {
            Some(_) => "the sum of its items",
            None => "an item is missing and no rule is published that would fill it in",
        };
        format!("{rule}: {}", row.told(score))
    }
}
