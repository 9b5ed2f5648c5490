//! In how many trials of a scenario does each method reject, and cover the true effect?

use crate::GATED;
use crate::scenario::Scenario;
use crate::trial;
use conus_stats::describe::wilson_interval;
use conus_stats::mmrm::{Fit, Freedom, Settings, Structure, fit};
use rayon::prelude::*;

/// Two-sided level.
pub(crate) const LEVEL: f64 = 0.05;
/// Standard errors and degrees of freedom that are compared.
const METHODS: [Freedom; 4] =
    [Freedom::KenwardRoger, Freedom::Satterthwaite, Freedom::KenwardRogerMmrm, Freedom::BetweenWithin];

/// What one trial said, for each method: found an effect, and covered the true one.
type Said = [(bool, bool); METHODS.len()];

/// A share of trials with its Monte-Carlo interval (Wilson 1927, 95 %).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) estimate: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// One method in one scenario.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) scenario: Scenario,
    pub(crate) method: Freedom,
    /// Trials with an analysis, and without one.
    pub(crate) analysed: u32,
    pub(crate) failed: u32,
    pub(crate) rejected: Share,
    pub(crate) covered: Share,
}

/// Plays a scenario; one row for each method.
pub(crate) fn rows(scenario: Scenario, number: u32, trials: u32) -> Vec<Row> {
    let said: Vec<Option<Said>> =
        (0..trials).into_par_iter().map(|trial| said(&scenario, number, trial)).collect();
    let row = |(at, method): (usize, Freedom)| {
        let mut counts = (0, 0, 0);
        for (rejected, covered) in said.iter().flatten().map(|said| said[at]) {
            counts.0 += 1;
            counts.1 += u32::from(rejected);
            counts.2 += u32::from(covered);
        }
        let (analysed, rejected, covered) = counts;
        Row {
            scenario,
            method,
            analysed,
            failed: trials - analysed,
            rejected: Share::of(rejected, analysed),
            covered: Share::of(covered, analysed),
        }
    };
    METHODS.into_iter().enumerate().map(row).collect()
}

/// One trial, played and analysed; none where the model could not be fitted.
fn said(scenario: &Scenario, number: u32, trial: u32) -> Option<Said> {
    let data = trial::play(scenario, number, trial);
    let fit = fit(&data, Settings::reml(Structure::Unstructured)).ok()?;
    let weights = trial::last_difference(&data);
    let mut said = [(false, false); METHODS.len()];
    for (answer, method) in said.iter_mut().zip(METHODS) {
        let estimate = estimate(&fit, method, &weights)?;
        *answer = (estimate.p_two_sided < LEVEL, estimate.interval_95.contains(scenario.effect));
    }
    Some(said)
}

fn estimate(fit: &Fit, method: Freedom, weights: &[f64]) -> Option<conus_stats::Estimate> {
    fit.inference(method).combination("difference at the last visit", weights).ok()
}

impl Share {
    fn of(count: u32, all: u32) -> Self {
        let interval = wilson_interval(count.into(), all.into(), 0.95).expect("some trial was analysed");
        Self { estimate: f64::from(count) / f64::from(all), low: interval.lower, high: interval.upper }
    }
}

impl Row {
    /// Whether the gate is for it.
    pub(crate) fn gated(&self) -> bool {
        self.scenario.gated && self.method == GATED
    }
}

/// The rows as CSV, which says of itself that the trials are synthetic.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut table = String::from(
        "data,scenario,people,true_effect,method,gated,trials,failed,rejected,rejected_low,rejected_high,\
         covered,covered_low,covered_high\n",
    );
    for row in rows {
        let Row { scenario, rejected, covered, .. } = row;
        let line = format!(
            "synthetic,{},{},{},{},{},{},{},{:.5},{:.5},{:.5},{:.5},{:.5},{:.5}\n",
            scenario.name,
            scenario.people,
            scenario.effect,
            row.method.name(),
            row.gated(),
            row.analysed,
            row.failed,
            rejected.estimate,
            rejected.low,
            rejected.high,
            covered.estimate,
            covered.low,
            covered.high,
        );
        table.push_str(&line);
    }
    table
}
