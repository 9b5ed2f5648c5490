//! How is a small dense system solved? Householder reflections, in a fixed order, without pivoting.
//!
//! Golub and Van Loan 2013, algorithms 5.1.1 (reflection) and 5.2.1 (factorisation).

/// Orthogonal-triangular factorisation of a tall matrix given by its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Factorisation {
    /// Upper triangle, `triangle[row][column]`.
    pub triangle: Vec<Vec<f64>>,
    /// Reflections, one per column; each acts on the rows from its own index on and has length
    /// sqrt(2) or is zero.
    reflections: Vec<Vec<f64>>,
}

/// The column that is a linear combination of those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependent {
    /// Its zero-based position.
    pub column: usize,
}

/// What is left of a column after those before it are taken out, as a share of its length; below this it
/// is nothing. Rounding leaves about 1e-15 times the number of rows, a real covariate leaves above 1e-6.
const LEAST_SHARE_LEFT: f64 = 1e-10;

/// Factorises columns of equal length, at least as long as there are columns.
///
/// # Errors
/// The first column that is a linear combination of those before it.
pub fn factorise(columns: &[Vec<f64>]) -> Result<Factorisation, Dependent> {
    let count = columns.len();
    let mut reflections: Vec<Vec<f64>> = Vec::with_capacity(count);
    let mut triangle = vec![vec![0.0; count]; count];
    for (index, column) in columns.iter().enumerate() {
        let mut rest = column.clone();
        for (start, reflection) in reflections.iter().enumerate() {
            reflect(reflection, start, &mut rest);
        }
        let tail = if index < rest.len() { length(&rest[index..]) } else { 0.0 };
        if tail <= LEAST_SHARE_LEFT * length(column) {
            return Err(Dependent { column: index });
        }
        for row in 0..index {
            triangle[row][index] = rest[row];
        }
        // The sign that does not cancel.
        let pivot = if rest[index] > 0.0 { -tail } else { tail };
        triangle[index][index] = pivot;
        let mut reflection = rest[index..].to_vec();
        reflection[0] -= pivot;
        let scale = std::f64::consts::SQRT_2 / length(&reflection);
        reflection.iter_mut().for_each(|entry| *entry *= scale);
        reflections.push(reflection);
    }
    Ok(Factorisation { triangle, reflections })
}

impl Factorisation {
    /// The vector in the rotated frame: its first entries are explained by the columns, the others
    /// are residual.
    #[must_use]
    pub fn rotated(&self, vector: &[f64]) -> Vec<f64> {
        let mut rotated = vector.to_vec();
        for (start, reflection) in self.reflections.iter().enumerate() {
            reflect(reflection, start, &mut rotated);
        }
        rotated
    }

    /// Orthonormal columns that span the same space, so that column = sum of these with the weights of the
    /// triangle.
    #[must_use]
    pub fn orthonormal_columns(&self) -> Vec<Vec<f64>> {
        let rows = self.reflections.first().map_or(0, Vec::len);
        let column = |index: usize| {
            let mut column = vec![0.0; rows];
            column[index] = 1.0;
            for (start, reflection) in self.reflections.iter().enumerate().rev() {
                reflect(reflection, start, &mut column);
            }
            column
        };
        (0..self.reflections.len()).map(column).collect()
    }

    /// Coefficients of least squares.
    #[must_use]
    pub fn least_squares(&self, response: &[f64]) -> Vec<f64> {
        let mut answer = self.rotated(response);
        answer.truncate(self.triangle.len());
        for row in (0..answer.len()).rev() {
            let known: f64 = (row + 1..answer.len()).map(|c| self.triangle[row][c] * answer[c]).sum();
            answer[row] = (answer[row] - known) / self.triangle[row][row];
        }
        answer
    }

    /// Inverse of the triangle, `inverse[row][column]`.
    #[must_use]
    #[expect(clippy::needless_range_loop, reason = "back substitution reads by row and column")]
    pub fn inverse_triangle(&self) -> Vec<Vec<f64>> {
        let count = self.triangle.len();
        let mut inverse = vec![vec![0.0; count]; count];
        for column in 0..count {
            for row in (0..=column).rev() {
                let known: f64 = (row + 1..=column).map(|c| self.triangle[row][c] * inverse[c][column]).sum();
                let unit = if row == column { 1.0 } else { 0.0 };
                inverse[row][column] = (unit - known) / self.triangle[row][row];
            }
        }
        inverse
    }

    /// Inverse of the cross product of the columns, (X'X)^-1 = R^-1 R^-T.
    #[must_use]
    pub fn inverse_cross_product(&self) -> Vec<Vec<f64>> {
        let inverse = self.inverse_triangle();
        let entry = |row: usize, column: usize| dot(&inverse[row], &inverse[column]);
        (0..inverse.len()).map(|row| (0..inverse.len()).map(|column| entry(row, column)).collect()).collect()
    }
}

