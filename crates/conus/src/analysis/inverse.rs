//! Which true effects agree with what was published?
//!
//! Worlds are simulated in which the cells lower true pain by exactly so many NRS points. Our own rule,
//! declared before any run: a true effect is compatible when each published p-value lies inside the central
//! 95 % of its simulated distribution; for a bound such as p < 0.001, when at least 2.5 % of the replicates
//! have p below it.

use super::operating::{Operating, of, operating, p_values};
use super::primary::{OutcomeVerdict, Verdict};
use super::{Computed, NotComputed, PublishedP, Share, by_name, quantiles};
use crate::evidence::PValue;
use crate::trial::plan::Outcome;
use conus_stats::describe::mean;
use conus_stats::power::power;
use serde::{Deserialize, Serialize};

/// Least share of the replicates that must fall below a published bound.
pub const LEAST_SHARE_BELOW_BOUND: f64 = 0.025;

/// The verdicts of the replicates of one world.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// How much the cells lower true pain [NRS points].
    pub true_effect_nrs: f64,
    /// One verdict per replicate.
    pub verdicts: &'a [Verdict],
}

/// One world set against the publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedWorld {
    /// How much the cells lower true pain [NRS points].
    pub true_effect_nrs: f64,
    /// Power, distributions and the share with the same conclusions.
    pub operating: Operating,
    /// Each published outcome.
    pub outcomes: Vec<JudgedOutcome>,
    /// Closed-form power to find exactly the imposed effect in mean NRS, the outcome it is imposed on.
    pub closed_form_imposed: Computed<ClosedForm>,
    /// Is every published p-value compatible? No if one is not; a reason if none is refuted and one is
    /// unknown.
    pub compatible: Computed<bool>,
}

/// One outcome of one world set against its published p-value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedOutcome {
    /// The outcome.
    #[serde(with = "by_name")]
    pub outcome: Outcome,
    /// Replicates at least as extreme as published: p as small, and the treated better.
    pub as_extreme: Computed<Share>,
    /// Central 95 % of the simulated p-values.
    pub central_95_of_p: Computed<[f64; 2]>,
    /// Does the published p-value agree with this world, by the declared rule?
    pub compatible: Computed<bool>,
    /// Closed-form power at the mean simulated difference.
    pub closed_form: Computed<ClosedForm>,
}

/// Power of the two-sample t test with equal variances, beside the simulated share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClosedForm {
    /// Difference to be found, in points of the outcome.
    pub difference: f64,
    /// Standard deviation: root of the mean pooled variance of the replicates.
    pub sd: f64,
    /// Treated people: mean of the replicates, rounded.
    pub n_treated: u64,
    /// Controls: mean of the replicates, rounded.
    pub n_control: u64,
    /// Two-sided power at the planned level.
    pub power: f64,
}

