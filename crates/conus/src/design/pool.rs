//! Who can be in a trial? A block of people of one possible world, each of whom has lived in every arm and in every
//! setting: simulated once, and then drawn into as many trials as one likes.

use crate::analysis::estimand::Estimand;
use crate::analysis::frame::Frame;
use crate::analysis::primary::parameter;
use crate::instrument::reporting;
use crate::patient::world::World;
use crate::trial::dataset::{DatasetError, Parameter, Severity, Simulated};
use crate::trial::failure::Failure;
use crate::trial::knowledge::Knowledge;
use crate::trial::life::{Life, Lived, Untold};
use crate::trial::plan::{Role, TrialPlan};
use crate::trial::potential::{
    InArm, Potential, PotentialOutcome, PotentialPatient, Wanted, in_every_arm, in_worlds,
};
use crate::trial::record;
use crate::trial::screening::{HardlyAnybody, Scene, screen};
use crate::trial::setting::Setting;
use crate::trial::simulate;
use std::collections::BTreeSet;

/// People of one possible world.
#[derive(Debug)]
pub struct Block {
    /// Number of the block; a part of the key of everybody in it.
    pub number: u32,
    /// Seed of the study.
    pub seed: u64,
    /// What they live through.
    pub settings: Vec<Told>,
    /// Time since injury of each at screening \[month\].
    pub months_since_injury: Vec<f64>,
    /// How many were screened.
    pub screened: u32,
    /// Patients whose equations could not be solved: they are in no arm.
    pub failures: Vec<Failure>,
}

/// What everybody says in every arm of one setting.
#[derive(Debug)]
pub struct Told {
    /// The setting.
    pub setting: Setting,
    /// By arm in the order of the plan, then by outcome: everybody in that arm, as a trial would see them.
    pub seen: Vec<Vec<Frame>>,
    /// Adverse events of at least moderate severity for each person, by arm in the order of the plan.
    pub harms: Vec<f64>,
    /// The potential outcomes of the same people.
    pub potential: Potential,
}

/// Which world a block lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Every uncertain number is what its file says.
    Typical,
    /// One of the worlds of the posterior.
    Drawn,
}

/// What one patient says in one arm of one setting.
struct Spoken {
    lived: Lived,
    outcomes: Vec<PotentialOutcome>,
}

impl Block {
    /// How many people can be drawn.
    #[must_use]
    pub fn people(&self) -> usize {
        self.months_since_injury.len()
    }
}

/// Screens as many people as there are seats in `plan`, and lets them live in every arm and setting.
///
/// # Errors
/// When hardly anybody is eligible, or what they say makes no data set.
pub fn block(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    number: u32,
    at: Where,
    settings: &[Setting],
    wanted: &Wanted,
) -> Result<Block, NoBlock> {
    let scene = scene(knowledge, plan, number, at);
    let screening = screen(knowledge, plan, &scene)?;
    let by_arm = in_every_arm(&knowledge.followers, plan, &screening.enrolled, |life| {
        settings.iter().map(|setting| spoken(plan, &scene, *setting, wanted, life)).collect()
    });
    let whole: Vec<usize> =
        (0..screening.enrolled.len()).filter(|at| by_arm.iter().all(|arm| arm.told[*at].is_ok())).collect();
    let mut failures = screening.failures;
    for (at, patient) in screening.enrolled.iter().enumerate() {
        if let Some(unfinished) = by_arm.iter().find_map(|arm| arm.told[at].as_ref().err()) {
            failures.push(Failure::at(patient.key.patient, "every arm", unfinished.clone()));
        }
    }
    let told = |(place, setting)| told(plan, &scene, wanted, (place, setting), &by_arm, &whole);
    let settings = settings.iter().copied().enumerate().map(told).collect::<Result<_, DatasetError>>()?;
    let months = |at: &usize| screening.enrolled[*at].who.months_since_injury;
    Ok(Block {
        number,
        seed: plan.study.seed,
        settings,
        months_since_injury: whole.iter().map(months).collect(),
        screened: screening.screened,
        failures,
    })
}

