//! What must a solver know about a system of equations? [`System`] says it, [`Pattern`] says where its Jacobian lives.

use crate::failure::PatternError;
use crate::linear::SparseLu;
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

    /// True when `f` does not name the day: then [`Self::time_slope`] is zero and hardly ever asked for.
    fn is_autonomous(&self) -> bool {
        true
    }

    /// Writes the partial derivative of `f` with respect to the day.
    fn time_slope(&self, _day: L, _state: &[L], time_slope: &mut [L]) {
        time_slope.fill(L::splat(0.0));
    }

    /// Moves the states that [`Pattern::exact`] lists, in that order, on from where they stand on a day to where they
    /// stand `elapsed` days later. Asked for only where there are any; who lists states and does not say this fails as
    /// not finite.
    fn move_on(&self, _day: L, _elapsed: L, exact: &mut [L]) {
        exact.fill(L::splat(f64::NAN));
    }

    /// Factorises `diagonal I - J` of every lane; false where the factors must not be used. Who has elimination as
    /// straight code ([`SparseLu::straight`]) runs it here and in [`System::solve`].
    #[inline(always)]
    fn factor(&self, lu: &mut SparseLu<L>, diagonal: L, jacobian: &[L]) -> L::Mask {
        lu.factor(diagonal, jacobian)
    }

    /// Replaces the right-hand side by the solution.
    #[inline(always)]
    fn solve(&self, lu: &mut SparseLu<L>, right: &mut [L]) {
        lu.solve(right);
    }

    /// Names a state in failures.
    fn name(&self, index: usize) -> String {
        format!("state {index}")
    }
}

/// As many states of a system as can be known ([`Pattern::exact`]): each look at a patient makes room for them.
pub(crate) const MOST_EXACT: usize = 8;

/// Where a Jacobian may differ from zero: sorted places (row, column), each once. And which states need no solving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    size: usize,
    places: Vec<(usize, usize)>,
    exact: Vec<usize>,
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
        Ok(Self { size, places, exact: Vec::new() })
    }

    /// The same pattern where the course of these states between events is known in closed form ([`System::move_on`]).
    /// They drive the others and are driven by none of them.
    ///
    /// # Errors
    /// When there are more than eight, or a state lies outside, is not above the one before, or depends on a state that
    /// is not listed.
    pub fn with_exact(self, exact: Vec<usize>) -> Result<Self, PatternError> {
        let Self { size, places, .. } = self;
        if exact.len() > MOST_EXACT {
            return Err(PatternError::ManyExact { count: exact.len() });
        }
        if let Some(&state) = exact.iter().find(|&&state| state >= size) {
            return Err(PatternError::Outside { row: state, column: state, size });
        }
        if let Some(pair) = exact.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(PatternError::Unsorted { row: pair[1], column: pair[1] });
        }
        let driven = |&&(row, column): &&(usize, usize)| exact.contains(&row) && !exact.contains(&column);
        if let Some(&(row, column)) = places.iter().find(driven) {
            return Err(PatternError::Driven { row, column });
        }
        Ok(Self { size, places, exact })
    }

    /// Every place, row by row.
    #[must_use]
    pub fn dense(size: usize) -> Self {
        let places = (0..size).flat_map(|row| (0..size).map(move |column| (row, column))).collect();
        Self { size, places, exact: Vec::new() }
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

    /// The states whose course is known, ascending.
    #[must_use]
    pub fn exact(&self) -> &[usize] {
        &self.exact
    }

    /// Whether a place stands in the equations that are solved: neither its row nor its column is known.
    pub(crate) fn is_solved(&self, (row, column): (usize, usize)) -> bool {
        !self.exact.contains(&row) && !self.exact.contains(&column)
    }
}
