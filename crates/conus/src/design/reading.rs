//! What does one trial conclude? The planned analysis, the usual ones beside it, and the other outcomes, each of the data
//! that an estimand lets count.

use super::pool::Told;
use super::trial::{Setup, place_of};
use crate::analysis::answer::{self, Effect};
use crate::analysis::estimand::{
    Condition, Estimand, Measure, PopulationSummary, Rule, Strategy, Variable, effects,
};
use crate::analysis::frame::Frame;
use crate::analysis::method::{Carried, Method, Question};
use crate::analysis::primary::parameter;
use crate::analysis::{Computed, NotComputed};
use crate::trial::plan::{Better, ComparedValue, Confounder, Design, Outcome, TestName, TrialPlan};
use conus_stats::design::Margins;
use conus_stats::multiplicity::holm;
use serde::Serialize;

/// Reduction of mean pain that counts as a response [%] (Dworkin 2008, table 3: at least moderately important).
const RESPONSE_PERCENT: f64 = 30.0;

/// One analysis of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name of the analysis for tables.
    pub analysis: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Index of the arm under question in the plan; none where any of several may succeed.
    pub arm: Option<usize>,
    /// The method.
    pub method: Method,
    /// Whom it is about.
    pub part: Part,
}

/// Whom a reading is about: everybody, or a part by the time since injury.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everybody randomised.
    Everybody,
    /// Those whose injury is more recent than the line of the design.
    Recent,
    /// The others.
    Old,
    /// What the effects in both parts differ by: recent minus old.
    Interaction,
}

/// What a trial says of one arm against the control.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// Treated minus control.
    pub value: f64,
    /// Its standard error; none where the method has none.
    pub standard_error: Option<f64>,
    /// 95 % confidence interval.
    pub interval_95: Option<[f64; 2]>,
    /// Two-sided p, adjusted by Holm's method where several arms are compared with the control.
    pub p: f64,
}

impl Judged {
    /// A statistic that is standard normal without an effect and rises with the benefit, by the p of the test.
    #[must_use]
    pub fn z(&self, better: Better) -> f64 {
        let size = conus_num::distribution::normal::upper_quantile(0.5 * self.p.clamp(1e-300, 1.0));
        if better.benefit(self.value) > 0.0 { size } else { -size }
    }
}

impl Reading {
    /// Which way is better.
    #[must_use]
    pub fn better(&self) -> Better {
        if matches!(self.method, Method::Responders { .. }) { Better::Higher } else { self.outcome.better() }
    }

    /// What it estimates in a design: the population and the events are the same for every reading.
    ///
    /// # Panics
    /// Never: the visits and arms of a setup are those of the plan.
    #[must_use]
    pub fn estimand(&self, plan: &TrialPlan, setup: &Setup) -> Estimand {
        self.between(plan, setup, [self.arm.unwrap_or(setup.arms[1].0), setup.arms[0].0])
    }

    /// The same of two arms of the plan, the treated one first.
    fn between(&self, plan: &TrialPlan, setup: &Setup, [treated, control]: [usize; 2]) -> Estimand {
        let (measure, summary) = match (&self.method, plan.analysis.value) {
            (Method::Responders { reduction_percent, .. }, _) => {
                (Measure::Response(*reduction_percent), PopulationSummary::DifferenceOfProportions)
            }
            // After a run-in the baseline of the trial is not that of the estimand: the difference of scores is the same.
            (_, ComparedValue::Change) if setup.baseline == 0 => {
                (Measure::Change, PopulationSummary::DifferenceOfMeans)
            }
            _ => (Measure::Score, PopulationSummary::DifferenceOfMeans),
        };
        let label = |arm: usize| plan.arms[arm].label.clone();
        Estimand {
            condition: Condition { treated: label(treated), control: label(control) },
            variable: Variable {
                parameter: parameter(self.outcome).code().to_owned(),
                visit: plan.visits[setup.at].label.clone(),
                measure,
            },
            events: events(plan),
            summary,
        }
    }
}

/// What intercurrent events do: as the plan says, and where it says nothing every value counts.
fn events(plan: &TrialPlan) -> Vec<Rule> {
    let any = Rule::new(crate::analysis::estimand::ANY_EVENT, Strategy::TreatmentPolicy);
    let mut events = plan.analysis.events.clone();
    if !events.iter().any(|rule| rule.event == any.event && rule.reasons.is_empty()) {
        events.push(any);
    }
    events
}

/// The planned analysis of an outcome.
#[must_use]
pub fn planned(plan: &TrialPlan) -> Method {
    let of_test = || match plan.analysis.test {
        TestName::WelchT => Method::Welch,
        TestName::StudentT => Method::Student,
        TestName::Wilcoxon => Method::Ranks,
    };
    plan.analysis.primary.clone().unwrap_or_else(of_test)
}

