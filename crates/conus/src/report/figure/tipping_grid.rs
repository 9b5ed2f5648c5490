//! Which pairs of shifts, one per arm, would take the effect away? P values over two-way delta adjustment.

use super::super::svg::{Rect, Sheet, decimals, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, LABEL_SIZE, PAPER, WIDTH, text_width, wrap};
use super::super::wording;
use super::{FigureError, Frame, Quantity};
use serde::Serialize;

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Shift of the treated arm, with unit, along the horizontal axis.
    pub treated: Quantity,
    /// Shift of the control arm, with unit, along the vertical axis.
    pub control: Quantity,
    /// Two to eleven shifts of the treated arm, rising.
    pub treated_deltas: Vec<f64>,
    /// Two to eleven shifts of the control arm, rising.
    pub control_deltas: Vec<f64>,
    /// P value for each shift of the control arm (outer) and of the treated arm (inner).
    pub p: Vec<Vec<f64>>,
    /// The level below which an effect counts, for example 0.05.
    pub level: f64,
    /// Patients behind the analysis, as text.
    pub n: String,
}

/// Tints for P values below 0.001, below 0.01 and below the level.
const TINTS: [&str; 3] = ["#7fa3c7", "#a9c0d8", "#d6e1ec"];

/// Draw the grid.
///
/// # Errors
/// When a value is missing, a P value is outside 0 to 1, or a row has not one P value per shift.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let grid = Grid::of(data, sheet.top + 32.0);
    sheet.words(words(8.0, grid.top - 16.0, &format!("P value, n = {}", data.n)).size(LABEL_SIZE).bold());
    cells(&mut sheet, data, &grid);
    edge(&mut sheet, data, &grid);
    key(&mut sheet, data, &grid);
    let bottom = axes(&mut sheet, data, &grid);
    sheet.finish(bottom)
}

/// Where the cells stand; the largest shift of the control arm is on top.
struct Grid {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    rows: usize,
    columns: usize,
    /// Title of the vertical axis, broken to the height of the grid.
    title: Vec<String>,
}

#[expect(clippy::cast_precision_loss, reason = "at most eleven rows and columns")]
impl Grid {
    fn of(data: &Data, top: f64) -> Self {
        let (rows, columns) = (data.control_deltas.len(), data.treated_deltas.len());
        let height = (130.0 / rows as f64).max(26.0);
        let title = wrap(&data.control.label(), height * rows as f64, LABEL_SIZE, false);
        let left = 8.0 + 15.0 * title.len() as f64 + 46.0;
        let width = ((WIDTH - 150.0 - left) / columns as f64).min(64.0);
        Self { left, top, width, height, rows, columns, title }
    }

    fn at(&self, column: usize) -> f64 {
        self.left + self.width * column as f64
    }

    /// Upper edge of a row, counted from the smallest shift at the bottom.
    fn upper(&self, row: usize) -> f64 {
        self.top + self.height * (self.rows - 1 - row) as f64
    }

    fn bottom(&self) -> f64 {
        self.top + self.height * self.rows as f64
    }

    fn right(&self) -> f64 {
        self.at(self.columns)
    }
}

fn tint(p: f64, level: f64) -> &'static str {
    match p {
        p if p >= level => PAPER,
        p if p < 0.001 => TINTS[0],
        p if p < 0.01 => TINTS[1],
        _ => TINTS[2],
    }
}

fn cells(sheet: &mut Sheet, data: &Data, grid: &Grid) {
    for (row, across) in data.p.iter().enumerate() {
        for (column, &p) in across.iter().enumerate() {
            let (x, y) = (grid.at(column), grid.upper(row));
            let rect = Rect { x, y, width: grid.width, height: grid.height };
            sheet.rect(rect, fill(tint(p, data.level), 1.0), Some(pen(GRID, 0.8)));
            let written = wording::p_value(p).replace(' ', "");
            let text = words(x + grid.width / 2.0, y + grid.height / 2.0 + 3.9, &written).middle();
            sheet.words(if p < data.level { text.bold() } else { text });
        }
    }
}

