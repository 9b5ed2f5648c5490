//! Do the residuals look as the model says? Against the fitted values, and against normal quantiles.
//!
//! Left: no trend and equal spread are expected; the local line shows a trend. Right: values inside the band are
//! where normal ones would be; the band is pointwise, so that one value in twenty lies outside by chance.

use super::super::axis::{Scale, draw_below, draw_left, ends, fitting_ticks, linear, nice_ticks};
use super::super::cloud::{local_line, normal_expected, normal_order};
use super::super::svg::{Rect, Sheet, dashed, fill, pen, words};
use super::super::theme::{INK, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, spread, text_width, wrap};
use super::{FigureError, Frame, Quantity, extent};
use serde::Serialize;
use std::collections::BTreeSet;

/// One residual.
#[derive(Debug, Clone, Serialize)]
pub struct Residual {
    /// Subject it belongs to.
    pub subject: String,
    /// What the model expects, in the unit of the outcome.
    pub fitted: f64,
    /// The residual in its own standard deviations.
    pub standardised: f64,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The fitted value, with unit.
    pub fitted: Quantity,
    /// Which residual it is, for example "Standardised residual".
    pub residual: String,
    /// One per measurement.
    pub residuals: Vec<Residual>,
}

/// Residuals farther out than this are named by their subject, the farthest first.
pub const FAR: f64 = 3.0;
/// At most so many are named.
pub const MOST_NAMED: usize = 5;
/// Share of the points that each part of the local line sees, as in R's `lowess`.
const NEAR: f64 = 2.0 / 3.0;
/// Fewer points have no local line: it would follow single points (assumed).
const LEAST_FOR_LINE: usize = 20;
/// The grey of the band.
const BAND: &str = "#d9d9d9";
/// Left and right edge of each panel.
const FITTED: (f64, f64) = (58.0, 344.0);
const NORMAL: (f64, f64) = (418.0, WIDTH - 16.0);
const HEIGHT: f64 = 262.0;

/// Draw both panels.
///
/// # Errors
/// When a value is missing or there are no residuals.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 22.0;
    let bottom = top + HEIGHT;
    let (low, high) = extent(data.residuals.iter().map(|one| one.standardised));
    let marks = nice_ticks(low.min(-FAR) - 0.2, high.max(FAR) + 0.2, 7);
    let y = linear(ends(&marks), (bottom, top));
    for ((left, right), title) in [(FITTED, "Against fitted values"), (NORMAL, "Against normal quantiles")] {
        sheet.words(words(left - 50.0, top - 12.0, title).size(LABEL_SIZE).bold());
        draw_left(&mut sheet, &y, &marks, left, &data.residual, Some(right));
    }
    let first = against_fitted(&mut sheet, data, &y, FITTED);
    let second = against_normal(&mut sheet, data, &y, NORMAL);
    let end = first.max(second);
    sheet.words(words(8.0, end + 22.0, &count(data)).bold());
    sheet.finish(end + 26.0)
}

fn count(data: &Data) -> String {
    let subjects: BTreeSet<&str> = data.residuals.iter().map(|one| one.subject.as_str()).collect();
    format!("n = {} measurements of {} subjects", data.residuals.len(), subjects.len())
}

