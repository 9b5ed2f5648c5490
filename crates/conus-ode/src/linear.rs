//! How is the step matrix solved? Once per pattern: an order of elimination and a flat list of operations; then the
//! same list runs for every step. No pivoting, so the guard of [`SparseLu::factor`] decides whether to trust it.

mod straight;

use crate::problem::Pattern;
use conus_num::{Lanes, Num};

/// A row of U may be this much larger than the row of the matrix it came from. Beyond it, half of the 16 digits are
/// gone and the factors are not trusted (assumed; growth as measure of trust: Higham, Accuracy and Stability of
/// Numerical Algorithms, 2nd edition, section 9.3).
const MOST_GROWTH: f64 = 1e8;

/// LU factors of `diagonal I - J` in a fixed order of elimination, one matrix in each lane.
#[derive(Clone, Debug)]
pub struct SparseLu<L = f64> {
    order: Vec<usize>,
    rows: Vec<Row>,
    columns: Vec<u32>,
    eliminations: Vec<Elimination>,
    targets: Vec<u32>,
    /// The last slot takes what no equation reads.
    slot_of_entry: Vec<u32>,
    values: Vec<L>,
    inverse: Vec<L>,
    right: Vec<L>,
}

/// One row of the factors: L in `start..diagonal`, U in `diagonal..end`.
#[derive(Clone, Copy, Debug)]
struct Row {
    start: usize,
    diagonal: usize,
    end: usize,
    first_elimination: usize,
    last_elimination: usize,
}

/// Subtracts a multiple of one finished row of U from the current row.
#[derive(Clone, Copy, Debug)]
struct Elimination {
    /// Place of the multiplier in the current row.
    lower: usize,
    /// The finished row.
    pivot: usize,
    /// Its slots right of the diagonal.
    source: (usize, usize),
    /// Where in `targets` the places of the current row begin.
    target: usize,
}

impl<L: Lanes> SparseLu<L> {
    /// Chooses the order and writes the list of operations.
    #[must_use]
    pub fn new(pattern: &Pattern) -> Self {
        let size = pattern.size();
        let (order, mut filled) = least_fill(pattern);
        // Exact states leave only after the order is chosen, so that the others are eliminated as they always were.
        for (row, columns) in filled.iter_mut().enumerate() {
            for (column, filled) in columns.iter_mut().enumerate() {
                *filled &= row == column || pattern.is_solved((row, column));
            }
        }
        let mut position = vec![0; size];
        order.iter().enumerate().for_each(|(place, &state)| position[state] = place);
        let mut lu = Self {
            rows: Vec::with_capacity(size),
            columns: Vec::new(),
            eliminations: Vec::new(),
            targets: Vec::new(),
            slot_of_entry: Vec::new(),
            values: Vec::new(),
            inverse: vec![L::splat(0.0); size],
            right: vec![L::splat(0.0); size],
            order,
        };
        for place in 0..size {
            lu.append_row(place, &filled);
        }
        let unread = lu.columns.len();
        lu.values = vec![L::splat(0.0); unread + 1];
        let slot = |&(row, column): &(usize, usize)| match pattern.is_solved((row, column)) {
            true => lu.slot(position[row], position[column]),
            false => narrow(unread),
        };
        lu.slot_of_entry = pattern.places().iter().map(slot).collect();
        lu
    }

