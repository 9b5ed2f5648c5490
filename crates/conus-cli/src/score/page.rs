//! What does a person read of scores, of one row's steps, and of what an instrument reads?

use conus::instrument::known::{NAMES, named};
use conus::instrument::scoring::{Instrument, Step, Value};
use conus::scored::form::{Form, problem, shown};
use conus::scored::row::Reject;
use conus::scored::{Columns, ScoredRow, Scorer};
use conus::table::csv::line;
use serde_json::json;

use super::Printed;
use crate::NOTICE;
use crate::fault::harmless;
use crate::output;

/// Rows of a file side by side.
const SIDE_BY_SIDE: usize = 4;
/// Longest name above a column (character).
const LONGEST_NAME: usize = 24;

/// Every instrument.
pub(super) fn list(format: Option<Printed>) -> anyhow::Result<String> {
    let all: Vec<Box<dyn Instrument>> =
        NAMES.iter().map(|name| named(name, &[])).collect::<Result<_, _>>()?;
    let rows: Vec<[&str; 2]> = all.iter().map(|known| [known.name(), known.about()]).collect();
    match format {
        Some(Printed::Json) => {
            let all = rows.iter().map(|[name, about]| json!({ "name": name, "about": about }));
            output::json(&json!(all.collect::<Vec<_>>()))
        }
        Some(Printed::Csv) => {
            Ok(line(&["name", "about"]) + &rows.iter().map(|row| line(row)).collect::<String>())
        }
        _ => {
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).into()).collect();
            Ok(format!("{}\n{NOTICE}\n", output::table(&["instrument", "about"], &rows)))
        }
    }
}

/// What an instrument reads and gives.
pub(super) fn columns(instrument: &dyn Instrument, format: Option<Printed>) -> anyhow::Result<String> {
    let (items, scores) = (instrument.items(), instrument.scores());
    match format {
        Some(Printed::Json) => output::json(&json!({
            "notice": NOTICE,
            "instrument": instrument.name(),
            "about": instrument.about(),
            "items": items.iter().map(|item| json!({
                "name": item.name, "label": item.label, "allowed": item.allowed, "required": item.required,
            })).collect::<Vec<_>>(),
            "scores": scores.iter().map(|score| json!({
                "name": score.name, "label": score.label, "code": score.code,
            })).collect::<Vec<_>>(),
        })),
        Some(Printed::Csv) => {
            let mut page = line(&["kind", "name", "label", "allowed", "required", "code"]);
            for item in items {
                let required = if item.required { "Y" } else { "N" };
                page.push_str(&line(&["item", &item.name, &item.label, &item.allowed, required, ""]));
            }
            for score in scores {
                page.push_str(&line(&["score", score.name, score.label, "", "", score.code]));
            }
            Ok(page)
        }
        _ => {
            let read: Vec<Vec<String>> = items
                .iter()
                .map(|item| {
                    let may_lack = if item.required { "" } else { " (the file may lack it)" };
                    vec![item.name.clone(), format!("{}{may_lack}", item.allowed), item.label.clone()]
                })
                .collect();
            let given: Vec<Vec<String>> = scores
                .iter()
                .map(|score| [score.name, score.code, score.label].map(str::to_owned).into())
                .collect();
            Ok(format!(
                "{}\n\n{}\n{}\n{NOTICE}\n",
                instrument.about(),
                output::table(&["item", "allowed", "meaning"], &read),
                output::table(&["score", "PARAMCD", "meaning"], &given)
            ))
        }
    }
}

/// Rows for a table: in each line a JSON list of the name of the row and its scores.
pub(super) struct Rows<'s> {
    pub(super) columns: &'s Columns,
    /// Rows behind this one are left out.
    pub(super) most: usize,
}

impl Form for Rows<'_> {
    fn head(&self) -> Vec<u8> {
        Vec::new()
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        if scored.row.number > self.most {
            return;
        }
        let mut cells = vec![name(self.columns, scored)];
        cells.extend(scored.values.iter().map(words));
        out.extend_from_slice(format!("{}\n", json!(cells)).as_bytes());
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Missing => "-".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Word(word) => word.to_string(),
    }
}

