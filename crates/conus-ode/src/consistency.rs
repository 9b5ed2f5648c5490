//! Does a Jacobian belong to its equations? Finite differences answer, for the tests of whoever writes a [`System`].

use crate::problem::System;

/// The worst disagreement found by [`check_jacobian`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disagreement {
    /// Row of the place; the column is none for the derivative with respect to the day.
    pub row: usize,
    /// Column of the place.
    pub column: Option<usize>,
    /// What the system says.
    pub stated: f64,
    /// What central differences say.
    pub measured: f64,
    /// Their distance relative to the larger of them, or of the slope per unit of state where both are small.
    pub relative: f64,
}

/// Compares every place, in and outside the pattern, with central differences and returns the worst disagreement.
/// Honest Jacobians of smooth equations stay below about 1e-6.
#[must_use]
pub fn check_jacobian<S: System + ?Sized>(system: &S, day: f64, state: &[f64]) -> Disagreement {
    let size = state.len();
    let mut entries = vec![0.0; system.pattern().places().len()];
    system.jacobian(day, state, &mut entries);
    let mut stated = vec![vec![0.0; size]; size];
    for (&(row, column), entry) in system.pattern().places().iter().zip(&entries) {
        stated[row][column] = *entry;
    }
    let mut slope = vec![0.0; size];
    system.slope(day, state, &mut slope);
    let mut worst = Disagreement { row: 0, column: None, stated: 0.0, measured: 0.0, relative: 0.0 };
    let mut compare = |row: usize, column: Option<usize>, stated: f64, measured: f64, unit: f64| {
        let size = stated.abs().max(measured.abs()).max(slope[row].abs() / unit).max(1e-3);
        let relative = (stated - measured).abs() / size;
        if relative.is_nan() || relative > worst.relative {
            worst = Disagreement { row, column, stated, measured, relative };
        }
    };
    for column in 0..size {
        let (measured, unit) = difference(state[column], |value| {
            let (mut moved, mut slope) = (state.to_vec(), vec![0.0; size]);
            moved[column] = value;
            system.slope(day, &moved, &mut slope);
            slope
        });
        (0..size).for_each(|row| compare(row, Some(column), stated[row][column], measured[row], unit));
    }
    let mut time_slope = vec![0.0; size];
    if !system.is_autonomous() {
        system.time_slope(day, state, &mut time_slope);
    }
    let (measured, unit) = difference(day, |day| {
        let mut slope = vec![0.0; size];
        system.slope(day, state, &mut slope);
        slope
    });
    (0..size).for_each(|row| compare(row, None, time_slope[row], measured[row], unit));
    worst
}

/// Central difference at a value, and the unit of the value that the step was taken from.
fn difference(value: f64, slope: impl Fn(f64) -> Vec<f64>) -> (Vec<f64>, f64) {
    let unit = value.abs().max(1e-3);
    // The cube root of the rounding unit balances truncation against rounding (Press et al., Numerical Recipes,
    // 3rd edition, section 5.7).
    let step = 6e-6 * unit;
    let (above, below) = (slope(value + step), slope(value - step));
    (above.iter().zip(&below).map(|(above, below)| (above - below) / (2.0 * step)).collect(), unit)
}
