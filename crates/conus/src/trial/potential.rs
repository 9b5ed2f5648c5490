//! What would each patient report in each arm? The same patients with the same luck live in every arm of a setting, so
//! that what differs between two arms is caused by what is given in them.
//!
//! A potential outcome is an answer as it would be *recorded if nobody's answer were lost*: rounded, shifted by
//! expectation, with all its ups and downs, and without a gap in diary or interview. Whoever leaves the study lives on
//! and still has one ([`Life::live_on`]). Nothing is drawn here that the trial does not draw: a patient reports in the
//! arm of their seat what the tables of the trial say, wherever the tables say something.

use super::conduct::Prevented;
use super::dataset::{ArmLabel, IntercurrentEvent, Parameter, VisitLabel};
use super::failure::Failure;
use super::knowledge::Knowledge;
use super::life::{Life, Stage, Untold};
use super::plan::{Role, TrialPlan};
use super::record::{self, Teller};
use super::screening::{Candidate, HardlyAnybody, Scene, screen};
use super::setting::Setting;
use super::side_by_side::{begin, live_all};
use super::simulate::scene;
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::Voice;
use crate::patient::crowd::Followers;
use crate::patient::replay::Unfinished;
use conus_num::Num;
use std::collections::BTreeSet;

/// Which potential outcomes are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What is asked.
    pub parameters: BTreeSet<Parameter>,
    /// Worlds, each by the intercurrent events that do not happen in it; in the empty one all may.
    pub worlds: BTreeSet<Prevented>,
}

/// The potential outcomes of everybody who is randomised in one replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Potential {
    /// Number of the replicate.
    pub replicate: u32,
    /// The setting that was lived.
    pub setting: Setting,
    /// The arms, in the order of the plan.
    pub arms: Vec<ArmLabel>,
    /// The visits, in the order of the plan; their number is their day.
    pub visits: Vec<VisitLabel>,
    /// Which outcomes there are.
    pub wanted: Wanted,
    /// Everybody randomised who could be followed in every arm, in the order of screening.
    pub patients: Vec<PotentialPatient>,
    /// Patients whose equations could not be solved: they are in no arm.
    pub failures: Vec<Failure>,
}

/// One patient in every arm and every world.
#[derive(Clone, Debug, PartialEq)]
pub struct PotentialPatient {
    /// Number of the candidate, counted from 1 as in the tables.
    pub number: u32,
    /// By arm, then by world in the order of [`Wanted::worlds`].
    pub outcomes: Vec<Vec<PotentialOutcome>>,
}

/// One patient in one arm and one world.
#[derive(Clone, Debug, PartialEq)]
pub struct PotentialOutcome {
    /// Answers by parameter in the order of [`Wanted::parameters`], then by visit. `None` where there is nothing to
    /// rate, as with the intensity of a pain that is not there.
    pub answers: Vec<Vec<Option<f64>>>,
    /// Intercurrent events, by day; those after leaving are true though no data set holds them.
    pub events: Vec<IntercurrentEvent>,
}

/// Lets everybody who is randomised in a replicate live in every arm of a setting. Nobody is allocated: no chance of
/// allocation is in what follows.
///
/// # Errors
/// When hardly anybody is eligible.
///
/// # Panics
/// Never: everybody is told of in every arm.
pub fn potential(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    setting: Setting,
    wanted: &Wanted,
) -> Result<Potential, HardlyAnybody> {
    let scene = scene(knowledge, plan, replicate);
    let screening = screen(knowledge, plan, &scene)?;
    let everywhere = |life: &Life<'_>| in_worlds(plan, &scene, setting, wanted, life);
    let by_arm = in_every_arm(&knowledge.followers, plan, &screening.enrolled, everywhere);
    let mut failures = screening.failures;
    let mut patients = Vec::with_capacity(screening.enrolled.len());
    let mut told: Vec<_> = by_arm.into_iter().map(|arm| arm.told.into_iter()).collect();
    for patient in &screening.enrolled {
        let arms = told.iter_mut().map(|arm| arm.next().expect("everybody lives in every arm"));
        match arms.collect::<Vec<_>>().into_iter().collect::<Result<_, Unfinished>>() {
            Ok(outcomes) => patients.push(PotentialPatient { number: patient.key.patient + 1, outcomes }),
            Err(unfinished) => {
                let stage = format!("every arm of {}", setting.label(plan));
                failures.push(Failure::at(patient.key.patient, &stage, unfinished));
            }
        }
    }
    let frame = record::frame(plan, replicate).analysis;
    let (arms, visits) = (frame.arms, frame.visits);
    Ok(Potential { replicate, setting, arms, visits, wanted: wanted.clone(), patients, failures })
}

