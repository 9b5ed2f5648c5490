//! What is lost without each mechanism of the cells? The first treated patients are followed to the analysed visit with
//! all mechanisms and with each of them switched off in turn.

use super::course::{Ask, Course, WEEK_DAYS, journey};
use super::failure::Failure;
use super::life::{Life, with_mechanisms};
use super::plan::{Mechanisms, Role, TrialPlan};
use crate::patient::crowd::{Arrival, Followers, Journey};
use crate::patient::replay::Unfinished;

/// Patients of a replicate in whom each mechanism is knocked out in turn: the first treated ones. So few of each keep
/// the cost low; over all replicates they are many.
const KNOCKED_OUT: usize = 8;

/// The five mechanisms of the cells by claim, with their switch.
pub const MECHANISMS: [(&str, &str); 5] = [
    ("S3.1", "homing"),
    ("S3.2", "immunomodulation"),
    ("S3.3", "trophic"),
    ("S3.4", "support"),
    ("S3.5", "environment"),
];

/// Relief with all mechanisms and without each, in the first treated patients.
#[must_use]
pub fn knock_outs(
    plan: &TrialPlan,
    lives: &[Life<'_>],
    followers: &Followers,
    failures: &mut Vec<Failure>,
) -> Vec<[f64; 1 + MECHANISMS.len()]> {
    let asked = if plan.scenarios.knock_outs { KNOCKED_OUT } else { 0 };
    let treated: Vec<&Life<'_>> =
        lives.iter().filter(|life| life.role == Role::Treatment).take(asked).collect();
    let journeys: Vec<[Journey; 2 + MECHANISMS.len()]> =
        treated.iter().map(|life| knocked_out(plan, life)).collect();
    let mut arrivals = followers.follow_to_the_end(journeys.as_flattened()).into_iter();
    let mut rows = Vec::new();
    for life in treated {
        match reliefs(life, arrivals.by_ref().take(2 + MECHANISMS.len()).collect()) {
            Ok(row) => rows.push(row),
            Err(unfinished) => failures.push(life.failed("knock-out", unfinished)),
        }
    }
    rows
}

/// The ways of a patient to the analysed visit: untreated, with all mechanisms, then without each.
fn knocked_out(plan: &TrialPlan, life: &Life<'_>) -> [Journey; 2 + MECHANISMS.len()] {
    let treatments = &plan.arms[life.arm].treatments;
    let ask = Ask { treatments, drug_stopped: None, days: plan.analysed_visit().day as usize };
    std::array::from_fn(|place| match place.checked_sub(1) {
        None => journey(life.patient, &life.patient.params, &Ask { treatments: &[], ..ask }),
        Some(off) => {
            let params = with_mechanisms(&life.patient.params, without(plan.mechanisms, off));
            journey(life.patient, &params, &ask)
        }
    })
}

/// How much less than untreated is felt in the last week on each of the other ways.
fn reliefs(
    life: &Life<'_>,
    arrivals: Vec<Result<Arrival, Unfinished>>,
) -> Result<[f64; 1 + MECHANISMS.len()], Unfinished> {
    let mut last_weeks = [0.0; 2 + MECHANISMS.len()];
    for (last_week, arrival) in last_weeks.iter_mut().zip(arrivals) {
        let felt = Course::new(&life.patient.screening, &arrival?.seen).felt;
        let week = &felt[felt.len() - WEEK_DAYS..];
        *last_week = week.iter().map(|felt| felt.total).sum::<f64>() / WEEK_DAYS as f64;
    }
    let [untreated, others @ ..] = last_weeks;
    Ok(others.map(|felt| untreated - felt))
}

/// The mechanisms without the one numbered `off` from 1; 0 leaves all as they are.
fn without(on: Mechanisms, off: usize) -> Mechanisms {
    Mechanisms {
        homing: on.homing && off != 1,
        immunomodulation: on.immunomodulation && off != 2,
        trophic: on.trophic && off != 3,
        support: on.support && off != 4,
        environment: on.environment && off != 5,
    }
}
