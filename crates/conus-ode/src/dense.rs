//! What is the state between two steps? A polynomial of the stages tells it, so results never depend on output days.
//!
//! With `s` the share of the step gone and `k_j` the stages,
//! `y(s) = (1 - s) y0 + s y1 + s (1 - s) sum_j (h_1j + s h_2j + s^2 h_3j) k_j`
//! (Hairer & Wanner II, section VI.4, and Steinebach 2023, section 4; coefficients in [`crate::tableau`]). States that
//! are known ([`crate::Pattern::exact`]) are asked of the system, which must then be that of the patient alone.

use crate::problem::System;
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
    pub fn at<'s, S: System + ?Sized>(&self, system: &'s S, day: f64) -> Moment<'s, L>
    where
        'a: 's,
    {
        let share = self.share(day);
        let weights = weights_at(self.method, share);
        let exact = (system.pattern().exact(), self.known(system, day));
        let Self { lane, before, after, stages, .. } = *self;
        Moment { day, share, weights, exact, lane, before, after, stages }
    }

    /// The states of these indices, and those that are known, at as many days of the step as `D` has lanes, to the bit
    /// what [`Self::at`] gives for each; other values stay as they are. The patient of the step is in every lane of the
    /// system.
    #[inline(always)]
    pub fn at_each<D: Lanes, S: System<D> + ?Sized>(
        &self,
        system: &S,
        days: D,
        wanted: &[usize],
        values: &mut [D],
    ) {
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
        for (known, state) in self.known(system, days).iter().zip(system.pattern().exact()) {
            values[*state] = *known;
        }
    }

    /// The states that are known, on some days of the step.
    #[inline(always)]
    fn known<D: Lanes, S: System<D> + ?Sized>(&self, system: &S, days: D) -> Vec<D> {
        let states = system.pattern().exact();
        if states.is_empty() {
            return Vec::new();
        }
        let mut known = vec![D::splat(0.0); states.len()];
        for (value, state) in known.iter_mut().zip(states) {
            *value = D::splat(self.before[*state].lane(self.lane));
        }
        let from = D::splat(self.from);
        system.move_on(from, days - from, &mut known);
        known
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
#[derive(Clone, Debug)]
pub struct Moment<'a, L = f64> {
    /// The day.
    pub day: f64,
    share: f64,
    weights: [f64; MOST_STAGES],
    /// States that are known, and their values.
    exact: (&'a [usize], Vec<f64>),
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
        let exact = (&[][..], Vec::new());
        Self { day, share: 0.0, weights, exact, lane: 0, before: state, after: state, stages: &[] }
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
        if let Some(known) = self.exact.0.iter().position(|state| *state == index) {
            return self.exact.1[known];
        }
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
        for (state, known) in self.exact.0.iter().zip(&self.exact.1) {
            values[*state] = *known;
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
