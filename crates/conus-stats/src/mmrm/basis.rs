//! In which coordinates is the design well conditioned? Its columns, scaled and made orthogonal.
//!
//! X = Q L' N with N the lengths of the columns and L the Cholesky factor of their cross products. The model is fitted
//! in the columns of Q, so that an age in years or a date does no harm, and coefficients are carried back. Triangular
//! solves are backward stable row by row, so one pass is enough where the factor exists (Golub and Van Loan 2013,
//! section 5.3.8 on what the cross products lose: a column that keeps less than 3e-7 of its length counts as dependent).

use super::Repeated;
use crate::StatisticsError;
use crate::linear_algebra::factorise;
use crate::symmetric::{Cholesky, Symmetric};
use conus_num::elementary::ln;

/// Least share of the square of a column that those before it leave.
const LEAST_LEFT: f64 = 1e-13;

/// The orthogonal columns, and the way back.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// Rows of Q with the response behind, each `width` long; the response without its ordinary least-squares fit.
    pub rows: Vec<f64>,
    /// Columns of the design and the response.
    pub width: usize,
    /// Logarithm of the determinant of X'X, weights included.
    pub ln_determinant: f64,
    /// Coefficients of the ordinary least-squares fit, in Q.
    first_fit: Vec<f64>,
    lengths: Vec<f64>,
    factor: Cholesky,
}

impl Basis {
    /// The basis of a design; rows are weighted by the root of their weight.
    pub(super) fn of(data: &Repeated) -> Result<Self, StatisticsError> {
        let mut columns: Vec<Vec<f64>> = data.columns.iter().map(|column| weighted(column, data)).collect();
        let lengths: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
        for (column, length) in columns.iter_mut().zip(&lengths) {
            let scale = if *length > 0.0 { 1.0 / length } else { 0.0 };
            column.iter_mut().for_each(|entry| *entry *= scale);
        }
        let products = Symmetric::from_fn(columns.len(), |i, j| dot(&columns[i], &columns[j]));
        let factor = Cholesky::of(&products, LEAST_LEFT).ok_or_else(|| dependent(data))?;
        orthogonalise(&mut columns, &factor);
        let mut response = weighted(&data.response, data);
        let first_fit: Vec<f64> = columns.iter().map(|column| dot(column, &response)).collect();
        for (column, along) in columns.iter().zip(&first_fit) {
            response.iter_mut().zip(column).for_each(|(rest, entry)| *rest -= along * entry);
        }
        let ln_determinant =
            factor.ln_determinant() + 2.0 * lengths.iter().map(|length| ln(*length)).sum::<f64>();
        let width = columns.len() + 1;
        let rows = (0..response.len())
            .flat_map(|row| columns.iter().map(move |column| column[row]).chain([response[row]]))
            .collect();
        Ok(Self { rows, width, ln_determinant, first_fit, lengths, factor })
    }

    /// One row of Q with its response.
    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.rows[row * self.width..(row + 1) * self.width]
    }

    /// Coefficients of the design from those that were fitted in Q.
    pub(super) fn coefficients(&self, fitted: &[f64]) -> Vec<f64> {
        let whole: Vec<f64> = fitted.iter().zip(&self.first_fit).map(|(a, b)| a + b).collect();
        self.back(&whole)
    }

    /// A vector of coefficients in Q as one of the design.
    fn back(&self, inside: &[f64]) -> Vec<f64> {
        let mut outside = inside.to_vec();
        self.factor.backward(&mut outside);
        outside.iter_mut().zip(&self.lengths).for_each(|(entry, length)| *entry /= length);
        outside
    }

    /// Weights of a combination of coefficients, as weights of those in Q.
    pub(super) fn weights(&self, weights: &[f64]) -> Vec<f64> {
        let mut inside: Vec<f64> = weights.iter().zip(&self.lengths).map(|(w, length)| w / length).collect();
        self.factor.forward(&mut inside);
        inside
    }

    /// A covariance matrix of coefficients in Q as one of the design's.
    pub(super) fn covariance(&self, inside: &Symmetric) -> Symmetric {
        let count = self.lengths.len();
        let column = |at: usize| {
            let mut unit = vec![0.0; count];
            unit[at] = 1.0;
            self.weights(&unit)
        };
        inside.between(&(0..count).map(column).collect::<Vec<_>>())
    }
}

fn weighted(column: &[f64], data: &Repeated) -> Vec<f64> {
    if data.weight.is_empty() {
        return column.to_vec();
    }
    column.iter().zip(&data.weight).map(|(entry, weight)| entry * weight.sqrt()).collect()
}

/// Solves Q L' = X for Q, column by column.
fn orthogonalise(columns: &mut [Vec<f64>], factor: &Cholesky) {
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let mine = &mut rest[0];
        for (earlier, column) in before.iter().enumerate() {
            let share = factor.at(at, earlier);
            mine.iter_mut().zip(column).for_each(|(entry, other)| *entry -= share * other);
        }
        let scale = 1.0 / factor.at(at, at);
        mine.iter_mut().for_each(|entry| *entry *= scale);
    }
}

/// The error that names the column of which the others leave least.
fn dependent(data: &Repeated) -> StatisticsError {
    let named = |column: usize| StatisticsError::RankDeficient { column: data.names[column].clone() };
    match factorise(&data.columns) {
        Err(found) => named(found.column),
        Ok(factors) => {
            let square = |entry: f64| entry * entry;
            let left = |at: usize| {
                let column: f64 = (0..=at).map(|row| square(factors.triangle[row][at])).sum();
                square(factors.triangle[at][at]) / column
            };
            let least = (0..data.columns.len()).min_by(|a, b| left(*a).total_cmp(&left(*b)));
            named(least.unwrap_or(0))
        }
    }
}

/// Sum of products in four interleaved parts, which a processor adds side by side; the order is fixed.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut parts = [0.0; 4];
    let (left, right) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for k in 0..4 {
            parts[k] += a[k] * b[k];
        }
    }
    (parts[0] + parts[1]) + (parts[2] + parts[3]) + rest
}
