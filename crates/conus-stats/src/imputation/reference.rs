//! How does somebody go on after a deviation? The distribution of the outcomes that each assumption states.
//!
//! Carpenter, Roger and Kenward 2013 (J Biopharm Stat 23:1352-1371), section 4.2 for the means and 4.3 for the
//! covariance. With own mean μ and covariance Σ, reference mean ρ and covariance R, and the visits split into those
//! before the deviation (1) and those from it on (2):
//!
//! | strategy | mean before | mean from the deviation on | covariance |
//! |---|---|---|---|
//! | missing at random | μ1 | μ2 | Σ |
//! | jump to reference (J2R) | μ1 | ρ2 | joined |
//! | copy increments in reference (CIR) | μ1 | μ(last before) + ρ2 - ρ(last before) | joined |
//! | copy reference (CR) | ρ1 | ρ2 | R |
//! | last mean carried forward (LMCF) | μ1 | μ(last before) | Σ |
//!
//! The joined matrix has Σ before the deviation and, given the visits before, R after it. With B = R21 R11^-1,
//!
//!     S11 = Σ11,    S21 = B Σ11,    S22 = R22 - B R12 + B Σ11 B'.

use super::Matrix;
use super::cholesky::factorise;
use crate::StatisticsError;
use crate::linear_algebra::dot;

/// What is assumed about the time after a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// As others of the same arm who were like this person so far and did not deviate.
    MissingAtRandom,
    /// As the reference arm from the deviation on: all benefit is lost at once.
    JumpToReference,
    /// As the reference arm all along: the benefit so far is luck that fades with the correlation.
    CopyReference,
    /// In parallel to the reference arm: the benefit so far is kept.
    CopyIncrements,
    /// The mean stays where it was at the last visit before the deviation.
    LastMeanCarriedForward,
}

/// A normal distribution of several visits.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    /// Mean at each visit.
    pub mean: Vec<f64>,
    /// Covariance of the visits.
    pub covariance: Matrix,
}

/// Distribution of all visits of a person who deviates at `visit`, counted from zero. With no visit before the
/// deviation, to copy increments is to jump to the reference: the increments start at randomisation, where the arms
/// agree.
///
/// # Errors
/// A last mean to be carried forward from before the first visit, or a reference covariance that is not positive
/// definite.
///
/// # Panics
/// When the distributions differ in their number of visits, or have none.
pub fn marginal(
    own: &Normal,
    reference: &Normal,
    strategy: Strategy,
    visit: usize,
) -> Result<Normal, StatisticsError> {
    let joined = |mean| Ok(Normal { mean, covariance: join(own, reference, visit)? });
    match (strategy, visit.checked_sub(1)) {
        (Strategy::MissingAtRandom, _) => Ok(own.clone()),
        (Strategy::CopyReference, _) => Ok(reference.clone()),
        (Strategy::JumpToReference, _) | (Strategy::CopyIncrements, None) => {
            joined(continued(own, visit, |later| reference.mean[later]))
        }
        (Strategy::CopyIncrements, Some(last)) => joined(continued(own, visit, |later| {
            own.mean[last] + (reference.mean[later] - reference.mean[last])
        })),
        (Strategy::LastMeanCarriedForward, Some(last)) => {
            let mean = continued(own, visit, |_| own.mean[last]);
            Ok(Normal { mean, covariance: own.covariance.clone() })
        }
        (Strategy::LastMeanCarriedForward, None) => Err(StatisticsError::OutOfRange {
            what: "visit of deviation".into(),
            value: 0.0,
            allowed: "after the first visit, for there is no earlier mean to carry forward",
        }),
    }
}

/// The own mean before the visit and another one from it on.
fn continued(own: &Normal, visit: usize, later: impl Fn(usize) -> f64) -> Vec<f64> {
    own.mean[..visit].iter().copied().chain((visit..own.mean.len()).map(later)).collect()
}

/// The joined covariance matrix of the head of this file. Where both arms share one matrix it is that matrix, to the
/// last bit.
fn join(own: &Normal, reference: &Normal, visit: usize) -> Result<Matrix, StatisticsError> {
    let (sigma, other) = (&own.covariance, &reference.covariance);
    if sigma == other {
        return Ok(sigma.clone());
    }
    let before = factorise(&other[..visit], "reference covariance before the deviation")?;
    let slopes: Matrix = other[visit..].iter().map(|row| before.solve(&row[..visit])).collect();
    let carried: Matrix = slopes
        .iter()
        .map(|slope| sigma[..visit].iter().map(|row| dot(slope, &row[..visit])).collect())
        .collect();
    let entry = |one: usize, other: usize| {
        let (late, early) = (one.max(other), one.min(other));
        if late < visit {
            return sigma[late][early];
        }
        if early < visit {
            return carried[late - visit][early];
        }
        let slope = &slopes[early - visit];
        other_given_before(&reference.covariance, late, early, slope) + dot(slope, &carried[late - visit])
    };
    Ok((0..other.len()).map(|row| (0..other.len()).map(|column| entry(row, column)).collect()).collect())
}

