//! How many people reach a given reduction of pain? The cumulative responder curve.
//!
//! Farrar, Dworkin and Max 2006 (J Pain Symptom Manage 31:369-377): the share of all randomised people
//! with a reduction of at least x per cent, for every x from 0 to 100. Whoever has no final value has not
//! responded.

use crate::StatisticsError;
use crate::describe::{Interval, share, wilson_interval};

/// One arm at one threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Responders {
    /// People who reached the threshold.
    pub events: u64,
    /// All people of the arm.
    pub total: u64,
    /// Their share.
    pub share: f64,
    /// 95 % interval of the share (Wilson).
    pub interval_95: Interval,
}

/// Both arms at one threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Least reduction from baseline that counts [%].
    pub reduction_percent: u32,
    /// First arm.
    pub first: Responders,
    /// Second arm.
    pub second: Responders,
}

/// Reduction from baseline [%]; none where a value is missing or the baseline leaves nothing to reduce.
#[must_use]
pub fn reduction_percent(baseline: f64, last: Option<f64>) -> Option<f64> {
    let last = last.filter(|value| value.is_finite())?;
    (baseline > 0.0).then(|| 100.0 * (baseline - last) / baseline)
}

/// The curve for x = 0, 1, ..., 100 from each person's reduction [%], `None` for a person without one.
///
/// # Errors
/// An arm without people.
pub fn curve(first: &[Option<f64>], second: &[Option<f64>]) -> Result<Vec<Threshold>, StatisticsError> {
    (0..=100)
        .map(|reduction_percent| {
            let least = f64::from(reduction_percent);
            Ok(Threshold { reduction_percent, first: reach(first, least)?, second: reach(second, least)? })
        })
        .collect()
}

/// Did a person with this reduction [%], or without one, reach the threshold [%]?
#[must_use]
pub fn reached(reduction: Option<f64>, least_percent: f64) -> bool {
    // A score of 7 that falls to 4.9 is 30 % less on paper and 29.999999999999996 in doubles.
    const ROUNDING_PERCENT: f64 = 1e-9;
    reduction.is_some_and(|reduction| reduction >= least_percent - ROUNDING_PERCENT)
}

/// Who of one arm reached the threshold [%]?
///
/// # Errors
/// An arm without people.
pub fn reach(reductions: &[Option<f64>], least_percent: f64) -> Result<Responders, StatisticsError> {
    let events = reductions.iter().filter(|reduction| reached(**reduction, least_percent)).count() as u64;
    let total = reductions.len() as u64;
    Ok(Responders {
        events,
        total,
        share: share(events, total)?,
        interval_95: wilson_interval(events, total, 0.95)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_no_response_but_counts_among_all() {
        let arm = [Some(50.0), Some(-10.0), None, Some(0.0)];
        let at_zero = reach(&arm, 0.0).unwrap();
        assert_eq!((at_zero.events, at_zero.total), (2, 4));
        assert_eq!(reach(&arm, 50.0).unwrap().events, 1);
        assert_eq!(reach(&arm, 51.0).unwrap().events, 0);
    }

    #[test]
    fn thirty_per_cent_on_paper_is_thirty_per_cent_here() {
        for baseline in 1..=100_u32 {
            let baseline = f64::from(baseline) / 10.0;
            let reduction = reduction_percent(baseline, Some(baseline * 0.7));
            assert_eq!(reach(&[reduction], 30.0).unwrap().events, 1, "{baseline}");
        }
    }

    #[test]
    fn the_curve_never_rises() {
        let arm: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(i * 37 % 101))).collect();
        let curve = curve(&arm, &arm[..7]).unwrap();
        assert_eq!(curve.len(), 101);
        assert!(curve.windows(2).all(|pair| pair[1].first.events <= pair[0].first.events));
        assert!(curve.windows(2).all(|pair| pair[1].second.share <= pair[0].second.share));
    }

    #[test]
    fn without_pain_at_baseline_there_is_no_reduction() {
        assert_eq!(reduction_percent(0.0, Some(0.0)), None);
        assert_eq!(reduction_percent(8.0, None), None);
        assert_eq!(reduction_percent(8.0, Some(4.0)), Some(50.0));
    }

    #[test]
    fn an_empty_arm_is_an_error() {
        assert!(curve(&[], &[Some(3.0)]).is_err());
    }
}
