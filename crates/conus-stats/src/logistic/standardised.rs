//! What share would respond if everybody had one arm, and if everybody had the other? Standardisation.
//!
//! The model predicts each person under each arm; the mean over all people is the marginal risk of the arm, and the
//! difference of two such means does not depend on which covariates were adjusted for, as an odds
//! ratio does (FDA 2023, Adjusting for Covariates in Randomized Clinical Trials, section III.C; Ge and others 2011).
//! With p the predictions under one arm, x their columns and V the covariance of the coefficients,
//!
//!     risk = mean(p),    gradient g = mean(p (1 - p) x),    variance of a - b = (g_a - g_b)' V (g_a - g_b)
//!
//! by the delta method, for people with the covariates that these people have (Ge and others 2011).

use super::newton::expit;
use super::{Fit, normal};
use crate::StatisticsError;
use crate::ancova::minus;
use crate::describe::centre;
use crate::estimate::Estimate;
use crate::linear_algebra::{dot, times};

/// Marginal risks and their differences.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardised {
    /// Share with the event if everybody had the level, for each level of the factor.
    pub risks: Vec<Estimate>,
    /// Each level but the first minus the first, the reference.
    pub differences: Vec<Estimate>,
}

/// A risk and how it moves with the coefficients.
struct Risk {
    value: f64,
    gradient: Vec<f64>,
}

impl Fit {
    /// Standardises over everybody in the fit: what if all had each level of `factor`?
    ///
    /// # Errors
    /// A factor that the model does not have.
    pub fn standardised(&self, factor: &str) -> Result<Standardised, StatisticsError> {
        let levels = self.design.factor(factor)?.levels();
        let risk = |level: &String| Ok(self.risk(&self.design.columns_if_all_had(factor, level)?));
        let risks = levels.iter().map(risk).collect::<Result<Vec<Risk>, StatisticsError>>()?;
        let estimate = |name: &str, value: f64, gradient: &[f64]| {
            normal(name, value, dot(gradient, &times(&self.covariance, gradient)))
        };
        let reference = &risks[0];
        let difference = |(name, risk): (&String, &Risk)| {
            let name = format!("{name} - {}", levels[0]);
            estimate(&name, risk.value - reference.value, &minus(&risk.gradient, &reference.gradient))
        };
        Ok(Standardised {
            risks: levels.iter().zip(&risks).map(|(name, r)| estimate(name, r.value, &r.gradient)).collect(),
            differences: levels.iter().zip(&risks).skip(1).map(difference).collect(),
        })
    }

    fn risk(&self, columns: &[Vec<f64>]) -> Risk {
        let predictor =
            |row: usize| -> f64 { columns.iter().zip(&self.coefficients).map(|(c, b)| c[row] * b).sum() };
        let predictors: Vec<f64> = (0..self.design.rows()).map(predictor).collect();
        let slope = |column: &Vec<f64>| {
            let slopes = column.iter().zip(&predictors).map(|(value, &eta)| value * expit(eta) * expit(-eta));
            centre(&slopes.collect::<Vec<f64>>())
        };
        let value = centre(&predictors.iter().map(|&eta| expit(eta)).collect::<Vec<f64>>());
        Risk { value, gradient: columns.iter().map(slope).collect() }
    }
}