/// Sets each world against the published p-values; `alpha` is the planned two-sided level.
#[must_use]
pub fn inverse(worlds: &[World<'_>], published: &[PublishedP], alpha: f64) -> Vec<JudgedWorld> {
    worlds.iter().map(|world| judged(world, published, alpha)).collect()
}

/// Is a published p-value compatible with these simulated ones, by the declared rule?
///
/// # Errors
/// No simulated p-values.
pub fn is_compatible(published: PValue, simulated: &[f64]) -> Computed<bool> {
    match published {
        PValue::Equal(p) => {
            let [lower, upper] = central_95(simulated)?;
            Ok(lower <= p && p <= upper)
        }
        PValue::Below(bound) => {
            let below = Share::of(simulated.iter().map(|&p| p < bound))?;
            Ok(below.share >= LEAST_SHARE_BELOW_BOUND)
        }
    }
}

fn judged(world: &World<'_>, published: &[PublishedP], alpha: f64) -> JudgedWorld {
    let outcomes: Vec<JudgedOutcome> =
        published.iter().map(|row| judged_outcome(world.verdicts, *row, alpha)).collect();
    JudgedWorld {
        true_effect_nrs: world.true_effect_nrs,
        operating: operating(world.verdicts, published, alpha),
        closed_form_imposed: closed_form(
            world.verdicts,
            Outcome::NrsMean,
            Some(-world.true_effect_nrs),
            alpha,
        ),
        compatible: all_compatible(&outcomes),
        outcomes,
    }
}

fn all_compatible(outcomes: &[JudgedOutcome]) -> Computed<bool> {
    if outcomes.is_empty() {
        return Err(NotComputed::too_few("published p-values", 0, 1));
    }
    if outcomes.iter().any(|outcome| outcome.compatible == Ok(false)) {
        return Ok(false);
    }
    outcomes.iter().map(|outcome| outcome.compatible.clone()).collect::<Computed<Vec<bool>>>()?;
    Ok(true)
}

fn judged_outcome(verdicts: &[Verdict], published: PublishedP, alpha: f64) -> JudgedOutcome {
    let outcome = published.outcome;
    let p = p_values(verdicts, outcome);
    JudgedOutcome {
        outcome,
        as_extreme: Share::of(of(verdicts, outcome).filter_map(|verdict| published.is_repeated_by(verdict))),
        central_95_of_p: central_95(&p),
        compatible: is_compatible(published.p, &p),
        closed_form: closed_form(verdicts, outcome, None, alpha),
    }
}

fn central_95(p: &[f64]) -> Computed<[f64; 2]> {
    let [lower, .., upper] = quantiles(p)?;
    Ok([lower, upper])
}

/// Power at `difference`, or at the mean simulated difference where none is given.
fn closed_form(
    verdicts: &[Verdict],
    outcome: Outcome,
    difference: Option<f64>,
    alpha: f64,
) -> Computed<ClosedForm> {
    let differences = || of(verdicts, outcome).filter_map(|v: &OutcomeVerdict| v.difference.as_ref().ok());
    let values: Vec<f64> = differences().map(|d| d.value).collect();
    let variances: Vec<f64> = differences().map(|d| d.pooled_sd * d.pooled_sd).collect();
    let (treated, control): (Vec<u32>, Vec<u32>) = differences().map(|d| (d.n_treated, d.n_control)).unzip();
    let sd = mean(&variances)?.sqrt();
    let difference = difference.map_or_else(|| mean(&values), Ok)?;
    let (n_treated, n_control) = (rounded_mean(&treated), rounded_mean(&control));
    let power = power(difference / sd, n_control, n_treated, alpha)?;
    Ok(ClosedForm { difference, sd, n_treated, n_control, power })
}

/// Mean of some counts, halves upwards; zero of none.
fn rounded_mean(counts: &[u32]) -> u64 {
    let total: u64 = counts.iter().copied().map(u64::from).sum();
    let people = counts.len() as u64;
    (2 * total + people).checked_div(2 * people).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::{close, verdict};
    use super::*;

    fn published(p: PValue) -> [PublishedP; 1] {
        [PublishedP { outcome: Outcome::NrsMean, p }]
    }

    /// p = 0.001, 0.002, ..., 0.1 in a hundred replicates: the central 95 % are 0.003475 to 0.097525.
    #[test]
    fn a_printed_p_is_compatible_inside_the_central_95_per_cent_and_not_outside() {
        let simulated: Vec<f64> = (1..=100).map(|at| f64::from(at) / 1000.0).collect();
        for (p, expected) in [(0.0034, false), (0.0035, true), (0.05, true), (0.0975, true), (0.0976, false)]
        {
            assert_eq!(is_compatible(PValue::Equal(p), &simulated), Ok(expected), "{p}");
        }
        let [lower, upper] = central_95(&simulated).unwrap();
        assert!(close(lower, 0.003_475) && close(upper, 0.097_525), "{lower} {upper}");
    }

    #[test]
    fn a_bound_is_compatible_when_one_replicate_in_forty_falls_below_it() {
        let below = |count: usize| {
            let simulated: Vec<f64> = (0..40).map(|at| if at < count { 0.000_5 } else { 0.001 }).collect();
            is_compatible(PValue::Below(0.001), &simulated).unwrap()
        };
        assert_eq!([below(0), below(1), below(40)], [false, true, true]);
        assert!(is_compatible(PValue::Below(0.001), &[]).is_err());
    }

    #[test]
    fn worlds_are_told_apart_by_the_published_p() {
        let idle: Vec<Verdict> = (0..40).map(|at| verdict(at, 0.0, (f64::from(at) + 0.5) / 40.0)).collect();
        let strong: Vec<Verdict> = (0..40).map(|at| verdict(at, -2.0, f64::from(at + 1) / 4000.0)).collect();
        let worlds = [
            World { true_effect_nrs: 0.0, verdicts: &idle },
            World { true_effect_nrs: 2.0, verdicts: &strong },
        ];
        let found = inverse(&worlds, &published(PValue::Equal(0.001)), 0.05);
        assert_eq!([&found[0].compatible, &found[1].compatible], [&Ok(false), &Ok(true)]);
        assert_eq!(found[1].outcomes[0].as_extreme.as_ref().unwrap().events, 4);
        assert_eq!(found[0].operating.outcomes[0].significant.as_ref().unwrap().events, 2);
        let value = serde_json::to_value(&found).unwrap();
        assert_eq!(serde_json::from_value::<Vec<JudgedWorld>>(value).unwrap(), found);
    }

    #[test]
    fn closed_form_power_is_that_of_the_t_test_and_alpha_without_effect() {
        let verdicts: Vec<Verdict> = (0..4).map(|at| verdict(at, -1.5, 0.01)).collect();
        let world = World { true_effect_nrs: 0.0, verdicts: &verdicts };
        let found = &inverse(&[world], &published(PValue::Equal(0.001)), 0.05)[0];
        let imposed = found.closed_form_imposed.as_ref().unwrap();
        assert!((imposed.power - 0.05).abs() < 1e-9, "{imposed:?}");
        let beside = found.outcomes[0].closed_form.as_ref().unwrap();
        assert_eq!((beside.n_treated, beside.n_control), (37, 30));
        assert!(close(beside.sd, 2.0) && close(beside.difference, -1.5));
        assert!(close(beside.power, power(0.75, 30, 37, 0.05).unwrap()));
    }

    #[test]
    fn a_world_without_a_single_test_is_unknown_and_not_refuted() {
        let lost: Vec<Verdict> = (0..3)
            .map(|at| super::super::by_hand::without(verdict(at, 0.0, 0.5), Outcome::NrsMean))
            .collect();
        let world = World { true_effect_nrs: 1.0, verdicts: &lost };
        let found = &inverse(&[world], &published(PValue::Equal(0.001)), 0.05)[0];
        assert!(found.compatible.is_err() && found.closed_form_imposed.is_err());
        assert_eq!(rounded_mean(&[36, 37]), 37);
    }
}
