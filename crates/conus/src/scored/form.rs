//! How are scored rows written? As scores beside what the file had, as a list of problems, or as JSON.

use std::io::{self, Write};

use serde_json::json;

use super::columns::Columns;
use super::pass::{Scorer, Summary};
use super::row::{Reject, ScoredRow};
use crate::instrument::scoring::{Score, Value};
use crate::table::csv::{write_cell, write_float, write_text};
use crate::table::read::{Fault, Row};

/// One way of writing rows: each by itself, on any thread.
pub trait Form: Sync {
    /// What stands before the first row.
    fn head(&self) -> Vec<u8>;

    /// Adds a row.
    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>);

    /// What stands behind the last row.
    fn foot(&self, _summary: &Summary) -> Vec<u8> {
        Vec::new()
    }
}

/// Bytes that are written to memory.
pub(super) fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory does not refuse");
    bytes
}

/// Cells with commas between them and a line end.
pub(super) fn write_line(out: &mut Vec<u8>, cells: &[&str]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_cell(out, cell)?;
    }
    out.push(b'\n');
    Ok(())
}

/// `scores.csv`: the columns that are no items as they were, then the scores.
#[derive(Debug)]
pub struct Scores<'s> {
    columns: &'s Columns,
    scores: &'s [Score],
}

impl<'s> Scores<'s> {
    /// For the rows of a file.
    #[must_use]
    pub fn of(scorer: &'s Scorer<'_>) -> Self {
        Self { columns: &scorer.columns, scores: scorer.instrument.scores() }
    }
}

impl Form for Scores<'_> {
    fn head(&self) -> Vec<u8> {
        let kept = self.columns.kept_names.iter().map(String::as_str);
        let names: Vec<&str> = kept.chain(self.scores.iter().map(|score| score.name)).collect();
        written(|out| write_line(out, &names))
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        for &at in &self.columns.kept {
            let cell = scored.cells.map_or("", |cells| cells[at]);
            write_cell(out, cell).expect("memory does not refuse");
            out.push(b',');
        }
        for (at, value) in scored.values.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            let written = match value {
                Value::Missing => Ok(()),
                Value::Number(number) => write_float(out, *number),
                Value::Word(word) => write_text(out, word),
            };
            written.expect("memory does not refuse");
        }
        out.push(b'\n');
    }
}

/// `problems.csv`: one line for everything that is wrong.
#[derive(Debug)]
pub struct Problems;

impl Problems {
    fn line(out: &mut Vec<u8>, row: Option<Row>, line: Option<usize>, reject: &Reject<'_>) {
        let number = row.map_or_else(String::new, |row| row.number.to_string());
        let line = line.map_or_else(String::new, |line| line.to_string());
        let lost = if reject.costs_score { "Y" } else { "N" };
        let cells = [&number, &line, reject.column.as_ref(), &reject.value, reject.rule.as_ref(), lost];
        write_line(out, &cells).expect("memory does not refuse");
    }
}

impl Form for Problems {
    fn head(&self) -> Vec<u8> {
        b"row,line,column,value,rule,score_lost\n".to_vec()
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        for reject in scored.rejects {
            Self::line(out, Some(scored.row), scored.row.line, reject);
        }
    }

    fn foot(&self, summary: &Summary) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some(fault) = &summary.broken {
            let line = fault.line();
            Self::line(&mut out, None, line, &Reject::of_row(Fault::clone(fault)));
        }
        out
    }
}

/// Text of problems of one batch that is enough for a person (byte).
const ENOUGH: usize = 1 << 16;

/// The problems as a person is told them, one below the other: of each batch the first ones, for nobody reads a
/// million.
#[derive(Debug)]
pub struct ToldProblems<'s> {
    /// Name of the file as the user gave it.
    pub file: &'s str,
}

impl Form for ToldProblems<'_> {
    fn head(&self) -> Vec<u8> {
        Vec::new()
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        for reject in scored.rejects {
            if out.len() > ENOUGH {
                return;
            }
            let fault = Fault::of_file(self.file, &reject.rule, "").at(scored.row.place());
            let fault = Fault { value: reject.value.clone(), ..fault.of(&reject.column) };
            let fault = if reject.costs_score { fault } else { fault.into_warning() };
            out.extend_from_slice(format!("{fault}\n\n").as_bytes());
        }
    }
}

/// One JSON document with one row in each line.
pub struct Json<'s> {
    columns: &'s Columns,
    scorer: &'s Scorer<'s>,
    notice: &'s str,
}

impl<'s> Json<'s> {
    /// For the rows of a file; the notice comes first.
    #[must_use]
    pub fn of(scorer: &'s Scorer<'s>, notice: &'s str) -> Self {
        Self { columns: &scorer.columns, scorer, notice }
    }

    fn write(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let comma = if scored.row.number > 1 { ",\n" } else { "" };
        write!(out, "{comma}{{\"row\":{},\"line\":{}", scored.row.number, json!(scored.row.line))?;
        let kept = self.columns.kept.iter().zip(&self.columns.kept_names);
        let cell = |at: usize| scored.cells.map(|cells| cells[at]).filter(|cell| !cell.is_empty());
        write_members(out, "columns", kept.map(|(&at, name)| (name.as_str(), json!(cell(at)))))?;
        let scores = self.scorer.instrument.scores().iter().zip(scored.values);
        write_members(out, "scores", scores.map(|(score, value)| (score.name, shown(value))))?;
        let problems: Vec<_> = scored.rejects.iter().map(problem).collect();
        write!(out, ",\"problems\":{}}}", json!(problems))
    }
}

fn write_members<'n>(
    out: &mut Vec<u8>,
    name: &str,
    members: impl Iterator<Item = (&'n str, serde_json::Value)>,
) -> io::Result<()> {
    write!(out, ",\"{name}\":{{")?;
    for (at, (name, value)) in members.enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(out, "{comma}{}:{value}", json!(name))?;
    }
    write!(out, "}}")
}

/// A value as JSON.
#[must_use]
pub fn shown(value: &Value) -> serde_json::Value {
    match value {
        Value::Missing => serde_json::Value::Null,
        Value::Number(number) => json!(number),
        Value::Word(word) => json!(word),
    }
}

/// A problem as JSON.
#[must_use]
pub fn problem(reject: &Reject<'_>) -> serde_json::Value {
    json!({
        "column": reject.column,
        "value": reject.value,
        "rule": reject.rule,
        "score_lost": reject.costs_score,
    })
}

impl Form for Json<'_> {
    fn head(&self) -> Vec<u8> {
        let instrument = self.scorer.instrument;
        let facts =
            [("notice", self.notice), ("instrument", instrument.name()), ("about", instrument.about())];
        let facts: String =
            facts.iter().map(|(name, text)| format!("\"{name}\":{},\n", json!(text))).collect();
        format!("{{{facts}\"rows\":[\n").into_bytes()
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        self.write(scored, out).expect("memory does not refuse");
    }

    fn foot(&self, summary: &Summary) -> Vec<u8> {
        let summary = json!({
            "rows": summary.rows,
            "scored": summary.scored,
            "not_scored_because_of_problems": summary.faulty,
            "not_scored_because_answers_are_missing": summary.unanswered,
            "problems": summary.problems,
            "not_read_further": summary.broken.as_ref().map(ToString::to_string),
        });
        format!("\n],\n\"summary\":{summary}}}\n").into_bytes()
    }
}
