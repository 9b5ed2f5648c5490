//! What is the state between two steps? A polynomial of the stages tells it, so results never depend on output days.
//!
//! With `s` the share of the step gone and `k_j` the stages,
//! `y(s) = (1 - s) y0 + s y1 + s (1 - s) sum_j (h_1j + s h_2j + s^2 h_3j) k_j`
//! (Hairer & Wanner II, section VI.4, and Steinebach 2023, section 4; coefficients in [`crate::tableau`]).

use crate::tableau::{MOST_STAGES, Tableau};
use conus_num::{Lanes, Num};

/// One accepted step of one lane, readable at any day inside it.
#[derive(Clone, Copy, Debug)]
pub struct StepView<'a, L = f64> {
    /// First day of the step.
    pub from: f64,
    /// Last day of the step.
    pub to: f64,
    pub(crate) lane: usize,
    pub(crate) before: &'a [L],
    pub(crate) after: &'a [L],
    pub(crate) stages: &'a [L],
    pub(crate) method: &'static Tableau,
}

impl<'a, L: Lanes> StepView<'a, L> {
    /// The state at one day of the step; the weights are computed once for all components.
    #[must_use]
    pub fn at(&self, day: f64) -> Moment<'a, L> {
        let share = self.share(day);
        let weights = weights_at(self.method, share);
        let Self { lane, before, after, stages, .. } = *self;
        Moment { day, share, weights, lane, before, after, stages }
    }

    /// The states of these indices at as many days of the step as `D` has lanes, to the bit what [`Self::at`] gives for
    /// each; other values stay as they are.
    #[inline(always)]
    pub fn at_each<D: Lanes>(&self, days: D, wanted: &[usize], values: &mut [D]) {
        let share = (days - D::splat(self.from)) / D::splat(self.to - self.from);
        let weights = weights_at(self.method, share);
        let size = values.len();
        for &index in wanted {
            let (before, after) = (self.before[index].lane(self.lane), self.after[index].lane(self.lane));
            let mut sum = (1.0 - Num(share)) * before + Num(share) * after;
            for (weight, stage) in weights.iter().zip(self.stages.chunks_exact(size)) {
                sum = sum + Num(*weight) * stage[index].lane(self.lane);
            }
            values[index] = sum.0;
        }
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

    /// The state at the first day.
    pub fn before(&self) -> impl Iterator<Item = f64> + 'a {
        let Self { lane, before, .. } = *self;
        before.iter().map(move |value| value.lane(lane))
    }

    /// The state at the last day.
    pub fn after(&self) -> impl Iterator<Item = f64> + 'a {
        let Self { lane, after, .. } = *self;
        after.iter().map(move |value| value.lane(lane))
    }

    fn share(&self, day: f64) -> f64 {
        (day - self.from) / (self.to - self.from)
    }
}

/// The state at one day, computed only where it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a, L = f64> {
    /// The day.
    pub day: f64,
    share: f64,
    weights: [f64; MOST_STAGES],
    lane: usize,
    before: &'a [L],
    after: &'a [L],
    stages: &'a [L],
}

impl<'a> Moment<'a> {
    /// A state that needs no interpolation.
    #[must_use]
    pub fn exactly(day: f64, state: &'a [f64]) -> Self {
        let weights = [0.0; MOST_STAGES];
        Self { day, share: 0.0, weights, lane: 0, before: state, after: state, stages: &[] }
    }
}

impl<L: Lanes> Moment<'_, L> {
    /// Number of states.
    #[must_use]
    pub fn size(&self) -> usize {
        self.before.len()
    }

    /// One component.
    #[must_use]
    pub fn value(&self, index: usize) -> f64 {
        let (before, after) = (self.before[index].lane(self.lane), self.after[index].lane(self.lane));
        let ends = (1.0 - self.share) * before + self.share * after;
        let stages = self.stages.chunks_exact(self.before.len());
        stages
            .zip(&self.weights)
            .fold(ends, |sum, (stage, weight)| sum + weight * stage[index].lane(self.lane))
    }

    /// All components, to the bit what [`Self::value`] gives for each.
    pub fn write(&self, values: &mut [f64]) {
        for ((value, before), after) in values.iter_mut().zip(self.before).zip(self.after) {
            *value = (1.0 - self.share) * before.lane(self.lane) + self.share * after.lane(self.lane);
        }
        for (stage, weight) in self.stages.chunks_exact(self.before.len()).zip(&self.weights) {
            for (value, stage) in values.iter_mut().zip(stage) {
                *value += weight * stage.lane(self.lane);
            }
        }
    }
}

/// Weight of each stage at a share of the step.
#[inline(always)]
pub(crate) fn weights_at<L: Lanes>(method: &Tableau, share: L) -> [L; MOST_STAGES] {
    let mut weights = [L::splat(0.0); MOST_STAGES];
    for powers in method.dense.iter().rev() {
        for (weight, power) in weights.iter_mut().zip(*powers) {
            *weight = *weight * share + L::splat(*power);
        }
    }
    for weight in &mut weights {
        *weight = *weight * (share * (1.0 - Num(share)).0);
    }
    weights
}
