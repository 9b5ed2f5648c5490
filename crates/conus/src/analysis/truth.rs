//! How near does the verdict come to the truth? The only part of the chapter that reads the truth table.
//!
//! The true effect of a replicate is what the arm's treatment did to latent pain, averaged over everybody
//! randomised to the arm, those who left included. It comes from the same people with and without treatment,
//! so no chance of allocation is in it. Bias therefore holds what completers, reporting and expectation add.

use super::contrast::randomised;
use super::primary::Verdict;
use super::summary::count;
use super::{AnalysisError, Computed, Contrast, NotComputed, Share};
use crate::trial::dataset::Simulated;
use crate::trial::plan::Outcome;
use conus_stats::describe::{mean, simulation_error_of_mean, standard_deviation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the treatments of one replicate did to true pain [NRS points]; below zero is relief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueEffect {
    /// Replicate of the simulation.
    pub replicate: u32,
    /// People of the treated arm with a row of truth at the visit.
    pub n_treated: u32,
    /// Mean over the treated arm of pain with minus pain without the arm's treatment.
    pub treated: Computed<f64>,
    /// The same over the control arm: zero where it gets nothing beside usual care.
    pub control: Computed<f64>,
}

impl TrueEffect {
    /// What a comparison of the arms estimates: the effect of the one treatment beyond that of the other.
    ///
    /// # Errors
    /// One arm has no truth.
    pub fn contrast(&self) -> Computed<f64> {
        Ok(self.treated.clone()? - self.control.clone()?)
    }
}

/// The true effect of one replicate.
///
/// # Errors
/// A data set with a fault, or one without that visit or those arms.
pub fn true_effect(simulated: &Simulated, contrast: Contrast) -> Result<TrueEffect, AnalysisError> {
    let data = &simulated.analysis;
    data.lookup()?;
    contrast.check(data)?;
    let effects = |arm| -> Vec<f64> {
        let people = randomised(data, arm);
        let rows = simulated.truth.rows.iter().filter(|row| row.visit == contrast.visit);
        rows.filter(|row| people.binary_search(&row.subject).is_ok()).map(|row| row.effect()).collect()
    };
    let (treated, control) = (effects(contrast.treated_arm), effects(contrast.control_arm));
    Ok(TrueEffect {
        replicate: data.replicate,
        n_treated: count(treated.len()),
        treated: mean(&treated).map_err(Into::into),
        control: mean(&control).map_err(Into::into),
    })
}

/// How an estimator behaves against the truth over many replicates (Morris, White and Crowther 2019, table
/// 6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgainstTruth {
    /// Replicates with both an estimate and a truth.
    pub replicates: u32,
    /// Replicates without one of them.
    pub failed: u32,
    /// Mean true effect [NRS points].
    pub mean_truth: Computed<f64>,
    /// Mean of estimate minus truth [NRS points].
    pub bias: Computed<f64>,
    /// Monte-Carlo standard error of the bias.
    pub bias_error: Computed<f64>,
    /// Standard deviation of the estimates.
    pub empirical_sd: Computed<f64>,
    /// Share of the 95 % intervals that hold the truth of their replicate.
    pub coverage: Computed<Share>,
}

