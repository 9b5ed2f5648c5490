//! How is one patient followed again? A journey kept by names, exact to the last bit, leads to the same day, the same
//! state and the same failure on every computer.

use super::course::{Precision, Standing};
use super::crowd::{Arrival, Journey, follow_precisely};
use crate::biology::compiled::Model;
use crate::biology::parameters::Params;
use crate::treatment::Event;
use conus_num::lanes::Width;
use conus_ode::SolveError;
use serde::{Deserialize, Serialize};

/// All that decides how a patient fares: nothing of it is drawn or looked up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// What the patient is made of.
    pub parameters: Params<f64>,
    /// Where the journey starts.
    pub standing: Standing,
    /// Its last day.
    pub to: f64,
    /// Events on the way, ascending.
    pub events: Vec<Event>,
    /// Days on which somebody looks, ascending.
    pub looks: Vec<f64>,
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
    /// A journey, at the precision of every study, and why it ended.
    #[must_use]
    pub fn of(journey: &Journey<'_>, cause: SolveError) -> Self {
        Self { replay: Box::new(Replay::of(journey)), cause }
    }
}

impl Replay {
    /// Keeps a journey, to be followed as precisely as in every study.
    #[must_use]
    pub fn of(journey: &Journey<'_>) -> Self {
        Self {
            parameters: *journey.params,
            standing: journey.standing,
            to: journey.to,
            events: journey.events.to_vec(),
            looks: journey.looks.to_vec(),
            precision: Precision::STUDY,
        }
    }

    /// The journey, to be followed again.
    #[must_use]
    pub fn journey(&self) -> Journey<'_> {
        let Self { parameters: params, standing, to, events, looks, .. } = self;
        Journey { params, standing: *standing, to: *to, events, looks }
    }

    /// Follows it again.
    ///
    /// # Panics
    /// Never: everybody who is followed arrives.
    #[must_use]
    pub fn follow(&self, model: &Model) -> Arrival {
        let mut arrived = None;
        follow_precisely(model, Width::One, self.precision, &[self.journey()], |_, arrival| {
            arrived = Some(arrival);
        });
        arrived.expect("everybody who is followed arrives")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use crate::patient::natural_history::from_injury;
    use crate::treatment::{Action, schedule};
    use crate::treatment::{Route, Treatment};
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

    /// A journey that is written and read leads to the same bits, and a failure to the same failure.
    #[test]
    fn a_journey_is_the_same_after_a_file() {
        let model = Model::compile();
        let typical = Parameters::shipped().typical();
        let events = injected();
        let looks = [10.0, 30.0, 45.5];
        // Nothing times this number is nothing; cells times it are more than a number can be.
        let broken = Params { msc_clearance: Num(5e307), ..typical };
        for (params, succeeds) in [(typical, true), (broken, false)] {
            let kept = Replay::of(&from_injury(&params, 60.0, &events, &looks));
            let text = serde_json::to_string(&kept).unwrap();
            let read: Replay = serde_json::from_str(&text).unwrap();
            assert_eq!(read, kept);
            let arrival = kept.follow(&model);
            assert_eq!(arrival.outcome.is_ok(), succeeds);
            assert_eq!(read.follow(&model), arrival);
        }
    }
}
