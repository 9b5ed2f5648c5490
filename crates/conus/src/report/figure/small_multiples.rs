//! How do the same curves look in many cases? A grid of small panels: a row for each quantity or person, a column for
//! each condition, all on one horizontal axis; a row has one vertical axis.

use super::super::axis::{Scale, draw_below, draw_left, ends, fitting_ticks, linear, nice_ticks, ticks};
use super::super::svg::{Pen, Rect, Sheet, dashed, fill, pen, words};
use super::super::theme::{
    FAINT, GRID, INK, LABEL_SIZE, MUTED, NOTE_SIZE, Role, SHADE, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::patient::Curve;
use super::{FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// What stands above a column.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// The condition.
    pub name: String,
    /// A line below it; may be empty.
    pub says: String,
}

/// One panel.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// One to five curves; their looks follow their places.
    pub curves: Vec<Curve>,
    /// Shaded stretches of the horizontal axis.
    pub shades: Vec<(f64, f64)>,
    /// Moments marked by a triangle on top.
    pub marks: Vec<f64>,
    /// A few words in the upper right corner, the lower one where a curve ends high; may be empty.
    pub says: String,
}

/// One row of panels.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What stands beside the row, such as a person; may be empty.
    pub head: String,
    /// What is shown, with unit; stands above the row unless there is a head.
    pub quantity: Quantity,
    /// Fixed ends of the vertical axis; nothing: from zero to the data.
    pub range: Option<(f64, f64)>,
    /// A panel for each column.
    pub cells: Vec<Cell>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The shared horizontal axis.
    pub across: Quantity,
    /// What stands above each column.
    pub columns: Vec<Head>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
}

/// Most columns and rows of a grid that can be read.
const MOST: usize = 8;
const EDGE: f64 = 12.0;
const GAP: f64 = 12.0;
const AXIS_WIDTH: f64 = 40.0;
const HEAD_WIDTH: f64 = 92.0;
const PANEL_HEIGHT: f64 = 74.0;
const LINE: f64 = 14.0;

/// Where everything stands.
struct Grid {
    left: f64,
    width: f64,
    across: (f64, f64),
}

impl Grid {
    fn of(data: &Data) -> Self {
        let heads = data.rows.iter().any(|row| !row.head.is_empty());
        let left = EDGE + AXIS_WIDTH + if heads { HEAD_WIDTH } else { 0.0 };
        let count = count(data.columns.len());
        let width = (WIDTH - EDGE - left - GAP * (count - 1.0)) / count;
        let points = curves(data).flat_map(|curve| &curve.points).map(|point| point.0);
        Self { left, width, across: extent(points) }
    }

    /// The horizontal axis of a column.
    fn scale(&self, column: usize) -> Scale {
        let from = self.left + count(column) * (self.width + GAP);
        linear(self.across, (from, from + self.width))
    }
}

/// Draw the grid.
///
/// # Errors
/// When a value is missing, a list is empty, or a row has not one panel for each column.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let grid = Grid::of(data);
    let mut top = sheet.top + 8.0;
    top = draw_heads(&mut sheet, data, &grid, top);
    let mut key = Vec::new();
    for row in &data.rows {
        top = draw_row_head(&mut sheet, row, &grid, &mut key, top);
        draw_row(&mut sheet, row, &grid, top);
        top += PANEL_HEIGHT + 10.0;
    }
    let bottom = top - 10.0;
    let marks = fitting_ticks(grid.across.0, grid.across.1, grid.width);
    for column in 0..data.columns.len() {
        let scale = grid.scale(column);
        let inside: Vec<_> = marks.iter().filter(|tick| scale.contains(tick.value)).cloned().collect();
        draw_below(&mut sheet, &scale, &inside, bottom, "");
    }
    let middle = (grid.left + WIDTH - EDGE) / 2.0;
    sheet.words(words(middle, bottom + 33.0, &data.across.label()).size(LABEL_SIZE).middle());
    sheet.finish(bottom + 46.0)
}

/// Names above the columns, wrapped; returns where the rows begin.
fn draw_heads(sheet: &mut Sheet, data: &Data, grid: &Grid, top: f64) -> f64 {
    let lines = |head: &Head| {
        let name = wrap(&head.name, grid.width, LABEL_SIZE, true);
        let says = wrap(&head.says, grid.width, NOTE_SIZE, false);
        (name, says)
    };
    let all: Vec<_> = data.columns.iter().map(lines).collect();
    let deepest = all.iter().map(|(name, says)| name.len() + says.len()).max().unwrap_or(0);
    for (column, (name, says)) in all.iter().enumerate() {
        let (from, _) = grid.scale(column).span();
        let mut y = top + LINE;
        for line in name {
            sheet.words(words(from, y, line).size(LABEL_SIZE).bold());
            y += LINE;
        }
        for line in says {
            sheet.words(words(from, y, line).size(NOTE_SIZE).colour(MUTED));
            y += LINE;
        }
    }
    top + LINE * count(deepest) + 8.0
}