/// A heavy line between the pairs of shifts under which the effect counts and those under which it is lost.
fn edge(sheet: &mut Sheet, data: &Data, grid: &Grid) {
    let counts = |row: usize, column: usize| data.p[row][column] < data.level;
    let line = pen(INK, 2.2);
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let (x, y) = (grid.at(column + 1), grid.upper(row));
            if column + 1 < grid.columns && counts(row, column) != counts(row, column + 1) {
                sheet.line((x, y), (x, y + grid.height), line);
            }
            if row + 1 < grid.rows && counts(row, column) != counts(row + 1, column) {
                sheet.line((x - grid.width, y), (x, y), line);
            }
        }
    }
}

/// Shifts beside their rows and columns, and the titles; returns the lower edge.
fn axes(sheet: &mut Sheet, data: &Data, grid: &Grid) -> f64 {
    let places = wording::places(&data.control_deltas);
    for (row, &delta) in data.control_deltas.iter().enumerate() {
        let y = grid.upper(row) + grid.height / 2.0 + 3.9;
        sheet.words(words(grid.left - 8.0, y, &decimals(delta, places)).end());
    }
    let middle = f64::midpoint(grid.top, grid.bottom());
    for (index, line) in grid.title.iter().enumerate() {
        let x = 20.0 + 15.0 * f64::from(u8::try_from(index).unwrap_or(9));
        sheet.words(words(x, middle, line).size(LABEL_SIZE).middle().upward());
    }
    let places = wording::places(&data.treated_deltas);
    for (column, &delta) in data.treated_deltas.iter().enumerate() {
        let x = grid.at(column) + grid.width / 2.0;
        sheet.words(words(x, grid.bottom() + 16.0, &decimals(delta, places)).middle());
    }
    let mut y = grid.bottom() + 34.0;
    let width = (grid.right() - grid.left).max(240.0);
    let lines = wrap(&data.treated.label(), width, LABEL_SIZE, false);
    let widest = lines.iter().map(|line| text_width(line, LABEL_SIZE, false)).fold(0.0, f64::max);
    let centre = f64::midpoint(grid.left, grid.right()).max(8.0 + widest / 2.0);
    for line in &lines {
        sheet.words(words(centre, y, line).size(LABEL_SIZE).middle());
        y += 15.0;
    }
    y - 3.0
}

/// What the tints and the heavy line mean, on the right.
fn key(sheet: &mut Sheet, data: &Data, grid: &Grid) {
    let level = decimals(data.level, if data.level < 0.01 { 3 } else { 2 });
    let x = grid.right() + 20.0;
    let mut y = grid.top + 11.0;
    let bounds = [(0.000_5, "P < 0.001".to_owned()), (0.005, "P < 0.01".to_owned())];
    let below = bounds.into_iter().filter(|(p, _)| 2.0 * p < data.level);
    let at_level = [(0.999 * data.level, format!("P < {level}")), (1.0, format!("P \u{2265} {level}"))];
    for (p, text) in below.chain(at_level) {
        let rect = Rect { x, y: y - 10.0, width: 18.0, height: 13.0 };
        sheet.rect(rect, fill(tint(p, data.level), 1.0), Some(pen(FAINT, 0.6)));
        sheet.words(words(x + 25.0, y, &text));
        y += 18.0;
    }
    sheet.line((x, y - 4.0), (x + 18.0, y - 4.0), pen(INK, 2.2));
    sheet.words(words(x + 25.0, y, "effect lost beyond"));
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("treated.name", &data.treated.name)?;
    check.text("control.name", &data.control.name)?;
    check.text("n", &data.n)?;
    check.within("level", (0.000_1, 0.5), [data.level])?;
    for (field, deltas) in
        [("treated_deltas", &data.treated_deltas), ("control_deltas", &data.control_deltas)]
    {
        check.between(field, deltas, (2, 11))?;
        check.rising(field, deltas.iter().copied())?;
    }
    check.one_each("p", &data.p, data.control_deltas.len())?;
    for row in &data.p {
        check.one_each("p", row, data.treated_deltas.len())?;
        check.within("p", (0.0, 1.0), row.iter().copied())?;
    }
    Ok(())
}
