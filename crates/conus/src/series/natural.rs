//! What does natural course do, by time of enrolment, and how much of a change would it explain if the share of those who
//! were enrolled early were known?
//!
//! ```text
//! change(f) = f change(subacute) + (1 - f) change(chronic)       f share enrolled within six months
//! ```

use super::group::Group;
use super::outcome::Outcome;
use super::play::{Tally, World};
use super::split::{Spread, spread};
use serde::Serialize;

/// Change without and with treatment of those enrolled at some time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ByTime {
    /// When they were enrolled.
    pub group: Group,
    /// Mean number of people in a world.
    pub people: f64,
    /// With nothing given.
    pub untreated: Spread,
    /// As the study was.
    pub treated: Spread,
}

/// Change without and with treatment by the share enrolled within six months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ByShare {
    /// The share \[%\].
    pub subacute_percent: f64,
    /// With nothing given.
    pub untreated: Spread,
    /// As the study was.
    pub treated: Spread,
}

/// Shares at which the mixture is looked at \[%\].
const SHARES: [f64; 5] = [0.0, 25.0, 50.0, 75.0, 100.0];

/// By time of enrolment; groups in which nobody was are left out.
#[must_use]
pub fn by_time(worlds: &[World], outcome: Outcome, visit: usize) -> Vec<ByTime> {
    let of = |group: &Group| {
        let tallies: Vec<&Tally> =
            worlds.iter().filter_map(|world| world.tally(outcome, *group, visit)).collect();
        let spread =
            |of: &dyn Fn(&Tally) -> f64| evenly(&tallies.iter().map(|tally| of(tally)).collect::<Vec<_>>());
        (!tallies.is_empty()).then(|| ByTime {
            group: *group,
            people: tallies.iter().map(|tally| f64::from(tally.report.change.n)).sum::<f64>()
                / worlds.len() as f64,
            untreated: spread(&|tally| tally.untreated.mean),
            treated: spread(&|tally| tally.report.change.mean),
        })
    };
    Group::BY_TIME.iter().filter_map(of).collect()
}

/// By the share enrolled within six months; empty where one of both times has nobody in every world.
#[must_use]
pub fn by_share(worlds: &[World], outcome: Outcome, visit: usize) -> Vec<ByShare> {
    let both = |world: &World| -> Option<[[f64; 2]; 2]> {
        let of = |group| {
            let tally = world.tally(outcome, group, visit)?;
            Some([tally.untreated.mean, tally.report.change.mean])
        };
        Some([of(Group::Subacute)?, of(Group::Chronic)?])
    };
    let found: Vec<[[f64; 2]; 2]> = worlds.iter().filter_map(both).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let at = |percent: &f64| {
        let share = percent / 100.0;
        let mixed = |arm: usize| {
            evenly(
                &found
                    .iter()
                    .map(|[early, late]| share * early[arm] + (1.0 - share) * late[arm])
                    .collect::<Vec<_>>(),
            )
        };
        ByShare { subacute_percent: *percent, untreated: mixed(0), treated: mixed(1) }
    };
    SHARES.iter().map(at).collect()
}

/// Mean and central 90 % of equally likely values.
fn evenly(values: &[f64]) -> Spread {
    spread(values, &vec![1.0 / values.len() as f64; values.len()])
}