/// Sets the differences of `outcome` against the true effects, replicate by replicate. The truth is on the
/// scale of the NRS, so only the NRS outcomes answer to it.
#[must_use]
pub fn against_truth(verdicts: &[Verdict], truths: &[TrueEffect], outcome: Outcome) -> AgainstTruth {
    let truth: BTreeMap<u32, f64> =
        truths.iter().filter_map(|row| Some((row.replicate, row.contrast().ok()?))).collect();
    let pair = |verdict: &Verdict| {
        let difference = verdict.outcome(outcome)?.difference.as_ref().ok()?;
        Some((difference.clone(), *truth.get(&verdict.replicate)?))
    };
    let pairs: Vec<_> = verdicts.iter().filter_map(pair).collect();
    let estimates: Vec<f64> = pairs.iter().map(|(estimate, _)| estimate.value).collect();
    let truths: Vec<f64> = pairs.iter().map(|(_, truth)| *truth).collect();
    let errors: Vec<f64> = pairs.iter().map(|(estimate, truth)| estimate.value - truth).collect();
    AgainstTruth {
        replicates: count(pairs.len()),
        failed: count(verdicts.len() - pairs.len()),
        mean_truth: mean(&truths).map_err(Into::into),
        bias: mean(&errors).map_err(Into::into),
        bias_error: simulation_error_of_mean(&errors).map_err(Into::into),
        empirical_sd: standard_deviation(&estimates).map_err(Into::into),
        coverage: Share::of(pairs.iter().map(|(estimate, truth)| {
            let [lower, upper] = estimate.interval_95;
            lower <= *truth && *truth <= upper
        })),
    }
}

/// What is lost when one mechanism is off. Shares of several mechanisms need not sum to one: they act
/// together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnockOut {
    /// The mechanism that is off.
    pub mechanism: String,
    /// Replicates run both ways.
    pub replicates: u32,
    /// Mean benefit (relief of the treated arm) with all mechanisms [NRS points].
    pub benefit: Computed<f64>,
    /// Mean benefit with all mechanisms minus benefit with this one off, same patients [NRS points].
    pub lost: Computed<f64>,
    /// Monte-Carlo standard error of what is lost.
    pub lost_error: Computed<f64>,
    /// Lost over benefit; a reason where there is no benefit to share.
    pub share: Computed<f64>,
}

