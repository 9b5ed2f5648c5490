//! Who is solved? Patients of the shipped study's population, untreated from the injury on, or on a drug for half a year.

use anyhow::{Result, anyhow};
use conus::biology::brain::{Pain, firing_at_rest, pain};
use conus::biology::compiled::{Cord, Model};
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, STATES, State, injury};
use conus::instrument::reporting;
use conus::patient::chance::Key;
use conus::patient::course::{Follower, Standing};
use conus::patient::covariates::draw;
use conus::patient::people::People;
use conus::patient::sample::params;
use conus::patient::world::{Beliefs, World};
use conus::treatment::{Event, Gabapentinoid, Intake, Treatment, schedule};
use conus::trial::plan::TrialPlan;
use conus::trial::studies::shipped;
use conus_ode::Tolerance;

/// The four kinds of pain that are looked at before the states.
pub(crate) const PAINS: usize = 4;
/// Everything that is looked at on one day.
pub(crate) const OBSERVED: usize = PAINS + STATES;
/// Days of the drug course, and the day after injury on which it starts.
const DRUG_DAYS: u32 = 180;
const DRUG_START: u32 = 180;
/// Half of it is taken every twelve hours, from the first day on.
const DOSE_MG_PER_DAY: f64 = 300.0;
const SEED: u64 = 20_261_123;

/// One patient over one span of days.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What the patient is made of.
    pub(crate) params: Params<f64>,
    /// Where the patient stands on the first day.
    pub(crate) standing: Standing,
    /// Last day.
    pub(crate) to: f64,
    /// What is done.
    pub(crate) events: Vec<Event>,
    /// Days that are looked at: all of them.
    pub(crate) looks: Vec<f64>,
}

impl Case {
    /// A system for a solver, with nothing yet done.
    #[must_use]
    pub(crate) fn cord<'m>(&self, model: &'m Model) -> Cord<'m> {
        let mut cord = Cord::new(model, self.params);
        cord.inputs = self.standing.inputs;
        cord
    }
}

/// Pains and states of one day.
pub(crate) fn observe(y: &State<f64>, p: &Params<f64>) -> [f64; OBSERVED] {
    let Pain { total, at, below, radicular } = pain(y, p, &firing_at_rest(y, p));
    let mut all = [0.0; OBSERVED];
    all[..PAINS].copy_from_slice(&[total.0, at.0, below.0, radicular.0]);
    all[PAINS..].copy_from_slice(&y.to_array());
    all
}

/// Name of an observed quantity.
pub(crate) fn observed_name(index: usize) -> &'static str {
    match index {
        0 => "pain",
        1 => "pain_at",
        2 => "pain_below",
        3 => "pain_radicular",
        state => State::<f64>::NAMES[state - PAINS],
    }
}

/// A year from the injury, untreated.
///
/// # Errors
/// When the shipped study cannot be read.
pub(crate) fn untreated(count: u32) -> Result<Vec<Case>> {
    let case = |p: Params<f64>| Case {
        params: p,
        standing: Standing { day: 0.0, state: injury::start(&p), inputs: Inputs::none() },
        to: 365.0,
        events: Vec::new(),
        looks: (0..=365).map(f64::from).collect(),
    };
    Ok(people(count)?.into_iter().map(case).collect())
}

/// A year that begins when the injury is a year old, untreated.
///
/// # Errors
/// When the shipped study cannot be read, or a patient cannot be followed through the first year.
pub(crate) fn chronic(model: &Model, count: u32) -> Result<Vec<Case>> {
    let mut cases = untreated(count)?;
    grow(model, &mut cases, 365.0)?;
    for case in &mut cases {
        case.to = 730.0;
        case.looks = (365..=730).map(f64::from).collect();
    }
    Ok(cases)
}

/// Follows every patient untreated, far more closely than any solver that is measured.
fn grow(model: &Model, cases: &mut [Case], to: f64) -> Result<()> {
    let mut follower = Follower::with_tolerance(model, Tolerance::uniform(1e-11, 1e-13, STATES));
    for case in cases {
        follower.follow(&case.params, &mut case.standing, to, &[], &[], |_, _, _| ())?;
    }
    Ok(())
}

/// Half a year on 150 mg twice daily, or on the same dose as a steady rate, from half a year after the injury.
///
/// # Errors
/// When the shipped study cannot be read, or a patient cannot be followed up to the first dose.
pub(crate) fn on_drug(model: &Model, count: u32, intake: Intake) -> Result<Vec<Case>> {
    on_drug_for(model, count, intake, DRUG_DAYS)
}

/// The same for so many days.
///
/// # Errors
/// When the shipped study cannot be read, or a patient cannot be followed up to the first dose.
pub(crate) fn on_drug_for(model: &Model, count: u32, intake: Intake, days: u32) -> Result<Vec<Case>> {
    let to = f64::from(DRUG_START + days);
    let course = Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day: f64::from(DRUG_START),
        stop_day: to,
        dose_mg_per_day: DOSE_MG_PER_DAY,
        titration_days: 0.0,
        intake,
    };
    let mut events = schedule(&[course], 0.0);
    events.retain(|event| event.day < to);
    let mut cases = untreated(count)?;
    grow(model, &mut cases, f64::from(DRUG_START))?;
    for case in &mut cases {
        case.to = to;
        case.events.clone_from(&events);
        case.looks = (DRUG_START..=DRUG_START + days).map(f64::from).collect();
    }
    Ok(cases)
}

/// Each patient in a world of their own, so that every uncertain number varies.
fn people(count: u32) -> Result<Vec<Params<f64>>> {
    let study = shipped().first().ok_or_else(|| anyhow!("no study is shipped"))?;
    let plan = TrialPlan::from_text(study.name, study.text)
        .map_err(|faults| anyhow!("{} has {} faults", study.name, faults.len()))?;
    let (parameters, people) = (Parameters::shipped(), People::shipped());
    let person = |patient| {
        let key = Key { seed: SEED, replicate: patient, patient };
        let world = World::draw(&parameters, &reporting::shipped(), &Beliefs::default(), SEED, patient);
        let who = draw(&plan.population, &plan.background, &people, key);
        params(&parameters, &people, &world, &who, key)
    };
    Ok((0..count).map(person).collect())
}