/// Why there is no block.
#[derive(Debug, thiserror::Error)]
pub enum NoBlock {
    /// Hardly anybody is eligible.
    #[error(transparent)]
    Unfilled(#[from] HardlyAnybody),
    /// What they say makes no data set.
    #[error(transparent)]
    NoData(#[from] DatasetError),
}

fn scene(knowledge: &Knowledge, plan: &TrialPlan, number: u32, at: Where) -> Scene {
    match at {
        Where::Drawn => simulate::scene(knowledge, plan, number),
        Where::Typical => {
            let world = World::typical();
            let reporting = reporting::in_world(&knowledge.reporting, &world);
            Scene { replicate: number, world, reporting }
        }
    }
}

fn spoken(
    plan: &TrialPlan,
    scene: &Scene,
    setting: Setting,
    wanted: &Wanted,
    life: &Life<'_>,
) -> Result<Spoken, Untold> {
    let lived = life.live(plan, scene, &setting)?;
    let outcomes = in_worlds(plan, scene, setting, wanted, life)?;
    Ok(Spoken { lived, outcomes })
}

/// Tables of everybody in every arm of one setting, and what was true.
fn told(
    plan: &TrialPlan,
    scene: &Scene,
    wanted: &Wanted,
    (place, setting): (usize, Setting),
    by_arm: &[InArm<'_, Vec<Spoken>>],
    whole: &[usize],
) -> Result<Told, DatasetError> {
    let control = plan.arms.iter().position(|arm| arm.role == Role::Control);
    let control = u16::try_from(control.expect("a plan has a control arm")).expect("a plan has few arms");
    let in_arm = |arm: &InArm<'_, Vec<Spoken>>| -> Result<(Vec<Frame>, f64), DatasetError> {
        let mut tables: Simulated = record::frame(plan, scene.replicate);
        for &at in whole {
            record::add(&mut tables, plan, scene, &arm.lives[at], &of(arm, at, place).lived);
        }
        let frame = |outcome| {
            Frame::of_dataset(&tables.analysis, parameter(outcome), &plan.analysis.confounders, control)
        };
        let frames = plan.analysis.outcomes.iter().copied().map(frame).collect::<Result<_, _>>()?;
        let harms = tables.analysis.adverse_events.iter().filter(|event| event.severity > Severity::Mild);
        Ok((frames, harms.count() as f64 / whole.len().max(1) as f64))
    };
    let patient = |&at: &usize| PotentialPatient {
        number: by_arm[0].lives[at].patient.key.patient + 1,
        outcomes: by_arm.iter().map(|arm| of(arm, at, place).outcomes.clone()).collect(),
    };
    let frame = record::frame(plan, scene.replicate).analysis;
    let arms: Vec<(Vec<Frame>, f64)> = by_arm.iter().map(in_arm).collect::<Result<_, _>>()?;
    let (seen, harms) = arms.into_iter().unzip();
    Ok(Told {
        setting,
        seen,
        harms,
        potential: Potential {
            replicate: scene.replicate,
            setting,
            arms: frame.arms,
            visits: frame.visits,
            wanted: wanted.clone(),
            patients: whole.iter().map(patient).collect(),
            failures: Vec::new(),
        },
    })
}

/// What one person says in an arm and setting.
fn of<'t>(arm: &'t InArm<'_, Vec<Spoken>>, at: usize, setting: usize) -> &'t Spoken {
    &arm.told[at].as_ref().expect("only who was followed everywhere is whole")[setting]
}

/// The potential outcomes that the truth about every outcome of the plan needs.
#[must_use]
pub fn wanted(plan: &TrialPlan, estimands: &[Estimand]) -> Wanted {
    let parameters: BTreeSet<Parameter> = plan.analysis.outcomes.iter().copied().map(parameter).collect();
    Wanted { parameters, worlds: Estimand::wanted(estimands).worlds }
}
