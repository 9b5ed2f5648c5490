//! What is the state between two steps? A polynomial of the stages tells it, so results never depend on output days.
//!
//! With `s` the share of the step gone and `k_j` the stages,
//! `y(s) = (1 - s) y0 + s y1 + s (1 - s) sum_j (h_1j + s h_2j + s^2 h_3j) k_j`
//! (Hairer & Wanner II, section VI.4, and Steinebach 2023, section 4; coefficients in [`crate::tableau`]).

use crate::tableau::{MOST_STAGES, Tableau};

/// One accepted step, readable at any day inside it.
#[derive(Clone, Copy, Debug)]
pub struct StepView<'a> {
    /// First day of the step.
    pub from: f64,
    /// Last day of the step.
    pub to: f64,
    /// State at the first day.
    pub before: &'a [f64],
    /// State at the last day.
    pub after: &'a [f64],
    pub(crate) stages: &'a [f64],
    pub(crate) method: &'static Tableau,
}

impl<'a> StepView<'a> {
    /// The state at one day of the step; the weights are computed once for all components.
    #[must_use]
    pub fn at(&self, day: f64) -> Moment<'a> {
        let share = (day - self.from) / (self.to - self.from);
        let mut weights = [0.0; MOST_STAGES];
        weights_at(self.method, share, &mut weights);
        Moment { day, share, weights, before: self.before, after: self.after, stages: self.stages }
    }

    /// All components at one day of the step.
    pub fn interpolate_into(&self, day: f64, values: &mut [f64]) {
        self.at(day).write(values);
    }

    /// One component at one day of the step.
    #[must_use]
    pub fn component(&self, day: f64, index: usize) -> f64 {
        self.at(day).value(index)
    }
}

/// The state at one day, computed only where it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The day.
    pub day: f64,
    share: f64,
    weights: [f64; MOST_STAGES],
    before: &'a [f64],
    after: &'a [f64],
    stages: &'a [f64],
}

impl<'a> Moment<'a> {
    /// A state that needs no interpolation.
    #[must_use]
    pub fn exactly(day: f64, state: &'a [f64]) -> Self {
        Self { day, share: 0.0, weights: [0.0; MOST_STAGES], before: state, after: state, stages: &[] }
    }

    /// Number of states.
    #[must_use]
    pub fn size(&self) -> usize {
        self.before.len()
    }

    /// One component.
    #[must_use]
    pub fn value(&self, index: usize) -> f64 {
        let ends = (1.0 - self.share) * self.before[index] + self.share * self.after[index];
        let stages = self.stages.chunks_exact(self.before.len());
        stages.zip(&self.weights).fold(ends, |sum, (stage, weight)| sum + weight * stage[index])
    }

    /// All components, to the bit what [`Self::value`] gives for each.
    pub fn write(&self, values: &mut [f64]) {
        for ((value, before), after) in values.iter_mut().zip(self.before).zip(self.after) {
            *value = (1.0 - self.share) * before + self.share * after;
        }
        for (stage, weight) in self.stages.chunks_exact(self.before.len()).zip(&self.weights) {
            for (value, stage) in values.iter_mut().zip(stage) {
                *value += weight * stage;
            }
        }
    }
}

/// Weight of each stage at a share of the step.
pub(crate) fn weights_at(method: &Tableau, share: f64, weights: &mut [f64; MOST_STAGES]) {
    for powers in method.dense.iter().rev() {
        for (weight, power) in weights.iter_mut().zip(*powers) {
            *weight = *weight * share + power;
        }
    }
    for weight in weights.iter_mut() {
        *weight *= share * (1.0 - share);
    }
}
