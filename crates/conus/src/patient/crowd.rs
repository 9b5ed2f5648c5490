//! How do many patients fare? To the bit as one by one ([`super::course::Follower`]), several times as fast.
//!
//! Each lane follows one patient from event to event. What is looked at is computed for as many looks at once as there are
//! lanes, whosever they are: in a quiet year one patient is looked at thirty times within a step, the next not once.

use super::course::{Precision, Sight, Standing, sight};
use super::replay::Unfinished;
use crate::biology::compiled::{Cord, Model, read, variables};
use crate::biology::parameters::Params;
use crate::biology::{Inputs, STATES, State};
use crate::treatment::{Event, act};
pub use conus_num::lanes::Width;
use conus_num::lanes::{Job, MOST_LANES, Task};
use conus_num::trace::trace;
use conus_num::{Lanes, Num};
use conus_ode::{Crowd, Look, Moment, SolveError, Solver, Steps, Timetable, Tried, Work, follow};
use serde::{Deserialize, Serialize};
use std::iter::Enumerate;
use std::slice::Iter;

/// Somebody to follow: what they are made of, where they stand, what is done to them, when they are looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Parameters for life.
    pub params: Params<f64>,
    /// Where the journey starts.
    pub standing: Standing,
    /// Its last day.
    pub to: f64,
    /// Events on the way, ascending.
    pub events: Vec<Event>,
    /// Days on which somebody looks, ascending.
    pub looks: Vec<f64>,
}

/// Where a journey has led.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// Where the patient stands at the end, or at the last day that could be reached.
    pub standing: Standing,
    /// What was seen on each day looked at, in their order; fewer when the equations could not be solved.
    pub seen: Vec<Sight<f64>>,
    /// What it cost, or why it stopped.
    pub outcome: Result<Work, SolveError>,
}

/// Follow patients side by side: by which equations, how many at once, how carefully.
#[derive(Clone, Debug)]
pub struct Followers {
    /// The compiled equations.
    pub model: Model,
    /// How many patients are followed at once. It never changes a result.
    pub width: Width,
    /// How carefully.
    pub precision: Precision,
    /// Indices of the states that are seen or decide what is.
    pub seen: Vec<usize>,
}

impl Followers {
    /// As carefully as in every study, in the width that is fastest.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self { model, width: Width::best(), precision: Precision::STUDY, seen: seen() }
    }

    /// Where each journey has led, in their order.
    ///
    /// # Panics
    /// Never: everybody arrives.
    #[must_use]
    pub fn follow(&self, journeys: &[Journey]) -> Vec<Arrival> {
        let mut arrivals = vec![None; journeys.len()];
        self.follow_each(journeys, &mut |number, arrival| arrivals[number] = Some(arrival));
        arrivals.into_iter().map(|arrival| arrival.expect("everybody arrives")).collect()
    }

    /// The same for those who arrive; of the others, all that is needed to follow them again.
    #[must_use]
    pub fn follow_to_the_end(&self, journeys: &[Journey]) -> Vec<Result<Arrival, Unfinished>> {
        let finished = |(journey, arrival): (&Journey, Arrival)| match arrival.outcome {
            Ok(_) => Ok(arrival),
            Err(cause) => Err(Unfinished::of(journey, self.precision, cause)),
        };
        journeys.iter().zip(self.follow(journeys)).map(finished).collect()
    }

    /// `arrive(number, arrival)` hears of each as they arrive, in no particular order, and nothing is kept of them.
    pub fn follow_each(&self, journeys: &[Journey], arrive: &mut dyn FnMut(usize, Arrival)) {
        self.width.run(Following { by: self, journeys, arrive, watch: None });
    }

    /// Follows one patient; `watch` sees each step that is tried.
    ///
    /// # Panics
    /// Never: everybody arrives.
    pub fn follow_closely(&self, journey: &Journey, watch: &mut dyn FnMut(&Tried)) -> Arrival {
        let (mut arrived, journeys) = (None, std::slice::from_ref(journey));
        let arrive = &mut |_, arrival| arrived = Some(arrival);
        Width::One.run(Following { by: self, journeys, arrive, watch: Some(watch) });
        arrived.expect("everybody arrives")
    }
}

/// The states on which what is seen depends, by the trace of [`sight`].
fn seen() -> Vec<usize> {
    let names = Sight::<f64>::NAMES.iter().map(|name| (*name).to_owned());
    let graph = trace(&variables(), |all| {
        let (y, _, p) = read(all);
        names.zip(sight(&y, &p).to_array().map(Num)).collect()
    });
    let outputs: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
    let reached = graph.reachable(&outputs);
    let decides =
        |index: &usize| graph.input(State::<f64>::NAMES[*index]).is_some_and(|node| reached.contains(&node));
    (0..STATES).filter(decides).collect()
}

