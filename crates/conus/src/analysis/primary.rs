//! What does one trial say? Each outcome between the arms, as the published table would (S4.1 to S4.4).
//!
//! People count in the arm drawn at randomisation, and only those who answered at the analysed visit count
//! (complete cases), because that is what a published table of completers shows. Who left because of pain or
//! harm is therefore missing here as there; that bias is part of what is simulated and [`super::truth`]
//! measures it.

use super::answer::{Effect, answer};
use super::contrast::randomised;
use super::frame::Frame;
use super::method::{Method, Question};
use super::regression::{Regression, regression};
use super::summary::count;
use super::{AnalysisError, Computed, Contrast, NotComputed, Summary, by_name};
use crate::trial::dataset::{Dataset, Lookup, Parameter};
use crate::trial::plan::{Analysis, ComparedValue, Confounder, Outcome, TestName};
use conus_stats::design::Margins;
use conus_stats::two_sample::{Comparison, hedges_g, pooled, welch};
use conus_stats::{describe, rank};
use serde::{Deserialize, Serialize};

/// What one replicate of a trial says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Replicate of the simulation.
    pub replicate: u32,
    /// Label of the analysed visit.
    pub visit: String,
    /// What was compared, in the order of the plan.
    pub outcomes: Vec<OutcomeVerdict>,
}

impl Verdict {
    /// The verdict on one outcome, if the plan asked for it.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome) -> Option<&OutcomeVerdict> {
        self.outcomes.iter().find(|verdict| verdict.outcome == outcome)
    }
}

/// What one replicate says of one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeVerdict {
    /// The outcome.
    #[serde(with = "by_name")]
    pub outcome: Outcome,
    /// The arm under question.
    pub treated: ArmSummary,
    /// The arm it is compared with.
    pub control: ArmSummary,
    /// Difference of the means of the compared value.
    pub difference: Computed<Difference>,
    /// The planned test.
    pub test: Computed<Test>,
    /// Hedges' g of the compared value: the difference in standard deviations, without small-sample bias.
    pub hedges_g: Computed<f64>,
    /// The multiple regression on the change (S4.4).
    pub regression: Computed<Regression>,
}

/// One outcome in one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmSummary {
    /// People randomised to the arm.
    pub randomised: u32,
    /// Baseline of those who answered at the visit.
    pub baseline: Summary,
    /// Score at the visit.
    pub at_visit: Summary,
    /// Change from baseline of those who answered at both.
    pub change: Summary,
}

/// A difference of means, treated minus control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Treated minus control.
    pub value: f64,
    /// Its standard error: pooled for Student's test, else Welch's.
    pub standard_error: f64,
    /// 95 % confidence interval of the same kind.
    pub interval_95: [f64; 2],
    /// Standard deviation of the compared value, pooled over the arms.
    pub pooled_sd: f64,
    /// Treated people compared.
    pub n_treated: u32,
    /// Controls compared.
    pub n_control: u32,
}

/// Answer of the planned test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// t, or the standard normal deviate of the rank-sum test.
    pub statistic: f64,
    /// Degrees of freedom; none for the rank-sum test.
    pub freedom: Option<f64>,
    /// Two-sided p-value.
    pub p_two_sided: f64,
}

/// Judges a trial of two arms at the planned visit.
///
/// # Errors
/// A data set with a fault, a visit that it does not have, or other than two arms.
pub fn judge(data: &Dataset, plan: &Analysis, control_arm: u16) -> Result<Verdict, AnalysisError> {
    judge_contrast(data, plan, Contrast::of_two_arms(data, &plan.at, control_arm)?)
}

/// Judges two arms of a trial at a given visit; the visit that the plan names is not looked at.
///
/// # Errors
/// A data set with a fault, or one without that visit or those arms.
pub fn judge_contrast(data: &Dataset, plan: &Analysis, contrast: Contrast) -> Result<Verdict, AnalysisError> {
    let lookup = data.lookup()?;
    contrast.check(data)?;
    let outcome = |&outcome: &Outcome| judged(data, &lookup, plan, contrast, outcome);
    Ok(Verdict {
        replicate: data.replicate,
        visit: data.visits[usize::from(contrast.visit)].label.clone(),
        outcomes: plan.outcomes.iter().map(outcome).collect(),
    })
}

