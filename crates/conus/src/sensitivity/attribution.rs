//! How much of the relief is due to each mechanism of the cells (S3.1 to S3.5)? Shapley values over all their subsets.
//!
//! A mechanism is credited with what it adds to those that are already at work, averaged over all orders in which they
//! could have come (shapley1953):
//!
//! ```text
//! part_i = sum over S without i of |S|! (4 - |S|)! / 5! (relief(S and i) - relief(S))
//! ```
//!
//! The parts add up to the relief exactly. Where one mechanism is needed for the others, as homing is, they share the
//! credit.

use super::morris::resampled_95;
use crate::trial::failure::Failure;
use crate::trial::knock_out::MECHANISMS;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Mechanisms, TrialPlan};
use crate::trial::screening::HardlyAnybody;
use crate::trial::simulate::reliefs_under;
use rayon::prelude::*;

/// All subsets of the five mechanisms, as bits.
const SUBSETS: usize = 1 << MECHANISMS.len();

/// Shares of the relief.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Mean relief with all mechanisms \[nrs\], and its 95 % bootstrap interval over replicates.
    pub relief: Part,
    /// What is due to each mechanism, in the order of [`MECHANISMS`].
    pub parts: Vec<Part>,
    /// Replicates that could be played: possible worlds.
    pub replicates: usize,
    /// Treated patients in all of them.
    pub patients: usize,
    /// Patients who could not be followed.
    pub failures: Vec<Failure>,
}

/// A part, with how far it varies over possible worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Mean \[nrs\].
    pub value: f64,
    /// 95 % bootstrap interval of the mean over replicates.
    pub interval: [f64; 2],
    /// Central 90 % over replicates: what the worlds themselves differ by.
    pub worlds: [f64; 2],
}

/// Attributes the relief of a study over so many replicates. `progress` is told after each.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn attribute(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicates: u32,
    progress: &(dyn Fn() + Sync),
) -> Result<Attribution, HardlyAnybody> {
    let sets: Vec<Mechanisms> = (0..SUBSETS).map(of_bits).collect();
    let one = |replicate: u32| {
        let played = reliefs_under(knowledge, plan, replicate, &sets);
        progress();
        played
    };
    let played: Vec<(Vec<Vec<f64>>, Vec<Failure>)> =
        (0..replicates).into_par_iter().map(one).collect::<Result<_, _>>()?;
    let filled: Vec<&Vec<Vec<f64>>> =
        played.iter().map(|(patients, _)| patients).filter(|patients| !patients.is_empty()).collect();
    let means: Vec<[f64; SUBSETS]> = filled.iter().map(|patients| mean_by_subset(patients)).collect();
    let column = |of: &dyn Fn(&[f64; SUBSETS]) -> f64| -> Vec<f64> { means.iter().map(of).collect() };
    let seed = plan.study.seed;
    let parts = (0..MECHANISMS.len()).map(|at| part(&column(&|reliefs| share(reliefs, at)), seed)).collect();
    Ok(Attribution {
        relief: part(&column(&|reliefs| reliefs[SUBSETS - 1] - reliefs[0]), seed),
        parts,
        replicates: means.len(),
        patients: filled.iter().map(|patients| patients.len()).sum(),
        failures: played.iter().flat_map(|(_, failures)| failures.iter().cloned()).collect(),
    })
}

fn of_bits(subset: usize) -> Mechanisms {
    let on = |at: usize| subset >> at & 1 == 1;
    Mechanisms { homing: on(0), immunomodulation: on(1), trophic: on(2), support: on(3), environment: on(4) }
}

fn mean_by_subset(patients: &[Vec<f64>]) -> [f64; SUBSETS] {
    let mean = |subset: usize| patients.iter().map(|reliefs| reliefs[subset]).sum::<f64>();
    std::array::from_fn(|subset| mean(subset) / patients.len() as f64)
}

/// The Shapley value of a mechanism, by the relief under each subset.
fn share(reliefs: &[f64; SUBSETS], mechanism: usize) -> f64 {
    let bit = 1 << mechanism;
    let without = (0..SUBSETS).filter(|subset| subset & bit == 0);
    without.map(|subset| weight(subset) * (reliefs[subset | bit] - reliefs[subset])).sum()
}

/// |S|! (n - 1 - |S|)! / n!
fn weight(subset: usize) -> f64 {
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let (all, others) = (5, subset.count_ones());
    factorial(others) * factorial(all - 1 - others) / factorial(all)
}

/// Mean, bootstrap interval and spread of what each replicate gave.
pub(super) fn part(by_replicate: &[f64], seed: u64) -> Part {
    let quantile = |share| conus_stats::describe::quantile(by_replicate, share).unwrap_or(0.0);
    Part {
        value: conus_stats::describe::mean(by_replicate).unwrap_or(0.0),
        interval: resampled_95(by_replicate, seed),
        worlds: [quantile(0.05), quantile(0.95)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any game: the parts add up to the whole less nothing.
    #[test]
    fn the_parts_add_up_to_the_relief() {
        let mut chance = conus_num::random::Stream::new(1, 1, 0, 0, 0);
        let reliefs: [f64; SUBSETS] = std::array::from_fn(|_| chance.normal());
        let sum: f64 = (0..MECHANISMS.len()).map(|at| share(&reliefs, at)).sum();
        // Sums of 32 numbers of order one: rounding alone.
        assert!((sum - (reliefs[SUBSETS - 1] - reliefs[0])).abs() < 1e-13);
    }

    /// Homing opens the door, one other mechanism does the work: they share the credit and the rest gets none.
    #[test]
    fn a_gate_and_what_needs_it_share_the_credit() {
        let reliefs: [f64; SUBSETS] =
            std::array::from_fn(|subset| if subset & 0b11 == 0b11 { 2.0 } else { 0.0 });
        let parts: Vec<f64> = (0..MECHANISMS.len()).map(|at| share(&reliefs, at)).collect();
        for (found, expected) in parts.iter().zip([1.0, 1.0, 0.0, 0.0, 0.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
    }
}
