//! How much of the whole is due to each part? Shapley values over all sets of parts.
//!
//! A part is credited with what it adds to those that are already there, averaged over all orders in which they could
//! have come (Shapley 1953, Contributions to the Theory of Games 2:307-317):
//!
//! ```text
//! value(i) = sum over S without i of |S|! (n - 1 - |S|)! / n! (worth(S and i) - worth(S))
//! ```
//!
//! The values add up to the worth of all parts less the worth of none, exactly but for rounding.

use crate::StatisticsError;

/// The value of each part. `worth` has one number for each set, the set with the parts i, j, ... at 2^i + 2^j + ....
///
/// # Errors
/// When the number of sets is no power of two.
pub fn shapley(worth: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    if !worth.len().is_power_of_two() {
        return Err(StatisticsError::LengthMismatch {
            what: "worth of every set".to_owned(),
            count: worth.len(),
            expected: worth.len().next_power_of_two(),
        });
    }
    let parts = worth.len().trailing_zeros();
    let value = |part: u32| {
        let bit = 1 << part;
        let without = (0..worth.len()).filter(|set| set & bit == 0);
        without.map(|set| weight(set.count_ones(), parts) * (worth[set | bit] - worth[set])).sum()
    };
    Ok((0..parts).map(value).collect())
}

/// |S|! (n - 1 - |S|)! / n!
fn weight(others: u32, parts: u32) -> f64 {
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    factorial(others) * factorial(parts - 1 - others) / factorial(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any game: the values add up to the whole less nothing.
    #[test]
    fn the_values_add_up_to_the_whole() {
        let mut chance = conus_num::random::Stream::new(1, 1, 0, 0, 0);
        let worth: Vec<f64> = (0..64).map(|_| chance.normal()).collect();
        let sum: f64 = shapley(&worth).unwrap().iter().sum();
        // Sums of 64 numbers of order one: rounding alone.
        assert!((sum - (worth[63] - worth[0])).abs() < 1e-13);
    }

    /// The first opens the door, the second does the work: they share the credit and the rest gets none.
    #[test]
    fn a_gate_and_what_needs_it_share_the_credit() {
        let worth: Vec<f64> = (0..32).map(|set| if set & 0b11 == 0b11 { 2.0 } else { 0.0 }).collect();
        for (found, expected) in shapley(&worth).unwrap().iter().zip([1.0, 1.0, 0.0, 0.0, 0.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn every_set_must_have_a_worth() {
        assert!(shapley(&[0.0; 3]).is_err());
    }
}
