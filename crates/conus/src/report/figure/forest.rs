//! Is the effect the same in every subgroup, or under every method? One row each, with the overall effect above.
//!
//! Squares have an area in proportion to the precision (1 / variance) of their estimate. An interval that would
//! squeeze all others together is cut at the edge of the plot and ends in an arrow; its numbers stand beside it.

use super::super::axis::{Scale, draw_below, linear, log10, ratio_ticks, ticks};
use super::super::svg::{Rect, Sheet, dashed, decimals, fill, pen, words};
use super::super::theme::{
    FAINT, GRID, INK, LABEL_SIZE, MUTED, Role, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::super::wording;
use super::{Check, FigureError, Frame, Interval, Quantity, extent};
use columns::Columns;
use conus_num::elementary::{exp, ln};
use serde::Serialize;

mod columns;

/// How effects are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Contrast {
    /// A difference: no effect is 0, the axis is linear.
    Difference,
    /// A ratio, such as an odds ratio: no effect is 1, the axis is logarithmic.
    Ratio,
    /// A level, such as a share: there is no value of no effect, the axis is linear.
    Level,
}

/// One effect.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Level of the factor, or name of the method.
    pub name: String,
    /// Treated patients as text, for example "18" or "7/18"; may be empty.
    pub treated: String,
    /// Control patients as text; may be empty.
    pub control: String,
    /// The effect.
    pub effect: Interval,
    /// Its P value, where one belongs to the row.
    pub p: Option<f64>,
}

/// Rows that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct Factor {
    /// Name of the factor or of the group of methods; printed above its rows.
    pub name: String,
    /// P value of the whole factor, such as that of the interaction.
    pub p: Option<f64>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The effect, with unit, under the axis.
    pub effect: Quantity,
    /// Difference or ratio.
    pub contrast: Contrast,
    /// Name of all intervals, for example "95 % CI".
    pub interval_name: String,
    /// Heading of the numbers of the effect, for example "Difference" or "Odds ratio"; the interval is added.
    pub effect_title: String,
    /// Heading of the names, for example "Subgroup" or "Method".
    pub name_title: String,
    /// Heading of the numbers of treated patients, for example "Cells, n".
    pub treated_title: String,
    /// Heading of the numbers of control patients.
    pub control_title: String,
    /// Heading of the P values, for example "P for interaction".
    pub p_title: String,
    /// What a value below no effect means, for example "favours cells"; not used of a level.
    pub below: String,
    /// What a value above no effect means; not used of a level.
    pub above: String,
    /// The effect in all patients, a diamond with a line through all rows; nothing when methods are compared.
    pub overall: Option<Row>,
    /// Where another such study may lie, drawn under the diamond; a figure of pooled studies may have it.
    pub prediction: Option<(f64, f64)>,
    /// Factors from top to bottom.
    pub factors: Vec<Factor>,
}

const LINE: f64 = 14.0;
const GAP: f64 = 5.0;
const INDENT: f64 = 12.0;

/// Draw the rows.
///
/// # Errors
/// When a value is missing, an estimate lies outside its interval, or a ratio is not positive.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let columns = Columns::of(data);
    let first = sheet.top + 14.0;
    let top = columns.headings(&mut sheet, data, first);
    let bottom = top + height(data, &columns);
    let x = scale(data, columns.plot);
    let (low, high) = x.range();
    let marks = match data.contrast {
        Contrast::Difference | Contrast::Level => ticks(low, high, 5),
        Contrast::Ratio => ratio_ticks(low, high),
    };
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    if let Some(none) = no_effect(data) {
        sheet.line((x.at(none), top), (x.at(none), bottom), pen(INK, 1.0));
    }
    if let Some(overall) = &data.overall {
        let at = x.held(overall.effect.value);
        sheet.line((at, top), (at, bottom), dashed(look(Role::Treatment).colour, 1.0, "3 3"));
    }
    rows(&mut sheet, data, &columns, &x, top);
    draw_below(&mut sheet, &x, &marks, bottom, "");
    let zero = no_effect(data).map(|none| x.at(none));
    let end = foot(&mut sheet, data, &columns, zero, bottom + 33.0);
    sheet.finish(end)
}