/// The parameter that an outcome is read from. Mean and worst pain are those of the diary.
#[must_use]
pub fn parameter(outcome: Outcome) -> Parameter {
    match outcome {
        Outcome::InterferenceActivities => Parameter::InterferenceActivities,
        Outcome::InterferenceMood => Parameter::InterferenceMood,
        Outcome::InterferenceSleep => Parameter::InterferenceSleep,
        Outcome::PainDays => Parameter::DaysWithPain,
        Outcome::NrsMean => Parameter::NrsMean,
        Outcome::NrsWorst => Parameter::NrsWorst,
        Outcome::ScimTotal => Parameter::ScimTotal,
        Outcome::QolOverall => Parameter::QolOverall,
        Outcome::QolPhysical => Parameter::QolPhysical,
    }
}

/// Answers of the complete cases of one arm.
struct Answers {
    randomised: usize,
    baseline: Vec<f64>,
    at_visit: Vec<f64>,
    change: Vec<f64>,
}

impl Answers {
    fn of(data: &Dataset, lookup: &Lookup, parameter: Parameter, visit: u16, arm: u16) -> Self {
        let people = randomised(data, arm);
        let present: Vec<u32> =
            people.iter().copied().filter(|&s| lookup.value(s, parameter, visit).is_some()).collect();
        let all = |read: &dyn Fn(u32) -> Option<f64>| present.iter().filter_map(|&s| read(s)).collect();
        Self {
            randomised: people.len(),
            baseline: all(&|s| lookup.baseline(s, parameter)),
            at_visit: all(&|s| lookup.value(s, parameter, visit)),
            change: all(&|s| lookup.change(s, parameter, visit)),
        }
    }

    fn compared(&self, value: ComparedValue) -> &[f64] {
        match value {
            ComparedValue::Score => &self.at_visit,
            ComparedValue::Change => &self.change,
        }
    }

    fn summary(&self) -> ArmSummary {
        ArmSummary {
            randomised: count(self.randomised),
            baseline: Summary::of(&self.baseline),
            at_visit: Summary::of(&self.at_visit),
            change: Summary::of(&self.change),
        }
    }
}

fn judged(
    data: &Dataset,
    lookup: &Lookup,
    plan: &Analysis,
    contrast: Contrast,
    outcome: Outcome,
) -> OutcomeVerdict {
    let parameter = parameter(outcome);
    let planned = plan.primary.as_ref().map(|method| by_method(data, plan, contrast, parameter, method));
    let arm = |arm| Answers::of(data, lookup, parameter, contrast.visit, arm);
    let (treated, control) = (arm(contrast.treated_arm), arm(contrast.control_arm));
    let (first, second) = (control.compared(plan.value), treated.compared(plan.value));
    OutcomeVerdict {
        outcome,
        treated: treated.summary(),
        control: control.summary(),
        difference: match &planned {
            None => difference(plan.test, first, second),
            Some(found) => modelled(plan.test, first, second, found),
        },
        test: match planned {
            None => test(plan.test, first, second),
            Some(found) => tested(found),
        },
        hedges_g: hedges_g(first, second).map_err(Into::into),
        regression: regression(data, lookup, &plan.confounders, contrast, parameter),
    }
}

/// The effect of the planned analysis at the visit, on one outcome.
fn by_method(
    data: &Dataset,
    plan: &Analysis,
    contrast: Contrast,
    parameter: Parameter,
    method: &Method,
) -> Computed<Effect> {
    let frame = Frame::of_dataset(data, parameter, &plan.confounders, contrast.control_arm)?;
    let before = usize::from(contrast.visit) - usize::from(data.baseline_visit);
    let question = Question {
        visit: before.checked_sub(1).ok_or_else(|| NotComputed::too_few("visits after baseline", 0, 1))?,
        value: plan.value,
        baseline: plan.confounders.contains(&Confounder::Baseline),
        alpha: plan.alpha,
        margins: Margins::Equal,
        method: method.clone(),
    };
    let arm = &data.arms[usize::from(contrast.treated_arm)].label;
    let visit = frame.visits[question.visit].label.clone();
    let effect = answer(&frame, &question)?.effects_at(&visit).find(|effect| effect.arm == *arm).cloned();
    effect.ok_or_else(|| NotComputed::too_few(arm, 0, 1))
}

