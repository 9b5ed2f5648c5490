//! What is one stiff step? Eight linear systems with one matrix, and an error estimate for nothing.
//!
//! Stage i solves `W k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + sum_j c_ij k_j / h + gamma_i h df/dt` with
//! `W = I/(h gamma) - J`; the new state is the last argument plus the last stage, and the last stage is the error
//! (Hairer & Wanner, Solving ODEs II, equations IV.7.25 and section VI.4).
//!
//! States that are known ([`crate::exact`]) are not solved for: a stage sees them where they are at its time, their own
//! stages are zero, and so is their error.

use crate::Tolerance;
use crate::earlier::{Argument, add, gather, weights};
use crate::exact::Exact;
use crate::linear::SparseLu;
use crate::pivoting::DenseLu;
use crate::problem::{Pattern, System};
use crate::tableau::Tableau;
use conus_num::lanes::MOST_LANES;
use conus_num::{Lanes, Num};

/// Everything one step of every lane needs, allocated once.
#[derive(Clone, Debug)]
pub(crate) struct Stepper<L = f64> {
    method: &'static Tableau,
    continues: Vec<bool>,
    sparse: SparseLu<L>,
    /// One for each lane.
    dense: Vec<DenseLu>,
    /// Lanes in which the fixed order of elimination has failed too often: dense LU with pivoting.
    pub(crate) pivoting: [bool; MOST_LANES],
    /// Slope at the start of the step.
    pub(crate) first_slope: Vec<L>,
    entries: Vec<L>,
    time_slope: Vec<L>,
    /// Whether the day itself moves what is solved, in any lane. Adding nothing to a sum that began at +0 changes no bit, so
    /// neighbours do not matter.
    moves: bool,
    exact: Exact<L>,
    argument: Vec<L>,
    slope: Vec<L>,
    /// One stage after the other.
    pub(crate) stages: Vec<L>,
    /// State at the end of the step.
    pub(crate) after: Vec<L>,
}

/// What became of a tried step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Trial {
    /// All numbers are finite; the error in units of the tolerance.
    Error(f64),
    /// Some number is not finite.
    NotFinite,
    /// The matrix could not be factorised reliably.
    Unusable,
}

impl<L: Lanes> Stepper<L> {
    pub(crate) fn new(pattern: &Pattern, method: &'static Tableau) -> Self {
        let zeros = |count: usize| vec![L::splat(0.0); count];
        let size = pattern.size();
        Self {
            method,
            continues: (0..method.stages()).map(|stage| method.continues(stage)).collect(),
            sparse: SparseLu::new(pattern),
            dense: vec![DenseLu::new(pattern); L::WIDTH],
            pivoting: [false; MOST_LANES],
            first_slope: zeros(size),
            entries: zeros(pattern.places().len()),
            time_slope: zeros(size),
            moves: false,
            exact: Exact::new(pattern),
            argument: zeros(size),
            slope: zeros(size),
            stages: zeros(size * method.stages()),
            after: zeros(size),
        }
    }

    /// Evaluates all that depends on the start of the step alone; it serves rejected trials too.
    #[inline(always)]
    pub(crate) fn begin<S: System<L> + ?Sized>(&mut self, system: &S, day: L, state: &[L]) {
        system.slope_and_jacobian(day, state, &mut self.first_slope, &mut self.entries);
        self.moves = !system.is_autonomous() || (0..L::WIDTH).any(|lane| self.drives(lane));
        if self.moves {
            system.time_slope(day, state, &mut self.time_slope);
            self.exact.add_drive(&self.entries, &self.first_slope, &mut self.time_slope);
        } else {
            self.time_slope.fill(L::splat(0.0));
        }
    }

    /// Whether known states of a lane move where [`Self::begin`] stood.
    pub(crate) fn drives(&self, lane: usize) -> bool {
        self.exact.move_with(&self.first_slope, lane)
    }

    /// Lanes in which all that [`Self::begin`] evaluated is finite.
    #[inline(always)]
    pub(crate) fn sound(&self) -> L::Mask {
        let slopes = L::both(finite(&self.first_slope), finite(&self.time_slope));
        L::both(slopes, finite(&self.entries))
    }

    /// The first state whose equation is not finite in a lane that is not [`Self::sound`].
    pub(crate) fn unsound_state(&self, lane: usize, pattern: &Pattern) -> usize {
        let slope = first_not_finite(&self.first_slope, lane);
        let of_entry = || first_not_finite(&self.entries, lane).map(|entry| pattern.places()[entry].0);
        slope.or_else(|| first_not_finite(&self.time_slope, lane)).or_else(of_entry).unwrap_or(0)
    }

