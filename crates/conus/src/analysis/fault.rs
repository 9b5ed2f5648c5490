//! Why is there no verdict, or no number in it?

use super::estimand::EstimandError;
use crate::trial::dataset::DatasetError;
use conus_stats::StatisticsError;
use serde::{Deserialize, Serialize};

/// Why a data set could not be analysed at all.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum AnalysisError {
    /// The data set has a fault.
    #[error("the data set cannot be analysed: {0}")]
    Dataset(#[from] DatasetError),
    /// No single visit has that name.
    #[error("`{at}` names {matches} visits of {visits:?}; name the analysed visit as one of them")]
    UnknownVisit {
        /// Name asked for.
        at: String,
        /// How many visits have it.
        matches: usize,
        /// Labels of the visits.
        visits: Vec<String>,
    },
    /// The visit is not one of the data set.
    #[error("visit {visit} is asked for, but there are {count}, counted from 0")]
    NoSuchVisit {
        /// Index asked for.
        visit: u16,
        /// How many there are.
        count: usize,
    },
    /// The arm is not one of the data set.
    #[error("arm {arm} is asked for, but there are {count}, counted from 0")]
    NoSuchArm {
        /// Index asked for.
        arm: u16,
        /// How many there are.
        count: usize,
    },
    /// There is not exactly one arm to compare with the control.
    #[error(
        "there are {count} arms; with other than two, say by a contrast which is compared with the control"
    )]
    NotTwoArms {
        /// How many arms there are.
        count: usize,
    },
    /// The two arms to compare are one.
    #[error("arm {arm} is to be compared with itself; name two arms")]
    SameArm {
        /// The arm.
        arm: u16,
    },
}

/// A number, or the reason why there is none.
pub type Computed<T> = Result<T, NotComputed>;

/// Why one number of a verdict could not be computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct NotComputed {
    /// Kind of the reason, for counting.
    pub why: Why,
    /// The reason in words.
    pub message: String,
}

/// Kinds of reason why a number could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Too few people or replicates.
    TooFew,
    /// All values are equal.
    NoSpread,
    /// Two columns of a regression cannot be told apart.
    Confounded,
    /// The question asks for something outside the method.
    OutOfReach,
}

impl NotComputed {
    /// Fewer of something than needed.
    pub(crate) fn too_few(what: &str, count: usize, least: usize) -> Self {
        StatisticsError::TooFew { what: what.to_owned(), count, least }.into()
    }

    /// What the method does not reach, in words.
    pub(crate) fn out_of_reach(message: String) -> Self {
        Self { why: Why::OutOfReach, message }
    }

    /// A share of a benefit that is none.
    pub(super) fn no_benefit(benefit: f64) -> Self {
        Self::out_of_reach(format!("the benefit is {benefit}; only a benefit above zero has shares"))
    }
}

impl From<EstimandError> for NotComputed {
    fn from(error: EstimandError) -> Self {
        Self::out_of_reach(error.to_string())
    }
}

impl From<DatasetError> for NotComputed {
    fn from(error: DatasetError) -> Self {
        Self::out_of_reach(error.to_string())
    }
}

impl From<StatisticsError> for NotComputed {
    fn from(error: StatisticsError) -> Self {
        let why = match &error {
            StatisticsError::TooFew { .. } => Why::TooFew,
            StatisticsError::ImpossibleCount { total: 0, .. } => Why::TooFew,
            StatisticsError::NoSpread { .. } => Why::NoSpread,
            StatisticsError::RankDeficient { .. } => Why::Confounded,
            _ => Why::OutOfReach,
        };
        Self { why, message: error.to_string() }
    }
}
