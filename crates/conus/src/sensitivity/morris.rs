//! Which uncertain numbers matter at all? Elementary effects after Morris (morris1991).
//!
//! A trajectory starts at a random point of a grid and moves every number once, one after the other, by two of four
//! levels; the change of the outcome, per whole range, is an elementary effect. Over trajectories mu* is the mean of
//! their sizes (campolongo2007) and sigma their standard deviation: large sigma beside mu* means that the effect depends
//! on the other numbers.

use super::world::{OUTCOMES, Outcome, Played};
use conus_num::random::Stream;
use conus_stats::describe;
use rayon::prelude::*;

/// Levels of the grid, as shares of the prior: the middles of four equal parts.
const LEVELS: [f64; 4] = [0.125, 0.375, 0.625, 0.875];
/// Levels that a step moves, and the share of the whole range that this is (morris1991, section 2: p / (2 (p - 1))).
const STEP: usize = 2;
const DELTA: f64 = 2.0 / 3.0;
/// What these draws are for; no patient has them.
const PURPOSE: u32 = 2001;
/// Bootstrap samples of the trajectories.
const RESAMPLES: u32 = 1000;

/// What one number does to one outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Mean size of its elementary effects \[nrs per whole range\].
    pub mu_star: f64,
    /// Bootstrap interval of that mean over trajectories, 95 %.
    pub interval: [f64; 2],
    /// Standard deviation of its elementary effects.
    pub sigma: f64,
}

/// One point of a trajectory and the number that was moved to get there; the first has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    levels: Vec<usize>,
    moved: Option<(usize, bool)>,
}

/// The effects of each number on each of [`OUTCOMES`], in the order of [`Played::moved`], and the trajectories behind
/// them: those of the asked ones in which every world could be played. `progress` is told after each.
#[must_use]
pub fn screen(
    played: &Played<'_>,
    trajectories: u32,
    seed: u64,
    progress: &(dyn Fn() + Sync),
) -> (Vec<[Effect; OUTCOMES.len()]>, usize) {
    let one = |number: u32| {
        let points = trajectory(played.moved.len(), seed, number);
        let outcome = |point: &Point| {
            let quantiles: Vec<f64> = point.levels.iter().map(|level| LEVELS[*level]).collect();
            played.at_quantiles(&quantiles)
        };
        let outcomes: Option<Vec<Outcome>> = points.iter().map(outcome).collect();
        progress();
        Some(elementary(&points, &outcomes?))
    };
    let effects: Vec<Vec<Outcome>> = (0..trajectories).into_par_iter().filter_map(one).collect();
    let of = |number: usize| std::array::from_fn(|outcome| effect(&effects, number, outcome, seed));
    ((0..played.moved.len()).map(of).collect(), effects.len())
}

/// A trajectory through all numbers.
fn trajectory(numbers: usize, seed: u64, number: u32) -> Vec<Point> {
    let mut chance = Stream::new(seed, PURPOSE, number, 0, 0);
    let mut order: Vec<usize> = (0..numbers).collect();
    chance.shuffle(&mut order);
    let rising: Vec<bool> = (0..numbers).map(|_| chance.bernoulli(0.5)).collect();
    let start = |up: &bool| (if *up { 0 } else { STEP }) + chance.below(2) as usize;
    let mut levels: Vec<usize> = rising.iter().map(start).collect();
    let mut points = vec![Point { levels: levels.clone(), moved: None }];
    for at in order {
        levels[at] = if rising[at] { levels[at] + STEP } else { levels[at] - STEP };
        points.push(Point { levels: levels.clone(), moved: Some((at, rising[at])) });
    }
    points
}

/// The elementary effect of each number.
fn elementary(points: &[Point], outcomes: &[Outcome]) -> Vec<Outcome> {
    let mut effects = vec![[0.0; OUTCOMES.len()]; points.len() - 1];
    for (pair, point) in outcomes.windows(2).zip(&points[1..]) {
        let Some((number, rising)) = point.moved else { continue };
        let step = if rising { DELTA } else { -DELTA };
        effects[number] = std::array::from_fn(|outcome| (pair[1][outcome] - pair[0][outcome]) / step);
    }
    effects
}

fn effect(effects: &[Vec<Outcome>], number: usize, outcome: usize, seed: u64) -> Effect {
    let all: Vec<f64> = effects.iter().map(|trajectory| trajectory[number][outcome]).collect();
    let sizes: Vec<f64> = all.iter().map(|effect| effect.abs()).collect();
    Effect {
        mu_star: describe::mean(&sizes).unwrap_or(0.0),
        interval: resampled_95(&sizes, seed),
        sigma: describe::standard_deviation(&all).unwrap_or(0.0),
    }
}

/// Percentile bootstrap of a mean, 95 %.
pub(super) fn resampled_95(values: &[f64], seed: u64) -> [f64; 2] {
    let Ok(count) = u32::try_from(values.len()) else { return [0.0; 2] };
    if count == 0 {
        return [0.0; 2];
    }
    let mean = |resample: u32| {
        let mut chance = Stream::new(seed, PURPOSE, resample, 0, 1);
        let sum: f64 = (0..count).map(|_| values[chance.below(count) as usize]).sum();
        sum / f64::from(count)
    };
    let means: Vec<f64> = (0..RESAMPLES).map(mean).collect();
    [0.025, 0.975].map(|share| describe::quantile(&means, share).unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trajectory_moves_every_number_once_and_stays_on_the_grid() {
        for number in 0..20 {
            let points = trajectory(7, 1, number);
            let mut moved: Vec<usize> =
                points.iter().filter_map(|point| point.moved).map(|(at, _)| at).collect();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4, 5, 6]);
            assert!(points.iter().all(|point| point.levels.iter().all(|level| *level < LEVELS.len())));
        }
    }

    /// y = 3 a - 2 b over the whole range of a and b: the effects are 3 and -2 in every trajectory.
    #[test]
    fn the_effects_of_a_straight_line_are_its_slopes() {
        let share = |level: usize| level as f64 / 3.0;
        for number in 0..10 {
            let points = trajectory(2, 3, number);
            let outcome = |point: &Point| [3.0 * share(point.levels[0]) - 2.0 * share(point.levels[1]), 0.0];
            let outcomes: Vec<Outcome> = points.iter().map(outcome).collect();
            let effects = elementary(&points, &outcomes);
            assert!((effects[0][0] - 3.0).abs() < 1e-12 && (effects[1][0] + 2.0).abs() < 1e-12);
        }
    }
}