/// Residuals against fitted values with the line of zero and the local line; returns the lower edge.
fn against_fitted(sheet: &mut Sheet, data: &Data, y: &Scale, (left, right): (f64, f64)) -> f64 {
    let (low, high) = extent(data.residuals.iter().map(|one| one.fitted));
    let marks = fitting_ticks(low, high, right - left);
    let x = linear(ends(&marks), (left + 6.0, right - 6.0));
    let bottom = y.span().0;
    sheet.line((left, y.at(0.0)), (right, y.at(0.0)), pen(INK, 1.0));
    let mut rising: Vec<(f64, f64)> =
        data.residuals.iter().map(|one| (one.fitted, one.standardised)).collect();
    rising.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let place = |&(fitted, residual): &(f64, f64)| (x.at(fitted), y.at(residual));
    dots(sheet, &rising.iter().map(place).collect::<Vec<_>>());
    let places = if rising.len() < LEAST_FOR_LINE { 0 } else { 60 };
    let line: Vec<(f64, f64)> = local_line(&rising, NEAR, places).iter().map(place).collect();
    let trend = look(Role::Control);
    if !line.is_empty() {
        sheet.polyline(&line, dashed(trend.colour, 2.0, trend.dash));
    }
    let names: Vec<Far<'_>> = far(data)
        .into_iter()
        .map(|index| &data.residuals[index])
        .map(|one| Far { name: &one.subject, x: x.at(one.fitted), y: y.at(one.standardised) })
        .collect();
    name(sheet, &names, (left, right), y);
    sheet.line((left, bottom), (right, bottom), pen(INK, 0.8));
    draw_below(sheet, &x, &marks, bottom, "");
    let end = title_below(sheet, &data.fitted.label(), (left, right), bottom + 33.0);
    if line.is_empty() {
        return end;
    }
    sheet.line((left, end + 17.0), (left + 26.0, end + 17.0), dashed(trend.colour, 2.0, trend.dash));
    sheet.words(words(left + 32.0, end + 21.0, "local mean (linear, nearest 2/3)"));
    end + 21.0
}

/// Ordered residuals against normal quantiles with band and identity; returns the lower edge.
fn against_normal(sheet: &mut Sheet, data: &Data, y: &Scale, (left, right): (f64, f64)) -> f64 {
    let n = u32::try_from(data.residuals.len()).unwrap_or(u32::MAX);
    let mut order: Vec<usize> = (0..data.residuals.len()).collect();
    let value = |index: usize| data.residuals[index].standardised;
    order.sort_by(|&one, &other| value(one).total_cmp(&value(other)).then(one.cmp(&other)));
    let outermost = normal_expected(n, n).max(1.0);
    let marks = fitting_ticks(-outermost, outermost, right - left);
    let x = linear(ends(&marks), (left, right));
    band(sheet, n, (&x, y));
    let (low, high) = (x.range().0.max(y.range().0), x.range().1.min(y.range().1));
    sheet.line((x.at(low), y.at(low)), (x.at(high), y.at(high)), pen(INK, 1.0));
    let expected = (1..=n).map(|rank| x.at(normal_expected(rank, n)));
    let places: Vec<(f64, f64)> =
        order.iter().zip(expected).map(|(&index, at)| (at, y.at(value(index)))).collect();
    dots(sheet, &places);
    let names: Vec<Far<'_>> = far(data)
        .into_iter()
        .filter_map(|index| Some((index, places[order.iter().position(|&other| other == index)?])))
        .map(|(index, (x, y))| Far { name: &data.residuals[index].subject, x, y })
        .collect();
    name(sheet, &names, (left, right), y);
    let bottom = y.span().0;
    draw_below(sheet, &x, &marks, bottom, "");
    let end = title_below(sheet, "Normal quantile (standard deviations)", (left, right), bottom + 33.0);
    let key = Rect { x: left, y: end + 11.0, width: 26.0, height: 11.0 };
    sheet.rect(key, fill(BAND, 1.0), None);
    sheet.words(words(left + 32.0, end + 21.0, "pointwise 95 % band of normal values"));
    end + 21.0
}

/// The band at no more than about a hundred ranks, the outermost among them.
fn band(sheet: &mut Sheet, n: u32, (x, y): (&Scale, &Scale)) {
    let step = (n / 100).max(1);
    let ends = [1, 2, 3, n.saturating_sub(2), n.saturating_sub(1), n];
    let ranks: BTreeSet<u32> =
        (1..=n).step_by(step as usize).chain(ends).filter(|rank| (1..=n).contains(rank)).collect();
    let places: Vec<_> = ranks.into_iter().map(|rank| normal_order(rank, n)).collect();
    let upper: Vec<_> = places.iter().map(|place| (x.at(place.expected), y.held(place.high))).collect();
    let lower: Vec<_> = places.iter().map(|place| (x.at(place.expected), y.held(place.low))).collect();
    sheet.area(&upper, &lower, fill(BAND, 1.0));
}

