//! Do two shares of people differ? Risk difference, risk ratio, Fisher's and `McNemar`'s test.
//!
//! As in [`crate::two_sample`], a difference is the second group minus the first.

use crate::StatisticsError;
use crate::describe::{Interval, share, wilson_interval};
use crate::error::number_of;
use conus_num::distribution::{beta, chi_square, normal};
use conus_num::elementary::{exp, ln};
use conus_num::special::ln_gamma;

/// People with an event among all people of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// People with the event.
    pub events: u64,
    /// All people.
    pub total: u64,
}

/// A difference or ratio of two shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Best value.
    pub value: f64,
    /// 95 % confidence interval.
    pub interval_95: Interval,
}

/// Share of the second group minus share of the first, with the hybrid score interval (Newcombe 1998,
/// method 10).
///
/// # Errors
/// An impossible count.
pub fn risk_difference(first: Share, second: Share) -> Result<Contrast, StatisticsError> {
    let (p1, p2) = (share(first.events, first.total)?, share(second.events, second.total)?);
    let one = wilson_interval(first.events, first.total, 0.95)?;
    let two = wilson_interval(second.events, second.total, 0.95)?;
    let value = p2 - p1;
    let joined = |a: f64, b: f64| (a * a + b * b).sqrt();
    Ok(Contrast {
        value,
        interval_95: Interval {
            lower: value - joined(p2 - two.lower, one.upper - p1),
            upper: value + joined(two.upper - p2, p1 - one.lower),
        },
    })
}

/// Share of the second group over share of the first, with the log interval (Katz and others 1978).
///
/// # Errors
/// An impossible count, or a group without events, in which the interval does not exist.
pub fn risk_ratio(first: Share, second: Share) -> Result<Contrast, StatisticsError> {
    let (p1, p2) = (share(first.events, first.total)?, share(second.events, second.total)?);
    for (what, p) in [("events of the first group", p1), ("events of the second group", p2)] {
        if p <= 0.0 {
            return Err(StatisticsError::OutOfRange {
                what: what.into(),
                value: p,
                allowed: "above 0 for a ratio",
            });
        }
    }
    let part = |group: Share| 1.0 / number_of(group.events) - 1.0 / number_of(group.total);
    let reach = exp(normal::upper_quantile(0.025) * (part(first) + part(second)).sqrt());
    let value = p2 / p1;
    Ok(Contrast { value, interval_95: Interval { lower: value / reach, upper: value * reach } })
}

/// Fisher's exact test, two-sided: the probability of all tables with the same margins that are at most
/// as probable.
///
/// # Errors
/// An impossible count.
pub fn fisher_exact(first: Share, second: Share) -> Result<f64, StatisticsError> {
    share(first.events, first.total)?;
    share(second.events, second.total)?;
    // Tables that are equally probable on paper may differ in rounding; 1e-7 keeps them together as R does.
    const SAME: f64 = 1.0 + 1e-7;
    let events = first.events + second.events;
    let least = events.saturating_sub(second.total);
    let most = events.min(first.total);
    let ln_weight = |k: u64| ln_choices(first.total, k) + ln_choices(second.total, events - k);
    let reference = ln_weight(first.events);
    let (mut as_extreme, mut all) = (0.0, 0.0);
    for k in least..=most {
        let weight = exp(ln_weight(k) - reference);
        all += weight;
        if weight <= SAME {
            as_extreme += weight;
        }
    }
    if all.is_infinite() { Ok(0.0) } else { Ok(as_extreme / all) }
}

/// Answer of `McNemar`'s test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct McNemar {
    /// Chi-square with one degree of freedom and continuity correction (Edwards 1948).
    pub statistic: f64,
    /// Its probability.
    pub p_corrected: f64,
    /// Two-sided binomial probability, without approximation.
    pub p_exact: f64,
}

/// `McNemar` 1947: do more people gain a property than lose it? Only those who change count.
///
/// # Errors
/// Nobody changed.
pub fn mcnemar(gained: u64, lost: u64) -> Result<McNemar, StatisticsError> {
    let changed = gained + lost;
    if changed == 0 {
        return Err(StatisticsError::TooFew { what: "people who changed".into(), count: 0, least: 1 });
    }
    let excess = (number_of(gained.abs_diff(lost)) - 1.0).max(0.0);
    let statistic = excess * excess / number_of(changed);
    let fewer = gained.min(lost);
    // P(at most k of n at one half) = I_{1/2}(n - k, k + 1), DLMF 8.17.5.
    let one_sided = beta::cdf(0.5, number_of(changed - fewer), number_of(fewer) + 1.0);
    Ok(McNemar {
        statistic,
        p_corrected: chi_square::upper_tail(statistic, 1.0),
        p_exact: (2.0 * one_sided).min(1.0),
    })
}

/// ln of n over k. Sums of logarithms below a thousand keep more digits than differences of large `ln_gamma`.
fn ln_choices(n: u64, k: u64) -> f64 {
    let k = k.min(n - k);
    if k <= 1_000 {
        return (0..k).map(|i| ln(number_of(n - i) / number_of(i + 1))).sum();
    }
    ln_gamma(number_of(n) + 1.0) - ln_gamma(number_of(k) + 1.0) - ln_gamma(number_of(n - k) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn of(events: u64, total: u64) -> Share {
        Share { events, total }
    }

    /// Newcombe 1998, Statistics in Medicine 17:873-890, table II column (a): 56/70 against 48/80, method 10.
    #[test]
    fn the_published_example_of_newcombe_is_reproduced() {
        let seen = risk_difference(of(48, 80), of(56, 70)).unwrap();
        assert!((seen.value - 0.2).abs() < 1e-15);
        assert!((seen.interval_95.lower - 0.0524).abs() < 5e-5);
        assert!((seen.interval_95.upper - 0.3339).abs() < 5e-5);
    }

    /// The lady tasting tea (Fisher 1935): 3 of 4 right gives 34/70 two-sided.
    #[test]
    fn the_lady_tasting_tea_is_not_convincing() {
        assert!((fisher_exact(of(3, 4), of(1, 4)).unwrap() - 34.0 / 70.0).abs() < 1e-15);
    }

    #[test]
    fn a_ratio_to_nothing_is_an_error() {
        assert!(matches!(risk_ratio(of(0, 9), of(3, 9)), Err(StatisticsError::OutOfRange { .. })));
        assert!(mcnemar(0, 0).is_err());
    }

    #[test]
    fn equal_groups_have_a_p_of_one() {
        assert!((fisher_exact(of(5, 20), of(5, 20)).unwrap() - 1.0).abs() < 1e-14);
        assert!((mcnemar(4, 4).unwrap().p_exact - 1.0).abs() < 1e-15);
    }
}
