//! How is the ledger told? As a figure, a table for other programs, and one page.

use super::ledger::{Held, Ledger, Scored};
use crate::evidence::Role;
use crate::report::figure::ledger::{Data, Family, Row, draw};
use crate::report::figure::{FigureError, Frame, Interval};
use crate::report::page::{
    self, Block, Cell, Column, KeyFigure, NoticeKind, Page, PageError, Run, Section, Table,
};
use crate::run::STANDING_LINE;

/// Decimals of the figure and the page.
const PLACES: usize = 2;

/// The ledger as columns, one row for each scored row.
#[must_use]
pub fn csv(ledger: &Ledger) -> String {
    let mut text = "id,role,family,unit,n,published,predicted,low,high,inside,low_with_model_error,high_with_model_error,worlds,score,naive_predicted,naive_low,naive_high,naive_score\n".to_owned();
    for row in &ledger.scored {
        let n = row.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
        let score = row.score.map_or(String::new(), |score| score.to_string());
        let naive = row.naive.map_or(",,,".to_owned(), |naive| {
            format!("{},{},{},{}", naive.predicted, naive.low, naive.high, naive.score)
        });
        text.push_str(&format!(
            "{},{},\"{}\",\"{}\",{n},{},{},{},{},{},{},{},{},{score},{naive}\n",
            row.id,
            role(row.role),
            row.family,
            row.unit,
            row.published,
            row.predicted,
            row.low,
            row.high,
            row.inside,
            row.with_model_error[0],
            row.with_model_error[1],
            row.worlds,
        ));
    }
    text
}

/// The word for a role.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Fit => "fit",
        Role::Holdout => "holdout",
        Role::Context => "context",
    }
}

/// Published numbers beside their predictions.
///
/// # Errors
/// When a number is missing.
pub fn figure(ledger: &Ledger) -> Result<String, FigureError> {
    let row = |row: &Scored| Row {
        name: row.id.clone(),
        n: row.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/"),
        published: row.published,
        predicted: Interval { value: row.predicted.clamp(row.low, row.high), low: row.low, high: row.high },
        inside: row.inside,
        held_out: row.role == Role::Holdout,
    };
    let family = |name: &str| {
        let rows: Vec<&Scored> = ledger.scored.iter().filter(|row| row.family == name).collect();
        let unit = rows.first().map_or("", |row| row.unit.as_str());
        Family { name: format!("{name} ({unit})"), rows: rows.into_iter().map(row).collect() }
    };
    draw(&Data {
        frame: Frame {
            id: "ledger".to_owned(),
            title: "Published and predicted".to_owned(),
            caption: format!(
                "Mean and 90 % interval of the number that a study of the published size would print, over {} possible worlds: what nobody knows, who was in the study, how they rate. A p printed as a bound counts as inside when the interval begins below it. * kept aside when conus was calibrated.",
                ledger.worlds
            ),
            source: "data/evidence; ledger.csv".to_owned(),
        },
        interval_name: "90 % interval".to_owned(),
        families: ledger.families().into_iter().map(family).collect(),
        places: PLACES,
    })
}

/// The ledger on one page; `failed` is what was declared and does not hold, `svg` the figure of it.
///
/// # Errors
/// When something on it is missing.
pub fn report(ledger: &Ledger, failed: &[String], svg: String) -> Result<String, PageError> {
    let picture = Block::Figure {
        svg,
        caption: "Predicted beside published. A miss is a diamond and stays in.".to_owned(),
        file: "figures/ledger.svg".to_owned(),
        table: None,
    };
    page::write(&Page {
        title: "Does conus predict what was published?".to_owned(),
        subtitle: format!(
            "{} published numbers, each simulated by the estimator that its paper used",
            ledger.scored.len()
        ),
        standing_line: STANDING_LINE.to_owned(),
        lead: ledger.held().iter().map(lead).collect(),
        sections: vec![
            section(
                "verdict",
                "The verdict",
                vec![declared(failed), paragraph(&contest(ledger)), coverage(ledger)],
            ),
            section("rows", "Row by row", vec![picture]),
            section("left", "What is not simulated", vec![paragraph(&left(ledger))]),
        ],
        provenance: vec![
            ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("Possible worlds".to_owned(), ledger.worlds.to_string()),
        ],
        references: Vec::new(),
    })
}

fn lead(held: &Held) -> KeyFigure {
    let interval = held.coverage.interval_95;
    let label = match held.role {
        Role::Fit => "of the numbers it was calibrated to",
        Role::Holdout => "of the numbers that were kept aside",
        Role::Context => "of the numbers quoted for context",
    };
    KeyFigure {
        label: format!("Inside the 90 % interval, {label}"),
        value: format!("{} of {}", held.inside, held.of),
        note: format!(
            "{:.0} % (95 % interval {:.0} to {:.0}); {} with the declared error of the model",
            100.0 * held.coverage.share,
            100.0 * interval.lower,
            100.0 * interval.upper,
            held.inside_with_model_error
        ),
    }
}

fn declared(failed: &[String]) -> Block {
    let (kind, text) = if failed.is_empty() {
        (NoticeKind::Known, "All that was declared beforehand holds.".to_owned())
    } else {
        (NoticeKind::Warning, format!("Declared beforehand and not held: {}.", failed.join("; ")))
    };
    Block::Notice { kind, text }
}

fn contest(ledger: &Ledger) -> String {
    let Some(contest) = ledger.contest() else {
        return "No row has other publications of its kind to be compared with.".to_owned();
    };
    format!(
        "Wide intervals hold everything, so they are charged for. Over {} rows that other publications say something \
         about, the interval score of the model is {:.2} (mean width {:.2}) and that of somebody who takes the mean of \
         the other publications {:.2} (mean width {:.2}), in standard deviations of the published numbers; less is better.",
        contest.rows, contest.model, contest.model_width, contest.naive, contest.naive_width
    )
}

fn coverage(ledger: &Ledger) -> Block {
    let words = |name: &str| Column { name: name.to_owned(), unit: String::new(), numeric: false };
    let number = |name: &str| Column { numeric: true, ..words(name) };
    let rows = ledger.families().into_iter().map(|family| {
        let rows = || ledger.scored.iter().filter(move |row| row.family == family);
        let inside = rows().filter(|row| row.inside).count();
        let count = |count: usize| Cell::Text(count.to_string());
        vec![Cell::Text(family.to_owned()), count(rows().count()), count(inside)]
    });
    Block::Table(Table {
        caption: "Rows and how many lie in their 90 % interval, by kind of number".to_owned(),
        columns: vec![words("Kind"), number("Rows"), number("Inside")],
        rows: rows.collect(),
        note: String::new(),
    })
}

fn left(ledger: &Ledger) -> String {
    format!(
        "{} further rows of the evidence are numbers of patients, definitions, or outcomes that no study here simulates. \
         They are listed by `conus cite` and in data/evidence, and not scored.",
        ledger.listed.len()
    )
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

fn paragraph(text: &str) -> Block {
    Block::Text(vec![Run::Plain(text.to_owned())])
}
