//! How are rank sums distributed if nothing differs? Counts of all arrangements, without approximation.
//!
//! The counts are whole numbers in doubles, exact below 2^53; beyond, their sums are off by a few units in the last
//! place.

use crate::error::number;

/// From this many people on in a group, or pairs, R prefers the normal distribution.
pub(super) const FIRST_TOO_MANY: usize = 50;

/// Two-sided probability of the number of pairs in which the second group is larger, for groups without ties
/// (Mann and Whitney 1947, section 4): twice the smaller tail.
pub(super) fn rank_sum(first: usize, second: usize, pairs: f64) -> f64 {
    two_sided(&subsets_of_size(second, first + second), pairs)
}

/// Two-sided probability of the sum of positive ranks of `count` differences without ties (Wilcoxon 1945).
pub(super) fn signed_rank(count: usize, sum: f64) -> f64 {
    let mut ways = vec![1.0];
    for rank in 1..=count {
        let mut longer = ways.clone();
        longer.resize(ways.len() + rank, 0.0);
        for (sum, way) in ways.iter().enumerate() {
            longer[sum + rank] += way;
        }
        ways = longer;
    }
    two_sided(&ways, sum)
}

/// How many subsets of `size` of the ranks 1 to `all` exceed the smallest possible sum by 0, 1, 2, ...?
fn subsets_of_size(size: usize, all: usize) -> Vec<f64> {
    let most = size * (all - size);
    // By the number of ranks chosen so far and the excess; each rank is offered in turn, to the larger subsets first.
    let mut ways = vec![vec![0.0; most + 1]; size + 1];
    ways[0][0] = 1.0;
    for rank in 1..=all {
        for chosen in (1..=size.min(rank)).rev() {
            // As the `chosen`-th smallest, the rank exceeds its least place by this much.
            let excess = rank - chosen;
            let (smaller, larger) = ways.split_at_mut(chosen);
            for before in 0..=most.saturating_sub(excess) {
                if before + excess <= most {
                    larger[0][before + excess] += smaller[chosen - 1][before];
                }
            }
        }
    }
    ways.swap_remove(size)
}

/// Twice the smaller tail of a symmetric distribution given by its counts, at most one.
fn two_sided(ways: &[f64], seen: f64) -> f64 {
    let middle = 0.5 * number(ways.len() - 1);
    let distance = (seen - middle).abs();
    let far = |(sum, way): (usize, &f64)| if middle - number(sum) >= distance { *way } else { 0.0 };
    let tail: f64 = ways.iter().enumerate().map(far).sum();
    (2.0 * tail / ways.iter().sum::<f64>()).min(1.0)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "small whole numbers and their ratios")]
mod tests {
    use super::*;

    #[test]
    fn all_arrangements_are_counted() {
        assert_eq!(subsets_of_size(2, 4), [1.0, 1.0, 2.0, 1.0, 1.0]);
        assert_eq!(subsets_of_size(5, 12).iter().sum::<f64>(), 792.0);
        assert_eq!(subsets_of_size(5, 12), subsets_of_size(7, 12));
    }

    #[test]
    fn the_farthest_arrangement_is_one_of_all() {
        assert_eq!(rank_sum(3, 4, 12.0), 2.0 / 35.0);
        assert_eq!(signed_rank(6, 0.0), 2.0 / 64.0);
        assert_eq!(signed_rank(6, 21.0), signed_rank(6, 0.0));
        assert_eq!((rank_sum(3, 4, 6.0), signed_rank(4, 5.0)), (1.0, 1.0));
    }
}
