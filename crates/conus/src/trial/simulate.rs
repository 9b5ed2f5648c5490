//! The main path of a trial: screen, allocate, follow, report.
//!
//! Every setting plays the same patients with the same luck, so that a difference between two settings is caused by
//! what differs between them.

use super::allocation::allocate;
use super::course::{Ask, Glimpse, WEEK_DAYS, course, trial_days};
use super::dataset::Simulated;
use super::failure::Failure;
use super::knowledge::Knowledge;
use super::life::{Life, with_mechanisms};
use super::plan::{Mechanisms, Role, TrialPlan};
use super::record;
use super::screening::{Candidate, Exclusion, HardlyAnybody, Scene, screen};
use super::setting::{Biology, Setting, settings};
use crate::instrument::reporting;
use crate::patient::course::Follower;
use crate::patient::pain_site::{Dermatome, Pain};
use crate::patient::replay::Unfinished;
use crate::patient::sample::World;

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
    let mut follower = Follower::new(&knowledge.model);
    let scene = scene(knowledge, plan, replicate);
    let screening = screen(knowledge, plan, &scene, &mut follower)?;
    let arms = allocate(plan, &screening.enrolled, replicate);
    let mut failures = screening.failures;
    let mut lives = lives(plan, &screening.enrolled, &arms, &mut follower, biology, &mut failures);
    let knock_outs = knock_outs(plan, &lives, &mut follower, &mut failures);
    let biology = glimpses(plan, &lives);
    let mut played = Vec::new();
    for setting in settings(plan) {
        let tables = play(plan, &scene, &setting, &mut lives, &mut follower, &mut failures);
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

fn lives<'a>(
    plan: &TrialPlan,
    enrolled: &'a [Candidate],
    arms: &[usize],
    follower: &mut Follower<'_>,
    biology: bool,
    failures: &mut Vec<Failure>,
) -> Vec<Life<'a>> {
    let mut lives = Vec::with_capacity(enrolled.len());
    for (patient, arm) in enrolled.iter().zip(arms) {
        match Life::new(plan, patient, *arm, follower, biology) {
            Ok(life) => lives.push(life),
            Err(unfinished) => failures.push(Failure::at(patient.key.patient, "the trial", unfinished)),
        }
    }
    lives
}

/// The tables of one setting. Who cannot be followed in it is counted, and is in none of its tables.
fn play(
    plan: &TrialPlan,
    scene: &Scene,
    setting: &Setting,
    lives: &mut [Life<'_>],
    follower: &mut Follower<'_>,
    failures: &mut Vec<Failure>,
) -> Simulated {
    let mut tables = record::frame(plan, scene.replicate);
    for life in lives {
        match life.live(plan, scene, setting, follower) {
            Ok(lived) => record::add(&mut tables, plan, scene, life, &lived),
            Err(unfinished) => {
                failures.push(Failure::at(life.patient.key.patient, &setting.label(), unfinished));
            }
        }
    }
    tables
}

/// Relief with all mechanisms and without each, in the first treated patients.
fn knock_outs(
    plan: &TrialPlan,
    lives: &[Life<'_>],
    follower: &mut Follower<'_>,
    failures: &mut Vec<Failure>,
) -> Vec<[f64; 1 + MECHANISMS.len()]> {
    let treated = lives.iter().filter(|life| life.role == Role::Treatment).take(KNOCKED_OUT);
    let asked = if plan.scenarios.knock_outs { KNOCKED_OUT } else { 0 };
    let mut rows = Vec::new();
    for life in treated.take(asked) {
        match reliefs(plan, life, follower) {
            Ok(row) => rows.push(row),
            Err(unfinished) => failures.push(Failure::at(life.patient.key.patient, "knock-out", unfinished)),
        }
    }
    rows
}

fn reliefs(
    plan: &TrialPlan,
    life: &Life<'_>,
    follower: &mut Follower<'_>,
) -> Result<[f64; 1 + MECHANISMS.len()], Unfinished> {
    let ask = Ask {
        treatments: &plan.arms[life.arm].treatments,
        drug_stopped: None,
        days: plan.analysed_visit().day as usize,
        biology: false,
    };
    let last_week = |course: &super::course::Course| {
        let week = &course.felt[course.felt.len() - WEEK_DAYS..];
        week.iter().map(|felt| felt.total).sum::<f64>() / WEEK_DAYS as f64
    };
    let untreated = course(follower, life.patient, &life.patient.params, &Ask { treatments: &[], ..ask })?;
    let mut row = [0.0; 1 + MECHANISMS.len()];
    for (off, relief) in row.iter_mut().enumerate() {
        let params = with_mechanisms(&life.patient.params, without(plan.mechanisms, off));
        *relief = last_week(&untreated) - last_week(&course(follower, life.patient, &params, &ask)?);
    }
    Ok(row)
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

fn glimpses(plan: &TrialPlan, lives: &[Life<'_>]) -> Vec<(usize, Vec<Glimpse>)> {
    let main = settings(plan)[0];
    let seen = |life: &Life<'_>| {
        let course =
            life.undisturbed(main.biology(plan, life.role)).or(life.undisturbed(Biology::Untreated))?;
        (!course.biology.is_empty()).then(|| (life.arm, course.biology.clone()))
    };
    debug_assert!(trial_days(plan) >= WEEK_DAYS);
    lives.iter().filter_map(seen).collect()
}