/// Smaller dots when there are many.
fn dots(sheet: &mut Sheet, places: &[(f64, f64)]) {
    let diameter = if places.len() > 1000 { 2.6 } else { 4.4 };
    sheet.dots(places, diameter, fill(look(Role::Treatment).colour, 0.5));
}

/// Residuals that are named: far out, the farthest first.
fn far(data: &Data) -> Vec<usize> {
    let size = |index: usize| data.residuals[index].standardised.abs();
    let mut found: Vec<usize> = (0..data.residuals.len()).filter(|&index| size(index) > FAR).collect();
    found.sort_by(|&one, &other| size(other).total_cmp(&size(one)).then(one.cmp(&other)));
    found.truncate(MOST_NAMED);
    found
}

struct Far<'a> {
    name: &'a str,
    x: f64,
    y: f64,
}

/// Subjects beside their points, on the side with more room; where they are close they are moved away from the
/// cloud, and a thin line leads to the point.
fn name(sheet: &mut Sheet, far: &[Far<'_>], (left, right): (f64, f64), y: &Scale) {
    let (bottom, top) = y.span();
    let (above, below): (Vec<&Far<'_>>, Vec<&Far<'_>>) = far.iter().partition(|one| one.y < y.at(0.0));
    // Names are spread downwards, so those above zero are spread in the mirror.
    let mirrored: Vec<f64> = above.iter().map(|one| -one.y).collect();
    let up = spread(&mirrored, 13.0, 6.0 - bottom, -top - 6.0).into_iter().map(|height| -height);
    let heights: Vec<f64> = below.iter().map(|one| one.y).collect();
    let down = spread(&heights, 13.0, top + 6.0, bottom - 6.0);
    for (one, height) in above.into_iter().zip(up).chain(below.into_iter().zip(down)) {
        name_one(sheet, one, height, (left, right));
    }
}

fn name_one(sheet: &mut Sheet, one: &Far<'_>, height: f64, (left, right): (f64, f64)) {
    let on_the_left = one.x > f64::midpoint(left, right);
    let (side, room) = if on_the_left { (-1.0, one.x - left) } else { (1.0, right - one.x) };
    let mut lines = wrap(one.name, room - 26.0, TICK_SIZE, false);
    if lines.len() > 1 {
        lines[0].push('\u{2026}');
    }
    let moved = (height - one.y).abs() > 3.0;
    if moved {
        sheet.line((one.x + 3.0 * side, one.y), (one.x + 10.0 * side, height), pen(INK, 0.6));
    }
    let x = one.x + if moved { 12.0 } else { 6.0 } * side;
    let label = words(x, height + 3.9, lines.first().map_or("", String::as_str)).halo();
    sheet.words(if on_the_left { label.end() } else { label });
}

fn title_below(sheet: &mut Sheet, title: &str, (left, right): (f64, f64), top: f64) -> f64 {
    let centre = f64::midpoint(left, right);
    let mut y = top;
    for line in wrap(title, right - left + 30.0, LABEL_SIZE, false) {
        let half = text_width(&line, LABEL_SIZE, false) / 2.0;
        sheet.words(words(centre.min(WIDTH - 8.0 - half), y, &line).size(LABEL_SIZE).middle());
        y += 15.0;
    }
    y - 15.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("fitted.name", &data.fitted.name)?;
    check.text("residual", &data.residual)?;
    check.some("residuals", &data.residuals)?;
    for one in &data.residuals {
        check.text("residuals.subject", &one.subject)?;
        check.finite("residuals", [one.fitted, one.standardised])?;
    }
    Ok(())
}
