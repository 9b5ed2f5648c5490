//! How does a response depend on several columns at once? Ordinary least squares.
//!
//! The model always has an intercept. Solved by Householder reflections ([`crate::linear_algebra`]),
//! which keep twice the digits of the normal equations. Notation as in Seber and Lee 2003, chapters 3 and
//! 4.

mod diagnostics;
mod robust;

pub use crate::design::{Column, INTERCEPT};
pub use crate::estimate::Estimate;
pub use diagnostics::{Diagnostics, Influence, QuantilePoint, Studentised};
pub use robust::Robust;

use crate::StatisticsError;
use crate::describe::square_sum;
use crate::design::Design;
use crate::error::{check_length, check_values, number};
use crate::linear_algebra::{Factorisation, dot, factorise, times};
use crate::wald::{self, FTest};
use std::ops::Range;

/// Squares below this share of the squared response are rounding: (45 units in the last place)².
const ROUNDING: f64 = 1e-28;

/// Leverage is one up to the rounding of a few hundred products.
const FULL_LEVERAGE: f64 = 1.0 - 1e-12;

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Names of the columns, the intercept first.
    pub names: Vec<String>,
    /// Coefficients in the order of the names.
    pub coefficients: Vec<f64>,
    /// Covariance matrix of the coefficients.
    pub covariance: Vec<Vec<f64>>,
    /// Rows minus columns.
    pub residual_freedom: f64,
    /// Residual standard deviation.
    pub residual_deviation: f64,
    /// Share of the variance about the mean that is explained.
    pub r_squared: f64,
    /// Prediction of each row.
    pub fitted: Vec<f64>,
    /// Response minus prediction.
    pub residuals: Vec<f64>,
    /// Variance inflation of each column but the intercept: 1 / (1 - R²) of that column on the others.
    pub variance_inflation: Vec<f64>,
    factors: Factorisation,
}

/// Fits `response` to an intercept and the covariates.
///
/// # Errors
/// Columns of different length, too few rows, values that are not finite, a response that does not vary, a
/// column that is a linear combination of those before it, or a fit without any residual to judge by.
pub fn fit(response: &[f64], covariates: &[Column]) -> Result<Fit, StatisticsError> {
    check_values("response", response, covariates.len() + 2)?;
    for column in covariates {
        check_length(&column.name, column.values.len(), response.len())?;
        check_values(&column.name, &column.values, 0)?;
    }
    let names = std::iter::once(INTERCEPT.to_owned()).chain(covariates.iter().map(|c| c.name.clone()));
    let columns =
        std::iter::once(vec![1.0; response.len()]).chain(covariates.iter().map(|c| c.values.clone()));
    fit_columns(response, names.collect(), columns.collect())
}

/// Fits `response` to the columns of a design.
///
/// # Errors
/// As [`fit`].
pub fn fit_design(response: &[f64], design: &Design) -> Result<Fit, StatisticsError> {
    check_length("response", response.len(), design.rows())?;
    check_values("response", response, design.names().len() + 1)?;
    fit_columns(response, design.names().to_vec(), design.columns().to_vec())
}

fn fit_columns(response: &[f64], names: Vec<String>, columns: Vec<Vec<f64>>) -> Result<Fit, StatisticsError> {
    let total = square_sum(response);
    let rounding = ROUNDING * dot(response, response);
    if total <= rounding {
        return Err(StatisticsError::NoSpread { what: "response".into() });
    }
    let factors = factorise(&columns)
        .map_err(|dependent| StatisticsError::RankDeficient { column: names[dependent.column].clone() })?;
    let fit = assemble(response, names, &columns, factors, total);
    if fit.residual_deviation * fit.residual_deviation * fit.residual_freedom <= rounding {
        return Err(StatisticsError::NoSpread { what: "residuals".into() });
    }
    Ok(fit)
}

fn assemble(
    response: &[f64],
    names: Vec<String>,
    columns: &[Vec<f64>],
    factors: Factorisation,
    total: f64,
) -> Fit {
    let coefficients = factors.least_squares(response);
    let unexplained = &factors.rotated(response)[names.len()..];
    let residual_square_sum = dot(unexplained, unexplained);
    let residual_freedom = number(response.len() - names.len());
    let variance = residual_square_sum / residual_freedom;
    let inverse = factors.inverse_cross_product();
    let covariance = inverse.iter().map(|row| row.iter().map(|entry| entry * variance).collect()).collect();
    let variance_inflation = (1..names.len()).map(|j| inverse[j][j] * square_sum(&columns[j])).collect();
    let predicted = |row: usize| -> f64 { columns.iter().zip(&coefficients).map(|(c, b)| c[row] * b).sum() };
    let fitted: Vec<f64> = (0..response.len()).map(predicted).collect();
    Fit {
        coefficients,
        covariance,
        residual_freedom,
        residual_deviation: variance.sqrt(),
        r_squared: 1.0 - residual_square_sum / total,
        residuals: response.iter().zip(&fitted).map(|(value, fitted)| value - fitted).collect(),
        fitted,
        variance_inflation,
        names,
        factors,
    }
}

