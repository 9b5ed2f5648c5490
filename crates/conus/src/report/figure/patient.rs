//! What happens to one patient, from the molecule to the quality of life? Stacked panels on one time axis.

use super::super::axis::{Scale, draw_below, draw_left, linear, nice_range, ticks};
use super::super::svg::{Pen, Sheet, dashed, fill, pen, words};
use super::super::theme::{FAINT, INK, LABEL_SIZE, MUTED, Role, TICK_SIZE, WIDTH, look, text_width};
use super::{EndLabel, FigureError, Frame, Margin, Mark, Quantity, end_labels, extent};
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
    let mut events = data.events.clone();
    events.sort_by(|a, b| a.at.total_cmp(&b.at));
    let labels = levels(&events, &x);
    let depth = labels.iter().map(|label| label.1).fold(-1.0, f64::max) + 1.0;
    let first = sheet.top + LEVEL * depth + 46.0;
    let step = PANEL_HEIGHT + 34.0;
    let mut top = first;
    for panel in &data.panels {
        draw_panel(&mut sheet, panel, &data.events, &x, top);
        top += step;
    }
    for (mark, &(start, level)) in events.iter().zip(&labels) {
        let y = sheet.top + 8.0 + LEVEL * level;
        let at = x.at(mark.at);
        sheet.line((at, y - 9.0), (at, first - 34.0), pen(MUTED, 0.8));
        sheet.polygon(
            &[(at, first - 27.0), (at - 3.0, first - 34.0), (at + 3.0, first - 34.0)],
            fill(INK, 1.0),
        );
        sheet.words(words(start, y, &mark.label).halo());
    }
    let bottom = top - step + PANEL_HEIGHT;
    draw_below(&mut sheet, &x, &ticks(x.range().0, x.range().1, 8), bottom, &data.time.label());
    sheet.finish(bottom + 46.0)
}

/// Where each event's label starts and on which line it stands. Labels stand right of their leader, in order of
/// time; an event goes back up only when no label below it reaches its leader, so that no leader crosses a label.
fn levels(events: &[Mark], x: &Scale) -> Vec<(f64, f64)> {
    let mut reach: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for event in events {
        let width = text_width(&event.label, TICK_SIZE, false);
        let at = x.at(event.at);
        let start = if at + 6.0 + width > WIDTH - 8.0 { at - 6.0 - width } else { at + 6.0 };
        let level =
            reach.iter().rposition(|&end| end > start.min(at) - 10.0).map_or(0, |crowded| crowded + 1);
        reach.truncate(level);
        reach.push(start.max(at) + if start < at { 0.0 } else { width });
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
    let mut labels = Vec::new();
    for (curve, &role) in panel.curves.iter().zip(Role::ALL.iter().cycle()) {
        let look = look(role);
        let line: Vec<_> = curve.points.iter().map(|&(at, value)| (x.at(at), y.held(value))).collect();
        sheet.polyline(&line, Pen { colour: look.colour, width: 1.6, dash: look.dash });
        labels.push(EndLabel { name: &curve.name, y: line.last().map_or(bottom, |end| end.1), role });
    }
    end_labels(sheet, &labels, &Margin { x: RIGHT + 8.0, width: 116.0, size: TICK_SIZE, top, bottom });
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
            check.rising(&curve.name, curve.points.iter().map(|point| point.0))?;
            check.finite(&curve.name, curve.points.iter().map(|point| point.1))?;
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
