//! GROUND: time. Stiff differential equations, solved step by step; this crate knows no biology.
//!
//! - [`problem`]: what a solver must know about a system of equations
//! - [`tableau`]: methods as data
//! - `implicit`: one stiff step; `earlier`: what its stages take from each other; `exact`: what need not be solved; `piece`:
//!   from one event to the next, step by step
//! - [`crowd`]: many patients side by side
//! - [`linear`]: sparse LU of the step matrix; [`pivoting`]: the dense one behind it
//! - [`control`]: accept, reject, next step size
//! - [`dense`]: values between steps, independent of output times
//! - [`event`]: jumps at exact times, and [`run`] over a whole timetable
//! - [`failure`]: why a solve stopped, with day and state
//! - [`watch`]: each step that was tried, for whoever looks closely
//! - [`consistency`]: does a Jacobian belong to its equations?
//!
//! [`Solver::advance`] below is the main path of one patient, [`crowd::follow`] that of many; both take their steps in
//! `piece`. Sums run in a fixed order, lanes do not know of each other and nothing depends on output times, so the same
//! question gives the same bits.

#![forbid(unsafe_code)]

pub mod consistency;
pub mod control;
pub mod crowd;
pub mod dense;
mod earlier;
pub mod event;
mod exact;
pub mod failure;
mod implicit;
pub mod linear;
#[cfg(test)]
mod lu_agreement;
#[cfg(test)]
mod order_conditions;
mod piece;
pub mod pivoting;
pub mod problem;
pub mod tableau;
pub mod watch;

pub use consistency::check_jacobian;
pub use control::Pace;
pub use crowd::{Crowd, follow};
pub use dense::{Look, Moment, StepView, Steps};
pub use event::{Timetable, run};
pub use failure::{PatternError, SolveError};
pub use problem::{Pattern, System};
pub use tableau::{RODAS4P, RODAS5P, Tableau};
pub use watch::Tried;

use conus_num::{Lanes, Num};
use implicit::Stepper;
use piece::Piece;
use std::ops::{AddAssign, Range};

/// Steps that a solver tries between two events unless told otherwise (assumed).
pub const MOST_STEPS: u64 = 100_000;

/// A solver for every patient of one model, `L` of them side by side: workspace and order of elimination, made once.
/// It remembers nothing from one solve to the next; what must be remembered is in [`Pace`].
#[derive(Clone, Debug)]
pub struct Solver<L = f64> {
    size: usize,
    method: &'static Tableau,
    stepper: Stepper<L>,
    /// Steps that one piece between two events may try.
    pub most_steps: u64,
}

impl<L: Lanes> Solver<L> {
    /// A solver by `Rodas5P`.
    #[must_use]
    pub fn new(pattern: &Pattern) -> Self {
        Self::with_method(pattern, &RODAS5P)
    }

    /// A solver by another method.
    #[must_use]
    pub fn with_method(pattern: &Pattern, method: &'static Tableau) -> Self {
        Self { size: pattern.size(), method, stepper: Stepper::new(pattern, method), most_steps: MOST_STEPS }
    }

    fn check<S: System<L> + ?Sized>(
        &self,
        system: &S,
        states: usize,
        tolerance: &Tolerance,
    ) -> Result<(), SolveError> {
        let sizes = [
            ("pattern of the system", system.pattern().size()),
            ("state", states),
            ("absolute tolerance", tolerance.absolute.len()),
        ];
        if let Some(&(what, found)) = sizes.iter().find(|(_, found)| *found != self.size) {
            return Err(SolveError::WrongSize { what, expected: self.size, found });
        }
        tolerance.check()
    }
}

impl Solver {
    /// Integrates `state` over a span of days and shows each accepted step.
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
        self.check(system, state.len(), tolerance)?;
        if !(span.start.is_finite() && span.end.is_finite() && span.start <= span.end) {
            let (from, to) = (span.start, span.end);
            return Err(SolveError::WrongDay { what: "end of the span", day: to, from, to });
        }
        if let Some(index) = state.iter().position(|value| !value.is_finite()) {
            return Err(SolveError::NotFinite { day: span.start, state: system.name(index) });
        }
        let mut pieces = [Piece::new(span, *pace)];
        while pieces[0].is_open() {
            self.attempt(system, state, &mut pieces, tolerance);
            if pieces[0].accepted().is_some() {
                on_step(&self.steps(state, &pieces).alone());
            }
            self.settle(state, &mut pieces);
        }
        let [piece] = pieces;
        *pace = piece.pace;
        piece.outcome.map_or(Ok(piece.work), Err)
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
    pub(crate) fn scale<L: Lanes>(&self, index: usize, before: L, after: L) -> L {
        let (before, after) = (before.magnitude(), after.magnitude());
        let larger = L::select(before.less(after), after, before);
        (self.absolute[index] + self.relative * Num(larger)).0
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
