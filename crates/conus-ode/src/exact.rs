//! What of a system is known before it is solved? States that follow a closed form between events.
//!
//! A state x that no unknown state drives ([`Pattern::exact`]) leaves the linear systems of a step. For the states y
//! that are left, x is part of the day: `y' = g(t, y) = f(t, x(t), y)` with `dg/dt = df/dt + df/dx x'`, a system that
//! names the day (Hairer & Wanner, Solving ODEs II, section IV.7). `df/dx` stands in the Jacobian and x' in the slope.

use crate::problem::{Pattern, System};
use conus_num::Lanes;

/// The states that are known, and where they drive others.
#[derive(Clone, Debug)]
pub(crate) struct Exact<L> {
    states: Vec<usize>,
    drives: Vec<Drive>,
    values: Vec<L>,
}

/// An entry of the Jacobian by which a known state drives an unknown one.
#[derive(Clone, Copy, Debug)]
struct Drive {
    entry: usize,
    unknown: usize,
    known: usize,
}

impl<L: Lanes> Exact<L> {
    pub(crate) fn new(pattern: &Pattern) -> Self {
        let states = pattern.exact().to_vec();
        let drive = |(entry, &(unknown, known)): (usize, &(usize, usize))| {
            let drives = states.contains(&known) && !states.contains(&unknown);
            drives.then_some(Drive { entry, unknown, known })
        };
        let drives = pattern.places().iter().enumerate().filter_map(drive).collect();
        Self { drives, values: vec![L::splat(0.0); states.len()], states }
    }

    /// Puts known states where they are some time after a start.
    #[inline(always)]
    pub(crate) fn place<S: System<L> + ?Sized>(
        &mut self,
        system: &S,
        day: L,
        elapsed: L,
        start: &[L],
        argument: &mut [L],
    ) {
        if self.states.is_empty() {
            return;
        }
        for (value, state) in self.values.iter_mut().zip(&self.states) {
            *value = start[*state];
        }
        system.move_on(day, elapsed, &mut self.values);
        for (value, state) in self.values.iter().zip(&self.states) {
            argument[*state] = *value;
        }
    }

    /// Adds what known states do to the others by moving, `df/dx x'`.
    #[inline(always)]
    pub(crate) fn add_drive(&self, entries: &[L], slope: &[L], time_slope: &mut [L]) {
        for Drive { entry, unknown, known } in &self.drives {
            time_slope[*unknown] = time_slope[*unknown] + entries[*entry] * slope[*known];
        }
        self.clear(time_slope);
    }

    /// Whether some of them move at a slope of a lane.
    pub(crate) fn move_with(&self, slope: &[L], lane: usize) -> bool {
        self.states.iter().any(|state| slope[*state].lane(lane) != 0.0)
    }

    /// The first known state of a lane without a finite value.
    pub(crate) fn not_finite(&self, values: &[L], lane: usize) -> Option<usize> {
        self.states.iter().copied().find(|state| !values[*state].lane(lane).is_finite())
    }

    /// Takes known states out of what is solved.
    #[inline(always)]
    pub(crate) fn clear(&self, values: &mut [L]) {
        for state in &self.states {
            values[*state] = L::splat(0.0);
        }
    }
}