/// Singular values of a tall matrix given by its columns, the largest first: pairs of columns are rotated until all
/// are orthogonal (Hestenes 1958; Golub and Van Loan 2013, section 8.6.3).
#[must_use]
pub fn singular_values(columns: &[Vec<f64>]) -> Vec<f64> {
    // Quadratic convergence: more than ten sweeps have not been seen for any matrix of a trial's size.
    const MOST_SWEEPS: usize = 60;
    let mut columns = columns.to_vec();
    for _ in 0..MOST_SWEEPS {
        let mut turned = false;
        for q in 1..columns.len() {
            let (before, from) = columns.split_at_mut(q);
            for one in before {
                turned |= orthogonalise(one, &mut from[0]);
            }
        }
        if !turned {
            break;
        }
    }
    let mut values: Vec<f64> = columns.iter().map(|column| length(column)).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// Rotates two columns in their plane until they are orthogonal; false if they already are.
fn orthogonalise(one: &mut [f64], other: &mut [f64]) -> bool {
    let (a, b, cross) = (dot(one, one), dot(other, other), dot(one, other));
    if cross.abs() <= f64::EPSILON * (a * b).sqrt() {
        return false;
    }
    let ratio = (b - a) / (2.0 * cross);
    let tangent = 1.0_f64.copysign(ratio) / (ratio.abs() + (1.0 + ratio * ratio).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = (cosine * (*x - tangent * *y), cosine * (tangent * *x + *y));
    }
    true
}

/// Sum of products in the order of the entries.
#[must_use]
pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Matrix (by rows) times vector.
#[must_use]
pub fn times(rows: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    rows.iter().map(|row| dot(row, vector)).collect()
}

/// Euclidean length, scaled by the largest entry so that squares neither overflow nor vanish.
#[must_use]
pub fn length(vector: &[f64]) -> f64 {
    let largest = vector.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if largest <= 0.0 {
        return 0.0;
    }
    largest * vector.iter().map(|entry| (entry / largest) * (entry / largest)).sum::<f64>().sqrt()
}

/// Mirrors the rows from `start` on at the plane normal to `reflection`.
fn reflect(reflection: &[f64], start: usize, vector: &mut [f64]) {
    let part = &mut vector[start..];
    let along = dot(reflection, part);
    for (entry, normal) in part.iter_mut().zip(reflection) {
        *entry -= along * normal;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Vec<f64>> {
        vec![vec![1.0, 1.0, 1.0, 1.0], vec![2.0, -1.0, 0.5, 3.0], vec![0.0, 4.0, 1.0, -2.5]]
    }

    #[test]
    fn the_inverse_cross_product_inverts_the_cross_product() {
        let columns = columns();
        let inverse = factorise(&columns).unwrap().inverse_cross_product();
        for (i, row) in inverse.iter().enumerate() {
            for j in 0..3 {
                let cross: Vec<f64> = columns.iter().map(|column| dot(column, &columns[j])).collect();
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((dot(row, &cross) - expected).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn the_orthonormal_columns_with_the_triangle_give_the_columns_back() {
        let columns = columns();
        let factors = factorise(&columns).unwrap();
        let basis = factors.orthonormal_columns();
        for (j, column) in columns.iter().enumerate() {
            for (row, value) in column.iter().enumerate() {
                let made: f64 = (0..=j).map(|k| basis[k][row] * factors.triangle[k][j]).sum();
                assert!((made - value).abs() < 1e-14);
            }
        }
        assert!(dot(&basis[0], &basis[2]).abs() < 1e-15 && (length(&basis[1]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_response_made_of_the_columns_gives_its_coefficients() {
        let columns = columns();
        let response: Vec<f64> = (0..4)
            .map(|row| 2.0 * columns[0][row] - 3.0 * columns[1][row] + 0.25 * columns[2][row])
            .collect();
        let seen = factorise(&columns).unwrap().least_squares(&response);
        for (seen, expected) in seen.iter().zip([2.0, -3.0, 0.25]) {
            assert!((seen - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn the_singular_values_of_known_matrices_are_found() {
        // X'X of (3, 0), (4, 5) is ((9, 12), (12, 41)) with the eigenvalues 45 and 5.
        let seen = singular_values(&[vec![3.0, 0.0], vec![4.0, 5.0]]);
        assert!((seen[0] - 45.0_f64.sqrt()).abs() < 1e-14 && (seen[1] - 5.0_f64.sqrt()).abs() < 1e-14);
        let columns = columns();
        let (seen, triangle) = (singular_values(&columns), factorise(&columns).unwrap().triangle);
        let determinant: f64 = (0..3).map(|i| triangle[i][i]).product();
        assert!((seen.iter().product::<f64>() / determinant.abs() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn the_first_dependent_column_is_named() {
        let mut columns = columns();
        columns[2] = columns[0].iter().zip(&columns[1]).map(|(a, b)| 3.0 * a - 0.1 * b).collect();
        assert_eq!(factorise(&columns), Err(Dependent { column: 2 }));
        assert_eq!(factorise(&[vec![0.0, 0.0]]), Err(Dependent { column: 0 }));
    }
}
