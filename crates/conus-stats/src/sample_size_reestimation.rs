//! How many more people does a running trial need? Looks at the variance without unblinding, and at the
//! effect with it.
//!
//! Two kinds of rule, with two kinds of safety:
//!
//! - *Blinded*: only the variance of all people together is looked at. Nothing is learnt about the effect,
//!   and the usual test keeps its level for all practical purposes (Kieser and Friede 2003, Statistics in
//!   Medicine 22:3571-3581).
//! - *Unblinded*: the effect is looked at, so the usual test would reject too often. The stages are combined
//!   with weights fixed before the trial, and the level is kept whatever made the second stage as large as it
//!   is (Lehmacher and Wassmer 1999, Biometrics 55:1286-1290; Cui, Hung and Wang 1999, Biometrics
//!   55:853-857).

use crate::StatisticsError;
use crate::describe::variance;
use crate::error::{check_length, check_open_share, check_values, number, number_of};
use crate::power::sample_size;
use crate::sequential::{Boundaries, Sides};
use conus_num::distribution::normal;

/// A blinded look at the variance of two arms of equal size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlindedRule {
    /// Difference of means that the trial is to find.
    pub effect: f64,
    /// Two-sided level.
    pub alpha: f64,
    /// Power wanted.
    pub power: f64,
    /// People in each arm that are taken in any case; with the number planned at first the design is called
    /// restricted.
    pub least_per_arm: u64,
    /// People in each arm that are taken at most.
    pub most_per_arm: u64,
    /// Is the effect sought taken off the variance? Of all people together it is too large by effect² n / (4
    /// (n - 1)), and too small by as much if there is no effect.
    pub less_effect: bool,
}

/// People of each arm for the variance of `values`, all people seen so far whatever their arm.
///
/// # Errors
/// Fewer than two values, values without spread, or a rule that no trial can follow.
pub fn blinded(values: &[f64], rule: &BlindedRule) -> Result<u64, StatisticsError> {
    let together = variance(values)?;
    let n = number(values.len());
    let excess = if rule.less_effect { rule.effect * rule.effect * n / (4.0 * (n - 1.0)) } else { 0.0 };
    let within = together - excess;
    if rule.least_per_arm > rule.most_per_arm {
        return Err(StatisticsError::OutOfRange {
            what: "least people per arm".into(),
            value: number_of(rule.least_per_arm),
            allowed: "at most the most",
        });
    }
    if together <= 0.0 {
        return Err(StatisticsError::NoSpread { what: "values".into() });
    }
    // Values that scatter less than the effect alone would make them need no more people than planned.
    if within <= 0.0 {
        return Ok(rule.least_per_arm);
    }
    let (people, _) = sample_size(rule.effect / within.sqrt(), 1.0, rule.alpha, rule.power)?;
    Ok(people.clamp(rule.least_per_arm, rule.most_per_arm))
}

/// Statistics of stages, combined so far at each stage. The weight of a stage is the root of the information
/// *planned* for it, `information` counted from the start as in [`Boundaries`], so the combined statistics
/// are held against boundaries of that plan. The statistic of a stage is of its own people alone; a p is one
/// by `normal::upper_quantile`.
///
/// # Errors
/// Columns of different length, information that does not rise, or a statistic that is not finite.
pub fn inverse_normal(information: &[f64], stages: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check_values("statistics of stages", stages, 1)?;
    check_values("planned information", information, 1)?;
    check_length("statistics of stages", stages.len(), information.len())?;
    let (mut score, mut before) = (0.0, 0.0);
    let mut combined = Vec::with_capacity(stages.len());
    for (&now, stage) in information.iter().zip(stages) {
        if now <= before {
            let what = "planned information".into();
            return Err(StatisticsError::OutOfRange {
                what,
                value: now,
                allowed: "above that of the look before",
            });
        }
        score += (now - before).sqrt() * stage;
        combined.push(score / now.sqrt());
        before = now;
    }
    Ok(combined)
}

/// Statistic that the last stage alone must reach for the combined one to cross its boundary, given the
/// combined statistic `before` it.
///
/// # Errors
/// A two-sided plan, a plan with one look, or a statistic that is not finite.
pub fn still_needed(plan: &Boundaries, before: f64) -> Result<f64, StatisticsError> {
    check_values("statistic", &[before], 1)?;
    let looks = plan.information().len();
    if looks < 2 {
        return Err(StatisticsError::TooFew { what: "looks of the plan".into(), count: looks, least: 2 });
    }
    if plan.sides() == Sides::Two {
        let what = "sides of the test".into();
        return Err(StatisticsError::OutOfRange { what, value: 2.0, allowed: "one" });
    }
    let (early, late) = (plan.information()[looks - 2], plan.information()[looks - 1]);
    Ok((plan.efficacy()[looks - 1] * late.sqrt() - before * early.sqrt()) / (late - early).sqrt())
}

/// Probability that the last look concludes an effect, given the combined statistic `before` it. The
/// statistic of the last stage has the mean `effect` √`people`, the effect being in standard deviations of
/// one person (two arms of n people each: difference / (σ √2), with n people).
///
/// # Errors
/// As [`still_needed`], or people or effect out of range.
pub fn conditional_power(
    plan: &Boundaries,
    before: f64,
    effect: f64,
    people: f64,
) -> Result<f64, StatisticsError> {
    check_values("effect", &[effect], 1)?;
    if !(0.0..f64::INFINITY).contains(&people) {
        let what = "people of the last stage".into();
        return Err(StatisticsError::OutOfRange { what, value: people, allowed: "at least 0" });
    }
    Ok(normal::upper_tail(still_needed(plan, before)? - effect * people.sqrt()))
}