struct Following<'a> {
    by: &'a Followers,
    journeys: &'a [Journey],
    arrive: &'a mut dyn FnMut(usize, Arrival),
    watch: Option<&'a mut dyn FnMut(&Tried)>,
}

impl Job for Following<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let Some(first) = self.journeys.first() else { return };
        let cord = Cord::new(&self.by.model, Params::splat(&first.params));
        let seats = vec![Seat::of(0, first); L::WIDTH];
        let mut solver = Solver::<L>::new(self.by.model.pattern());
        solver.most_steps = self.by.precision.most_steps;
        let (arrive, watch) = (self.arrive, self.watch);
        let (waiting, wanted) = (self.journeys.iter().enumerate(), &self.by.seen[..]);
        let mut bus = Bus { cord, wanted, waiting, seats, arrive, watch };
        follow(&mut solver, &mut bus, &self.by.precision.tolerance());
    }
}

/// Who sits in a lane.
#[derive(Clone)]
struct Seat<'a> {
    number: usize,
    journey: &'a Journey,
    /// What is being done now.
    inputs: Inputs<f64>,
    /// Days of the events.
    days: Vec<f64>,
    seen: Vec<Sight<f64>>,
}

impl<'a> Seat<'a> {
    fn of(number: usize, journey: &'a Journey) -> Self {
        Self {
            number,
            journey,
            inputs: journey.standing.inputs,
            days: journey.events.iter().map(|event| event.day).collect(),
            seen: Vec::with_capacity(journey.looks.len()),
        }
    }
}

/// All lanes, and who waits for one.
struct Bus<'a, L: Lanes> {
    cord: Cord<'a, L>,
    wanted: &'a [usize],
    waiting: Enumerate<Iter<'a, Journey>>,
    seats: Vec<Seat<'a>>,
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
        self.seats[lane] = Seat::of(number, journey);
        self.cord.params.set_lane(lane, &journey.params);
        self.cord.inputs.set_lane(lane, &journey.standing.inputs);
        state.clear();
        state.extend(journey.standing.state.to_array());
        true
    }

    fn timetable(&self, lane: usize) -> Timetable<'_> {
        let Seat { journey, days, .. } = &self.seats[lane];
        Timetable { from: journey.standing.day, to: journey.to, events: days, outputs: &journey.looks }
    }

    fn act(&mut self, lane: usize, number: usize, state: &mut [f64]) {
        let Seat { journey, inputs, .. } = &mut self.seats[lane];
        let state: &mut [f64; STATES] = state.try_into().expect("the solver keeps the size");
        let mut acted = State::from_array(state);
        act(&journey.events[number].action, &mut acted, inputs, &journey.params);
        self.cord.inputs.set_lane(lane, inputs);
        *state = acted.to_array();
    }

    fn observe(&mut self, lane: usize, _number: usize, moment: &Moment<'_>) {
        let mut values = [0.0; STATES];
        moment.write(&mut values);
        let Seat { journey, seen, .. } = &mut self.seats[lane];
        seen.push(sight(&State::from_array(&values), &journey.params));
    }

    fn observe_steps(&mut self, looks: &[Look], steps: &Steps<'_, L>) {
        let mut found = [L::splat(0.0); Sight::<f64>::COUNT];
        L::apart(Seeing { looks, wanted: self.wanted, steps, cord: &self.cord, found: &mut found });
        for (place, look) in looks.iter().enumerate() {
            let mut sight = [0.0; Sight::<f64>::COUNT];
            sight.iter_mut().zip(&found).for_each(|(value, found)| *value = found.lane(place));
            self.seats[look.lane].seen.push(Sight::from_array(&sight));
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
        let standing = Standing { day, state, inputs: seat.inputs };
        (self.arrive)(seat.number, Arrival { standing, seen: std::mem::take(&mut seat.seen), outcome });
    }
}

/// What is seen in as many looks as there are lanes.
struct Seeing<'a, 'b, L: Lanes> {
    looks: &'a [Look],
    /// The states that are seen or decide what is.
    wanted: &'a [usize],
    steps: &'a Steps<'b, L>,
    cord: &'a Cord<'b, L>,
    found: &'a mut [L; Sight::<f64>::COUNT],
}

impl<L: Lanes> Task for Seeing<'_, '_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (mut lanes, mut days) = ([0; MOST_LANES], L::splat(self.looks[0].day));
        for (place, look) in self.looks.iter().enumerate() {
            lanes[place] = look.lane;
            days.set_lane(place, look.day);
        }
        let pick = L::pick(&lanes[..L::WIDTH]);
        let cord = self.cord.picked(&pick);
        let mut values = [L::splat(0.0); STATES];
        self.steps.at_each(&cord, (&pick, days), self.wanted, &mut values);
        *self.found = sight(&State::from_array(&values), &cord.params).to_array();
    }
}