/// Everything that is read out at the end: the planned analysis of mean pain for each arm, and `beside` it the usual ones
/// and the other outcomes.
#[must_use]
pub fn readings(plan: &TrialPlan, setup: &Setup, beside: bool) -> Vec<Reading> {
    let arms: Vec<usize> = setup.groups[1..].iter().map(|group| group.arms[0]).collect();
    let several = arms.len() > 1;
    let of = |analysis: String, outcome, arm, method| Reading {
        analysis,
        outcome,
        arm,
        method,
        part: Part::Everybody,
    };
    let main = planned(plan);
    let mut all = Vec::new();
    if several {
        all.push(of(format!("{}, any arm", main.short()), Outcome::NrsMean, None, main.clone()));
    }
    for &arm in &arms {
        let name = if several { format!("{}, {}", main.short(), plan.arms[arm].label) } else { main.short() };
        all.push(of(name, Outcome::NrsMean, Some(arm), main.clone()));
    }
    if !beside {
        return all;
    }
    let first = Some(arms[0]);
    let usual = [
        Method::Covariance { robust: None },
        Method::Carried(Carried::LastObservation),
        Method::Carried(Carried::BaselineObservation),
        Method::Responders { reduction_percent: RESPONSE_PERCENT, adjusted: false },
    ];
    for method in usual.into_iter().filter(|method| *method != main) {
        all.push(of(method.short(), Outcome::NrsMean, first, method));
    }
    for outcome in plan.analysis.outcomes.iter().filter(|outcome| **outcome != Outcome::NrsMean) {
        all.push(of(main.short(), *outcome, first, main.clone()));
    }
    all
}

/// The planned analysis in both parts of a trial, and of what they differ by.
#[must_use]
pub fn in_parts(planned: &Reading, months: f64) -> Vec<Reading> {
    let names = [
        (Part::Recent, format!("injured less than {months} months ago")),
        (Part::Old, format!("injured {months} months ago or longer")),
        (Part::Interaction, "difference of both".to_owned()),
    ];
    let part =
        |(part, name)| Reading { analysis: format!("{}, {name}", planned.analysis), part, ..planned.clone() };
    names.into_iter().map(part).collect()
}

/// What a frame says by one method: each arm against the control, in the order of the setup.
///
/// # Errors
/// Why the method cannot be followed.
pub fn judge(plan: &TrialPlan, setup: &Setup, reading: &Reading, frame: &Frame) -> Computed<Vec<Judged>> {
    let question = Question {
        visit: setup.at - setup.baseline - 1,
        value: plan.analysis.value,
        baseline: plan.analysis.confounders.contains(&Confounder::Baseline),
        alpha: plan.analysis.alpha,
        margins: Margins::Equal,
        method: reading.method.clone(),
    };
    let counted = counted(plan, setup, reading, frame)?;
    let found: Vec<Effect> = answer::effects(counted.as_ref().unwrap_or(frame), &question)?;
    let visit = &frame.visits[question.visit].label;
    let here: Vec<&Effect> = found.iter().filter(|effect| effect.visit == *visit).collect();
    let p: Vec<f64> = here.iter().filter_map(|effect| effect.number.p).collect();
    if p.len() != here.len() || p.is_empty() {
        return Err(NotComputed::too_few("tests", p.len(), here.len().max(1)));
    }
    let judged = |(effect, p): (&&Effect, f64)| Judged {
        value: effect.number.value,
        standard_error: effect.number.standard_error,
        interval_95: effect.number.interval_95,
        p,
    };
    Ok(here.iter().zip(holm(&p)?).map(judged).collect())
}

/// The values that the estimand lets count; none where all do.
fn counted(plan: &TrialPlan, setup: &Setup, reading: &Reading, frame: &Frame) -> Computed<Option<Frame>> {
    if plan.analysis.events.iter().all(|rule| rule.strategy == Strategy::TreatmentPolicy) {
        return Ok(None);
    }
    Ok(Some(reading.estimand(plan, setup).select(frame)?.frame))
}

/// What each person of the population gains by being treated, in truth: outcome treated minus untreated. Where groups are
/// compared, the mean over their arms.
///
/// # Errors
/// Why there is none.
pub fn gains(told: &Told, plan: &TrialPlan, setup: &Setup, reading: &Reading) -> Computed<Vec<f64>> {
    let of = |pair| -> Computed<Vec<f64>> {
        Ok(effects(&told.potential, &reading.between(plan, setup, pair))?.differences())
    };
    let [reference, tested] = setup.groups.as_slice() else {
        return of([reading.arm.unwrap_or(setup.arms[1].0), setup.arms[0].0]);
    };
    let pairs =
        tested.arms.iter().flat_map(|treated| reference.arms.iter().map(|control| [*treated, *control]));
    let all: Vec<Vec<f64>> = pairs.map(of).collect::<Computed<_>>()?;
    if all.iter().any(|gains| gains.len() != all[0].len()) {
        return Err(NotComputed::out_of_reach(
            "groups of arms have no principal stratum in common".to_owned(),
        ));
    }
    let mean = |person: usize| all.iter().map(|gains| gains[person]).sum::<f64>() / all.len() as f64;
    Ok((0..all[0].len()).map(mean).collect())
}

/// The place of the outcome of a reading among those of the plan.
#[must_use]
pub fn outcome_of(plan: &TrialPlan, reading: &Reading) -> usize {
    place_of(plan, reading.outcome)
}

/// The ways to conduct the trial that the study names; parallel arms where it names none.
#[must_use]
pub fn designs(plan: &TrialPlan) -> Vec<Design> {
    if plan.designs.is_empty() { vec![Design::parallel()] } else { plan.designs.clone() }
}
