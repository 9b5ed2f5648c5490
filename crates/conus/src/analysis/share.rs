//! How often did it happen among replicates, how sure is that, and how are the numbers spread?

use super::{Computed, NotComputed};
use conus_stats::describe::{quantile, simulation_error_of_share, wilson_interval};
use serde::{Deserialize, Serialize};

/// How often something happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How often.
    pub events: u64,
    /// Among how many.
    pub total: u64,
    /// Events over total.
    pub share: f64,
    /// 95 % interval (Wilson 1927).
    pub interval_95: [f64; 2],
    /// Monte-Carlo standard error: sqrt(p (1 - p) / n).
    pub simulation_error: f64,
}

impl Share {
    /// Counts the answers that are yes.
    ///
    /// # Errors
    /// No answers.
    pub fn of(answers: impl IntoIterator<Item = bool>) -> Computed<Self> {
        let (mut events, mut total) = (0_u64, 0_u64);
        for answer in answers {
            events += u64::from(answer);
            total += 1;
        }
        if total == 0 {
            return Err(NotComputed::too_few("replicates", 0, 1));
        }
        let interval = wilson_interval(events, total, 0.95)?;
        Ok(Self {
            events,
            total,
            share: events as f64 / total as f64,
            interval_95: [interval.lower, interval.upper],
            simulation_error: simulation_error_of_share(events, total)?,
        })
    }
}

/// Which quantiles are reported, as shares.
pub const QUANTILES: [f64; 7] = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];

/// The quantiles of [`QUANTILES`] (type 7 of Hyndman and Fan 1996).
///
/// # Errors
/// No values.
pub fn quantiles(values: &[f64]) -> Computed<[f64; 7]> {
    if values.is_empty() {
        return Err(NotComputed::too_few("replicates", 0, 1));
    }
    let mut found = [0.0; 7];
    for (place, share) in found.iter_mut().zip(QUANTILES) {
        *place = quantile(values, share)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Why;

    /// Wilson's interval of 1 in 4 by hand: (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), z =
    /// 1.959964.
    #[test]
    fn one_in_four_has_the_interval_of_wilson_and_the_error_of_simulation() {
        let share = Share::of([false, true, false, false]).unwrap();
        assert_eq!((share.events, share.total, share.share), (1, 4, 0.25));
        assert!((share.interval_95[0] - 0.045_587).abs() < 1e-6, "{share:?}");
        assert!((share.interval_95[1] - 0.699_358).abs() < 1e-6, "{share:?}");
        assert!((share.simulation_error - (0.25_f64 * 0.75 / 4.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn nothing_counted_is_a_reason_and_not_a_zero() {
        assert_eq!(Share::of([]).unwrap_err().why, Why::TooFew);
        assert_eq!(quantiles(&[]).unwrap_err().why, Why::TooFew);
    }

    #[test]
    fn quantiles_of_zero_to_forty_fall_on_whole_numbers() {
        let values: Vec<f64> = (0..=40).map(f64::from).collect();
        let found = quantiles(&values).unwrap();
        let expected = [1.0, 2.0, 10.0, 20.0, 30.0, 38.0, 39.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }
}
