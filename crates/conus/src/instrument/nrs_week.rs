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
#[must_use]
pub(super) fn instrument(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
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
        let name = |item: usize| &row.rules.item[item].name;
        let pairs = (0..self.days.len()).flat_map(|day| {
            let [least, mean, worst] = [&self.least, &self.days, &self.worst].map(|series| series[day]);
            [(mean, worst), (least, mean), (least, worst)]
        });
        let crossed =
            pairs.filter(|(low, high)| row.given(*high).is_some_and(|high| row.given(*low) > Some(high)));
        crossed
            .map(|(low, high)| (high, Cow::Owned(format!("`{}` lies below `{}`", name(high), name(low)))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::reporting;
    use crate::instrument::scale::tests::{Scored, scored};
    use crate::patient::world::World;

    const DAYS: [&str; 7] = ["nrs_1", "nrs_2", "nrs_3", "nrs_4", "nrs_5", "nrs_6", "nrs_7"];

    fn week(rules: &[&str], ratings: [&str; 7], others: &[(&str, &str)]) -> Scored {
        let days = DAYS.into_iter().zip(ratings);
        scored("nrs-week", rules, &days.chain(others.iter().copied()).collect::<Vec<_>>())
    }

    #[test]
    fn a_week_counted_by_hand() {
        let week = week(&[], ["6", "7", "5", "", "3", "8", "6"], &[("baseline", "7.5"), ("worst_1", "9")]);
        assert_eq!(week.number("week_days"), Some(6.0));
        assert_eq!(week.number("week_mean"), Some(35.0 / 6.0));
        assert_eq!((week.number("week_highest"), week.number("week_lowest")), (Some(8.0), Some(3.0)));
        // Five of six days reach 4: 5.83 of seven.
        assert_eq!(week.number("week_pain_days"), Some(6.0));
        assert_eq!(week.number("week_change"), Some(35.0 / 6.0 - 7.5));
        assert_eq!(week.number("week_worst"), None, "one rating of the worst moment is no week");
        assert_eq!(week.word("week_responder_30").as_deref(), Some("N"));
        assert_eq!(week.word("week_severity").as_deref(), Some("moderate"));
        assert_eq!(week.because("week_mean").rsplit(" => ").next(), Some("5.83"));
        assert_eq!(week.told(), [""; 0]);
    }

    #[test]
    fn the_ends_of_the_scale() {
        let none = week(&[], ["0"; 7], &[("baseline", "10")]);
        let most = week(&[], ["10"; 7], &[("baseline", "10")]);
        assert_eq!((none.number("week_mean"), most.number("week_mean")), (Some(0.0), Some(10.0)));
        assert_eq!(
            (none.number("week_percent_change"), most.number("week_percent_change")),
            (Some(-100.0), Some(0.0))
        );
        assert_eq!((none.number("week_pain_days"), most.number("week_pain_days")), (Some(0.0), Some(7.0)));
        assert_eq!(none.word("week_severity").as_deref(), Some("none"));
        assert_eq!(most.word("week_severity").as_deref(), Some("severe"));
    }

    #[test]
    fn a_week_needs_its_least_days_in_each_series() {
        let three = ["5", "5", "5", "", "", "", ""];
        assert_eq!(week(&[], three, &[]).number("week_mean"), None);
        assert_eq!(week(&["least_days=3"], three, &[]).number("week_mean"), Some(5.0));
        let worst = [("worst_1", "8"), ("worst_2", "7"), ("worst_3", "9"), ("worst_4", "6")];
        let week = week(&[], three, &worst);
        assert_eq!((week.number("week_worst"), week.number("week_highest")), (Some(9.0), None));
    }

    /// 6 to 4.2 is 30 % on paper and a little less in doubles.
    #[test]
    fn exactly_thirty_per_cent_is_a_responder() {
        let exact = week(&[], ["4", "4", "4", "4", "5", "", ""], &[("baseline", "6")]);
        assert_eq!(exact.word("week_responder_30").as_deref(), Some("Y"));
        assert_eq!(exact.word("week_responder_50").as_deref(), Some("N"));
        let short = week(&[], ["4", "4", "4", "5", "5", "", ""], &[("baseline", "6")]);
        assert_eq!(short.word("week_responder_30").as_deref(), Some("N"));
    }

    #[test]
    fn of_a_baseline_of_0_there_are_no_per_cent() {
        let week = week(&[], ["2"; 7], &[("baseline", "0")]);
        assert_eq!(week.number("week_change"), Some(2.0));
        assert_eq!((week.number("week_percent_change"), week.word("week_responder_30")), (None, None));
        assert!(week.because("week_responder_30").contains("baseline 0"));
    }

    #[test]
    fn severity_changes_where_the_cut_points_lie() {
        for (ratings, class) in [
            (["0", "0", "0", "0", "0", "0", "1"], "mild"),
            (["4", "4", "4", "4", "4", "4", "3"], "mild"),
            (["4"; 7], "moderate"),
            (["7", "7", "7", "7", "7", "7", "6"], "moderate"),
            (["7"; 7], "severe"),
        ] {
            assert_eq!(week(&[], ratings, &[]).word("week_severity").as_deref(), Some(class), "{ratings:?}");
        }
    }

    #[test]
    fn a_worst_moment_below_the_day_is_told_and_counted() {
        let week = week(&[], ["6"; 7], &[("worst_2", "5"), ("least_2", "7")]);
        let expected = [
            "nrs_2: 6: `nrs_2` lies below `least_2`",
            "worst_2: 5: `worst_2` lies below `nrs_2`",
            "worst_2: 5: `worst_2` lies below `least_2`",
        ];
        assert_eq!(week.told(), expected);
        assert_eq!(week.number("week_mean"), Some(6.0));
    }

    /// Half points are no ratings.
    #[test]
    fn a_rating_is_whole_and_a_baseline_need_not_be() {
        let week = week(&[], ["6.5", "6", "6", "6", "6", "6", "11"], &[("baseline", "6.43")]);
        let takes = "takes a whole number from 0 to 10";
        assert_eq!(
            week.told(),
            [format!("nrs_1: 6.5: `nrs_1` {takes}"), format!("nrs_7: 11: `nrs_7` {takes}")]
        );
        assert_eq!(week.number("week_days"), Some(5.0));
    }

    /// The simulated diary and a clinic's diary are read by the same numbers.
    #[test]
    fn what_is_not_chosen_is_as_in_the_reporting_layer() {
        let r = reporting::in_world(&reporting::shipped(), &World::typical());
        assert_eq!(RULES.choice["least_days"].default, r.diary_least_days.0.to_string());
        assert_eq!(RULES.choice["pain_day"].default, r.pain_day.0.to_string());
    }
}
