//! The made-up trials of `../oracle/imputation`, and what R says about them.

use crate::oracle::{Printed, RELATIVE, assert_agrees, column, printed};
use conus_stats::StatisticsError;
use conus_stats::ancova::adjusted;
use conus_stats::imputation::carry::{
    Modified, Stopped, Worse, baseline_observation, duration_adjusted_average_change, last_observation,
    modified_baseline_observation, worst_observation,
};
use conus_stats::imputation::conditional::conditional;
use conus_stats::imputation::posterior::{Chain, Sharing, posterior};
use conus_stats::imputation::rubin::{Analysed, pool};
use conus_stats::imputation::{Deviation, Key, Matrix, Parameters, Strategy, Subject, Trial};
use conus_stats::regression::Column;
use std::collections::BTreeMap;

const TRIAL: &str = include_str!("../oracle/imputation/trial.csv");
const MONOTONE: &str = include_str!("../oracle/imputation/monotone.csv");
const VISITS: usize = 4;
const KEY: Key = Key { seed: 42, replicate: 0 };

/// A row for each visit with its own intercept, treatment effect and slope on baseline.
fn by_visit(values: &[f64]) -> Matrix {
    let row = |visit: usize| {
        let mut row = vec![0.0; VISITS * values.len()];
        row[visit * values.len()..(visit + 1) * values.len()].copy_from_slice(values);
        row
    };
    (0..VISITS).map(row).collect()
}

fn outcomes(text: &str) -> Vec<Vec<Option<f64>>> {
    let columns: Vec<Vec<f64>> = (1..=VISITS).map(|visit| column(text, &format!("visit{visit}"))).collect();
    let row =
        |i: usize| columns.iter().map(|column| Some(column[i]).filter(|value| !value.is_nan())).collect();
    (0..columns[0].len()).map(row).collect()
}

/// Small whole numbers of a column; none where negative.
fn whole(text: &str, name: &str) -> Vec<Option<usize>> {
    let number = |value: f64| (0..10).find(|&n: &usize| (n as f64 - value).abs() < 0.5);
    column(text, name).into_iter().map(number).collect()
}

fn trial(text: &str, strategy: Strategy) -> Trial {
    let (arms, baselines) = (whole(text, "arm"), column(text, "baseline"));
    let (deviations, outcomes) = (whole(text, "deviation"), outcomes(text));
    let person = |i: usize| Subject {
        arm: arms[i].unwrap(),
        outcomes: outcomes[i].clone(),
        deviation: deviations[i].map(|visit| Deviation { visit, strategy, reference: 0 }),
        designs: [0.0, 1.0].map(|arm| by_visit(&[1.0, arm, baselines[i]])).to_vec(),
    };
    Trial::new((0..arms.len()).map(person).collect()).unwrap()
}

fn strategy(name: &str) -> Strategy {
    match name {
        "MAR" => Strategy::MissingAtRandom,
        "J2R" => Strategy::JumpToReference,
        "CR" => Strategy::CopyReference,
        "CIR" => Strategy::CopyIncrements,
        _ => Strategy::LastMeanCarriedForward,
    }
}

/// The parameters of `assumption.R`.
fn fixed() -> Parameters {
    let intercepts = [[1.4, 1.3, 1.1, 1.2], [1.1, 0.6, 0.3, 0.2]];
    let slopes = [0.70, 0.68, 0.71, 0.66];
    let of_visit = |t: usize| [intercepts[0][t], intercepts[1][t] - intercepts[0][t], slopes[t]];
    Parameters {
        coefficients: (0..VISITS).flat_map(of_visit).collect(),
        covariances: vec![
            [[1.2, 0.7, 0.6, 0.5], [0.7, 1.5, 0.9, 0.7], [0.6, 0.9, 1.6, 1.0], [0.5, 0.7, 1.0, 1.9]],
            [[1.7, 1.2, 1.0, 0.9], [1.2, 2.1, 1.4, 1.3], [1.0, 1.4, 2.4, 1.7], [0.9, 1.3, 1.7, 2.8]],
        ]
        .into_iter()
        .map(|matrix| matrix.map(|row| row.to_vec()).to_vec())
        .collect(),
    }
}

#[test]
fn every_assumption_has_the_conditional_mean_and_variance_of_r() {
    let parameters = fixed();
    for row in printed(include_str!("../oracle/imputation/assumption.csv")) {
        let mut parts = row.quantity.split(':');
        let mut next = || parts.next().unwrap();
        let (number, visit): (usize, usize) = (next().parse().unwrap(), next().parse().unwrap());
        let trial = trial(TRIAL, strategy(row.case));
        let outcomes = &trial.subjects()[number].outcomes;
        let observed: Vec<bool> = outcomes.iter().map(Option::is_some).collect();
        let given = conditional(&trial.covariance(&parameters, number).unwrap(), &observed).unwrap();
        let at = given.missing.iter().position(|&missing| missing == visit).unwrap();
        let seen = match next() {
            "mean" => given.mean(&trial.mean(&parameters, number).unwrap(), outcomes)[at],
            _ => given.covariance[at][at],
        };
        assert_agrees(&row, seen, RELATIVE, 0.0);
    }
}

