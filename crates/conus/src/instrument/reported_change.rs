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
pub(super) fn instrument(_: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&RULES, ReportedChange))
}

impl Scoring for ReportedChange {
    type By = By;

    #[expect(clippy::float_cmp, reason = "answers count exactly -1, 0 or 1")]
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

#[cfg(test)]
mod tests {
    use crate::instrument::scale::tests::scored;

    #[test]
    fn answers_are_coded_and_counted() {
        let row = scored(
            "reported-change",
            &[],
            &[
                ("trunk_movement", "improved"),
                ("sitting_ability", "Improved"),
                ("bladder_control", "unchanged"),
                ("anal_contraction", "worse"),
                ("rectal_fullness", "better"),
            ],
        );
        assert_eq!(row.number("trunk_movement_change"), Some(1.0));
        assert_eq!(row.number("bladder_control_change"), Some(0.0));
        assert_eq!(row.number("anal_contraction_change"), Some(-1.0));
        assert_eq!(row.number("standing_balance_change"), None);
        assert_eq!(row.number("functions_answered"), Some(4.0));
        let counts = ["improved", "unchanged", "worse"].map(|word| row.number(&format!("functions_{word}")));
        assert_eq!(counts, [Some(2.0), Some(1.0), Some(1.0)]);
        assert_eq!(
            row.told(),
            ["rectal_fullness!: better: `rectal_fullness` takes improved, unchanged or worse"]
        );
    }

    #[test]
    fn who_answers_nothing_has_no_counts() {
        let row = scored("reported-change", &[], &[]);
        assert_eq!((row.number("functions_improved"), row.number("functions_answered")), (None, Some(0.0)));
    }
}
