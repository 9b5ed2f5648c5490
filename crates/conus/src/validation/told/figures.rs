//! How is the ledger drawn? Predicted against published by kind, and row by row.

use super::super::ledger::{Ledger, Scored};
use crate::evidence::Role;
use crate::report::figure::ledger::{Data, Family, Row};
use crate::report::figure::{FigureError, Frame, Interval, Quantity, agreement, ledger as by_row};

/// Decimals of the figure by row.
const PLACES: usize = 2;
/// Ends of the axis of p-values; what is smaller stands at its lower end.
const OF_P: (f64, f64) = (1e-4, 1.0);
const INTERVAL_NAME: &str = "90 % interval";

fn n(row: &Scored) -> String {
    row.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/")
}

/// A mean that skewness pushed out of its interval is drawn at the end of it.
fn predicted(row: &Scored) -> Interval {
    Interval { value: row.predicted.clamp(row.low, row.high), low: row.low, high: row.high }
}

/// Published numbers beside their predictions, row by row.
///
/// # Errors
/// When a number is missing.
pub fn rows(ledger: &Ledger) -> Result<String, FigureError> {
    let row = |row: &Scored| Row {
        name: row.id.clone(),
        n: n(row),
        published: row.published,
        predicted: predicted(row),
        inside: row.inside,
        held_out: row.role == Role::Holdout,
    };
    let family = |name: &str| {
        let rows: Vec<&Scored> = ledger.scored.iter().filter(|row| row.family == name).collect();
        let unit = rows.first().map_or("", |row| row.unit.as_str());
        Family { name: format!("{name} ({unit})"), rows: rows.into_iter().map(row).collect() }
    };
    by_row::draw(&Data {
        frame: Frame {
            id: "ledger".to_owned(),
            title: "Published and predicted".to_owned(),
            caption: format!(
                "Mean and 90 % interval of the number that a study of the published size would print, over {} possible worlds: what nobody knows, who was in the study, how they rate. A p printed as a bound counts as inside when the interval begins below it. * kept aside when conus was calibrated.",
                ledger.worlds
            ),
            source: "data/evidence; ledger.csv".to_owned(),
        },
        interval_name: INTERVAL_NAME.to_owned(),
        families: ledger.families().into_iter().map(family).collect(),
        places: PLACES,
    })
}

/// Predicted against published, a panel for each kind of number.
///
/// # Errors
/// When a number is missing.
pub fn agreement(ledger: &Ledger) -> Result<String, FigureError> {
    let panels = ledger.families().into_iter().map(|family| {
        let rows: Vec<&Scored> = ledger.scored.iter().filter(|row| row.family == family).collect();
        let is_p = rows.iter().all(|row| row.is_p);
        let unit = if is_p { "" } else { rows.first().map_or("", |row| row.unit.as_str()) };
        agreement::Panel {
            quantity: Quantity { name: family.to_owned(), unit: unit.to_owned() },
            decades: is_p.then_some(OF_P),
            points: rows.into_iter().map(point).collect(),
        }
    });
    agreement::draw(&agreement::Data {
        frame: Frame {
            id: "agreement".to_owned(),
            title: format!("Predicted against published: {} numbers", ledger.scored.len()),
            caption: format!(
                "Each point is one published number; upright bars: 90 % interval of the number that a study of the published size would print, over {} possible worlds. Grey line: predicted = published. Numbers of people stand in the next figure. P values are on a logarithmic scale and stand at its end where they are below 0.0001; an arrow: printed as a bound.",
                ledger.worlds
            ),
            source: "data/evidence; ledger.csv".to_owned(),
        },
        interval_name: INTERVAL_NAME.to_owned(),
        panels: panels.collect(),
    })
}

fn point(row: &Scored) -> agreement::Point {
    let n = if row.n.is_empty() { String::new() } else { format!(", n {}", n(row)) };
    agreement::Point {
        name: format!("{}{n}", row.id),
        published: row.published,
        at_most: row.at_most,
        predicted: predicted(row),
        inside: row.inside,
        held_out: row.role == Role::Holdout,
    }
}
