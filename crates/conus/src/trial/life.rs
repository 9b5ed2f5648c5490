//! How does one randomised patient live through each setting? The equations are followed once for each biology that is
//! needed, and again only where a drug was stopped on the way; by whom, tells [`super::side_by_side`].

use super::conduct::{Circumstances, Conduct, Prevented, conduct};
use super::course::{Ask, Course, Felt, journey, trial_days};
use super::dataset::{EndOfStudy, Parameter};
use super::failure::Failure;
use super::plan::{Mechanisms, Role, TrialPlan};
use super::rescue::Rescuing;
use super::scales::{Scales, Visited};
use super::screening::{Candidate, Scene};
use super::setting::{Biology, Setting, may_leave};
use super::tested::first_cells;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::nrs::Said;
use crate::instrument::voice::{Expects, SCREENING_DAYS, expectation};
use crate::patient::crowd::{Arrival, Journey};
use crate::patient::replay::Unfinished;
use crate::treatment::{Gabapentinoid, Intake, Treatment};
use conus_num::Num;

/// One way that the biology of a patient may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// What it goes through.
    pub under: Biology,
    /// Day of the trial from which rescue medication is taken.
    pub rescued: Option<u32>,
    /// Day of the trial on which every gabapentinoid is stopped.
    pub drug_stopped: Option<u32>,
}

/// Why a life cannot be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Untold {
    /// It comes to a way that has not been followed yet.
    Unfollowed(Way),
    /// It comes to a way on which the equations could not be solved.
    Unsolved(Unfinished),
}

/// A randomised patient with every course that some setting needs.
#[derive(Clone, Debug)]
pub struct Life<'a> {
    /// Who lives it.
    pub patient: &'a Candidate,
    /// Index of the arm.
    pub arm: usize,
    /// Role of the arm.
    pub role: Role,
    courses: Vec<(Way, Result<Course, Unfinished>)>,
    params: Params<f64>,
    scales: Option<Scales>,
}

/// Where a life is lived.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The trial.
    pub plan: &'a TrialPlan,
    /// What nobody in the replicate knows.
    pub scene: &'a Scene,
    /// What differs from the planned trial.
    pub setting: &'a Setting,
    /// Intercurrent events that do not happen.
    pub prevented: &'a Prevented,
}

/// What a patient lived through in one setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Lived {
    /// What the biology went through.
    pub under: Biology,
    /// Pain as it was felt, by day from the start of the screening week.
    pub felt: Vec<Felt>,
    /// State on the day of each visit; empty where the study asks no scale.
    pub states: Vec<State<f64>>,
    /// Shift of the report by expectation \[nrs\], by day.
    pub shift: Vec<f64>,
    /// What the patient expects.
    pub expects: Expects,
    /// Adverse events, stopping, leaving.
    pub conduct: Conduct,
}

impl Way {
    /// Nobody is rescued and nothing is stopped.
    #[must_use]
    pub fn undisturbed(under: Biology) -> Self {
        Self { under, rescued: None, drug_stopped: None }
    }

    /// The same without what the arm gives. Rescue medication, and a drug of usual care that was stopped, belong to the
    /// care and are as they were; stopping the control's own drug is part of what that drug does, and is not.
    fn without_treatment(lived: &Lived) -> Self {
        let Conduct { rescued, drug_stopped, .. } = lived.conduct;
        let own = lived.under == Biology::Titrated && rescued.is_none();
        Self { under: Biology::Untreated, rescued, drug_stopped: drug_stopped.filter(|_| !own) }
    }
}

impl<'a> Life<'a> {
    /// The life of a patient in an arm, before anything of it is followed.
    #[must_use]
    pub fn new(plan: &TrialPlan, patient: &'a Candidate, arm: usize) -> Self {
        let params = with_mechanisms(&patient.params, plan.mechanisms);
        let scales = Scales::of(plan, patient);
        Self { patient, arm, role: plan.arms[arm].role, courses: Vec::new(), params, scales }
    }

    /// The ways that some setting is sure to ask for: usual care, and the treatments of the arm.
    pub fn sure_ways(&self, plan: &TrialPlan) -> impl Iterator<Item = Way> + use<> {
        let treated = plan.lists_treatments(self.role).then_some(Biology::Treated);
        [Some(Biology::Untreated), treated].into_iter().flatten().map(Way::undisturbed)
    }

    /// The journey of this patient on a way.
    #[must_use]
    pub fn journey(&self, plan: &TrialPlan, way: Way) -> Journey {
        let treatments = treatments(plan, self, way.under);
        let Way { rescued, drug_stopped, .. } = way;
        let rescued = rescued.zip(plan.rescue.as_ref());
        let ask = Ask { treatments: &treatments, rescued, drug_stopped, days: trial_days(plan) };
        journey(self.patient, &self.params, &ask)
    }

