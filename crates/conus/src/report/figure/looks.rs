//! What did a trial see at each look, and where would it have stopped? The statistic on its way between the boundaries.

use super::super::axis::{Scale, draw_below, draw_left, ends, linear, nice_ticks};
use super::super::svg::Rect;
use super::super::svg::{Pen, Sheet, dashed, fill, pen, words};
use super::super::theme::{FAINT, INK, LABEL_SIZE, Role, SHADE, TICK_SIZE, WIDTH, look};
use super::{FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// One look.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    /// When.
    pub at: f64,
    /// The statistic; none where the look came after the end.
    pub statistic: Option<f64>,
    /// From where a benefit is concluded.
    pub efficacy: Option<f64>,
    /// Up to where the trial gives up.
    pub futility: Option<f64>,
    /// What is written below, for example "60 of 120 seen".
    pub people: String,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Time, with unit.
    pub time: Quantity,
    /// The statistic.
    pub statistic: Quantity,
    /// In order of time.
    pub looks: Vec<Look>,
    /// What was concluded, beside the last point.
    pub conclusion: String,
}

const HEIGHT: f64 = 240.0;
const LEFT: f64 = 66.0;

/// Draw the way of the statistic.
///
/// # Errors
/// When a value is missing, times do not rise, or nothing was seen.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 12.0;
    let (bottom, right) = (top + HEIGHT, WIDTH - 190.0);
    let values = data.looks.iter().flat_map(|look| [look.statistic, look.efficacy, look.futility]).flatten();
    let (low, high) = extent(values.chain([0.0]));
    let marks = nice_ticks(low - 0.3, high + 0.3, 6);
    let y = linear(ends(&marks), (bottom, top));
    let end = data.looks.last().map_or(1.0, |look| look.at);
    let times = nice_ticks(0.0, 1.08 * end, 6);
    let x = linear(ends(&times), (LEFT, right));
    draw_left(&mut sheet, &y, &marks, LEFT, &data.statistic.label(), Some(right));
    draw_below(&mut sheet, &x, &times, bottom, &data.time.label());
    sheet.line((LEFT, y.at(0.0)), (right, y.at(0.0)), pen(FAINT, 0.8));
    for look in &data.looks {
        stop(&mut sheet, (&x, &y), look, (top, bottom));
    }
    way(&mut sheet, data, (&x, &y), right);
    sheet.finish(bottom + 64.0)
}

/// The boundaries of one look: beyond them the trial stops.
fn stop(sheet: &mut Sheet, (x, y): (&Scale, &Scale), one: &Look, (top, bottom): (f64, f64)) {
    let at = x.at(one.at);
    sheet.line((at, top), (at, bottom), dashed(FAINT, 0.8, "2 3"));
    for (bound, role, away) in [(one.efficacy, Role::Treatment, top), (one.futility, Role::Control, bottom)] {
        let Some(bound) = bound else { continue };
        let (from, to) = (y.at(bound).min(away), y.at(bound).max(away));
        sheet.rect(
            Rect { x: at - 7.0, y: from, width: 14.0, height: to - from },
            fill(look(role).colour, 0.18),
            None,
        );
        sheet.line((at - 10.0, y.at(bound)), (at + 10.0, y.at(bound)), pen(look(role).colour, 2.0));
    }
    sheet.words(words(at, bottom + 48.0, &one.people).middle().size(TICK_SIZE));
}

fn way(sheet: &mut Sheet, data: &Data, (x, y): (&Scale, &Scale), right: f64) {
    let seen: Vec<(f64, f64)> =
        data.looks.iter().filter_map(|look| Some((x.at(look.at), y.at(look.statistic?)))).collect();
    sheet.polyline(&seen, Pen { colour: INK, width: 1.6, dash: "" });
    for point in &seen {
        sheet.circle(*point, 4.0, fill(INK, 1.0), pen("#ffffff", 1.0));
    }
    let (top, _) = {
        let (low, high) = y.span();
        (low.min(high), low.max(high))
    };
    let left = right + 14.0;
    let mut line = top + 14.0;
    for (role, text) in [(Role::Treatment, "stops: a benefit"), (Role::Control, "stops: futility")] {
        sheet.rect(
            Rect { x: left, y: line - 10.0, width: 22.0, height: 12.0 },
            fill(look(role).colour, 0.18),
            None,
        );
        sheet.line((left, line - 10.0), (left + 22.0, line - 10.0), pen(look(role).colour, 2.0));
        sheet.words(words(left + 30.0, line, text));
        line += 20.0;
    }
    sheet.circle((left + 11.0, line - 4.0), 4.0, fill(INK, 1.0), pen(SHADE, 1.0));
    sheet.words(words(left + 30.0, line, "seen"));
    for (index, part) in
        super::super::theme::wrap(&data.conclusion, 168.0, LABEL_SIZE, true).iter().enumerate()
    {
        let down = 16.0 * f64::from(u8::try_from(index).unwrap_or(9));
        sheet.words(words(left, line + 34.0 + down, part).bold().size(LABEL_SIZE));
    }
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("time.name", &data.time.name)?;
    check.text("statistic.name", &data.statistic.name)?;
    check.text("conclusion", &data.conclusion)?;
    check.some("looks", &data.looks)?;
    check.rising("looks.at", data.looks.iter().map(|look| look.at))?;
    for look in &data.looks {
        let values = [look.statistic, look.efficacy, look.futility];
        check.finite("looks", values.into_iter().flatten())?;
    }
    Ok(())
}
