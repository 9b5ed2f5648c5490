//! How did one trial go? The same people under each design: who came, who left and why, what each look saw, what was
//! concluded, and what was true.

use super::conduct::{Concluded, Protocol, Seen};
use super::play::{NoRecord, Sizing};
use super::pool::Block;
use super::reading::outcome_of;
use super::trial::Trial;
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::trial::dataset::IntercurrentCategory;
use crate::trial::knowledge::Knowledge;
use crate::trial::setting::Setting;
use conus_stats::describe::{mean, standard_deviation};
use serde::Serialize;
use std::collections::BTreeMap;

/// One trial under one design.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// Label of the design.
    pub design: String,
    /// Number of the block and of the trial in it.
    pub trial: [u32; 2],
    /// People of the first arm under question, as planned.
    pub planned: u32,
    /// People who were screened for each 100 who were randomised.
    pub screened_per_100: f64,
    /// Who came, by arm, the control first.
    pub arms: Vec<ArmStory>,
    /// Every look.
    pub looks: Vec<Seen>,
    /// Months from the first randomisation to the conclusion.
    pub months: f64,
    /// Estimate of the planned analysis with its 95 % interval, as it was reported; none where it could not be computed.
    pub estimate: Option<(f64, Option<[f64; 2]>)>,
    /// Whether a benefit was concluded.
    pub concluded: bool,
    /// What was true of the people of this world.
    pub truth: Option<f64>,
}

/// One arm of a trial.
#[derive(Clone, Debug, Serialize)]
pub struct ArmStory {
    /// Its label.
    pub arm: String,
    /// People randomised.
    pub people: usize,
    /// Mean and standard deviation of pain at baseline [NRS points].
    pub baseline: [f64; 2],
    /// People who left before the compared visit, by reason.
    pub left: BTreeMap<String, usize>,
    /// Those who stopped a drug or took another one, by kind.
    pub other_events: BTreeMap<String, usize>,
    /// People with a value at the compared visit, and its mean [NRS points].
    pub seen: (usize, Option<f64>),
}

/// Tells the first trial of the first block that lives as it is believed, with `n` people planned in the first arm.
///
/// # Errors
/// When the block cannot be simulated.
pub fn stories(knowledge: &Knowledge, sizing: &Sizing, n: u32) -> Result<Vec<Story>, NoRecord> {
    let number = 0;
    let block = sizing.people(knowledge, number)?;
    Ok(sizing.protocols.iter().filter_map(|protocol| story(sizing, &block, protocol, n)).collect())
}

fn story(sizing: &Sizing, block: &Block, protocol: &Protocol, n: u32) -> Option<Story> {
    let planned = |setting: &Setting| matches!(setting, Setting::Planned { .. });
    let place = block.settings.iter().position(|told| planned(&told.setting))?;
    let told = &block.settings[place];
    let people = protocol.setup.eligible(&sizing.plan, told);
    if people.len() < protocol.most_seats(n) {
        return None;
    }
    let trial = Trial::draw(block, told, &protocol.setup, 0, &people);
    let Concluded { judged, success, people: randomised, days, looks, .. } =
        protocol.conduct(&sizing.plan, &trial, n);
    let estimate = judged[0].as_ref().ok().map(|judged| (judged.value, judged.interval_95));
    Some(Story {
        design: protocol.design.label.clone(),
        trial: [block.number, 0],
        planned: n,
        screened_per_100: 100.0 * f64::from(block.screened) / block.people() as f64,
        arms: arms(sizing, protocol, &trial, randomised),
        looks,
        months: days / DAYS_PER_MONTH,
        estimate,
        concluded: success[0],
        truth: sizing.truth(block, told, protocol, &protocol.readings[0], &people).ok(),
    })
}

fn arms(sizing: &Sizing, protocol: &Protocol, trial: &Trial<'_>, randomised: usize) -> Vec<ArmStory> {
    let outcome = outcome_of(&sizing.plan, &protocol.readings[0]);
    let frame = trial.frame(outcome, 0..randomised, f64::INFINITY);
    let withdrawal = IntercurrentCategory::StudyWithdrawal.label();
    let arm = |(place, label): (usize, &String)| {
        let people: Vec<_> = frame.people.iter().filter(|person| person.arm == place).collect();
        let before: Vec<f64> = people.iter().filter_map(|person| person.baseline).collect();
        let after: Vec<f64> = people.iter().filter_map(|person| *person.values.last()?).collect();
        let (mut left, mut other_events) = (BTreeMap::new(), BTreeMap::new());
        for event in people.iter().flat_map(|person| &person.events) {
            if event.category == withdrawal {
                *left.entry(event.reason.to_lowercase()).or_insert(0) += 1;
            } else {
                *other_events.entry(event.category.to_lowercase()).or_insert(0) += 1;
            }
        }
        ArmStory {
            arm: label.clone(),
            people: people.len(),
            baseline: [mean(&before).unwrap_or(f64::NAN), standard_deviation(&before).unwrap_or(f64::NAN)],
            left,
            other_events,
            seen: (after.len(), mean(&after).ok()),
        }
    };
    frame.arms.iter().enumerate().map(arm).collect()
}
