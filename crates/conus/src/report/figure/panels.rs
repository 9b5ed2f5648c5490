//! How do several ways differ in several respects? A row for each way, a panel for each respect, all on one line of sight.

use super::super::axis::{Scale, draw_below, ends, fitting_ticks, linear};
use super::super::svg::{Sheet, dashed, decimals, pen, words};
use super::super::theme::{
    FAINT, GRID, LABEL_SIZE, Look, Marker, Role, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::{FigureError, Frame, Interval, Quantity, extent};
use serde::Serialize;

/// One respect.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    /// What is shown, with unit.
    pub quantity: Quantity,
    /// A value to be compared with, marked by a line.
    pub reference: Option<f64>,
    /// Decimals of the numbers.
    pub places: usize,
}

/// One way.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its value in each panel and series, with its interval: by panel, then by series.
    pub values: Vec<Vec<Interval>>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Heading of the rows.
    pub rows_title: String,
    /// What is told apart within a row, one or two: shape and colour say which.
    pub series: Vec<String>,
    /// From left to right, one to three.
    pub panels: Vec<Panel>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

const NAME: f64 = 168.0;
const GAP: f64 = 26.0;
/// Height of the line of one series.
const LINE: f64 = 17.0;
/// Width of the numbers beside a panel.
const NUMBER: f64 = 42.0;

/// Draw the panels.
///
/// # Errors
/// When a value is missing, an estimate lies outside its interval or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = key(&mut sheet, data) + 16.0;
    sheet.words(words(8.0, top - 6.0, &data.rows_title).bold());
    sheet.line((8.0, top), (WIDTH - 8.0, top), pen(FAINT, 0.5));
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let (row, count) = (LINE * data.series.len() as f64 + 8.0, data.panels.len() as f64);
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let bottom = top + row * data.rows.len() as f64;
    let width = (WIDTH - 8.0 - NAME - GAP * (count - 1.0)) / count;
    for (place, panel) in data.panels.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of panels")]
        let left = NAME + (width + GAP) * place as f64;
        one(&mut sheet, data, (place, panel), (left, left + width - NUMBER), (top, bottom));
    }
    let mut y = top;
    for one in &data.rows {
        for (index, line) in wrap(&one.name, NAME - 16.0, TICK_SIZE, false).iter().take(2).enumerate() {
            let down = 13.0 * f64::from(u8::try_from(index).unwrap_or(1));
            sheet.words(words(8.0, y + 16.0 + down, line));
        }
        y += row;
        sheet.line((8.0, y), (WIDTH - 8.0, y), pen(FAINT, 0.3));
    }
    sheet.finish(bottom + 58.0)
}

fn one(
    sheet: &mut Sheet,
    data: &Data,
    (place, panel): (usize, &Panel),
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let all = data.rows.iter().flat_map(|row| &row.values[place]);
    let (low, high) = extent(all.flat_map(|value| [value.low, value.high]).chain(panel.reference));
    let marks = fitting_ticks(low, high, right - left);
    let x = linear(ends(&marks), (left, right));
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    if let Some(reference) = panel.reference {
        sheet.line((x.at(reference), top), (x.at(reference), bottom), dashed(FAINT, 1.2, "4 3"));
    }
    let mut y = top + 4.0 + LINE / 2.0;
    for row in &data.rows {
        for (series, value) in row.values[place].iter().enumerate() {
            estimate(sheet, &x, *value, series, y);
            let number = decimals(value.value, panel.places);
            sheet.words(words(right + NUMBER - 2.0, y + 4.0, &number).end().size(TICK_SIZE));
            y += LINE;
        }
        y += 8.0;
    }
    draw_below(sheet, &x, &marks, bottom, "");
    let mut y = bottom + 33.0;
    for line in wrap(&panel.quantity.label(), right - left + NUMBER, LABEL_SIZE, false) {
        sheet.words(words(f64::midpoint(left, right), y, &line).size(LABEL_SIZE).middle());
        y += 14.0;
    }
}

/// The look of a series; shape and colour say the same.
fn of_series(series: usize) -> Look {
    if series == 0 { look(Role::Treatment) } else { Look { marker: Marker::Diamond, ..look(Role::Control) } }
}

fn estimate(sheet: &mut Sheet, x: &Scale, value: Interval, series: usize, y: f64) {
    let look = of_series(series);
    sheet.interval(y, (x.held(value.low), x.held(value.high)), 4.0, pen(look.colour, 1.4));
    sheet.marker((x.held(value.value), y), 2.8, look);
}

/// What the shapes mean; returns the lower edge.
fn key(sheet: &mut Sheet, data: &Data) -> f64 {
    let y = sheet.top + 8.0;
    let mut x = NAME;
    for (series, name) in data.series.iter().enumerate() {
        sheet.marker((x + 4.0, y - 4.0), 2.8, of_series(series));
        sheet.words(words(x + 14.0, y, name));
        x += 14.0 + text_width(name, TICK_SIZE, false) + 24.0;
    }
    y + 10.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("rows_title", &data.rows_title)?;
    check.between("series", &data.series, (1, 2))?;
    check.between("panels", &data.panels, (1, 3))?;
    check.some("rows", &data.rows)?;
    for panel in &data.panels {
        check.text("panels.quantity", &panel.quantity.name)?;
        check.finite("panels.reference", panel.reference)?;
    }
    for row in &data.rows {
        check.text("rows.name", &row.name)?;
        check.one_each("rows.values", &row.values, data.panels.len())?;
        for of_panel in &row.values {
            check.one_each("rows.values", of_panel, data.series.len())?;
            for value in of_panel {
                check.estimate("rows.values", *value)?;
            }
        }
    }
    Ok(())
}
