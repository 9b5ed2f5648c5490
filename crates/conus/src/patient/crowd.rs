//! How do many patients fare? To the bit as one by one ([`super::course::Follower`]), several times as fast.
//!
//! Each lane follows one patient from event to event. What is looked at is computed for several days of one patient at
//! once, since in a quiet year one step spans many days.

use super::course::{Precision, Standing, dizziness_and_somnolence, pain_and_inhibition};
use crate::biology::compiled::{Cord, Model};
use crate::biology::parameters::Params;
use crate::biology::{STATES, State};
use crate::treatment::{Event, act};
pub use conus_num::lanes::Width;
use conus_num::lanes::{Job, Task};
use conus_num::{Lanes, Num, Real};
use conus_ode::{Crowd, Moment, SolveError, Solver, StepView, Timetable, Tried, Work, follow};
use std::iter::Enumerate;
use std::ops::Range;
use std::slice::Iter;

/// Somebody to follow: what they are made of, where they stand, what is done to them, when they are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'a> {
    /// Parameters for life.
    pub params: &'a Params<f64>,
    /// Where the journey starts.
    pub standing: Standing,
    /// Its last day.
    pub to: f64,
    /// Events on the way, ascending.
    pub events: &'a [Event],
    /// Days on which somebody looks, ascending.
    pub looks: &'a [f64],
}

/// Name and unit of what is seen on a day.
pub const SEEN: [(&str, &str); 8] = [
    ("pain", "NRS"),
    ("pain_at", "NRS"),
    ("pain_below", "NRS"),
    ("pain_radicular", "NRS"),
    ("inhibition_at", "1 = healthy"),
    ("inhibition_below", "1 = healthy"),
    ("dizziness_hazard", "1/d"),
    ("somnolence_hazard", "1/d"),
];

/// One value for each of [`SEEN`].
pub type Seen = [f64; SEEN.len()];

/// Where a journey has led.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// Where the patient stands at the end, or at the last day that could be reached.
    pub standing: Standing,
    /// What was seen on each day looked at, in their order; fewer when the equations could not be solved.
    pub seen: Vec<Seen>,
    /// What it cost, or why it stopped.
    pub outcome: Result<Work, SolveError>,
}

/// Follows everybody, with as many lanes as that, as precisely as in every study; `arrive(number, arrival)` hears of
/// each as they arrive, in no particular order.
pub fn follow_all(
    model: &Model,
    width: Width,
    journeys: &[Journey<'_>],
    arrive: &mut dyn FnMut(usize, Arrival),
) {
    follow_precisely(model, width, Precision::STUDY, journeys, arrive);
}

/// As [`follow_all`], with another precision.
pub fn follow_precisely(
    model: &Model,
    width: Width,
    precision: Precision,
    journeys: &[Journey<'_>],
    arrive: &mut dyn FnMut(usize, Arrival),
) {
    width.run(Following { model, precision, journeys, arrive, watch: None });
}

/// Follows one patient; `watch` sees each step that is tried.
///
/// # Panics
/// Never: everybody who is followed arrives.
pub fn follow_closely(
    model: &Model,
    precision: Precision,
    journey: &Journey<'_>,
    watch: &mut dyn FnMut(&Tried),
) -> Arrival {
    let mut arrived = None;
    let mut arrive = |_, arrival| arrived = Some(arrival);
    let journeys = std::slice::from_ref(journey);
    Width::One.run(Following { model, precision, journeys, arrive: &mut arrive, watch: Some(watch) });
    arrived.expect("everybody who is followed arrives")
}

struct Following<'a> {
    model: &'a Model,
    precision: Precision,
    journeys: &'a [Journey<'a>],
    arrive: &'a mut dyn FnMut(usize, Arrival),
    watch: Option<&'a mut dyn FnMut(&Tried)>,
}

impl Job for Following<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let Some(first) = self.journeys.first() else { return };
        let seats = vec![Seat::of(first); L::WIDTH];
        let cord = Cord::new(self.model, Params::splat(first.params));
        let (arrive, watch) = (self.arrive, self.watch);
        let mut bus = Bus { cord, waiting: self.journeys.iter().enumerate(), seats, arrive, watch };
        let mut solver = Solver::<L>::new(self.model.pattern());
        solver.most_steps = self.precision.most_steps;
        follow(&mut solver, &mut bus, &self.precision.tolerance());
    }
}

/// Who sits in a lane.
#[derive(Clone)]
struct Seat<'a, L> {
    number: usize,
    journey: Journey<'a>,
    days: Vec<f64>,
    /// Parameters of this patient in every lane, for looking at several days at once.
    params: Params<L>,
    seen: Vec<Seen>,
}

