//! Which effects does the simulation predict, and where do zero and the published value lie among them?

use super::super::axis::{Scale, draw_below, draw_left, linear, nice_range, ticks};
use super::super::svg::{Rect, Sheet, dashed, decimals, fill, pen, words};
use super::super::theme::{
    INK, LABEL_SIZE, MUTED, Marker, PAPER, Role, TICK_SIZE, WIDTH, look, spread, text_width,
};
use super::{Band, FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// What a publication gives for this effect.
#[derive(Debug, Clone, Serialize)]
pub enum Published {
    /// A value, with an interval when it was printed.
    Value {
        /// The estimate.
        value: f64,
        /// Its interval, if held.
        interval: Option<(f64, f64)>,
        /// How to name it.
        label: String,
    },
    /// Nothing that could be drawn, for example "published: P value only, no mean held".
    NotHeld {
        /// What is held instead.
        label: String,
    },
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The effect, with unit.
    pub effect: Quantity,
    /// One value per replicate.
    pub values: Vec<f64>,
    /// Median of the values, as exported.
    pub median: f64,
    /// Lower quantile, as exported.
    pub low: f64,
    /// Upper quantile, as exported.
    pub high: f64,
    /// Name of the interval, for example "95 % of replicates".
    pub interval_name: String,
    /// What was published.
    pub published: Published,
    /// What a negative value means, for example "favours cells".
    pub below_zero: String,
    /// What a positive value means.
    pub above_zero: String,
}

const HEIGHT: f64 = 200.0;
const LEFT: f64 = 66.0;

/// Draw the distribution.
///
/// # Errors
/// When a value is missing, quantiles are out of order or there are no replicates.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 40.0;
    let bottom = top + HEIGHT;
    let right = WIDTH - 24.0;
    let mut ends = extent(data.values.iter().copied().chain([0.0, data.low, data.high]));
    if let Published::Value { value, interval, .. } = &data.published {
        let (low, high) = interval.unwrap_or((*value, *value));
        ends = (ends.0.min(low).min(*value), ends.1.max(high).max(*value));
    }
    let range = nice_range(ends.0, ends.1, 7);
    let x = linear(range, (LEFT, right));
    let counts = bins(&data.values, range);
    let most = counts.iter().map(|bin| bin.high).fold(1.0, f64::max);
    let y = linear((0.0, nice_range(0.0, most, 4).1), (bottom, top));

    draw_left(&mut sheet, &y, &ticks(0.0, y.range().1, 4), LEFT, "Replicates (number)", Some(right));
    bars(&mut sheet, &counts, (&x, &y));
    rug(&mut sheet, &data.values, &x, bottom);
    draw_below(&mut sheet, &x, &ticks(range.0, range.1, 7), bottom + 10.0, "");
    sides(&mut sheet, data, &x, bottom + 43.0);
    sheet.words(
        words(f64::midpoint(LEFT, right), bottom + 62.0, &data.effect.label()).size(LABEL_SIZE).middle(),
    );
    interval_line(&mut sheet, data, &x, bottom + 86.0);
    verticals(&mut sheet, data, &x, (top, bottom + 10.0));
    sheet.finish(bottom + 114.0)
}

/// Counts in equal bins that begin at zero's own edge, so no bar straddles zero.
#[expect(clippy::cast_precision_loss, reason = "counts of replicates are far below 2^52")]
fn bins(values: &[f64], range: (f64, f64)) -> Vec<Band> {
    let width =
        ticks(range.0, range.1, 36).windows(2).next().map_or(1.0, |pair| pair[1].value - pair[0].value);
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(bin_of(value / width)).or_default() += 1;
    }
    counts.iter().map(|(&bin, &n)| Band { at: bin as f64 * width, low: width, high: n as f64 }).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a value over a bin width of the same range is small")]
fn bin_of(position: f64) -> i64 {
    (position + 1e-9).floor() as i64
}

fn bars(sheet: &mut Sheet, counts: &[Band], (x, y): (&Scale, &Scale)) {
    let look = look(Role::Treatment);
    for bin in counts {
        let (left, right) = (x.at(bin.at), x.at(bin.at + bin.low));
        let top = y.at(bin.high);
        let rect = Rect { x: left + 0.4, y: top, width: right - left - 0.8, height: y.at(0.0) - top };
        sheet.rect(rect, fill(look.tint, 1.0), None);
    }
}

