//! What do the numbers say by themselves? Mean, spread, quantile, and how sure a share is.

use crate::StatisticsError;
use crate::error::{check_open_share, check_values, number, number_of};
use conus_num::distribution::{beta, normal};

/// A range of values that the data are compatible with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// Is the value inside, limits included?
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
    /// The interval of the same width around another centre.
    pub(crate) fn around(centre: f64, half_width: f64) -> Self {
        Self { lower: centre - half_width, upper: centre + half_width }
    }
}

/// Arithmetic mean, summed in order and corrected once by the mean of the residuals.
///
/// # Errors
/// No values, or one that is not finite.
pub fn mean(values: &[f64]) -> Result<f64, StatisticsError> {
    check_values("values", values, 1)?;
    Ok(centre(values))
}

/// Sample variance with n - 1 below, in two passes (Chan, Golub and `LeVeque` 1983, the corrected
/// two-pass algorithm).
///
/// # Errors
/// Fewer than two values, or one that is not finite.
pub fn variance(values: &[f64]) -> Result<f64, StatisticsError> {
    check_values("values", values, 2)?;
    Ok(square_sum(values) / number(values.len() - 1))
}

/// Sample standard deviation with n - 1 below.
///
/// # Errors
/// Fewer than two values, or one that is not finite.
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticsError> {
    Ok(variance(values)?.sqrt())
}

/// Quantile of type 7 (Hyndman and Fan 1996, definition 7): linear between the order statistics.
///
/// # Errors
/// No values, one that is not finite, or a share outside 0 to 1.
pub fn quantile(values: &[f64], share: f64) -> Result<f64, StatisticsError> {
    check_values("values", values, 1)?;
    if !(0.0..=1.0).contains(&share) {
        return Err(StatisticsError::OutOfRange {
            what: "share".into(),
            value: share,
            allowed: "from 0 to 1",
        });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(quantile_of_sorted(&sorted, share))
}

/// The smallest value at which the weights so far reach a share of all weights.
///
/// # Errors
/// No values, one that is not finite, columns of different length, weights that are negative or all zero, or a share
/// outside 0 to 1.
pub fn weighted_quantile(values: &[f64], weights: &[f64], share: f64) -> Result<f64, StatisticsError> {
    check_values("values", values, 1)?;
    check_values("weights", weights, 1)?;
    if values.len() != weights.len() {
        let (count, expected) = (weights.len(), values.len());
        return Err(StatisticsError::LengthMismatch { what: "weights".into(), count, expected });
    }
    let out_of_range =
        |what: &str, value, allowed| Err(StatisticsError::OutOfRange { what: what.into(), value, allowed });
    if !(0.0..=1.0).contains(&share) {
        return out_of_range("share", share, "from 0 to 1");
    }
    let all: f64 = weights.iter().sum();
    if all <= 0.0 || weights.iter().any(|weight| *weight < 0.0) {
        return out_of_range("sum of weights", all, "above 0, and no weight below it");
    }
    let mut sorted: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut so_far = 0.0;
    let reached = sorted.iter().find(|(_, weight)| {
        so_far += weight;
        so_far >= share * all && *weight > 0.0
    });
    Ok(reached.or(sorted.last()).map_or(values[0], |(value, _)| *value))
}

/// Median: the quantile of one half.
///
/// # Errors
/// No values, or one that is not finite.
pub fn median(values: &[f64]) -> Result<f64, StatisticsError> {
    quantile(values, 0.5)
}

/// Score interval of a share (Wilson 1927), without continuity correction.
///
/// # Errors
/// An impossible count, or a confidence outside 0 to 1.
pub fn wilson_interval(events: u64, total: u64, confidence: f64) -> Result<Interval, StatisticsError> {
    let share = share(events, total)?;
    check_open_share("confidence", confidence)?;
    let n = number_of(total);
    let z = normal::upper_quantile(0.5 * (1.0 - confidence));
    let per_n = z * z / n;
    let centre = (share + 0.5 * per_n) / (1.0 + per_n);
    let half = z * (share * (1.0 - share) / n + 0.25 * per_n / n).sqrt() / (1.0 + per_n);
    // The limits of none and of all are zero and one exactly; rounding must not move them.
    Ok(Interval {
        lower: if events == 0 { 0.0 } else { centre - half },
        upper: if events == total { 1.0 } else { centre + half },
    })
}

/// Exact interval of a share (Clopper and Pearson 1934), by quantiles of the beta distribution.
///
/// # Errors
/// An impossible count, or a confidence outside 0 to 1.
pub fn clopper_pearson_interval(
    events: u64,
    total: u64,
    confidence: f64,
) -> Result<Interval, StatisticsError> {
    share(events, total)?;
    check_open_share("confidence", confidence)?;
    let outside = 0.5 * (1.0 - confidence);
    let (with, without) = (number_of(events), number_of(total - events));
    Ok(Interval {
        lower: if events == 0 { 0.0 } else { beta::quantile(outside, with, without + 1.0) },
        upper: if events == total { 1.0 } else { beta::upper_quantile(outside, with + 1.0, without) },
    })
}

/// Standard error of a share that was simulated `total` times: sqrt(p (1-p) / n).
///
/// # Errors
/// An impossible count.
pub fn simulation_error_of_share(events: u64, total: u64) -> Result<f64, StatisticsError> {
    let share = share(events, total)?;
    Ok((share * (1.0 - share) / number_of(total)).sqrt())
}

/// Standard error of a mean that was simulated once per value: sd / sqrt(n).
///
/// # Errors
/// Fewer than two values, or one that is not finite.
pub fn simulation_error_of_mean(values: &[f64]) -> Result<f64, StatisticsError> {
    Ok((variance(values)? / number(values.len())).sqrt())
}

/// Events among people.
pub(crate) fn share(events: u64, total: u64) -> Result<f64, StatisticsError> {
    if total == 0 || events > total {
        return Err(StatisticsError::ImpossibleCount { events, total });
    }
    Ok(number_of(events) / number_of(total))
}

/// Mean of values already checked.
pub(crate) fn centre(values: &[f64]) -> f64 {
    let n = number(values.len());
    let first = values.iter().sum::<f64>() / n;
    first + values.iter().map(|value| value - first).sum::<f64>() / n
}

/// Sum of squares about the mean, of values already checked.
pub(crate) fn square_sum(values: &[f64]) -> f64 {
    let centre = centre(values);
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    let drift: f64 = values.iter().map(|value| value - centre).sum();
    squares - drift * drift / number(values.len())
}

fn quantile_of_sorted(sorted: &[f64], share: f64) -> f64 {
    let position = share * number(sorted.len() - 1);
    let below = position.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 <= position <= length - 1"
    )]
    let index = below as usize;
    let next = (index + 1).min(sorted.len() - 1);
    sorted[index] + (position - below) * (sorted[next] - sorted[index])
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "zero and one by construction, to the last bit")]
mod tests {
    use super::*;

