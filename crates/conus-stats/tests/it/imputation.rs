//! The made-up trials of `../oracle/imputation`, and what R says about them.

use crate::oracle::{Printed, RELATIVE, assert_agrees, column, printed};
use conus_stats::StatisticsError;
use conus_stats::ancova::adjusted;
use conus_stats::imputation::bootstrap::bootstrap;
use conus_stats::imputation::carry::{
    Modified, Stopped, Worse, baseline_observation, duration_adjusted_average_change, last_observation,
    modified_baseline_observation, worst_observation,
};
use conus_stats::imputation::conditional::conditional;
use conus_stats::imputation::conditional_mean::{impute, jackknife};
use conus_stats::imputation::model::fit;
use conus_stats::imputation::multiple::{self, analyse};
use conus_stats::imputation::posterior::{Chain, posterior};
use conus_stats::imputation::rubin::{Analysed, pool};
use conus_stats::imputation::{Deviation, Key, Matrix, Parameters, Sharing, Strategy, Subject, Trial};
use conus_stats::mmrm::{Objective, Settings, Structure};
use conus_stats::regression::Column;
use conus_stats::symmetric::Symmetric;
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
        .map(|matrix: [[f64; 4]; 4]| Symmetric::from_fn(VISITS, |i, j| matrix[i][j]))
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
            _ => given.covariance.at(at, at),
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

/// Four Monte-Carlo errors of nearly independent draws: 4 / sqrt(draws) standard deviations for a mean, and twice the
/// share that it would be of a normal variable's standard deviation, since the tail of a variance is long. One degree of
/// freedom more or less would move a variance by 0.08 standard deviations, and by 0.11 with one arm's people.
fn assert_posterior(case: &str, draws: &[Parameters], arm: usize) {
    let rows = printed(include_str!("../oracle/imputation/posterior.csv"));
    let rows: Vec<&Printed> = rows.iter().filter(|row| row.case == case).collect();
    for pair in rows.chunks(2) {
        let parts: Vec<&str> = pair[0].quantity.split(':').collect();
        let place = |at: usize| parts[at].parse::<usize>().unwrap();
        let (mean, deviation) = moments(draws, |parameters| match parts[0] {
            "beta" => parameters.coefficients[place(1)],
            _ => parameters.covariances[arm].at(place(1), place(2)),
        });
        let scale = pair[1].value;
        let error = 1.0 / (draws.len() as f64).sqrt();
        assert!((mean - pair[0].value).abs() < 4.0 * error * scale, "{:?}: {mean}, sd {scale}", pair[0]);
        assert!((deviation / scale - 1.0).abs() < 8.0 * error / 2.0_f64.sqrt(), "{:?}: {deviation}", pair[1]);
    }
}

#[test]
fn the_gibbs_sampler_has_the_posterior_that_r_draws_without_a_chain() {
    let trial = trial(MONOTONE, Strategy::MissingAtRandom);
    let chain = Chain { burn_in: 200, between: 3 };
    let draws = posterior(&trial, &fixed(), Sharing::AllArms, chain, 15_000, KEY).unwrap();
    assert_posterior("common", &draws, 0);
}

/// Arms with their own coefficients and covariance are two trials in one.
#[test]
fn arms_with_their_own_covariance_have_their_own_posterior() {
    let people = trial(MONOTONE, Strategy::MissingAtRandom).subjects().to_vec();
    let baselines = column(MONOTONE, "baseline");
    let own = |(person, baseline): (Subject, f64)| {
        let designs = vec![by_visit(&[1.0, baseline, 0.0, 0.0]), by_visit(&[0.0, 0.0, 1.0, baseline])];
        Subject { designs, ..person }
    };
    let trial = Trial::new(people.into_iter().zip(baselines).map(own).collect()).unwrap();
    let start = Parameters { coefficients: vec![0.0; 4 * VISITS], ..fixed() };
    let chain = Chain { burn_in: 200, between: 3 };
    let draws = posterior(&trial, &start, Sharing::EachArm, chain, 8_000, KEY).unwrap();
    for arm in 0..2 {
        // Of each four coefficients two are this arm's.
        let of_arm = |drawn: &Parameters| {
            let own = drawn.coefficients.chunks(4).flat_map(|of_visit| &of_visit[2 * arm..2 * arm + 2]);
            Parameters { coefficients: own.copied().collect(), ..drawn.clone() }
        };
        let draws: Vec<Parameters> = draws.iter().map(of_arm).collect();
        assert_posterior(["arm 0", "arm 1"][arm], &draws, arm);
    }
}

fn everybody() -> Vec<usize> {
    (0..column(TRIAL, "arm").len()).collect()
}

/// Second arm minus first at the last visit, adjusted for baseline. Both trials have the same people.
fn difference(subjects: &[usize], completed: &[Vec<f64>]) -> Result<Analysed, StatisticsError> {
    let (arms, baselines) = (column(TRIAL, "arm"), column(TRIAL, "baseline"));
    let response: Vec<f64> = subjects.iter().map(|&i| completed[i][VISITS - 1]).collect();
    let in_second: Vec<bool> = subjects.iter().map(|&i| arms[i] > 0.5).collect();
    let values = subjects.iter().map(|&i| baselines[i]).collect();
    let answer = adjusted(&response, &in_second, &[Column { name: "baseline".into(), values }])?;
    Ok(Analysed {
        estimate: answer.difference.value,
        standard_error: answer.difference.standard_error,
        freedom: answer.fit.residual_freedom,
    })
}

