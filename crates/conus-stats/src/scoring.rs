//! How good was a prediction? Scores of intervals and ensembles, and how often intervals held what was seen.
//!
//! A score is a loss in the unit of what is predicted: less is better. Both scores are proper, so nobody
//! gains by stating another interval or ensemble than the one believed (Gneiting and Raftery 2007, sections
//! 4.2 and 6.2). Coverage is not: an interval from nowhere to everywhere always holds.

use crate::StatisticsError;
use crate::describe::{Interval, clopper_pearson_interval};
use crate::error::{check_length, check_open_share, check_values, number};

/// Score of the central interval from `low` to `high` that claims 1 - `alpha` (Gneiting and Raftery 2007,
/// eq. 43): its width, and 2 / `alpha` for each unit by which it missed. In the unit of `observed`.
///
/// # Errors
/// A number that is not finite, an interval turned round, or an alpha outside 0 to 1.
pub fn interval_score(low: f64, high: f64, alpha: f64, observed: f64) -> Result<f64, StatisticsError> {
    check_values("interval and observation", &[low, high, observed], 3)?;
    check_open_share("alpha", alpha)?;
    if high < low {
        let what = "width of the interval".into();
        return Err(StatisticsError::OutOfRange { what, value: high - low, allowed: "at least 0" });
    }
    let missed = (low - observed).max(0.0) + (observed - high).max(0.0);
    Ok(high - low + 2.0 / alpha * missed)
}

/// Mean of scores, each counted as often as its weight says. Scores in different units must be brought to one
/// unit first, for example by the standard deviation of each outcome.
///
/// # Errors
/// No scores, a number that is not finite, columns of different length, a weight below zero, or no weight.
pub fn weighted_score(scores: &[f64], weights: &[f64]) -> Result<f64, StatisticsError> {
    check_values("scores", scores, 1)?;
    check_values("weights", weights, 1)?;
    check_length("weights", weights.len(), scores.len())?;
    let out = |what: &str, value, allowed| StatisticsError::OutOfRange { what: what.into(), value, allowed };
    if let Some(&below) = weights.iter().find(|weight| **weight < 0.0) {
        return Err(out("weight", below, "at least 0"));
    }
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return Err(out("sum of weights", total, "above 0"));
    }
    Ok(scores.iter().zip(weights).map(|(score, weight)| score * weight).sum::<f64>() / total)
}

/// Continuous ranked probability score of an ensemble, E|X - observed| - E|X - X'| / 2 with X and X' from the
/// ensemble itself (Gneiting and Raftery 2007, eq. 21). In the unit of `observed`; with one member it is the
/// absolute error.
///
/// # Errors
/// No members, or a number that is not finite.
pub fn ensemble_score(members: &[f64], observed: f64) -> Result<f64, StatisticsError> {
    check_values("members", members, 1)?;
    check_values("observation", &[observed], 1)?;
    let mut sorted = members.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = number(sorted.len());
    let error: f64 = sorted.iter().map(|member| (member - observed).abs()).sum();
    // In order, member i exceeds i of the others and is exceeded by n - 1 - i: no double sum is needed.
    let spread: f64 =
        sorted.iter().enumerate().map(|(i, member)| (2.0 * number(i) + 1.0 - n) * (member - sorted[0])).sum();
    Ok(error / n - spread / (n * n))
}

/// Share of intervals that held what was observed, with what chance alone leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Intervals that held, of all; 0 to 1.
    pub share: f64,
    /// Exact 95 % interval of the share (Clopper and Pearson 1934): few intervals are judged at a time, and
    /// this one never claims more than its 95 %.
    pub interval_95: Interval,
}

/// Share of intervals that held.
///
/// # Errors
/// No intervals, or more that held than there are.
pub fn coverage(inside: u64, of: u64) -> Result<Coverage, StatisticsError> {
    Ok(Coverage {
        share: crate::describe::share(inside, of)?,
        interval_95: clopper_pearson_interval(inside, of, 0.95)?,
    })
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "quarters and whole numbers, exact in binary")]
mod tests {
    use super::*;
    use conus_num::distribution::normal;

