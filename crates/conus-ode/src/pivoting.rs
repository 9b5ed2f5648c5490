//! What if the fixed order of elimination fails? Dense LU with row exchanges: slow, safe, and rarely called.

use crate::problem::Pattern;

/// LU factors of `diagonal I - J`, rows exchanged for the largest pivot (Golub & Van Loan, Matrix Computations,
/// 4th edition, section 3.4).
#[derive(Clone, Debug)]
pub struct DenseLu {
    size: usize,
    /// Number of an entry, and its place, where neither row nor column is an exact state.
    places: Vec<(usize, (usize, usize))>,
    values: Vec<f64>,
    exchange: Vec<usize>,
}

impl DenseLu {
    /// Room for one matrix.
    #[must_use]
    pub fn new(pattern: &Pattern) -> Self {
        let size = pattern.size();
        let solved = |(_, place): &(usize, (usize, usize))| pattern.is_solved(*place);
        let places = pattern.places().iter().copied().enumerate().filter(solved).collect();
        Self { size, places, values: vec![0.0; size * size], exchange: vec![0; size] }
    }

    /// Factorises `diagonal I - J`. False when a number is not finite or the matrix is singular.
    pub fn factor(&mut self, diagonal: f64, jacobian: &[f64]) -> bool {
        let size = self.size;
        self.values.fill(0.0);
        for &(entry, (row, column)) in &self.places {
            self.values[row * size + column] = -jacobian[entry];
        }
        (0..size).for_each(|state| self.values[state * size + state] += diagonal);
        if self.values.iter().any(|value| !value.is_finite()) {
            return false;
        }
        (0..size).all(|column| self.eliminate(column))
    }

    /// Replaces the right-hand side by the solution.
    pub fn solve(&self, right: &mut [f64]) {
        let size = self.size;
        self.exchange.iter().enumerate().for_each(|(row, &other)| right.swap(row, other));
        for column in 0..size {
            for row in column + 1..size {
                right[row] -= self.values[row * size + column] * right[column];
            }
        }
        for row in (0..size).rev() {
            let known = (row + 1..size).fold(right[row], |sum, column| {
                let upper = self.values[row * size + column];
                sum - upper * right[column]
            });
            right[row] = known / self.values[row * size + row];
        }
    }

    fn eliminate(&mut self, column: usize) -> bool {
        let size = self.size;
        let height = |row: usize| self.values[row * size + column].abs();
        let pivot =
            (column + 1..size).fold(column, |best, row| if height(row) > height(best) { row } else { best });
        self.exchange[column] = pivot;
        (0..size).for_each(|each| self.values.swap(column * size + each, pivot * size + each));
        let inverse = 1.0 / self.values[column * size + column];
        for row in column + 1..size {
            let multiplier = self.values[row * size + column] * inverse;
            self.values[row * size + column] = multiplier;
            for each in column + 1..size {
                self.values[row * size + each] -= multiplier * self.values[column * size + each];
            }
        }
        inverse.is_finite()
    }
}
