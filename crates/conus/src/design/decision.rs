//! What decides about success? How probable it is in worlds where one uncertain number is low, and where it is high.
//!
//! Each block lives in a world of its own, so the blocks of the assurance are a sample of what is believed. For each number
//! they are parted into thirds by its value; the bar runs from the mean probability of success in the lowest third to
//! that in the highest. That is what would be believed if the third were known, a first step to the value of knowing it
//! (Oakley 2009, Technometrics 51:121-129, conditions on the number itself).

use super::play::{BlockRecord, Sizing};
use super::scenario::Scenario;
use super::tally::OverBlocks;
use crate::patient::world::{Side, World};
use crate::trial::knowledge::{Knowledge, Uncertain};
use serde::Serialize;

/// What one uncertain number does to the probability of success.
#[derive(Clone, Debug, Serialize)]
pub struct Sway {
    /// Name of the number.
    pub number: String,
    /// Probability of success in the third of worlds in which it is lowest.
    pub low: OverBlocks,
    /// The same where it is highest.
    pub high: OverBlocks,
    /// Ends of the middle third, as factors on what the file says.
    pub factors: [f64; 2],
}

impl Sway {
    /// Whether the probability moves by more than the 95 % Monte-Carlo interval of its movement.
    #[must_use]
    pub fn is_told_apart(&self) -> bool {
        let moved = OverBlocks {
            value: self.high.value - self.low.value,
            error: (self.low.error * self.low.error + self.high.error * self.high.error).sqrt(),
        };
        let [low, high] = moved.interval_95();
        low > 0.0 || high < 0.0
    }
}

/// Fewest blocks in a third for which anything is said.
const LEAST: usize = 5;

/// Every uncertain number, the one that moves the probability most first, for the first design at one size.
#[must_use]
pub fn sways(knowledge: &Knowledge, sizing: &Sizing, records: &[BlockRecord], size: usize) -> Vec<Sway> {
    let Some(scenario) = sizing.scenarios.iter().position(Scenario::is_belief) else { return Vec::new() };
    let here: Vec<(World, f64)> = records
        .iter()
        .filter(|record| !record.typical)
        .map(|record| {
            let share = record.tallies[scenario][0][size][0].share();
            (knowledge.world(sizing.plan.study.seed, record.number), share)
        })
        .collect();
    let mut all: Vec<Sway> =
        knowledge.uncertain().iter().filter_map(|number| sway(knowledge, number, &here)).collect();
    let width = |sway: &Sway| (sway.high.value - sway.low.value).abs();
    all.sort_by(|a, b| width(b).total_cmp(&width(a)));
    all
}

fn sway(knowledge: &Knowledge, number: &Uncertain, worlds: &[(World, f64)]) -> Option<Sway> {
    let value = |world: &World| {
        let departure = knowledge.departure(world, number.unknown.name);
        match number.unknown.side {
            Side::Typical => departure.typical,
            Side::Spread => departure.spread,
        }
    };
    let mut ordered: Vec<(f64, f64)> = worlds.iter().map(|(world, share)| (value(world), *share)).collect();
    ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
    let third = ordered.len() / 3;
    if third < LEAST {
        return None;
    }
    let shares = |part: &[(f64, f64)]| part.iter().map(|(_, share)| *share).collect::<Vec<f64>>();
    Some(Sway {
        number: number.unknown.label(),
        low: OverBlocks::of_values(&shares(&ordered[..third])).ok()?,
        high: OverBlocks::of_values(&shares(&ordered[ordered.len() - third..])).ok()?,
        factors: [ordered[third].0, ordered[ordered.len() - third - 1].0],
    })
}