/// Compares the same replicates with all mechanisms and with one off.
#[must_use]
pub fn knock_out(mechanism: &str, all: &[TrueEffect], off: &[TrueEffect]) -> KnockOut {
    let without: BTreeMap<u32, f64> =
        off.iter().filter_map(|row| Some((row.replicate, -row.treated.clone().ok()?))).collect();
    let pair = |row: &TrueEffect| Some((-row.treated.clone().ok()?, *without.get(&row.replicate)?));
    let (benefits, losses): (Vec<f64>, Vec<f64>) =
        all.iter().filter_map(pair).map(|(with, without)| (with, with - without)).unzip();
    let benefit: Computed<f64> = mean(&benefits).map_err(Into::into);
    let lost: Computed<f64> = mean(&losses).map_err(Into::into);
    let share = match (&benefit, &lost) {
        (Ok(benefit), Ok(lost)) if *benefit > 0.0 => Ok(lost / benefit),
        (Ok(benefit), Ok(_)) => Err(NotComputed::no_benefit(*benefit)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason.clone()),
    };
    KnockOut {
        mechanism: mechanism.to_owned(),
        replicates: count(losses.len()),
        benefit,
        lost,
        lost_error: simulation_error_of_mean(&losses).map_err(Into::into),
        share,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Why;
    use super::super::by_hand::{close, verdict, without};
    use super::*;
    use crate::trial::dataset::example::example;

    fn effect(replicate: u32, treated: f64) -> TrueEffect {
        TrueEffect { replicate, n_treated: 6, treated: Ok(treated), control: Ok(0.0) }
    }

    const WEEK_26: Contrast = Contrast { visit: 4, treated_arm: 0, control_arm: 1 };

    /// The example relieves everybody by week / 30; so by 26/30 in both arms, and by nothing once controls
    /// are left alone.
    #[test]
    fn the_true_effect_is_the_mean_over_everybody_in_the_arm() {
        let mut simulated = example(1);
        let found = true_effect(&simulated, WEEK_26).unwrap();
        assert_eq!((found.replicate, found.n_treated), (1, 6));
        assert!((found.treated.clone().unwrap() + 26.0 / 30.0).abs() < 1e-12);
        assert!(found.contrast().unwrap().abs() < 1e-12, "both arms of the example are relieved");
        for row in simulated.truth.rows.iter_mut().filter(|row| row.subject % 2 == 1) {
            row.assigned = row.untreated;
        }
        let alone = true_effect(&simulated, WEEK_26).unwrap();
        assert!((alone.contrast().unwrap() + 26.0 / 30.0).abs() < 1e-12);
        simulated.truth.rows.iter_mut().filter(|r| r.subject == 0 && r.visit == 4).for_each(|row| {
            row.assigned.total -= 6.0;
        });
        let moved = true_effect(&simulated, WEEK_26).unwrap();
        assert!((moved.treated.unwrap() + 26.0 / 30.0 + 1.0).abs() < 1e-12, "6 points of one in six people");
    }

    #[test]
    fn an_arm_without_truth_is_a_reason() {
        let mut simulated = example(1);
        simulated.truth.rows.retain(|row| row.subject % 2 == 0);
        let found = true_effect(&simulated, WEEK_26).unwrap();
        assert_eq!(found.contrast().unwrap_err().why, Why::TooFew);
        let late = Contrast { visit: 5, ..WEEK_26 };
        assert_eq!(
            true_effect(&simulated, late).unwrap_err(),
            AnalysisError::NoSuchVisit { visit: 5, count: 5 }
        );
    }

    /// Estimates -1, -2, -3, -6 (interval 1 to either side) against a truth of -2: errors 1, 0, -1, -4.
    #[test]
    fn bias_and_coverage_are_those_of_the_hand_calculation() {
        let mut verdicts: Vec<Verdict> =
            (0_u32..).zip([-1.0, -2.0, -3.0, -6.0]).map(|(at, d)| verdict(at, d, 0.01)).collect();
        verdicts.push(without(verdict(4, -2.0, 0.01), Outcome::NrsMean));
        verdicts.push(verdict(99, -2.0, 0.01));
        // The order of the truths does not matter; replicates find each other by number.
        let truths: Vec<TrueEffect> = (0..5).rev().map(|at| effect(at, -2.0)).collect();
        let found = against_truth(&verdicts, &truths, Outcome::NrsMean);
        assert_eq!((found.replicates, found.failed), (4, 2));
        assert!(close(found.bias.unwrap(), -1.0) && close(found.mean_truth.unwrap(), -2.0));
        // Squares about -1: 4 + 1 + 0 + 9 = 14.
        assert!(close(found.bias_error.unwrap(), (14.0_f64 / 3.0 / 4.0).sqrt()));
        assert!(close(found.empirical_sd.unwrap(), (14.0_f64 / 3.0).sqrt()));
        let coverage = found.coverage.unwrap();
        assert_eq!((coverage.events, coverage.total), (3, 4));
    }

    /// Benefits 2 and 4 with all, 1.5 and 2.5 with one off: 0.5 and 1.5 lost, one third of the benefit.
    #[test]
    fn a_knock_out_loses_its_share_of_the_benefit() {
        let all = [effect(0, -2.0), effect(1, -4.0), effect(2, -9.0)];
        let off = [effect(1, -2.5), effect(0, -1.5)];
        let found = knock_out("homing", &all, &off);
        assert_eq!((found.mechanism.as_str(), found.replicates), ("homing", 2));
        assert!(close(found.benefit.unwrap(), 3.0) && close(found.lost.unwrap(), 1.0));
        assert!(close(found.lost_error.unwrap(), 0.5) && close(found.share.unwrap(), 1.0 / 3.0));
    }

    #[test]
    fn without_benefit_there_is_no_share_to_lose() {
        let harm = [effect(0, 0.5), effect(1, 0.25)];
        let found = knock_out("trophic", &harm, &harm);
        assert_eq!(found.share.unwrap_err().why, Why::OutOfReach);
        assert!(close(found.lost.unwrap(), 0.0));
        assert_eq!(knock_out("trophic", &harm, &[]).share.unwrap_err().why, Why::TooFew);
    }
}
