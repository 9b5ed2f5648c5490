//! What happens at exact times? The solve is cut at every event, the event acts, and the pace carries on.
//!
//! An output asked for on the day of an event shows the state **after** the event; every other output is interpolated
//! inside a step. Steps know of events but never of outputs, so no result depends on how often somebody looks.

use crate::crowd::{Crowd, follow};
use crate::dense::{Look, Moment, Steps};
use crate::failure::SolveError;
use crate::problem::System;
use crate::{Solver, Tolerance, Work};
use std::ops::Range;

/// When a run starts, ends, is acted on and is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Timetable<'a> {
    /// First day.
    pub from: f64,
    /// Last day.
    pub to: f64,
    /// Days of events, ascending; several on one day act in their order.
    pub events: &'a [f64],
    /// Days of outputs, ascending.
    pub outputs: &'a [f64],
}

/// Integrates over a timetable. `act(number, system, state)` applies an event; `observe(number, moment)` reads an
/// output. `state` ends as the state on the last day, after the events of that day.
///
/// # Errors
/// When a day is out of order or outside, or when a step fails; outputs before the failure have been observed.
///
/// # Panics
/// Never: whoever is seated leaves.
pub fn run<S: System>(
    solver: &mut Solver,
    system: &mut S,
    state: &mut [f64],
    timetable: &Timetable<'_>,
    tolerance: &Tolerance,
    act: impl FnMut(usize, &mut S, &mut [f64]),
    observe: impl FnMut(usize, &Moment<'_>),
) -> Result<Work, SolveError> {
    let mut alone = Alone { system, state, timetable, act, observe, outcome: None };
    follow(solver, &mut alone, tolerance);
    alone.outcome.expect("whoever is seated leaves")
}

/// A crowd of one.
struct Alone<'a, S, A, O> {
    system: &'a mut S,
    state: &'a mut [f64],
    timetable: &'a Timetable<'a>,
    act: A,
    observe: O,
    outcome: Option<Result<Work, SolveError>>,
}

impl<S, A, O> Crowd<f64> for Alone<'_, S, A, O>
where
    S: System,
    A: FnMut(usize, &mut S, &mut [f64]),
    O: FnMut(usize, &Moment<'_>),
{
    type Equations = S;

    fn equations(&self) -> &S {
        self.system
    }

    fn seat(&mut self, _lane: usize, state: &mut Vec<f64>) -> bool {
        state.clear();
        state.extend_from_slice(self.state);
        self.outcome.is_none()
    }

    fn timetable(&self, _lane: usize) -> Timetable<'_> {
        *self.timetable
    }

    fn act(&mut self, _lane: usize, number: usize, state: &mut [f64]) {
        (self.act)(number, self.system, state);
    }

    fn observe(&mut self, _lane: usize, number: usize, moment: &Moment<'_>) {
        (self.observe)(number, moment);
    }

    fn observe_steps(&mut self, looks: &[Look], steps: &Steps<'_, f64>) {
        for look in looks {
            (self.observe)(look.number, &steps.alone().at(&*self.system, look.day));
        }
    }

    fn leave(&mut self, _lane: usize, state: &[f64], outcome: Result<Work, SolveError>) {
        if state.len() == self.state.len() {
            self.state.copy_from_slice(state);
        }
        self.outcome = Some(outcome);
    }
}

impl Timetable<'_> {
    /// Whether the event of that number is due on a day.
    pub(crate) fn acts(&self, number: usize, day: f64) -> bool {
        self.events.get(number).is_some_and(|event| *event <= day)
    }

    /// Whether the output of that number is due on a day.
    pub(crate) fn looks(&self, number: usize, day: f64) -> bool {
        self.outputs.get(number).is_some_and(|output| *output <= day)
    }

    /// Where the piece ends before which so many events have acted.
    pub(crate) fn end(&self, acted: usize) -> f64 {
        self.events.get(acted).copied().unwrap_or(self.to)
    }

    /// Outputs from that number on within a step to a day, but before the end of its piece.
    pub(crate) fn within(&self, first: usize, to: f64, end: f64) -> Range<usize> {
        let count =
            self.outputs[first..].iter().take_while(|output| **output <= to && **output < end).count();
        first..first + count
    }

    pub(crate) fn check(&self) -> Result<(), SolveError> {
        let Self { from, to, .. } = *self;
        let wrong = |what, day| Err(SolveError::WrongDay { what, day, from, to });
        if !(from.is_finite() && to.is_finite() && from <= to) {
            return wrong("end of the span", to);
        }
        for (what, days) in [("event", self.events), ("output", self.outputs)] {
            let mut least = from;
            for &day in days {
                if !(least <= day && day <= to) {
                    return wrong(what, day);
                }
                least = day;
            }
        }
        Ok(())
    }
}