/// When and how far a last stage is made larger (Mehta and Pocock 2011, Statistics in Medicine 30:3267-3284).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PromisingZone {
    /// Conditional power with the people planned from which a result is promising; below it nothing is
    /// changed.
    pub from: f64,
    /// Conditional power that is aimed at; where it is there already nothing is changed.
    pub power: f64,
    /// People planned for the last stage.
    pub planned: f64,
    /// People that it may have at most.
    pub most: f64,
}

/// People of the last stage after the combined statistic `before` it and the `effect` now believed, as in
/// [`conditional_power`]. Rounded up to a whole number.
///
/// # Errors
/// As [`conditional_power`], or a zone that is none.
pub fn people_of_last_stage(
    plan: &Boundaries,
    before: f64,
    effect: f64,
    zone: &PromisingZone,
) -> Result<f64, StatisticsError> {
    check_open_share("conditional power aimed at", zone.power)?;
    if !(zone.from < zone.power && zone.planned > 0.0 && zone.planned <= zone.most) {
        return Err(StatisticsError::OutOfRange {
            what: "people planned for the last stage".into(),
            value: zone.planned,
            allowed: "above 0 and at most the most, and the zone must begin below the power aimed at",
        });
    }
    let now = conditional_power(plan, before, effect, zone.planned)?;
    if now < zone.from || now >= zone.power || effect <= 0.0 {
        return Ok(zone.planned);
    }
    let root = (still_needed(plan, before)? + normal::quantile(zone.power)) / effect;
    Ok((root * root).ceil().clamp(zone.planned, zone.most))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "numbers that are handed on unchanged")]
mod tests {
    use super::*;
    use crate::sequential::boundary::obrien_fleming;

    const RULE: BlindedRule = BlindedRule {
        effect: 0.5,
        alpha: 0.05,
        power: 0.8,
        least_per_arm: 30,
        most_per_arm: 200,
        less_effect: false,
    };

    fn plan() -> Boundaries {
        obrien_fleming(Sides::One, 0.025, &[0.5, 1.0]).unwrap()
    }

    #[test]
    fn the_planned_variance_gives_the_planned_people() {
        // Variance 1 with n - 1 below.
        let values: Vec<f64> =
            (0..20).map(|i| if i % 2 == 0 { 0.95_f64.sqrt() } else { -0.95_f64.sqrt() }).collect();
        assert_eq!(blinded(&values, &RULE), Ok(64));
        let less = BlindedRule { less_effect: true, ..RULE };
        assert!(blinded(&values, &less).unwrap() < 64);
        let wide: Vec<f64> = values.iter().map(|value| 9.0 * value).collect();
        let narrow: Vec<f64> = values.iter().map(|value| 0.1 * value).collect();
        assert_eq!((blinded(&wide, &RULE), blinded(&narrow, &less)), (Ok(200), Ok(30)));
    }

    #[test]
    fn equal_stages_combine_as_the_mean_times_the_root() {
        let seen = inverse_normal(&[1.0, 2.0, 3.0], &[1.0, 1.0, 1.0]).unwrap();
        for (seen, exact) in seen.iter().zip([1.0_f64, 2.0, 3.0]) {
            assert!((seen - exact.sqrt()).abs() < 1e-15);
        }
    }

    #[test]
    fn more_people_are_taken_in_the_promising_zone_only() {
        let zone = PromisingZone { from: 0.3, power: 0.8, planned: 50.0, most: 120.0 };
        let people = |z: f64| people_of_last_stage(&plan(), z, z / 50.0_f64.sqrt(), &zone).unwrap();
        assert_eq!((people(0.3), people(2.7)), (50.0, 50.0));
        assert_eq!(people(1.2), 120.0);
        let some = people(1.6);
        assert!(some > 50.0 && some < 120.0);
        let effect = 1.6 / 50.0_f64.sqrt();
        assert!(conditional_power(&plan(), 1.6, effect, some).unwrap() >= 0.8);
        assert!(conditional_power(&plan(), 1.6, effect, some - 1.0).unwrap() < 0.8);
    }

    #[test]
    fn what_no_trial_can_follow_is_an_error() {
        let zone = PromisingZone { from: 0.9, power: 0.8, planned: 50.0, most: 120.0 };
        assert!(people_of_last_stage(&plan(), 1.0, 0.2, &zone).is_err());
        assert!(
            inverse_normal(&[0.5, 0.5], &[1.0, 1.0]).is_err() && inverse_normal(&[0.5], &[1.0, 1.0]).is_err()
        );
        let one = obrien_fleming(Sides::One, 0.025, &[1.0]).unwrap();
        assert!(still_needed(&one, 1.0).is_err());
        let two = obrien_fleming(Sides::Two, 0.05, &[0.5, 1.0]).unwrap();
        assert!(still_needed(&two, 1.0).is_err() && conditional_power(&plan(), 1.0, 0.2, -1.0).is_err());
        assert!(blinded(&[1.0, 1.0], &RULE).is_err() && blinded(&[1.0], &RULE).is_err());
        assert!(blinded(&[1.0, 2.0], &BlindedRule { least_per_arm: 300, ..RULE }).is_err());
    }
}
