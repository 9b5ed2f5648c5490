//! What happens to one patient on every scale, from the lesion to the quality of life? One column for each quantity,
//! one row for each day looked at.

mod change;
mod figure;

use super::course::{Follower, sight, touched};
use super::natural_history::from_injury;
use crate::biology::brain::firing_at_rest;
use crate::biology::compiled::Model;
use crate::biology::parameters::Params;
use crate::biology::{STATE_UNITS, State};
use crate::treatment::{Treatment, schedule};
pub use conus_ode::SolveError;
use serde::Serialize;

pub use change::{ChangeError, change, range};
pub use figure::{figure, moments, told};

/// One quantity over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Name; a state has the name of [`State`].
    pub name: &'static str,
    /// Unit, 1 for a fraction.
    pub unit: &'static str,
    /// A value for each day looked at.
    pub values: Vec<f64>,
}

/// One patient from the injury on, in truth: unrounded, unreported. The first column is the day since the injury.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    /// What could be seen, then every state.
    pub columns: Vec<Column>,
}

impl Story {
    /// The values of the column of that name; none when there is no such column.
    #[must_use]
    pub fn values(&self, name: &str) -> &[f64] {
        self.columns.iter().find(|column| column.name == name).map_or(&[], |column| &column.values)
    }

    /// The states of the cord, one for each day looked at.
    ///
    /// # Panics
    /// Never: a story has a column for each state.
    #[must_use]
    pub fn states(&self) -> Vec<State<f64>> {
        let columns: Vec<&[f64]> = State::<f64>::NAMES.iter().map(|name| self.values(name)).collect();
        let state = |row: usize| State::from_array(&std::array::from_fn(|at| columns[at][row]));
        (0..self.days().len()).map(state).collect()
    }

    /// Days looked at, after the injury.
    #[must_use]
    pub fn days(&self) -> &[f64] {
        self.values("day")
    }
}

/// What is computed from state and parameters: name and unit, in the order of [`seen`].
const SEEN: [(&str, &str); 12] = [
    ("day", "d"),
    ("pain", "NRS 0-10"),
    ("pain_at", "NRS 0-10"),
    ("pain_below", "NRS 0-10"),
    ("pain_radicular", "NRS 0-10"),
    ("inhibition_at", "1"),
    ("inhibition_below", "1"),
    ("firing_at", "Hz"),
    ("firing_below", "Hz"),
    ("firing_with_root", "Hz"),
    ("touched_at", "Hz"),
    ("touched_below", "Hz"),
];

/// Follows one patient for so many days after the injury, looking every so many days and on the last one. Treatments
/// count their days from the injury; what would happen after the last day is left out.
///
/// # Errors
/// When the equations cannot be solved, with day and state.
pub fn story(
    model: &Model,
    params: &Params<f64>,
    treatments: &[Treatment],
    days: f64,
    every: f64,
) -> Result<Story, SolveError> {
    let mut looks: Vec<f64> =
        (0_u32..).map(|k| f64::from(k) * every).take_while(|day| *day < days && every > 0.0).collect();
    looks.push(days);
    seen_on(model, params, treatments, &looks)
}

/// Follows one patient from the injury to the last of these rising days and looks on each of them. A look on the day
/// of an event sees the state after it.
///
/// # Errors
/// When the days do not rise or the equations cannot be solved.
pub fn seen_on(
    model: &Model,
    params: &Params<f64>,
    treatments: &[Treatment],
    looks: &[f64],
) -> Result<Story, SolveError> {
    let to = looks.last().copied().unwrap_or(0.0);
    let way = from_injury(params, to, schedule(treatments, 0.0), looks.to_vec());
    let mut columns: Vec<Column> = SEEN
        .into_iter()
        .chain(State::<f64>::NAMES.iter().copied().zip(STATE_UNITS))
        .map(|(name, unit)| Column { name, unit, values: Vec::with_capacity(looks.len()) })
        .collect();
    let mut standing = way.standing;
    Follower::new(model).follow(params, &mut standing, to, &way.events, &way.looks, |_, day, y| {
        let now = seen(day, y, params).into_iter().chain(y.to_array());
        for (column, value) in columns.iter_mut().zip(now) {
            column.values.push(value);
        }
    })?;
    Ok(Story { columns })
}

fn seen(day: f64, y: &State<f64>, p: &Params<f64>) -> [f64; SEEN.len()] {
    let sight = sight(y, p);
    let rest = firing_at_rest(y, p);
    let [touched_at, touched_below] = touched(y, p);
    [
        day,
        sight.pain.0,
        sight.pain_at.0,
        sight.pain_below.0,
        sight.pain_radicular.0,
        sight.inhibition_at.0,
        sight.inhibition_below.0,
        rest.at.0,
        rest.below.0,
        rest.with_root.0,
        touched_at,
        touched_below,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use conus_num::Num;

    fn typical() -> Params<f64> {
        Parameters::shipped().typical()
    }

    /// Looks are multiples of the interval, and the last day whether or not it is one.
    #[test]
    fn every_interval_and_the_last_day_are_looked_at() {
        let story = story(&Model::compile(), &typical(), &[], 30.0, 7.0).unwrap();
        assert_eq!(story.days(), [0.0, 7.0, 14.0, 21.0, 28.0, 30.0]);
        assert!(story.columns.iter().all(|column| column.values.len() == 6));
    }

    /// Where one looks changes nothing that one sees.
    #[test]
    fn looking_more_often_shows_the_same_patient() {
        let model = Model::compile();
        let often = story(&model, &typical(), &[], 60.0, 1.0).unwrap();
        let seldom = story(&model, &typical(), &[], 60.0, 60.0).unwrap();
        for (a, b) in often.columns.iter().zip(&seldom.columns) {
            assert_eq!(a.values.last(), b.values.last(), "{}", a.name);
        }
    }

    /// S1.1: the typical patient is in neuropathic pain a year after the injury, with failing inhibition below.
    #[test]
    fn the_typical_patient_has_lasting_pain_and_failing_inhibition() {
        let story = story(&Model::compile(), &typical(), &[], 365.0, 365.0).unwrap();
        let end = |name: &str| *story.values(name).last().unwrap();
        assert!(end("pain") > 4.0, "{}", end("pain"));
        assert!(end("inhibition_below") < 0.7, "{}", end("inhibition_below"));
        assert_eq!(end("pain_radicular").to_bits(), 0.0_f64.to_bits());
    }

    /// An operation beyond the last day changes nothing; one before it relieves a compressed root.
    #[test]
    fn only_what_happens_before_the_last_day_counts() {
        let sciatica = Params { severity: Num(0.0), root_compression_start: Num(0.8), ..typical() };
        let model = Model::compile();
        let pain = |treatments: &[Treatment]| {
            let story = story(&model, &sciatica, treatments, 60.0, 60.0).unwrap();
            Num(*story.values("pain_radicular").last().unwrap())
        };
        let untreated = pain(&[]);
        assert_eq!(pain(&[Treatment::Decompression { day: 61.0 }]), untreated);
        assert!(pain(&[Treatment::Decompression { day: 42.0 }]).0 < untreated.0 - 1.0);
    }
}
