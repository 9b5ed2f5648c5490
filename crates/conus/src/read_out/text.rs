//! How is a read-out told in a terminal? Tables of a few columns, numbers as a journal prints them.

use super::ReadOut;
use crate::analysis::answer::{Answer, Effect, Mean, Measure, Number};
use crate::report::wording::p_value;

/// A table for a terminal: a heading, the names of the columns, the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTable {
    /// What it shows.
    pub heading: String,
    /// Names of the columns.
    pub head: Vec<&'static str>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// The tables of a read-out, in the order of a report.
#[must_use]
pub fn told(read_out: &ReadOut) -> Vec<TextTable> {
    let mut tables =
        vec![answered(read_out), means(&read_out.primary), effects(&read_out.primary, "Effects")];
    if !read_out.primary.tests.is_empty() {
        tables.push(tests(&read_out.primary));
    }
    tables.push(sensitivity(read_out));
    if !read_out.subgroups.is_empty() {
        tables.push(subgroups(read_out));
    }
    if !read_out.primary.model.is_empty() {
        let rows = read_out.primary.model.iter().map(|(name, value)| vec![name.clone(), value.clone()]);
        let heading = "The model of the primary analysis".to_owned();
        tables.push(TextTable { heading, head: vec!["fact", "value"], rows: rows.collect() });
    }
    tables
}

fn answered(read_out: &ReadOut) -> TextTable {
    let row = |(arm, label): (usize, &String)| {
        let visits = read_out.visits.iter().zip(&read_out.answered[arm]);
        let visits: Vec<String> = visits.map(|(visit, n)| format!("{visit}: {n}")).collect();
        vec![label.clone(), read_out.people[arm].to_string(), visits.join(", ")]
    };
    TextTable {
        heading: "People".to_owned(),
        head: vec!["arm", "randomised", "with a value"],
        rows: read_out.arms.iter().enumerate().map(row).collect(),
    }
}

fn means(answer: &Answer) -> TextTable {
    let row = |mean: &Mean| {
        let Mean { arm, visit, n, number } = mean;
        let mut row = vec![visit.clone(), arm.clone(), n.to_string()];
        row.extend(cells(number, 3));
        row
    };
    TextTable {
        heading: "Adjusted means".to_owned(),
        head: vec!["visit", "arm", "n", "mean", "SE", "df", "95 % interval"],
        rows: answer.means.iter().map(row).collect(),
    }
}

fn effects(answer: &Answer, heading: &str) -> TextTable {
    let row = |effect: &Effect| {
        let n = format!("{} / {}", effect.n_arm, effect.n_reference);
        let name = format!("{} - {}", effect.arm, effect.reference);
        let mut row = vec![effect.visit.clone(), name, measure(effect.measure).to_owned(), n];
        row.extend(cells(&effect.number, 3));
        row.push(effect.number.p.map_or_else(|| "-".to_owned(), p_value));
        row
    };
    TextTable {
        heading: heading.to_owned(),
        head: vec!["visit", "arms", "measure", "n", "value", "SE", "df", "95 % interval", "p"],
        rows: answer.effects.iter().map(row).collect(),
    }
}

fn tests(answer: &Answer) -> TextTable {
    let row = |test: &crate::analysis::answer::Test| {
        vec![
            test.name.clone(),
            format!("{:.3}", test.statistic),
            format!("{}", test.freedom_above),
            format!("{:.1}", test.freedom_below),
            p_value(test.p),
        ]
    };
    TextTable {
        heading: "Joint tests".to_owned(),
        head: vec!["question", "F", "df above", "df below", "p"],
        rows: answer.tests.iter().map(row).collect(),
    }
}

/// Every analysis at the compared visit, the primary one first.
fn sensitivity(read_out: &ReadOut) -> TextTable {
    let mut rows = Vec::new();
    let mut add = |words: &str, answer: &Answer| {
        for effect in answer.effects_at(&read_out.visit) {
            let name = format!("{} - {}", effect.arm, effect.reference);
            let mut row = vec![words.to_owned(), name, measure(effect.measure).to_owned()];
            row.extend(cells(&effect.number, 3));
            row.push(effect.number.p.map_or_else(|| "-".to_owned(), p_value));
            rows.push(row);
        }
    };
    add(&format!("primary: {}", read_out.primary.method), &read_out.primary);
    let mut failed = Vec::new();
    for (words, answer) in &read_out.sensitivity {
        match answer {
            Ok(answer) => add(words, answer),
            Err(reason) => failed.push((words.clone(), reason.to_string())),
        }
    }
    rows.extend(failed.into_iter().map(|(words, reason)| {
        let mut row = vec![words, reason];
        row.resize(8, "-".to_owned());
        row
    }));
    TextTable {
        heading: format!("Every analysis at {}", read_out.visit),
        head: vec!["analysis", "arms", "measure", "value", "SE", "df", "95 % interval", "p"],
        rows,
    }
}

fn subgroups(read_out: &ReadOut) -> TextTable {
    let mut rows = Vec::new();
    for (factor, found) in &read_out.subgroups {
        match found {
            Ok(found) => {
                for (level, effect) in &found.effects {
                    let name = format!("{factor}: {level}");
                    let n = format!("{} / {}", effect.n_arm, effect.n_reference);
                    let mut row = vec![name, format!("{} - {}", effect.arm, effect.reference), n];
                    row.extend(cells(&effect.number, 3));
                    row.push(p_value(found.interaction.p));
                    rows.push(row);
                }
            }
            Err(reason) => {
                let mut row = vec![factor.clone(), reason.to_string()];
                row.resize(8, "-".to_owned());
                rows.push(row);
            }
        }
    }
    TextTable {
        heading: format!("Subgroups at {}, analysis of covariance with interaction", read_out.visit),
        head: vec!["subgroup", "arms", "n", "value", "SE", "df", "95 % interval", "p of interaction"],
        rows,
    }
}

/// Value, standard error, degrees of freedom and interval.
fn cells(number: &Number, digits: usize) -> [String; 4] {
    let none = || "-".to_owned();
    [
        format!("{:.digits$}", number.value),
        number.standard_error.map_or_else(none, |error| format!("{error:.digits$}")),
        number.freedom.map_or_else(none, |freedom| format!("{freedom:.1}")),
        number.interval_95.map_or_else(none, |[low, high]| format!("{low:.digits$} to {high:.digits$}")),
    ]
}

/// As the report prints a measure.
#[must_use]
pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::MeanDifference => "difference of means",
        Measure::MedianDifference => "median difference",
        Measure::RiskDifference => "difference of shares",
        Measure::OddsRatio => "odds ratio",
    }
}
