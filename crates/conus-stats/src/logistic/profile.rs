//! Between which values is a coefficient compatible with the events? The profile-likelihood interval.
//!
//! Those values b for which twice the log likelihood, maximised over all other coefficients, is less than the
//! 95 % quantile of chi-square below its top (Venzon and Moolgavkar 1988; for the penalised likelihood Heinze and
//! Schemper 2002). It is better than Wald's where there are few events.

use super::Fit;
use crate::StatisticsError;
use crate::describe::Interval;
use conus_num::distribution::normal;

/// A limit is found when it moves by less than this share.
const SETTLED: f64 = 1e-12;

impl Fit {
    /// 95 % profile-likelihood interval of the coefficient at `position`, on the log odds scale.
    ///
    /// # Errors
    /// A position beyond the columns, or a search that does not settle.
    pub fn profile_interval(&self, position: usize) -> Result<Interval, StatisticsError> {
        self.check_positions(&(position..position + 1))?;
        Ok(Interval { lower: self.limit(position, -1.0)?, upper: self.limit(position, 1.0)? })
    }

    /// Where the root of twice the loss of likelihood reaches the normal quantile. The root is almost a straight
    /// line, so the secant finds the place in a few steps.
    fn limit(&self, position: usize, direction: f64) -> Result<f64, StatisticsError> {
        const MOST: usize = 100;
        let far = normal::upper_quantile(0.025);
        let (best, error) = (self.coefficients[position], self.covariance[position][position].sqrt());
        let mut others = self.coefficients.clone();
        // The distance is in standard errors.
        let mut excess = |distance: f64| -> Result<f64, StatisticsError> {
            others[position] = best + direction * distance * error;
            Ok((2.0 * self.loss(position, &mut others)?).sqrt() - far)
        };
        let (mut before, mut now) = ((0.0, -far), (far, excess(far)?));
        for _ in 0..MOST {
            let moved = now.0 - before.0;
            if moved.abs() <= SETTLED * now.0 {
                return Ok(best + direction * now.0 * error);
            }
            let next = (now.0 - now.1 * moved / (now.1 - before.1)).clamp(0.5 * now.0, 2.0 * now.0);
            (before, now) = (now, (next, excess(next)?));
        }
        Err(StatisticsError::NotSettled { what: "profile of the likelihood".into(), iterations: MOST })
    }

    /// How far the log likelihood falls with this coefficient as given; the others climb to their best.
    fn loss(&self, position: usize, coefficients: &mut Vec<f64>) -> Result<f64, StatisticsError> {
        let held: Vec<bool> = (0..coefficients.len()).map(|j| j == position).collect();
        let (place, _) = self.problem().maximise(coefficients, &held)?;
        coefficients.clone_from(&place.coefficients);
        Ok((self.log_likelihood - place.objective).max(0.0))
    }
}
