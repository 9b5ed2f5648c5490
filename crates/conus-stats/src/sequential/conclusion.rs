//! What does a trial show that has stopped? A p, an estimate and an interval that know of the looks.
//!
//! The sample space is ordered by stages: the earlier the upper boundary was crossed the more speaks for an
//! effect, and at the same look a larger statistic does (Armitage 1957; Tsiatis, Rosner and Mehta 1984,
//! Biometrics 40:797-803; Jennison and Turnbull 2000, sections 8.4 and 8.5). Only looks up to the last one
//! seen count, so it does not matter how the trial would have gone on. Where stops for futility need not be
//! obeyed, hand over the boundaries [without them](super::Boundaries::without_futility): that is valid either
//! way.

use super::path::Path;
use super::{Boundaries, Sides, going_on, out_of_range};
use crate::StatisticsError;
use crate::describe::Interval;
use crate::error::{check_open_share, check_values};
use crate::root::root;

/// What a stopped trial shows. Drift and its limits are in the unit of [`super::Boundaries`]: the effect, if
/// information is absolute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conclusion {
    /// Probability of as much or more for an effect upward, if there is none.
    pub p_one_sided: f64,
    /// Twice the smaller tail.
    pub p_two_sided: f64,
    /// The drift under which as much and as little are equally probable.
    pub median_unbiased: f64,
    /// Equal-tailed interval of the drift.
    pub interval: Interval,
}

/// The conclusion of a trial that stopped at `look` (from zero) with the statistic `z`.
///
/// # Errors
/// No such look, a statistic that is not finite, a confidence outside 0 to 1, or a two-sided plan with stops
/// for futility: its outcomes have no natural order.
pub fn conclude(
    boundaries: &Boundaries,
    look: usize,
    z: f64,
    confidence: f64,
) -> Result<Conclusion, StatisticsError> {
    check_open_share("confidence", confidence)?;
    let p_one_sided = upper_probability(boundaries, look, z, 0.0)?;
    let scale = boundaries.information()[look].sqrt();
    let drift_of = |probability: f64| {
        // The trial's own look bounds the drift: 40 standard errors around what it saw leave no probability.
        root("drift", ((z - 40.0) / scale, (z.abs() + 40.0) / scale), |drift| {
            upper_probability(boundaries, look, z, drift).map_or(f64::NAN, |seen| seen - probability)
        })
    };
    let outside = 0.5 * (1.0 - confidence);
    Ok(Conclusion {
        p_one_sided,
        p_two_sided: (2.0 * p_one_sided.min(1.0 - p_one_sided)).min(1.0),
        median_unbiased: drift_of(0.5)?,
        interval: Interval { lower: drift_of(outside)?, upper: drift_of(1.0 - outside)? },
    })
}

