//! What is the state between two steps? A polynomial of the stages tells it, so results never depend on output days.
//!
//! With `s` the share of the step gone and `k_j` the stages,
//! `y(s) = (1 - s) y0 + s y1 + s (1 - s) sum_j (h_1j + s h_2j + s^2 h_3j) k_j`
//! (Hairer & Wanner II, section VI.4, and Steinebach 2023, section 4; coefficients in [`crate::tableau`]). States that
//! are known ([`crate::Pattern::exact`]) are asked of the system, which must then be that of the patient alone.

use crate::problem::{MOST_EXACT, System};
use crate::tableau::{MOST_STAGES, Tableau};
use conus_num::{Lanes, Num};

/// One accepted step of one patient, readable at any day inside it.
#[derive(Clone, Copy, Debug)]
pub struct StepView<'a> {
    /// First day of the step.
    pub from: f64,
    /// Last day of the step.
    pub to: f64,
    /// The state at the first day.
    pub before: &'a [f64],
    /// The state at the last day.
    pub after: &'a [f64],
    stages: &'a [f64],
    method: &'static Tableau,
}

impl<'a> StepView<'a> {
    /// The state at one day of the step; the weights are computed once for all components.
    #[must_use]
    pub fn at<'s, S: System + ?Sized>(&self, system: &'s S, day: f64) -> Moment<'s>
    where
        'a: 's,
    {
        let share = (day - self.from) / (self.to - self.from);
        let weights = weights_at(self.method, share);
        let known = known(system, self.from, day, self.before, &());
        let Self { before, after, stages, .. } = *self;
        Moment { day, share, weights, exact: (system.pattern().exact(), known), before, after, stages }
    }
}

/// Someone is looked at within a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The lane of the patient.
    pub lane: usize,
    /// Which of the patient's outputs it is.
    pub number: usize,
    /// When.
    pub day: f64,
}

/// The steps that were tried in all lanes, readable at any day inside those that were accepted.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a, L> {
    pub(crate) from: L,
    pub(crate) to: L,
    pub(crate) before: &'a [L],
    pub(crate) after: &'a [L],
    pub(crate) stages: &'a [L],
    pub(crate) method: &'static Tableau,
}

impl<L: Lanes> Steps<'_, L> {
    /// At as many looks as there are lanes: the states of these indices, and those that are known, to the bit what
    /// [`StepView::at`] gives for each; other values stay as they are. `system` has the patient of look k in lane k,
    /// `pick` takes lane k from the lane of that patient, and `days` are those of the looks.
    #[inline(always)]
    pub fn at_each<S: System<L> + ?Sized>(
        &self,
        system: &S,
        (pick, days): (&L::Pick, L),
        wanted: &[usize],
        values: &mut [L],
    ) {
        let (from, to) = (self.from.picked(pick), self.to.picked(pick));
        let share = (days - from) / (to - from);
        let weights = weights_at(self.method, share);
        let size = values.len();
        for &index in wanted {
            let (before, after) = (self.before[index].picked(pick), self.after[index].picked(pick));
            let mut sum = (1.0 - Num(share)) * Num(before) + Num(share) * Num(after);
            for (weight, stage) in weights.iter().zip(self.stages.chunks_exact(size)) {
                sum = sum + Num(*weight) * Num(stage[index].picked(pick));
            }
            values[index] = sum.0;
        }
        let known = known(system, from, days, self.before, pick);
        for (known, state) in known.iter().zip(system.pattern().exact()) {
            values[*state] = *known;
        }
    }
}

impl<'a> Steps<'a, f64> {
    /// The step of the only patient.
    #[must_use]
    pub fn alone(&self) -> StepView<'a> {
        let Self { from, to, before, after, stages, method } = *self;
        StepView { from, to, before, after, stages, method }
    }
}

/// The states that are known, on days of steps that began on others, in the order of [`crate::Pattern::exact`].
#[inline(always)]
fn known<L: Lanes, S: System<L> + ?Sized>(
    system: &S,
    from: L,
    days: L,
    before: &[L],
    pick: &L::Pick,
) -> [L; MOST_EXACT] {
    let mut known = [L::splat(0.0); MOST_EXACT];
    let states = system.pattern().exact();
    for (value, state) in known.iter_mut().zip(states) {
        *value = before[*state].picked(pick);
    }
    if !states.is_empty() {
        system.move_on(from, days - from, &mut known[..states.len()]);
    }
    known
}

/// The state at one day, computed only where it is looked at.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// The day.
    pub day: f64,
    share: f64,
    weights: [f64; MOST_STAGES],
    /// States that are known, and their values.
    exact: (&'a [usize], [f64; MOST_EXACT]),
    before: &'a [f64],
    after: &'a [f64],
    stages: &'a [f64],
}

impl<'a> Moment<'a> {
    /// A state that needs no interpolation.
    #[must_use]
    pub fn exactly(day: f64, state: &'a [f64]) -> Self {
        let weights = [0.0; MOST_STAGES];
        let exact = (&[][..], [0.0; MOST_EXACT]);
        Self { day, share: 0.0, weights, exact, before: state, after: state, stages: &[] }
    }

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