/// The difference of a model, with the pooled standard deviation of the values as they are.
fn modelled(
    test: TestName,
    control: &[f64],
    treated: &[f64],
    found: &Computed<Effect>,
) -> Computed<Difference> {
    let Effect { number, n_arm, n_reference, .. } = found.as_ref().map_err(Clone::clone)?;
    let plain = difference(test, control, treated)?;
    let interval_95 = number.interval_95.ok_or_else(|| NotComputed::too_few("intervals", 0, 1))?;
    Ok(Difference {
        value: number.value,
        standard_error: number.standard_error.unwrap_or(plain.standard_error),
        interval_95,
        pooled_sd: plain.pooled_sd,
        n_treated: *n_arm,
        n_control: *n_reference,
    })
}

fn tested(found: Computed<Effect>) -> Computed<Test> {
    let number = found?.number;
    let (Some(statistic), Some(p_two_sided)) = (number.statistic, number.p) else {
        return Err(NotComputed::too_few("tests", 0, 1));
    };
    Ok(Test { statistic, freedom: number.freedom, p_two_sided })
}

fn compared_means(test: TestName, control: &[f64], treated: &[f64]) -> Computed<Comparison> {
    match test {
        TestName::StudentT => Ok(pooled(control, treated)?),
        TestName::WelchT | TestName::Wilcoxon => Ok(welch(control, treated)?),
    }
}

fn difference(test: TestName, control: &[f64], treated: &[f64]) -> Computed<Difference> {
    let compared = compared_means(test, control, treated)?;
    let squares = |group: &[f64]| -> Computed<f64> {
        Ok(describe::variance(group)? * f64::from(count(group.len() - 1)))
    };
    let freedom = f64::from(count(control.len() + treated.len() - 2));
    Ok(Difference {
        value: compared.difference,
        standard_error: compared.standard_error,
        interval_95: [compared.interval_95.lower, compared.interval_95.upper],
        pooled_sd: ((squares(control)? + squares(treated)?) / freedom).sqrt(),
        n_treated: count(treated.len()),
        n_control: count(control.len()),
    })
}

