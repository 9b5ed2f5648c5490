//! Who is let in? Candidates are simulated from their injury and judged on measured values, one after the other, until
//! every seat is taken: selection and regression to the mean then come by themselves, as in life.

use super::course::{Felt, felt, trial_days};
use super::failure::Failure;
use super::knowledge::Knowledge;
use super::plan::{Condition, Eligibility, PainClass, TrialPlan};
use crate::biology::parameters::Params;
use crate::instrument::nrs::{Said, Week, week};
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::{SCREENING_DAYS, Voice, voice};
use crate::patient::chance::Key;
use crate::patient::course::Standing;
use crate::patient::covariates::{Covariates, draw};
use crate::patient::crowd::{Arrival, Journey};
use crate::patient::natural_history::{enrolment_day, from_injury, usual_care};
use crate::patient::pain_site::{Class, Dermatome, Pain, pains, sciatica_like, site_of};
use crate::patient::replay::Unfinished;
use crate::patient::sample::params;
use crate::patient::sciatica;
use crate::patient::world::World;
use serde::{Deserialize, Serialize};

/// Candidates per seat after which a study counts as impossible to fill.
const MOST_CANDIDATES_PER_SEAT: u32 = 100;

/// Somebody who was screened.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Address of all their luck.
    pub key: Key,
    /// What the clinic knows.
    pub who: Covariates,
    /// What they are made of.
    pub params: Params<f64>,
    /// Where they stand on the day of randomisation.
    pub standing: Standing,
    /// Pain in the screening week, by day.
    pub screening: Vec<Felt>,
    /// How they talk.
    pub voice: Voice,
    /// Diary of the screening week.
    pub week: Week,
    /// Their pains at screening.
    pub pains: Vec<Pain>,
    /// One of them is sciatica-like.
    pub sciatica_like: bool,
}

impl Candidate {
    /// Whether a pain of this class was found at screening.
    #[must_use]
    pub fn has(&self, class: Class) -> bool {
        self.pains.iter().any(|pain| pain.class == class)
    }
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// No pain of the kind that is asked for.
    NoSuchPain,
    /// Too few days in the diary.
    DiaryTooEmpty,
    /// Weekly mean below the limit.
    TooMild,
    /// Weekly mean above the limit.
    TooSevere,
}

impl Exclusion {
    /// Every reason, in the order of the flow chart.
    pub const ALL: [Self; 4] = [Self::NoSuchPain, Self::DiaryTooEmpty, Self::TooMild, Self::TooSevere];

    /// The words of the flow chart.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NoSuchPain => "no pain of the kind asked for",
            Self::DiaryTooEmpty => "diary too empty",
            Self::TooMild => "pain too mild",
            Self::TooSevere => "pain too severe",
        }
    }
}

/// What screening found.
#[derive(Clone, Debug, Default)]
pub struct Screening {
    /// Those let in, in the order of screening.
    pub enrolled: Vec<Candidate>,
    /// How many were seen.
    pub screened: u32,
    /// How many were not let in, by reason in the order of [`Exclusion::ALL`].
    pub excluded: [u32; Exclusion::ALL.len()],
    /// Those whose equations could not be solved.
    pub failures: Vec<Failure>,
    /// Level and pains of everybody who was screened.
    pub seen: Vec<(Dermatome, Vec<Pain>)>,
}

/// Why a trial cannot be filled.
#[derive(Debug, thiserror::Error)]
#[error(
    "only {enrolled} of {seats} seats were taken after {screened} candidates, {failed} of whom could not be solved; widen the eligibility of the study or its population"
)]
pub struct HardlyAnybody {
    /// Those let in.
    pub enrolled: usize,
    /// Seats of the trial.
    pub seats: u32,
    /// Those screened.
    pub screened: u32,
    /// Those of them whose equations could not be solved.
    pub failed: usize,
}

/// The world in which a replicate takes place.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Number of the replicate.
    pub replicate: u32,
    /// What nobody knows about the biology.
    pub world: World,
    /// What nobody knows about reports.
    pub reporting: Reporting<f64>,
}