/// What the row shows and a key to its curves, unless the row before had the same; returns where the panels begin.
fn draw_row_head(sheet: &mut Sheet, row: &Row, grid: &Grid, key: &mut Vec<String>, top: f64) -> f64 {
    let fullest = row.cells.iter().max_by_key(|cell| cell.curves.len());
    let names: Vec<String> =
        fullest.iter().flat_map(|cell| &cell.curves).map(|curve| curve.name.clone()).collect();
    let new_key = names.len() > 1 && *key != names;
    let titled = row.head.is_empty();
    if !titled {
        let lines = wrap(&row.head, HEAD_WIDTH - 6.0, TICK_SIZE, true);
        let first = top + if new_key { LINE + 6.0 } else { 0.0 };
        for (number, line) in lines.iter().enumerate() {
            sheet.words(words(EDGE, first + 12.0 + LINE * count(number), line).bold());
        }
    }
    if !(titled || new_key) {
        return top;
    }
    let mut x = grid.left;
    if titled {
        let label = row.quantity.label();
        let from = EDGE;
        sheet.words(words(from, top + LINE - 2.0, &label).size(LABEL_SIZE).bold());
        x = from + text_width(&label, LABEL_SIZE, true) + 18.0;
    }
    if new_key {
        draw_key(sheet, &names, x, top + LINE - 2.0);
        *key = names;
    }
    top + LINE + 9.0
}

fn draw_key(sheet: &mut Sheet, names: &[String], mut x: f64, y: f64) {
    for (name, &role) in names.iter().zip(&Role::ALL) {
        let look = look(role);
        sheet.line(
            (x, y - 4.0),
            (x + 22.0, y - 4.0),
            Pen { colour: look.colour, width: 1.6, dash: look.dash },
        );
        sheet.words(words(x + 27.0, y, name).colour(look.text));
        x += 45.0 + text_width(name, TICK_SIZE, false);
    }
}

fn draw_row(sheet: &mut Sheet, row: &Row, grid: &Grid, top: f64) {
    let bottom = top + PANEL_HEIGHT;
    let values = row.cells.iter().flat_map(|cell| &cell.curves).flat_map(|curve| &curve.points);
    let (low, high) = extent(values.map(|point| point.1));
    let marks = match row.range {
        Some((low, high)) => ticks(low, high, 2),
        None => nice_ticks(low.min(0.0), high, 2),
    };
    let y = linear(row.range.unwrap_or_else(|| ends(&marks)), (bottom, top));
    let title = if row.head.is_empty() { "" } else { &row.quantity.name };
    for (column, cell) in row.cells.iter().enumerate() {
        let x = grid.scale(column);
        let (from, to) = x.span();
        for &(begin, end) in &cell.shades {
            let rect =
                Rect { x: x.held(begin), y: top, width: x.held(end) - x.held(begin), height: PANEL_HEIGHT };
            sheet.rect(rect, fill(SHADE, 1.0), None);
        }
        if column == 0 {
            draw_left(sheet, &y, &marks, from, title, Some(to));
        } else {
            marks.iter().for_each(|mark| {
                sheet.line((from, y.at(mark.value)), (to, y.at(mark.value)), pen(GRID, 0.8));
            });
            sheet.line((from, top), (from, bottom), pen(FAINT, 0.8));
        }
        sheet.line((from, bottom), (to, bottom), pen(MUTED, 0.8));
        draw_cell(sheet, cell, &x, &y);
    }
}

fn draw_cell(sheet: &mut Sheet, cell: &Cell, x: &Scale, y: &Scale) {
    let (bottom, top) = y.span();
    for &mark in &cell.marks {
        let at = x.at(mark);
        sheet.line((at, top), (at, bottom), dashed(FAINT, 0.8, "2 3"));
        sheet.polygon(&[(at, top + 2.0), (at - 3.5, top - 5.0), (at + 3.5, top - 5.0)], fill(INK, 1.0));
    }
    // The first curve is the one that matters: it is drawn last, on top.
    for (curve, &role) in cell.curves.iter().zip(&Role::ALL).rev() {
        let look = look(role);
        let line: Vec<_> = curve.points.iter().map(|&(at, value)| (x.at(at), y.held(value))).collect();
        sheet.polyline(&line, Pen { colour: look.colour, width: 1.6, dash: look.dash });
    }
    if !cell.says.is_empty() {
        let (_, to) = x.span();
        // Words keep away from a curve that ends high.
        let high =
            cell.curves.iter().filter_map(|curve| curve.points.last()).any(|end| y.at(end.1) < top + 18.0);
        let baseline = if high { bottom - 5.0 } else { top + 10.0 };
        sheet.words(words(to - 2.0, baseline, &cell.says).size(NOTE_SIZE).end().halo());
    }
}

fn curves(data: &Data) -> impl Iterator<Item = &Curve> {
    data.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.curves)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows and columns")]
fn count(number: usize) -> f64 {
    number as f64
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("across.name", &data.across.name)?;
    check.between("columns", &data.columns, (1, MOST))?;
    check.between("rows", &data.rows, (1, MOST))?;
    for head in &data.columns {
        check.text("columns.name", &head.name)?;
    }
    for row in &data.rows {
        check.text("rows.quantity", &row.quantity.name)?;
        check.one_each("rows.cells", &row.cells, data.columns.len())?;
        if let Some((low, high)) = row.range {
            check.interval("rows.range", low, high)?;
        }
        for cell in &row.cells {
            check.between("rows.cells.curves", &cell.curves, (1, Role::ALL.len()))?;
            check.finite("rows.cells.marks", cell.marks.iter().copied())?;
            for &(from, to) in &cell.shades {
                check.interval("rows.cells.shades", from, to)?;
            }
        }
    }
    for curve in curves(data) {
        check.text("curves.name", &curve.name)?;
        check.some("curves.points", &curve.points)?;
        check.rising(&curve.name, curve.points.iter().map(|point| point.0))?;
        check.finite(&curve.name, curve.points.iter().map(|point| point.1))?;
    }
    Ok(())
}
