//! Which scores do answers of SCIM III and WHOQOL-BREF give? By the rules of `conus score`.

use crate::instrument::known::named;
use crate::instrument::scoring::{Instrument, Value};
use std::sync::LazyLock;

/// SCIM III.
pub static SCIM: LazyLock<Box<dyn Instrument>> = LazyLock::new(|| shipped("scim-iii"));
/// WHOQOL-BREF.
pub static WHOQOL: LazyLock<Box<dyn Instrument>> = LazyLock::new(|| shipped("whoqol-bref"));

/// The named scores of some answers, in the order of the names; none where the rules of the instrument give none.
#[must_use]
pub fn numbers<const N: usize>(
    instrument: &dyn Instrument,
    answers: &[Option<f64>],
    names: [&str; N],
) -> [Option<f64>; N] {
    let texts: Vec<Option<String>> =
        answers.iter().map(|answer| answer.map(|answer| answer.to_string())).collect();
    let cells: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    instrument.score(&cells, &mut values, &mut problems);
    names.map(|name| {
        let place = instrument.scores().iter().position(|score| score.name == name)?;
        match values.get(place)? {
            Value::Number(number) => Some(*number),
            Value::Missing | Value::Word(_) => None,
        }
    })
}

fn shipped(name: &str) -> Box<dyn Instrument> {
    named(name, &[]).expect("the name stands in the register")
}
