//! Who is let in? Candidates are simulated from their injury and judged on measured values, one after the other, until
//! every seat is taken: selection and regression to the mean then come by themselves, as in life.

use super::course::{Felt, felt, trial_days};
use super::failure::Failure;
use super::knowledge::Knowledge;
use super::plan::{Eligibility, PainClass, TrialPlan};
use crate::biology::parameters::Params;
use crate::instrument::nrs::{Said, Week, week};
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::{SCREENING_DAYS, Voice, voice};
use crate::patient::chance::{Key, Purpose};
use crate::patient::course::{Follower, Standing};
use crate::patient::covariates::{Covariates, draw};
use crate::patient::natural_history::{enrolment_day, from_injury, grow, usual_care};
use crate::patient::pain_site::{Dermatome, Pain, pains, sciatica_like, site};
use crate::patient::sample::{World, params};
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
pub fn screen(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    scene: &Scene,
    follower: &mut Follower<'_>,
) -> Result<Screening, HardlyAnybody> {
    let seats: u32 = plan.arms.iter().map(|arm| plan.arm_size(arm)).sum();
    let mut found = Screening::default();
    while found.enrolled.len() < seats as usize {
        if found.screened >= MOST_CANDIDATES_PER_SEAT * seats {
            let (enrolled, failed) = (found.enrolled.len(), found.failures.len());
            return Err(HardlyAnybody { enrolled, seats, screened: found.screened, failed });
        }
        let key = Key { seed: plan.study.seed, replicate: scene.replicate, patient: found.screened };
        found.screened += 1;
        let candidate = match candidate(knowledge, plan, scene, follower, key) {
            Ok(candidate) => candidate,
            Err(failure) => {
                found.failures.push(*failure);
                continue;
            }
        };
        found.seen.push((dermatome(&candidate.who), candidate.pains.clone()));
        match exclusion(&plan.eligibility, &candidate) {
            None => found.enrolled.push(candidate),
            Some(reason) => found.excluded[reason as usize] += 1,
        }
    }
    Ok(found)
}

fn candidate(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    scene: &Scene,
    follower: &mut Follower<'_>,
    key: Key,
) -> Result<Candidate, Box<Failure>> {
    let who = draw(&plan.population, &plan.background, &knowledge.people, key);
    let params = params(&knowledge.parameters, &knowledge.people, &scene.world, &who, key);
    let care = usual_care(&who, &plan.background, &knowledge.people);
    let day = enrolment_day(&who);
    let looks: Vec<f64> = (1..=SCREENING_DAYS).rev().map(|before| day - before as f64).collect();
    let mut screening = Vec::with_capacity(SCREENING_DAYS);
    let look = |_, _, y: &_| screening.push(felt(y, &params));
    let (standing, _) = grow(follower, &params, day, &care, &looks, look).map_err(|cause| {
        let journey = from_injury(&params, day, &care, &looks);
        Box::new(Failure::of(key.patient, "natural history", &journey, &cause))
    })?;
    let voice = voice(&scene.reporting, key, trial_days(plan));
    let totals: Vec<f64> = screening.iter().map(|felt| felt.total).collect();
    let said = Said { felt: &totals, shift: &[0.0; SCREENING_DAYS] };
    let week = week(&scene.reporting, &voice, &said, 0);
    let mut chance = key.stream(Purpose::Site, 0);
    let site = site(&knowledge.definitions, dermatome(&who), &mut || chance.uniform());
    let pains = pains(&knowledge.definitions, &site, &standing.state, &params);
    let sciatica_like = sciatica_like(&knowledge.definitions, &pains);
    Ok(Candidate { key, who, params, standing, screening, voice, week, pains, sciatica_like })
}

fn exclusion(eligibility: &Eligibility, candidate: &Candidate) -> Option<Exclusion> {
    let suffers = match eligibility.pain {
        PainClass::Neuropathic => !candidate.pains.is_empty(),
        PainClass::SciaticaLike => candidate.sciatica_like,
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
