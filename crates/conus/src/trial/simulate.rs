//! The main path of a trial: screen, allocate, follow, report.
//!
//! Every setting plays the same patients with the same luck, so that a difference between two settings is caused by
//! what differs between them.

use super::allocation::allocate;
use super::course::{Ask, Course, Glimpse, WEEK_DAYS, journey};
use super::dataset::Simulated;
use super::knowledge::Knowledge;
use super::life::{Life, with_mechanisms};
use super::plan::{Mechanisms, Role, TrialPlan};
use super::record;
use super::screening::{Candidate, Exclusion, Failure, HardlyAnybody, Scene, screen};
use super::setting::{Biology, Setting, settings};
use super::side_by_side::{begin, live_all};
use crate::instrument::reporting;
use crate::patient::crowd::{Arrival, Followers, Journey};
use crate::patient::pain_site::{Dermatome, Pain};
use crate::patient::sample::World;
use conus_ode::SolveError;

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

/// One replicate: everything that was played, before anybody analyses it.
#[derive(Debug)]
pub struct Played {
    /// How many were screened.
    pub screened: u32,
    /// How many were not let in, by reason in the order of [`Exclusion::ALL`].
    pub excluded: [u32; Exclusion::ALL.len()],
    /// Level and pains of everybody who was screened.
    pub seen: Vec<(Dermatome, Vec<Pain>)>,
    /// The tables of each setting, the planned one first.
    pub settings: Vec<(Setting, Simulated)>,
    /// Relief at the analysed visit in the first treated patients [NRS points]: with all mechanisms, then without each.
    pub knock_outs: Vec<[f64; 1 + MECHANISMS.len()]>,
    /// The biology of each patient of the planned setting by arm and week, where it was recorded.
    pub biology: Vec<(usize, Vec<Glimpse>)>,
    /// Patients whose equations could not be solved.
    pub failures: Vec<Failure>,
}

/// Plays one replicate; `biology` records what the mechanism panel shows.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn replicate(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    biology: bool,
) -> Result<Played, HardlyAnybody> {
    let followers = &knowledge.followers;
    let scene = scene(knowledge, plan, replicate);
    let screening = screen(knowledge, plan, &scene)?;
    let arms = allocate(plan, &screening.enrolled, replicate);
    let mut failures = screening.failures;
    let mut lives = lives(plan, &screening.enrolled, &arms, followers, &mut failures);
    let knock_outs = knock_outs(plan, &lives, followers, &mut failures);
    let biology = if biology { glimpses(&lives) } else { Vec::new() };
    let mut played = Vec::new();
    for setting in settings(plan) {
        let tables = play(plan, &scene, &setting, &mut lives, followers, &mut failures);
        played.push((setting, tables));
    }
    Ok(Played {
        screened: screening.screened,
        excluded: screening.excluded,
        seen: screening.seen,
        settings: played,
        knock_outs,
        biology,
        failures,
    })
}

/// The world of a replicate: what nobody knows is drawn once for everybody in it.
#[must_use]
pub fn scene(knowledge: &Knowledge, plan: &TrialPlan, replicate: u32) -> Scene {
    let seed = plan.study.seed;
    Scene {
        replicate,
        world: World::draw(&knowledge.parameters, seed, replicate),
        reporting: reporting::in_world(&knowledge.reporting, seed, replicate),
    }
}

/// Everybody in the arm of their seat, followed under usual care and under the treatment of the arm. Who cannot be
/// followed is counted, and lives nowhere.
fn lives<'a>(
    plan: &TrialPlan,
    enrolled: &'a [Candidate],
    arms: &[usize],
    followers: &Followers,
    failures: &mut Vec<Failure>,
) -> Vec<Life<'a>> {
    let mut lives: Vec<Life<'_>> =
        enrolled.iter().zip(arms).map(|(patient, arm)| Life::new(plan, patient, *arm)).collect();
    begin(followers, plan, &mut lives);
    failures
        .extend(lives.iter().filter_map(|life| Some(failure(life.patient, "the trial", life.unsolved()?))));
    lives.retain(|life| life.unsolved().is_none());
    lives
}

/// The tables of one setting. Who cannot be followed in it is counted, and is in none of its tables.
fn play(
    plan: &TrialPlan,
    scene: &Scene,
    setting: &Setting,
    lives: &mut [Life<'_>],
    followers: &Followers,
    failures: &mut Vec<Failure>,
) -> Simulated {
    let mut tables = record::frame(plan, scene.replicate);
    let lived = live_all(followers, plan, lives, |life| life.live(plan, scene, setting));
    for (life, lived) in lives.iter().zip(lived) {
        match lived {
            Ok(lived) => record::add(&mut tables, plan, scene, life, &lived),
            Err(cause) => failures.push(failure(life.patient, &setting.label(), &cause)),
        }
    }
    tables
}

/// Relief with all mechanisms and without each, in the first treated patients.
fn knock_outs(
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
    let arrivals = followers.follow(journeys.as_flattened());
    let mut rows = Vec::new();
    for (life, arrivals) in treated.into_iter().zip(arrivals.chunks(2 + MECHANISMS.len())) {
        match reliefs(life, arrivals) {
            Ok(row) => rows.push(row),
            Err(cause) => failures.push(failure(life.patient, "knock-out", cause)),
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
fn reliefs<'a>(
    life: &Life<'_>,
    arrivals: &'a [Arrival],
) -> Result<[f64; 1 + MECHANISMS.len()], &'a SolveError> {
    let mut last_weeks = [0.0; 2 + MECHANISMS.len()];
    for (last_week, arrival) in last_weeks.iter_mut().zip(arrivals) {
        arrival.outcome.as_ref()?;
        let felt = Course::new(&life.patient.screening, &arrival.seen).felt;
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

/// What the mechanism panel shows of each patient: the treated under the treatment of their arm, the others under usual
/// care, whatever else the content of the control gives them.
fn glimpses(lives: &[Life<'_>]) -> Vec<(usize, Vec<Glimpse>)> {
    let seen = |life: &Life<'_>| {
        let treated = life.role == Role::Treatment;
        let course = life.undisturbed(if treated { Biology::Treated } else { Biology::Untreated })?;
        Some((life.arm, course.biology.clone()))
    };
    lives.iter().filter_map(seen).collect()
}

fn failure(patient: &Candidate, stage: &str, cause: &SolveError) -> Failure {
    Failure { patient: patient.key.patient, stage: stage.to_owned(), cause: cause.to_string() }
}
