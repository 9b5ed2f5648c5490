//! How does a lane get from one event to the next? Step by step: all lanes try one at the same time, and each accepts or
//! rejects its own.

use crate::control::{self, Growth, Pace};
use crate::dense::Steps;
use crate::failure::SolveError;
use crate::implicit::Trial;
use crate::problem::System;
use crate::{Solver, Tolerance, Work};
use conus_num::Lanes;
use std::ops::Range;

/// After this many matrices in a row that the fixed order cannot factorise, shorter steps are no cure (assumed).
const MOST_UNUSABLE: u32 = 4;

/// The piece between two events that one lane is on.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Day reached.
    day: f64,
    /// Day of the next event.
    end: f64,
    /// Carried from piece to piece.
    pub(crate) pace: Pace,
    /// What this piece cost.
    pub(crate) work: Work,
    /// Why it stopped before its end.
    pub(crate) outcome: Option<SolveError>,
    /// Whether slope and Jacobian at `day` have been evaluated.
    begun: bool,
    unusable: u32,
    pivoting: bool,
    last: Trial,
    /// Length and end of the step that is tried.
    tried: Option<(f64, f64)>,
    accepted: bool,
}

impl Piece {
    pub(crate) fn new(span: Range<f64>, pace: Pace) -> Self {
        Self {
            day: span.start,
            end: span.end,
            pace,
            work: Work::default(),
            outcome: None,
            begun: false,
            unusable: 0,
            pivoting: false,
            last: Trial::Error(f64::INFINITY),
            tried: None,
            accepted: false,
        }
    }

    /// A piece of no length, for a lane in which nobody sits.
    pub(crate) fn none() -> Self {
        Self::new(0.0..0.0, Pace::default())
    }

    /// Whether there is a step to take.
    pub(crate) fn is_open(&self) -> bool {
        self.day < self.end && self.outcome.is_none()
    }

    /// Last day of the step that was tried, if it was accepted.
    pub(crate) fn accepted(&self) -> Option<f64> {
        self.tried.filter(|_| self.accepted).map(|(_, to)| to)
    }

    fn left(&self) -> Range<f64> {
        self.day..self.end
    }

    /// Day, length, acceptance and fate of the step that is tried.
    pub(crate) fn tried(&self) -> Option<(f64, f64, bool, Trial)> {
        self.tried.map(|(length, _)| (self.day, length, self.accepted, self.last))
    }
}

