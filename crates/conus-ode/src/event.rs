//! What happens at exact times? The solve is cut at every event, the event acts, and the pace carries on.
//!
//! An output asked for on the day of an event shows the state **after** the event; every other output is interpolated
//! inside a step. Steps know of events but never of outputs, so no result depends on how often somebody looks.

use crate::control::Pace;
use crate::dense::Moment;
use crate::failure::SolveError;
use crate::problem::System;
use crate::{Solver, Tolerance, Work};

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
pub fn run<S: System>(
    solver: &mut Solver,
    system: &mut S,
    state: &mut [f64],
    timetable: &Timetable<'_>,
    tolerance: &Tolerance,
    mut act: impl FnMut(usize, &mut S, &mut [f64]),
    mut observe: impl FnMut(usize, &Moment<'_>),
) -> Result<Work, SolveError> {
    timetable.check()?;
    let mut pace = Pace::default();
    let mut work = Work::default();
    let (mut acted, mut observed) = (0, 0);
    let mut day = timetable.from;
    loop {
        while timetable.events.get(acted).is_some_and(|&event| event <= day) {
            act(acted, system, state);
            acted += 1;
        }
        while timetable.outputs.get(observed).is_some_and(|&output| output <= day) {
            observe(observed, &Moment::exactly(timetable.outputs[observed], state));
            observed += 1;
        }
        if day >= timetable.to {
            return Ok(work);
        }
        let end = timetable.events.get(acted).copied().unwrap_or(timetable.to);
        work += solver.advance(system, state, day..end, tolerance, &mut pace, |step| {
            while timetable.outputs.get(observed).is_some_and(|&output| output <= step.to && output < end) {
                observe(observed, &step.at(timetable.outputs[observed]));
                observed += 1;
            }
        })?;
        day = end;
    }
}

impl Timetable<'_> {
    fn check(&self) -> Result<(), SolveError> {
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
