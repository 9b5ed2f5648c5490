//! What is known about one number? An estimate with its standard error, test and interval.

use crate::describe::Interval;
use conus_num::distribution::student_t;

/// A coefficient or a combination of them, with its test against zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Name of the column or of the combination.
    pub name: String,
    /// Best value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of the t test; infinite where the test is normal.
    pub freedom: f64,
    /// Value over standard error.
    pub statistic: f64,
    /// Probability of a statistic at least as far from zero, if the true value is zero.
    pub p_two_sided: f64,
    /// 95 % confidence interval.
    pub interval_95: Interval,
}

impl Estimate {
    /// The estimate and its test by Student's t; with infinite freedom, Wald's test by the normal distribution.
    #[must_use]
    pub fn new(name: &str, value: f64, standard_error: f64, freedom: f64) -> Self {
        let statistic = value / standard_error;
        let half_width = student_t::upper_quantile(0.025, freedom) * standard_error;
        Self {
            name: name.to_owned(),
            value,
            standard_error,
            freedom,
            statistic,
            p_two_sided: student_t::two_sided(statistic, freedom),
            interval_95: Interval::around(value, half_width),
        }
    }
}
