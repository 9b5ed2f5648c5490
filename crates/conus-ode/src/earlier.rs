//! What does a stage take from the earlier ones? Two weighted sums: of one it asks the slope, the other it remembers.
//!
//! Eight lanes of all stages are longer than the nearest cache spares, so both sums are made in one walk over them. Every sum
//! begins at zero or at the state and runs in the order of the stages.

use crate::tableau::MOST_STAGES;
use conus_num::{Lanes, Num};

/// The argument of the slope, `y + sum_j a_ij k_j`.
pub(crate) struct Argument<'a, L> {
    /// The state at the start of the step, y.
    pub(crate) state: &'a [L],
    /// One for each earlier stage, `a_ij`.
    pub(crate) weights: [L; MOST_STAGES],
    /// Where it is to be written.
    pub(crate) sums: &'a mut [L],
}

/// Weights of the stages, each times the same.
#[inline(always)]
pub(crate) fn weights<L: Lanes>(row: &[f64], times: L) -> [L; MOST_STAGES] {
    let mut weights = [L::splat(0.0); MOST_STAGES];
    for (weight, value) in weights.iter_mut().zip(row) {
        *weight = (*value * Num(times)).0;
    }
    weights
}

/// `target += weight values`.
#[inline(always)]
pub(crate) fn add<L: Lanes>(target: &mut [L], values: &[L], weight: L) {
    for (target, value) in target.iter_mut().zip(values) {
        *target = *target + weight * *value;
    }
}

/// Writes `sum_j c_ij k_j` of all earlier stages and, where it is asked for, the argument of the slope.
#[inline(always)]
pub(crate) fn gather<L: Lanes>(
    stages: &[L],
    memory: (&[L; MOST_STAGES], &mut [L]),
    argument: Option<Argument<'_, L>>,
) {
    const { assert!(MOST_STAGES == 8, "a stage looks back on at most seven") };
    match stages.len() / memory.1.len() {
        1 => gather_all::<L, 1>(stages, memory, argument),
        2 => gather_all::<L, 2>(stages, memory, argument),
        3 => gather_all::<L, 3>(stages, memory, argument),
        4 => gather_all::<L, 4>(stages, memory, argument),
        5 => gather_all::<L, 5>(stages, memory, argument),
        6 => gather_all::<L, 6>(stages, memory, argument),
        _ => gather_all::<L, 7>(stages, memory, argument),
    }
}

/// The same for a number of stages that the compiler knows.
#[inline(always)]
fn gather_all<L: Lanes, const STAGES: usize>(
    stages: &[L],
    (weights, memory): (&[L; MOST_STAGES], &mut [L]),
    argument: Option<Argument<'_, L>>,
) {
    let size = memory.len();
    let mut parts = [&stages[..size]; STAGES];
    for (part, stage) in parts.iter_mut().zip(stages.chunks_exact(size)) {
        *part = stage;
    }
    let Some(argument) = argument else {
        for (index, memory) in memory.iter_mut().enumerate() {
            let mut remembered = L::splat(0.0);
            for (part, weight) in parts.iter().zip(weights) {
                remembered = remembered + *weight * part[index];
            }
            *memory = remembered;
        }
        return;
    };
    let Argument { state, weights: of_argument, sums } = argument;
    let (state, sums, memory) = (&state[..size], &mut sums[..size], &mut memory[..size]);
    for index in 0..size {
        let (mut remembered, mut place) = (L::splat(0.0), state[index]);
        for (number, part) in parts.iter().enumerate() {
            remembered = remembered + weights[number] * part[index];
            place = place + of_argument[number] * part[index];
        }
        (memory[index], sums[index]) = (remembered, place);
    }
}
