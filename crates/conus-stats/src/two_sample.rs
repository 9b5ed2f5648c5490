//! Do the means of two groups differ? Welch's, Student's and the paired t test, and the size of the effect.
//!
//! A difference is always the second group minus the first, as control and treatment are usually listed.

use crate::StatisticsError;
use crate::describe::{Interval, centre, square_sum};
use crate::error::{check_length, check_values, number};
use conus_num::distribution::student_t;
use conus_num::elementary::exp;
use conus_num::special::ln_gamma;

/// Answer of a t test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Mean of the second group minus mean of the first.
    pub difference: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Degrees of freedom; a fraction in Welch's test.
    pub freedom: f64,
    /// Difference over standard error.
    pub statistic: f64,
    /// Probability of a statistic at least as far from zero, if there is no difference.
    pub p_two_sided: f64,
    /// 95 % confidence interval of the difference.
    pub interval_95: Interval,
    /// People in the first group.
    pub count_first: usize,
    /// People in the second group.
    pub count_second: usize,
}

/// Welch's test for unequal variances (Welch 1947), degrees of freedom by Satterthwaite 1946.
///
/// # Errors
/// A group of fewer than two, a value that is not finite, or no spread in either group.
pub fn welch(first: &[f64], second: &[f64]) -> Result<Comparison, StatisticsError> {
    check_groups(first, second)?;
    let parts = [first, second].map(|group| {
        let n = number(group.len());
        (square_sum(group) / (n - 1.0) / n, n - 1.0)
    });
    let [(a, freedom_a), (b, freedom_b)] = parts;
    let freedom = (a + b) * (a + b) / (a * a / freedom_a + b * b / freedom_b);
    compare(first, second, (a + b).sqrt(), freedom)
}

/// Student's test with one pooled variance (Student 1908).
///
/// # Errors
/// A group of fewer than two, a value that is not finite, or no spread in either group.
pub fn pooled(first: &[f64], second: &[f64]) -> Result<Comparison, StatisticsError> {
    check_groups(first, second)?;
    let freedom = number(first.len() + second.len() - 2);
    let per_person = 1.0 / number(first.len()) + 1.0 / number(second.len());
    compare(first, second, (pooled_variance(first, second) * per_person).sqrt(), freedom)
}

/// Paired test: is the mean of `second - first` zero? Row by row the same person.
///
/// # Errors
/// Groups of different length or fewer than two pairs, a value that is not finite, or equal differences.
pub fn paired(first: &[f64], second: &[f64]) -> Result<Comparison, StatisticsError> {
    check_length("second group", second.len(), first.len())?;
    check_groups(first, second)?;
    let changes: Vec<f64> = first.iter().zip(second).map(|(before, after)| after - before).collect();
    let n = number(changes.len());
    let standard_error = (square_sum(&changes) / (n - 1.0) / n).sqrt();
    if !varies(standard_error, first, second) {
        return Err(StatisticsError::NoSpread { what: "differences within pairs".into() });
    }
    Ok(finish(centre(&changes), standard_error, n - 1.0, (first.len(), second.len())))
}

/// Cohen's d: the difference in units of the pooled standard deviation (Cohen 1988, section 2.5).
///
/// # Errors
/// As [`pooled`].
pub fn cohen_d(first: &[f64], second: &[f64]) -> Result<f64, StatisticsError> {
    check_groups(first, second)?;
    let variance = pooled_variance(first, second);
    if !varies(variance.sqrt(), first, second) {
        return Err(no_spread());
    }
    Ok((centre(second) - centre(first)) / variance.sqrt())
}

/// Hedges' g: Cohen's d without its small-sample bias, with the exact gamma factor (Hedges 1981).
///
/// # Errors
/// As [`pooled`].
pub fn hedges_g(first: &[f64], second: &[f64]) -> Result<f64, StatisticsError> {
    let d = cohen_d(first, second)?;
    let half = 0.5 * number(first.len() + second.len() - 2);
    Ok(d * exp(ln_gamma(half) - ln_gamma(half - 0.5)) / half.sqrt())
}

fn check_groups(first: &[f64], second: &[f64]) -> Result<(), StatisticsError> {
    check_values("first group", first, 2)?;
    check_values("second group", second, 2)
}

fn pooled_variance(first: &[f64], second: &[f64]) -> f64 {
    (square_sum(first) + square_sum(second)) / number(first.len() + second.len() - 2)
}

/// Is the spread more than the rounding of the means? Ten units in the last place, as R's `t.test` asks.
fn varies(spread: f64, first: &[f64], second: &[f64]) -> bool {
    let largest = centre(first).abs().max(centre(second).abs());
    spread.is_finite() && spread > 10.0 * f64::EPSILON * largest
}

fn no_spread() -> StatisticsError {
    StatisticsError::NoSpread { what: "both groups".into() }
}

fn compare(
    first: &[f64],
    second: &[f64],
    standard_error: f64,
    freedom: f64,
) -> Result<Comparison, StatisticsError> {
    if !varies(standard_error, first, second) {
        return Err(no_spread());
    }
    Ok(finish(centre(second) - centre(first), standard_error, freedom, (first.len(), second.len())))
}

fn finish(difference: f64, standard_error: f64, freedom: f64, counts: (usize, usize)) -> Comparison {
    let statistic = difference / standard_error;
    let half_width = student_t::upper_quantile(0.025, freedom) * standard_error;
    Comparison {
        difference,
        standard_error,
        freedom,
        statistic,
        p_two_sided: student_t::two_sided(statistic, freedom),
        interval_95: Interval::around(difference, half_width),
        count_first: counts.0,
        count_second: counts.1,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
mod tests {
    use super::*;

    #[test]
    fn groups_that_do_not_vary_are_an_error() {
        let flat = [0.3; 7];
        assert_eq!(welch(&flat, &flat), Err(no_spread()));
        assert_eq!(pooled(&flat, &[3.0, 3.0]), Err(no_spread()));
        assert!(matches!(paired(&flat, &[3.1; 7]), Err(StatisticsError::NoSpread { .. })));
        assert_eq!(cohen_d(&flat, &[3.0, 3.0]), Err(no_spread()));
    }

    #[test]
    fn one_person_is_too_few_and_unequal_pairs_are_no_pairs() {
        assert!(matches!(welch(&[1.0], &[1.0, 2.0]), Err(StatisticsError::TooFew { .. })));
        assert!(matches!(paired(&[1.0, 2.0], &[1.0]), Err(StatisticsError::LengthMismatch { .. })));
    }

    #[test]
    fn swapping_the_groups_changes_the_sign_alone() {
        let (a, b) = ([1.0, 4.0, 2.5, 3.0], [2.0, 8.0, 5.5]);
        let (one, other) = (welch(&a, &b).unwrap(), welch(&b, &a).unwrap());
        assert_eq!((one.difference, one.p_two_sided), (-other.difference, other.p_two_sided));
        assert_eq!(one.interval_95.lower, -other.interval_95.upper);
    }
}