/// One short line per replicate, left out when there are so many that it would be a bar.
fn rug(sheet: &mut Sheet, values: &[f64], x: &Scale, bottom: f64) {
    if values.len() <= 400 {
        let places: Vec<f64> = values.iter().map(|&value| x.at(value)).collect();
        sheet.rug(&places, (bottom + 3.0, bottom + 8.0), pen(look(Role::Treatment).colour, 0.4));
    }
}

fn sides(sheet: &mut Sheet, data: &Data, x: &Scale, y: f64) {
    let zero = x.at(0.0);
    let (from, to) = x.span();
    if zero - from > text_width(&data.below_zero, TICK_SIZE, false) + 24.0 {
        sheet.words(words(zero - 10.0, y, &format!("\u{2190} {}", data.below_zero)).end().colour(MUTED));
    }
    if to - zero > text_width(&data.above_zero, TICK_SIZE, false) + 24.0 {
        sheet.words(words(zero + 10.0, y, &format!("{} \u{2192}", data.above_zero)).colour(MUTED));
    }
}

/// Median and interval under the axis, with their numbers.
fn interval_line(sheet: &mut Sheet, data: &Data, x: &Scale, y: f64) {
    let look = look(Role::Treatment);
    sheet.interval(y, (x.at(data.low), x.at(data.high)), 4.0, pen(look.colour, 1.6));
    sheet.marker((x.at(data.median), y), 4.0, look);
    let text = format!(
        "Median {} ({}: {} to {}); n = {} replicates",
        decimals(data.median, 2),
        data.interval_name,
        decimals(data.low, 2),
        decimals(data.high, 2),
        data.values.len()
    );
    centred(sheet, x, x.at(data.median), y + 18.0, &text);
}

/// A centred text, moved inward where it would leave the axis.
fn centred(sheet: &mut Sheet, x: &Scale, centre: f64, y: f64, text: &str) {
    let half = text_width(text, TICK_SIZE, false) / 2.0;
    let (from, to) = x.span();
    let centre = centre.max(from + half).min((to - half).max(from + half));
    sheet.words(words(centre, y, text).middle());
}

/// No effect, and the published value or a note that none is held.
fn verticals(sheet: &mut Sheet, data: &Data, x: &Scale, (top, bottom): (f64, f64)) {
    let zero = x.at(0.0);
    sheet.line((zero, top - 6.0), (zero, bottom), pen(INK, 1.2));
    match &data.published {
        Published::NotHeld { label } => {
            centred(sheet, x, zero, top - 10.0, "No effect");
            sheet.words(words(x.span().1, top - 26.0, label).end().colour(MUTED));
        }
        Published::Value { value, interval, label } => {
            let at = x.at(*value);
            let reported = super::super::theme::Look { marker: Marker::Diamond, ..look(Role::Control) };
            sheet.line((at, top - 6.0), (at, bottom), dashed(reported.colour, 1.4, "5 3"));
            if let Some((low, high)) = interval {
                sheet.interval(top - 6.0, (x.at(*low), x.at(*high)), 3.0, pen(reported.colour, 1.3));
            }
            sheet.circle((at, top - 6.0), 6.0, fill(PAPER, 1.0), pen(PAPER, 1.0));
            sheet.marker((at, top - 6.0), 4.2, reported);
            let text = format!("{label} {}", decimals(*value, 2));
            let gap =
                f64::midpoint(text_width(&text, TICK_SIZE, true), text_width("No effect", TICK_SIZE, false))
                    + 12.0;
            let placed = spread(&[zero, at], gap, x.span().0 + 10.0, x.span().1 - gap / 2.0);
            sheet.words(words(placed[0], top - 16.0, "No effect").middle());
            sheet.words(words(placed[1], top - 16.0, &text).middle().bold().colour(reported.text));
        }
    }
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("effect.name", &data.effect.name)?;
    check.some("values", &data.values)?;
    check.finite("values", data.values.iter().copied())?;
    check.interval("low, median", data.low, data.median)?;
    check.interval("median, high", data.median, data.high)?;
    check.text("interval_name", &data.interval_name)?;
    match &data.published {
        Published::NotHeld { label } => check.text("published.label", label),
        Published::Value { value, interval, label } => {
            check.text("published.label", label)?;
            check.finite("published.value", [*value])?;
            interval.map_or(Ok(()), |(low, high)| check.interval("published.interval", low, high))
        }
    }
}
