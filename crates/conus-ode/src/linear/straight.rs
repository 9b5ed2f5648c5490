//! How does the elimination of one pattern look as program text? The list of operations of [`SparseLu`], each on a line of
//! its own: nothing is looked up any more, so it runs several times as fast, and gives the same bits.

use super::{MOST_GROWTH, Row, SparseLu};
use std::fmt::Write as _;

/// Why writing to a string is not checked.
const WRITES: &str = "writing to a string cannot fail";

impl SparseLu<f64> {
    /// Rust text of two functions over [`conus_num::Lanes`]: `factor(diagonal, jacobian, f, inverse)` does what
    /// [`SparseLu::factor`] does, into what [`SparseLu::factors`] lends; `solve(f, inverse, right)` what
    /// [`SparseLu::solve`] does.
    #[must_use]
    pub fn straight(&self, about: &str) -> String {
        let (size, slots, entries) = (self.order.len(), self.slots(), self.slot_of_entry.len());
        let long =
            "#[expect(clippy::too_many_lines, reason = \"generated straight-line code\")]\n#[inline(always)]";
        let mut text = format!(
            "{about}\n\nuse conus_num::Lanes;\n\n\
             /// LU factors of `diagonal I - J`; false in the lanes in which they must not be used.\n{long}\n\
             pub(crate) fn factor<L: Lanes>(\n    diagonal: L,\n    jacobian: &[L; {entries}],\n    \
             f: &mut [L; {slots}],\n    inverse: &mut [L; {size}],\n) -> L::Mask {{\n    \
             let (zero, one, infinity) = (L::splat(0.0), L::splat(1.0), L::splat(f64::INFINITY));\n    \
             let growth = L::splat({MOST_GROWTH:e});\n    let trusted = zero.equal(zero);\n"
        );
        for (index, row) in self.rows.iter().enumerate() {
            self.factor_row(&mut text, index, *row);
        }
        write!(
            text,
            "    trusted\n}}\n\n/// Replaces the right-hand side by the solution.\n{long}\n\
             pub(crate) fn solve<L: Lanes>(f: &[L; {slots}], inverse: &[L; {size}], right: &mut [L; {size}]) {{\n"
        )
        .expect(WRITES);
        self.substitutions(&mut text);
        text + "}\n"
    }

    /// One row: its entries, what finished rows take from them, its guard, and where it is kept.
    fn factor_row(&self, text: &mut String, index: usize, row: Row) {
        let mut line = |words: String| writeln!(text, "    {words};").expect(WRITES);
        let columns = &self.columns[row.start..row.end];
        let entry = |slot: usize| self.slot_of_entry.iter().position(|of_entry| *of_entry as usize == slot);
        let mut known: Vec<bool> = Vec::with_capacity(columns.len());
        for (slot, column) in (row.start..).zip(columns) {
            match (entry(slot), slot == row.diagonal) {
                (Some(entry), true) => line(format!("let c{column} = -jacobian[{entry}] + diagonal")),
                (Some(entry), false) => line(format!("let c{column} = -jacobian[{entry}]")),
                (None, true) => line(format!("let c{column} = diagonal")),
                (None, false) => (),
            }
            known.push(slot == row.diagonal || entry(slot).is_some());
        }
        let entries = columns.iter().zip(&known).filter(|(_, known)| **known);
        sum_of_sizes("before", entries.map(|(column, _)| *column), &mut line);
        for step in &self.eliminations[row.first_elimination..row.last_elimination] {
            let lower = columns[step.lower];
            line(format!("let c{lower} = c{lower} * inverse[{}]", step.pivot));
            for (slot, target) in (step.source.0..step.source.1).zip(&self.targets[step.target..]) {
                let (column, known) = (columns[*target as usize], &mut known[*target as usize]);
                let from = if *known { format!("c{column}") } else { "zero".to_owned() };
                line(format!("let c{column} = {from} - c{lower} * f[{slot}]"));
                *known = true;
            }
        }
        line("let trusted = L::both(trusted, before.less(infinity))".to_owned());
        // A row from which nothing was taken has not grown.
        if row.first_elimination < row.last_elimination {
            sum_of_sizes("after", columns[row.diagonal - row.start..].iter().copied(), &mut line);
            line("let trusted = L::both(trusted, after.at_most(growth * before))".to_owned());
        }
        line(format!("inverse[{index}] = one / c{}", columns[row.diagonal - row.start]));
        line(format!("let trusted = L::both(trusted, inverse[{index}].magnitude().less(infinity))"));
        for (slot, column) in (row.start..).zip(columns).filter(|(slot, _)| *slot != row.diagonal) {
            line(format!("f[{slot}] = c{column}"));
        }
    }

    /// Forward through L, backward through U.
    fn substitutions(&self, text: &mut String) {
        let mut line = |words: String| writeln!(text, "    {words};").expect(WRITES);
        for (index, row) in self.rows.iter().enumerate() {
            line(format!("let w{index} = right[{}]", self.order[index]));
            for (slot, column) in (row.start..row.diagonal).zip(&self.columns[row.start..]) {
                line(format!("let w{index} = w{index} - f[{slot}] * w{column}"));
            }
        }
        for (index, row) in self.rows.iter().enumerate().rev() {
            for (slot, column) in (row.diagonal + 1..row.end).zip(&self.columns[row.diagonal + 1..]) {
                line(format!("let w{index} = w{index} - f[{slot}] * w{column}"));
            }
            line(format!("let w{index} = w{index} * inverse[{index}]"));
            line(format!("right[{}] = w{index}", self.order[index]));
        }
    }
}

/// Adds up the sizes of some columns of the current row.
fn sum_of_sizes(name: &str, columns: impl Iterator<Item = u32>, line: &mut impl FnMut(String)) {
    for (number, column) in columns.enumerate() {
        let so_far = if number == 0 { String::new() } else { format!("{name} + ") };
        line(format!("let {name} = {so_far}c{column}.magnitude()"));
    }
}
