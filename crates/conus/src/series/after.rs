//! What would be believed of the cells after seeing the publication? For planning the next trial, and for nothing else.
//!
//! Everywhere else the two trials of the document are held out, so that a prediction of them is one. Here their numbers are
//! used as if their role were `fit`: the possible worlds are weighed by all results of the file together and drawn again by
//! their weights (systematic resampling, kitagawa1996). The draws are beliefs like those of calibration, with the numbers of
//! the cells added. Results are taken as independent given the world, which overstates what they say together (assumed).

use super::plan::SeriesPlan;
use super::play::{Tally, World};
use super::published::Observed;
use super::split::{Seen, seen};
use super::weigh::{Weights, log_likelihood};
use crate::biology::parameters::FILES;
use crate::patient::world::{Beliefs, Side, Unknown};
use crate::trial::knowledge::Knowledge;
use conus_num::elementary::{exp, ln};
use serde::Serialize;

/// Draws that are made.
const DRAWS: usize = 200;

/// What is believed afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterSeeing {
    /// What nobody knows about the cells: the factor on it.
    pub cells: Vec<Moved>,
    /// To how many equally likely worlds the weighed ones amount.
    pub effective_worlds: f64,
    /// Draws that belong together.
    pub beliefs: Beliefs,
    /// Standard deviation of the logarithm of each number before.
    pub prior: Vec<f64>,
}

/// A number of the cells, as a factor on what its file says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Its name.
    pub name: String,
    /// Standard deviation of its logarithm in the prior.
    pub prior_log_sd: f64,
    /// Mean of its logarithm as a factor, and central 90 %.
    pub factor: Seen,
}

/// What all results of a file together say about the cells; none where it has none, or no world has all of them.
#[must_use]
pub fn after_seeing(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    worlds: &[World],
    observed: &[Observed],
) -> Option<AfterSeeing> {
    if observed.is_empty() {
        return None;
    }
    let weights =
        Weights::of(&worlds.iter().map(|world| together(plan, world, observed)).collect::<Vec<_>>())?;
    let cells = cells(knowledge);
    let known = knowledge.beliefs.unknowns.iter().copied();
    let unknowns: Vec<Unknown> = known.chain(cells.iter().map(|(unknown, _)| *unknown)).collect();
    let log = |world: &World| logs_in(knowledge, plan, world, &unknowns);
    let logs: Vec<Vec<f64>> = worlds.iter().map(log).collect();
    let first = knowledge.beliefs.unknowns.len();
    let moved = |(at, (unknown, prior_log_sd)): (usize, &(Unknown, f64))| Moved {
        name: unknown.label(),
        prior_log_sd: *prior_log_sd,
        factor: factor(seen(&logs, &weights, &|logs| logs[first + at])),
    };
    let uncertain = knowledge.uncertain();
    let prior_of = |unknown: &Unknown| {
        uncertain.iter().find(|known| known.unknown == *unknown).map_or(1.0, |known| known.log_sd)
    };
    Some(AfterSeeing {
        cells: cells.iter().enumerate().map(moved).collect(),
        effective_worlds: weights.effective(),
        prior: unknowns.iter().map(prior_of).collect(),
        beliefs: Beliefs {
            draws: resampled(&weights.after).map(|world| logs[world].clone()).collect(),
            unknowns,
        },
    })
}

/// Logarithm of the likelihood of all results together in one world.
fn together(plan: &SeriesPlan, world: &World, observed: &[Observed]) -> f64 {
    let one = |(printed, observed): (&super::plan::Printed, &Observed)| {
        let tally: Option<&Tally> =
            plan.visit(&printed.visit).and_then(|visit| world.tally(printed.outcome, printed.group, visit));
        tally.map_or(f64::NEG_INFINITY, |tally| log_likelihood(tally, printed, observed))
    };
    plan.results.iter().zip(observed).map(one).sum()
}

/// The uncertain numbers of the cells that no calibration has informed, with the spread of their priors.
fn cells(knowledge: &Knowledge) -> Vec<(Unknown, f64)> {
    let text = FILES.iter().find(|(file, _)| *file == "cells.toml").map_or("", |(_, text)| text);
    let of_cells = |name: &str| text.lines().any(|line| line.trim() == format!("[{name}]"));
    let open =
        |unknown: &Unknown| unknown.side == Side::Typical && !knowledge.beliefs.unknowns.contains(unknown);
    let uncertain = knowledge.uncertain().into_iter();
    uncertain
        .filter(|number| of_cells(number.unknown.name) && open(&number.unknown))
        .map(|number| (number.unknown, number.log_sd))
        .collect()
}

/// Logarithm of the factor on each number in a world.
fn logs_in(knowledge: &Knowledge, plan: &SeriesPlan, world: &World, unknowns: &[Unknown]) -> Vec<f64> {
    let world = knowledge.world(plan.series.seed, world.replicate);
    let log = |unknown: &Unknown| {
        let departs = knowledge.departure(&world, unknown.name);
        ln(match unknown.side {
            Side::Typical => departs.typical,
            Side::Spread => departs.spread,
        })
    };
    unknowns.iter().map(log).collect()
}

fn factor(log: Seen) -> Seen {
    let one = |log: super::split::Spread| super::split::Spread {
        mean: exp(log.mean),
        low: exp(log.low),
        high: exp(log.high),
    };
    Seen { before: one(log.before), after: one(log.after) }
}

/// Systematic resampling: [`DRAWS`] even steps through the weights laid end to end.
fn resampled(weights: &[f64]) -> impl Iterator<Item = usize> + '_ {
    let (mut world, mut reached) = (0, weights[0]);
    (0..DRAWS).map(move |draw| {
        let place = (draw as f64 + 0.5) / DRAWS as f64;
        while reached < place && world + 1 < weights.len() {
            world += 1;
            reached += weights[world];
        }
        world
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A world of weight one half is drawn half of the time, one without weight never.
    #[test]
    fn worlds_are_drawn_as_often_as_they_weigh() {
        let drawn: Vec<usize> = resampled(&[0.25, 0.0, 0.5, 0.25]).collect();
        let count = |world| drawn.iter().filter(|drawn| **drawn == world).count();
        assert_eq!([0, 1, 2, 3].map(count), [50, 0, 100, 50]);
    }
}
