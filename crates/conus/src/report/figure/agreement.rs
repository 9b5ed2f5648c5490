//! Does what is predicted agree with what was published? One square panel for each kind of number: published across,
//! predicted upward, and the line on which both are the same.

use super::super::axis::{Scale, Tick, draw_below, ends, linear, log_ticks, log10, nice_ticks};
use super::super::svg::{Rect, Sheet, fill, pen, words};
use super::super::theme::{
    FAINT, GRID, INK, LABEL_SIZE, Look, MUTED, Marker, NOTE_SIZE, PAPER, Role, TICK_SIZE, WIDTH, look,
    text_width, wrap,
};
use super::{Check, FigureError, Frame, Interval, Quantity, extent};
use serde::Serialize;

/// One published number and its prediction.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// What it is: the id of the row; a browser shows it under the pointer.
    pub name: String,
    /// The published number.
    pub published: f64,
    /// Whether it was printed as a bound from above; an arrow points to where it may lie.
    pub at_most: bool,
    /// Mean prediction, with the interval of the printed number.
    pub predicted: Interval,
    /// Whether the published number counts as inside.
    pub inside: bool,
    /// Whether the number was kept aside when the model was calibrated; drawn open.
    pub held_out: bool,
}

/// Numbers of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    /// What they are, and their unit.
    pub quantity: Quantity,
    /// The ends of a logarithmic axis; nothing: a linear axis that holds every interval.
    pub decades: Option<(f64, f64)>,
    /// At least one.
    pub points: Vec<Point>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Name of the intervals, for example "90 % interval".
    pub interval_name: String,
    /// From left to right and from top to bottom.
    pub panels: Vec<Panel>,
}

const COLUMNS: usize = 5;
const LEFT: f64 = 34.0;
const PITCH: f64 = (WIDTH - LEFT) / 5.0;
const SIDE: f64 = 96.0;
const LINE: f64 = 12.5;
const BELOW: f64 = 32.0;

/// Draw the panels.
///
/// # Errors
/// When a value is missing, an interval is turned round, or a logarithmic axis has an end that is not positive.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let mut top = key(&mut sheet, data);
    let first = top;
    for row in data.panels.chunks(COLUMNS) {
        let heads: Vec<Vec<String>> = row.iter().map(head).collect();
        let deepest = heads.iter().map(Vec::len).max().unwrap_or(1);
        top += LINE * count(deepest + 1) + 8.0;
        for (place, (panel, head)) in row.iter().zip(&heads).enumerate() {
            let left = LEFT + 26.0 + PITCH * count(place);
            names(&mut sheet, panel, head, (left, top));
            square(&mut sheet, panel, (left, top));
        }
        top += SIDE + BELOW;
    }
    let middle = f64::midpoint(first, top);
    let upward = format!("Predicted (mean and {})", data.interval_name);
    sheet.words(words(16.0, middle, &upward).size(LABEL_SIZE).middle().upward());
    sheet.words(words(f64::midpoint(LEFT, WIDTH), top + 6.0, "Published").size(LABEL_SIZE).middle());
    sheet.finish(top + 14.0)
}

/// What a panel holds, in the lines above it.
fn head(panel: &Panel) -> Vec<String> {
    let Quantity { name, unit } = &panel.quantity;
    let unit = unit.replace(' ', "\u{a0}");
    wrap(&Quantity { name: name.clone(), unit }.label(), PITCH - 14.0, TICK_SIZE, true)
}

fn names(sheet: &mut Sheet, panel: &Panel, head: &[String], (left, top): (f64, f64)) {
    let from = left - 20.0;
    let mut y = top - 9.0 - LINE * count(head.len());
    for line in head {
        sheet.words(words(from, y, line).bold());
        y += LINE;
    }
    let inside = panel.points.iter().filter(|point| point.inside).count();
    let of = format!("{inside} of {} inside", panel.points.len());
    sheet.words(words(from, y, &of).size(NOTE_SIZE).colour(MUTED));
}

/// Both axes of a panel, the line of identity and the points.
fn square(sheet: &mut Sheet, panel: &Panel, (left, top): (f64, f64)) {
    let bottom = top + SIDE;
    let (x, y, marks) = scales(panel, left, (bottom, top));
    let frame = Rect { x: left, y: top, width: SIDE, height: SIDE };
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.7));
        sheet.line((left, y.at(tick.value)), (left + SIDE, y.at(tick.value)), pen(GRID, 0.7));
    }
    sheet.line((left, bottom), (left + SIDE, top), pen(FAINT, 1.0));
    draw_below(sheet, &x, &labelled(&marks, true), bottom, "");
    for tick in &labelled(&marks, false) {
        sheet.words(words(left - 5.0, y.at(tick.value) + 3.9, &tick.label).end());
    }
    sheet.rect(frame, fill(PAPER, 0.0), Some(pen(MUTED, 0.7)));
    for point in &panel.points {
        one(sheet, point, &x, &y);
    }
}

