//! What does a week of the pain diary come to? Mean, extremes, days with pain, and the change from baseline with its
//! responders (farrar2001, hanley2006). The rules stand in `data/instruments/nrs_week.toml`.
//!
//! ```text
//! mean           = sum of ratings / days rated            if days rated >= least_days
//! percent change = 100 (mean - baseline) / baseline       if baseline > 0
//! responder p    = percent change <= -p
//! ```

use super::known::Chosen;
use super::nrs::days_of_seven;
use super::scale::{Row, Rules, Scale, Scoring, shown_number};
use super::scoring::{Instrument, Value};
use conus_stats::responder::{reached, reduction_percent};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("nrs_week.toml", include_str!("../../../../data/instruments/nrs_week.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// How many days are rated.
    Days,
    /// The mean of the ratings.
    Mean,
    /// The highest rating.
    Highest,
    /// The lowest rating.
    Lowest,
    /// Days with pain, of seven.
    PainDays,
    /// Mean less baseline.
    Change,
    /// Change in per cent of the baseline.
    PercentChange,
    /// `Y` when the mean is lower than the baseline by at least so many per cent, otherwise `N`.
    Responder(f64),
    /// `none`, `mild`, `moderate` or `severe`, by where the last two begin.
    Severity {
        /// Where moderate pain begins.
        moderate: f64,
        /// Where severe pain begins.
        severe: f64,
    },
}

struct Week {
    least_days: usize,
    /// Rating from which on a day counts as one with pain.
    pain_day: f64,
    days: Vec<usize>,
    worst: Vec<usize>,
    least: Vec<usize>,
    baseline: usize,
}

/// The instrument under the chosen rules.
///
/// # Panics
/// Never: the rule file allows whole numbers only, and a test reads it.
#[must_use]
pub fn instrument(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
    let whole = |choice: &str| chosen[choice].parse::<u8>().expect("the rule file allows whole numbers only");
    let series = |name: &str| (1..=7).map(|day| RULES.place(&format!("{name}_{day}"))).collect();
    let week = Week {
        least_days: usize::from(whole("least_days")),
        pain_day: f64::from(whole("pain_day")),
        days: series("nrs"),
        worst: series("worst"),
        least: series("least"),
        baseline: RULES.place("baseline"),
    };
    Box::new(Scale::new(&RULES, week))
}

impl Week {
    fn mean(&self, row: &Row<'_, By>) -> Option<f64> {
        let rated: Vec<f64> = self.days.iter().filter_map(|day| row.given(*day)).collect();
        (rated.len() >= self.least_days).then(|| rated.iter().sum::<f64>() / rated.len() as f64)
    }

    /// How much lower the mean is than the baseline \[%\].
    fn reduction(&self, row: &Row<'_, By>) -> Option<f64> {
        reduction_percent(row.given(self.baseline)?, self.mean(row))
    }

    fn number(&self, row: &Row<'_, By>, score: usize) -> Option<f64> {
        match row.rule(score).by {
            By::Days => Some(row.answered(score).count() as f64),
            By::Mean => self.mean(row),
            By::Highest => row.ends(score, self.least_days).map(|[_, highest]| highest),
            By::Lowest => row.ends(score, self.least_days).map(|[lowest, _]| lowest),
            By::PainDays => self.mean(row).map(|_| {
                let with_pain = row.answered(score).filter(|rating| *rating >= self.pain_day).count();
                days_of_seven(with_pain as f64, row.answered(score).count() as f64)
            }),
            By::Change => Some(self.mean(row)? - row.given(self.baseline)?),
            // Less from 0.0, not the negative: no change is 0, not -0.
            By::PercentChange => self.reduction(row).map(|reduction| 0.0 - reduction),
            By::Responder(_) | By::Severity { .. } => None,
        }
    }

    fn word(&self, row: &Row<'_, By>, score: usize) -> Option<&'static str> {
        match row.rule(score).by {
            By::Responder(percent) => {
                let reduction = self.reduction(row);
                reduction.map(|_| if reached(reduction, percent) { "Y" } else { "N" })
            }
            By::Severity { moderate, severe } => self.mean(row).map(|mean| match mean {
                _ if mean >= severe => "severe",
                _ if mean >= moderate => "moderate",
                _ if mean > 0.0 => "mild",
                _ => "none",
            }),
            _ => None,
        }
    }
}

impl Scoring for Week {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        let word = || self.word(row, score).map(|word| Value::Word(Cow::Borrowed(word)));
        self.number(row, score).map(Value::Number).or_else(word).unwrap_or(Value::Missing)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let told = row.told(score);
        let (rated, least) = (row.answered(score).count(), self.least_days);
        let enough = format!("{rated} days rated, needed are {least} (least_days)");
        let mean = match self.mean(row) {
            Some(mean) => format!("mean {}", shown_number(mean)),
            None => format!("no mean, since fewer than {least} days are rated (least_days)"),
        };
        let baseline = match row.given(self.baseline) {
            Some(baseline) if baseline > 0.0 => format!("baseline {}", shown_number(baseline)),
            Some(_) => "baseline 0, of which there are no per cent".to_owned(),
            None => "no baseline".to_owned(),
        };
        match row.rule(score).by {
            By::Days => told,
            By::Mean => format!("the mean; {enough}: {told}"),
            By::Highest => format!("the highest; {enough}: {told}"),
            By::Lowest => format!("the lowest; {enough}: {told}"),
            By::PainDays => {
                format!("days from {} on (pain_day), scaled to seven; {enough}: {told}", self.pain_day)
            }
            By::Change => format!("mean less baseline: {mean}, {baseline}"),
            By::PercentChange => format!("change in per cent of the baseline: {mean}, {baseline}"),
            By::Responder(percent) => format!("lower by at least {percent} %: {mean}, {baseline}"),
            By::Severity { moderate, severe } => {
                format!("moderate from {moderate}, severe from {severe}; {mean}")
            }
        }
    }

    fn contradictions(&self, row: &Row<'_, By>) -> Vec<(usize, Cow<'static, str>)> {
        let mut odd = Vec::new();
        let mut in_order = |low: usize, high: usize| {
            if let (Some(below), Some(above)) = (row.given(low), row.given(high)) {
                if below > above {
                    let name = |item: usize| &row.rules.item[item].name;
                    odd.push((high, Cow::Owned(format!("`{}` lies below `{}`", name(high), name(low)))));
                }
            }
        };
        for day in 0..self.days.len() {
            in_order(self.days[day], self.worst[day]);
            in_order(self.least[day], self.days[day]);
            in_order(self.least[day], self.worst[day]);
        }
        odd
    }
}
