//! A trial of twelve men that can be worked out on paper: 0 to 5 treated, 6 to 11 control, baseline and month
//! 6.

use super::NotComputed;
use super::primary::{Difference, Test, Verdict, judge};
use super::regression::Regression;
use crate::patient::covariates::{NeurologicalLevel, Region, Sex};
use crate::trial::dataset::example::example;
use crate::trial::dataset::{ArmLabel, Dataset, Instrument, Observation, Parameter, Subject, VisitLabel};
use crate::trial::plan::{Analysis, Choice, ComparedValue, Confounder, Outcome, TestName};

/// Mean NRS at month 6 of the treated: mean 3, variance 2.
pub(super) const TREATED_LAST: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 3.0];
/// Mean NRS at month 6 of the controls: mean 6, variance 2.
pub(super) const CONTROL_LAST: [f64; 6] = [4.0, 5.0, 6.0, 7.0, 8.0, 6.0];
/// Change of the treated: mean -14/3.
pub(super) const TREATED_CHANGE: [f64; 6] = [-7.0, -6.0, -4.0, -4.0, -2.0, -5.0];
/// Change of the controls: mean -11/6.
pub(super) const CONTROL_CHANGE: [f64; 6] = [-4.0, -2.0, -2.0, 0.0, 0.0, -3.0];

/// Equal to about the last four digits, for numbers of the size of a score.
pub(super) fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-12 * (1.0 + expected.abs())
}

/// Baseline NRS of a subject.
pub(super) fn baseline(subject: u32) -> f64 {
    let at = subject as usize;
    if at < 6 { TREATED_LAST[at] - TREATED_CHANGE[at] } else { CONTROL_LAST[at - 6] - CONTROL_CHANGE[at - 6] }
}

fn last(subject: u32) -> f64 {
    let at = subject as usize;
    if at < 6 { TREATED_LAST[at] } else { CONTROL_LAST[at - 6] }
}

/// The trial: every parameter has the same answers as the mean NRS, at most 7 where the scale ends there.
pub(super) fn trial() -> Dataset {
    let label = |name: &str| ArmLabel { code: name.to_uppercase(), label: name.into() };
    let visit = |label: &str, number| VisitLabel { label: label.into(), number };
    let mut data = example(1).analysis;
    let pattern = data.subjects[0].clone();
    data.arms = vec![label("cells"), label("control")];
    data.visits = vec![visit("Baseline", 0), visit("Month 6", 6)];
    data.baseline_visit = 0;
    data.subjects = (0..12).map(|at| subject(&pattern, at)).collect();
    data.nrs = answers(Instrument::Diary);
    data.pbds = answers(Instrument::PainBasicDataSet);
    data.adverse_events.clear();
    data.intercurrent.clear();
    data
}

/// The plan that goes with it.
pub(super) fn plan() -> Analysis {
    Analysis {
        at: "month6".into(),
        value: ComparedValue::Score,
        test: TestName::WelchT,
        primary: None,
        published: None,
        alpha: 0.05,
        events: Vec::new(),
        confounders: Confounder::ALL.to_vec(),
        outcomes: Outcome::PAIN.to_vec(),
    }
}

fn subject(pattern: &Subject, at: u8) -> Subject {
    const AGES: [u8; 12] = [31, 25, 47, 52, 38, 29, 44, 33, 27, 58, 41, 36];
    let region = if at.is_multiple_of(2) { Region::Cervical } else { Region::Thoracic };
    Subject {
        number: 1 + u32::from(at),
        age_years: AGES[usize::from(at)],
        sex: Sex::Male,
        arm: u16::from(at >= 6),
        actual_arm: Some(u16::from(at >= 6)),
        level: NeurologicalLevel::new(region, 5).unwrap(),
        months_since_injury: 6.0 + f64::from(u32::from(at) * 7 % 12),
        gabapentinoid: at % 4 == 1,
        baseline_nrs: Some(baseline(u32::from(at))),
        ..pattern.clone()
    }
}

fn answers(instrument: Instrument) -> Vec<Observation> {
    let mut rows = Vec::new();
    for parameter in Parameter::ALL.into_iter().filter(|parameter| parameter.instrument() == instrument) {
        for subject in 0..12 {
            for (visit, day, score) in [(0, 0, baseline(subject)), (1, 182, last(subject))] {
                let value = score.min(parameter.highest());
                rows.push(Observation {
                    subject,
                    parameter,
                    visit,
                    day,
                    value,
                    analysis: true,
                    derivation: None,
                });
            }
        }
    }
    rows
}

/// A verdict with this difference and this p in every outcome, regression included; SD 2, 37 treated, 30
/// control.
pub(super) fn verdict(replicate: u32, difference: f64, p: f64) -> Verdict {
    let mut verdict = judge(&trial(), &plan(), 1).unwrap();
    verdict.replicate = replicate;
    for outcome in &mut verdict.outcomes {
        outcome.difference = Ok(Difference {
            value: difference,
            standard_error: 0.5,
            interval_95: [difference - 1.0, difference + 1.0],
            pooled_sd: 2.0,
            n_treated: 37,
            n_control: 30,
        });
        outcome.test = Ok(Test { statistic: 0.0, freedom: None, p_two_sided: p });
        let fitted = Regression {
            n: 67,
            treatment: difference,
            standard_error: 0.5,
            interval_95: [difference - 1.0, difference + 1.0],
            statistic: 0.0,
            freedom: 60.0,
            p_two_sided: p,
            r_squared: 0.5,
            left_out: Vec::new(),
        };
        outcome.regression = Ok(fitted);
    }
    verdict
}

/// The verdict with nothing computed of one outcome.
pub(super) fn without(mut verdict: Verdict, outcome: Outcome) -> Verdict {
    for lost in verdict.outcomes.iter_mut().filter(|judged| judged.outcome == outcome) {
        let reason = || NotComputed::too_few("treated arm", 0, 2);
        lost.difference = Err(reason());
        lost.test = Err(reason());
        lost.regression = Err(reason());
    }
    verdict
}
