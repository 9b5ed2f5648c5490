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
use super::life::{Life, Stage};
use super::plan::{Role, TrialPlan};
use super::record;
use super::screening::{Candidate, HardlyAnybody, Scene, screen};
use super::setting::Setting;
use super::simulate::scene;
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::Voice;
use crate::patient::course::Follower;
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
pub fn potential(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    replicate: u32,
    setting: Setting,
    wanted: &Wanted,
) -> Result<Potential, HardlyAnybody> {
    let mut follower = Follower::new(&knowledge.model);
    let scene = scene(knowledge, plan, replicate);
    let screening = screen(knowledge, plan, &scene, &mut follower)?;
    let scene = Scene { reporting: answering(&scene.reporting), ..scene };
    let mut failures = screening.failures;
    let mut patients = Vec::with_capacity(screening.enrolled.len());
    for patient in screening.enrolled {
        let patient = Candidate { voice: without_gaps(patient.voice), ..patient };
        match lived(plan, &scene, setting, wanted, &patient, &mut follower) {
            Ok(outcomes) => patients.push(PotentialPatient { number: patient.key.patient + 1, outcomes }),
            Err(unfinished) => {
                let stage = format!("every arm of {}", setting.label());
                failures.push(Failure::at(patient.key.patient, &stage, unfinished));
            }
        }
    }
    let frame = record::frame(plan, replicate).analysis;
    let (arms, visits) = (frame.arms, frame.visits);
    Ok(Potential { replicate, setting, arms, visits, wanted: wanted.clone(), patients, failures })
}

/// No item of an interview stays unanswered.
fn answering(reporting: &Reporting<f64>) -> Reporting<f64> {
    Reporting { item_missing: Num(0.0), ..*reporting }
}

/// No day of a diary stays empty.
fn without_gaps(voice: Voice) -> Voice {
    Voice { gap: vec![false; voice.gap.len()], ..voice }
}

/// One patient in every arm and world. The control comes first: its course under usual care serves every arm.
fn lived(
    plan: &TrialPlan,
    scene: &Scene,
    setting: Setting,
    wanted: &Wanted,
    patient: &Candidate,
    follower: &mut Follower<'_>,
) -> Result<Vec<Vec<PotentialOutcome>>, Unfinished> {
    let control = plan.arms.iter().position(|arm| arm.role == Role::Control);
    let control = control.expect("a plan has a control arm");
    let mut usual = Life::new(plan, patient, control, follower, false)?;
    let mut outcomes = vec![Vec::new(); plan.arms.len()];
    outcomes[control] = in_worlds(plan, scene, setting, wanted, &mut usual, follower)?;
    for arm in (0..plan.arms.len()).filter(|arm| *arm != control) {
        let mut other = usual.in_arm(plan, arm);
        outcomes[arm] = in_worlds(plan, scene, setting, wanted, &mut other, follower)?;
    }
    Ok(outcomes)
}

fn in_worlds(
    plan: &TrialPlan,
    scene: &Scene,
    setting: Setting,
    wanted: &Wanted,
    life: &mut Life<'_>,
    follower: &mut Follower<'_>,
) -> Result<Vec<PotentialOutcome>, Unfinished> {
    let outcome = |prevented: &Prevented| {
        let stage = Stage { plan, scene, setting: &setting, prevented };
        let lived = life.live_on(&stage, follower)?;
        let mut events = lived.conduct.intercurrent.clone();
        events.sort_by_key(|event| (event.day, event.category));
        let visits: Vec<Vec<(Parameter, f64)>> = (0_u32..)
            .zip(&plan.visits)
            .map(|(visit, planned)| record::answered(scene, life, &lived, planned.day, visit))
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
