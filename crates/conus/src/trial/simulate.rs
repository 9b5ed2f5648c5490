//! The main path of a trial: screen, allocate, follow, report.
//!
//! Every setting plays the same patients with the same luck, so that a difference between two settings is caused by
//! what differs between them.

use super::allocation::allocate;
use super::course::Glimpse;
use super::dataset::Simulated;
use super::failure::Failure;
use super::knock_out::{End, MECHANISMS, ends, knock_outs, reliefs};
use super::knowledge::Knowledge;
use super::life::Life;
use super::plan::{Mechanisms, TrialPlan};
use super::record;
use super::screening::{Candidate, Exclusion, HardlyAnybody, Scene, screen};
use super::setting::{Biology, Setting, settings};
use super::side_by_side::{begin, live_all};
use crate::instrument::reporting;
use crate::patient::crowd::Followers;
use crate::patient::pain_site::{Dermatome, Pain};
use crate::treatment::Treatment;

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
    let biology = if biology { glimpses(plan, &lives) } else { Vec::new() };
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

/// Relief under each set of mechanisms in every treated patient of a replicate [NRS points], and those who could not be
/// followed.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn reliefs_under(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    sets: &[Mechanisms],
) -> Result<(Vec<Vec<f64>>, Vec<Failure>), HardlyAnybody> {
    with_lives(knowledge, plan, replicate, |lives, failures| {
        reliefs(plan, lives, &knowledge.followers, sets, lives.len(), failures)
    })
}

/// Where every treated patient of a replicate ends under each regimen, and those who could not be followed.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn ends_under(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    regimens: &[Vec<Treatment>],
) -> Result<(Vec<Vec<End>>, Vec<Failure>), HardlyAnybody> {
    with_lives(knowledge, plan, replicate, |lives, failures| {
        ends(plan, lives, &knowledge.followers, regimens, failures)
    })
}

/// Everybody of a replicate in the arm of their seat, before anything is followed.
fn with_lives<T>(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    tell: impl FnOnce(&[Life<'_>], &mut Vec<Failure>) -> T,
) -> Result<(T, Vec<Failure>), HardlyAnybody> {
    let scene = scene(knowledge, plan, replicate);
    let screening = screen(knowledge, plan, &scene)?;
    let arms = allocate(plan, &screening.enrolled, replicate);
    let mut failures = screening.failures;
    let lives: Vec<Life<'_>> =
        screening.enrolled.iter().zip(&arms).map(|(patient, arm)| Life::new(plan, patient, *arm)).collect();
    let told = tell(&lives, &mut failures);
    Ok((told, failures))
}

/// The world of a replicate: what nobody knows is drawn once for everybody in it.
#[must_use]
pub fn scene(knowledge: &Knowledge, plan: &TrialPlan, replicate: u32) -> Scene {
    let seed = plan.study.seed;
    let world = knowledge.world(seed, replicate);
    let reporting = reporting::in_world(&knowledge.reporting, &world);
    Scene { replicate, world, reporting }
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
    let (lives, lost): (Vec<Life<'_>>, Vec<Life<'_>>) =
        lives.into_iter().partition(|life| life.unsolved().is_none());
    let failed = |life: &Life<'_>| Some(life.failed("the trial", life.unsolved()?.clone()));
    failures.extend(lost.iter().filter_map(failed));
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
            Err(unfinished) => failures.push(life.failed(&setting.label(plan), unfinished)),
        }
    }
    tables
}

/// What the mechanism panel shows of each patient: those with treatments in the plan under them, the others under usual
/// care, whatever else the content of the control gives them.
fn glimpses(plan: &TrialPlan, lives: &[Life<'_>]) -> Vec<(usize, Vec<Glimpse>)> {
    let seen = |life: &Life<'_>| {
        let treated = plan.lists_treatments(life.role);
        let course = life.undisturbed(if treated { Biology::Treated } else { Biology::Untreated })?;
        Some((life.arm, course.biology.clone()))
    };
    lives.iter().filter_map(seen).collect()
}
