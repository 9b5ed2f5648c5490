//! Is a symmetric matrix positive definite, and what is its inverse? Small matrices, kept as lower triangles.
//!
//! Cholesky's factorisation in the order of rows (Golub and Van Loan 2013, algorithm 4.2.1), without pivoting.

/// A symmetric matrix by the rows of its lower triangle: entry (i, j) with i >= j stands at i (i + 1) / 2 + j.
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric {
    /// Rows and columns.
    pub order: usize,
    /// Lower triangle by rows.
    pub packed: Vec<f64>,
}

/// Entries of the lower triangle of a matrix with so many rows.
#[must_use]
pub const fn triangle(order: usize) -> usize {
    order * (order + 1) / 2
}

/// Where an entry of a symmetric matrix stands in its lower triangle.
#[must_use]
pub const fn place(row: usize, column: usize) -> usize {
    if row >= column { triangle(row) + column } else { triangle(column) + row }
}

impl Symmetric {
    /// All entries zero.
    #[must_use]
    pub fn zero(order: usize) -> Self {
        Self { order, packed: vec![0.0; triangle(order)] }
    }

    /// From a function of row and column, read in the lower triangle.
    pub fn from_fn(order: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut packed = Vec::with_capacity(triangle(order));
        for row in 0..order {
            packed.extend((0..=row).map(|column| entry(row, column)));
        }
        Self { order, packed }
    }

    /// One entry.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.packed[place(row, column)]
    }

    /// Rows and columns of a selection, in its order.
    #[must_use]
    pub fn select(&self, chosen: &[usize]) -> Self {
        Self::from_fn(chosen.len(), |row, column| self.at(chosen[row], chosen[column]))
    }

    /// Matrix times vector.
    #[must_use]
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let entry = |row: usize| {
            let (before, after) = vector.split_at(row + 1);
            let mut sum = 0.0;
            for (entry, factor) in self.packed[triangle(row)..].iter().zip(before) {
                sum += entry * factor;
            }
            for (column, factor) in (row + 1..).zip(after) {
                sum += self.packed[triangle(column) + row] * factor;
            }
            sum
        };
        (0..self.order).map(entry).collect()
    }

    /// v' A v.
    #[must_use]
    pub fn quadratic(&self, vector: &[f64]) -> f64 {
        self.times(vector).iter().zip(vector).map(|(a, b)| a * b).sum()
    }

    /// v' A w.
    #[must_use]
    pub fn bilinear(&self, one: &[f64], other: &[f64]) -> f64 {
        self.times(other).iter().zip(one).map(|(a, b)| a * b).sum()
    }

    /// Trace of the product with another symmetric matrix: the sum of all products of entries.
    #[must_use]
    pub fn trace_of_product(&self, other: &Self) -> f64 {
        let mut sum = 0.0;
        for row in 0..self.order {
            let (begin, end) = (triangle(row), triangle(row) + row);
            let below: f64 =
                self.packed[begin..end].iter().zip(&other.packed[begin..end]).map(|(a, b)| a * b).sum();
            sum += 2.0 * below + self.packed[end] * other.packed[end];
        }
        sum
    }

    /// Adds a multiple of another matrix of the same order.
    pub fn add(&mut self, factor: f64, other: &Self) {
        for (mine, theirs) in self.packed.iter_mut().zip(&other.packed) {
            *mine += factor * theirs;
        }
    }

    /// Rows of the full matrix.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<f64>> {
        (0..self.order).map(|row| (0..self.order).map(|column| self.at(row, column)).collect()).collect()
    }

    /// Unit vectors along which the matrix stretches and does not turn, by Jacobi's rotations in cyclic order (Golub and
    /// Van Loan 2013, algorithm 8.5.3).
    #[must_use]
    pub fn principal_axes(&self) -> Vec<Vec<f64>> {
        let mut rows = self.rows();
        let mut axes: Vec<Vec<f64>> = (0..self.order)
            .map(|at| (0..self.order).map(|j| if j == at { 1.0 } else { 0.0 }).collect())
            .collect();
        // Each sweep squares what is left off the diagonal; ten leave nothing.
        for _ in 0..10 {
            for p in 0..self.order {
                for q in p + 1..self.order {
                    rotate(&mut rows, &mut axes, p, q);
                }
            }
        }
        axes
    }

    /// B' A B for a matrix B given by its columns.
    #[must_use]
    pub fn between(&self, columns: &[Vec<f64>]) -> Self {
        let images: Vec<Vec<f64>> = columns.iter().map(|column| self.times(column)).collect();
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum();
        Self::from_fn(columns.len(), |row, column| product(&columns[row], &images[column]))
    }
}