fn test(test: TestName, control: &[f64], treated: &[f64]) -> Computed<Test> {
    if test == TestName::Wilcoxon {
        let ranked = rank::rank_sum(control, treated)?;
        return Ok(Test { statistic: ranked.z, freedom: None, p_two_sided: ranked.p_two_sided });
    }
    let compared = compared_means(test, control, treated)?;
    Ok(Test {
        statistic: compared.statistic,
        freedom: Some(compared.freedom),
        p_two_sided: compared.p_two_sided,
    })
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::{self, close, plan};
    use super::super::{NotComputed, Why};
    use super::*;
    use crate::trial::dataset::example::example;
    use crate::trial::plan::{Better, Choice};

    fn nrs(data: &Dataset, plan: &Analysis) -> OutcomeVerdict {
        judge(data, plan, 1).unwrap().outcome(Outcome::NrsMean).unwrap().clone()
    }

    /// By hand: treated 1, 2, 3, 4, 5, 3 (mean 3, squares 10, variance 2), control 4, 5, 6, 7, 8, 6 (mean 6,
    /// the same variance); SE = sqrt(2/6 + 2/6), t = -3 / 0.816497 = -3.674235, 10 degrees of freedom in both
    /// t tests.
    #[test]
    fn a_small_trial_gives_the_numbers_of_the_hand_calculation() {
        for test in [TestName::WelchT, TestName::StudentT] {
            let verdict = nrs(&by_hand::trial(), &Analysis { test, ..plan() });
            assert_eq!((verdict.treated.randomised, verdict.treated.at_visit.n), (6, 6));
            assert!(close(verdict.treated.at_visit.mean.unwrap(), 3.0));
            assert!(close(verdict.treated.at_visit.sd.unwrap(), 2.0_f64.sqrt()));
            assert!(close(verdict.control.at_visit.mean.unwrap(), 6.0));
            let difference = verdict.difference.unwrap();
            assert!(close(difference.value, -3.0) && close(difference.pooled_sd, 2.0_f64.sqrt()));
            assert!(close(difference.standard_error, (2.0_f64 / 3.0).sqrt()));
            // 2.228138852 is the 97.5 % quantile of t with 10 degrees of freedom (Student's table, 2.228).
            let half = 2.228_138_852 * (2.0_f64 / 3.0).sqrt();
            assert!((difference.interval_95[0] + 3.0 + half).abs() < 1e-8, "{difference:?}");
            let test = verdict.test.unwrap();
            assert!(close(test.statistic, -3.0 / (2.0_f64 / 3.0).sqrt()));
            assert!(close(test.freedom.unwrap(), 10.0));
            // R 4.2.2: `t.test(treated, control)$p.value`.
            assert!((test.p_two_sided - 0.004_287_014_191_860_83).abs() < 1e-13, "{test:?}");
            // d = -3 / sqrt(2); g = d (1 - 3 / (4 * 10 - 1)) to three digits.
            assert!((verdict.hedges_g.unwrap() + 3.0 / 2.0_f64.sqrt() * (1.0 - 3.0 / 39.0)).abs() < 2e-3);
        }
    }

    #[test]
    fn the_change_is_compared_when_planned_and_needs_a_baseline() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| !(row.subject == 0 && row.visit == 0));
        let verdict = nrs(&data, &Analysis { value: ComparedValue::Change, ..plan() });
        assert_eq!(
            (verdict.treated.at_visit.n, verdict.treated.baseline.n, verdict.treated.change.n),
            (6, 5, 5)
        );
        let treated = [-6.0, -4.0, -4.0, -2.0, -5.0];
        let control = [-4.0, -2.0, -2.0, 0.0, 0.0, -3.0];
        let direct = welch(&control, &treated).unwrap();
        assert!(close(verdict.difference.unwrap().value, direct.difference));
        assert!(close(verdict.test.unwrap().p_two_sided, direct.p_two_sided));
        assert!(close(verdict.hedges_g.unwrap(), hedges_g(&control, &treated).unwrap()));
    }

    #[test]
    fn the_rank_sum_test_is_used_when_planned_and_has_no_degrees_of_freedom() {
        let verdict = nrs(&by_hand::trial(), &Analysis { test: TestName::Wilcoxon, ..plan() });
        let direct = rank::rank_sum(&by_hand::CONTROL_LAST, &by_hand::TREATED_LAST).unwrap();
        let test = verdict.test.unwrap();
        assert_eq!(test.freedom, None);
        assert!(close(test.statistic, direct.z) && close(test.p_two_sided, direct.p_two_sided));
        // R 4.2.2: `wilcox.test(treated, control, exact = FALSE)$p.value`.
        assert!((test.p_two_sided - 0.012_435_917_245_628_2).abs() < 1e-12);
        assert!(close(verdict.difference.unwrap().value, -3.0));
    }

    #[test]
    fn people_without_an_answer_at_the_visit_are_left_out_and_still_counted_as_randomised() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| !(row.subject == 4 && row.visit == 1));
        let verdict = nrs(&data, &plan());
        assert_eq!(
            (verdict.treated.randomised, verdict.treated.at_visit.n, verdict.treated.baseline.n),
            (6, 5, 5)
        );
        assert!(close(verdict.treated.at_visit.mean.unwrap(), 13.0 / 5.0));
        assert_eq!(verdict.difference.unwrap().n_treated, 5);
    }

    #[test]
    fn an_arm_without_answers_is_a_reason_in_every_number_and_not_a_zero() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| !(row.subject < 6 && row.visit == 1));
        let verdict = nrs(&data, &plan());
        assert_eq!(verdict.treated.at_visit, Summary { n: 0, mean: None, sd: None });
        let reasons: Vec<NotComputed> = vec![
            verdict.difference.unwrap_err(),
            verdict.test.unwrap_err(),
            verdict.hedges_g.unwrap_err(),
            verdict.regression.unwrap_err(),
        ];
        assert!(reasons.iter().all(|reason| reason.why == Why::TooFew), "{reasons:?}");
        let others = judge(&data, &plan(), 1).unwrap();
        assert!(others.outcome(Outcome::InterferenceMood).unwrap().test.is_ok());
    }

    #[test]
    fn an_outcome_that_everybody_answers_alike_has_means_and_no_test() {
        let mut data = by_hand::trial();
        data.nrs.iter_mut().for_each(|row| row.value = 5.0);
        for test in [TestName::WelchT, TestName::StudentT, TestName::Wilcoxon] {
            let verdict = nrs(&data, &Analysis { test, ..plan() });
            assert!(close(verdict.treated.at_visit.mean.unwrap(), 5.0));
            assert_eq!(verdict.test.unwrap_err().why, Why::NoSpread);
            assert_eq!(verdict.difference.unwrap_err().why, Why::NoSpread);
            assert_eq!(verdict.regression.unwrap_err().why, Why::NoSpread);
        }
    }

    #[test]
    fn each_outcome_of_the_plan_is_judged_from_a_parameter_of_its_own() {
        let verdict = judge(&by_hand::trial(), &plan(), 1).unwrap();
        let judged: Vec<Outcome> = verdict.outcomes.iter().map(|outcome| outcome.outcome).collect();
        assert_eq!(judged, Outcome::PAIN);
        let mut parameters: Vec<Parameter> = Outcome::ALL.iter().copied().map(parameter).collect();
        parameters.sort_unstable();
        parameters.dedup();
        assert_eq!(parameters.len(), Outcome::ALL.len());
    }

    #[test]
    fn an_outcome_and_the_parameter_it_is_read_from_agree_on_what_is_better() {
        for outcome in Outcome::ALL {
            let higher = outcome.better() == Better::Higher;
            assert_eq!(parameter(*outcome).higher_is_better(), higher, "{outcome:?}");
            assert_eq!(outcome.favours_treated(1.0), higher);
            assert_eq!(outcome.favours_treated(-1.0), !higher);
            assert!(!outcome.favours_treated(0.0));
        }
    }

    /// Even subjects are treated; subject 2 has no baseline, subject 7 was never treated and still counts,
    /// subject 5 has a carried-forward row, which the data set flags for analysis.
    #[test]
    fn the_awkward_example_is_compared_as_its_rows_say() {
        let data = example(1).analysis;
        let verdict = nrs(&data, &Analysis { at: "Week 26".into(), ..plan() });
        let arm = |odd: u32| -> Vec<f64> {
            let rows = data.nrs.iter().filter(|row| row.parameter == Parameter::NrsMean && row.visit == 4);
            rows.filter(|row| row.subject % 2 == odd).map(|row| row.value).collect()
        };
        assert_eq!((verdict.treated.at_visit.n, verdict.treated.baseline.n), (6, 5));
        assert_eq!((verdict.control.at_visit.n, verdict.control.randomised), (6, 6));
        let direct = welch(&arm(1), &arm(0)).unwrap();
        assert!(close(verdict.test.unwrap().p_two_sided, direct.p_two_sided));
        assert!(close(verdict.difference.unwrap().interval_95[1], direct.interval_95.upper));
    }

    #[test]
    fn a_verdict_comes_back_from_a_result_file_as_it_was() {
        let mut data = by_hand::trial();
        data.pbds.retain(|row| !(row.subject < 6 && row.parameter == Parameter::InterferenceSleep));
        let verdict = judge(&data, &plan(), 1).unwrap();
        assert!(verdict.outcome(Outcome::InterferenceSleep).unwrap().test.is_err());
        let value = serde_json::to_value(&verdict).unwrap();
        assert_eq!(value["outcomes"][4]["outcome"], "nrs_mean");
        assert_eq!(serde_json::from_value::<Verdict>(value.clone()).unwrap(), verdict);
        let spoiled = value.to_string().replace("nrs_mean", "nrs_meen");
        assert!(serde_json::from_str::<Verdict>(&spoiled).unwrap_err().to_string().contains("nrs_meen"));
    }

    /// With one visit after baseline and everybody there, the mixed model is the analysis of covariance.
    #[test]
    fn a_planned_model_takes_the_place_of_the_test() {
        let method = |method| Analysis {
            primary: Some(method),
            confounders: vec![Confounder::Baseline, Confounder::AgeYears],
            ..plan()
        };
        let data = by_hand::trial();
        let covariance = nrs(&data, &method(Method::Covariance { robust: None }));
        let mixed = nrs(&data, &method(Method::Mixed(super::super::method::Mixed::standard())));
        let (one, other) = (covariance.difference.unwrap(), mixed.difference.unwrap());
        assert!((one.value - other.value).abs() < 1e-9 && one.value < 0.0);
        assert!((one.standard_error - other.standard_error).abs() < 1e-9);
        assert!((covariance.test.unwrap().p_two_sided - mixed.test.unwrap().p_two_sided).abs() < 1e-9);
        let welch = nrs(&data, &plan());
        assert!(
            (welch.difference.unwrap().value - one.value).abs() > 1e-3,
            "baseline and age are adjusted for"
        );
    }
}
