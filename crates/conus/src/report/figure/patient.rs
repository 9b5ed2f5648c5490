//! What happens to one patient, from the molecule to the quality of life? Stacked panels on one time axis.

use super::super::axis::{Scale, draw_below, draw_left, linear, nice_range, ticks};
use super::super::svg::{Pen, Sheet, dashed, fill, pen, words};
use super::super::theme::{FAINT, INK, LABEL_SIZE, MUTED, Role, TICK_SIZE, WIDTH, look, spread, text_width, wrap};
use super::{FigureError, Frame, Mark, Quantity, extent};
use serde::Serialize;

/// One curve; its look follows its place in the panel.
#[derive(Debug, Clone, Serialize)]
pub struct Curve {
    /// Name, printed beside its end.
    pub name: String,
    /// (time, value), by time.
    pub points: Vec<(f64, f64)>,
}

/// One panel.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    /// What is shown, with unit.
    pub quantity: Quantity,
    /// Fixed ends of the vertical axis; nothing: from zero to the data.
    pub range: Option<(f64, f64)>,
    /// One to five curves.
    pub curves: Vec<Curve>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The shared time axis.
    pub time: Quantity,
    /// Panels from top to bottom.
    pub panels: Vec<Panel>,
    /// Doses, surgery and the like.
    pub events: Vec<Mark>,
}

const LEFT: f64 = 66.0;
const RIGHT: f64 = WIDTH - 132.0;
const PANEL_HEIGHT: f64 = 88.0;
const LEVEL: f64 = 14.0;

/// Draw the panels.
///
/// # Errors
/// When a value is missing or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let times = data.panels.iter().flat_map(|panel| &panel.curves).flat_map(|curve| &curve.points);
    let x = linear(extent(times.map(|point| point.0)), (LEFT, RIGHT));
    let labels = levels(&data.events, &x);
    let depth = labels.iter().map(|label| label.1).fold(-1.0, f64::max) + 1.0;
    let first = sheet.top + LEVEL * depth + 34.0;
    let step = PANEL_HEIGHT + 34.0;
    let mut top = first;
    for panel in &data.panels {
        draw_panel(&mut sheet, panel, &data.events, &x, top);
        top += step;
    }
    for (mark, &(start, level)) in data.events.iter().zip(&labels) {
        let y = sheet.top + 8.0 + LEVEL * level;
        let at = x.at(mark.at);
        sheet.line((at, y + 3.0), (at, first - 22.0), pen(FAINT, 0.8));
        sheet.polygon(&[(at, first - 16.0), (at - 3.5, first - 23.0), (at + 3.5, first - 23.0)], fill(INK, 1.0));
        sheet.words(words(start, y, &mark.label).halo());
    }
    let bottom = top - step + PANEL_HEIGHT;
    draw_below(&mut sheet, &x, &ticks(x.range().0, x.range().1, 8), bottom, &data.time.label());
    sheet.finish(bottom + 46.0)
}

/// Where each event's label starts and on which line it stands: the first line where it touches no other.
fn levels(events: &[Mark], x: &Scale) -> Vec<(f64, f64)> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::new();
    for event in events {
        let width = text_width(&event.label, TICK_SIZE, false);
        let start = (x.at(event.at) - width / 2.0).max(8.0).min(WIDTH - 8.0 - width);
        let free = |line: &Vec<(f64, f64)>| line.iter().all(|&(a, b)| start > b + 8.0 || start + width < a - 8.0);
        let level = taken.iter().position(free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[level].push((start, start + width));
        placed.push((start, f64::from(u16::try_from(level).unwrap_or(u16::MAX))));
    }
    placed
}

fn draw_panel(sheet: &mut Sheet, panel: &Panel, events: &[Mark], x: &Scale, top: f64) {
    let bottom = top + PANEL_HEIGHT;
    let values = panel.curves.iter().flat_map(|curve| &curve.points).map(|point| point.1);
    let (low, high) = extent(values);
    let (low, high) = panel.range.unwrap_or_else(|| nice_range(low.min(0.0), high, 3));
    let y = linear((low, high), (bottom, top));
    sheet.words(words(LEFT - 44.0, top - 10.0, &panel.quantity.label()).size(LABEL_SIZE).bold().halo());
    draw_left(sheet, &y, &ticks(low, high, 3), LEFT, "", Some(RIGHT));
    sheet.line((LEFT, bottom), (RIGHT, bottom), pen(MUTED, 0.8));
    for event in events {
        sheet.line((x.at(event.at), top), (x.at(event.at), bottom), dashed(FAINT, 0.8, "2 3"));
    }
    let names: Vec<Vec<String>> = panel.curves.iter().map(|c| wrap(&c.name, 116.0, TICK_SIZE, true)).collect();
    let ends: Vec<f64> =
        panel.curves.iter().map(|c| c.points.last().map_or(bottom, |point| y.held(point.1))).collect();
    let gap = if names.iter().any(|lines| lines.len() > 1) { 26.0 } else { 14.0 };
    let places = spread(&ends, gap, top, bottom);
    for (index, curve) in panel.curves.iter().enumerate() {
        let look = look(Role::ALL[index % Role::ALL.len()]);
        let line: Vec<_> = curve.points.iter().map(|&(at, value)| (x.at(at), y.held(value))).collect();
        sheet.polyline(&line, Pen { colour: look.colour, width: 1.6, dash: look.dash });
        let mut baseline = places[index] + 4.0;
        for name in &names[index] {
            sheet.words(words(RIGHT + 8.0, baseline, name).bold().colour(look.text));
            baseline += 12.5;
        }
    }
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("time.name", &data.time.name)?;
    check.some("panels", &data.panels)?;
    for panel in &data.panels {
        check.text("panels.quantity", &panel.quantity.name)?;
        check.some("panels.curves", &panel.curves)?;
        for curve in &panel.curves {
            check.text("panels.curves.name", &curve.name)?;
            check.some("panels.curves.points", &curve.points)?;
            check.finite(&curve.name, curve.points.iter().flat_map(|&(at, value)| [at, value]))?;
        }
        if let Some((low, high)) = panel.range {
            check.interval("panels.range", low, high)?;
        }
    }
    for event in &data.events {
        check.text("events.label", &event.label)?;
        check.finite("events", [event.at])?;
    }
    Ok(())
}
