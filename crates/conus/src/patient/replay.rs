//! How is one patient followed again? A journey kept by names, exact to the last bit, leads to the same day, the same
//! state and the same failure on every computer.

use super::course::Precision;
use super::crowd::{Arrival, Followers, Journey};
use crate::biology::compiled::Model;
use conus_ode::SolveError;
pub use conus_ode::Tried;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// All that decides how a patient fares: nothing of it is drawn or looked up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// What is followed.
    pub journey: Journey,
    /// How carefully it is followed.
    pub precision: Precision,
}

/// A journey that ended before its last day.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    /// The journey; in a box, since most journeys are finished.
    pub replay: Box<Replay>,
    /// Why it ended.
    pub cause: SolveError,
}

impl Unfinished {
    /// A journey, how carefully it was followed, and why it ended.
    #[must_use]
    pub fn of(journey: &Journey, precision: Precision, cause: SolveError) -> Self {
        Self { replay: Box::new(Replay { journey: journey.clone(), precision }), cause }
    }
}

/// Longest journey that is followed again \[d\]: longer than a life with an injury.
const MOST_DAYS: f64 = 50_000.0;
/// Most events, most looks.
const MOST_ENTRIES: usize = 100_000;
/// Most steps between two events that may be asked for.
pub const MOST_STEPS_ASKED: u64 = 100_000_000;

/// Why a journey cannot be followed again as it stands in a file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("replay.{field} is {value}; expected {expected}")]
pub struct ReplayFault {
    /// Which field.
    pub field: &'static str,
    /// What it says.
    pub value: String,
    /// What it should be.
    pub expected: &'static str,
}

impl Replay {
    /// Looks on its first day, on every whole day after it and on its last: looks change no step.
    pub fn look_daily(&mut self) {
        let (from, to) = (self.journey.standing.day, self.journey.to);
        let whole = (1_u32..).map(|day| from.floor() + f64::from(day)).take_while(|day| *day < to);
        self.journey.looks = [from].into_iter().chain(whole).chain([to]).collect();
        self.journey.looks.dedup();
    }

    /// Whether it can be followed at all: its numbers come from a file.
    ///
    /// # Errors
    /// The first field that makes no sense.
    pub fn check(&self) -> Result<(), ReplayFault> {
        let fault = |field, value: String, expected| Err(ReplayFault { field, value, expected });
        let Precision { relative, absolute, most_steps } = self.precision;
        for (field, value) in [("precision.relative", relative), ("precision.absolute", absolute)] {
            if !(1e-14..=1.0).contains(&value) {
                return fault(field, value.to_string(), "a tolerance from 1e-14 to 1");
            }
        }
        if !(1..=MOST_STEPS_ASKED).contains(&most_steps) {
            return fault("precision.most_steps", most_steps.to_string(), "a number from 1 to 100000000");
        }
        let Journey { standing, to, events, looks, .. } = &self.journey;
        let (from, to) = (standing.day, *to);
        if !(0.0..=MOST_DAYS).contains(&from) {
            return fault("journey.standing.day", from.to_string(), "a day after the injury, at most 50000");
        }
        if !(from..=MOST_DAYS).contains(&to) {
            return fault("journey.to", to.to_string(), "a day from that of journey.standing to 50000");
        }
        let events: Vec<f64> = events.iter().map(|event| event.day).collect();
        for (field, days) in [("journey.events", &events), ("journey.looks", looks)] {
            let within = days.iter().all(|day| (from..=to).contains(day));
            if days.len() > MOST_ENTRIES || !within || !days.is_sorted() {
                let found = format!("a list of {} days", days.len());
                return fault(field, found, "at most 100000, ascending, on the days of the journey");
            }
        }
        Ok(())
    }

    /// Follows it again and watches each step.
    #[must_use]
    pub fn follow(&self, model: &Model) -> Retraced {
        let (mut accepted, mut rejected) = (Steps::default(), Steps::default());
        let followers = Followers { precision: self.precision, ..Followers::new(model.clone()) };
        let arrival = followers.follow_closely(&self.journey, &mut |tried| {
            if tried.accepted { accepted.add(tried) } else { rejected.add(tried) }
        });
        Retraced { arrival, accepted, rejected }
    }
}

