//! What does a printed number say about possible worlds? Each is weighed by how likely it would have been printed there.
//!
//! ```text
//! change      ~ Normal(change of the world, s^2/n + s^2/m + (error change)^2)     n people in the study, m in the simulation
//! k of n      ~ BetaBinomial(n, i + 1/2, m - i + 1/2)            i of m got better in the simulation
//! difference  ~ Normal(d of the world, 1/n + 1/m + d^2/(2 (n + m)))     standardised (hedges1985, ch. 5)
//! ```
//!
//! The world supplies the spread s over people; `error` is what the model is declared to be wrong by in calibration too, as a
//! share of the published number (`data/calibration.toml`). A number printed as a bound is weighed by its tail.

use super::plan::Printed;
use super::play::Tally;
use super::published::Observed;
use crate::calibration::{Discrepancy, Settings};
use conus_num::distribution::normal;
use conus_num::elementary::{exp, ln};
use conus_num::special::ln_gamma;
use std::sync::LazyLock;

/// What the model is declared to be wrong by.
static MODEL_ERROR: LazyLock<Discrepancy> = LazyLock::new(|| Settings::shipped().method.discrepancy);

/// Weights of worlds, before and after; each sums to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// All the same.
    pub before: Vec<f64>,
    /// By agreement with what was printed.
    pub after: Vec<f64>,
}

impl Weights {
    /// From logarithms of likelihoods; none where there is no world.
    #[must_use]
    pub fn of(log_likelihoods: &[f64]) -> Option<Self> {
        let most = log_likelihoods.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !most.is_finite() {
            return None;
        }
        let raw: Vec<f64> = log_likelihoods.iter().map(|log| exp(log - most)).collect();
        let (sum, worlds) = (raw.iter().sum::<f64>(), raw.len() as f64);
        Some(Self {
            before: vec![1.0 / worlds; raw.len()],
            after: raw.into_iter().map(|weight| weight / sum).collect(),
        })
    }

    /// To how many equally likely worlds they amount (kish1965): 1 over the sum of squares.
    #[must_use]
    pub fn effective(&self) -> f64 {
        1.0 / self.after.iter().map(|weight| weight * weight).sum::<f64>()
    }
}

/// The weights that one printed number gives.
#[must_use]
pub fn weigh(tallies: &[&Tally], printed: &Printed, observed: &Observed) -> Option<Weights> {
    let logs: Vec<f64> = tallies.iter().map(|tally| log_likelihood(tally, printed, observed)).collect();
    Weights::of(&logs)
}

/// Logarithm of the likelihood of a printed number in a world.
#[must_use]
pub fn log_likelihood(tally: &Tally, printed: &Printed, observed: &Observed) -> f64 {
    match observed {
        Observed::Change(change) => {
            let simulated = f64::from(tally.report.change.n);
            let people = printed.n.map_or(simulated, f64::from);
            let sampling = tally.report.change.sd * tally.report.change.sd * (1.0 / people + 1.0 / simulated);
            let error = MODEL_ERROR.of_published * change;
            let variance = sampling + error * error;
            log_normal(change - tally.report.change.mean, variance)
        }
        Observed::Improved { improved, of } => {
            let people = f64::from(tally.report.change.n);
            beta_binomial(*improved, *of, tally.report.change.mean / 100.0 * people, people)
        }
        Observed::Difference { standardised, or_more, people: [n, m] } => {
            let Some((control, _)) = &tally.control else { return f64::NEG_INFINITY };
            let difference = printed.outcome.better().benefit(tally.report.change.mean - control.mean);
            let d = difference / tally.report.after.sd;
            let (n, m) = (f64::from(*n), f64::from(*m));
            let variance = 1.0 / n + 1.0 / m + d * d / (2.0 * (n + m));
            if *or_more {
                ln(normal::upper_tail((standardised - d) / variance.sqrt()))
            } else {
                log_normal(standardised - d, variance)
            }
        }
    }
}

/// Up to a constant; a world in which nobody differs from anybody says nothing but of its own mean.
fn log_normal(distance: f64, variance: f64) -> f64 {
    // A spread of a thousandth of a point is less than any scale can show.
    const LEAST: f64 = 1e-6;
    let variance = variance.max(LEAST);
    -0.5 * (ln(variance) + distance * distance / variance)
}

/// Up to a constant of k and n: B(k + a, n - k + b) / B(a, b), with Jeffreys' half person on either side.
fn beta_binomial(k: u32, n: u32, improved: f64, people: f64) -> f64 {
    let (a, b) = (improved + 0.5, people - improved + 0.5);
    let ln_beta = |x: f64, y: f64| ln_gamma(x) + ln_gamma(y) - ln_gamma(x + y);
    let (k, n) = (f64::from(k), f64::from(n));
    ln_beta(k + a, n - k + b) - ln_beta(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that tells no world from another leaves the weights as they were: no information shows as none.
    #[test]
    fn no_information_changes_no_weight() {
        let weights = Weights::of(&[-3.0; 8]).unwrap();
        assert_eq!(weights.before, weights.after);
        assert!((weights.effective() - 8.0).abs() < 1e-12);
    }

    /// Seven of ten is likelier where seven in ten get better than where one does, and the ratio is that of the binomial
    /// once the simulation is large.
    #[test]
    fn counts_are_weighed_as_a_binomial_when_the_simulation_is_large() {
        let people = 1.0e7;
        let ratio = beta_binomial(7, 10, 0.7 * people, people) - beta_binomial(7, 10, 0.5 * people, people);
        let exact = 7.0 * ln(0.7 / 0.5) + 3.0 * ln(0.3 / 0.5);
        assert!((ratio - exact).abs() < 1e-4, "{ratio} {exact}");
    }
}
