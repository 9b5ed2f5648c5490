//! How many people are needed? Power of the two-sample t test from the noncentral t distribution.
//!
//! A check on simulated power, and a first guess for it. Two-sided test with equal variances: T has n1 +
//! n2 - 2 degrees of freedom and noncentrality d / sqrt(1/n1 + 1/n2).

use crate::StatisticsError;
use crate::error::{check_open_share, number_of};
use conus_num::distribution::{noncentral_t, student_t};

/// Probability that a two-sided test at level `alpha` finds the true difference `effect_sd` [standard
/// deviations]. Both tails count, so with no effect the power is `alpha`.
///
/// # Errors
/// Fewer than two people in a group, an effect that is not finite, or a level outside 0 to 1.
pub fn power(effect_sd: f64, first: u64, second: u64, alpha: f64) -> Result<f64, StatisticsError> {
    check_open_share("alpha", alpha)?;
    if !effect_sd.is_finite() {
        let what = "effect".into();
        return Err(StatisticsError::OutOfRange { what, value: effect_sd, allowed: "finite" });
    }
    for (what, count) in [("first group", first), ("second group", second)] {
        if count < 2 {
            let count = usize::from(count == 1);
            return Err(StatisticsError::TooFew { what: what.into(), count, least: 2 });
        }
    }
    Ok(rejection(effect_sd, first, second, alpha))
}

/// Probability that the same test finds a difference, and finds it upward: what a trial calls success. With no effect it
/// is half of `alpha`.
///
/// # Errors
/// As [`power`].
pub fn success(effect_sd: f64, first: u64, second: u64, alpha: f64) -> Result<f64, StatisticsError> {
    let either_way = power(effect_sd, first, second, alpha)?;
    let (n1, n2) = (number_of(first), number_of(second));
    let freedom = n1 + n2 - 2.0;
    let critical = student_t::upper_quantile(0.5 * alpha, freedom);
    let downward = noncentral_t::upper_tail(critical, freedom, -effect_sd / (1.0 / n1 + 1.0 / n2).sqrt());
    Ok((either_way - downward).max(0.0))
}

/// Fewest people of the first group, with `ratio` times as many (rounded up) in the second, that reach
/// `wanted` power.
///
/// # Errors
/// No effect, or a ratio, level or power outside its range, or more than a hundred million people.
pub fn sample_size(
    effect_sd: f64,
    ratio: f64,
    alpha: f64,
    wanted: f64,
) -> Result<(u64, u64), StatisticsError> {
    check_open_share("alpha", alpha)?;
    check_open_share("power", wanted)?;
    if !(effect_sd.is_finite() && effect_sd.abs() > 0.0) {
        let what = "effect".into();
        return Err(StatisticsError::OutOfRange { what, value: effect_sd, allowed: "finite and not zero" });
    }
    // A ratio beyond a thousand is a mistake, not a design.
    if !(1e-3..=1e3).contains(&ratio) {
        let what = "ratio".into();
        return Err(StatisticsError::OutOfRange { what, value: ratio, allowed: "from 0.001 to 1000" });
    }
    let reaches = |first: u64| rejection(effect_sd, first, partner(first, ratio), alpha) >= wanted;
    let mut enough = 2_u64;
    while !reaches(enough) {
        enough *= 2;
        if enough > 100_000_000 {
            let what = "effect".into();
            return Err(StatisticsError::OutOfRange {
                what,
                value: effect_sd,
                allowed: "larger for any trial",
            });
        }
    }
    let mut too_few = enough / 2;
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if reaches(middle) { enough = middle } else { too_few = middle }
    }
    Ok((enough, partner(enough, ratio)))
}

/// People of the second group for so many of the first.
fn partner(first: u64, ratio: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2e11, and positive")]
    let second = (number_of(first) * ratio).ceil() as u64;
    second.max(2)
}

fn rejection(effect_sd: f64, first: u64, second: u64, alpha: f64) -> f64 {
    let (n1, n2) = (number_of(first), number_of(second));
    let freedom = n1 + n2 - 2.0;
    let noncentrality = effect_sd / (1.0 / n1 + 1.0 / n2).sqrt();
    let critical = student_t::upper_quantile(0.5 * alpha, freedom);
    // Not reached only if a normal value lies 40 below its mean or the standard deviation comes out above seven times
    // its true size: with two degrees of freedom that has the probability exp(-49), and less with more.
    if noncentrality.abs() > 7.0 * critical + 40.0 {
        return 1.0;
    }
    noncentral_t::outside(critical, freedom, noncentrality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_is_power_without_the_wrong_direction() {
        assert!((success(0.0, 20, 31, 0.05).unwrap() - 0.025).abs() < 1e-14);
        let parts = success(0.5, 64, 64, 0.05).unwrap() + success(-0.5, 64, 64, 0.05).unwrap();
        assert!((parts - power(0.5, 64, 64, 0.05).unwrap()).abs() < 1e-13);
    }

    #[test]
    fn without_effect_the_power_is_the_level() {
        assert!((power(0.0, 20, 31, 0.05).unwrap() - 0.05).abs() < 1e-14);
    }

    /// Cohen 1988, table 2.4.1: d 0.5, two-sided 0.05, power 0.80 needs 64 per group.
    #[test]
    fn sixty_four_per_group_for_a_medium_effect() {
        assert_eq!(sample_size(0.5, 1.0, 0.05, 0.8), Ok((64, 64)));
        assert_eq!(sample_size(-0.5, 1.0, 0.05, 0.8), Ok((64, 64)));
    }

    #[test]
    fn one_person_less_is_not_enough() {
        for (effect, ratio, wanted) in [(0.3, 1.0, 0.9), (0.8, 2.0, 0.8), (1.5, 0.5, 0.95)] {
            let (first, second) = sample_size(effect, ratio, 0.05, wanted).unwrap();
            assert!(power(effect, first, second, 0.05).unwrap() >= wanted);
            assert!(power(effect, first - 1, partner(first - 1, ratio), 0.05).unwrap() < wanted);
        }
    }

    /// With two degrees of freedom s² is exponential; the mean of Φ(110 - c s) over it, by `scipy.integrate.quad`.
    #[test]
    fn four_people_and_a_strict_level_leave_a_doubt_even_about_a_huge_effect() {
        assert!((power(110.0, 2, 2, 0.001).unwrap() - 0.999_994_412_343_002).abs() < 1e-13);
    }

    #[test]
    fn nonsense_is_an_error() {
        assert!(power(0.5, 1, 20, 0.05).is_err() && power(f64::NAN, 9, 9, 0.05).is_err());
        assert!(sample_size(0.0, 1.0, 0.05, 0.8).is_err() && sample_size(0.5, 1.0, 0.05, 1.0).is_err());
        assert!(sample_size(1e-9, 1.0, 0.05, 0.8).is_err());
    }
}