impl<L: Lanes> Solver<L> {
    /// Tries one step in every open piece.
    #[inline(always)]
    pub(crate) fn attempt<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        state: &[L],
        pieces: &mut [Piece],
        tolerance: &Tolerance,
    ) {
        let day = each(pieces, |piece| piece.day);
        if pieces.iter().any(|piece| piece.is_open() && !piece.begun) {
            self.begin(system, day, state, pieces, tolerance);
        }
        for (lane, piece) in pieces.iter_mut().enumerate() {
            self.propose(system, lane, piece, state, tolerance);
        }
        if pieces.iter().all(|piece| piece.tried.is_none()) {
            return;
        }
        let step = each(pieces, |piece| piece.tried.map_or(1.0, |(step, _)| step));
        let trials = self.stepper.attempt(system, day, step, state, tolerance);
        let mut error = L::splat(1.0);
        for (lane, trial) in trials.iter().enumerate().take(L::WIDTH) {
            if let Trial::Error(of_lane) = trial {
                error.set_lane(lane, *of_lane);
            }
        }
        let growth = Growth::of(error, each(pieces, |piece| piece.pace.last_error()), self.method.order);
        for (lane, (piece, trial)) in pieces.iter_mut().zip(trials).enumerate() {
            judge(piece, trial, growth.lane(lane), self.method.stages() as u64);
        }
    }

    /// The steps that were tried, to be looked at before [`Self::settle`] in lanes that accept theirs.
    pub(crate) fn steps<'a>(&'a self, state: &'a [L], pieces: &[Piece]) -> Steps<'a, L> {
        Steps {
            from: each(pieces, |piece| piece.day),
            to: each(pieces, |piece| piece.tried.map_or(piece.day, |(_, to)| to)),
            before: state,
            after: &self.stepper.after,
            stages: &self.stepper.stages,
            method: self.method,
        }
    }

    /// Moves on in every lane that has accepted its step.
    #[inline(always)]
    pub(crate) fn settle(&mut self, state: &mut [L], pieces: &mut [Piece]) {
        let moves = each::<L>(pieces, |piece| f64::from(u8::from(piece.accepted)));
        let moves = moves.equal(L::splat(1.0));
        for (value, after) in state.iter_mut().zip(&self.stepper.after) {
            *value = L::select(moves, *after, *value);
        }
        for piece in pieces.iter_mut() {
            if let (true, Some((_, to))) = (piece.accepted, piece.tried) {
                piece.day = to;
                piece.begun = false;
                piece.unusable = 0;
                piece.last = Trial::Error(f64::INFINITY);
            }
            piece.accepted = false;
            piece.tried = None;
        }
    }

    /// Evaluates the start of a step in every lane, and chooses the first step of those that have none.
    #[inline(always)]
    fn begin<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        day: L,
        state: &[L],
        pieces: &mut [Piece],
        tolerance: &Tolerance,
    ) {
        self.stepper.begin(system, day, state);
        let sound = self.stepper.sound();
        let new = |piece: &Piece| piece.is_open() && !piece.begun;
        for (lane, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| new(piece)) {
            piece.work.slopes += 1;
            piece.work.jacobians += 1;
            if !L::holds(sound, lane) {
                let state = system.name(self.stepper.unsound_state(lane, system.pattern()));
                piece.outcome = Some(SolveError::NotFinite { day: piece.day, state });
            }
        }
        if pieces.iter().any(|piece| new(piece) && piece.pace.next().is_none()) {
            self.first_steps(system, day, state, pieces, tolerance);
        }
        for (lane, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| new(piece)) {
            piece.begun = true;
            if piece.work.steps == 0 && self.stepper.drives(lane) {
                piece.pace.open();
            }
            if piece.work.steps == 0 {
                // What a tiny piece before this one left behind is no reason to fail.
                piece.pace.at_least(10.0 * least_step(&piece.left()));
            }
        }
    }

    #[inline(always)]
    fn first_steps<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        day: L,
        state: &[L],
        pieces: &mut [Piece],
        tolerance: &Tolerance,
    ) {
        let known = |index: usize| system.pattern().exact().contains(&index);
        let column = |values: &[L], lane: usize| -> Vec<f64> {
            let of_lane = |(index, value): (usize, &L)| if known(index) { 0.0 } else { value.lane(lane) };
            values.iter().enumerate().map(of_lane).collect()
        };
        let mut euler = L::splat(0.0);
        let wants = |piece: &Piece| piece.is_open() && !piece.begun && piece.pace.next().is_none();
        for (lane, piece) in pieces.iter().enumerate().filter(|(_, piece)| wants(piece)) {
            let (state, slope) = (column(state, lane), column(&self.stepper.first_slope, lane));
            euler.set_lane(lane, control::euler_step(&state, &slope, tolerance, piece.end - piece.day));
        }
        let (early, late) = self.stepper.slopes_around_euler(system, day, euler, state);
        for (lane, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| wants(piece)) {
            let (state, early, late) = (column(state, lane), column(early, lane), column(late, lane));
            let (euler, length) = (euler.lane(lane), piece.end - piece.day);
            let slopes = (&early[..], &late[..]);
            let step = control::first_step(euler, &state, slopes, tolerance, self.method.order, length);
            piece.work.slopes += 1;
            piece.pace.set(step);
        }
    }

    /// Chooses the step that an open piece tries, or ends the piece.
    fn propose<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        lane: usize,
        piece: &mut Piece,
        state: &[L],
        tolerance: &Tolerance,
    ) {
        self.stepper.pivoting[lane] = piece.pivoting && piece.is_open();
        if !piece.is_open() {
            return;
        }
        let left = piece.left();
        let (day, least_day) = (left.start, least_step(&left));
        let proposed = piece.pace.next().unwrap_or(left.end - day);
        if proposed < least_day {
            piece.outcome = Some(match piece.last {
                Trial::Unusable => SolveError::SingularMatrix { day },
                Trial::NotFinite => {
                    SolveError::NotFinite { day, state: system.name(self.stepper.first_not_finite(lane)) }
                }
                Trial::Error(_) => {
                    let state = system.name(self.stepper.largest_error(lane, state, tolerance));
                    SolveError::StepTooSmall { day, least_day, state }
                }
            });
        } else if piece.work.steps + piece.work.rejected >= self.most_steps {
            piece.outcome = Some(SolveError::TooManySteps { day, steps: self.most_steps });
        } else {
            piece.tried = Some(clip(&left, proposed));
        }
    }
}

/// Accepts or rejects the step that was tried.
fn judge(piece: &mut Piece, trial: Trial, growth: Growth<f64>, stages: u64) {
    let Some((step, _)) = piece.tried else { return };
    piece.last = trial;
    piece.work.factorisations += 1;
    if trial != Trial::Unusable {
        piece.work.slopes += stages - 1;
    }
    match trial {
        Trial::Error(error) if error <= 1.0 => {
            piece.pace.accept(step, error, growth);
            piece.accepted = true;
            piece.work.steps += 1;
            piece.work.pivoted += u64::from(piece.pivoting);
            return;
        }
        Trial::Error(_) => piece.pace.reject(step, growth),
        Trial::NotFinite => piece.pace.halve(step),
        Trial::Unusable if piece.unusable == MOST_UNUSABLE && !piece.pivoting => piece.pivoting = true,
        Trial::Unusable => {
            piece.unusable += 1;
            piece.pace.halve(step);
        }
    }
    piece.work.rejected += 1;
}

/// One number of each piece in its lane.
#[inline(always)]
fn each<L: Lanes>(pieces: &[Piece], number: impl Fn(&Piece) -> f64) -> L {
    let mut all = L::splat(0.0);
    for (lane, piece) in pieces.iter().enumerate() {
        all.set_lane(lane, number(piece));
    }
    all
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