/// Screens candidates until every seat is taken.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn screen(knowledge: &Knowledge, plan: &TrialPlan, scene: &Scene) -> Result<Screening, HardlyAnybody> {
    let lanes = knowledge.followers.width.lanes();
    screen_in_batches(knowledge, plan, scene, |found, free| needed(found, free).next_multiple_of(lanes))
}

/// Candidates are followed side by side, so many ahead, and judged one after the other: who waits behind the last seat
/// has not been seen by anybody.
fn screen_in_batches(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    scene: &Scene,
    ahead: impl Fn(&Screening, usize) -> usize,
) -> Result<Screening, HardlyAnybody> {
    let seats: u32 = plan.arms.iter().map(|arm| plan.arm_size(arm)).sum();
    let mut found = Screening::default();
    let mut waiting = Vec::new().into_iter();
    while found.enrolled.len() < seats as usize {
        if found.screened >= MOST_CANDIDATES_PER_SEAT * seats {
            let (enrolled, failed) = (found.enrolled.len(), found.failures.len());
            return Err(HardlyAnybody { enrolled, seats, screened: found.screened, failed });
        }
        let Some((newcomer, arrival)) = waiting.next() else {
            let numbers = (found.screened..).take(ahead(&found, seats as usize - found.enrolled.len()));
            waiting = grown(knowledge, plan, scene, numbers).into_iter();
            continue;
        };
        found.screened += 1;
        match arrival {
            Ok(arrival) => {
                found.judge(&plan.eligibility, candidate(knowledge, plan, scene, newcomer, &arrival));
            }
            Err(unfinished) => {
                found.failures.push(Failure::at(newcomer.key.patient, "natural history", unfinished));
            }
        }
    }
    Ok(found)
}

/// How many of the next candidates will probably all be needed: one for each free seat at least, else nine tenths of
/// what the share let in so far asks for, and never more than have been screened. It decides what is followed in vain
/// and nothing else.
fn needed(found: &Screening, free: usize) -> usize {
    let (enrolled, screened) = (found.enrolled.len(), found.screened as usize);
    (free * screened / enrolled.max(1) * 9 / 10).min(screened).max(free)
}

/// Somebody whom nobody has seen yet.
struct Newcomer {
    key: Key,
    who: Covariates,
    params: Params<f64>,
}

/// Candidates of these numbers, followed from the injury to enrolment.
fn grown(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    scene: &Scene,
    numbers: impl Iterator<Item = u32>,
) -> Vec<(Newcomer, Result<Arrival, Unfinished>)> {
    let newcomers: Vec<Newcomer> = numbers.map(|patient| newcomer(knowledge, plan, scene, patient)).collect();
    let journey = |newcomer: &Newcomer| {
        let day = enrolment_day(&newcomer.who);
        let care = usual_care(&newcomer.who, &plan.background, &knowledge.people);
        let looks = (1..=SCREENING_DAYS).rev().map(|before| day - before as f64).collect();
        from_injury(&newcomer.params, day, care, looks)
    };
    let journeys: Vec<Journey> = newcomers.iter().map(journey).collect();
    newcomers.into_iter().zip(knowledge.followers.follow_to_the_end(&journeys)).collect()
}

fn newcomer(knowledge: &Knowledge, plan: &TrialPlan, scene: &Scene, patient: u32) -> Newcomer {
    let key = Key { seed: plan.study.seed, replicate: scene.replicate, patient };
    let Knowledge { people, definitions, .. } = knowledge;
    let who = match plan.population.condition {
        Condition::SpinalCordInjury => draw(&plan.population, &plan.background, people, key),
        Condition::Sciatica => sciatica::draw(&plan.population, &plan.background, people, definitions, key),
    };
    let params = params(&knowledge.parameters, &knowledge.people, &scene.world, &who, key);
    Newcomer { key, who, params }
}

