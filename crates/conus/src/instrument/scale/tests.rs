//! Does every shipped instrument keep its promises? And how a test asks one.

use super::super::known::{NAMES, named};
use super::super::scoring::{Instrument, Problem, Value};
use super::super::{isci_pain::form, nrs_week, reported_change, scim, whoqol};
use super::{Allowed, ItemRule};
use conus_num::random::Stream;
use std::collections::BTreeMap;

/// Scores and problems of one row, the cells given by column.
pub(in crate::instrument) struct Scored {
    values: BTreeMap<&'static str, Value>,
    /// What is wrong.
    pub(in crate::instrument) problems: Vec<Problem>,
    instrument: Box<dyn Instrument>,
    cells: Vec<Option<String>>,
}

/// Scores a row of an instrument under chosen rules such as `missing=prose`.
pub(in crate::instrument) fn scored(name: &str, rules: &[&str], row: &[(&str, &str)]) -> Scored {
    let pair =
        |rule: &&str| rule.split_once('=').map(|(rule, value)| (rule.to_owned(), value.to_owned())).unwrap();
    let instrument = named(name, &rules.iter().map(pair).collect::<Vec<_>>()).unwrap();
    for (column, _) in row {
        assert!(instrument.items().iter().any(|item| item.name == *column), "{name} has no column {column}");
    }
    let cell = |column: &str| row.iter().rev().find(|(name, _)| *name == column).map(|(_, cell)| *cell);
    let cells: Vec<Option<String>> = instrument
        .items()
        .iter()
        .map(|item| cell(&item.name).filter(|cell| !cell.is_empty()).map(str::to_owned))
        .collect();
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    let answers: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    instrument.score(&answers, &mut values, &mut problems);
    let values = instrument.scores().iter().map(|score| score.name).zip(values).collect();
    Scored { values, problems, instrument, cells }
}

impl Scored {
    /// A score as a number; none when it is missing.
    pub(in crate::instrument) fn number(&self, score: &str) -> Option<f64> {
        match &self.values[score] {
            Value::Number(number) => Some(*number),
            Value::Missing => None,
            Value::Word(word) => panic!("{score} is the word {word}"),
        }
    }

    /// A score as a word; none when it is missing.
    pub(in crate::instrument) fn word(&self, score: &str) -> Option<String> {
        match &self.values[score] {
            Value::Word(word) => Some(word.to_string()),
            Value::Missing => None,
            Value::Number(number) => panic!("{score} is the number {number}"),
        }
    }

    /// Problems as `column: value: rule`, with a `!` where a score is lost.
    pub(in crate::instrument) fn told(&self) -> Vec<String> {
        let told = |problem: &Problem| {
            let item = problem.item.map_or("row", |item| self.instrument.items()[item].name.as_str());
            let lost = if problem.costs_score { "!" } else { "" };
            format!("{item}{lost}: {}: {}", problem.value, problem.rule)
        };
        self.problems.iter().map(told).collect()
    }

    /// How a score came about.
    pub(in crate::instrument) fn because(&self, score: &str) -> String {
        let scores = self.instrument.scores();
        let label = scores.iter().find(|known| known.name == score).unwrap().label;
        let answers: Vec<Option<&str>> = self.cells.iter().map(Option::as_deref).collect();
        let steps = self.instrument.explain(&answers);
        let step = steps.into_iter().rev().find(|step| step.question == label).unwrap();
        format!("{} => {}", step.because, step.answer)
    }
}

/// Items and the range of each score of an instrument.
fn rules(name: &str) -> (&'static [ItemRule], Vec<Option<[f64; 2]>>) {
    match name {
        "scim-iii" => (&scim::RULES.item, scim::RULES.score.iter().map(|score| score.range).collect()),
        "whoqol-bref" => (&whoqol::RULES.item, whoqol::RULES.score.iter().map(|score| score.range).collect()),
        "isci-pain-v1" => {
            (&form::VERSION_1.item, form::VERSION_1.score.iter().map(|score| score.range).collect())
        }
        "isci-pain-v2" => {
            (&form::VERSION_2.item, form::VERSION_2.score.iter().map(|score| score.range).collect())
        }
        "nrs-week" => {
            (&nrs_week::RULES.item, nrs_week::RULES.score.iter().map(|score| score.range).collect())
        }
        _ => (
            &reported_change::RULES.item,
            reported_change::RULES.score.iter().map(|score| score.range).collect(),
        ),
    }
}

/// Cells that no item of any instrument takes.
const GARBAGE: [&str; 16] = [
    "x",
    "-1",
    "99",
    "3.7.1",
    "３",
    "NaN",
    "inf",
    "1e1",
    "\u{1b}[31m",
    "4,5",
    "--",
    "1 2",
    "=1+1",
    "0x1",
    "\u{202e}3",
    "999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
];