    #[test]
    fn an_interval_pays_for_its_width_and_for_each_unit_it_missed() {
        assert_eq!(interval_score(1.0, 3.0, 0.25, 2.0), Ok(2.0));
        assert_eq!(interval_score(1.0, 3.0, 0.25, 3.0), Ok(2.0));
        assert_eq!(interval_score(1.0, 3.0, 0.25, 0.5), Ok(6.0));
        assert_eq!(interval_score(1.0, 3.0, 0.25, 4.0), Ok(10.0));
    }

    #[test]
    fn no_other_interval_of_a_normal_quantity_scores_better_than_its_own() {
        // Midpoints of 2000 equal slices of probability stand for the normal distribution.
        let mean = |low: f64, high: f64| -> f64 {
            let seen = (0..2000).map(|i| normal::quantile((f64::from(i) + 0.5) / 2000.0));
            seen.map(|z| interval_score(low, high, 0.1, z).unwrap()).sum::<f64>() / 2000.0
        };
        let z = normal::upper_quantile(0.05);
        let own = mean(-z, z);
        for (low, high) in [(-0.8 * z, 0.8 * z), (-1.2 * z, 1.2 * z), (0.2 - z, 0.2 + z), (-z, 1.1 * z)] {
            assert!(mean(low, high) > own);
        }
    }

    #[test]
    fn an_ensemble_of_one_scores_its_absolute_error_and_order_does_not_matter() {
        assert_eq!(ensemble_score(&[3.0], 1.0), Ok(2.0));
        // By the double sum: errors (1 + 1 + 3) / 3, pairs 2 (2 + 4 + 2) / (2 * 9).
        let by_hand = 5.0 / 3.0 - 8.0 / 9.0;
        assert!((ensemble_score(&[0.0, 4.0, 2.0], 1.0).unwrap() - by_hand).abs() < 1e-15);
        assert_eq!(ensemble_score(&[0.0, 4.0, 2.0], 1.0), ensemble_score(&[4.0, 2.0, 0.0], 1.0));
    }

    /// Gneiting and Raftery 2007, section 4.2: the score of a normal prediction is
    /// z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi) in units of its standard deviation.
    #[test]
    fn a_large_ensemble_scores_as_the_normal_distribution_it_stands_for() {
        let members: Vec<f64> =
            (0..20_000).map(|i| normal::quantile((f64::from(i) + 0.5) / 20_000.0)).collect();
        for z in [0.0, 0.7, -2.5] {
            let formula = z * (2.0 * normal::cdf(z) - 1.0) + 2.0 * normal::density(z)
                - 1.0 / core::f64::consts::PI.sqrt();
            // Slices of 1/20000 leave about that much of the tails unsaid.
            assert!((ensemble_score(&members, z).unwrap() - formula).abs() < 1e-4);
        }
    }

    #[test]
    fn weights_say_how_often_a_score_counts() {
        assert_eq!(weighted_score(&[1.0, 4.0], &[1.0, 0.5]), Ok(2.0));
        assert_eq!(weighted_score(&[1.0, 4.0], &[0.0, 2.0]), Ok(4.0));
    }

    #[test]
    fn coverage_of_few_intervals_says_how_little_it_knows() {
        let seen = coverage(9, 10).unwrap();
        assert_eq!(seen.share, 0.9);
        assert!(seen.interval_95.lower < 0.56 && seen.interval_95.upper > 0.997);
    }

    #[test]
    fn what_cannot_be_scored_is_an_error() {
        let out_of_range = |seen| matches!(seen, Err(StatisticsError::OutOfRange { .. }));
        assert!(out_of_range(interval_score(2.0, 1.0, 0.1, 0.0)));
        assert!(out_of_range(interval_score(0.0, 1.0, 0.0, 0.0)));
        assert!(out_of_range(weighted_score(&[1.0], &[0.0])));
        assert!(out_of_range(weighted_score(&[1.0, 1.0], &[2.0, -1.0])));
        assert!(interval_score(0.0, 1.0, 0.1, f64::NAN).is_err());
        assert!(ensemble_score(&[], 0.0).is_err());
        assert!(weighted_score(&[1.0], &[1.0, 1.0]).is_err());
        assert!(coverage(3, 2).is_err() && coverage(0, 0).is_err());
    }
}