/// What happened when a journey was followed again.
#[derive(Clone, Debug, PartialEq)]
pub struct Retraced {
    /// Where it led.
    pub arrival: Arrival,
    /// Steps that were accepted.
    pub accepted: Steps,
    /// Steps that were tried in vain.
    pub rejected: Steps,
}

/// How many steps are kept of each kind.
const KEPT: usize = 8;

/// Steps of a kind: how many, and the last of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    /// How many there were.
    pub count: u64,
    /// The last few, in their order.
    pub last: VecDeque<Tried>,
}

impl Steps {
    fn add(&mut self, tried: &Tried) {
        self.count += 1;
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(*tried);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::{Parameters, Params};
    use crate::patient::crowd::Width;
    use crate::patient::natural_history::from_injury;
    use crate::treatment::{Action, Event, Route, Treatment, schedule};
    use conus_num::Num;

    fn injected() -> Vec<Event> {
        let cells = Treatment::Msc {
            day: 30.0,
            dose_million_cells: 9.0,
            route: Route::Intrathecal,
            magnet_gain: 1.0,
            viability_percent: 100.0,
        };
        let mut events = schedule(&[cells], 0.0);
        events.push(Event { day: 40.0, action: Action::Tablet { dose_mg: 75.0 } });
        events
    }

    /// What cannot be followed is refused before anybody tries.
    #[test]
    fn a_journey_that_makes_no_sense_is_refused_by_its_field() {
        let typical = Parameters::shipped().typical();
        let journey = from_injury(&typical, 60.0, injected(), vec![10.0, 20.0]);
        let good = Replay { journey, precision: Precision::STUDY };
        good.check().unwrap();
        let mut bad = [const { None::<Replay> }; 6].map(|_| good.clone());
        bad[0].precision.relative = 0.0;
        bad[1].precision.most_steps = 0;
        bad[2].journey.to = f64::INFINITY;
        bad[3].journey.looks = vec![20.0, 10.0];
        bad[4].journey.events[0].day = 61.0;
        bad[5].journey.to = -1.0;
        let fields = bad.map(|replay| replay.check().unwrap_err().field);
        assert_eq!(
            fields,
            [
                "precision.relative",
                "precision.most_steps",
                "journey.to",
                "journey.looks",
                "journey.events",
                "journey.to"
            ]
        );
    }

    /// A journey that is written and read leads to the same bits, and a failure to the same failure.
    #[test]
    fn a_journey_is_the_same_after_a_file() {
        let model = Model::compile();
        let typical = Parameters::shipped().typical();
        let looks = vec![10.0, 30.0, 45.5];
        // Nothing times this number is nothing; cells times it are more than a number can be.
        let broken = Params { msc_clearance: Num(5e307), ..typical };
        for (params, succeeds) in [(typical, true), (broken, false)] {
            let journey = from_injury(&params, 60.0, injected(), looks.clone());
            let kept = Replay { journey, precision: Precision::STUDY };
            let text = serde_json::to_string(&kept).unwrap();
            let read: Replay = serde_json::from_str(&text).unwrap();
            assert_eq!(read, kept);
            let again = kept.follow(&model);
            assert_eq!(again.arrival.outcome.is_ok(), succeeds);
            assert_eq!(read.follow(&model), again);
            // Watching changes nothing.
            let followers = Followers { width: Width::Four, ..Followers::new(model.clone()) };
            assert_eq!(
                followers.follow(std::slice::from_ref(&kept.journey)),
                std::slice::from_ref(&again.arrival)
            );
            assert!(again.accepted.count > KEPT as u64 && again.accepted.last.len() == KEPT);
            if let Ok(work) = again.arrival.outcome {
                assert_eq!((work.steps, work.rejected), (again.accepted.count, again.rejected.count));
            }
        }
    }
}
