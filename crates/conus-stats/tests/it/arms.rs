//! The made-up trial of three arms, in the order of levels that `../oracle/arms.R` gives it.

use crate::oracle::column;
use conus_stats::design::{Column, Design, Factor, Term, Variable};

const TEXT: &str = include_str!("../oracle/parallel_arms.csv");

/// A numeric column.
pub(crate) fn numeric(name: &str) -> Column {
    Column { name: name.to_owned(), values: column(TEXT, name) }
}

/// A factor with the given reference level.
pub(crate) fn factor(name: &str, reference: &str) -> Factor {
    let index = TEXT.lines().next().unwrap().split(',').position(|cell| cell == name).unwrap();
    let labels: Vec<&str> = TEXT.lines().skip(1).map(|line| line.split(',').nth(index).unwrap()).collect();
    Factor::from_labels(name, &labels, reference).unwrap()
}

/// Arm of each person; its levels run from control to the higher dose.
pub(crate) fn arm() -> Factor {
    let by_alphabet = factor("arm", "control");
    assert_eq!(by_alphabet.levels(), ["control", "cells", "cells_twice"]);
    by_alphabet
}

/// Who responded.
pub(crate) fn responders() -> Vec<bool> {
    column(TEXT, "responder").iter().map(|value| *value > 0.5).collect()
}

/// All that is known of each person but the outcomes.
pub(crate) fn variables() -> [Variable; 5] {
    [
        arm().into(),
        factor("sex", "female").into(),
        factor("site", "a").into(),
        numeric("baseline").into(),
        numeric("age").into(),
    ]
}

/// The design of main effects.
pub(crate) fn main_effects(names: &[&str]) -> Design {
    let terms: Vec<Term> = names.iter().map(|name| Term::main(name)).collect();
    Design::new(&variables(), &terms).unwrap()
}
