//! What happens in the cord meanwhile? Small multiples of biology over time, by arm.

use super::super::axis::{Scale, draw_below, draw_left, linear, nice_range, ticks};
use super::super::svg::{Pen, Sheet, dashed, fill, words};
use super::super::theme::{FAINT, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, text_width, wrap};
use super::{Estimate, FigureError, Frame, Mark, Quantity, extent};
use serde::Serialize;

/// One arm in one panel.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// Which arm: its name stands in the key of the figure.
    pub role: Role,
    /// Median with its band, by time.
    pub points: Vec<Estimate>,
}

/// One panel.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    /// What is shown, with unit.
    pub quantity: Quantity,
    /// Fixed ends of its vertical axis; nothing: from zero to the data.
    pub range: Option<(f64, f64)>,
    /// Arms.
    pub series: Vec<Series>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The time axis of all panels.
    pub time: Quantity,
    /// Name (with n) of each role.
    pub arms: Vec<(Role, String)>,
    /// Panels, three in a row.
    pub panels: Vec<Panel>,
    /// Treatment, named once above the panels.
    pub treatment: Option<Mark>,
}

const COLUMNS: usize = 3;
const PANEL_HEIGHT: f64 = 112.0;
const GUTTER: f64 = 54.0;

/// Draw the grid.
///
/// # Errors
/// When a value is missing, an interval is reversed or a list is empty.
#[expect(clippy::cast_precision_loss, reason = "a handful of panels")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let mut top = key(&mut sheet, data) + 46.0;
    let width = (WIDTH - 16.0 - GUTTER * COLUMNS as f64) / COLUMNS as f64;
    let times = data.panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
    let (first, last) = extent(times.map(|point| point.at));
    let count = data.panels.len();
    for (row, panels) in data.panels.chunks(COLUMNS).enumerate() {
        for (column, panel) in panels.iter().enumerate() {
            let left = 8.0 + GUTTER - 14.0 + column as f64 * (width + GUTTER);
            let x = linear((first, last), (left, left + width));
            let last_of_column = row * COLUMNS + column + COLUMNS >= count;
            draw_panel(&mut sheet, panel, data, &x, top, last_of_column);
        }
        top += PANEL_HEIGHT + 60.0;
    }
    sheet.finish(top - 16.0)
}

/// Names of the arms with their line, in one strip under the title; returns its lower edge.
fn key(sheet: &mut Sheet, data: &Data) -> f64 {
    let mut y = sheet.top + 10.0;
    let mut x = 8.0;
    for (role, name) in &data.arms {
        let look = look(*role);
        let width = 34.0 + text_width(name, LABEL_SIZE, true) + 24.0;
        if x + width > WIDTH {
            x = 8.0;
            y += 17.0;
        }
        let line = Pen { colour: look.colour, width: 2.0, dash: look.dash };
        sheet.line((x, y - 4.0), (x + 28.0, y - 4.0), line);
        sheet.words(words(x + 34.0, y, name).size(LABEL_SIZE).bold().colour(look.text));
        x += width;
    }
    if let Some(mark) = &data.treatment {
        let width = 14.0 + text_width(&mark.label, TICK_SIZE, false);
        if x + width > WIDTH {
            x = 8.0;
            y += 17.0;
        }
        sheet.line((x + 4.0, y - 11.0), (x + 4.0, y + 2.0), dashed(FAINT, 1.2, "3 3"));
        sheet.words(words(x + 12.0, y, &mark.label));
    }
    y
}

fn draw_panel(sheet: &mut Sheet, panel: &Panel, data: &Data, x: &Scale, top: f64, time_axis: bool) {
    let bottom = top + PANEL_HEIGHT;
    let values = panel.series.iter().flat_map(|series| &series.points).flat_map(|p| [p.low, p.value, p.high]);
    let (low, high) = extent(values);
    let (low, high) = panel.range.unwrap_or_else(|| nice_range(low.min(0.0), high, 3));
    let y = linear((low, high), (bottom, top));
    let (left, right) = x.span();
    let titles = wrap(&panel.quantity.label(), right - left + GUTTER - 20.0, LABEL_SIZE, true);
    let mut baseline = top - 12.0 - 13.0 * f64::from(u8::try_from(titles.len() - 1).unwrap_or(1));
    for line in &titles {
        sheet.words(words(left - 30.0, baseline, line).size(LABEL_SIZE).bold());
        baseline += 13.0;
    }
    draw_left(sheet, &y, &ticks(low, high, 3), left, "", Some(right));
    if let Some(mark) = &data.treatment
        && x.contains(mark.at)
    {
        sheet.line((x.at(mark.at), top), (x.at(mark.at), bottom), dashed(FAINT, 1.2, "3 3"));
    }
    for series in &panel.series {
        draw_series(sheet, series, (x, &y));
    }
    let marks = ticks(x.range().0, x.range().1, 4);
    draw_below(sheet, x, &marks, bottom, "");
    if time_axis {
        let label = data.time.label();
        sheet.words(words(f64::midpoint(left, right), bottom + 31.0, &label).middle());
    }
}

fn draw_series(sheet: &mut Sheet, series: &Series, (x, y): (&Scale, &Scale)) {
    let look = look(series.role);
    let upper: Vec<_> = series.points.iter().map(|point| (x.at(point.at), y.held(point.high))).collect();
    let lower: Vec<_> = series.points.iter().map(|point| (x.at(point.at), y.held(point.low))).collect();
    sheet.area(&upper, &lower, fill(look.colour, 0.14));
    let line: Vec<_> = series.points.iter().map(|point| (x.at(point.at), y.held(point.value))).collect();
    sheet.polyline(&line, Pen { colour: look.colour, width: 1.6, dash: look.dash });
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("time.name", &data.time.name)?;
    check.some("arms", &data.arms)?;
    for (_, name) in &data.arms {
        check.text("arms.name", name)?;
    }
    check.some("panels", &data.panels)?;
    for panel in &data.panels {
        check.text("panels.quantity", &panel.quantity.name)?;
        check.some("panels.series", &panel.series)?;
        for series in &panel.series {
            check.estimates(&format!("panels: {}", panel.quantity.name), &series.points)?;
        }
        if let Some((low, high)) = panel.range {
            check.interval("panels.range", low, high)?;
        }
    }
    check.finite("treatment", data.treatment.iter().map(|mark| mark.at))
}
