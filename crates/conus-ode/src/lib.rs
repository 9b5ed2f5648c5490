//! GROUND: time. Stiff differential equations, solved step by step; this crate knows no biology.
//!
//! - [`problem`]: what a solver must know about a system of equations
//! - [`tableau`]: methods as data
//! - `implicit`: one stiff step
//! - [`linear`]: sparse LU of the step matrix; [`pivoting`]: the dense one behind it
//! - [`control`]: accept, reject, next step size
//! - [`dense`]: values between steps, independent of output times
//! - [`event`]: jumps at exact times, and [`run`] over a whole timetable
//! - [`failure`]: why a solve stopped, with day and state
//! - [`consistency`]: does a Jacobian belong to its equations?
//!
//! [`Solver::advance`] below is the main path. Sums run in a fixed order and nothing depends on output times, so the
//! same question gives the same bits.

pub mod consistency;
pub mod control;
pub mod dense;
pub mod event;
pub mod failure;
mod implicit;
pub mod linear;
#[cfg(test)]
mod lu_agreement;
#[cfg(test)]
mod order_conditions;
pub mod pivoting;
pub mod problem;
pub mod tableau;

pub use consistency::check_jacobian;
pub use control::Pace;
pub use dense::{Moment, StepView};
pub use event::{Timetable, run};
pub use failure::{PatternError, SolveError};
pub use problem::{Pattern, System};
pub use tableau::{RODAS4P, RODAS5P, Tableau};

use implicit::{Stepper, Trial};
use std::ops::{AddAssign, Range};

/// After this many matrices in a row that the fixed order cannot factorise, shorter steps are no cure (assumed).
const MOST_UNUSABLE: u32 = 4;

/// A solver for every patient of one model: workspace and order of elimination, made once. It remembers nothing from
/// one solve to the next; what must be remembered is in [`Pace`].
#[derive(Clone, Debug)]
pub struct Solver {
    size: usize,
    method: &'static Tableau,
    stepper: Stepper,
    /// Steps that one call of [`Self::advance`] may try.
    pub most_steps: u64,
}

impl Solver {
    /// A solver by `Rodas5P`.
    #[must_use]
    pub fn new(pattern: &Pattern) -> Self {
        Self::with_method(pattern, &RODAS5P)
    }

    /// A solver by another method.
    #[must_use]
    pub fn with_method(pattern: &Pattern, method: &'static Tableau) -> Self {
        Self { size: pattern.size(), method, stepper: Stepper::new(pattern, method), most_steps: 100_000 }
    }

