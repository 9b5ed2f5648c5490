//! What is one stiff step? Eight linear systems with one matrix, and an error estimate for nothing.
//!
//! Stage i solves `W k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + sum_j c_ij k_j / h + gamma_i h df/dt` with
//! `W = I/(h gamma) - J`; the new state is the last argument plus the last stage, and the last stage is the error
//! (Hairer & Wanner, Solving ODEs II, equations IV.7.25 and section VI.4).

use crate::linear::SparseLu;
use crate::pivoting::DenseLu;
use crate::problem::{Pattern, System};
use crate::tableau::{MOST_STAGES, Tableau};
use crate::{Tolerance, Work};

/// Everything one step needs, allocated once.
#[derive(Clone, Debug)]
pub(crate) struct Stepper {
    method: &'static Tableau,
    continues: Vec<bool>,
    sparse: SparseLu,
    dense: DenseLu,
    /// Set when the fixed order of elimination has failed too often: dense LU with pivoting from then on.
    pub(crate) pivoting: bool,
    /// Slope at the start of the step.
    pub(crate) first_slope: Vec<f64>,
    entries: Vec<f64>,
    time_slope: Vec<f64>,
    argument: Vec<f64>,
    slope: Vec<f64>,
    /// One stage after the other.
    pub(crate) stages: Vec<f64>,
    /// State at the end of the step.
    pub(crate) after: Vec<f64>,
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

impl Stepper {
    pub(crate) fn new(pattern: &Pattern, method: &'static Tableau) -> Self {
        let zeros = || vec![0.0; pattern.size()];
        Self {
            method,
            continues: (0..method.stages()).map(|stage| method.continues(stage)).collect(),
            sparse: SparseLu::new(pattern),
            dense: DenseLu::new(pattern),
            pivoting: false,
            first_slope: zeros(),
            entries: vec![0.0; pattern.places().len()],
            time_slope: zeros(),
            argument: zeros(),
            slope: zeros(),
            stages: vec![0.0; pattern.size() * method.stages()],
            after: zeros(),
        }
    }

    /// Evaluates all that depends on the start of the step alone; it serves rejected trials too. On failure returns
    /// the first state whose equation is not finite.
    pub(crate) fn begin<S: System + ?Sized>(
        &mut self,
        system: &S,
        day: f64,
        state: &[f64],
        work: &mut Work,
    ) -> Result<(), usize> {
        system.slope(day, state, &mut self.first_slope);
        system.jacobian(day, state, &mut self.entries);
        if !system.is_autonomous() {
            system.time_slope(day, state, &mut self.time_slope);
        }
        work.slopes += 1;
        work.jacobians += 1;
        match first_not_finite(&self.first_slope).or(first_not_finite(&self.time_slope)) {
            Some(index) => Err(index),
            None => match first_not_finite(&self.entries) {
                Some(entry) => Err(system.pattern().places()[entry].0),
                None => Ok(()),
            },
        }
    }

    /// Tries one step from where [`Self::begin`] stood.
    pub(crate) fn attempt<S: System + ?Sized>(
        &mut self,
        system: &S,
        day: f64,
        step: f64,
        state: &[f64],
        tolerance: &Tolerance,
        work: &mut Work,
    ) -> Trial {
        let diagonal = 1.0 / (step * self.method.gamma);
        work.factorisations += 1;
        let usable = match self.pivoting {
            true => self.dense.factor(diagonal, &self.entries),
            false => self.sparse.factor(diagonal, &self.entries),
        };
        if !usable {
            return Trial::Unusable;
        }
        for stage in 0..self.method.stages() {
            self.right_hand_side(system, stage, day, step, state);
            let current = &mut self.stages[stage * state.len()..(stage + 1) * state.len()];
            match self.pivoting {
                true => self.dense.solve(current),
                false => self.sparse.solve(current),
            }
        }
        work.slopes += self.method.stages() as u64 - 1;
        self.finish(state, tolerance)
    }

