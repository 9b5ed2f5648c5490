//! Which tables stand on the page of the ledger? Rows by role, kinds of number, and what is not scored.

use super::super::family::{Counted, OfFamily};
use super::super::ledger::{Ledger, Scored};
use super::super::listed::{Listed, Why};
use super::{paragraph, percent, role};
use crate::report::page::{Block, Cell, Column, Table};
use crate::report::svg::decimals;
use std::collections::BTreeMap;

fn words(name: &str) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric: false }
}

fn number(name: &str) -> Column {
    Column { numeric: true, ..words(name) }
}

fn count(count: usize) -> Cell {
    Cell::Text(count.to_string())
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

/// Rows of each role, and what became of them.
pub(super) fn roles(ledger: &Ledger) -> Block {
    let row = |one: &Counted| {
        let rows = || ledger.scored.iter().filter(|row: &&Scored| row.role == one.role);
        let inside = rows().filter(|row| row.inside).count();
        let held = ledger.held().into_iter().find(|held| held.role == one.role);
        let band =
            held.map_or(Cell::NotHeld("none scored".to_owned()), |held| band(&percent(&held.coverage)));
        vec![
            text(role(one.role)),
            count(one.scored + one.listed),
            count(one.scored),
            count(one.listed),
            count(inside),
            band,
        ]
    };
    Block::Table(Table {
        caption: "Published numbers by what they may be used for".to_owned(),
        columns: vec![
            words("Role"),
            number("Rows"),
            number("Scored"),
            number("Listed"),
            number("Inside"),
            Column { unit: "% (95 % interval)".to_owned(), ..number("Coverage") },
        ],
        rows: ledger.counts().iter().map(row).collect(),
        note: "fit: may be fitted. holdout: kept aside and predicted. context: quoted, never fitted. Inside: the published \
               number lies in the 90 % interval. Interval of the coverage: Clopper and Pearson 1934, as if rows were \
               independent; those of one study are not."
            .to_owned(),
    })
}

fn band([share, low, high]: &[f64; 3]) -> Cell {
    Cell::Interval { value: *share, low: *low, high: *high, places: 0 }
}

/// Each kind of number: coverage, score and width of the model beside those of other publications.
pub(super) fn families(ledger: &Ledger) -> Block {
    Block::Table(Table {
        caption: "Kinds of number: what holds, and whether conus knows more than the mean of other publications"
            .to_owned(),
        columns: vec![
            words("Kind"),
            words("Fit / holdout / context"),
            number("Inside"),
            Column { unit: "% (95 % interval)".to_owned(), ..number("Coverage") },
            number("Compared"),
            number("Score (width) of conus"),
            number("Score (width) of others"),
            words("conus is better"),
        ],
        rows: ledger.by_family().iter().map(family).collect(),
        note: "Mean interval score (gneiting2007, eq. 43) and, in brackets, mean width of the 90 % interval, both in standard \
               deviations of the published numbers of the kind; less is better. Others: mean and prediction interval by \
               Student's t of what the other publications of the kind print, where two or more do."
            .to_owned(),
    })
}

fn family(one: &OfFamily<'_>) -> Vec<Cell> {
    let [fit, holdout, context] = one.by_role;
    let mut cells = vec![
        text(&format!("{} ({})", one.family, one.unit)),
        text(&format!("{fit} / {holdout} / {context}")),
        text(&format!("{} of {}", one.inside, one.of)),
        band(&percent(&one.coverage)),
    ];
    let Some(contest) = one.contest else {
        let none = || Cell::NotHeld("no others".to_owned());
        cells.extend([text("0"), none(), none(), none()]);
        return cells;
    };
    let score = |score: f64, width: f64| text(&format!("{} ({})", decimals(score, 2), decimals(width, 2)));
    cells.extend([
        count(contest.rows),
        score(contest.model, contest.model_width),
        score(contest.naive, contest.naive_width),
        text(if contest.model_is_better() { "yes" } else { "no" }),
    ]);
    cells
}

/// What is listed and not scored: how many for which reason, and every row folded away.
pub(super) fn left(ledger: &Ledger) -> Vec<Block> {
    if ledger.listed.is_empty() {
        return vec![paragraph("Every published number is scored.")];
    }
    let mut reasons = BTreeMap::<Why, usize>::new();
    for row in &ledger.listed {
        *reasons.entry(row.why).or_default() += 1;
    }
    let told: Vec<String> = reasons.iter().map(|(why, rows)| format!("{rows}: {}", why.words())).collect();
    let row = |row: &Listed| {
        vec![
            text(&row.id),
            text(role(row.role)),
            text(&format!("{} ({})", row.quantity, row.unit)),
            text(row.why.words()),
        ]
    };
    vec![
        paragraph(&format!("{} rows have no prediction. {}.", ledger.listed.len(), told.join("; "))),
        Block::Folded {
            summary: format!("Show all {} rows", ledger.listed.len()),
            table: Table {
                caption: "Rows that are listed and not scored".to_owned(),
                columns: ["Row", "Role", "Quantity", "Why not scored"].map(words).into(),
                rows: ledger.listed.iter().map(row).collect(),
                note: String::new(),
            },
        },
    ]
}
