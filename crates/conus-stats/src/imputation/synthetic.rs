//! What do the tests of imputation impute? A made-up trial from a seed, and a fit of it that needs no other file.

use super::{Deviation, Key, Matrix, Parameters, Strategy, Subject, Trial};
use crate::StatisticsError;
use crate::regression::{Column, fit};
use crate::symmetric::Symmetric;
use conus_num::random::Stream;

/// Visits of the made-up trial.
pub(super) const VISITS: usize = 3;

/// One key for all tests.
pub(super) const KEY: Key = Key { seed: 2024, replicate: 0 };

/// Two arms of `per_arm` people with a baseline value and three visits, of whom a share stops before each later visit.
/// Synthetic: seed 99, treated people fall by 0.5 a visit and controls by 0.2, errors correlate by a person's level.
pub(super) fn trial(per_arm: usize, leaving: f64) -> Trial {
    let subjects = (0..2 * per_arm).map(|number| subject(number, number / per_arm, leaving)).collect();
    Trial::new(subjects).unwrap()
}

fn subject(number: usize, arm: usize, leaving: f64) -> Subject {
    let mut stream = Stream::new(99, 1, 0, u32::try_from(number).unwrap(), 0);
    let baseline = 6.5 + stream.normal();
    let level = stream.normal();
    let mut gone = false;
    let mut outcomes = Vec::new();
    for visit in 1..=VISITS {
        let fall = if arm == 1 { 0.5 } else { 0.2 } * f64::from(u32::try_from(visit).unwrap());
        let value = 0.6 * baseline + 2.0 - fall + level + 0.7 * stream.normal();
        let leaves = stream.bernoulli(leaving);
        gone = gone || (visit > 1 && leaves);
        outcomes.push((!gone).then_some(value));
    }
    let strategy = Strategy::JumpToReference;
    let first_missing = outcomes.iter().position(Option::is_none);
    let deviation = first_missing.map(|visit| Deviation { visit, strategy, reference: 0 });
    Subject { arm, outcomes, deviation, designs: vec![design(0.0, baseline), design(1.0, baseline)] }
}

/// Each visit has its own intercept, treatment effect and slope on baseline.
fn design(arm: f64, baseline: f64) -> Matrix {
    let row = |visit: usize| {
        let mut row = vec![0.0; 3 * VISITS];
        row[3 * visit..3 * visit + 3].copy_from_slice(&[1.0, arm, baseline]);
        row
    };
    (0..VISITS).map(row).collect()
}

/// Maximum likelihood for visits that are missing at the end only: regressions of each visit on arm, baseline and the
/// visits before it, put together (Anderson 1957, JASA 52:200-203). A closed form, so that tests need no iteration.
pub(super) fn maximum_likelihood(trial: &Trial, subjects: &[usize]) -> Result<Parameters, StatisticsError> {
    let mut coefficients = vec![0.0; 3 * VISITS];
    let mut covariance = vec![vec![0.0; VISITS]; VISITS];
    for visit in 0..VISITS {
        let rows: Vec<&Subject> = subjects
            .iter()
            .map(|&subject| &trial.subjects()[subject])
            .filter(|subject| subject.outcomes[visit].is_some())
            .collect();
        let response: Vec<f64> = rows.iter().filter_map(|subject| subject.outcomes[visit]).collect();
        let column = |name: String, value: &dyn Fn(&Subject) -> f64| Column {
            name,
            values: rows.iter().map(|subject| value(subject)).collect(),
        };
        let own_row = |subject: &Subject, place: usize| subject.designs[subject.arm][0][place];
        let mut columns =
            vec![column("arm".into(), &|s| own_row(s, 1)), column("baseline".into(), &|s| own_row(s, 2))];
        for before in 0..visit {
            columns.push(column(format!("visit {before}"), &|s| s.outcomes[before].unwrap()));
        }
        let seen = fit(&response, &columns)?;
        let slopes = &seen.coefficients[3..];
        for place in 0..3 {
            let carried: f64 = (0..visit).map(|k| slopes[k] * coefficients[3 * k + place]).sum();
            coefficients[3 * visit + place] = seen.coefficients[place] + carried;
        }
        let squares: f64 = seen.residuals.iter().map(|residual| residual * residual).sum();
        let shared: Vec<f64> =
            (0..visit).map(|row| (0..visit).map(|k| slopes[k] * covariance[k][row]).sum()).collect();
        for (row, &entry) in shared.iter().enumerate() {
            (covariance[visit][row], covariance[row][visit]) = (entry, entry);
        }
        let explained: f64 = (0..visit).map(|k| slopes[k] * covariance[visit][k]).sum();
        covariance[visit][visit] = explained + squares / crate::error::number(rows.len());
    }
    let covariance = Symmetric::from_fn(VISITS, |late, early| covariance[late][early]);
    Ok(Parameters { coefficients, covariances: vec![covariance; trial.arms()] })
}

/// Everybody.
pub(super) fn everybody(trial: &Trial) -> Vec<usize> {
    (0..trial.subjects().len()).collect()
}

/// The second arm minus the first at the last visit, adjusted for baseline.
pub(super) fn difference(
    trial: &Trial,
    subjects: &[usize],
    completed: &[Vec<f64>],
) -> Result<super::rubin::Analysed, StatisticsError> {
    let response: Vec<f64> = subjects.iter().map(|&subject| completed[subject][VISITS - 1]).collect();
    let in_second: Vec<bool> = subjects.iter().map(|&subject| trial.subjects()[subject].arm == 1).collect();
    let values = subjects.iter().map(|&subject| trial.subjects()[subject].designs[0][0][2]).collect();
    let baseline = Column { name: "baseline".into(), values };
    let answer = crate::ancova::adjusted(&response, &in_second, &[baseline])?;
    Ok(super::rubin::Analysed {
        estimate: answer.difference.value,
        standard_error: answer.difference.standard_error,
        freedom: answer.fit.residual_freedom,
    })
}
