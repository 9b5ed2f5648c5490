//! How sure are coefficients if the covariance model is wrong? The sandwich, person by person.
//!
//! ```text
//! P [sum_i X_i'W_i a_i a_i'W_i X_i] P,     H_i = X_i P X_i'W_i
//! ```
//!
//! where a are the residuals of a person (Liang and Zeger 1986, Biometrika 73:13, section 2) or, against their being too
//! small, (I - H)^-1 of them (Mancl and `DeRouen` 2001, Biometrics 57:126: near the jackknife) or (I - H)^(-1/2) in the
//! coordinates where W is the identity (Bell and `McCaffrey` 2002, Survey Methodology 28:169, section 4).

use super::estimate::Inference;
use super::freedom::Freedom;
use super::pattern::people;
use super::{Fit, Repeated};
use crate::StatisticsError;
use crate::symmetric::{Cholesky, Symmetric};

/// How residuals are corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandwich {
    /// Not at all (CR0).
    Plain,
    /// By the root of what the fit leaves of them (CR2).
    BiasReduced,
    /// By all of it (CR3).
    Jackknife,
}

impl Sandwich {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::BiasReduced, Self::Jackknife];

    /// Its name in plans and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "CR0",
            Self::BiasReduced => "CR2",
            Self::Jackknife => "CR3",
        }
    }
}

impl Fit {
    /// Inference with the sandwich. Degrees of freedom are those of [`Freedom`] that do not rest on adjusted standard
    /// errors; Kenward and Roger's do and are refused.
    ///
    /// # Errors
    /// Degrees of freedom of Kenward and Roger, or a person who alone decides a coefficient.
    pub fn robust(
        &self,
        data: &Repeated,
        sandwich: Sandwich,
        freedom: Freedom,
    ) -> Result<Inference<'_>, StatisticsError> {
        if freedom.curvature().is_some() {
            let what = "degrees of freedom with a sandwich".to_owned();
            let allowed = "satterthwaite, between-within or residual";
            return Err(StatisticsError::OutOfRange { what, value: f64::NAN, allowed });
        }
        let covariance = &self.optimum.likelihood.covariance;
        let mut meat = Symmetric::zero(covariance.order);
        for rows in people(data) {
            let pull = self.pull(data, &rows, sandwich)?;
            meat.add(1.0, &Symmetric::from_fn(covariance.order, |i, j| pull[i] * pull[j]));
        }
        Ok(Inference { fit: self, freedom, covariance: meat.between(&covariance.rows()) })
    }

    /// The pull of one person on the coefficients.
    fn pull(&self, data: &Repeated, rows: &[usize], sandwich: Sandwich) -> Result<Vec<f64>, StatisticsError> {
        let (coefficients, covariance) =
            (&self.optimum.likelihood.coefficients, &self.optimum.likelihood.covariance);
        let visits: Vec<usize> = rows.iter().map(|row| data.visit[*row]).collect();
        let seen = self.covariance[data.group_of(rows[0])].select(&visits);
        let factor = Cholesky::of(&seen, f64::EPSILON).expect("it was positive definite when fitted");
        let residual = |row: &usize| {
            let (design, response) = self.basis.row(*row).split_at(coefficients.len());
            response[0] - design.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>()
        };
        let mut residuals: Vec<f64> = rows.iter().map(residual).collect();
        factor.forward(&mut residuals);
        // Columns of L^-1 X.
        let columns: Vec<Vec<f64>> = (0..coefficients.len())
            .map(|at| {
                let mut column: Vec<f64> = rows.iter().map(|row| self.basis.row(*row)[at]).collect();
                factor.forward(&mut column);
                column
            })
            .collect();
        let points: Vec<Vec<f64>> =
            (0..rows.len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
        let fitted = covariance.between(&points);
        let left = Symmetric::from_fn(rows.len(), |i, j| if i == j { 1.0 } else { 0.0 } - fitted.at(i, j));
        let corrected =
            corrected(&left, &residuals, sandwich).ok_or(StatisticsError::FullLeverage { row: rows[0] })?;
        Ok(columns.iter().map(|column| column.iter().zip(&corrected).map(|(x, a)| x * a).sum()).collect())
    }
}

/// Residuals times the power of `left` that is wanted; none where nothing is left.
fn corrected(left: &Symmetric, residuals: &[f64], sandwich: Sandwich) -> Option<Vec<f64>> {
    match sandwich {
        Sandwich::Plain => Some(residuals.to_vec()),
        Sandwich::Jackknife => Some(Cholesky::of(left, 1e-10)?.solve(residuals)),
        Sandwich::BiasReduced => {
            let axes = left.principal_axes();
            let mut sum = vec![0.0; residuals.len()];
            for axis in &axes {
                let size = left.quadratic(axis);
                if size <= 1e-10 {
                    return None;
                }
                let along: f64 = axis.iter().zip(residuals).map(|(a, r)| a * r).sum::<f64>() / size.sqrt();
                sum.iter_mut().zip(axis).for_each(|(out, a)| *out += along * a);
            }
            Some(sum)
        }
    }
}