    /// Keeps where the journey on a way has led, with the states at the visits where the study asks for them.
    pub fn arrive(
        &mut self,
        way: Way,
        arrival: Result<Arrival, Unfinished>,
        states: Result<Vec<State<f64>>, Unfinished>,
    ) {
        let course = |arrival: Arrival| {
            let states = states?;
            Ok(Course { states, ..Course::new(&self.patient.screening, &arrival.seen) })
        };
        let course = arrival.and_then(course);
        self.courses.push((way, course));
    }

    /// The scores of the scales that the study compares at a visit, the pain of the week before being spoken of as
    /// `pain` \[nrs\].
    #[must_use]
    pub fn scales_at(
        &self,
        lived: &Lived,
        day: u32,
        visit: u32,
        pain: f64,
        missing: f64,
    ) -> Vec<(Parameter, f64)> {
        let (Some(scales), Some(state)) = (&self.scales, lived.states.get(visit as usize)) else {
            return Vec::new();
        };
        let since_injury = self.patient.standing.day + f64::from(day);
        let at = Visited { visit, day: since_injury, state, params: &self.params, pain, missing };
        scales.scores(self.patient.key, &at)
    }

    /// Why the first way that could not be followed to its end ended; none where all could.
    #[must_use]
    pub fn unsolved(&self) -> Option<&Unfinished> {
        self.courses.iter().find_map(|(_, course)| course.as_ref().err())
    }

    /// This patient among the failures of a trial.
    #[must_use]
    pub fn failed(&self, stage: &str, unfinished: Unfinished) -> Failure {
        Failure::at(self.patient.key.patient, stage, unfinished)
    }

    /// The undisturbed course under usual care or the arm's treatment.
    #[must_use]
    pub fn undisturbed(&self, under: Biology) -> Option<&Course> {
        self.course(Way::undisturbed(under)).ok()
    }

    fn course(&self, way: Way) -> Result<&Course, Untold> {
        match self.courses.iter().find(|(known, _)| *known == way) {
            Some((_, Ok(course))) => Ok(course),
            Some((_, Err(unfinished))) => Err(Untold::Unsolved(unfinished.clone())),
            None => Err(Untold::Unfollowed(way)),
        }
    }

    /// What would have been felt without the arm's treatment. Rescue medication is taken here too, and a drug of usual
    /// care that was stopped is stopped; stopping the control's own drug is part of what that drug does, and is not.
    #[must_use]
    pub fn without_treatment(&self, lived: &Lived) -> Option<&Course> {
        self.course(Way::without_treatment(lived)).ok()
    }

    /// The same patient with the same luck in an arm. What was followed under usual care serves in every arm; what was
    /// followed under the treatments of an arm serves in that arm alone.
    #[must_use]
    pub fn in_arm(&self, plan: &TrialPlan, arm: usize) -> Self {
        let serves = |way: &Way| arm == self.arm || way.under != Biology::Treated;
        let courses = self.courses.iter().filter(|(way, _)| serves(way)).cloned().collect();
        Self { arm, role: plan.arms[arm].role, courses, scales: self.scales.clone(), ..*self }
    }

    /// Lives through a setting.
    ///
    /// # Errors
    /// Where the courses followed so far do not lead to the end.
    pub fn live(&self, plan: &TrialPlan, scene: &Scene, setting: &Setting) -> Result<Lived, Untold> {
        let stage = Stage { plan, scene, setting, prevented: &Prevented::new() };
        let lived = self.observed(&stage, may_leave(plan))?;
        // The drug would have been stopped without the rest of the treatment too: its harms are its own.
        self.course(Way::without_treatment(&lived))?;
        Ok(lived)
    }

    /// Lives on a stage, and goes on living after having left the study: what was injected stays, rescue medication is
    /// taken when it would have been, and a drug that was not stopped before is stopped when it would have been. Leaving
    /// ends what is seen of a patient and nothing else.
    ///
    /// # Errors
    /// Where the courses followed so far do not lead to the end.
    pub fn live_on(&self, stage: &Stage<'_>) -> Result<Lived, Untold> {
        let seen = self.observed(stage, may_leave(stage.plan))?;
        if matches!(seen.conduct.end, EndOfStudy::Completed { .. }) {
            return Ok(seen);
        }
        // Up to leaving nothing differs; what is left out there happens later.
        let stayed = self.observed(stage, false)?;
        let Conduct { rescued, drug_stopped, .. } = stayed.conduct;
        let mut conduct = Conduct { rescued, drug_stopped, ..seen.conduct };
        for event in &stayed.conduct.intercurrent {
            if !conduct.intercurrent.contains(event) {
                conduct.intercurrent.push(*event);
            }
        }
        Ok(Lived { conduct, ..stayed })
    }