/// One scale for both directions, so that the diagonal is where both numbers are the same.
fn scales(panel: &Panel, left: f64, upward: (f64, f64)) -> (Scale, Scale, Vec<Tick>) {
    let across = (left, left + SIDE);
    if let Some(range) = panel.decades {
        return (log10(range, across), log10(range, upward), log_ticks(range.0, range.1));
    }
    let values = panel.points.iter().flat_map(|p| [p.published, p.predicted.low, p.predicted.high]);
    let (low, high) = extent(values);
    // A little room, so that no point stands on the edge.
    let room = 0.04 * (high - low);
    let marks = nice_ticks(low - room, high + room, 4);
    let range = ends(&marks);
    (linear(range, across), linear(range, upward), marks)
}

/// Ticks with the labels that have room: every one, or the first, the last and those between at an even pace.
fn labelled(marks: &[Tick], across: bool) -> Vec<Tick> {
    let widest = marks.iter().map(|tick| text_width(&tick.label, TICK_SIZE, false)).fold(0.0, f64::max);
    let need = if across { widest + 6.0 } else { TICK_SIZE + 2.0 };
    let steps = marks.len() - 1;
    let fits = |pace: usize| steps.is_multiple_of(pace) && SIDE * count(pace) / count(steps) >= need;
    let pace = (1..=steps).find(|&pace| fits(pace)).unwrap_or(steps);
    marks.iter().step_by(pace).cloned().collect()
}

fn one(sheet: &mut Sheet, point: &Point, x: &Scale, y: &Scale) {
    let look = verdict(point.inside);
    let across = x.held(point.published);
    let Interval { value, low, high } = point.predicted;
    sheet.open_titled(&point.name);
    sheet.error_bar(across, (y.held(low), y.held(high)), 2.0, pen(look.colour, 1.2));
    marker(sheet, (across, y.held(value)), look, point.held_out);
    if point.at_most {
        let tip = across - 13.0;
        let at = y.held(value);
        sheet.line((across - 5.0, at), (tip, at), pen(look.colour, 1.0));
        sheet.polygon(
            &[(tip - 3.0, at), (tip + 2.0, at - 2.6), (tip + 2.0, at + 2.6)],
            fill(look.colour, 1.0),
        );
    }
    sheet.close_group();
}

/// A disc that holds, a diamond that misses; open where the number was kept aside.
fn marker(sheet: &mut Sheet, (x, y): (f64, f64), look: Look, open: bool) {
    sheet.marker((x, y), 3.2, look);
    if open {
        let inner = Look { colour: PAPER, ..look };
        sheet.marker((x, y), 1.5, inner);
    }
}

/// The look of a prediction by whether it holds; shape and colour say the same.
fn verdict(inside: bool) -> Look {
    if inside { look(Role::Treatment) } else { Look { marker: Marker::Diamond, ..look(Role::Control) } }
}

/// What the shapes mean; returns the lower edge.
fn key(sheet: &mut Sheet, data: &Data) -> f64 {
    let y = sheet.top + 8.0;
    let mut x = 12.0;
    let aside = data.panels.iter().flat_map(|panel| &panel.points).any(|point| point.held_out);
    let shapes = [(true, false), (false, false), (true, true), (false, true)];
    let named = ["inside", "a miss", "kept aside, inside", "kept aside, a miss"];
    for ((inside, open), name) in shapes.into_iter().zip(named).filter(|((_, open), _)| aside || !open) {
        marker(sheet, (x, y - 4.0), verdict(inside), open);
        sheet.words(words(x + 8.0, y, name));
        x += 8.0 + text_width(name, TICK_SIZE, false) + 22.0;
    }
    sheet.line((x, y - 4.0), (x + 20.0, y - 4.0), pen(FAINT, 1.0));
    sheet.words(words(x + 26.0, y, "predicted = published").colour(INK));
    y + 12.0
}

#[expect(clippy::cast_precision_loss, reason = "a handful of panels and lines")]
fn count(number: usize) -> f64 {
    number as f64
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("interval_name", &data.interval_name)?;
    check.some("panels", &data.panels)?;
    for panel in &data.panels {
        check.text("panels.quantity.name", &panel.quantity.name)?;
        check.some("panels.points", &panel.points)?;
        if let Some((low, high)) = panel.decades {
            check.within("panels.decades", (f64::MIN_POSITIVE, f64::MAX), [low])?;
            check.interval("panels.decades", low, high)?;
        }
        panel.points.iter().try_for_each(|point| check_point(&check, point))?;
    }
    Ok(())
}

fn check_point(check: &Check<'_>, point: &Point) -> Result<(), FigureError> {
    check.text("panels.points.name", &point.name)?;
    check.finite("panels.points.published", [point.published])?;
    check.estimate("panels.points.predicted", point.predicted)
}
