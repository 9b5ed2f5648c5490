//! How much of the relief is due to each mechanism of the cells (S3.1 to S3.5)? Shapley values over all their subsets.
//!
//! A mechanism is credited with what it adds to those that are already at work, averaged over all orders in which they
//! could have come (shapley1953, `conus_stats::shapley`).
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
use conus_stats::shapley::shapley;
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
///
/// # Panics
/// Never: there is a relief for every subset.
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
    let seed = plan.study.seed;
    let shares: Vec<Vec<f64>> =
        means.iter().map(|reliefs| shapley(reliefs).expect("every subset was played")).collect();
    let of_mechanism = |at: usize| part(&shares.iter().map(|parts| parts[at]).collect::<Vec<_>>(), seed);
    let whole: Vec<f64> = means.iter().map(|reliefs| reliefs[SUBSETS - 1] - reliefs[0]).collect();
    Ok(Attribution {
        relief: part(&whole, seed),
        parts: (0..MECHANISMS.len()).map(of_mechanism).collect(),
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

/// Mean, bootstrap interval and spread of what each replicate gave.
pub(super) fn part(by_replicate: &[f64], seed: u64) -> Part {
    let quantile = |share| conus_stats::describe::quantile(by_replicate, share).unwrap_or(0.0);
    Part {
        value: conus_stats::describe::mean(by_replicate).unwrap_or(0.0),
        interval: resampled_95(by_replicate, seed),
        worlds: [quantile(0.05), quantile(0.95)],
    }
}