/// A newcomer with all that is seen and said in the screening week.
fn candidate(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    scene: &Scene,
    newcomer: Newcomer,
    arrival: &Arrival,
) -> Candidate {
    let Newcomer { key, who, params } = newcomer;
    let standing = arrival.standing;
    let screening: Vec<Felt> = arrival.seen.iter().map(felt).collect();
    let voice = voice(&scene.reporting, key, trial_days(plan));
    let totals: Vec<f64> = screening.iter().map(|felt| felt.total).collect();
    let said = Said { felt: &totals, shift: &[0.0; SCREENING_DAYS] };
    let week = week(&scene.reporting, &voice, &said, 0);
    let site = site_of(&knowledge.definitions, dermatome(&who), key);
    let pains = pains(&knowledge.definitions, &site, &standing.state, &params);
    let sciatica_like = sciatica_like(&knowledge.definitions, &pains);
    Candidate { key, who, params, standing, screening, voice, week, pains, sciatica_like }
}

impl Screening {
    /// Lets a candidate in, or not.
    fn judge(&mut self, eligibility: &Eligibility, candidate: Candidate) {
        self.seen.push((dermatome(&candidate.who), candidate.pains.clone()));
        match exclusion(eligibility, &candidate) {
            None => self.enrolled.push(candidate),
            Some(reason) => self.excluded[reason as usize] += 1,
        }
    }
}

fn exclusion(eligibility: &Eligibility, candidate: &Candidate) -> Option<Exclusion> {
    let suffers = match eligibility.pain {
        PainClass::Neuropathic => !candidate.pains.is_empty(),
        PainClass::SciaticaLike => candidate.sciatica_like,
        PainClass::BelowLevel => candidate.has(Class::BelowLevel),
        PainClass::Radicular => candidate.has(Class::Radicular),
    };
    let limits = eligibility.nrs_weekly_mean;
    match candidate.week.mean {
        _ if !suffers => Some(Exclusion::NoSuchPain),
        None => Some(Exclusion::DiaryTooEmpty),
        Some(mean) if mean < limits.min => Some(Exclusion::TooMild),
        Some(mean) if mean > limits.max => Some(Exclusion::TooSevere),
        Some(_) => None,
    }
}

/// The dermatome of the neurological level.
fn dermatome(who: &Covariates) -> Dermatome {
    Dermatome::parse(&who.level.label()).expect("levels are drawn from C3 to S2, and each names a dermatome")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::simulate::scene;
    use crate::trial::studies::shipped;

    /// The shipped study with eleven seats.
    fn small() -> TrialPlan {
        let text = shipped()[0].text.replace("randomised = 41", "randomised = 6");
        let text = text.replace("randomised = 33", "randomised = 5");
        let text = text.replace("cells = 37, control = 30", "cells = 6, control = 5");
        TrialPlan::from_text("small.toml", &text).expect("the shipped study with fewer seats is sound")
    }

    /// Whoever was followed ahead and not needed leaves no trace.
    #[test]
    fn how_many_are_followed_ahead_changes_nothing() {
        let (knowledge, plan) = (Knowledge::shipped(), small());
        let scene = scene(&knowledge, &plan, 0);
        let screened = |ahead| {
            let found = screen_in_batches(&knowledge, &plan, &scene, |_, _| ahead);
            format!("{:?}", found.expect("the study can be filled"))
        };
        let usual = format!("{:?}", screen(&knowledge, &plan, &scene).expect("the study can be filled"));
        for ahead in [1, 5, 64] {
            assert!(screened(ahead) == usual, "{ahead} ahead");
        }
    }

    /// With half let in so far, ten free seats ask for twenty people; with nobody let in, for as many as were seen.
    #[test]
    fn nobody_is_followed_ahead_who_is_not_probably_needed() {
        let (knowledge, plan) = (Knowledge::shipped(), small());
        let filled =
            screen(&knowledge, &plan, &scene(&knowledge, &plan, 0)).expect("the study can be filled");
        let found = |enrolled: usize, screened| {
            let enrolled = filled.enrolled[..enrolled].to_vec();
            Screening { enrolled, screened, ..Screening::default() }
        };
        assert_eq!(needed(&Screening::default(), 11), 11);
        assert_eq!(needed(&found(10, 20), 10), 18);
        assert_eq!(needed(&found(10, 20), 1), 1);
        assert_eq!(needed(&found(0, 30), 10), 30);
    }
}