fn no_effect(data: &Data) -> Option<f64> {
    match data.contrast {
        Contrast::Difference => Some(0.0),
        Contrast::Ratio => Some(1.0),
        Contrast::Level => None,
    }
}

fn all_rows(data: &Data) -> impl Iterator<Item = &Row> {
    data.overall.iter().chain(data.factors.iter().flat_map(|factor| &factor.rows))
}

fn has_p(data: &Data) -> bool {
    data.factors.iter().any(|factor| factor.p.is_some()) || all_rows(data).any(|row| row.p.is_some())
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn row_height(lines: usize) -> f64 {
    LINE * lines as f64 + 3.0
}

fn height(data: &Data, columns: &Columns) -> f64 {
    let overall = data.overall.iter().map(|row| row_height(columns.name_lines(row).len()) + 2.0 * GAP);
    let factors = data.factors.iter().map(|factor| {
        let rows = factor.rows.iter().map(|row| row_height(columns.name_lines(row).len()));
        GAP + row_height(columns.factor_lines(factor).len()) + rows.sum::<f64>()
    });
    let prediction = if data.prediction.is_some() { row_height(1) } else { 0.0 };
    overall.sum::<f64>() + prediction + factors.sum::<f64>() + GAP
}

/// The axis holds no effect, all estimates, and the intervals as far as they reach at most the width of the middle
/// one beyond the estimates; no effect stands inside, so that there is room to name both of its sides.
fn scale(data: &Data, ends: (f64, f64)) -> Scale {
    let ratio = data.contrast == Contrast::Ratio;
    let place = |value: f64| if ratio { ln(value) } else { value };
    let effects: Vec<[f64; 3]> =
        all_rows(data).map(|row| [row.effect.low, row.effect.value, row.effect.high].map(place)).collect();
    let mut widths: Vec<f64> = effects.iter().map(|[low, _, high]| high - low).collect();
    widths.sort_by(f64::total_cmp);
    let reach = widths[widths.len() / 2];
    let none = no_effect(data).map(place);
    let (least, most) = extent(effects.iter().map(|effect| effect[1]).chain(none));
    let (lowest, highest) = extent(effects.iter().flat_map(|[low, _, high]| [*low, *high]));
    let low = lowest.max(least - reach).min(least);
    let high = highest.min(most + reach).max(most);
    let span = (high - low).max(1e-6);
    let next = data.prediction.map_or((low, high), |(from, to)| (place(from), place(to)));
    let (low, high) = (low.min(next.0), high.max(next.1));
    let (low, high) =
        none.map_or((low, high), |none| (low.min(none - 0.12 * span), high.max(none + 0.12 * span)));
    let (low, high) = (low - 0.03 * span, high + 0.03 * span);
    if ratio { log10((exp(low), exp(high)), ends) } else { linear((low, high), ends) }
}

fn rows(sheet: &mut Sheet, data: &Data, columns: &Columns, x: &Scale, top: f64) {
    let place = |value: f64| x.at(value);
    let narrowest = all_rows(data)
        .map(|row| place(row.effect.high) - place(row.effect.low))
        .fold(f64::INFINITY, f64::min);
    let mut y = top;
    if let Some(overall) = &data.overall {
        y += GAP;
        let centre = y + row_height(1) / 2.0;
        diamond(sheet, overall, x, centre);
        y = row_words(sheet, overall, columns, y, true);
        if let Some(ends) = data.prediction {
            y = prediction(sheet, columns, x, ends, y);
        }
        y += GAP;
        sheet.line((8.0, y), (WIDTH - 8.0, y), pen(FAINT, 0.4));
    }
    for factor in &data.factors {
        y += GAP;
        let first = y + 12.5;
        for line in &columns.factor_lines(factor) {
            sheet.words(words(8.0, y + 12.5, line).bold());
            y += LINE;
        }
        y += 3.0;
        p_value(sheet, factor.p, first);
        for row in &factor.rows {
            square(sheet, row, x, y + row_height(1) / 2.0, narrowest);
            y = row_words(sheet, row, columns, y, false);
        }
    }
}

/// The words of one row; returns where the next begins.
fn row_words(sheet: &mut Sheet, row: &Row, columns: &Columns, top: f64, bold: bool) -> f64 {
    let first = top + 12.5;
    let indent = if bold { 0.0 } else { INDENT };
    let mut baseline = first;
    let lines = columns.name_lines(row);
    for line in &lines {
        let text = words(8.0 + indent, baseline, line);
        sheet.words(if bold { text.bold() } else { text });
        baseline += LINE;
    }
    if let Some([treated, control]) = columns.patients {
        sheet.words(words(treated, first, &row.treated).middle());
        sheet.words(words(control, first, &row.control).middle());
    }
    let effect = columns.numbers(row);
    let text = words(columns.effect, first, &effect).end();
    sheet.words(if bold { text.bold() } else { text });
    p_value(sheet, row.p, first);
    top + row_height(lines.len())
}

fn p_value(sheet: &mut Sheet, p: Option<f64>, baseline: f64) {
    if let Some(p) = p {
        sheet.words(words(WIDTH - 8.0, baseline, &wording::p_value(p)).end());
    }
}

fn diamond(sheet: &mut Sheet, row: &Row, x: &Scale, y: f64) {
    let [low, value, high] = [row.effect.low, row.effect.value, row.effect.high].map(|end| x.held(end));
    let ends = (row.effect.low, row.effect.high);
    if !(x.contains(ends.0) && x.contains(ends.1)) {
        bar(sheet, ends, x, y, look(Role::Treatment).colour);
    }
    let corners = [(low, y), (value, y - 6.0), (high, y), (value, y + 6.0)];
    sheet.polygon(&corners, fill(look(Role::Treatment).colour, 1.0));
}

/// The prediction interval under the diamond, without a point: it is no estimate of one effect. Returns where the next row
/// begins.
fn prediction(sheet: &mut Sheet, columns: &Columns, x: &Scale, (low, high): (f64, f64), top: f64) -> f64 {
    let first = top + 12.5;
    sheet.words(words(8.0, first, "Prediction interval, 95 %"));
    let ends = format!("{} to {}", decimals(low, 2), decimals(high, 2));
    sheet.words(words(columns.effect, first, &ends).end());
    bar(sheet, (low, high), x, top + row_height(1) / 2.0, look(Role::Control).colour);
    top + row_height(1)
}

/// A line with a cap at each end; an arrow where it leaves the plot.
fn bar(sheet: &mut Sheet, (from, to): (f64, f64), x: &Scale, y: f64, colour: &'static str) {
    let (low, high) = (x.held(from), x.held(to));
    sheet.line((low, y), (high, y), pen(colour, 1.3));
    for (end, kept, outward) in [(low, x.contains(from), -1.0), (high, x.contains(to), 1.0)] {
        if kept {
            sheet.line((end, y - 3.0), (end, y + 3.0), pen(colour, 1.3));
        } else {
            let back = end - 6.0 * outward;
            sheet.polygon(&[(end, y), (back, y - 3.5), (back, y + 3.5)], fill(colour, 1.0));
        }
    }
}

/// Interval and square; the side is in proportion to 1 / width of the interval, 9 for the narrowest, at least 3.5.
fn square(sheet: &mut Sheet, row: &Row, x: &Scale, y: f64, narrowest: f64) {
    let colour = look(Role::Treatment).colour;
    bar(sheet, (row.effect.low, row.effect.high), x, y, colour);
    let width = (x.at(row.effect.high) - x.at(row.effect.low)).max(1e-6);
    let side = (9.0 * (narrowest / width).min(1.0)).max(3.5);
    let at = x.at(row.effect.value);
    let rect = Rect { x: at - side / 2.0, y: y - side / 2.0, width: side, height: side };
    sheet.rect(rect, fill(colour, 1.0), None);
}

/// Directions, the title of the axis and the meaning of the squares; returns the lower edge.
fn foot(sheet: &mut Sheet, data: &Data, columns: &Columns, zero: Option<f64>, top: f64) -> f64 {
    let lowest = zero.map_or(top - 16.0, |zero| directions(sheet, data, zero, top));
    let scale = if data.contrast == Contrast::Ratio { ", log scale" } else { "" };
    let title = format!("{}{scale}", data.effect.label());
    let lines = wrap(&title, WIDTH - 24.0, LABEL_SIZE, false);
    let widest = lines.iter().map(|line| text_width(line, LABEL_SIZE, false)).fold(0.0, f64::max);
    let centre =
        f64::midpoint(columns.plot.0, columns.plot.1).min(WIDTH - 8.0 - widest / 2.0).max(8.0 + widest / 2.0);
    let mut y = lowest + 19.0;
    for line in &lines {
        sheet.words(words(centre, y, line).size(LABEL_SIZE).middle());
        y += 15.0;
    }
    y - 5.0
}

/// What either side of no effect means; returns the lowest baseline.
fn directions(sheet: &mut Sheet, data: &Data, zero: f64, top: f64) -> f64 {
    let below = wrap(&format!("\u{2190} {}", data.below), zero - 22.0, TICK_SIZE, false);
    let above = wrap(&format!("{} \u{2192}", data.above), WIDTH - zero - 22.0, TICK_SIZE, false);
    let mut lowest = top;
    for (lines, right_of) in [(&below, false), (&above, true)] {
        let mut y = top;
        for line in lines {
            let text = if right_of { words(zero + 8.0, y, line) } else { words(zero - 8.0, y, line).end() };
            sheet.words(text.colour(MUTED));
            lowest = lowest.max(y);
            y += LINE;
        }
    }
    lowest
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("effect.name", &data.effect.name)?;
    check.text("interval_name", &data.interval_name)?;
    check.text("effect_title", &data.effect_title)?;
    check.text("name_title", &data.name_title)?;
    if data.contrast != Contrast::Level {
        check.text("below", &data.below)?;
        check.text("above", &data.above)?;
    }
    if let Some((low, high)) = data.prediction {
        check.interval("prediction", low, high)?;
    }
    data.overall.iter().try_for_each(|row| check_row(&check, data, "overall", row))?;
    check.some("factors", &data.factors)?;
    for factor in &data.factors {
        check.text("factors.name", &factor.name)?;
        check.within("factors.p", (0.0, 1.0), factor.p)?;
        check.some("factors.rows", &factor.rows)?;
        factor.rows.iter().try_for_each(|row| check_row(&check, data, "factors.rows", row))?;
    }
    if has_p(data) { check.text("p_title", &data.p_title) } else { Ok(()) }
}

fn check_row(check: &Check<'_>, data: &Data, field: &str, row: &Row) -> Result<(), FigureError> {
    check.text(&format!("{field}.name"), &row.name)?;
    check.estimate(field, row.effect)?;
    check.within(&format!("{field}.p"), (0.0, 1.0), row.p)?;
    if data.contrast == Contrast::Ratio {
        check.within(field, (f64::MIN_POSITIVE, f64::MAX), [row.effect.low, row.effect.value])?;
    }
    if row.treated.is_empty() && row.control.is_empty() {
        return Ok(());
    }
    check.text(&format!("{field}.treated"), &row.treated)?;
    check.text(&format!("{field}.control"), &row.control)?;
    check.text("treated_title", &data.treated_title)?;
    check.text("control_title", &data.control_title)
}
