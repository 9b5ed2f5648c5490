//! Does the model predict what was published? One panel for each kind of number, one row for each published one.

use super::super::axis::{Scale, draw_below, ends, fitting_ticks, linear};
use super::super::svg::{Sheet, pen, words};
use super::super::theme::{FAINT, GRID, INK, Look, Marker, Role, TICK_SIZE, WIDTH, look, text_width};
use super::super::wording;
use super::{FigureError, Frame, Interval, extent};
use serde::Serialize;

/// One published number beside its prediction.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What it is: the id of the row.
    pub name: String,
    /// People in the study as text; may be empty.
    pub n: String,
    /// The published number.
    pub published: f64,
    /// Mean prediction, with the interval of the printed number.
    pub predicted: Interval,
    /// Whether the published number counts as inside.
    pub inside: bool,
    /// Whether the number was kept aside when the model was calibrated; marked with a star.
    pub held_out: bool,
}

/// Numbers of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Family {
    /// What they are, with unit.
    pub name: String,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Name of the intervals, for example "90 % interval".
    pub interval_name: String,
    /// From top to bottom.
    pub families: Vec<Family>,
    /// Decimals of the numbers on the right.
    pub places: usize,
}

const ROW: f64 = 17.0;
const HEAD: f64 = 22.0;
const AXIS: f64 = 30.0;
/// Edges of the plot, and right edges of the columns beside it.
const PLOT: (f64, f64) = (304.0, 500.0);
const PUBLISHED: f64 = 566.0;

/// Draw the panels.
///
/// # Errors
/// When a value is missing or a prediction lies outside its interval.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let mut y = key(&mut sheet, data);
    sheet.words(words(8.0, y + 12.0, "Published row").bold());
    sheet.words(words(PUBLISHED, y + 12.0, "Published").bold().end());
    sheet.words(words(WIDTH - 8.0, y + 12.0, "Predicted").bold().end());
    y += 20.0;
    for family in &data.families {
        y = panel(&mut sheet, data, family, y);
    }
    sheet.finish(y)
}

/// One family; returns where the next begins.
fn panel(sheet: &mut Sheet, data: &Data, family: &Family, top: f64) -> f64 {
    sheet.line((8.0, top), (WIDTH - 8.0, top), pen(FAINT, 0.4));
    let values = family.rows.iter().flat_map(|row| [row.published, row.predicted.low, row.predicted.high]);
    let (low, high) = extent(values);
    let marks = fitting_ticks(low, high, PLOT.1 - PLOT.0);
    let x = linear(ends(&marks), PLOT);
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let bottom = top + HEAD + ROW * family.rows.len() as f64;
    for tick in &marks {
        sheet.line((x.at(tick.value), top + HEAD - 4.0), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    sheet.words(words(8.0, top + 15.0, &family.name).bold());
    let mut y = top + HEAD + ROW / 2.0;
    for row in &family.rows {
        one(sheet, data, row, &x, y);
        y += ROW;
    }
    draw_below(sheet, &x, &marks, bottom, "");
    bottom + AXIS
}

fn one(sheet: &mut Sheet, data: &Data, row: &Row, x: &Scale, y: f64) {
    let look = verdict(row.inside);
    let held_out = if row.held_out { " *" } else { "" };
    let n = if row.n.is_empty() { String::new() } else { format!(", n {}", row.n) };
    sheet.words(words(16.0, y + 4.0, &format!("{}{n}{held_out}", row.name)));
    let Interval { value, low, high } = row.predicted;
    sheet.interval(y, (x.at(low), x.at(high)), 4.0, pen(look.colour, 1.6));
    sheet.marker((x.at(value), y), 3.0, look);
    published(sheet, (x.at(row.published), y));
    let places = if row.published.abs() < 0.1 { 3 } else { data.places };
    sheet.words(words(PUBLISHED, y + 4.0, &super::super::svg::decimals(row.published, places)).end());
    let predicted = wording::interval(value, (low, high), places);
    sheet.words(words(WIDTH - 8.0, y + 4.0, &predicted).colour(look.text).end());
}

/// An upright stroke: it can stand on any marker.
fn published(sheet: &mut Sheet, (x, y): (f64, f64)) {
    sheet.line((x, y - 7.0), (x, y + 7.0), pen(INK, 2.2));
}

/// The look of a prediction by whether it holds; shape and colour say the same.
fn verdict(inside: bool) -> Look {
    if inside { look(Role::Treatment) } else { Look { marker: Marker::Diamond, ..look(Role::Control) } }
}

/// What the shapes mean; returns the lower edge.
fn key(sheet: &mut Sheet, data: &Data) -> f64 {
    let y = sheet.top + 10.0;
    let mut x = 8.0;
    published(sheet, (x + 4.0, y - 4.0));
    sheet.words(words(x + 14.0, y, "published"));
    x += 14.0 + text_width("published", TICK_SIZE, false) + 24.0;
    for (inside, text) in [(true, "holds it"), (false, "misses it")] {
        let text = format!("prediction, {} {text}", data.interval_name);
        let look = verdict(inside);
        sheet.interval(y - 4.0, (x, x + 26.0), 4.0, pen(look.colour, 1.6));
        sheet.marker((x + 13.0, y - 4.0), 3.0, look);
        sheet.words(words(x + 33.0, y, &text));
        x += 33.0 + text_width(&text, TICK_SIZE, false) + 24.0;
    }
    y + 12.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("interval_name", &data.interval_name)?;
    check.some("families", &data.families)?;
    for family in &data.families {
        check.text("families.name", &family.name)?;
        check.some("families.rows", &family.rows)?;
        for row in &family.rows {
            check.text("families.rows.name", &row.name)?;
            check.finite("families.rows.published", [row.published])?;
            check.finite("families.rows.predicted", [row.predicted.value])?;
            check.interval("families.rows.predicted", row.predicted.low, row.predicted.high)?;
        }
    }
    Ok(())
}
