//! How much worse must the unseen values of treated patients be before the effect is lost?
//! The effect against the shift that is added to imputed values (delta adjustment), with the tipping point marked.

use super::super::axis::{Scale, draw_below, draw_left, ends, linear, nice_ticks, ticks};
use super::super::svg::{Rect, Sheet, dashed, decimals, fill, pen, words};
use super::super::theme::{
    FAINT, INK, LABEL_SIZE, Look, MUTED, Marker, Role, SHADE, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::super::wording;
use super::{Estimate, FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// What is added to what, with unit, for example "Delta added to imputed values of the treated arm".
    pub delta: Quantity,
    /// The effect, with unit.
    pub effect: Quantity,
    /// Name of all intervals, for example "95 % CI".
    pub interval_name: String,
    /// Effect with its interval at each delta, in rising order.
    pub effects: Vec<Estimate>,
    /// Least shift at which the interval holds no effect; nothing when no delta reaches it.
    pub tipping: Option<f64>,
    /// What a delta of zero means, for example "missing at random".
    pub unshifted: String,
    /// What a negative effect means, for example "favours cells".
    pub below_zero: String,
    /// What a positive effect means.
    pub above_zero: String,
    /// Patients behind the analysis, as text, for example "37 + 30, of them 9 with imputed values".
    pub n: String,
}

const HEIGHT: f64 = 270.0;
const LEFT: f64 = 66.0;
const RIGHT: f64 = WIDTH - 150.0;

/// Draw the effect against the shift.
///
/// # Errors
/// When a value is missing, deltas do not rise, or the tipping point lies outside them.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = title(&mut sheet, data) + 42.0;
    let bottom = top + HEIGHT;
    let (low, high) = extent(data.effects.iter().flat_map(|one| [one.low, one.high]).chain([0.0]));
    let marks = nice_ticks(low, high, 6);
    let y = linear(ends(&marks), (bottom, top));
    let (first, last) = extent(data.effects.iter().map(|one| one.at));
    let x = linear((first, last), (LEFT + 10.0, RIGHT - 10.0));
    if let Some(tipping) = data.tipping {
        let (from, to) = if lost_to_the_right(data) { (x.at(tipping), RIGHT) } else { (LEFT, x.at(tipping)) };
        sheet.rect(Rect { x: from, y: top, width: to - from, height: HEIGHT }, fill(SHADE, 1.0), None);
    }
    draw_left(&mut sheet, &y, &marks, LEFT, "", Some(RIGHT));
    sheet.line((LEFT, y.at(0.0)), (RIGHT, y.at(0.0)), pen(INK, 1.2));
    directions(&mut sheet, data, &y);
    references(&mut sheet, data, &x, (top, bottom));
    effects(&mut sheet, data, (&x, &y));
    sheet.line((LEFT, bottom), (RIGHT, bottom), pen(INK, 0.8));
    draw_below(&mut sheet, &x, &ticks(first, last, 8), bottom, "");
    let end = foot(&mut sheet, data, bottom + 33.0);
    sheet.finish(end)
}

/// What stands on the vertical axis, above the plot; returns its last baseline.
fn title(sheet: &mut Sheet, data: &Data) -> f64 {
    let title = format!("{}, {}", data.effect.label(), data.interval_name);
    let mut baseline = sheet.top - 3.0;
    for line in wrap(&title, WIDTH - 24.0, LABEL_SIZE, true) {
        baseline += 15.0;
        sheet.words(words(8.0, baseline, &line).size(LABEL_SIZE).bold());
    }
    baseline
}

fn holds_zero(one: &Estimate) -> bool {
    (one.low..=one.high).contains(&0.0)
}

/// Whether the effect is lost as delta rises; an outcome that is good when high loses it as delta falls.
fn lost_to_the_right(data: &Data) -> bool {
    data.effects.last().is_some_and(holds_zero)
}

/// What lies above and below zero, in the margin on the right.
fn directions(sheet: &mut Sheet, data: &Data, y: &Scale) {
    let zero = y.at(0.0);
    let width = WIDTH - RIGHT - 18.0;
    let (bottom, top) = y.span();
    let above = wrap(&format!("\u{2191} {}", data.above_zero), width, TICK_SIZE, false);
    for (index, line) in above.iter().rev().enumerate() {
        let baseline = zero - 7.0 - 14.0 * f64::from(u8::try_from(index).unwrap_or(9));
        sheet.words(words(RIGHT + 10.0, baseline.max(top - 40.0), line).colour(MUTED));
    }
    let below = wrap(&format!("\u{2193} {}", data.below_zero), width, TICK_SIZE, false);
    for (index, line) in below.iter().enumerate() {
        let baseline = zero + 16.0 + 14.0 * f64::from(u8::try_from(index).unwrap_or(9));
        sheet.words(words(RIGHT + 10.0, baseline.min(bottom + 70.0), line).colour(MUTED));
    }
}