impl Fit {
    /// Table of coefficients with their tests.
    #[must_use]
    pub fn estimates(&self) -> Vec<Estimate> {
        self.estimates_with(&self.covariance)
    }

    /// Table of coefficients with another covariance matrix, such as that of [`Fit::robust_covariance`].
    #[must_use]
    pub fn estimates_with(&self, covariance: &[Vec<f64>]) -> Vec<Estimate> {
        let entry = |j: usize| {
            let standard_error = covariance[j][j].sqrt();
            Estimate::new(&self.names[j], self.coefficients[j], standard_error, self.residual_freedom)
        };
        (0..self.names.len()).map(entry).collect()
    }

    /// The sum of coefficients times `weights`, one weight per name.
    ///
    /// # Errors
    /// A number of weights other than that of the names.
    pub fn combination(&self, name: &str, weights: &[f64]) -> Result<Estimate, StatisticsError> {
        check_length(name, weights.len(), self.names.len())?;
        let variance = dot(weights, &times(&self.covariance, weights));
        Ok(Estimate::new(name, dot(weights, &self.coefficients), variance.sqrt(), self.residual_freedom))
    }

    /// Are all these combinations of the coefficients zero? One row of weights each.
    ///
    /// # Errors
    /// As [`wald::f_test`].
    pub fn f_test(&self, combinations: &[Vec<f64>]) -> Result<FTest, StatisticsError> {
        wald::f_test(&self.coefficients, &self.covariance, combinations, self.residual_freedom)
    }

    /// Are all coefficients at these positions zero? With [`Design::columns_of`], the test of a term.
    ///
    /// # Errors
    /// As [`wald::f_test`].
    pub fn f_test_of(&self, positions: Range<usize>) -> Result<FTest, StatisticsError> {
        self.f_test(&wald::single(positions, self.names.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, values: &[f64]) -> Column {
        Column { name: name.to_owned(), values: values.to_vec() }
    }

    #[test]
    fn a_column_that_repeats_another_is_named() {
        let (age, months) =
            (column("age", &[1.0, 2.0, 3.0, 5.0]), column("months", &[12.0, 24.0, 36.0, 60.0]));
        let seen = fit(&[1.0, 0.0, 2.0, 5.0], &[age, months]);
        assert_eq!(seen, Err(StatisticsError::RankDeficient { column: "months".into() }));
        let constant = fit(&[1.0, 0.0, 2.0], &[column("site", &[7.0, 7.0, 7.0])]);
        assert_eq!(constant, Err(StatisticsError::RankDeficient { column: "site".into() }));
    }

    #[test]
    fn a_missing_row_and_a_flat_response_are_errors() {
        let short = fit(&[1.0, 0.0, 2.0], &[column("age", &[1.0, 2.0])]);
        assert!(matches!(short, Err(StatisticsError::LengthMismatch { count: 2, expected: 3, .. })));
        assert!(matches!(fit(&[1.0, 1.0, 1.0], &[]), Err(StatisticsError::NoSpread { .. })));
        assert!(matches!(fit(&[1.0], &[]), Err(StatisticsError::TooFew { .. })));
    }

    #[test]
    fn a_fit_without_residuals_is_an_error() {
        let line = fit(&[0.1, 0.3, 0.5, 0.7], &[column("age", &[1.0, 2.0, 3.0, 4.0])]);
        assert_eq!(line, Err(StatisticsError::NoSpread { what: "residuals".into() }));
    }

    #[test]
    fn uncorrelated_columns_inflate_nothing() {
        let (a, b) = (column("a", &[-1.0, -1.0, 1.0, 1.0]), column("b", &[-1.0, 1.0, -1.0, 1.0]));
        let fit = fit(&[1.0, 0.0, 2.0, 7.0], &[a, b]).unwrap();
        assert!(fit.variance_inflation.iter().all(|inflation| (inflation - 1.0).abs() < 1e-14));
    }
}
