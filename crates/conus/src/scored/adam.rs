//! How do scores stand in an ADaM table? One row for each subject, visit and score (Basic Data Structure, `ADaMIG`
//! 1.3 section 3.3).
//!
//! A number stands in AVAL, a word in AVALC; a missing score has no row. Names and labels are those of
//! [`crate::trial::dataset`]; SRCROW is ours and leads back to the file. Variables of time are there when the file has
//! them.

use super::columns::Columns;
use super::form::{Form, write_line, written};
use super::pass::Scorer;
use super::row::{Reject, ScoredRow};
use crate::instrument::scoring::Value;
use crate::table::csv::{write_float, write_text};
use crate::table::{LONGEST_NAME, Origin, Variable};
use crate::trial::dataset::{day_since_1960, variables as v};
use std::borrow::Cow;

const AVALC: Variable = Variable {
    name: "AVALC",
    label: "Analysis Value (C)",
    unit: "",
    derivation: "the score, where it is a word",
    origin: Origin::Cdisc("ADaMIG 1.3"),
};

const SRCROW: Variable = Variable {
    name: "SRCROW",
    label: "Row of the Scored File",
    unit: "",
    derivation: "number of the row in the file, the first row of data is 1",
    origin: Origin::Conus,
};

/// The table of one file.
pub struct Bds<'s> {
    columns: &'s Columns,
    /// PARAMCD, PARAM and PARAMN of each score as they are written.
    parameters: Vec<Vec<u8>>,
    variables: Vec<(Variable, Cow<'static, str>)>,
    name: String,
}

impl<'s> Bds<'s> {
    /// For the rows of a file.
    #[must_use]
    pub fn of(scorer: &'s Scorer<'_>) -> Self {
        let scores = (1..).zip(scorer.instrument.scores());
        let parameter = |(number, score): (usize, &crate::instrument::scoring::Score)| {
            let mut cells = written(|out| write_line(out, &[score.code, score.label, &number.to_string()]));
            cells.pop();
            cells
        };
        Self {
            columns: &scorer.columns,
            parameters: scores.map(parameter).collect(),
            variables: variables(&scorer.columns),
            name: table_name(scorer.instrument.name()),
        }
    }

    /// Name of the table, such as `ADSCIMII`; the file has it in small letters.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The variables in the order of the table, each with where it comes from.
    #[must_use]
    pub fn variables(&self) -> &[(Variable, Cow<'static, str>)] {
        &self.variables
    }
}

/// `AD` and the first letters and digits of the instrument.
fn table_name(instrument: &str) -> String {
    let letters = instrument.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    "AD".chars().chain(letters).take(LONGEST_NAME).collect()
}

fn variables(columns: &Columns) -> Vec<(Variable, Cow<'static, str>)> {
    let who = &columns.identity;
    let from = |place: Option<usize>| {
        place.map(|at| Cow::Owned(format!("column `{}` of the file", columns.names[at])))
    };
    let or = |place: Option<usize>, otherwise: &'static str| from(place).unwrap_or(Cow::Borrowed(otherwise));
    let mut found = vec![
        (v::STUDYID, or(who.study, "empty: the file has no column STUDYID")),
        (v::USUBJID, or(who.subject, "number of the row: the file has no column that says who")),
        (v::PARAMCD, "short name of the score".into()),
        (v::PARAM, "the score".into()),
        (v::PARAMN, "number of the score".into()),
    ];
    let timing =
        [(v::AVISIT, who.visit), (v::AVISITN, who.visit_number), (v::ADT, who.date), (v::ADY, who.day)];
    found.extend(timing.into_iter().filter_map(|(variable, place)| Some((variable, from(place)?))));
    let aval = (v::AVAL, "the score, where it is a number".into());
    found.extend([aval, (AVALC, AVALC.derivation.into()), (SRCROW, SRCROW.derivation.into())]);
    found
}

impl Form for Bds<'_> {
    fn head(&self) -> Vec<u8> {
        let names: Vec<&str> = self.variables.iter().map(|(variable, _)| variable.name).collect();
        written(|out| write_line(out, &names))
    }