    /// Tries one step in every lane from where [`Self::begin`] stood.
    #[inline(always)]
    pub(crate) fn attempt<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        day: L,
        step: L,
        state: &[L],
        tolerance: &Tolerance,
    ) -> [Trial; MOST_LANES] {
        let diagonal = (1.0 / (Num(step) * self.method.gamma)).0;
        let usable = self.factor(system, diagonal);
        if !usable.contains(&true) {
            return [Trial::Unusable; MOST_LANES];
        }
        for stage in 0..self.method.stages() {
            self.right_hand_side(system, stage, day, step, state);
            self.solve(system, stage, state.len());
        }
        let mut trials = self.finish(state, tolerance);
        for (trial, usable) in trials.iter_mut().zip(usable) {
            if !usable {
                *trial = Trial::Unusable;
            }
        }
        trials
    }

    /// Factorises the step matrix of every lane; false where it must not be used.
    #[inline(always)]
    fn factor<S: System<L> + ?Sized>(&mut self, system: &S, diagonal: L) -> [bool; MOST_LANES] {
        let trusted = system.factor(&mut self.sparse, diagonal, &self.entries);
        let mut usable = [false; MOST_LANES];
        for (lane, usable) in usable.iter_mut().enumerate().take(L::WIDTH) {
            *usable = L::holds(trusted, lane);
            if self.pivoting[lane] {
                let entries: Vec<f64> = self.entries.iter().map(|entry| entry.lane(lane)).collect();
                *usable = self.dense[lane].factor(diagonal.lane(lane), &entries);
            }
        }
        usable
    }

    #[inline(always)]
    fn solve<S: System<L> + ?Sized>(&mut self, system: &S, stage: usize, size: usize) {
        let current = &mut self.stages[stage * size..(stage + 1) * size];
        if !self.pivoting.contains(&true) {
            return system.solve(&mut self.sparse, current);
        }
        let right = current.to_vec();
        system.solve(&mut self.sparse, current);
        for lane in (0..L::WIDTH).filter(|lane| self.pivoting[*lane]) {
            let mut of_lane: Vec<f64> = right.iter().map(|value| value.lane(lane)).collect();
            self.dense[lane].solve(&mut of_lane);
            current.iter_mut().zip(&of_lane).for_each(|(value, solved)| value.set_lane(lane, *solved));
        }
    }

    /// The slopes before and after an Euler step, for the choice of the initial step.
    #[inline(always)]
    pub(crate) fn slopes_around_euler<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        day: L,
        step: L,
        state: &[L],
    ) -> (&[L], &[L]) {
        self.argument.copy_from_slice(state);
        add(&mut self.argument, &self.first_slope, step);
        self.exact.place(system, day, step, state, &mut self.argument);
        system.slope(day + step, &self.argument, &mut self.slope);
        (&self.first_slope, &self.slope)
    }

    /// The first state of a lane without a finite value in the last trial.
    pub(crate) fn first_not_finite(&self, lane: usize) -> usize {
        let size = self.after.len();
        if let Some(known) = self.exact.not_finite(&self.after, lane) {
            return known;
        }
        let in_stages = self.stages.chunks_exact(size).find_map(|stage| first_not_finite(stage, lane));
        in_stages.or(first_not_finite(&self.after, lane)).unwrap_or(0)
    }

    /// The state of a lane with the largest scaled error in the last trial.
    pub(crate) fn largest_error(&self, lane: usize, state: &[L], tolerance: &Tolerance) -> usize {
        let scaled = |index: usize| self.scaled_error(index, lane, state, tolerance);
        (1..state.len()).fold(0, |worst, index| if scaled(index) > scaled(worst) { index } else { worst })
    }

    /// The error of one state of a lane in the last trial, in units of what is allowed.
    pub(crate) fn scaled_error(&self, index: usize, lane: usize, state: &[L], tolerance: &Tolerance) -> f64 {
        let error = self.stages[self.stages.len() - state.len() + index].lane(lane);
        (error / tolerance.scale(index, state[index].lane(lane), self.after[index].lane(lane))).abs()
    }

    /// Writes the right-hand side of one stage where the stage will be.
    #[inline(always)]
    fn right_hand_side<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        stage: usize,
        day: L,
        step: L,
        state: &[L],
    ) {
        let size = state.len();
        let (earlier, rest) = self.stages.split_at_mut(stage * size);
        let current = &mut rest[..size];
        let memory = weights(self.method.memory[stage], (1.0 / Num(step)).0);
        let mut slope = &self.first_slope;
        if stage == 0 {
            current.fill(L::splat(0.0));
        } else {
            let node = (self.method.node[stage] * Num(step)).0;
            if self.continues[stage] {
                add(&mut self.argument, &earlier[(stage - 1) * size..], L::splat(1.0));
                gather(earlier, (&memory, current), None);
            } else {
                let weights = weights(self.method.argument[stage], L::splat(1.0));
                let argument = Argument { state, weights, sums: &mut self.argument };
                gather(earlier, (&memory, current), Some(argument));
                self.exact.place(system, day, node, state, &mut self.argument);
            }
            system.slope(day + node, &self.argument, &mut self.slope);
            slope = &self.slope;
        }
        add(current, slope, L::splat(1.0));
        if self.moves {
            add(current, &self.time_slope, (self.method.time[stage] * Num(step)).0);
        }
        self.exact.clear(current);
    }

    /// New state and the norm of its error (Hairer, Norsett & Wanner I, equation II.4.11).
    #[inline(always)]
    fn finish(&mut self, state: &[L], tolerance: &Tolerance) -> [Trial; MOST_LANES] {
        let size = state.len();
        let error = &self.stages[self.stages.len() - size..];
        let mut sum = L::splat(0.0);
        for index in 0..size {
            let after = self.argument[index] + error[index];
            self.after[index] = after;
            let scaled = error[index] / tolerance.scale(index, state[index], after);
            sum = sum + scaled * scaled;
        }
        let norm = (sum / L::splat(size as f64)).square_root();
        let good = L::both(finite(&self.after), finite(&[norm]));
        let mut trials = [Trial::NotFinite; MOST_LANES];
        for (lane, trial) in trials.iter_mut().enumerate().take(L::WIDTH) {
            if L::holds(good, lane) {
                *trial = Trial::Error(norm.lane(lane));
            }
        }
        trials
    }
}

/// Lanes in which every value is finite.
#[inline(always)]
fn finite<L: Lanes>(values: &[L]) -> L::Mask {
    let (zero, infinity) = (L::splat(0.0), L::splat(f64::INFINITY));
    let mut all = zero.equal(zero);
    for value in values {
        all = L::both(all, value.magnitude().less(infinity));
    }
    all
}

fn first_not_finite<L: Lanes>(values: &[L], lane: usize) -> Option<usize> {
    values.iter().position(|value| !value.lane(lane).is_finite())
}