fn parameter(parameters: &Parameters, row: &Printed) -> f64 {
    let parts: Vec<&str> = row.quantity.split(':').collect();
    let place = |at: usize| parts[at].parse::<usize>().unwrap();
    match parts[0] {
        "beta" => parameters.coefficients[place(1)],
        _ => parameters.covariances[0].at(place(1), place(2)),
    }
}

const ML: Settings = Settings {
    structure: Structure::Unstructured,
    objective: Objective::Ml,
    information: conus_stats::mmrm::Information::Observed,
};

/// Two ways to the top of one likelihood, a closed form and an iteration; seen is an agreement of 1e-13.
#[test]
fn conditional_means_and_their_jackknife_are_those_of_r() {
    let rows = printed(include_str!("../oracle/imputation/conditional_mean.csv"));
    for row in rows.iter().filter(|row| row.case == "fit") {
        let trial = trial(MONOTONE, Strategy::MissingAtRandom);
        assert_agrees(
            row,
            parameter(&fit(&trial, &everybody(), Sharing::AllArms, ML).unwrap(), row),
            RELATIVE,
            0.0,
        );
    }
    for case in ["MAR", "J2R", "CR", "CIR"] {
        let trial = trial(MONOTONE, strategy(case));
        let fitted = |subjects: &[usize]| fit(&trial, subjects, Sharing::AllArms, ML);
        let estimate =
            |subjects: &[usize], completed: &[Vec<f64>]| Ok(difference(subjects, completed)?.estimate);
        let answer = jackknife(&trial, fitted, estimate).unwrap();
        for row in rows.iter().filter(|row| row.case == case) {
            let seen = match row.quantity {
                "estimate" => answer.estimate,
                "standard_error" => answer.standard_error,
                _ => answer.left_out[0],
            };
            assert_agrees(row, seen, RELATIVE, 0.0);
        }
    }
}

/// `gls` comes within about 1e-6 of the top in the parameters, where the likelihood is flat; coefficients near zero are
/// sums of others of order one. The estimate is ten times nearer.
#[test]
fn restricted_likelihood_and_what_it_imputes_are_those_of_nlme() {
    for row in printed(include_str!("../oracle/imputation/reml.csv")) {
        let trial = trial(TRIAL, strategy(row.case));
        let settings = Settings::reml(Structure::Unstructured);
        let fitted = fit(&trial, &everybody(), Sharing::AllArms, settings).unwrap();
        let (seen, relative) = match row.quantity {
            "estimate" => {
                (difference(&everybody(), &impute(&trial, &fitted).unwrap()).unwrap().estimate, 2e-7)
            }
            _ => (parameter(&fitted, &row), 2e-6),
        };
        assert_agrees(&row, seen, relative, 1.0);
    }
}

/// Under missing at random, imputed values have no residual, so least squares over them solves the equations of the
/// mixed model: its effect at the last visit is the difference, to the rounding of both.
#[test]
fn under_missing_at_random_the_conditional_means_give_the_effect_of_the_mixed_model() {
    let trial = trial(TRIAL, Strategy::MissingAtRandom);
    let fitted =
        fit(&trial, &everybody(), Sharing::AllArms, Settings::reml(Structure::Unstructured)).unwrap();
    let seen = difference(&everybody(), &impute(&trial, &fitted).unwrap()).unwrap().estimate;
    assert!((seen - fitted.coefficients[10]).abs() < 1e-12);
}

/// Parameters that are drawn average to the estimate up to a term of order 1/n, which is below the Monte-Carlo error of
/// 300 imputations here; four such errors are a twelfth of the standard error. Rubin's standard error is larger than the
/// jackknife for jump to reference, by a quarter or more (Cro, Carpenter and Kenward 2019).
#[test]
fn both_ways_to_draw_parameters_meet_the_conditional_mean_and_rubin_exceeds_the_jackknife() {
    let trial = trial(TRIAL, Strategy::JumpToReference);
    let reml =
        |subjects: &[usize]| fit(&trial, subjects, Sharing::AllArms, Settings::reml(Structure::Unstructured));
    let estimate = |subjects: &[usize], completed: &[Vec<f64>]| Ok(difference(subjects, completed)?.estimate);
    let single = jackknife(&trial, reml, estimate).unwrap();
    let start = reml(&everybody()).unwrap();
    let gibbs = posterior(&trial, &start, Sharing::AllArms, Chain::default(), 300, KEY).unwrap();
    let sampled = bootstrap(&trial, reml, 300, 3, KEY).unwrap().parameters;
    for draws in [gibbs, sampled] {
        let pooled = analyse(&multiple::impute(&trial, &draws, KEY).unwrap(), difference).unwrap();
        let gap = pooled.estimate - single.estimate;
        assert!(gap.abs() < 4.0 * pooled.simulation_error, "{gap} of {}", pooled.simulation_error);
        let ratio = pooled.standard_error / single.standard_error;
        assert!((1.25..1.4).contains(&ratio), "{ratio}");
    }
}
