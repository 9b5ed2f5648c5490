//! Do both factorisations solve the same equations? Random patterns from a small generator, fixed for ever.

use crate::linear::SparseLu;
use crate::pivoting::DenseLu;
use crate::problem::Pattern;

/// Knuth's 64-bit linear congruential generator (The Art of Computer Programming 2, section 3.3.4, MMIX), upper bits.
struct Draw(u64);

impl Draw {
    /// Uniform from 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / 4294967296.0
    }

    fn pattern(&mut self, size: usize, share: f64) -> Pattern {
        let every = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        Pattern::new(size, every.filter(|_| self.next() < share).collect()).unwrap()
    }
}

/// `diagonal x - J x`.
fn times(pattern: &Pattern, diagonal: f64, jacobian: &[f64], x: &[f64]) -> Vec<f64> {
    let mut product: Vec<f64> = x.iter().map(|x| diagonal * x).collect();
    for (&(row, column), entry) in pattern.places().iter().zip(jacobian) {
        product[row] -= entry * x[column];
    }
    product
}

#[test]
fn sparse_and_dense_factors_recover_the_solution_of_random_systems() {
    let mut draw = Draw(1);
    for case in 0..200 {
        let size = 1 + case % 45;
        let share = 0.02 + 0.3 * draw.next();
        let pattern = draw.pattern(size, share);
        let jacobian: Vec<f64> = pattern.places().iter().map(|_| 2.0 * draw.next() - 1.0).collect();
        let exact: Vec<f64> = (0..size).map(|_| 2.0 * draw.next() - 1.0).collect();
        // Rows of up to 45 entries below one: the diagonal outweighs them, so no pivoting is needed.
        let diagonal = 50.0;
        let (mut sparse, mut dense) = (SparseLu::new(&pattern), DenseLu::new(&pattern));
        assert!(sparse.factor(diagonal, &jacobian) && dense.factor(diagonal, &jacobian));
        let right = times(&pattern, diagonal, &jacobian, &exact);
        let (mut by_sparse, mut by_dense) = (right.clone(), right);
        sparse.solve(&mut by_sparse);
        dense.solve(&mut by_dense);
        for index in 0..size {
            assert!((by_sparse[index] - exact[index]).abs() < 1e-14, "case {case}");
            assert!((by_dense[index] - exact[index]).abs() < 1e-14, "case {case}");
        }
    }
}

#[test]
fn rows_are_exchanged_where_the_diagonal_is_zero() {
    let mut draw = Draw(2);
    for size in 2..30 {
        let pattern = Pattern::dense(size);
        let jacobian: Vec<f64> = pattern
            .places()
            .iter()
            .map(|(row, column)| if row == column { 0.0 } else { draw.next() + 0.5 })
            .collect();
        let exact: Vec<f64> = (0..size).map(|_| draw.next()).collect();
        let mut found = times(&pattern, 0.0, &jacobian, &exact);
        let (mut sparse, mut dense) = (SparseLu::new(&pattern), DenseLu::new(&pattern));
        assert!(!sparse.factor(0.0, &jacobian), "a zero pivot must not be trusted");
        assert!(dense.factor(0.0, &jacobian));
        dense.solve(&mut found);
        for (found, exact) in found.iter().zip(&exact) {
            assert!((found - exact).abs() < 1e-11, "size {size}: {found} {exact}");
        }
    }
}

#[test]
fn a_number_that_is_not_finite_or_a_singular_matrix_is_never_trusted() {
    let pattern = Pattern::dense(3);
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for place in 0..9 {
            let mut jacobian = [0.5; 9];
            jacobian[place] = bad;
            assert!(!SparseLu::new(&pattern).factor(10.0, &jacobian), "{bad} at {place}");
            assert!(!DenseLu::new(&pattern).factor(10.0, &jacobian), "{bad} at {place}");
        }
    }
    assert!(!SparseLu::new(&pattern).factor(0.0, &[1.0; 9]));
    assert!(!DenseLu::new(&pattern).factor(0.0, &[1.0; 9]));
}

#[test]
fn an_arrow_matrix_is_eliminated_from_its_tip_without_fill() {
    let size = 40;
    let arrow = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    let places: Vec<_> = arrow.filter(|&(row, column)| row == 0 || column == 0 || row == column).collect();
    let count = places.len();
    assert_eq!(SparseLu::<f64>::new(&Pattern::new(size, places).unwrap()).slots(), count);
}
