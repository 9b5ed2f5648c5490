//! Is the treatment associated with the change once confounders are taken into account (S4.4)?
//!
//! Change from baseline on treatment (1 treated, 0 control) and the confounders that the plan names, by least
//! squares. A confounder that is the same in everybody cannot confound; it is left out and named.

use super::contrast::randomised;
use super::summary::count;
use super::{Computed, Contrast, NotComputed};
use crate::patient::covariates::{LevelGroup, Sex};
use crate::trial::dataset::{Dataset, Lookup, Parameter};
use crate::trial::plan::{Choice, Confounder};
use conus_stats::regression::{Column, fit};
use serde::{Deserialize, Serialize};

/// The coefficient of treatment in a multiple regression on the change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// People with both answers.
    pub n: u32,
    /// Coefficient of treatment: adjusted difference of the change; below zero is relief.
    pub treatment: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % confidence interval.
    pub interval_95: [f64; 2],
    /// Coefficient over standard error.
    pub statistic: f64,
    /// Degrees of freedom of the residuals.
    pub freedom: f64,
    /// Two-sided p-value.
    pub p_two_sided: f64,
    /// Share of the variance of the change that the model explains.
    pub r_squared: f64,
    /// Names of the confounders that were the same in everybody and left out.
    pub left_out: Vec<String>,
}

pub(super) fn regression(
    data: &Dataset,
    lookup: &Lookup,
    confounders: &[Confounder],
    contrast: Contrast,
    parameter: Parameter,
) -> Computed<Regression> {
    let complete = |arm| -> Vec<u32> {
        let mut people = randomised(data, arm);
        people.retain(|&s| lookup.change(s, parameter, contrast.visit).is_some());
        people
    };
    let (control, treated) = (complete(contrast.control_arm), complete(contrast.treated_arm));
    for (what, arm) in [("control arm", &control), ("treated arm", &treated)] {
        if arm.is_empty() {
            return Err(NotComputed::too_few(what, 0, 1));
        }
    }
    let people: Vec<u32> = control.iter().chain(&treated).copied().collect();
    let response: Vec<f64> =
        people.iter().filter_map(|&s| lookup.change(s, parameter, contrast.visit)).collect();
    let arms = control.iter().map(|_| 0.0).chain(treated.iter().map(|_| 1.0)).collect();
    let mut columns = vec![Column { name: "treatment".into(), values: arms }];
    let mut left_out = Vec::new();
    for &confounder in confounders {
        let values: Vec<f64> =
            people.iter().map(|&s| measured(data, lookup, parameter, confounder, s)).collect();
        if values.iter().all(|value| value.total_cmp(&values[0]).is_eq()) {
            left_out.push(confounder.name());
        } else {
            columns.push(Column { name: confounder.name(), values });
        }
    }
    let fitted = fit(&response, &columns)?;
    let treatment = &fitted.estimates()[1];
    Ok(Regression {
        n: count(people.len()),
        treatment: treatment.value,
        standard_error: treatment.standard_error,
        interval_95: [treatment.interval_95.lower, treatment.interval_95.upper],
        statistic: treatment.statistic,
        freedom: fitted.residual_freedom,
        p_two_sided: treatment.p_two_sided,
        r_squared: fitted.r_squared,
        left_out,
    })
}

