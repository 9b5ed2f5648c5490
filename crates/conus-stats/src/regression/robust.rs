//! What if the variance differs from row to row? Heteroscedasticity-consistent covariance matrices.
//!
//!     (X'X)^-1 X' diag(w) X (X'X)^-1 = R^-1 (Q' diag(w) Q) R^-T    for X = Q R
//!
//! with the squared residual e² in w, enlarged for the leverage h of the row in three ways. The form on the right keeps
//! twice the digits.

use super::Fit;
use crate::StatisticsError;
use crate::error::number;
use crate::linear_algebra::{dot, times};

/// How the squared residual e² of a row becomes its variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Robust {
    /// e² (White 1980).
    Hc0,
    /// e² n / (n - p) for n rows and p columns (`MacKinnon` and White 1985).
    Hc1,
    /// e² / (1 - h) (`MacKinnon` and White 1985).
    Hc2,
    /// e² / (1 - h)²; the most cautious, for small trials (`MacKinnon` and White 1985; Long and Ervin 2000).
    Hc3,
}

impl Fit {
    /// Covariance matrix of the coefficients that allows a different variance in every row.
    ///
    /// # Errors
    /// For HC2 and HC3, a row that alone decides a coefficient, so that its residual is zero whatever its response.
    pub fn robust_covariance(&self, robust: Robust) -> Result<Vec<Vec<f64>>, StatisticsError> {
        let basis = self.factors.orthonormal_columns();
        let count = basis.len();
        let mut middle = vec![vec![0.0; count]; count];
        for (row, &residual) in self.residuals.iter().enumerate() {
            let point: Vec<f64> = basis.iter().map(|column| column[row]).collect();
            let leverage = dot(&point, &point);
            let deviation = match robust {
                Robust::Hc0 => residual,
                Robust::Hc1 => residual * (number(self.residuals.len()) / self.residual_freedom).sqrt(),
                Robust::Hc2 => residual / left(leverage, row)?.sqrt(),
                Robust::Hc3 => residual / left(leverage, row)?,
            };
            for i in 0..count {
                for j in 0..count {
                    middle[i][j] += deviation * point[i] * (deviation * point[j]);
                }
            }
        }
        // R^-1 M R^-T, one side after the other; M is symmetric.
        let inverse = self.factors.inverse_triangle();
        let one_side: Vec<Vec<f64>> = inverse.iter().map(|row| times(&middle, row)).collect();
        Ok(one_side.iter().map(|row| times(&inverse, row)).collect())
    }

    /// The same fit, judged by a covariance matrix that allows a different variance in every row.
    ///
    /// # Errors
    /// As [`Fit::robust_covariance`].
    pub fn robust(mut self, robust: Robust) -> Result<Self, StatisticsError> {
        self.covariance = self.robust_covariance(robust)?;
        Ok(self)
    }
}

/// What the other rows leave to a row of this leverage.
fn left(leverage: f64, row: usize) -> Result<f64, StatisticsError> {
    if leverage >= super::FULL_LEVERAGE {
        return Err(StatisticsError::FullLeverage { row });
    }
    Ok(1.0 - leverage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regression::{Column, fit};

    #[test]
    fn only_the_variants_that_divide_by_what_is_left_refuse_a_row_that_stands_alone() {
        let alone = Column { name: "alone".to_owned(), values: vec![0.0, 0.0, 0.0, 1.0] };
        let fit = fit(&[1.0, 2.0, 4.0, 9.0], &[alone]).unwrap();
        let refused = Err(StatisticsError::FullLeverage { row: 3 });
        assert_eq!(fit.robust_covariance(Robust::Hc3), refused);
        assert_eq!(fit.robust_covariance(Robust::Hc2), refused);
        assert!(fit.robust_covariance(Robust::Hc0).is_ok() && fit.robust_covariance(Robust::Hc1).is_ok());
    }

    #[test]
    fn two_groups_under_hc2_are_welchs_standard_error() {
        let (first, second) = ([4.0, 6.0, 5.5, 7.0], [3.0, 2.5, 6.0]);
        let response: Vec<f64> = first.iter().chain(&second).copied().collect();
        let arm = Column { name: "arm".into(), values: vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0] };
        let seen = fit(&response, &[arm]).unwrap().robust(Robust::Hc2).unwrap().estimates()[1].standard_error;
        let welch = crate::two_sample::welch(&first, &second).unwrap().standard_error;
        assert!((seen / welch - 1.0).abs() < 1e-14);
    }
}