/// Probability, under a true drift, of an outcome that speaks at least as much for an effect upward.
///
/// # Errors
/// As [`conclude`].
pub fn upper_probability(
    boundaries: &Boundaries,
    look: usize,
    z: f64,
    drift: f64,
) -> Result<f64, StatisticsError> {
    check_values("statistic and drift", &[z, drift], 2)?;
    let looks = boundaries.information().len();
    if look >= looks {
        let count = looks;
        return Err(StatisticsError::TooFew { what: "looks of the plan".into(), count, least: look + 1 });
    }
    let (sides, efficacy, futility) = (boundaries.sides(), boundaries.efficacy(), boundaries.futility());
    if let Some(&wedge) = futility[..looks - 1].iter().find(|bound| sides == Sides::Two && **bound > 0.0) {
        return Err(out_of_range("futility boundary of a two-sided test", wedge, "absent to order outcomes"));
    }
    let mut path = Path::new(boundaries.information(), drift);
    let mut probability = 0.0;
    for before in 0..look {
        probability += path.above(efficacy[before]);
        path.go_on(&going_on(sides, efficacy[before], futility[before]));
    }
    Ok(probability + path.above(z))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequential::boundary::{obrien_fleming, pocock};
    use conus_num::distribution::normal;
    use conus_num::random::Stream;

    const LOOKS: [f64; 3] = [0.3, 0.7, 1.0];

    #[test]
    fn at_the_first_look_nothing_is_adjusted() {
        let plan = obrien_fleming(Sides::Two, 0.05, &LOOKS).unwrap();
        let seen = conclude(&plan, 0, 4.0, 0.95).unwrap();
        let scale = 0.3_f64.sqrt();
        assert!((seen.p_one_sided - normal::upper_tail(4.0)).abs() < 1e-18);
        // The search ends at the last digits of probabilities near one half.
        assert!((seen.median_unbiased - 4.0 / scale).abs() < 1e-12);
        assert!((seen.interval.lower - (4.0 - normal::upper_quantile(0.025)) / scale).abs() < 1e-12);
    }

    #[test]
    fn a_statistic_on_the_last_boundary_has_just_the_p_of_the_level() {
        for sides in [Sides::One, Sides::Two] {
            let plan = obrien_fleming(sides, 0.05, &LOOKS).unwrap();
            let seen = conclude(&plan, 2, plan.efficacy()[2], 0.9).unwrap();
            let p = if sides == Sides::One { seen.p_one_sided } else { seen.p_two_sided };
            assert!((p - 0.05).abs() < 1e-13);
        }
    }

    #[test]
    fn an_early_stop_pulls_a_late_estimate_toward_nothing() {
        let plan = obrien_fleming(Sides::One, 0.025, &LOOKS).unwrap();
        let seen = conclude(&plan, 1, 2.9, 0.95).unwrap();
        assert!(seen.median_unbiased < 2.9 / 0.7_f64.sqrt());
        assert!(seen.interval.lower < seen.median_unbiased && seen.median_unbiased < seen.interval.upper);
    }

    /// Made-up trials with a true drift that stops many of them at either boundary.
    fn played(sides: Sides, truth: f64) {
        let plan = pocock(sides, 0.3, &LOOKS).unwrap();
        let trials = 4_000;
        let mut luck = Stream::new(11, 0, 0, 0, 0);
        let (mut above, mut held) = (0.0, 0.0);
        for _ in 0..trials {
            let (mut score, mut before) = (0.0, 0.0);
            for (look, information) in LOOKS.iter().enumerate() {
                let step: f64 = information - before;
                score += truth * step + luck.normal() * step.sqrt();
                before = *information;
                let z = score / before.sqrt();
                let stops = z >= plan.efficacy()[look] || sides == Sides::Two && z <= -plan.efficacy()[look];
                if stops || look == 2 {
                    let seen = upper_probability(&plan, look, z, truth).unwrap();
                    above += f64::from(u8::from(seen < 0.5));
                    held += f64::from(u8::from((0.05..=0.95).contains(&seen)));
                    break;
                }
            }
        }
        let n = f64::from(trials);
        // Four Monte-Carlo errors.
        assert!((above / n - 0.5).abs() < 4.0 * (0.25 / n).sqrt());
        assert!((held / n - 0.9).abs() < 4.0 * (0.09 / n).sqrt());
    }

    #[test]
    fn in_played_trials_the_estimate_is_too_high_as_often_as_too_low() {
        played(Sides::One, 1.0);
        played(Sides::Two, 0.0);
        played(Sides::Two, -0.4);
    }

    #[test]
    fn what_cannot_be_ordered_is_an_error() {
        let plan = obrien_fleming(Sides::Two, 0.05, &LOOKS).unwrap();
        assert!(conclude(&plan, 3, 2.0, 0.95).is_err() && conclude(&plan, 0, f64::NAN, 0.95).is_err());
        let wedge = Boundaries::new(Sides::Two, &LOOKS, plan.efficacy(), &[0.1, 0.5, 0.0]).unwrap();
        assert!(conclude(&wedge, 1, 2.8, 0.95).is_err());
    }
}
