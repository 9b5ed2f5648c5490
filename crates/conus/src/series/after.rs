//! What would be believed of the cells after seeing the publication? For planning the next trial, and for nothing else.
//!
//! Everywhere else the two trials of the document are held out, so that a prediction of them is one. Here their numbers are
//! used as if their role were `fit`: the possible worlds are weighed by all results of the file together and drawn again by
//! their weights (systematic resampling, kitagawa1996). The draws are beliefs like those of calibration, with the numbers of
//! the cells added. Results are taken as independent given the world, which overstates what they say together (assumed). A
//! result that hardly any world would have printed tells no world from another and is left out, by name.

use super::plan::SeriesPlan;
use super::play::World;
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

/// Worlds to which a result must amount to count: fewer are luck (assumed).
const FEWEST: f64 = 5.0;

/// What is believed afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterSeeing {
    /// What nobody knows about the cells: the factor on it.
    pub cells: Vec<Moved>,
    /// To how many equally likely worlds the weighed ones amount.
    pub effective_worlds: f64,
    /// Results that hardly any world would have printed.
    pub left_out: Vec<String>,
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
    let (logs, left_out) = together(plan, worlds, observed)?;
    let weights = Weights::of(&logs)?;
    let cells = cells(knowledge);
    let mut unknowns = knowledge.beliefs.unknowns.clone();
    unknowns.extend(
        cells.iter().map(|(unknown, _)| *unknown).filter(|cell| !knowledge.beliefs.unknowns.contains(cell)),
    );
    let log = |world: &World| logs_in(knowledge, plan, world, &unknowns);
    let logs: Vec<Vec<f64>> = worlds.iter().map(log).collect();
    let moved = |(unknown, prior_log_sd): &(Unknown, f64)| {
        let at = unknowns.iter().position(|known| known == unknown)?;
        let factor = factor(seen(&logs, &weights, &|logs| logs[at]));
        Some(Moved { name: unknown.label(), prior_log_sd: *prior_log_sd, factor })
    };
    let uncertain = knowledge.uncertain();
    let prior_of = |unknown: &Unknown| {
        uncertain.iter().find(|known| known.unknown == *unknown).map_or(1.0, |known| known.log_sd)
    };
    Some(AfterSeeing {
        cells: cells.iter().filter_map(moved).collect(),
        effective_worlds: weights.effective(),
        left_out,
        prior: unknowns.iter().map(prior_of).collect(),
        beliefs: Beliefs {
            draws: resampled(&weights.after).map(|world| logs[world].clone()).collect(),
            unknowns,
        },
    })
}

/// Logarithms of the likelihood of all results together, by world, and the results that are left out; none where none is
/// left.
fn together(plan: &SeriesPlan, worlds: &[World], observed: &[Observed]) -> Option<(Vec<f64>, Vec<String>)> {
    let (mut sum, mut left_out, mut used) = (vec![0.0; worlds.len()], Vec::new(), false);
    for (printed, observed) in plan.results.iter().zip(observed) {
        let one = |world: &World| {
            let visit = plan.visit(&printed.visit);
            let tally = visit.and_then(|visit| world.tally(printed.outcome, printed.group, visit));
            tally.map_or(f64::NEG_INFINITY, |tally| log_likelihood(tally, printed, observed))
        };
        let logs: Vec<f64> = worlds.iter().map(one).collect();
        if Weights::of(&logs).is_none_or(|weights| weights.effective() < FEWEST) {
            left_out.push(format!("{}, {}", printed.outcome.label(), printed.group.label()));
            continue;
        }
        used = true;
        sum.iter_mut().zip(logs).for_each(|(sum, log)| *sum += log);
    }
    used.then_some((sum, left_out))
}

/// The uncertain numbers of the cells, with the spread of their priors.
fn cells(knowledge: &Knowledge) -> Vec<(Unknown, f64)> {
    let text = FILES.iter().find(|(file, _)| *file == "cells.toml").map_or("", |(_, text)| text);
    let of_cells = |name: &str| text.lines().any(|line| line.trim() == format!("[{name}]"));
    let uncertain = knowledge.uncertain().into_iter();
    uncertain
        .filter(|number| of_cells(number.unknown.name) && number.unknown.side == Side::Typical)
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