/// The rotation in the plane of two axes that makes their mixed entry zero.
fn rotate(rows: &mut [Vec<f64>], axes: &mut [Vec<f64>], p: usize, q: usize) {
    let mixed = rows[p][q];
    if mixed.abs() <= f64::MIN_POSITIVE {
        return;
    }
    let tau = (rows[q][q] - rows[p][p]) / (2.0 * mixed);
    let tangent = 1.0 / (tau.abs() + (1.0 + tau * tau).sqrt()) * if tau < 0.0 { -1.0 } else { 1.0 };
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    let sine = tangent * cosine;
    let turn = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
    for row in rows.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    for k in 0..rows.len() {
        (rows[p][k], rows[q][k]) = turn(rows[p][k], rows[q][k]);
        (axes[p][k], axes[q][k]) = turn(axes[p][k], axes[q][k]);
    }
}

/// The lower triangle L of A = L L'.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    order: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factorises a positive definite matrix; none if a pivot is not above `least` times its diagonal entry.
    #[must_use]
    pub fn of(matrix: &Symmetric, least: f64) -> Option<Self> {
        let mut lower = matrix.packed.clone();
        for row in 0..matrix.order {
            for column in 0..=row {
                let (above, mine) = (triangle(column), triangle(row));
                let mut rest = lower[mine + column];
                for k in 0..column {
                    rest -= lower[mine + k] * lower[above + k];
                }
                if row > column {
                    lower[mine + column] = rest / lower[above + column];
                } else if rest > least * matrix.packed[mine + row].abs() {
                    // A not-a-number fails the comparison too.
                    lower[mine + row] = rest.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Self { order: matrix.order, lower })
    }

    /// Factorises a matrix that may be singular, as a covariance of which an entry is decided by those before it: where a
    /// pivot is not above `least` times its diagonal entry, the column is zero. For [`Cholesky::times`] alone.
    #[must_use]
    pub fn of_semidefinite(matrix: &Symmetric, least: f64) -> Self {
        let mut factor = Self { order: matrix.order, lower: matrix.packed.clone() };
        for row in 0..matrix.order {
            for column in 0..row {
                let (rest, pivot) = (factor.rest(matrix, row, column), factor.at(column, column));
                factor.lower[place(row, column)] = if pivot > 0.0 { rest / pivot } else { 0.0 };
            }
            let rest = factor.rest(matrix, row, row);
            let decided = rest <= least * matrix.at(row, row).abs();
            factor.lower[place(row, row)] = if decided { 0.0 } else { rest.sqrt() };
        }
        factor
    }

    /// What the columns before it leave of an entry of A.
    fn rest(&self, matrix: &Symmetric, row: usize, column: usize) -> f64 {
        (0..column).fold(matrix.at(row, column), |rest, k| rest - self.at(row, k) * self.at(column, k))
    }

    /// Logarithm of the determinant of A.
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        2.0 * (0..self.order).map(|row| conus_num::elementary::ln(self.at(row, row))).sum::<f64>()
    }

    /// Entry of L in its lower triangle.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.lower[triangle(row) + column]
    }

    /// Replaces v by L^-1 v.
    pub fn forward(&self, vector: &mut [f64]) {
        self.forward_from(0, vector);
    }

    /// The same for a vector that is zero before a row.
    fn forward_from(&self, first: usize, vector: &mut [f64]) {
        for row in first..self.order {
            let begin = triangle(row);
            let (known, rest) = vector.split_at_mut(row);
            for (entry, value) in self.lower[begin + first..].iter().zip(&known[first..]) {
                rest[0] -= entry * *value;
            }
            rest[0] /= self.lower[begin + row];
        }
    }

    /// Replaces a matrix, given by its rows one after the other, by L^-1 times it: all columns at once.
    pub(crate) fn forward_rows(&self, rows: &mut [f64], columns: usize) {
        for row in 0..self.order {
            let (known, rest) = rows.split_at_mut(row * columns);
            let mine = &mut rest[..columns];
            for (entry, other) in self.lower[triangle(row)..].iter().zip(known.chunks_exact(columns)) {
                mine.iter_mut().zip(other).for_each(|(mine, other)| *mine -= entry * other);
            }
            let pivot = self.lower[triangle(row) + row];
            mine.iter_mut().for_each(|mine| *mine /= pivot);
        }
    }

    /// Replaces v by L'^-1 v.
    pub fn backward(&self, vector: &mut [f64]) {
        for row in (0..self.order).rev() {
            let (rest, known) = vector.split_at_mut(row + 1);
            for (below, value) in known.iter().enumerate() {
                rest[row] -= self.at(row + 1 + below, row) * value;
            }
            rest[row] /= self.at(row, row);
        }
    }

    /// A^-1 v.
    #[must_use]
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut answer = vector.to_vec();
        self.forward(&mut answer);
        self.backward(&mut answer);
        answer
    }

    /// L v, which turns independent standard normal numbers into ones with covariance A.
    #[must_use]
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let entry = |row: usize| (0..=row).map(|column| self.at(row, column) * vector[column]).sum::<f64>();
        (0..self.order).map(entry).collect()
    }

    /// A^-1.
    #[must_use]
    pub fn inverse(&self) -> Symmetric {
        let columns: Vec<Vec<f64>> = (0..self.order)
            .map(|at| {
                let mut unit = vec![0.0; self.order];
                unit[at] = 1.0;
                self.forward_from(at, &mut unit);
                unit
            })
            .collect();
        // Column j of L^-1 begins at row j, so the product does too.
        Symmetric::from_fn(self.order, |row, column| {
            (row..self.order).map(|k| columns[row][k] * columns[column][k]).sum()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Symmetric {
        Symmetric { order: 3, packed: vec![4.0, 2.0, 5.0, -1.0, 0.5, 3.0] }
    }

    /// Conditioned below 10, so a few roundings.
    fn close(seen: f64, expected: f64) {
        assert!((seen - expected).abs() < 1e-14 * expected.abs().max(1.0), "{seen} against {expected}");
    }

    /// By hand: 4 (15 - 0.25) - 2 (6 + 0.5) - 1 (1 + 5) = 59 - 13 - 6 = 40.
    #[test]
    fn the_determinant_is_that_of_the_hand_calculation() {
        let factor = Cholesky::of(&matrix(), 0.0).unwrap();
        close(conus_num::elementary::exp(factor.ln_determinant()), 40.0);
    }

    #[test]
    fn the_inverse_inverts_and_solves() {
        let (matrix, factor) = (matrix(), Cholesky::of(&matrix(), 0.0).unwrap());
        let inverse = factor.inverse();
        for (at, row) in inverse.rows().iter().enumerate() {
            for (k, entry) in matrix.times(row).into_iter().enumerate() {
                close(entry, if k == at { 1.0 } else { 0.0 });
            }
        }
        let solved = factor.solve(&[1.0, -2.0, 0.25]);
        for (seen, expected) in solved.iter().zip(inverse.times(&[1.0, -2.0, 0.25])) {
            close(*seen, expected);
        }
        let mut back = factor.times(&[0.3, 0.1, -2.0]);
        factor.forward(&mut back);
        close(back[2], -2.0);
    }

    #[test]
    fn principal_axes_are_stretched_and_not_turned() {
        let matrix = matrix();
        for axis in matrix.principal_axes() {
            close(axis.iter().map(|a| a * a).sum(), 1.0);
            let stretch = matrix.quadratic(&axis);
            for (image, along) in matrix.times(&axis).iter().zip(&axis) {
                close(*image, stretch * along);
            }
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_factor() {
        let mut flat = matrix();
        flat.packed[2] = 1.0;
        assert_eq!(Cholesky::of(&flat, 1e-12), None, "the second row is half the first");
        flat.packed[2] = f64::NAN;
        assert_eq!(Cholesky::of(&flat, 0.0), None);
    }

    /// The second entry is half the first, the third has chance of its own: L = [2 0 0; 1 0 0; -0.5 0 sqrt(2.75)].
    #[test]
    fn an_entry_decided_by_another_gets_no_chance_of_its_own() {
        let mut flat = matrix();
        (flat.packed[2], flat.packed[4]) = (1.0, -0.5);
        let drawn = Cholesky::of_semidefinite(&flat, 1e-12).times(&[3.0, 7.0, 0.0]);
        assert_eq!(drawn, [6.0, 3.0, -1.5]);
        assert_eq!(Cholesky::of_semidefinite(&matrix(), 0.0), Cholesky::of(&matrix(), 0.0).unwrap());
    }

    #[test]
    fn the_trace_of_a_product_counts_both_triangles() {
        let (one, two) = (matrix(), matrix().select(&[2, 0, 1]));
        let direct: f64 =
            (0..3).map(|row| (0..3).map(|k| one.at(row, k) * two.at(k, row)).sum::<f64>()).sum();
        close(one.trace_of_product(&two), direct);
        close(one.quadratic(&[1.0, 0.0, 2.0]), 4.0 - 4.0 + 12.0);
        close(one.bilinear(&[1.0, 0.0, 0.0], &[0.0, 0.0, 1.0]), -1.0);
    }
}