/// Cells that the item takes.
fn sound(item: &ItemRule) -> Vec<String> {
    match &item.allowed {
        Allowed::Values(values) => values.iter().map(f64::to_string).collect(),
        Allowed::Whole([first, last]) => (0..=20)
            .map(|step| first + f64::from(step))
            .filter(|x| x <= last)
            .map(|x| x.to_string())
            .collect(),
        Allowed::Number([first, last]) => {
            (0..=64).map(|step| (first + (last - first) * f64::from(step) / 64.0).to_string()).collect()
        }
        Allowed::Words(words) => words.keys().map(|word| word.to_uppercase()).collect(),
    }
}

/// One of the cells.
fn one<'c, T>(cells: &'c [T], chance: &mut Stream) -> &'c T {
    &cells[chance.below(u32::try_from(cells.len()).unwrap()) as usize]
}

/// A row with gaps, and which of its cells are not allowed.
fn drawn<'c>(sound: &'c [Vec<String>], chance: &mut Stream) -> (Vec<Option<&'c str>>, Vec<usize>) {
    let (empty, wrong) = (0.5 * chance.uniform(), 0.1 * chance.uniform());
    let (mut row, mut refused) = (Vec::new(), Vec::new());
    for (item, cells) in sound.iter().enumerate() {
        let luck = chance.uniform();
        row.push(match luck {
            _ if luck < empty => None,
            _ if luck < empty + wrong => {
                refused.push(item);
                Some(*one(&GARBAGE, chance))
            }
            _ => Some(one(cells, chance).as_str()),
        });
    }
    (row, refused)
}

/// What may never happen to a row.
fn check(instrument: &dyn Instrument, row: &[Option<&str>], refused: &[usize], ranges: &[Option<[f64; 2]>]) {
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    instrument.score(row, &mut values, &mut problems);
    assert_eq!(values.len(), instrument.scores().len());
    for (value, range) in values.iter().zip(ranges) {
        if let (Value::Number(number), Some([low, high])) = (value, range) {
            assert!((*low..=*high).contains(number), "{number} outside {low} to {high}: {row:?}");
        }
    }
    assert!(problems.is_sorted_by_key(|problem| problem.item), "{problems:?}");
    for item in refused {
        let name = &instrument.items()[*item].name;
        let about = |problem: &&Problem| {
            let rule = problem.rule.strip_prefix('`').and_then(|rule| rule.strip_prefix(name.as_str()));
            problem.item == Some(*item) && rule.is_some_and(|rule| rule.starts_with("` takes "))
        };
        assert_eq!(problems.iter().filter(about).count(), 1, "{row:?}: {problems:?}");
    }
    for problem in &problems {
        let harmless = |text: &str| text.chars().all(|c| !c.is_control()) && text.chars().count() < 400;
        assert!(harmless(&problem.value) && harmless(&problem.rule), "{problem:?}");
        assert!(!problem.costs_score || values.contains(&Value::Missing), "{problem:?}");
    }
}

/// A million rows over all instruments, with gaps and with cells that no item takes.
#[test]
fn no_row_makes_an_instrument_panic_and_every_refused_cell_is_told_with_its_rule() {
    const ROWS: u32 = 170_000;
    // The worksheet of ISNCSCI is no scale: it has no rule file.
    let scales = NAMES.into_iter().filter(|name| *name != "isncsci");
    for (occasion, name) in (0..).zip(scales) {
        let (items, ranges) = rules(name);
        let instrument = named(name, &[]).unwrap();
        let sound: Vec<Vec<String>> = items.iter().map(sound).collect();
        let mut chance = Stream::new(5, 0, 0, 0, occasion);
        for number in 0..ROWS {
            let (row, refused) = drawn(&sound, &mut chance);
            check(instrument.as_ref(), &row, &refused, &ranges);
            if number % 100 == 0 {
                assert_eq!(instrument.explain(&row).len(), ranges.len() + refused.len());
            }
        }
    }
}

#[test]
fn a_refused_answer_costs_a_score_only_if_the_score_would_be_there_with_it() {
    let week = [("nrs_1", "5"), ("nrs_2", "5"), ("nrs_3", "5"), ("nrs_4", "x")];
    assert!(scored("nrs-week", &[], &week).problems[0].costs_score);
    assert!(!scored("nrs-week", &["least_days=3"], &week).problems[0].costs_score);
    let short = scored("nrs-week", &["least_days=5"], &week);
    assert!(!short.problems[0].costs_score, "three days and one more are no week of five");
}

/// Codes are read by others: they are short, and no two scores share one.
#[test]
fn names_and_codes_of_scores_are_unique_over_all_instruments() {
    let instruments: Vec<_> = NAMES.iter().map(|name| named(name, &[]).unwrap()).collect();
    let scores: Vec<_> = instruments.iter().flat_map(|instrument| instrument.scores()).collect();
    for of in [|score: &super::Score| score.name, |score: &super::Score| score.code] {
        let mut seen: Vec<_> = scores.iter().map(|score| of(score)).collect();
        seen.sort_unstable();
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
    }
    assert!(scores.iter().all(|score| score.code.len() <= 8 && score.label.chars().count() <= 40));
}