/// The tipping point, or that there is none, and the shift of nothing, each on a line of its own above the plot.
fn references(sheet: &mut Sheet, data: &Data, x: &Scale, (top, bottom): (f64, f64)) {
    let (first, last) = x.range();
    let unit = if data.delta.unit.is_empty() { String::new() } else { format!(" {}", data.delta.unit) };
    let (at, text) = match data.tipping {
        Some(at) => (x.at(at), format!("Tipping point: {}{unit}", decimals(at, 2))),
        None => {
            let places = wording::places(&[first, last]);
            let (first, last) = (decimals(first, places), decimals(last, places));
            (f64::midpoint(LEFT, RIGHT), format!("No tipping point from {first} to {last}{unit}"))
        }
    };
    if data.tipping.is_some() {
        sheet.line((at, top - 16.0), (at, bottom), dashed(look(Role::Control).colour, 1.6, "5 3"));
    }
    inside(sheet, at, top - 21.0, &text, true);
    if x.contains(0.0) {
        sheet.line((x.at(0.0), top), (x.at(0.0), bottom), dashed(FAINT, 1.0, "3 3"));
        inside(sheet, x.at(0.0), top - 5.0, &format!("0 = {}", data.unshifted), false);
    }
}

/// A centred text, moved inward where it would leave the plot.
fn inside(sheet: &mut Sheet, centre: f64, y: f64, text: &str, bold: bool) {
    let half = text_width(text, TICK_SIZE, bold) / 2.0;
    let centre = centre.min(RIGHT - half).max(LEFT + half);
    let text = words(centre, y, text).middle();
    // Edged with paper: the other of the two lines may pass behind it.
    sheet.words(if bold { text.bold() } else { text.halo() });
}

/// A full point where the interval excludes zero, an empty one where it holds it.
fn appearance(holds_zero: bool) -> Look {
    let marker = if holds_zero { Marker::Ring } else { Marker::Disc };
    Look { marker, ..look(Role::Treatment) }
}

fn effects(sheet: &mut Sheet, data: &Data, (x, y): (&Scale, &Scale)) {
    let colour = look(Role::Treatment).colour;
    let upper: Vec<_> = data.effects.iter().map(|one| (x.at(one.at), y.at(one.high))).collect();
    let lower: Vec<_> = data.effects.iter().map(|one| (x.at(one.at), y.at(one.low))).collect();
    sheet.area(&upper, &lower, fill(colour, 0.13));
    let line: Vec<_> = data.effects.iter().map(|one| (x.at(one.at), y.at(one.value))).collect();
    sheet.polyline(&line, pen(colour, 1.6));
    // Single deltas are marked while their markers keep apart.
    if data.effects.len() <= 60 {
        for (one, &point) in data.effects.iter().zip(&line) {
            sheet.marker(point, 3.4, appearance(holds_zero(one)));
        }
    }
}

/// Title of the axis, number of patients and what the marks mean; returns the lower edge.
fn foot(sheet: &mut Sheet, data: &Data, top: f64) -> f64 {
    let centre = f64::midpoint(LEFT, RIGHT);
    let mut y = top;
    for line in wrap(&format!("{}; n = {}", data.delta.label(), data.n), RIGHT - LEFT, LABEL_SIZE, false) {
        sheet.words(words(centre, y, &line).size(LABEL_SIZE).middle());
        y += 15.0;
    }
    y += 9.0;
    let name = &data.interval_name;
    let mut x = LEFT;
    for (holds_zero, text) in [(false, format!("{name} excludes 0")), (true, format!("{name} holds 0"))] {
        sheet.marker((x + 4.0, y - 4.0), 3.4, appearance(holds_zero));
        sheet.words(words(x + 13.0, y, &text));
        x += 13.0 + text_width(&text, TICK_SIZE, false) + 22.0;
    }
    if data.tipping.is_some() {
        sheet.rect(Rect { x, y: y - 10.0, width: 22.0, height: 13.0 }, fill(SHADE, 1.0), None);
        sheet.words(words(x + 28.0, y, "beyond the tipping point"));
    }
    y + 6.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("delta.name", &data.delta.name)?;
    check.text("effect.name", &data.effect.name)?;
    check.text("interval_name", &data.interval_name)?;
    check.text("unshifted", &data.unshifted)?;
    check.text("below_zero", &data.below_zero)?;
    check.text("above_zero", &data.above_zero)?;
    check.text("n", &data.n)?;
    check.between("effects", &data.effects, (2, 400))?;
    check.estimates("effects", &data.effects)?;
    let (first, last) = extent(data.effects.iter().map(|one| one.at));
    check.within("tipping", (first, last), data.tipping)
}
