//! In a factorial trial, what does each treatment do, and do two together do more than their sum?
//!
//! Arms that give different sets of treatments are read as a factorial design. The change of mean pain is regressed on
//! baseline, on each treatment and on each pair of them; the coefficient of a pair is their interaction: zero means that
//! they add up. A pair that no arm, or every arm with one of them, gives cannot be told apart and is left out. In a
//! simulation the same regression on the true effects tells what the estimates are estimates of.

use super::contrast::randomised;
use super::{AnalysisError, Contrast};
use crate::treatment::Treatment;
use crate::trial::dataset::{Dataset, Parameter, Simulated};
use crate::trial::plan::{Arm, TrialPlan};
use conus_stats::regression::{Column, Fit, fit};
use serde::{Deserialize, Serialize};

/// Whether a treatment is of a kind.
type Is = fn(&Treatment) -> bool;

/// What arms may differ in, each with how it is recognised.
const FACTORS: [(&str, Is); 5] = [
    ("gabapentinoid", |given| matches!(given, Treatment::Gabapentinoid { .. })),
    ("cells", |given| matches!(given, Treatment::Msc { .. } | Treatment::Schwann { .. })),
    ("magnet", |given| matches!(given, Treatment::Msc { magnet_gain, .. } if *magnet_gain > 1.0)),
    ("rehabilitation", |given| matches!(given, Treatment::Rehabilitation { .. })),
    ("decompression", |given| matches!(given, Treatment::Decompression { .. })),
];

/// Least number of factors that vary for a trial to count as factorial.
const LEAST_FACTORS: usize = 2;

/// A treatment or a pair of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// `cells`, or `cells x rehabilitation` for an interaction.
    pub name: String,
    /// Change of mean pain that goes with it [NRS points]; below zero is relief.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % confidence interval.
    pub interval_95: [f64; 2],
    /// The same coefficient of the true effects.
    pub truth: f64,
}

/// One design column: which arms have it.
struct Design {
    name: String,
    of_arm: Vec<f64>,
}

/// The terms of a factorial trial, treatments first; none of a trial that is not factorial.
///
/// # Errors
/// A data set with a fault.
pub fn factorial(
    plan: &TrialPlan,
    tables: &Simulated,
    contrast: Contrast,
) -> Result<Vec<Term>, AnalysisError> {
    let design = design(plan);
    let data = &tables.analysis;
    let lookup = data.lookup()?;
    let visit = contrast.visit;
    let people: Vec<u32> = everybody(data, plan)
        .filter(|subject| lookup.change(*subject, Parameter::NrsMean, visit).is_some())
        .collect();
    let change: Vec<f64> =
        people.iter().filter_map(|subject| lookup.change(*subject, Parameter::NrsMean, visit)).collect();
    let baseline =
        people.iter().filter_map(|subject| lookup.baseline(*subject, Parameter::NrsMean)).collect();
    let mut columns = columns(data, &design, &people);
    columns.push(Column { name: "baseline".to_owned(), values: baseline });
    let (Ok(seen), Ok(true_fit)) = (fit(&change, &columns), truth(tables, &design, visit)) else {
        return Ok(Vec::new());
    };
    let estimates = seen.estimates();
    let term = |(at, column): (usize, &Design)| Term {
        name: column.name.clone(),
        estimate: estimates[at + 1].value,
        standard_error: estimates[at + 1].standard_error,
        interval_95: [estimates[at + 1].interval_95.lower, estimates[at + 1].interval_95.upper],
        truth: true_fit.coefficients[at + 1],
    };
    Ok(design.iter().enumerate().map(term).collect())
}

/// The same regression on what each patient's treatment did in truth.
fn truth(tables: &Simulated, design: &[Design], visit: u16) -> Result<Fit, conus_stats::StatisticsError> {
    let rows: Vec<_> = tables.truth.rows.iter().filter(|row| row.visit == visit).collect();
    let effects: Vec<f64> = rows.iter().map(|row| row.effect()).collect();
    let people: Vec<u32> = rows.iter().map(|row| row.subject).collect();
    fit(&effects, &columns(&tables.analysis, design, &people))
}