    /// Integrates `state` over a span of days and shows each accepted step. Nothing is allocated.
    ///
    /// # Errors
    /// Says why and where no acceptable step was found; `state` is then the last accepted one.
    pub fn advance<S: System + ?Sized>(
        &mut self,
        system: &S,
        state: &mut [f64],
        span: Range<f64>,
        tolerance: &Tolerance,
        pace: &mut Pace,
        mut on_step: impl FnMut(&StepView<'_>),
    ) -> Result<Work, SolveError> {
        self.check(system, state, &span, tolerance)?;
        self.stepper.pivoting = false;
        let mut work = Work::default();
        let mut day = span.start;
        while day < span.end {
            let begun = self.stepper.begin(system, day, state, &mut work);
            begun.map_err(|index| SolveError::NotFinite { day, state: system.name(index) })?;
            if pace.next().is_none() {
                pace.set(self.first_step(system, state, &span, tolerance, &mut work));
            }
            if work.steps == 0 {
                // What a tiny piece before this one left behind is no reason to fail.
                pace.at_least(10.0 * least_step(&span));
            }
            let to = self.accepted_step(system, state, day..span.end, tolerance, pace, &mut work)?;
            on_step(&StepView {
                from: day,
                to,
                before: state,
                after: &self.stepper.after,
                stages: &self.stepper.stages,
                method: self.method,
            });
            state.copy_from_slice(&self.stepper.after);
            day = to;
        }
        Ok(work)
    }

    /// Tries shorter and shorter steps until one is accepted; returns the day it reaches.
    fn accepted_step<S: System + ?Sized>(
        &mut self,
        system: &S,
        state: &[f64],
        left: Range<f64>,
        tolerance: &Tolerance,
        pace: &mut Pace,
        work: &mut Work,
    ) -> Result<f64, SolveError> {
        let day = left.start;
        let least_day = least_step(&left);
        let mut unusable = 0;
        let mut trial = Trial::Error(f64::INFINITY);
        loop {
            let proposed = pace.next().unwrap_or(left.end - day);
            if proposed < least_day {
                return Err(self.failure(system, state, day, least_day, tolerance, trial));
            }
            if work.steps + work.rejected >= self.most_steps {
                return Err(SolveError::TooManySteps { day, steps: self.most_steps });
            }
            let (step, to) = clip(&left, proposed);
            trial = self.stepper.attempt(system, day, step, state, tolerance, work);
            match trial {
                Trial::Error(error) if error <= 1.0 => {
                    pace.accept(step, error, self.method.order);
                    work.steps += 1;
                    work.pivoted += u64::from(self.stepper.pivoting);
                    return Ok(to);
                }
                Trial::Error(error) => pace.reject(step, error, self.method.order),
                Trial::NotFinite => pace.halve(step),
                Trial::Unusable if unusable == MOST_UNUSABLE && !self.stepper.pivoting => {
                    self.stepper.pivoting = true;
                }
                Trial::Unusable => {
                    unusable += 1;
                    pace.halve(step);
                }
            }
            work.rejected += 1;
        }
    }

    fn failure<S: System + ?Sized>(
        &self,
        system: &S,
        state: &[f64],
        day: f64,
        least_day: f64,
        tolerance: &Tolerance,
        trial: Trial,
    ) -> SolveError {
        match trial {
            Trial::Unusable => SolveError::SingularMatrix { day },
            Trial::NotFinite => {
                SolveError::NotFinite { day, state: system.name(self.stepper.first_not_finite()) }
            }
            Trial::Error(_) => {
                let state = system.name(self.stepper.largest_error(state, tolerance));
                SolveError::StepTooSmall { day, least_day, state }
            }
        }
    }

    fn first_step<S: System + ?Sized>(
        &mut self,
        system: &S,
        state: &[f64],
        span: &Range<f64>,
        tolerance: &Tolerance,
        work: &mut Work,
    ) -> f64 {
        let (day, length) = (span.start, span.end - span.start);
        let euler = control::euler_step(state, &self.stepper.first_slope, tolerance, length);
        work.slopes += 1;
        let slopes = self.stepper.slopes_around_euler(system, day, euler, state);
        control::first_step(euler, state, slopes, tolerance, self.method.order, length)
    }

    fn check<S: System + ?Sized>(
        &self,
        system: &S,
        state: &[f64],
        span: &Range<f64>,
        tolerance: &Tolerance,
    ) -> Result<(), SolveError> {
        let sizes = [
            ("pattern of the system", system.pattern().size()),
            ("state", state.len()),
            ("absolute tolerance", tolerance.absolute.len()),
        ];
        if let Some(&(what, found)) = sizes.iter().find(|(_, found)| *found != self.size) {
            return Err(SolveError::WrongSize { what, expected: self.size, found });
        }
        if !(span.start.is_finite() && span.end.is_finite() && span.start <= span.end) {
            let (from, to) = (span.start, span.end);
            return Err(SolveError::WrongDay { what: "end of the span", day: to, from, to });
        }
        if let Some(index) = state.iter().position(|value| !value.is_finite()) {
            return Err(SolveError::NotFinite { day: span.start, state: system.name(index) });
        }
        tolerance.check()
    }
}

/// The error allowed in each state: `absolute + relative * |state|`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tolerance {
    /// Share of the state.
    pub relative: f64,
    /// One value per state, in the unit of the state.
    pub absolute: Vec<f64>,
}

impl Tolerance {
    /// The same absolute tolerance for every state.
    #[must_use]
    pub fn uniform(relative: f64, absolute: f64, size: usize) -> Self {
        Self { relative, absolute: vec![absolute; size] }
    }

    /// Allowed error of one state over a step.
    #[inline(always)]
    pub(crate) fn scale(&self, index: usize, before: f64, after: f64) -> f64 {
        self.absolute[index] + self.relative * before.abs().max(after.abs())
    }

    fn check(&self) -> Result<(), SolveError> {
        let good = |value: f64| value.is_finite() && value > 0.0;
        let bad = self.absolute.iter().copied().find(|&absolute| !good(absolute));
        if good(self.relative) && bad.is_none() {
            return Ok(());
        }
        let absolute = bad.or(self.absolute.first().copied()).unwrap_or(0.0);
        Err(SolveError::WrongTolerance { relative: self.relative, absolute })
    }
}

/// What a solve cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Accepted steps.
    pub steps: u64,
    /// Steps tried in vain.
    pub rejected: u64,
    /// Evaluations of the slope.
    pub slopes: u64,
    /// Evaluations of the Jacobian.
    pub jacobians: u64,
    /// Factorisations of the step matrix.
    pub factorisations: u64,
    /// Accepted steps that needed pivoting.
    pub pivoted: u64,
}

impl AddAssign for Work {
    fn add_assign(&mut self, other: Self) {
        self.steps += other.steps;
        self.rejected += other.rejected;
        self.slopes += other.slopes;
        self.jacobians += other.jacobians;
        self.factorisations += other.factorisations;
        self.pivoted += other.pivoted;
    }
}

/// Cuts a step at the end of what is left, and lengthens it a little rather than leave a crumb.
fn clip(left: &Range<f64>, step: f64) -> (f64, f64) {
    if left.start + 1.0001 * step >= left.end {
        (left.end - left.start, left.end)
    } else {
        (step, left.start + step)
    }
}

/// Below this, a step no longer moves the clock by more than its rounding.
fn least_step(left: &Range<f64>) -> f64 {
    (4.0 * f64::EPSILON * left.start.abs()).max(1e-20 * (left.end - left.start))
}
