//! How is a covariance matrix taken apart? Into a lower triangle times its transpose.
//!
//! Golub and Van Loan 2013, section 4.2.5, by rows and in a fixed order, without pivoting.

use super::Matrix;
use crate::StatisticsError;
use crate::linear_algebra::dot;

/// What is left of a variance after the visits before it are taken out, as a share of it; below this it is rounding,
/// which leaves about 1e-16 times the number of visits.
const LEAST_SHARE_LEFT: f64 = 1e-13;

/// A lower triangle; row `i` holds the columns 0 to `i`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Triangle {
    rows: Matrix,
}

/// The triangle of a positive definite matrix, of which only the lower half is read.
pub(super) fn factorise(matrix: &[Vec<f64>], what: &str) -> Result<Triangle, StatisticsError> {
    let definite = |row: usize, left: f64| {
        if left > LEAST_SHARE_LEFT * matrix[row][row] {
            return Ok(left.sqrt());
        }
        Err(StatisticsError::NotPositiveDefinite { what: what.to_owned(), row })
    };
    build(matrix, definite)
}

/// The triangle of a covariance matrix whose later entries may be decided by earlier ones: their column is zero.
pub(super) fn factorise_semidefinite(matrix: &[Vec<f64>]) -> Triangle {
    let rounded = |row: usize, left: f64| {
        Ok(if left > LEAST_SHARE_LEFT * matrix[row][row] { left.sqrt() } else { 0.0 })
    };
    build(matrix, rounded).expect("no pivot is refused")
}

fn build(
    matrix: &[Vec<f64>],
    pivot: impl Fn(usize, f64) -> Result<f64, StatisticsError>,
) -> Result<Triangle, StatisticsError> {
    let mut rows: Matrix = Vec::with_capacity(matrix.len());
    for (i, given) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for j in 0..i {
            let left = given[j] - dot(&row, &rows[j][..j]);
            row.push(if rows[j][j] > 0.0 { left / rows[j][j] } else { 0.0 });
        }
        row.push(pivot(i, given[i] - dot(&row, &row))?);
        rows.push(row);
    }
    Ok(Triangle { rows })
}

impl Triangle {
    /// The triangle with these rows, of which row `i` has `i + 1` entries.
    pub(super) fn from_rows(rows: Matrix) -> Self {
        Self { rows }
    }

    /// Its rows, filled up with zeros to a square.
    pub(super) fn padded_rows(&self) -> Matrix {
        let size = self.rows.len();
        self.rows.iter().map(|row| [row.as_slice(), &vec![0.0; size - row.len()]].concat()).collect()
    }

    /// `L v`
    pub(super) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| dot(row, vector)).collect()
    }

    /// `L^-1 v`, by forward substitution.
    pub(super) fn solve_lower(&self, vector: &[f64]) -> Vec<f64> {
        let mut answer: Vec<f64> = Vec::with_capacity(vector.len());
        for (row, value) in self.rows.iter().zip(vector) {
            let next = (value - dot(row, &answer)) / row[answer.len()];
            answer.push(next);
        }
        answer
    }

    /// `L^-T v`, by back substitution.
    pub(super) fn solve_upper(&self, vector: &[f64]) -> Vec<f64> {
        let mut answer = vector.to_vec();
        for i in (0..answer.len()).rev() {
            let known: f64 = (i + 1..answer.len()).map(|k| self.rows[k][i] * answer[k]).sum();
            answer[i] = (answer[i] - known) / self.rows[i][i];
        }
        answer
    }

    /// `(L L')^-1 v`
    pub(super) fn solve(&self, vector: &[f64]) -> Vec<f64> {
        self.solve_upper(&self.solve_lower(vector))
    }

    /// `(L L')^-1`, exactly symmetric.
    pub(super) fn inverse(&self) -> Matrix {
        let size = self.rows.len();
        let unit = |k: usize| -> Vec<f64> { (0..size).map(|i| if i == k { 1.0 } else { 0.0 }).collect() };
        let columns: Matrix = (0..size).map(|k| self.solve_lower(&unit(k))).collect();
        let entry = |i: usize, j: usize| dot(&columns[i], &columns[j]);
        (0..size).map(|i| (0..size).map(|j| entry(i, j)).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariance() -> Matrix {
        vec![vec![4.0, 2.0, 0.6], vec![2.0, 5.0, 1.5], vec![0.6, 1.5, 3.0]]
    }

    #[test]
    fn the_triangle_times_its_transpose_is_the_matrix() {
        let triangle = factorise(&covariance(), "covariance").unwrap();
        for (i, row) in covariance().iter().enumerate() {
            for (j, expected) in row.iter().enumerate().take(i + 1) {
                let seen = dot(&triangle.rows[i][..=j], &triangle.rows[j]);
                assert!((seen - expected).abs() < 1e-15, "{i}, {j}: a few roundings");
            }
        }
    }

    #[test]
    fn solving_and_inverting_undo_the_matrix() {
        let triangle = factorise(&covariance(), "covariance").unwrap();
        let product: Vec<f64> = covariance().iter().map(|row| dot(row, &[1.0, -2.0, 0.5])).collect();
        let inverse = triangle.inverse();
        for (seen, expected) in triangle.solve(&product).iter().zip([1.0, -2.0, 0.5]) {
            assert!((seen - expected).abs() < 1e-14);
        }
        for (row, expected) in inverse.iter().zip([1.0, -2.0, 0.5]) {
            assert!((dot(row, &product) - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn a_visit_that_repeats_another_is_named_or_gets_no_chance_of_its_own() {
        let repeated = vec![vec![4.0, 4.0], vec![4.0, 4.0]];
        let what = "covariance".to_owned();
        assert_eq!(
            factorise(&repeated, "covariance"),
            Err(StatisticsError::NotPositiveDefinite { what, row: 1 })
        );
        assert_eq!(factorise_semidefinite(&repeated).times(&[1.5, 7.0]), [3.0, 3.0]);
    }
}