/// What a person calls a row: its number, and who it is about.
fn name(columns: &Columns, scored: &ScoredRow<'_>) -> String {
    let who = columns.identity.subject.zip(scored.cells).map(|(at, cells)| cells[at]).unwrap_or_default();
    let who: String = who.chars().take(LONGEST_NAME).collect();
    format!("row {} {who}", scored.row.number).trim_end().to_owned()
}

/// Scores down, the first rows of the file across.
pub(super) fn table(scorer: &Scorer<'_>, rows: &[u8], count: usize) -> anyhow::Result<String> {
    let rows: Vec<Vec<String>> = rows
        .split(|&byte| byte == b'\n')
        .filter(|row| !row.is_empty())
        .map(serde_json::from_slice)
        .collect::<Result<_, _>>()?;
    let mut page = format!("{}\n", scorer.instrument.about());
    for block in rows.chunks(SIDE_BY_SIDE) {
        let head: Vec<&str> = ["score"].into_iter().chain(block.iter().map(|row| row[0].as_str())).collect();
        let line = |(at, score): (usize, &conus::instrument::scoring::Score)| {
            let values = block.iter().map(|row| row[at + 1].clone());
            [score.label.to_owned()].into_iter().chain(values).collect()
        };
        let lines: Vec<Vec<String>> = scorer.instrument.scores().iter().enumerate().map(line).collect();
        page.push_str(&format!("\n{}", output::table(&head, &lines)));
    }
    if count > rows.len() {
        let further = count - rows.len();
        page.push_str(&format!("\n{further} further rows; --format csv prints and --out writes them all\n"));
    }
    Ok(harmless(&format!("{page}\n{NOTICE}\n")))
}

/// The steps of a row as a teacher tells them.
pub(super) fn explained(scorer: &Scorer<'_>, scored: &ScoredRow<'_>, steps: &[Step]) -> String {
    let place = scored.row.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let mut page = format!("{}{place}\n{}\n", name(&scorer.columns, scored), scorer.instrument.about());
    for (number, step) in (1..).zip(steps) {
        page.push_str(&format!(
            "\n{number}. {}\n   because {}\n   answer  {}\n",
            step.question, step.because, step.answer
        ));
    }
    for Reject { column, value, rule, costs_score } in scored.rejects {
        let lost = if *costs_score { "; it costs a score" } else { "" };
        let found = if value.is_empty() { String::new() } else { format!(", found `{value}`") };
        let column = if column.is_empty() { "the row" } else { column };
        page.push_str(&format!("\nproblem: {column}: {rule}{found}{lost}\n"));
    }
    harmless(&format!("{page}\n{NOTICE}\n"))
}

/// One line for each step.
pub(super) fn explained_as_csv(steps: &[Step]) -> String {
    let mut page = line(&["step", "question", "because", "answer"]);
    for (number, step) in (1..).zip(steps) {
        page.push_str(&line(&[&number.to_string(), &step.question, &step.because, &step.answer]));
    }
    page
}

/// Everything about a row.
pub(super) fn explained_as_json(
    scorer: &Scorer<'_>,
    scored: &ScoredRow<'_>,
    steps: &[Step],
) -> anyhow::Result<String> {
    let scores = scorer.instrument.scores().iter().zip(scored.values);
    output::json(&json!({
        "notice": NOTICE,
        "instrument": scorer.instrument.name(),
        "about": scorer.instrument.about(),
        "row": scored.row.number,
        "line": scored.row.line,
        "steps": steps.iter().map(|step| json!({
            "question": step.question, "because": step.because, "answer": step.answer,
        })).collect::<Vec<_>>(),
        "scores": scores
            .map(|(score, value)| (score.name.to_owned(), shown(value)))
            .collect::<serde_json::Map<_, _>>(),
        "problems": scored.rejects.iter().map(problem).collect::<Vec<_>>(),
    }))
}
