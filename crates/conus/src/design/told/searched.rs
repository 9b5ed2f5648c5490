//! How is a search told? A table of every choice, and a picture of those that nothing beats.

use super::super::search::{Choice, Search};
use super::super::tally::OverBlocks;
use super::super::vary::Axis;
use crate::report::figure::{Estimate, FigureError, Frame, Quantity, pareto};

/// Choices that a picture names.
const MOST_NAMED: usize = 12;

/// Every choice as CSV, the cheapest first.
#[must_use]
pub fn searched_csv(axes: &[Axis], choices: &[Choice]) -> String {
    let paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
    let mut text = format!(
        "{},n,assurance,assurance_error,cost,months,harm_per_patient,worlds,on_front,front_share\n",
        paths.join(",")
    );
    for one in choices {
        let OverBlocks { value, error } = one.assurance;
        text.push_str(&format!(
            "{},{},{value},{error},{},{},{},{},{},{}\n",
            one.values.join(","),
            one.n,
            one.cost,
            one.months,
            one.harm,
            one.worlds,
            one.on_front,
            one.front_share
        ));
    }
    text
}

/// The choices that a table and a picture name, the cheapest first: those on the front that no cheaper one gives more
/// assurance than. Where they are too many, those that are on the front most surely.
#[must_use]
pub fn named(choices: &[Choice]) -> Vec<&Choice> {
    let beaten = |one: &&Choice| {
        let better = |other: &Choice| {
            other.cost <= one.cost
                && other.assurance.value >= one.assurance.value
                && (other.cost < one.cost || other.assurance.value > one.assurance.value)
        };
        choices.iter().any(better)
    };
    let mut named: Vec<&Choice> = choices.iter().filter(|one| one.on_front && !beaten(one)).collect();
    named.sort_by(|a, b| b.front_share.total_cmp(&a.front_share));
    named.truncate(MOST_NAMED);
    named.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    named
}

/// The last part of a path, as a name for readers.
fn short(path: &str) -> String {
    path.rsplit(['.', ']']).find(|part| !part.is_empty()).unwrap_or(path).replace('_', " ")
}

/// A choice in a few words.
#[must_use]
pub fn words(axes: &[Axis], one: &Choice) -> String {
    let values = axes.iter().zip(&one.values).map(|(axis, value)| format!("{} {value}", short(&axis.path)));
    values.chain([format!("n {}", one.n)]).collect::<Vec<_>>().join(", ")
}

/// Assurance against cost.
///
/// # Errors
/// When there is no choice.
pub fn searched_figure(
    study: &str,
    axes: &[Axis],
    asked: &Search,
    choices: &[Choice],
) -> Result<String, FigureError> {
    let named = named(choices);
    let number = |one: &Choice| {
        let place = named.iter().position(|other| std::ptr::eq(*other, one))?;
        u32::try_from(place + 1).ok()
    };
    let point = |one: &Choice| {
        let value = one.assurance.value;
        let ends = one.assurance.interval_95().map(|end| 100.0 * end.clamp(0.0, 1.0));
        pareto::Choice {
            on_front: one.on_front,
            point: Estimate { at: one.cost, value: 100.0 * value, low: ends[0], high: ends[1] },
            number: number(one),
        }
    };
    let on_front = choices.iter().filter(|one| one.on_front).count();
    pareto::draw(&pareto::Data {
        frame: Frame {
            id: "pareto".to_owned(),
            title: "What assurance costs".to_owned(),
            caption: format!(
                "Every combination and size, in the same {} possible worlds with the same people. Filled: the {on_front} choices that no other beats in assurance, cost, duration and harm together; numbered: the {} of them that are the cheapest way to so much assurance. Bars: 95 % Monte-Carlo interval, a world as one draw.",
                asked.worlds,
                named.len()
            ),
            source: format!("conus optimise {study}; pareto.csv; simulated"),
        },
        cost: Quantity { name: "Cost".to_owned(), unit: "unit of the study's prices".to_owned() },
        gain: Quantity { name: "Assurance".to_owned(), unit: "%".to_owned() },
        choices: choices.iter().map(point).collect(),
        named: (1..).zip(&named).map(|(number, one)| (number, words(axes, one))).collect(),
    })
}