    /// The slopes before and after an Euler step, for the choice of the initial step.
    pub(crate) fn slopes_around_euler<S: System + ?Sized>(
        &mut self,
        system: &S,
        day: f64,
        step: f64,
        state: &[f64],
    ) -> (&[f64], &[f64]) {
        self.argument.copy_from_slice(state);
        add_weighted(&mut self.argument, &[step], &self.first_slope);
        system.slope(day + step, &self.argument, &mut self.slope);
        (&self.first_slope, &self.slope)
    }

    /// The first state without a finite value in the last trial.
    pub(crate) fn first_not_finite(&self) -> usize {
        let size = self.after.len();
        let in_stages = self.stages.chunks_exact(size).find_map(first_not_finite);
        in_stages.or(first_not_finite(&self.after)).unwrap_or(0)
    }

    /// The state with the largest scaled error in the last trial.
    pub(crate) fn largest_error(&self, state: &[f64], tolerance: &Tolerance) -> usize {
        let error = &self.stages[self.stages.len() - state.len()..];
        let scaled =
            |index: usize| (error[index] / tolerance.scale(index, state[index], self.after[index])).abs();
        (1..state.len()).fold(0, |worst, index| if scaled(index) > scaled(worst) { index } else { worst })
    }

    /// Writes the right-hand side of one stage where the stage will be.
    #[inline]
    fn right_hand_side<S: System + ?Sized>(
        &mut self,
        system: &S,
        stage: usize,
        day: f64,
        step: f64,
        state: &[f64],
    ) {
        let size = state.len();
        let (earlier, rest) = self.stages.split_at_mut(stage * size);
        let current = &mut rest[..size];
        if stage == 0 {
            current.copy_from_slice(&self.first_slope);
        } else {
            if self.continues[stage] {
                add_weighted(&mut self.argument, &[1.0], &earlier[(stage - 1) * size..]);
            } else {
                self.argument.copy_from_slice(state);
                add_weighted(&mut self.argument, self.method.argument[stage], earlier);
            }
            system.slope(day + self.method.node[stage] * step, &self.argument, &mut self.slope);
            current.copy_from_slice(&self.slope);
        }
        let mut weights = [0.0; MOST_STAGES];
        let inverse = 1.0 / step;
        weights
            .iter_mut()
            .zip(self.method.memory[stage])
            .for_each(|(weight, memory)| *weight = memory * inverse);
        add_weighted(current, &weights[..stage], earlier);
        if !system.is_autonomous() {
            add_weighted(current, &[self.method.time[stage] * step], &self.time_slope);
        }
    }

    /// New state and the norm of its error (Hairer, Norsett & Wanner I, equation II.4.11).
    fn finish(&mut self, state: &[f64], tolerance: &Tolerance) -> Trial {
        let error = &self.stages[self.stages.len() - state.len()..];
        let mut sum = 0.0;
        let mut finite = true;
        for index in 0..state.len() {
            let after = self.argument[index] + error[index];
            self.after[index] = after;
            finite &= after.is_finite();
            let scaled = error[index] / tolerance.scale(index, state[index], after);
            sum += scaled * scaled;
        }
        let norm = (sum / state.len() as f64).sqrt();
        if finite && norm.is_finite() { Trial::Error(norm) } else { Trial::NotFinite }
    }
}

/// `target += sum_j weight_j stage_j`, in the order of the stages.
#[inline]
fn add_weighted(target: &mut [f64], weights: &[f64], stages: &[f64]) {
    let size = target.len();
    let mut pairs = weights.chunks_exact(2);
    let mut rest = stages;
    for pair in &mut pairs {
        let (first, others) = rest.split_at(size);
        let (second, others) = others.split_at(size);
        for ((value, one), two) in target.iter_mut().zip(first).zip(second) {
            *value = *value + pair[0] * one + pair[1] * two;
        }
        rest = others;
    }
    if let [weight] = pairs.remainder() {
        target.iter_mut().zip(rest).for_each(|(value, stage)| *value += weight * stage);
    }
}

fn first_not_finite(values: &[f64]) -> Option<usize> {
    values.iter().position(|value| !value.is_finite())
}
