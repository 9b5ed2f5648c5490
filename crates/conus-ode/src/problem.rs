//! What must a solver know about a system of equations? [`System`] says it, [`Pattern`] says where its Jacobian lives.

use crate::failure::PatternError;
use conus_num::Lanes;

/// Ordinary differential equations `y' = f(day, y)` with a Jacobian of fixed sparsity, for as many patients as there
/// are lanes; each lane has a day of its own. Lanes must not know of each other.
pub trait System<L: Lanes = f64> {
    /// Places of the Jacobian; its size is the number of states.
    fn pattern(&self) -> &Pattern;

    /// Writes `f(day, state)`.
    fn slope(&self, day: L, state: &[L], slope: &mut [L]);

    /// Writes the entries of the Jacobian in the order of [`Pattern::places`], zeros included.
    fn jacobian(&self, day: L, state: &[L], entries: &mut [L]);

    /// Writes both: what a step begins with. To be said by a system that can share work between them.
    #[inline(always)]
    fn slope_and_jacobian(&self, day: L, state: &[L], slope: &mut [L], entries: &mut [L]) {
        self.slope(day, state, slope);
        self.jacobian(day, state, entries);
    }

    /// True when `f` does not name the day: then [`Self::time_slope`] is never asked for.
    fn is_autonomous(&self) -> bool {
        true
    }

    /// Writes the partial derivative of `f` with respect to the day.
    fn time_slope(&self, _day: L, _state: &[L], time_slope: &mut [L]) {
        time_slope.fill(L::splat(0.0));
    }

    /// Names a state in failures.
    fn name(&self, index: usize) -> String {
        format!("state {index}")
    }
}

/// Where a Jacobian may differ from zero: sorted places (row, column), each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    size: usize,
    places: Vec<(usize, usize)>,
}

impl Pattern {
    /// A pattern for `size` states.
    ///
    /// # Errors
    /// When a place lies outside, or the places are not strictly ascending by row, then column.
    pub fn new(size: usize, places: Vec<(usize, usize)>) -> Result<Self, PatternError> {
        if let Some(&(row, column)) = places.iter().find(|&&(row, column)| row >= size || column >= size) {
            return Err(PatternError::Outside { row, column, size });
        }
        if let Some(pair) = places.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(PatternError::Unsorted { row: pair[1].0, column: pair[1].1 });
        }
        Ok(Self { size, places })
    }

    /// Every place, row by row.
    #[must_use]
    pub fn dense(size: usize) -> Self {
        let places = (0..size).flat_map(|row| (0..size).map(move |column| (row, column))).collect();
        Self { size, places }
    }

    /// Number of states.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The places (row, column) in the order in which [`System::jacobian`] writes.
    #[must_use]
    pub fn places(&self) -> &[(usize, usize)] {
        &self.places
    }
}