/// An entry of R22 - B R12, with the row of B that belongs to the second visit.
fn other_given_before(covariance: &[Vec<f64>], late: usize, early: usize, slope: &[f64]) -> f64 {
    covariance[late][early] - dot(slope, &covariance[late][..slope.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::conditional::conditional;

    fn own() -> Normal {
        Normal {
            mean: vec![5.0, 4.0, 3.5],
            covariance: vec![vec![4.0, 2.0, 1.0], vec![2.0, 5.0, 3.0], vec![1.0, 3.0, 6.0]],
        }
    }

    fn reference() -> Normal {
        Normal {
            mean: vec![6.0, 6.5, 6.25],
            covariance: vec![vec![2.0, 1.0, 0.5], vec![1.0, 3.0, 1.2], vec![0.5, 1.2, 2.5]],
        }
    }

    fn mean(strategy: Strategy, visit: usize) -> Vec<f64> {
        marginal(&own(), &reference(), strategy, visit).unwrap().mean
    }

    #[test]
    fn the_means_are_those_of_the_table() {
        assert_eq!(mean(Strategy::MissingAtRandom, 1), [5.0, 4.0, 3.5]);
        assert_eq!(mean(Strategy::JumpToReference, 1), [5.0, 6.5, 6.25]);
        assert_eq!(mean(Strategy::CopyReference, 2), [6.0, 6.5, 6.25]);
        assert_eq!(mean(Strategy::CopyIncrements, 1), [5.0, 5.5, 5.25]);
        assert_eq!(mean(Strategy::LastMeanCarriedForward, 2), [5.0, 4.0, 4.0]);
    }

    #[test]
    fn a_deviation_at_the_first_visit_leaves_nothing_of_the_own_arm() {
        for strategy in [Strategy::JumpToReference, Strategy::CopyIncrements, Strategy::CopyReference] {
            assert_eq!(marginal(&own(), &reference(), strategy, 0), Ok(reference()));
        }
        let carried = marginal(&own(), &reference(), Strategy::LastMeanCarriedForward, 0);
        assert!(carried.unwrap_err().to_string().contains("no earlier mean"));
    }

    #[test]
    fn the_own_arm_as_reference_is_missing_at_random() {
        for strategy in [Strategy::JumpToReference, Strategy::CopyReference, Strategy::CopyIncrements] {
            let seen = marginal(&own(), &own(), strategy, 1).unwrap();
            assert_eq!(seen.covariance, own().covariance);
            // Increments are subtracted and added again, exact in halves and quarters.
            assert_eq!(seen.mean, own().mean);
        }
    }

    #[test]
    fn without_increments_to_copy_the_mean_stays() {
        let flat = Normal { mean: vec![6.0; 3], ..reference() };
        let seen = marginal(&own(), &flat, Strategy::CopyIncrements, 2).unwrap();
        assert_eq!(seen.mean, [5.0, 4.0, 4.0]);
    }

    #[test]
    fn where_the_arms_agree_so_far_copying_increments_is_jumping() {
        let same_start = Normal { mean: vec![5.0, 6.5, 6.25], ..reference() };
        let increments = marginal(&own(), &same_start, Strategy::CopyIncrements, 1);
        assert_eq!(increments, marginal(&own(), &same_start, Strategy::JumpToReference, 1));
    }

    /// The defining property of section 4.3: own arm before, reference given the visits before.
    #[test]
    fn the_joined_covariance_is_own_before_and_reference_given_before() {
        let seen = marginal(&own(), &reference(), Strategy::JumpToReference, 1).unwrap();
        assert_eq!(seen.covariance[0][..1], [4.0]);
        let observed = [true, false, false];
        let joined = conditional(&seen.covariance, &observed).unwrap();
        let expected = conditional(&reference().covariance, &observed).unwrap();
        for row in 0..2 {
            assert!((joined.slopes[row][0] - expected.slopes[row][0]).abs() < 1e-15, "a few roundings");
            for column in 0..2 {
                let gap = joined.covariance[row][column] - expected.covariance[row][column];
                assert!(gap.abs() < 1e-14, "a few roundings");
            }
        }
    }
}