/// Everybody in one arm.
#[derive(Debug)]
pub struct InArm<'a, T> {
    /// The lives, with all that was followed of them.
    pub lives: Vec<Life<'a>>,
    /// What was told of each.
    pub told: Vec<Result<T, Unfinished>>,
}

/// Lets everybody live in every arm, in the order of the plan, and tells of each life. The control comes first: its
/// courses under usual care serve every arm, and those of treatments of its own serve it alone.
///
/// # Panics
/// When the plan has no control arm; one that was read has.
pub fn in_every_arm<'a, T>(
    followers: &Followers,
    plan: &TrialPlan,
    everybody: &'a [Candidate],
    tell: impl Fn(&Life<'_>) -> Result<T, Untold>,
) -> Vec<InArm<'a, T>> {
    let control = plan.arms.iter().position(|arm| arm.role == Role::Control);
    let control = control.expect("a plan has a control arm");
    let mut lives: Vec<Life<'a>> =
        everybody.iter().map(|patient| Life::new(plan, patient, control)).collect();
    begin(followers, plan, &mut lives);
    let told = live_all(followers, plan, &mut lives, &tell);
    let mut arms = vec![InArm { lives, told }];
    for arm in (0..plan.arms.len()).filter(|arm| *arm != control) {
        let mut lives: Vec<Life<'a>> = arms[0].lives.iter().map(|life| life.in_arm(plan, arm)).collect();
        let told = live_all(followers, plan, &mut lives, &tell);
        arms.push(InArm { lives, told });
    }
    arms[..=control].rotate_left(1);
    arms
}

/// No item of an interview stays unanswered.
fn answering(reporting: &Reporting<f64>) -> Reporting<f64> {
    Reporting { item_missing: Num(0.0), ..*reporting }
}

/// No day of a diary stays empty.
fn without_gaps(voice: &Voice) -> Voice {
    Voice { gap: vec![false; voice.gap.len()], ..voice.clone() }
}

/// One patient in the arm of this life, in every world.
///
/// # Errors
/// Where the courses followed so far do not lead to the end.
pub fn in_worlds(
    plan: &TrialPlan,
    scene: &Scene,
    setting: Setting,
    wanted: &Wanted,
    life: &Life<'_>,
) -> Result<Vec<PotentialOutcome>, Untold> {
    let (reporting, voice) = (answering(&scene.reporting), without_gaps(&life.patient.voice));
    let teller = Teller { reporting: &reporting, voice: &voice };
    let outcome = |prevented: &Prevented| {
        let stage = Stage { plan, scene, setting: &setting, prevented };
        let lived = life.live_on(&stage)?;
        let mut events = lived.conduct.intercurrent.clone();
        events.sort_by_key(|event| (event.day, event.category));
        let visits: Vec<Vec<(Parameter, f64)>> = (0_u32..)
            .zip(&plan.visits)
            .map(|(visit, planned)| record::answered(&teller, life, &lived, planned.day, visit))
            .collect();
        let value = |said: &Vec<(Parameter, f64)>, asked| {
            said.iter().find(|(parameter, _)| *parameter == asked).map(|(_, value)| *value)
        };
        let answers =
            wanted.parameters.iter().map(|asked| visits.iter().map(|said| value(said, *asked)).collect());
        Ok(PotentialOutcome { answers: answers.collect(), events })
    };
    wanted.worlds.iter().map(outcome).collect()
}
