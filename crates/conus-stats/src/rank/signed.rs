//! Did people change? Wilcoxon's signed-rank test of two measurements of the same people.

use super::{Probability, exact, ranks_and_ties, towards_middle};
use crate::StatisticsError;
use crate::describe::median;
use crate::error::{check_length, check_values, number};
use conus_num::distribution::normal;

/// Answer of the signed-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Sum of the ranks of the rises among all changes by size.
    pub positive_rank_sum: f64,
    /// People who changed; those who did not are left out (Wilcoxon 1945).
    pub changed: usize,
    /// Standard normal deviate with tie and continuity correction.
    pub z: f64,
    /// Probability of a sum at least as far from its mean, if rises and falls are alike.
    pub p_two_sided: f64,
    /// How the probability was found.
    pub probability: Probability,
}

/// Are the changes `second - first` symmetric about zero? Row by row the same person (Hollander, Wolfe and
/// Chicken 2014, section 3.1). The probability is exact only where nobody is unchanged, too, as in R.
///
/// # Errors
/// Groups of different length or empty, a value that is not finite, or nobody who changed.
pub fn signed_rank(
    first: &[f64],
    second: &[f64],
    wanted: Probability,
) -> Result<SignedRank, StatisticsError> {
    let all = changes(first, second)?;
    let changes: Vec<f64> = all.iter().copied().filter(|change| change.abs() > 0.0).collect();
    if changes.is_empty() {
        return Err(StatisticsError::NoSpread { what: "changes".into() });
    }
    let sizes: Vec<f64> = changes.iter().map(|change| change.abs()).collect();
    let (ranks, tie_sum) = ranks_and_ties(&sizes);
    let positive: f64 = changes.iter().zip(&ranks).filter(|(c, _)| **c > 0.0).map(|(_, rank)| rank).sum();
    let n = number(changes.len());
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - tie_sum / 48.0;
    let z = towards_middle(positive - 0.25 * n * (n + 1.0)) / variance.sqrt();
    let exactly = wanted == Probability::Exact
        && changes.len() == all.len()
        && tie_sum <= 0.0
        && all.len() < exact::FIRST_TOO_MANY;
    Ok(SignedRank {
        positive_rank_sum: positive,
        changed: changes.len(),
        z,
        p_two_sided: if exactly { exact::signed_rank(changes.len(), positive) } else { normal::two_sided(z) },
        probability: if exactly { Probability::Exact } else { Probability::Normal },
    })
}

/// Hodges and Lehmann 1963: the median of the means of all pairs of changes `second - first`, each with itself too.
///
/// # Errors
/// Groups of different length or empty, or a value that is not finite.
pub fn pseudomedian(first: &[f64], second: &[f64]) -> Result<f64, StatisticsError> {
    let changes = changes(first, second)?;
    let means = (0..changes.len()).flat_map(|i| (0..=i).map(move |j| (i, j)));
    median(&means.map(|(i, j)| 0.5 * (changes[i] + changes[j])).collect::<Vec<f64>>())
}

fn changes(first: &[f64], second: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check_length("second group", second.len(), first.len())?;
    check_values("first group", first, 1)?;
    check_values("second group", second, 1)?;
    Ok(first.iter().zip(second).map(|(before, after)| after - before).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_change_is_left_out_and_makes_the_answer_approximate() {
        let (first, second) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 4.0]);
        let seen = signed_rank(&first, &second, Probability::Exact).unwrap();
        assert_eq!((seen.changed, seen.probability), (3, Probability::Normal));
        let without = signed_rank(&first[..3], &second[..3], Probability::Exact).unwrap();
        assert_eq!((without.p_two_sided, without.probability), (0.25, Probability::Exact));
        assert_eq!(pseudomedian(&first, &second), Ok(1.5));
    }

    #[test]
    fn nobody_who_changed_and_unequal_pairs_are_errors() {
        let still = signed_rank(&[1.0, 2.0], &[1.0, 2.0], Probability::Normal);
        assert_eq!(still, Err(StatisticsError::NoSpread { what: "changes".into() }));
        assert!(signed_rank(&[1.0, 2.0], &[1.0], Probability::Normal).is_err());
    }
}
