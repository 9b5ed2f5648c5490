//! How many, how much, how spread? What a published table prints of one arm.

use conus_stats::describe::{mean, standard_deviation};
use serde::{Deserialize, Serialize};

/// Number, mean and standard deviation of some answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many answers.
    pub n: u32,
    /// Their mean; none without answers.
    pub mean: Option<f64>,
    /// Their standard deviation (n - 1 below); none with fewer than two answers.
    pub sd: Option<f64>,
}

impl Summary {
    /// Summary of these answers.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        Self { n: count(values.len()), mean: mean(values).ok(), sd: standard_deviation(values).ok() }
    }
}

/// A number of people, as result files hold it.
pub(super) fn count(people: usize) -> u32 {
    u32::try_from(people).expect("a data set indexes its subjects with 32 bits")
}