/// A confounder of somebody whose change is known.
fn measured(
    data: &Dataset,
    lookup: &Lookup,
    parameter: Parameter,
    confounder: Confounder,
    subject: u32,
) -> f64 {
    let person = &data.subjects[subject as usize];
    let one_if = |holds: bool| f64::from(u8::from(holds));
    match confounder {
        Confounder::Baseline => {
            lookup.baseline(subject, parameter).expect("a change is known only with a baseline")
        }
        Confounder::AgeYears => f64::from(person.age_years),
        Confounder::Male => one_if(person.sex == Sex::Male),
        Confounder::Cervical => one_if(person.level.group() == LevelGroup::Cervical),
        Confounder::MonthsSinceInjury => person.months_since_injury,
        Confounder::Gabapentinoid => one_if(person.gabapentinoid),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Why;
    use super::super::by_hand::{self, close, plan};
    use super::super::primary::judge;
    use super::*;
    use crate::trial::plan::{Analysis, Outcome};

    fn adjusted(data: &Dataset, confounders: &[Confounder]) -> Computed<Regression> {
        let plan = Analysis { confounders: confounders.to_vec(), ..plan() };
        judge(data, &plan, 1).unwrap().outcome(Outcome::NrsMean).unwrap().regression.clone()
    }

    /// Without confounders the coefficient is the difference of the mean changes and the test is Student's.
    #[test]
    fn without_confounders_it_is_students_test_of_the_change() {
        let found = adjusted(&by_hand::trial(), &[]).unwrap();
        let direct = conus_stats::two_sample::pooled(&by_hand::CONTROL_CHANGE, &by_hand::TREATED_CHANGE);
        let direct = direct.unwrap();
        assert!(
            close(found.treatment, direct.difference) && close(found.standard_error, direct.standard_error)
        );
        assert!(close(found.p_two_sided, direct.p_two_sided) && close(found.freedom, 10.0));
        assert_eq!((found.n, found.left_out.len()), (12, 0));
    }

    #[test]
    fn with_every_confounder_it_is_the_fit_of_the_same_columns() {
        let data = by_hand::trial();
        let found = adjusted(&data, Confounder::ALL).unwrap();
        // Controls first; age, sex and the rest as `by_hand` says.
        let order = [6_u32, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5];
        let person = |s: u32| &data.subjects[s as usize];
        let column = |name: &str, value: &dyn Fn(u32) -> f64| Column {
            name: name.into(),
            values: order.iter().map(|&s| value(s)).collect(),
        };
        let columns = [
            column("treatment", &|s| if s < 6 { 1.0 } else { 0.0 }),
            column("baseline", &|s| by_hand::baseline(s)),
            column("age", &|s| f64::from(person(s).age_years)),
            column("cervical", &|s| if s % 2 == 0 { 1.0 } else { 0.0 }),
            column("months", &|s| person(s).months_since_injury),
            column("gabapentinoid", &|s| if s % 4 == 1 { 1.0 } else { 0.0 }),
        ];
        let response: Vec<f64> =
            [by_hand::CONTROL_CHANGE, by_hand::TREATED_CHANGE].into_iter().flatten().collect();
        let direct = fit(&response, &columns).unwrap();
        assert!(close(found.treatment, direct.coefficients[1]) && close(found.r_squared, direct.r_squared));
        assert!(close(found.p_two_sided, direct.estimates()[1].p_two_sided));
        assert!(close(found.freedom, 5.0), "twelve people, an intercept and six columns");
        assert_eq!(found.left_out, ["male"], "everybody of the example is a man");
    }

    /// R 4.2.2: `summary(lm(change ~ arm + baseline + age + cervical + months + gabapentinoid))`, `confint`.
    #[test]
    fn with_every_confounder_it_is_what_r_prints() {
        let found = adjusted(&by_hand::trial(), Confounder::ALL).unwrap();
        let printed = [
            (found.treatment, -2.930_434_998_780_14),
            (found.standard_error, 0.885_689_737_307_417),
            (found.statistic, -3.308_647_346_060_07),
            (found.p_two_sided, 0.021_272_054_807_224_7),
            (found.r_squared, 0.796_030_668_751_479),
            (found.interval_95[0], -5.207_172_949_512_08),
            (found.interval_95[1], -0.653_697_048_048_193),
        ];
        assert!(printed.iter().all(|(ours, r)| (ours - r).abs() < 1e-11), "{found:?}");
    }

    #[test]
    fn a_confounder_that_repeats_the_treatment_is_a_reason_with_its_name() {
        let mut data = by_hand::trial();
        (0_u32..).zip(&mut data.subjects).for_each(|(at, person)| person.gabapentinoid = at < 6);
        let reason = adjusted(&data, &[Confounder::Gabapentinoid]).unwrap_err();
        assert_eq!(reason.why, Why::Confounded);
        assert!(reason.message.contains("gabapentinoid"), "{reason}");
    }

    #[test]
    fn more_columns_than_people_are_a_reason() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| matches!(row.subject, 0 | 1 | 2 | 6 | 7));
        assert_eq!(adjusted(&data, Confounder::ALL).unwrap_err().why, Why::TooFew);
    }
}
