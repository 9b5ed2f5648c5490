//! What is a combination of coefficients, how sure is it, and are several of them zero together?

use super::freedom::{self, Freedom};
use super::{Fit, kenward_roger};
use crate::error::{check_length, number};
use crate::linear_algebra::dot;
use crate::symmetric::{Cholesky, Symmetric};
use crate::wald::FTest;
use crate::{Estimate, StatisticsError};
use conus_num::distribution::f;

/// Least variance of a combination, as a share of that of its parts, at which it still counts as one of its own.
const INDEPENDENT: f64 = 1e-12;

/// Standard errors and degrees of freedom of one kind for one fit.
#[derive(Clone, Debug)]
pub struct Inference<'a> {
    pub(super) fit: &'a Fit,
    pub(super) freedom: Freedom,
    /// Covariance of the coefficients in the basis.
    pub(super) covariance: Symmetric,
}

impl Fit {
    /// Standard errors and degrees of freedom of one kind; made once and asked often.
    #[must_use]
    pub fn inference(&self, freedom: Freedom) -> Inference<'_> {
        let covariance = match freedom.curvature() {
            None => self.optimum.likelihood.covariance.clone(),
            Some(curvature) => kenward_roger::adjusted(self, curvature),
        };
        Inference { fit: self, freedom, covariance }
    }
}

impl Inference<'_> {
    /// Covariance matrix of the coefficients.
    #[must_use]
    pub fn covariance(&self) -> Symmetric {
        self.fit.basis.covariance(&self.covariance)
    }

    /// Every coefficient.
    ///
    /// # Errors
    /// As [`Inference::combination`].
    pub fn coefficients(&self) -> Result<Vec<Estimate>, StatisticsError> {
        let count = self.fit.names.len();
        let one = |at: usize| {
            let mut weights = vec![0.0; count];
            weights[at] = 1.0;
            self.combination(&self.fit.names[at], &weights)
        };
        (0..count).map(one).collect()
    }

    /// The sum of coefficients times `weights`.
    ///
    /// # Errors
    /// A number of weights other than that of the coefficients, or no degrees of freedom left.
    pub fn combination(&self, name: &str, weights: &[f64]) -> Result<Estimate, StatisticsError> {
        check_length(name, weights.len(), self.fit.names.len())?;
        let inside = self.fit.basis.weights(weights);
        let value = dot(weights, &self.fit.coefficients);
        let standard_error = self.covariance.quadratic(&inside).sqrt();
        let freedom = freedom::of(self.fit, self.freedom, weights, &inside)?;
        Ok(Estimate::new(name, value, standard_error, freedom))
    }

    /// Are all these combinations zero?
    ///
    /// # Errors
    /// No row, one of the wrong length, rows that depend on each other, or no degrees of freedom left.
    pub fn joint(&self, rows: &[Vec<f64>]) -> Result<FTest, StatisticsError> {
        if rows.is_empty() {
            return Err(StatisticsError::TooFew { what: "combinations".into(), count: 0, least: 1 });
        }
        for row in rows {
            check_length("combination", row.len(), self.fit.names.len())?;
        }
        let inside: Vec<Vec<f64>> = rows.iter().map(|row| self.fit.basis.weights(row)).collect();
        let values: Vec<f64> = rows.iter().map(|row| dot(row, &self.fit.coefficients)).collect();
        let dependent = || StatisticsError::RankDeficient { column: "combinations".into() };
        let factor = Cholesky::of(&self.covariance.between(&inside), INDEPENDENT).ok_or_else(dependent)?;
        let mut scaled = values;
        factor.forward(&mut scaled);
        let above = number(rows.len());
        let plain = dot(&scaled, &scaled) / above;
        let (scale, below) =
            freedom::of_joint(self.fit, self.freedom, rows, &inside).ok_or_else(dependent)??;
        let statistic = scale * plain;
        Ok(FTest {
            statistic,
            freedom_above: above,
            freedom_below: below,
            p: f::upper_tail(statistic, above, below),
        })
    }
}