#[test]
fn pooled_answers_are_those_of_mice() {
    let rows = printed(include_str!("../oracle/imputation/pool.csv"));
    let mut cases: BTreeMap<&str, Vec<&Printed>> = BTreeMap::new();
    for row in &rows {
        cases.entry(row.case).or_default().push(row);
    }
    for (case, rows) in cases {
        let freedom = match case.split_once('/').unwrap().1 {
            "Inf" => f64::INFINITY,
            finite => finite.parse().unwrap(),
        };
        let of = |kind: &str| {
            rows.iter().filter(|row| row.quantity.starts_with(kind)).map(|row| row.value).collect()
        };
        let (estimates, errors): (Vec<f64>, Vec<f64>) = (of("estimate:"), of("error:"));
        let answers: Vec<Analysed> = estimates
            .into_iter()
            .zip(errors)
            .map(|(estimate, standard_error)| Analysed { estimate, standard_error, freedom })
            .collect();
        let pooled = pool(&answers).unwrap();
        for row in rows.iter().filter(|row| !row.quantity.contains(':')) {
            let seen = match row.quantity {
                "pooled" => pooled.estimate,
                "standard_error" => pooled.standard_error,
                "freedom" => pooled.freedom,
                "within" => pooled.within,
                "between" => pooled.between,
                "missing_information" => pooled.missing_information,
                "p" => pooled.p_two_sided,
                "lower" => pooled.interval_95.lower,
                _ => pooled.relative_efficiency,
            };
            assert_agrees(row, seen, RELATIVE, 0.0);
        }
    }
}

#[test]
fn carried_values_are_those_of_r() {
    let (baselines, shares, outcomes) = (column(TRIAL, "baseline"), column(TRIAL, "share"), outcomes(TRIAL));
    let reasons: Vec<&str> = TRIAL.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
    for row in printed(include_str!("../oracle/imputation/carry.csv")) {
        let (person, visit) = row.quantity.split_once(':').unwrap();
        let (i, visit): (usize, usize) = (person.parse().unwrap(), visit.parse().unwrap());
        let stopped = match reasons[i] {
            "adverse event" => Stopped::AdverseEvent,
            "lack of efficacy" => Stopped::LackOfEfficacy,
            _ => Stopped::Other,
        };
        let (baseline, values) = (baselines[i], outcomes[i].as_slice());
        let modified = |which| modified_baseline_observation(baseline, values, stopped, which)[visit];
        let seen = match row.case {
            "locf" => last_observation(baseline, values)[visit],
            "bocf" => baseline_observation(baseline, values)[visit],
            "modified" => modified(Modified::AdverseEvents),
            "wider" => modified(Modified::AdverseEventsOrLackOfEfficacy),
            "worst" => worst_observation(baseline, values, Worse::Higher)[visit],
            _ => {
                let ratings: Vec<f64> = values.iter().flatten().copied().collect();
                duration_adjusted_average_change(baseline, &ratings, shares[i]).unwrap()
            }
        };
        // A change near zero is the difference of two values near six.
        assert_agrees(&row, seen, RELATIVE, 1.0);
    }
}

/// Mean and standard deviation of each parameter over draws.
fn moments(draws: &[Parameters], value: impl Fn(&Parameters) -> f64) -> (f64, f64) {
    let values: Vec<f64> = draws.iter().map(value).collect();
    (
        conus_stats::describe::mean(&values).unwrap(),
        conus_stats::describe::standard_deviation(&values).unwrap(),
    )
}

/// Means within 0.03 standard deviations and standard deviations within 4 %: four Monte-Carlo errors of 20,000 nearly
/// independent draws (a standard deviation of a variance, whose tail is long, has twice the error of a normal one's). One
/// degree of freedom more or less moves a variance by 0.08 standard deviations.
fn assert_posterior(case: &str, draws: &[Parameters], arm: usize) {
    let rows = printed(include_str!("../oracle/imputation/posterior.csv"));
    let rows: Vec<&Printed> = rows.iter().filter(|row| row.case == case).collect();
    for pair in rows.chunks(2) {
        let parts: Vec<&str> = pair[0].quantity.split(':').collect();
        let place = |at: usize| parts[at].parse::<usize>().unwrap();
        let (mean, deviation) = moments(draws, |parameters| match parts[0] {
            "beta" => parameters.coefficients[place(1)],
            _ => parameters.covariances[arm][place(1)][place(2)],
        });
        let scale = pair[1].value;
        assert!((mean - pair[0].value).abs() < 0.03 * scale, "{:?}: mean {mean}, sd {scale}", pair[0]);
        assert!((deviation / scale - 1.0).abs() < 0.04, "{:?}: sd {deviation}", pair[1]);
    }
}

#[test]
fn the_gibbs_sampler_has_the_posterior_that_r_draws_without_a_chain() {
    let trial = trial(MONOTONE, Strategy::MissingAtRandom);
    let chain = Chain { burn_in: 200, between: 3 };
    let draws = posterior(&trial, &fixed(), Sharing::AllArms, chain, 20_000, KEY).unwrap();
    assert_posterior("common", &draws, 0);
}
