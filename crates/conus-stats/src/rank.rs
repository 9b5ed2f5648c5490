//! Do two groups differ in rank? Wilcoxon's rank-sum test, which is the test of Mann and Whitney.
//!
//! For two measurements of the same people there is [`signed_rank`].

mod exact;
mod signed;

pub use signed::{SignedRank, pseudomedian, signed_rank};

use crate::StatisticsError;
use crate::describe::median;
use crate::error::{check_values, number};
use conus_num::distribution::normal;

/// How the probability of a rank statistic is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probability {
    /// By the normal distribution with correction for ties and continuity.
    Normal,
    /// By counting all arrangements, where there are no ties and fewer than 50 people in each group (or pairs),
    /// and else as [`Probability::Normal`]: R's default.
    Exact,
}

/// Answer of the rank-sum test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSum {
    /// Pairs in which the second group is larger, ties counted half (Mann and Whitney 1947).
    pub pairs_second_larger: f64,
    /// The same as a share of all pairs: the probability that a person of the second group has the
    /// larger value.
    pub probability_second_larger: f64,
    /// Standard normal deviate with tie and continuity correction.
    pub z: f64,
    /// Probability of a statistic at least as far from its mean, if the groups do not differ.
    pub p_two_sided: f64,
    /// How the probability was found.
    pub probability: Probability,
}

/// Rank-sum test by the normal approximation with correction for ties and continuity (Hollander, Wolfe
/// and Chicken 2014, section 4.1).
///
/// # Errors
/// An empty group, a value that is not finite, or all values equal.
pub fn rank_sum(first: &[f64], second: &[f64]) -> Result<RankSum, StatisticsError> {
    rank_sum_by(first, second, Probability::Normal)
}

/// Rank-sum test with the probability found as wanted, if the data allow it.
///
/// # Errors
/// As [`rank_sum`].
pub fn rank_sum_by(first: &[f64], second: &[f64], wanted: Probability) -> Result<RankSum, StatisticsError> {
    check_values("first group", first, 1)?;
    check_values("second group", second, 1)?;
    let both: Vec<f64> = first.iter().chain(second).copied().collect();
    let (ranks, tie_sum) = ranks_and_ties(&both);
    let (m, n) = (number(first.len()), number(second.len()));
    let rank_sum_second: f64 = ranks[first.len()..].iter().sum();
    let pairs = rank_sum_second - 0.5 * n * (n + 1.0);
    let total = m + n;
    let variance = m * n / 12.0 * (total + 1.0 - tie_sum / (total * (total - 1.0)));
    // The variance is exactly zero, and not merely small, when one tie holds everybody.
    if variance <= 0.0 {
        return Err(StatisticsError::NoSpread { what: "both groups".into() });
    }
    let z = towards_middle(pairs - 0.5 * m * n) / variance.sqrt();
    let larger = first.len().max(second.len());
    let exactly = wanted == Probability::Exact && tie_sum <= 0.0 && larger < exact::FIRST_TOO_MANY;
    Ok(RankSum {
        pairs_second_larger: pairs,
        probability_second_larger: pairs / (m * n),
        z,
        p_two_sided: if exactly {
            exact::rank_sum(first.len(), second.len(), pairs)
        } else {
            normal::two_sided(z)
        },
        probability: if exactly { Probability::Exact } else { Probability::Normal },
    })
}

/// Hodges and Lehmann 1963: the median of all differences second minus first.
///
/// # Errors
/// An empty group or a value that is not finite.
pub fn hodges_lehmann(first: &[f64], second: &[f64]) -> Result<f64, StatisticsError> {
    check_values("first group", first, 1)?;
    check_values("second group", second, 1)?;
    let differences: Vec<f64> = second.iter().flat_map(|b| first.iter().map(move |a| b - a)).collect();
    median(&differences)
}

/// Rank of each value from one, equal values sharing their mean rank.
///
/// # Errors
/// A value that is not finite.
pub fn ranks(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check_values("values", values, 0)?;
    Ok(ranks_and_ties(values).0)
}

/// Continuity correction: half a step towards the middle; no step where the excess is zero.
fn towards_middle(excess: f64) -> f64 {
    if excess > 0.0 {
        excess - 0.5
    } else if excess < 0.0 {
        excess + 0.5
    } else {
        excess
    }
}

/// Mean ranks, and the sum of t³ - t over all groups of t equal values.
fn ranks_and_ties(values: &[f64]) -> (Vec<f64>, f64) {
    // Adding zero makes -0 and 0 one value for the total order.
    let value_at = |row: usize| values[row] + 0.0;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| value_at(a).total_cmp(&value_at(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut tie_sum = 0.0;
    let mut start = 0;
    for tied in order.chunk_by(|&a, &b| value_at(a).total_cmp(&value_at(b)).is_eq()) {
        let size = number(tied.len());
        for &row in tied {
            ranks[row] = number(start) + 0.5 * (size + 1.0);
        }
        tie_sum += size * size * size - size;
        start += tied.len();
    }
    (ranks, tie_sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 0.0, -0.0]), Ok(vec![4.5, 3.0, 4.5, 1.5, 1.5]));
    }

    #[test]
    fn identical_groups_are_exactly_in_the_middle() {
        let answer = rank_sum(&[1.0, 2.0], &[1.0, 2.0]).unwrap();
        assert_eq!((answer.probability_second_larger, answer.z, answer.p_two_sided), (0.5, 0.0, 1.0));
    }

    #[test]
    fn one_single_value_everywhere_is_an_error() {
        assert!(matches!(rank_sum(&[1.0, 1.0], &[1.0]), Err(StatisticsError::NoSpread { .. })));
    }
}
