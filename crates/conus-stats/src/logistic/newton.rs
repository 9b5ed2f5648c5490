//! Where is the likelihood of a logistic regression largest? Newton's iterations, halved where they go too far.
//!
//! With X the columns, y the events, p the probabilities and W = diag(p (1 - p)), the score is X'(y - p)
//! and the information X'WX, whose inverse times the score is the step (`McCullagh` and Nelder 1989, section 4.4).
//! The penalised likelihood adds half the log determinant of the information, and
//! h (1/2 - p) to y - p, where h is the diagonal of the weighted hat matrix (Firth 1993; Heinze and
//! Schemper 2002).

use crate::StatisticsError;
use crate::error::number;
use crate::linear_algebra::{Factorisation, dot, factorise};
use conus_num::elementary::{exp, ln, softplus};

/// A step shorter than this many standard errors, squared, ends the search: 1e-11 of them.
const NEGLIGIBLE: f64 = 1e-22;
/// Newton needs about six; Fisher's scoring of the penalised likelihood, being linear, up to fifty.
const MOST_ITERATIONS: usize = 200;

/// What is to be explained, by which columns, and how it is judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem<'a> {
    pub(super) columns: &'a [Vec<f64>],
    pub(super) events: &'a [bool],
    pub(super) penalised: bool,
}

/// The likelihood at some coefficients.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) coefficients: Vec<f64>,
    /// Logarithm of the likelihood, without penalty.
    pub(super) log_likelihood: f64,
    /// What is maximised: the same, with the penalty if there is one.
    pub(super) objective: f64,
    /// Probability of the event and of its absence, one row each.
    pub(super) probabilities: Vec<[f64; 2]>,
    /// Factors of the columns times the roots of the weights: its cross product is the information.
    pub(super) information: Factorisation,
}

impl Problem<'_> {
    /// Climbs from `start` to the top; coefficients that are `held` stay as they are.
    pub(super) fn maximise(&self, start: &[f64], held: &[bool]) -> Result<(Place, usize), StatisticsError> {
        let not_found = StatisticsError::NotSettled {
            what: "coefficients of the logistic regression".into(),
            iterations: MOST_ITERATIONS,
        };
        let Some(mut place) = self.at(start) else { return Err(not_found) };
        for iteration in 1..=MOST_ITERATIONS {
            let Some((step, length_squared)) = self.step(&place, held) else { return Err(not_found) };
            let Some(next) = self.uphill(&place, &step) else { return Err(not_found) };
            place = next;
            if length_squared <= NEGLIGIBLE {
                return Ok((place, iteration));
            }
        }
        Err(not_found)
    }

    /// The likelihood at these coefficients; none where the information is singular to all digits.
    fn at(&self, coefficients: &[f64]) -> Option<Place> {
        let predictor = |row: usize| -> f64 {
            self.columns.iter().zip(coefficients).map(|(column, b)| column[row] * b).sum()
        };
        let predictors: Vec<f64> = (0..self.events.len()).map(predictor).collect();
        let probabilities: Vec<[f64; 2]> = predictors.iter().map(|&eta| [expit(eta), expit(-eta)]).collect();
        let log_likelihood = -self
            .events
            .iter()
            .zip(&predictors)
            .map(|(&event, eta)| softplus(if event { -eta } else { *eta }))
            .sum::<f64>();
        let weighted = |column: &Vec<f64>| {
            column.iter().zip(&probabilities).map(|(value, p)| value * deviation(p)).collect()
        };
        let information = factorise(&self.columns.iter().map(weighted).collect::<Vec<Vec<f64>>>()).ok()?;
        // Half the log determinant of R'R.
        let penalty: f64 = (0..coefficients.len()).map(|j| ln(information.triangle[j][j].abs())).sum();
        let objective = if self.penalised { log_likelihood + penalty } else { log_likelihood };
        let coefficients = coefficients.to_vec();
        Some(Place { coefficients, log_likelihood, objective, probabilities, information })
    }

    /// Newton's step in the free coefficients, and its squared length in standard errors.
    fn step(&self, place: &Place, held: &[bool]) -> Option<(Vec<f64>, f64)> {
        let free: Vec<usize> = (0..held.len()).filter(|&j| !held[j]).collect();
        let weighted = |&j: &usize| {
            self.columns[j].iter().zip(&place.probabilities).map(|(value, p)| value * deviation(p)).collect()
        };
        let factors = factorise(&free.iter().map(weighted).collect::<Vec<Vec<f64>>>()).ok()?;
        let residuals = self.weighted_residuals(place);
        let explained = &factors.rotated(&residuals)[..free.len()];
        let mut step = vec![0.0; held.len()];
        for (&j, part) in free.iter().zip(factors.least_squares(&residuals)) {
            step[j] = part;
        }
        Some((step, dot(explained, explained)))
    }

    /// The score of each row over the root of its weight.
    fn weighted_residuals(&self, place: &Place) -> Vec<f64> {
        let leverage = if self.penalised {
            let basis = place.information.orthonormal_columns();
            (0..self.events.len()).map(|row| basis.iter().map(|q| q[row] * q[row]).sum()).collect()
        } else {
            vec![0.0; self.events.len()]
        };
        let rows = self.events.iter().zip(&place.probabilities).zip(leverage);
        rows.map(|((&event, p), h)| {
            // y - p without the cancellation, and 1/2 - p = (1 - p - p) / 2.
            let residual = if event { p[1] } else { -p[0] };
            (residual + 0.5 * h * (p[1] - p[0])) / deviation(p)
        })
        .collect()
    }

    /// The first of the whole, half, quarter ... step that does not lead down.
    fn uphill(&self, place: &Place, step: &[f64]) -> Option<Place> {
        const MOST_HALVINGS: usize = 40;
        // Sums of as many logarithms differ by rounding at the top.
        let rounding = f64::EPSILON * number(self.events.len()) * (1.0 + place.objective.abs());
        let mut share = 1.0;
        for _ in 0..MOST_HALVINGS {
            let moved: Vec<f64> =
                place.coefficients.iter().zip(step).map(|(b, part)| b + share * part).collect();
            match self.at(&moved) {
                Some(next) if next.objective >= place.objective - rounding => return Some(next),
                _ => share *= 0.5,
            }
        }
        None
    }
}

/// 1 / (1 + e^-eta).
pub(super) fn expit(eta: f64) -> f64 {
    1.0 / (1.0 + exp(-eta))
}

/// Standard deviation of one event, the root of its weight.
fn deviation(p: &[f64; 2]) -> f64 {
    (p[0] * p[1]).sqrt()
}