    fn row(&self, scored: &ScoredRow<'_>, out: &mut Vec<u8>) {
        let Some(cells) = scored.cells else { return };
        let number = scored.row.number.to_string();
        let who = who(self.columns, cells, &number);
        let when = when(self.columns, cells);
        for (value, parameter) in scored.values.iter().zip(&self.parameters) {
            if *value == Value::Missing {
                continue;
            }
            out.extend_from_slice(&who);
            out.extend_from_slice(parameter);
            out.extend_from_slice(&when);
            let written = match value {
                Value::Number(number) => write_float(out, *number).map(|()| out.push(b',')),
                Value::Word(word) => {
                    out.push(b',');
                    write_text(out, word)
                }
                Value::Missing => Ok(()),
            };
            written.expect("memory does not refuse");
            out.push(b',');
            out.extend_from_slice(number.as_bytes());
            out.push(b'\n');
        }
    }
}

/// STUDYID and USUBJID, each with the comma behind it.
fn who(columns: &Columns, cells: &[&str], number: &str) -> Vec<u8> {
    let study = columns.identity.study.map_or("", |at| text(cells[at]));
    let subject = columns.identity.subject.map_or(number, |at| text(cells[at]));
    written(|out| {
        write_text(out, study)?;
        out.push(b',');
        write_text(out, subject)?;
        out.push(b',');
        Ok(())
    })
}

/// The variables of time that the file has, each with a comma around it.
fn when(columns: &Columns, cells: &[&str]) -> Vec<u8> {
    let mut out = vec![b','];
    if let Some(at) = columns.identity.visit {
        write_text(&mut out, text(cells[at])).expect("memory does not refuse");
        out.push(b',');
    }
    for (at, read, _) in numbers(columns) {
        if let Some(number) = read(cells[at]).ok().flatten() {
            write_float(&mut out, number).expect("memory does not refuse");
        }
        out.push(b',');
    }
    out
}

/// The text in a cell; nothing when it is `NA`.
fn text(cell: &str) -> &str {
    match cell.trim() {
        "NA" => "",
        text => text,
    }
}

/// Reads a number; none when it is missing.
type ReadNumber = fn(&str) -> Result<Option<f64>, ()>;

/// The columns of time that are numbers, how they are read, and what may stand in them.
fn numbers(columns: &Columns) -> impl Iterator<Item = (usize, ReadNumber, &'static str)> {
    let who = &columns.identity;
    let day: ReadNumber = number;
    [
        who.visit_number.map(|at| (at, day, "the number of the visit is a number")),
        who.date.map(|at| (at, date as ReadNumber, "a date is YYYY-MM-DD or days since 1960-01-01")),
        who.day.map(|at| (at, day, "the day is a number")),
    ]
    .into_iter()
    .flatten()
}

/// What is wrong with the columns of time; no score is lost by it.
pub(super) fn rejects<'c>(columns: &'c Columns, cells: &[&str]) -> impl Iterator<Item = Reject<'c>> {
    numbers(columns).filter(|(at, read, _)| read(cells[*at]).is_err()).map(|(at, _, rule)| Reject {
        column: Cow::Borrowed(columns.names[at].as_str()),
        value: crate::spelling::shown(cells[at]),
        rule: Cow::Borrowed(rule),
        costs_score: false,
    })
}

fn number(cell: &str) -> Result<Option<f64>, ()> {
    match cell.trim() {
        "" | "." | "NA" => Ok(None),
        text => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Some).ok_or(()),
    }
}

/// Days since 1960-01-01 of a date or of the date of a time.
fn date(cell: &str) -> Result<Option<f64>, ()> {
    number(cell).or_else(|()| {
        let text = cell.trim().split(['T', ' ']).next().unwrap_or_default();
        let parts: Vec<u32> = text.split('-').map_while(|part| part.parse().ok()).collect();
        match (parts.as_slice(), text.len()) {
            ([year, month, day], 10) => {
                let year = i32::try_from(*year).map_err(|_| ())?;
                day_since_1960(year, *month, *day).map(|day| Some(f64::from(day))).ok_or(())
            }
            _ => Err(()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_sas_and_what_is_no_date_is_refused() {
        for (cell, expected) in [
            ("2024-02-29", Ok(Some(23_435.0))),
            ("2024-02-29T10:00", Ok(Some(23_435.0))),
            ("23435", Ok(Some(23_435.0))),
            ("", Ok(None)),
            ("NA", Ok(None)),
            ("2023-02-29", Err(())),
            ("29.02.2024", Err(())),
            ("2024-2-29", Err(())),
            ("inf", Err(())),
        ] {
            assert_eq!(date(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_table_has_a_name_that_sas_takes() {
        assert_eq!(table_name("scim-iii"), "ADSCIMII");
        assert_eq!(table_name("isncsci"), "ADISNCSC");
        assert_eq!(table_name("nrs-week"), "ADNRSWEE");
    }
}
