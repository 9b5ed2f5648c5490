//! What would the formula say? Power of the two-sample t test (noncentral t) at the true effect of a block, for those who
//! are observed, with the spread that baseline leaves: a check on the simulation, and a reminder of what it leaves out.

use super::pool::Told;
use super::trial::Setup;
use crate::analysis::frame::Person;
use crate::analysis::{Computed, NotComputed};
use conus_stats::describe::{mean, variance};
use conus_stats::power::success;
use serde::{Deserialize, Serialize};

/// What a formula needs to know of a block.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Standard deviation of the value at the compared visit within an arm, freed from baseline [unit of the outcome].
    pub residual_sd: f64,
    /// The same of the value as it is.
    pub sd: f64,
    /// Share of the randomised who are observed at the compared visit, the first arm under question and the control.
    pub observed: [f64; 2],
}

impl Spread {
    /// Of everybody of a block, each in both arms.
    ///
    /// # Errors
    /// Hardly anybody is observed.
    pub fn of(told: &Told, setup: &Setup, outcome: usize, people: &[usize]) -> Computed<Self> {
        let arms = [setup.arms[1].0, setup.arms[0].0].map(|arm| -> Vec<&Person> {
            people.iter().map(|at| &told.seen[arm][outcome].people[*at]).collect()
        });
        let mut observed = [0.0; 2];
        let (mut residual, mut plain) = (0.0, 0.0);
        for (arm, share) in arms.iter().zip(&mut observed) {
            let value = |person: &&Person| Some((baseline(person, setup)?, person.values[setup.at - 1]?));
            let pairs: Vec<(f64, f64)> = arm.iter().filter_map(value).collect();
            *share = pairs.len() as f64 / arm.len().max(1) as f64;
            let after: Vec<f64> = pairs.iter().map(|(_, after)| *after).collect();
            plain += 0.5 * variance(&after)?;
            residual += 0.5 * variance(&freed_from_baseline(&pairs))?;
        }
        Ok(Self { residual_sd: residual.sqrt(), sd: plain.sqrt(), observed })
    }

    /// Probability that the formula gives a trial of `n` people in the first arm and `control` in the other.
    ///
    /// # Errors
    /// No spread, or fewer than two people.
    pub fn success(&self, benefit: f64, [n, control]: [u32; 2], alpha: f64) -> Computed<f64> {
        let seen = |n: u32, share: f64| whole(f64::from(n) * share);
        let effect = benefit / self.residual_sd;
        if !effect.is_finite() {
            return Err(NotComputed::too_few("values that differ", 0, 2));
        }
        Ok(success(effect, seen(n, self.observed[0]), seen(control, self.observed[1]), alpha)?)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand people")]
fn whole(people: f64) -> u64 {
    people.round() as u64
}

/// Pain when the person is randomised.
fn baseline(person: &Person, setup: &Setup) -> Option<f64> {
    if setup.baseline == 0 { person.baseline } else { person.values[setup.baseline - 1] }
}

/// The second of each pair less what the first explains of it, by least squares; its mean stays.
#[must_use]
pub fn freed_from_baseline(pairs: &[(f64, f64)]) -> Vec<f64> {
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (Ok(middle), Ok(end), Ok(spread)) = (mean(&before), mean(&after), variance(&before)) else {
        return after;
    };
    let together: f64 = pairs.iter().map(|(a, b)| (a - middle) * (b - end)).sum();
    let slope = if spread > 0.0 { together / (spread * (pairs.len() - 1) as f64) } else { 0.0 };
    pairs.iter().map(|(a, b)| b - slope * (a - middle)).collect()
}
