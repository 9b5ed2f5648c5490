//! How far is each estimator off, and how often does its interval hold the truth? As a table and as a figure.

use crate::asked::Asked;
use crate::{Found, Outcome, Replicate};
use conus::analysis::estimand::true_value;
use conus::report::figure::estimators::{Data, Estimand, Estimator, draw};
use conus::report::figure::{Frame, Interval, Quantity};
use conus::table::csv::line;
use conus_stats::describe::{mean, standard_deviation, wilson_interval};

/// Half width of a 95 % interval in standard errors.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Columns of the table; the errors are those of Monte Carlo.
const HEAD: [&str; 13] = [
    "estimand",
    "estimator",
    "replicates",
    "failed",
    "synthetic",
    "true_value",
    "true_value_error",
    "bias",
    "bias_low",
    "bias_high",
    "coverage_percent",
    "coverage_low",
    "coverage_high",
];

/// What was found, ready to be written.
pub(crate) struct Told {
    pub(crate) csv: String,
    pub(crate) svg: String,
}

/// Tells all replicates.
pub(crate) fn told(asked: &[Asked], played: &[Replicate]) -> Outcome<Told> {
    let mut csv = line(&HEAD);
    let mut estimands = Vec::new();
    for (at, asked) in asked.iter().enumerate() {
        let truth = true_value(&played.iter().map(|one| one.truth[at].clone()).collect::<Vec<_>>())?;
        let error = truth.monte_carlo_error.clone()?;
        let mut estimators = Vec::new();
        for (number, (name, _)) in asked.estimators.iter().enumerate() {
            let found: Vec<(f64, Found)> = played
                .iter()
                .map(|one| Ok((one.truth[at].value()?, one.found[at][number])))
                .collect::<Outcome<_>>()?;
            let estimator = estimator(name, &found)?;
            let failed = found.iter().filter(|(_, found)| found.is_none()).count();
            csv.push_str(&row(asked.name, [truth.value, error], &estimator, failed));
            estimators.push(estimator);
        }
        let half = NORMAL_95 * error;
        let truth = Interval { value: truth.value, low: truth.value - half, high: truth.value + half };
        estimands.push(Estimand { name: asked.name.to_owned(), truth, estimators });
    }
    Ok(Told { csv, svg: figure(estimands)? })
}

fn row(estimand: &str, truth: [f64; 2], estimator: &Estimator, failed: usize) -> String {
    let Estimator { name, bias, coverage, replicates } = estimator;
    let numbers =
        [truth[0], truth[1], bias.value, bias.low, bias.high, coverage.value, coverage.low, coverage.high];
    let mut cells =
        vec![estimand.to_owned(), name.clone(), replicates.to_string(), failed.to_string(), "Y".to_owned()];
    cells.extend(numbers.map(|number| format!("{number:.4}")));
    line(&cells.iter().map(String::as_str).collect::<Vec<_>>())
}

fn estimator(name: &str, found: &[(f64, Found)]) -> Outcome<Estimator> {
    let off: Vec<f64> = found.iter().filter_map(|(truth, found)| Some((*found)?.0 - truth)).collect();
    let held = found
        .iter()
        .filter(|(truth, found)| found.is_some_and(|(_, [low, high])| low <= *truth && *truth <= high));
    let (held, all) = (held.count() as u64, off.len() as u64);
    let (bias, error) = (mean(&off)?, standard_deviation(&off)? / (all as f64).sqrt());
    let interval = wilson_interval(held, all, 0.95)?;
    Ok(Estimator {
        name: name.to_owned(),
        bias: Interval { value: bias, low: bias - NORMAL_95 * error, high: bias + NORMAL_95 * error },
        coverage: Interval {
            value: 100.0 * held as f64 / all as f64,
            low: 100.0 * interval.lower,
            high: 100.0 * interval.upper,
        },
        replicates: u32::try_from(all)?,
    })
}

fn figure(estimands: Vec<Estimand>) -> Outcome<String> {
    let data = Data {
        frame: Frame {
            id: "estimators".to_owned(),
            title: "Each estimator against its own estimand".to_owned(),
            caption: "Shipped study, mean NRS at Month 6, against the potential outcomes of the same patients; reports \
                      count as given, expectation included."
                .to_owned(),
            source: "conus, example estimators; simulated (synthetic) patients".to_owned(),
        },
        bias: Quantity { name: "Bias of the difference".to_owned(), unit: "NRS points".to_owned() },
        nominal: 95.0,
        interval_name: "95 % Monte-Carlo interval".to_owned(),
        estimands,
    };
    Ok(draw(&data)?)
}