impl<'a, L: Lanes> Seat<'a, L> {
    fn of(journey: &Journey<'a>) -> Self {
        let params = Params::splat(journey.params);
        Self { number: 0, journey: *journey, days: Vec::new(), params, seen: Vec::new() }
    }
}

/// All lanes, and who waits for one.
struct Bus<'a, L> {
    cord: Cord<'a, L>,
    waiting: Enumerate<Iter<'a, Journey<'a>>>,
    seats: Vec<Seat<'a, L>>,
    arrive: &'a mut dyn FnMut(usize, Arrival),
    watch: Option<&'a mut dyn FnMut(&Tried)>,
}

impl<'a, L: Lanes> Crowd<L> for Bus<'a, L> {
    type Equations = Cord<'a, L>;

    fn equations(&self) -> &Cord<'a, L> {
        &self.cord
    }

    fn seat(&mut self, lane: usize, state: &mut Vec<f64>) -> bool {
        let Some((number, journey)) = self.waiting.next() else { return false };
        let days = journey.events.iter().map(|event| event.day).collect();
        let seen = Vec::with_capacity(journey.looks.len());
        self.seats[lane] = Seat { number, days, seen, ..Seat::of(journey) };
        self.cord.params.set_lane(lane, journey.params);
        self.cord.inputs.set_lane(lane, &journey.standing.inputs);
        state.clear();
        state.extend(journey.standing.state.to_array());
        true
    }

    fn timetable(&self, lane: usize) -> Timetable<'_> {
        let Seat { journey, days, .. } = &self.seats[lane];
        Timetable { from: journey.standing.day, to: journey.to, events: days, outputs: journey.looks }
    }

    fn act(&mut self, lane: usize, number: usize, state: &mut [f64]) {
        let journey = &mut self.seats[lane].journey;
        let state: &mut [f64; STATES] = state.try_into().expect("the solver keeps the size");
        let mut acted = State::from_array(state);
        let inputs = &mut journey.standing.inputs;
        act(&journey.events[number].action, &mut acted, inputs, journey.params);
        self.cord.inputs.set_lane(lane, inputs);
        *state = acted.to_array();
    }

    fn observe(&mut self, lane: usize, _number: usize, moment: &Moment<'_>) {
        let mut values = [0.0; STATES];
        moment.write(&mut values);
        let seat = &mut self.seats[lane];
        seat.seen.push(seen(&State::from_array(&values), seat.journey.params).map(|value| value.0));
    }

    fn observe_step(&mut self, lane: usize, numbers: Range<usize>, step: &StepView<'_, L>) {
        let Seat { journey, params, seen, .. } = &mut self.seats[lane];
        for days in journey.looks[numbers].chunks(L::WIDTH) {
            L::apart(Look { days, step, params, seen });
        }
    }

    fn watches(&self) -> bool {
        self.watch.is_some()
    }

    fn watch(&mut self, _lane: usize, tried: &Tried) {
        if let Some(watch) = &mut self.watch {
            watch(tried);
        }
    }

    fn leave(&mut self, lane: usize, state: &[f64], outcome: Result<Work, SolveError>) {
        let seat = &mut self.seats[lane];
        let state = State::from_array(state.try_into().expect("the solver keeps the size"));
        let (from, to) = (seat.journey.standing.day, seat.journey.to);
        let day = outcome.as_ref().map_or_else(|cause| cause.day().unwrap_or(from), |_| to);
        let standing = Standing { day, state, inputs: seat.journey.standing.inputs };
        (self.arrive)(seat.number, Arrival { standing, seen: std::mem::take(&mut seat.seen), outcome });
    }
}

/// One look at as many days of one patient as there are lanes.
struct Look<'a, 'b, L> {
    days: &'a [f64],
    step: &'a StepView<'b, L>,
    params: &'a Params<L>,
    seen: &'a mut Vec<Seen>,
}

impl<L: Lanes> Task for Look<'_, '_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut day = L::splat(self.days[0]);
        for (lane, look) in self.days.iter().enumerate() {
            day.set_lane(lane, *look);
        }
        let mut values = [L::splat(0.0); STATES];
        self.step.at_each(day, &mut values);
        let found = seen(&State::from_array(&values), self.params);
        for lane in 0..self.days.len() {
            let mut of_day = [0.0; SEEN.len()];
            for (value, found) in of_day.iter_mut().zip(&found) {
                *value = found.0.lane(lane);
            }
            self.seen.push(of_day);
        }
    }
}

/// What is seen in a state.
#[inline(always)]
fn seen<R: Real>(y: &State<R>, p: &Params<R>) -> [Num<R>; SEEN.len()] {
    let [total, at, below, radicular, inhibited_at, inhibited_below] = pain_and_inhibition(y, p);
    let [dizziness, somnolence] = dizziness_and_somnolence(y, p);
    [total, at, below, radicular, inhibited_at, inhibited_below, dizziness, somnolence]
}
