//! What is lost without each mechanism of the cells? The first treated patients are followed to the analysed visit with
//! all mechanisms and with each of them switched off in turn.

use super::course::{Ask, Course, WEEK_DAYS, journey};
use super::failure::Failure;
use super::life::{Life, with_mechanisms};
use super::plan::{Mechanisms, Role, TrialPlan};
use crate::patient::crowd::{Arrival, Followers, Journey};
use crate::patient::replay::Unfinished;
use crate::treatment::Treatment;

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
///
/// # Panics
/// Never: there is one relief for each set.
#[must_use]
pub fn knock_outs(
    plan: &TrialPlan,
    lives: &[Life<'_>],
    followers: &Followers,
    failures: &mut Vec<Failure>,
) -> Vec<[f64; 1 + MECHANISMS.len()]> {
    let asked = if plan.scenarios.knock_outs { KNOCKED_OUT } else { 0 };
    let sets: [Mechanisms; 1 + MECHANISMS.len()] = std::array::from_fn(|off| without(plan.mechanisms, off));
    let rows = reliefs(plan, lives, followers, &sets, asked, failures);
    rows.into_iter().map(|row| row.try_into().expect("there is one relief for each set")).collect()
}

/// Relief at the analysed visit under each set of mechanisms, in the first `asked` treated patients [NRS points]: how
/// much less than untreated is felt in the last week.
#[must_use]
pub fn reliefs(
    plan: &TrialPlan,
    lives: &[Life<'_>],
    followers: &Followers,
    sets: &[Mechanisms],
    asked: usize,
    failures: &mut Vec<Failure>,
) -> Vec<Vec<f64>> {
    let treated: Vec<&Life<'_>> =
        lives.iter().filter(|life| life.role == Role::Treatment).take(asked).collect();
    let journeys: Vec<Journey> = treated.iter().flat_map(|life| ways(plan, life, sets)).collect();
    let mut arrivals = followers.follow_to_the_end(&journeys).into_iter();
    let mut rows = Vec::new();
    for life in treated {
        match less_than_untreated(life, arrivals.by_ref().take(1 + sets.len()).collect()) {
            Ok(row) => rows.push(row),
            Err(unfinished) => failures.push(life.failed("knock-out", unfinished)),
        }
    }
    rows
}

/// Where somebody stands at the analysed visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Mean pain of the last week, 0 to 10, in truth.
    pub pain: f64,
    /// Function, 1 = healthy.
    pub function: f64,
    /// Quality of life, 1 = healthy.
    pub quality: f64,
}

/// Where every treated patient stands at the analysed visit under each regimen, whatever their arm gives.
#[must_use]
pub fn ends(
    plan: &TrialPlan,
    lives: &[Life<'_>],
    followers: &Followers,
    regimens: &[Vec<Treatment>],
    failures: &mut Vec<Failure>,
) -> Vec<Vec<End>> {
    let treated: Vec<&Life<'_>> = lives.iter().filter(|life| life.role == Role::Treatment).collect();
    let under = |life: &&Life<'_>| {
        let params = with_mechanisms(&life.patient.params, plan.mechanisms);
        let way =
            |treatments: &Vec<Treatment>| journey(life.patient, &params, &to_the_visit(plan, treatments));
        regimens.iter().map(way).collect::<Vec<Journey>>()
    };
    let journeys: Vec<Journey> = treated.iter().flat_map(under).collect();
    let mut arrivals = followers.follow_to_the_end(&journeys).into_iter();
    let mut rows = Vec::new();
    for life in treated {
        let arrived: Result<Vec<End>, Unfinished> =
            arrivals.by_ref().take(regimens.len()).map(|arrival| Ok(end(life, &arrival?))).collect();
        match arrived {
            Ok(row) => rows.push(row),
            Err(unfinished) => failures.push(life.failed("another regimen", unfinished)),
        }
    }
    rows
}

/// The ways of a patient to the analysed visit: untreated, then under each set.
fn ways(plan: &TrialPlan, life: &Life<'_>, sets: &[Mechanisms]) -> Vec<Journey> {
    let given = to_the_visit(plan, &plan.arms[life.arm].treatments);
    let untreated = journey(life.patient, &life.patient.params, &to_the_visit(plan, &[]));
    let under =
        |set: &Mechanisms| journey(life.patient, &with_mechanisms(&life.patient.params, *set), &given);
    std::iter::once(untreated).chain(sets.iter().map(under)).collect()
}

fn to_the_visit<'a>(plan: &TrialPlan, treatments: &'a [Treatment]) -> Ask<'a> {
    Ask { treatments, rescued: None, drug_stopped: None, days: plan.analysed_visit().day as usize }
}

fn less_than_untreated(
    life: &Life<'_>,
    arrivals: Vec<Result<Arrival, Unfinished>>,
) -> Result<Vec<f64>, Unfinished> {
    let pain = |arrival: Result<Arrival, Unfinished>| Ok(end(life, &arrival?).pain);
    let felt: Vec<f64> = arrivals.into_iter().map(pain).collect::<Result<_, Unfinished>>()?;
    Ok(felt[1..].iter().map(|with| felt[0] - with).collect())
}

fn end(life: &Life<'_>, arrival: &Arrival) -> End {
    let felt = Course::new(&life.patient.screening, &arrival.seen).felt;
    let week = &felt[felt.len() - WEEK_DAYS..];
    let pain = week.iter().map(|felt| felt.total).sum::<f64>() / WEEK_DAYS as f64;
    let state = &arrival.standing.state;
    End { pain, function: state.function.0, quality: state.quality.0 }
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
