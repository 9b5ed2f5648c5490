//! Does the headline move when one assumption is changed? Pairs of trials in the same world with the same luck, as
//! planned and changed; the mean change, its Monte-Carlo error, and what was declared about it beforehand.

use super::departure::Declared;
use conus_stats::describe::{mean, simulation_error_of_mean};
use serde::{Deserialize, Serialize};

/// What one trial answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What is observed: the difference of the arms, or the change of a series \[NRS points\].
    pub observed: f64,
    /// What is true of it: the effect on the treated \[NRS points\].
    pub truth: f64,
    /// Whether the trial reports it: p below the planned level.
    pub reported: bool,
}

/// The same trial where something is changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Departed {
    /// Id of what is changed.
    pub departure: String,
    /// What it answers then, or why it answers nothing.
    pub answer: Result<Answer, String>,
}

/// A number as planned in the compared trials, and how it changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// As planned, in the compared trials.
    pub planned: f64,
    /// Monte-Carlo standard error of that.
    pub planned_error: f64,
    /// Changed minus planned.
    pub change: f64,
    /// Monte-Carlo standard error of the change.
    pub error: f64,
}

/// What is to be thought of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No change beyond the bound.
    Holds,
    /// Chance alone may hide a change beyond the bound, or have made one.
    Unsettled,
    /// A change beyond the bound, or another conclusion, and more than two Monte-Carlo errors.
    Fragile,
}

impl Standing {
    /// As tables print it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Unsettled => "unsettled",
            Self::Fragile => "fragile",
        }
    }
}

/// The headline where one thing is changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Which assumption is doubted.
    pub group: String,
    /// What is changed.
    pub what: String,
    /// Pairs of trials.
    pub pairs: u32,
    /// What is observed \[NRS points\].
    pub observed: Change,
    /// What is true \[NRS points\].
    pub truth: Change,
    /// Share of trials that report it.
    pub reported: Change,
    /// What follows.
    pub standing: Standing,
}

/// All that was changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Panel {
    /// Pairs of trials that were asked for.
    pub asked: u32,
    /// A row each, in the order of the declaration.
    pub rows: Vec<Row>,
    /// What could not be answered, and why.
    pub unanswered: Vec<(String, String)>,
    /// Share of the headline above which a change is fragile.
    pub bound_share: f64,
    /// Change below which it never is, in the unit of the headline.
    pub bound_least: f64,
    /// Unit of the headline.
    pub unit: String,
    /// What lies below and above no headline.
    pub sides: [String; 2],
}

impl Change {
    /// Of pairs.
    fn of(pairs: &[[f64; 2]]) -> Option<Self> {
        let planned: Vec<f64> = pairs.iter().map(|pair| pair[0]).collect();
        let changes: Vec<f64> = pairs.iter().map(|pair| pair[1] - pair[0]).collect();
        Some(Self {
            planned: mean(&planned).ok()?,
            planned_error: simulation_error_of_mean(&planned).ok()?,
            change: mean(&changes).ok()?,
            error: simulation_error_of_mean(&changes).ok()?,
        })
    }

    /// Where the number stands when changed.
    #[must_use]
    pub fn changed(self) -> f64 {
        self.planned + self.change
    }

    /// Whether a size moves beyond what was declared.
    fn standing(self, share: f64, least: f64) -> Standing {
        let bound = (share * self.planned.abs()).max(least);
        let (change, noise) = (self.change.abs(), 2.0 * self.error);
        match change > bound && change > noise {
            true => Standing::Fragile,
            false if change + noise > bound => Standing::Unsettled,
            false => Standing::Holds,
        }
    }

    /// Whether most trials report the effect in one case and not in the other.
    fn conclusion(self) -> Standing {
        let most = |share: f64| share > 0.5;
        match most(self.planned) == most(self.changed()) {
            true => Standing::Holds,
            false if self.change.abs() > 2.0 * self.error => Standing::Fragile,
            false => Standing::Unsettled,
        }
    }
}