    /// What is lived until the study is completed or left. First nothing disturbs the way; from the day of a rescue and
    /// then from that of a stop, what follows, leaving included, comes of the pain that is felt then.
    fn observed(&self, stage: &Stage<'_>, may_leave: bool) -> Result<Lived, Untold> {
        let mut way = Way::undisturbed(stage.setting.biology(stage.plan, self.role));
        let mut lived = self.told(stage, way, may_leave)?;
        if let Some(rescued) = lived.conduct.rescued {
            way.rescued = Some(rescued);
            lived = self.told(stage, way, may_leave)?;
        }
        if let Some(stopped) = lived.conduct.drug_stopped {
            way.drug_stopped = Some(stopped);
            lived = self.told(stage, way, may_leave)?;
        }
        // Solved anew, the weeks before agree to the tolerance alone: the days stay as followed.
        let Way { rescued, drug_stopped, .. } = way;
        Ok(Lived { conduct: Conduct { rescued, drug_stopped, ..lived.conduct }, ..lived })
    }

    /// What is known of rescue on a way: it is open as long as nothing has happened.
    fn rescuing<'p>(plan: &'p TrialPlan, way: Way) -> Rescuing<'p> {
        match (way.rescued, way.drug_stopped, &plan.rescue) {
            (Some(day), _, _) => Rescuing::Since(day),
            (None, None, Some(rescue)) => Rescuing::Open(rescue),
            (None, ..) => Rescuing::Never,
        }
    }

    /// What is felt and said on one way, and what comes of it.
    fn told(&self, stage: &Stage<'_>, way: Way, may_leave: bool) -> Result<Lived, Untold> {
        let Stage { plan, scene, setting, prevented } = *stage;
        let course = self.course(way)?;
        let pain = self.course(Way { under: setting.felt_under(way.under), ..way })?;
        let expects = setting.expects(plan, self.role);
        let day = |at: usize| at as f64 - SCREENING_DAYS as f64;
        let relieved = |(at, felt): (usize, &Felt)| less(felt, setting.relief(self.role, day(at)));
        let felt: Vec<Felt> = pain.felt.iter().enumerate().map(relieved).collect();
        let voice = &self.patient.voice;
        let shift: Vec<f64> =
            (0..felt.len()).map(|at| expectation(&scene.reporting, voice, expects, day(at))).collect();
        let totals: Vec<f64> = felt.iter().map(|felt| felt.total).collect();
        let circumstances = Circumstances {
            reporting: &scene.reporting,
            voice,
            said: Said { felt: &totals, shift: &shift },
            course,
            injected: first_cells(&plan.arms[self.arm]),
            on_drug: way.rescued.is_some() || self.on_drug(plan, way.under),
            rescuing: Self::rescuing(plan, way),
            days: trial_days(plan),
            may_leave,
            leaves_times: plan.leaving.map_or(1.0, |leaving| leaving.times),
            prevented,
        };
        let conduct = conduct(&circumstances, self.patient.key);
        Ok(Lived { under: way.under, felt, states: pain.states.clone(), shift, expects, conduct })
    }

    /// Whether there is a gabapentinoid to stop without any rescue.
    fn on_drug(&self, plan: &TrialPlan, under: Biology) -> bool {
        let given = |treatment: &Treatment| matches!(treatment, Treatment::Gabapentinoid { .. });
        self.patient.who.gabapentinoid || treatments(plan, self, under).iter().any(given)
    }
}

/// What is given beside usual care under a biology.
fn treatments(plan: &TrialPlan, life: &Life<'_>, under: Biology) -> Vec<Treatment> {
    match under {
        Biology::Untreated => Vec::new(),
        Biology::Treated => plan.arms[life.arm].treatments.clone(),
        Biology::Titrated => vec![titration(plan, life.patient.who.gabapentinoid)],
    }
}

/// A gabapentinoid raised to the full dose. Who takes one already stays on the usual dose while others titrate.
fn titration(plan: &TrialPlan, takes_one: bool) -> Treatment {
    let days = plan.control.titration_days;
    let (start_day, titration_days) = if takes_one { (days, 0.0) } else { (0.0, days) };
    Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day,
        stop_day: trial_days(plan) as f64,
        dose_mg_per_day: plan.control.titrated_dose_mg_per_day,
        titration_days,
        intake: Intake::Steady,
    }
}

/// The five mechanisms of the cells as the plan sets them.
#[must_use]
pub fn with_mechanisms(params: &Params<f64>, on: Mechanisms) -> Params<f64> {
    let number = |on: bool| Num(f64::from(u8::from(on)));
    Params {
        mechanism_homing: number(on.homing),
        mechanism_immunomodulation: number(on.immunomodulation),
        mechanism_trophic: number(on.trophic),
        mechanism_support: number(on.support),
        mechanism_environment: number(on.environment),
        ..*params
    }
}

/// Pain less a relief, never below none; each class in proportion.
fn less(felt: &Felt, relief: f64) -> Felt {
    let total = (felt.total - relief).max(0.0);
    let share = if felt.total > 0.0 { total / felt.total } else { 0.0 };
    Felt { total, by_class: felt.by_class.map(|pain| pain * share) }
}