    #[test]
    fn a_large_offset_does_not_spoil_the_variance() {
        let shifted: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().map(|value| value + 1e9).collect();
        assert_eq!(variance(&shifted), Ok(30.0));
    }

    #[test]
    fn a_single_value_has_a_mean_and_no_spread() {
        assert_eq!(mean(&[3.0]), Ok(3.0));
        assert!(matches!(variance(&[3.0]), Err(StatisticsError::TooFew { count: 1, least: 2, .. })));
        assert!(matches!(mean(&[1.0, f64::NAN]), Err(StatisticsError::NotFinite { row: 1, .. })));
    }

    #[test]
    fn intervals_of_none_and_all_touch_the_ends() {
        assert_eq!(wilson_interval(0, 9, 0.95).unwrap().lower, 0.0);
        assert_eq!(clopper_pearson_interval(9, 9, 0.95).unwrap().upper, 1.0);
        assert_eq!(simulation_error_of_share(0, 9), Ok(0.0));
    }

    #[test]
    fn more_events_than_people_is_an_error() {
        let expected = Err(StatisticsError::ImpossibleCount { events: 3, total: 2 });
        assert_eq!(wilson_interval(3, 2, 0.95), expected);
        assert!(clopper_pearson_interval(1, 2, 1.0).is_err());
    }

    /// Equal weights give an order statistic, a weight of nothing takes a value out.
    #[test]
    fn weights_decide_where_a_quantile_lies() {
        let values = [3.0, 1.0, 2.0, 4.0];
        assert_eq!(weighted_quantile(&values, &[1.0; 4], 0.5), Ok(2.0));
        assert_eq!(weighted_quantile(&values, &[1.0, 0.0, 0.0, 1.0], 0.75), Ok(4.0));
        assert_eq!(weighted_quantile(&values, &[0.0, 0.0, 5.0, 0.0], 0.95), Ok(2.0));
        assert!(weighted_quantile(&values, &[0.0; 4], 0.5).is_err());
        assert!(weighted_quantile(&values, &[1.0; 3], 0.5).is_err());
    }
}
