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
//! ```text
//! S11 = Σ11,    S21 = B Σ11,    S22 = R22 - B R12 + B Σ11 B'.
//! ```

use super::Matrix;
use super::trial::factorise;
use crate::StatisticsError;
use crate::linear_algebra::dot;
use crate::symmetric::Symmetric;

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

/// Mean at all visits of a person who deviates at `visit`, counted from zero, from its means in its own and in the
/// reference arm. With no visit before the deviation, to copy increments is to jump to the reference: the increments
/// start at randomisation, where the arms agree.
///
/// # Errors
/// A last mean to be carried forward from before the first visit.
///
/// # Panics
/// When the means differ in their number of visits, or have none.
pub fn mean(
    own: &[f64],
    reference: &[f64],
    strategy: Strategy,
    visit: usize,
) -> Result<Vec<f64>, StatisticsError> {
    let continued = |later: &dyn Fn(usize) -> f64| {
        Ok(own[..visit].iter().copied().chain((visit..own.len()).map(later)).collect())
    };
    match (strategy, visit.checked_sub(1)) {
        (Strategy::MissingAtRandom, _) => Ok(own.to_vec()),
        (Strategy::CopyReference, _) => Ok(reference.to_vec()),
        (Strategy::JumpToReference, _) | (Strategy::CopyIncrements, None) => {
            continued(&|later| reference[later])
        }
        (Strategy::CopyIncrements, Some(last)) => {
            continued(&|later| own[last] + (reference[later] - reference[last]))
        }
        (Strategy::LastMeanCarriedForward, Some(last)) => continued(&|_| own[last]),
        (Strategy::LastMeanCarriedForward, None) => Err(StatisticsError::OutOfRange {
            what: "visit of deviation".into(),
            value: 0.0,
            allowed: "after the first visit, for there is no earlier mean to carry forward",
        }),
    }
}

/// Covariance of all visits of a person who deviates at `visit`, from that of its own and of the reference arm.
///
/// # Errors
/// A reference covariance that is not positive definite before the deviation.
///
/// # Panics
/// When the matrices differ in their size.
pub fn covariance(
    own: &Symmetric,
    reference: &Symmetric,
    strategy: Strategy,
    visit: usize,
) -> Result<Symmetric, StatisticsError> {
    match strategy {
        Strategy::MissingAtRandom | Strategy::LastMeanCarriedForward => Ok(own.clone()),
        Strategy::CopyReference => Ok(reference.clone()),
        // The joined matrix would be the same, but for rounding.
        Strategy::JumpToReference | Strategy::CopyIncrements if own == reference => Ok(own.clone()),
        Strategy::JumpToReference | Strategy::CopyIncrements => join(own, reference, visit),
    }
}

/// The joined covariance matrix of the head of this file.
fn join(own: &Symmetric, reference: &Symmetric, visit: usize) -> Result<Symmetric, StatisticsError> {
    let before: Vec<usize> = (0..visit).collect();
    let first = factorise(&reference.select(&before), "reference covariance before the deviation")?;
    let with_before =
        |later| -> Vec<f64> { before.iter().map(|&early| reference.at(later, early)).collect() };
    let slopes: Matrix = (visit..own.order).map(|later| first.solve(&with_before(later))).collect();
    let own_before = own.select(&before);
    let carried: Matrix = slopes.iter().map(|slope| own_before.times(slope)).collect();
    Ok(Symmetric::from_fn(own.order, |late, early| {
        if late < visit {
            return own.at(late, early);
        }
        if early < visit {
            return carried[late - visit][early];
        }
        let slope = &slopes[early - visit];
        let rest = reference.at(late, early) - dot(slope, &with_before(late));
        rest + dot(slope, &carried[late - visit])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::conditional::conditional;

    const OWN: [f64; 3] = [5.0, 4.0, 3.5];
    const REFERENCE: [f64; 3] = [6.0, 6.5, 6.25];
    /// All assumptions that look at the reference arm.
    const REFERENCE_BASED: [Strategy; 3] =
        [Strategy::JumpToReference, Strategy::CopyReference, Strategy::CopyIncrements];

    fn own() -> Symmetric {
        Symmetric { order: 3, packed: vec![4.0, 2.0, 5.0, 1.0, 3.0, 6.0] }
    }

    fn reference() -> Symmetric {
        Symmetric { order: 3, packed: vec![2.0, 1.0, 3.0, 0.5, 1.2, 2.5] }
    }

    #[test]
    fn the_means_are_those_of_the_table() {
        let seen = |strategy, visit| mean(&OWN, &REFERENCE, strategy, visit).unwrap();
        assert_eq!(seen(Strategy::MissingAtRandom, 1), [5.0, 4.0, 3.5]);
        assert_eq!(seen(Strategy::JumpToReference, 1), [5.0, 6.5, 6.25]);
        assert_eq!(seen(Strategy::CopyReference, 2), [6.0, 6.5, 6.25]);
        assert_eq!(seen(Strategy::CopyIncrements, 1), [5.0, 5.5, 5.25]);
        assert_eq!(seen(Strategy::LastMeanCarriedForward, 2), [5.0, 4.0, 4.0]);
    }

    #[test]
    fn a_deviation_at_the_first_visit_leaves_nothing_of_the_own_arm() {
        for strategy in REFERENCE_BASED {
            assert_eq!(mean(&OWN, &REFERENCE, strategy, 0), Ok(REFERENCE.to_vec()));
            assert_eq!(covariance(&own(), &reference(), strategy, 0), Ok(reference()));
        }
        let carried = mean(&OWN, &REFERENCE, Strategy::LastMeanCarriedForward, 0);
        assert!(carried.unwrap_err().to_string().contains("no earlier mean"));
    }

    /// Increments are subtracted and added again, exact in halves and quarters.
    #[test]
    fn the_own_arm_as_reference_is_missing_at_random() {
        for strategy in REFERENCE_BASED {
            assert_eq!(mean(&OWN, &OWN, strategy, 1), Ok(OWN.to_vec()));
            assert_eq!(covariance(&own(), &own(), strategy, 1), Ok(own()));
        }
    }

    #[test]
    fn without_increments_to_copy_the_mean_stays() {
        assert_eq!(mean(&OWN, &[6.0; 3], Strategy::CopyIncrements, 2), Ok(vec![5.0, 4.0, 4.0]));
    }

    #[test]
    fn where_the_arms_agree_so_far_copying_increments_is_jumping() {
        let same_start = [5.0, 6.5, 6.25];
        let increments = mean(&OWN, &same_start, Strategy::CopyIncrements, 1);
        assert_eq!(increments, mean(&OWN, &same_start, Strategy::JumpToReference, 1));
    }

    /// The defining property of section 4.3: own arm before, reference given the visits before.
    #[test]
    fn the_joined_covariance_is_own_before_and_reference_given_before() {
        let seen = covariance(&own(), &reference(), Strategy::JumpToReference, 1).unwrap();
        assert_eq!(seen.packed[..1], [4.0]);
        let observed = [true, false, false];
        let joined = conditional(&seen, &observed).unwrap();
        let expected = conditional(&reference(), &observed).unwrap();
        for row in 0..2 {
            assert!((joined.slopes[row][0] - expected.slopes[row][0]).abs() < 1e-15, "a few roundings");
        }
        for (joined, expected) in joined.covariance.packed.iter().zip(&expected.covariance.packed) {
            assert!((joined - expected).abs() < 1e-14, "a few roundings");
        }
    }
}