    /// Slots of L and U together; what one factorisation touches.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.columns.len()
    }

    /// L and U row by row, and one over each diagonal: where elimination as straight code ([`SparseLu::straight`]) keeps
    /// its factors.
    pub fn factors(&mut self) -> (&mut [L], &mut [L]) {
        let slots = self.columns.len();
        (&mut self.values[..slots], &mut self.inverse)
    }

    /// Factorises `diagonal I - J`. False in a lane where a number is not finite, a pivot vanishes or a row grows too
    /// much: then its factors must not be used.
    #[inline(always)]
    pub fn factor(&mut self, diagonal: L, jacobian: &[L]) -> L::Mask {
        let (zero, infinity) = (L::splat(0.0), L::splat(f64::INFINITY));
        self.values.fill(zero);
        for (slot, entry) in self.slot_of_entry.iter().zip(jacobian) {
            self.values[*slot as usize] = -*entry;
        }
        let mut trusted = zero.equal(zero);
        for (index, row) in self.rows.iter().enumerate() {
            self.values[row.diagonal] = self.values[row.diagonal] + diagonal;
            let (done, rest) = self.values.split_at_mut(row.start);
            let current = &mut rest[..row.end - row.start];
            let before = sum_of_sizes(current);
            for step in &self.eliminations[row.first_elimination..row.last_elimination] {
                let multiplier = current[step.lower] * self.inverse[step.pivot];
                current[step.lower] = multiplier;
                let source = &done[step.source.0..step.source.1];
                let targets = &self.targets[step.target..step.target + source.len()];
                for (value, target) in source.iter().zip(targets) {
                    let target = *target as usize;
                    current[target] = current[target] - multiplier * *value;
                }
            }
            let upper = &current[row.diagonal - row.start..];
            let inverse = (1.0 / Num(upper[0])).0;
            self.inverse[index] = inverse;
            let most = (MOST_GROWTH * Num(before)).0;
            trusted = L::both(trusted, L::both(before.less(infinity), sum_of_sizes(upper).at_most(most)));
            trusted = L::both(trusted, inverse.magnitude().less(infinity));
        }
        trusted
    }

    /// Replaces the right-hand side by the solution.
    #[inline(always)]
    pub fn solve(&mut self, right: &mut [L]) {
        let work = &mut self.right[..];
        for (index, row) in self.rows.iter().enumerate() {
            let lower = &self.values[row.start..row.diagonal];
            let columns = &self.columns[row.start..row.diagonal];
            let mut sum = right[self.order[index]];
            for (value, column) in lower.iter().zip(columns) {
                sum = sum - *value * work[*column as usize];
            }
            work[index] = sum;
        }
        for (index, row) in self.rows.iter().enumerate().rev() {
            let upper = &self.values[row.diagonal + 1..row.end];
            let columns = &self.columns[row.diagonal + 1..row.end];
            let mut sum = work[index];
            for (value, column) in upper.iter().zip(columns) {
                sum = sum - *value * work[*column as usize];
            }
            work[index] = sum * self.inverse[index];
            right[self.order[index]] = work[index];
        }
    }

    /// Adds one row of the permuted, filled pattern and its eliminations.
    fn append_row(&mut self, place: usize, filled: &[Vec<bool>]) {
        let size = self.order.len();
        let start = self.columns.len();
        let of_row = &filled[self.order[place]];
        let present: Vec<usize> = (0..size).filter(|&column| of_row[self.order[column]]).collect();
        let offset = |column: usize| present.partition_point(|&other| other < column);
        let first_elimination = self.eliminations.len();
        for &pivot in present.iter().take_while(|&&column| column < place) {
            let source = (self.rows[pivot].diagonal + 1, self.rows[pivot].end);
            let target = self.targets.len();
            self.eliminations.push(Elimination { lower: offset(pivot), pivot, source, target });
            let places =
                self.columns[source.0..source.1].iter().map(|&column| narrow(offset(column as usize)));
            self.targets.extend(places);
        }
        self.rows.push(Row {
            start,
            diagonal: start + offset(place),
            end: start + present.len(),
            first_elimination,
            last_elimination: self.eliminations.len(),
        });
        self.columns.extend(present.iter().map(|&column| narrow(column)));
    }

    fn slot(&self, row: usize, column: usize) -> u32 {
        let Row { start, end, .. } = self.rows[row];
        narrow(start + self.columns[start..end].partition_point(|&other| (other as usize) < column))
    }
}

/// Order of elimination on the diagonal with the least product of row and column counts at each turn, lowest index
/// first among equals (Markowitz, Management Science 3:255, 1957), and the pattern with its fill.
fn least_fill(pattern: &Pattern) -> (Vec<usize>, Vec<Vec<bool>>) {
    let size = pattern.size();
    let mut filled = vec![vec![false; size]; size];
    pattern.places().iter().for_each(|&(row, column)| filled[row][column] = true);
    (0..size).for_each(|state| filled[state][state] = true);
    let mut left: Vec<usize> = (0..size).collect();
    let mut order = Vec::with_capacity(size);
    while !left.is_empty() {
        let cost = |&state: &usize| {
            let in_row = left.iter().filter(|&&other| filled[state][other]).count();
            let in_column = left.iter().filter(|&&other| filled[other][state]).count();
            ((in_row - 1) * (in_column - 1), state)
        };
        let pivot = left.iter().copied().min_by_key(cost).expect("the list is not empty here");
        left.retain(|&state| state != pivot);
        order.push(pivot);
        let across: Vec<usize> = left.iter().copied().filter(|&column| filled[pivot][column]).collect();
        for &row in left.iter().filter(|&&row| filled[row][pivot]).collect::<Vec<_>>() {
            across.iter().for_each(|&column| filled[row][column] = true);
        }
    }
    (order, filled)
}

/// Sum of absolute values: unlike a maximum, it cannot overlook a value that is not a number.
#[inline(always)]
fn sum_of_sizes<L: Lanes>(values: &[L]) -> L {
    let mut sum = L::splat(0.0);
    for value in values {
        sum = sum + value.magnitude();
    }
    sum
}

/// Slots are kept in 32 bits so that the operation list stays in the nearest cache.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a matrix of four thousand million slots would not fit in memory")
}