fn everybody<'a>(data: &'a Dataset, plan: &'a TrialPlan) -> impl Iterator<Item = u32> + 'a {
    let arms = 0..u16::try_from(plan.arms.len()).unwrap_or(u16::MAX);
    arms.flat_map(|arm| randomised(data, arm))
}

fn columns(data: &Dataset, design: &[Design], people: &[u32]) -> Vec<Column> {
    let arm = |subject: &u32| usize::from(data.subjects[*subject as usize].arm);
    let column = |column: &Design| Column {
        name: column.name.clone(),
        values: people.iter().map(|subject| column.of_arm[arm(subject)]).collect(),
    };
    design.iter().map(column).collect()
}

/// Treatments in which the arms differ, then the pairs of them that can be told apart.
fn design(plan: &TrialPlan) -> Vec<Design> {
    let gives = |arm: &Arm, is: Is| f64::from(u8::from(arm.treatments.iter().any(is)));
    let single = |(name, is): (&str, Is)| Design {
        name: name.to_owned(),
        of_arm: plan.arms.iter().map(|arm| gives(arm, is)).collect(),
    };
    let varies =
        |column: &Design| column.of_arm.iter().any(|has| has.to_bits() != column.of_arm[0].to_bits());
    let mut design: Vec<Design> = FACTORS.into_iter().map(single).filter(varies).collect();
    let factors = design.len();
    if factors < LEAST_FACTORS {
        return Vec::new();
    }
    for one in 0..factors {
        for other in one + 1..factors {
            let product: Vec<f64> =
                design[one].of_arm.iter().zip(&design[other].of_arm).map(|(a, b)| a * b).collect();
            let known = design.iter().any(|column| column.of_arm == product);
            if !known && product.iter().any(|both| *both > 0.0) {
                let name = format!("{} x {}", design[one].name, design[other].name);
                design.push(Design { name, of_arm: product });
            }
        }
    }
    design
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::knowledge::Knowledge;
    use crate::trial::simulate::replicate;
    use crate::trial::studies::shipped;

    fn plan(name: &str) -> TrialPlan {
        let study = shipped().iter().find(|study| study.name == name).unwrap();
        TrialPlan::from_text(study.name, study.text).unwrap()
    }

    /// A magnet is given with cells only, so cells x magnet is the magnet itself.
    #[test]
    fn pairs_that_cannot_be_told_apart_are_left_out() {
        let names: Vec<String> =
            design(&plan("integrated-care.toml")).into_iter().map(|column| column.name).collect();
        let expected = [
            "gabapentinoid",
            "cells",
            "magnet",
            "rehabilitation",
            "gabapentinoid x cells",
            "gabapentinoid x magnet",
            "gabapentinoid x rehabilitation",
            "cells x rehabilitation",
            "magnet x rehabilitation",
        ];
        assert_eq!(names, expected);
        assert!(design(&plan("akhlaghpasand-2025-pain.toml")).is_empty());
    }

    /// In truth the drug relieves, and the estimate has the sign and size of a trial of 240: within four standard errors.
    #[test]
    fn an_estimate_lies_about_its_true_coefficient() {
        let (plan, knowledge) = (plan("integrated-care.toml"), Knowledge::shipped());
        let played = replicate(&knowledge, &plan, 0, false).unwrap();
        let contrast = Contrast { visit: 3, treated_arm: 1, control_arm: 0 };
        let terms = factorial(&plan, &played.settings[0].1, contrast).unwrap();
        let drug = &terms[0];
        assert!(drug.truth < 0.0, "{drug:?}");
        for term in terms {
            assert!((term.estimate - term.truth).abs() < 4.0 * term.standard_error, "{term:?}");
        }
    }
}
