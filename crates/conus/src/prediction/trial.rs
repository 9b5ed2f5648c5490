//! Which number would the paper of one simulated trial have printed?

use super::simulation::{Harm, Missing, TrialNumber};
use crate::analysis::Contrast;
use crate::analysis::answer::{answer, completed_change};
use crate::analysis::frame::{Frame, Person};
use crate::analysis::method::{Carried, Method, Question};
use crate::analysis::primary::{judge_contrast, parameter};
use crate::trial::dataset::{AdverseEvent, Dataset};
use crate::trial::plan::{ComparedValue, Outcome, TrialPlan};
use conus_stats::describe;
use conus_stats::design::Margins;

/// What is asked of a trial, by places in its plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    /// The arm; everybody where there is none.
    pub(super) arm: Option<u16>,
    /// The arm it is compared with.
    pub(super) against: Option<u16>,
    /// What was measured.
    pub(super) outcome: Outcome,
    /// The visit; 0 is baseline.
    pub(super) visit: u16,
    /// What was done about missing values.
    pub(super) missing: Missing,
    /// Which number.
    pub(super) number: TrialNumber,
}

/// The number, where it can be computed from this trial.
pub(super) fn number(plan: &TrialPlan, data: &Dataset, asked: &Asked) -> Option<f64> {
    let reference = asked.against.unwrap_or(0);
    let frame = Frame::of_dataset(data, parameter(asked.outcome), &[], reference).ok()?;
    let scores = |label: Option<&str>| scores(&frame, label, asked);
    let arm = asked.arm.map(|arm| data.arms[usize::from(arm)].label.as_str());
    match asked.number {
        TrialNumber::Mean => describe::mean(&after(&scores(arm))).ok(),
        TrialNumber::Sd => describe::standard_deviation(&after(&scores(arm))).ok(),
        TrialNumber::Reduction => {
            let scores = scores(arm);
            let before: Vec<f64> = scores.iter().map(|(before, _)| *before).collect();
            let (before, after) = (describe::mean(&before).ok()?, describe::mean(&after(&scores)).ok()?);
            Some(100.0 * (before - after) / before)
        }
        TrialNumber::Difference => difference(&frame, asked, arm?),
        TrialNumber::ResidualSd => residual_sd(&scores(arm), &scores(Some(&frame.arms[0]))),
        TrialNumber::P => p(plan, data, asked),
    }
}

/// Which adverse event, and until when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Harmed {
    /// Which.
    pub(super) harm: Harm,
    /// Last day on which it may begin.
    pub(super) until_day: Option<i32>,
}

/// Share of the arm with the adverse event, of several trials together \[%\].
pub(super) fn harmed(trials: &[(&Dataset, u16)], asked: Harmed) -> Option<f64> {
    let (mut harmed, mut all) = (0, 0);
    for (data, arm) in trials {
        for (subject, _) in (0_u32..).zip(&data.subjects).filter(|(_, subject)| subject.arm == *arm) {
            let counts = |event: &AdverseEvent| {
                let in_time = asked.until_day.is_none_or(|last| event.start_day <= last);
                event.subject == subject && event.term == asked.harm.term() && in_time
            };
            harmed += u32::from(data.adverse_events.iter().any(counts));
            all += 1;
        }
    }
    (all > 0).then(|| 100.0 * f64::from(harmed) / f64::from(all))
}

/// Score before, and at the visit, of each person of an arm who counts.
fn scores(frame: &Frame, arm: Option<&str>, asked: &Asked) -> Vec<(f64, f64)> {
    let people = frame.people.iter().filter(|person| arm.is_none_or(|arm| frame.arms[person.arm] == arm));
    people.filter_map(|person| score(frame, person, asked)).collect()
}

fn score(frame: &Frame, person: &Person, asked: &Asked) -> Option<(f64, f64)> {
    let baseline = person.baseline?;
    let Some(visit) = usize::from(asked.visit).checked_sub(1) else {
        return Some((baseline, baseline));
    };
    let after = match carried(asked.missing) {
        None => person.values[visit]?,
        Some(carried) => baseline + completed_change(frame, visit, person, baseline, carried).ok()?,
    };
    Some((baseline, after))
}

fn after(scores: &[(f64, f64)]) -> Vec<f64> {
    scores.iter().map(|(_, after)| *after).collect()
}

fn carried(missing: Missing) -> Option<Carried> {
    match missing {
        Missing::Observed => None,
        Missing::Locf => Some(Carried::LastObservation),
        Missing::Mbocf => Some(Carried::ModifiedBaselineObservation),
        Missing::Daac => Some(Carried::DurationAdjustedAverageChange),
    }
}

/// Difference of the changes, adjusted for baseline by analysis of covariance.
fn difference(frame: &Frame, asked: &Asked, arm: &str) -> Option<f64> {
    let question = Question {
        visit: usize::from(asked.visit).checked_sub(1)?,
        value: ComparedValue::Change,
        baseline: true,
        alpha: 0.05,
        margins: Margins::Observed,
        method: carried(asked.missing).map_or(Method::Covariance { robust: None }, Method::Carried),
    };
    let answer = answer(frame, &question).ok()?;
    answer.effects.iter().find(|effect| effect.arm == arm).map(|effect| effect.number.value)
}

/// Standard deviation of the change about its arm's regression on baseline, pooled.
fn residual_sd(arm: &[(f64, f64)], reference: &[(f64, f64)]) -> Option<f64> {
    let mut centred = Vec::new();
    for scores in [arm, reference] {
        let count = scores.len() as f64;
        let before = scores.iter().map(|(before, _)| before).sum::<f64>() / count;
        let change = scores.iter().map(|(before, after)| after - before).sum::<f64>() / count;
        centred.extend(scores.iter().map(|(b, after)| (b - before, after - b - change)));
    }
    let (xx, xy) = centred.iter().fold((0.0, 0.0), |(xx, xy), (x, y)| (xx + x * x, xy + x * y));
    let slope = xy / xx;
    let left: f64 = centred.iter().map(|(x, y)| (y - slope * x) * (y - slope * x)).sum();
    // Two means and one slope are estimated.
    let freedom = centred.len().checked_sub(3).filter(|freedom| *freedom > 0)?;
    Some((left / freedom as f64).sqrt())
}

fn p(plan: &TrialPlan, data: &Dataset, asked: &Asked) -> Option<f64> {
    let contrast = Contrast { visit: asked.visit, treated_arm: asked.arm?, control_arm: asked.against? };
    let verdict = judge_contrast(data, &plan.analysis, contrast).ok()?;
    Some(verdict.outcome(asked.outcome)?.test.as_ref().ok()?.p_two_sided)
}