impl Panel {
    /// Of trials as planned, each with what it answers where something is changed. `names` says group and words of each
    /// departure, in the order of the rows.
    #[must_use]
    pub fn of(declared: &Declared, trials: &[(Option<Answer>, &[Departed])], names: &[[&str; 3]]) -> Self {
        let mut panel = Self {
            asked: declared.replicates,
            rows: Vec::new(),
            unanswered: Vec::new(),
            bound_share: declared.bound_share,
            bound_least: declared.bound_least_nrs,
            unit: "NRS points".to_owned(),
            sides: ["less pain in the treated", "more"].map(str::to_owned),
        };
        for [id, group, what] in names {
            let found: Vec<(Answer, &Result<Answer, String>)> = trials
                .iter()
                .filter_map(|(planned, departed)| {
                    Some(((*planned)?, &departed.iter().find(|one| one.departure == *id)?.answer))
                })
                .collect();
            let pairs: Vec<[Answer; 2]> = found
                .iter()
                .filter_map(|(planned, changed)| Some([*planned, *changed.as_ref().ok()?]))
                .collect();
            match panel.row(&pairs, [group, what]) {
                Some(row) => panel.rows.push(row),
                None => {
                    let why = found.iter().find_map(|(_, changed)| changed.as_ref().err());
                    let why = why.map_or("fewer than two trials could be compared", String::as_str);
                    panel.unanswered.push(((*what).to_owned(), why.to_owned()));
                }
            }
        }
        panel
    }

    fn row(&self, pairs: &[[Answer; 2]], [group, what]: [&str; 2]) -> Option<Row> {
        let change = |of: fn(&Answer) -> f64| {
            let numbers: Vec<[f64; 2]> =
                pairs.iter().map(|[planned, changed]| [of(planned), of(changed)]).collect();
            Change::of(&numbers)
        };
        let observed = change(|answer| answer.observed)?;
        let truth = change(|answer| answer.truth)?;
        let reported = change(|answer| f64::from(u8::from(answer.reported)))?;
        let sizes = [observed, truth].map(|size| size.standing(self.bound_share, self.bound_least));
        let all = [sizes[0], sizes[1], reported.conclusion()];
        let standing = if all.contains(&Standing::Fragile) {
            Standing::Fragile
        } else if all.contains(&Standing::Unsettled) {
            Standing::Unsettled
        } else {
            Standing::Holds
        };
        let (group, what) = (group.to_owned(), what.to_owned());
        let pairs = u32::try_from(pairs.len()).expect("a panel compares a few dozen trials");
        Some(Row { group, what, pairs, observed, truth, reported, standing })
    }

    /// The rows that stand so.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.standing == standing)
    }
}

#[cfg(test)]
mod tests {
    use super::super::departure::declared;
    use super::*;

    fn answer(observed: f64, reported: bool) -> Answer {
        Answer { observed, truth: 0.5 * observed, reported }
    }

    /// Two trials that answer -1 and -1.2 as planned, and `by` more where one thing is changed.
    fn panel(by: [f64; 2], reported: bool) -> Panel {
        let departed = |from: f64, by: f64| {
            vec![Departed { departure: "one".to_owned(), answer: Ok(answer(from + by, reported)) }]
        };
        let changed = [departed(-1.0, by[0]), departed(-1.2, by[1])];
        let trials = [
            (Some(answer(-1.0, true)), changed[0].as_slice()),
            (Some(answer(-1.2, true)), changed[1].as_slice()),
        ];
        Panel::of(declared(), &trials, &[["one", "group", "what"]])
    }

    fn standing(by: [f64; 2], reported: bool) -> Standing {
        panel(by, reported).rows[0].standing
    }

    #[test]
    fn a_change_is_that_of_pairs_with_the_error_of_pairs() {
        let row = &panel([0.2, 0.4], true).rows[0];
        assert!((row.observed.planned + 1.1).abs() < 1e-12 && (row.observed.change - 0.3).abs() < 1e-12);
        assert!((row.observed.error - 0.1).abs() < 1e-12);
        assert!((row.observed.changed() + 0.8).abs() < 1e-12);
    }

    #[test]
    fn a_change_beyond_a_third_or_another_conclusion_is_fragile_and_noise_near_the_bound_unsettled() {
        assert_eq!(standing([0.1, 0.1], true), Standing::Holds);
        assert_eq!(standing([0.4, 0.4], true), Standing::Fragile);
        assert_eq!(standing([0.1, 0.4], true), Standing::Unsettled);
        assert_eq!(standing([0.1, 0.1], false), Standing::Fragile);
        // Beyond the bound, but the two pairs contradict each other.
        assert_eq!(standing([-0.2, 1.4], true), Standing::Unsettled);
    }

    #[test]
    fn a_departure_in_which_no_trial_can_be_filled_is_told_and_not_left_out() {
        let empty = vec![Departed { departure: "one".to_owned(), answer: Err("nobody".to_owned()) }];
        let trials = [(Some(answer(-1.0, true)), empty.as_slice()); 2];
        let panel = Panel::of(declared(), &trials, &[["one", "group", "what"]]);
        assert!(panel.rows.is_empty());
        assert_eq!(panel.unanswered, [("what".to_owned(), "nobody".to_owned())]);
        assert_eq!(panel.standing(Standing::Fragile).count(), 0);
    }
}
