//! How far does each uncertain number move the answer, all others standing where they are believed to?
//!
//! Each goes to its 10th and its 90th percentile: of the posterior where it was calibrated, of its prior otherwise.

use super::world::{Outcome, Played};
use crate::calibration::Posterior;
use crate::patient::world::Unknown;
use conus_num::distribution::normal;
use conus_stats::describe;
use rayon::prelude::*;

/// Where a number is moved to.
const ENDS: [f64; 2] = [0.1, 0.9];

/// What one number does.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// Which.
    pub unknown: Unknown,
    /// Whether its range is that of the posterior.
    pub calibrated: bool,
    /// Factor on the number at either end.
    pub factors: [f64; 2],
    /// The outcomes at either end; none where the trial could not be filled.
    pub outcomes: [Option<Outcome>; 2],
}

/// What comes out in the middle, and the swing of each number in the order of [`Played::moved`]. `progress` is told after
/// each.
#[must_use]
pub fn swings(
    played: &Played<'_>,
    posterior: &Posterior,
    progress: &(dyn Fn() + Sync),
) -> (Option<Outcome>, Vec<Swing>) {
    let ranges: Vec<(bool, [f64; 3])> =
        played.moved.iter().map(|moved| range(moved.unknown, moved.log_sd, posterior)).collect();
    let middle: Vec<f64> = ranges.iter().map(|(_, [_, middle, _])| *middle).collect();
    let swing = |at: usize| {
        let (calibrated, [low, _, high]) = ranges[at];
        let outcomes = [low, high].map(|end| {
            let mut factors = middle.clone();
            factors[at] = end;
            played.at_factors(factors)
        });
        progress();
        let factors = [low, high].map(conus_num::elementary::exp);
        Swing { unknown: played.moved[at].unknown, calibrated, factors, outcomes }
    };
    let swings = (0..played.moved.len()).into_par_iter().map(swing).collect();
    (played.at_factors(middle.clone()), swings)
}

/// Logarithm of the factor at the low end, in the middle and at the high end.
fn range(unknown: Unknown, log_sd: f64, posterior: &Posterior) -> (bool, [f64; 3]) {
    let [low, high] = ENDS;
    let draws = &posterior.beliefs.draws;
    let place = posterior.beliefs.unknowns.iter().position(|known| *known == unknown);
    match place.filter(|_| !draws.is_empty()) {
        Some(at) => {
            let column: Vec<f64> = draws.iter().map(|draw| draw[at]).collect();
            let quantile = |share| describe::quantile(&column, share).unwrap_or(0.0);
            (true, [quantile(low), quantile(0.5), quantile(high)])
        }
        None => (false, [log_sd * normal::quantile(low), 0.0, log_sd * normal::quantile(high)]),
    }
}
