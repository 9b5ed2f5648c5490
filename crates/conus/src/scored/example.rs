//! What does a file look like that an instrument can score? The lowest and the highest answer to every item.

use super::form::{write_line, written};
use crate::instrument::scoring::{Instrument, Item};

/// Answers that some instrument takes, from low to high.
const ANSWERS: [&str; 20] = [
    "No", "Yes", "N", "Y", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14",
    "15",
];

/// A CSV file of two people who do not exist: the lowest answer to every item, and the highest. What a file may lack
/// stays empty.
///
/// # Panics
/// Never: texts written one behind the other are text.
#[must_use]
pub fn example(instrument: &dyn Instrument) -> String {
    let items = instrument.items();
    let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    let answers: Vec<Vec<&str>> = (0..items.len()).map(|item| allowed(instrument, item)).collect();
    let row = |who: &'static str, pick: fn(&[&'static str]) -> Option<&'static str>| {
        let answer = |(item, allowed): (&Item, &Vec<&'static str>)| {
            if item.required { pick(allowed).unwrap_or_default() } else { "" }
        };
        [who].into_iter().chain(items.iter().zip(&answers).map(answer)).collect::<Vec<&str>>()
    };
    let head = [&["USUBJID"], names.as_slice()].concat();
    let (low, high) =
        (row("SYN-LOW", |all| all.first().copied()), row("SYN-HIGH", |all| all.last().copied()));
    let bytes = written(|out| [head, low, high].iter().try_for_each(|line| write_line(out, line)));
    String::from_utf8(bytes).expect("text stays text")
}

/// Which of the common answers an item takes: found by asking, so that no instrument has to say it twice.
#[must_use]
pub fn allowed(instrument: &dyn Instrument, item: usize) -> Vec<&'static str> {
    let takes = |answer: &&str| {
        let mut row = vec![None; instrument.items().len()];
        row[item] = Some(*answer);
        let mut problems = Vec::new();
        instrument.score(&row, &mut Vec::new(), &mut problems);
        !problems.iter().any(|problem| problem.item == Some(item) && !problem.value.is_empty())
    };
    ANSWERS.into_iter().filter(takes).collect()
}
