//! Which means does the model give each arm at each visit, and how far apart are the arms?
//!
//! Least-squares means with their intervals above, differences from the control below, numbers of patients and
//! P values in columns under the visits.

use super::super::axis::{Scale, draw_left, ends, linear, nice_ticks};
use super::super::svg::{Pen, Sheet, pen, words};
use super::super::theme::{INK, LABEL_SIZE, Look, Role, TICK_SIZE, WIDTH, look, text_width, wrap};
use super::super::wording;
use super::{EndLabel, FigureError, Frame, Interval, Margin, Mark, Quantity, end_labels, extent};
use serde::Serialize;

/// One arm.
#[derive(Debug, Clone, Serialize)]
pub struct Arm {
    /// Name, printed beside its line.
    pub name: String,
    /// Colour, dash and marker.
    pub role: Role,
    /// Least-squares mean at each visit.
    pub means: Vec<Interval>,
    /// Patients measured at each visit.
    pub n: Vec<u32>,
}

/// One arm against the control.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Name of the arm that is compared.
    pub name: String,
    /// Its colour and marker.
    pub role: Role,
    /// Difference at each visit.
    pub differences: Vec<Interval>,
    /// P value of each difference.
    pub p: Vec<f64>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The horizontal quantity.
    pub time: Quantity,
    /// Two to ten visits in order of time: their time and how they are written under the axis.
    pub visits: Vec<Mark>,
    /// The mean, for example "Least-squares mean change of mean NRS".
    pub outcome: Quantity,
    /// Values that the axis of the means must hold, for example (0, 10).
    pub holds: Option<(f64, f64)>,
    /// Name of all intervals, for example "95 % CI".
    pub interval_name: String,
    /// Two to four arms.
    pub arms: Vec<Arm>,
    /// What is subtracted from what, for example "Difference from usual care".
    pub difference: Quantity,
    /// What a difference below 0 means, for example "favours cells".
    pub below_zero: String,
    /// The arms that are compared with the control; empty: the lower panel is left out.
    pub comparisons: Vec<Comparison>,
}

const MEANS_HEIGHT: f64 = 216.0;
const DIFFERENCES_HEIGHT: f64 = 112.0;
/// Distance between the arms at one visit: a marker and the caps of its interval fit in.
const ASIDE: f64 = 7.5;
const LINE: f64 = 14.0;

/// Draw the means.
///
/// # Errors
/// When a value is missing, an estimate lies outside its interval, or a list has not one entry per visit.
#[expect(clippy::cast_precision_loss, reason = "at most four arms")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let columns = Columns::of(data);
    let first = sheet.top + 12.0;
    let top = heading(&mut sheet, &columns, &with_interval(&data.outcome, data), first);
    let mut bottom = top + MEANS_HEIGHT.max(name_height(data, &columns) * data.arms.len() as f64);
    means(&mut sheet, data, &columns, (top, bottom));
    if !data.comparisons.is_empty() {
        let title = with_interval(&data.difference, data);
        let title = format!("{title}; below 0 {}", data.below_zero);
        let top = heading(&mut sheet, &columns, &title, bottom + 32.0);
        bottom = top + differences_height(data, &columns);
        differences(&mut sheet, data, &columns, (top, bottom));
    }
    let below = visit_axis(&mut sheet, data, &columns, bottom);
    let end = table(&mut sheet, data, &columns, below + 20.0);
    sheet.finish(end)
}

fn with_interval(quantity: &Quantity, data: &Data) -> String {
    format!("{}, {}", quantity.label(), data.interval_name)
}

/// What stands where across the sheet.
struct Columns {
    left: f64,
    right: f64,
    /// Width of the margin on the right.
    margin: f64,
    /// Place of each visit.
    at: Vec<f64>,
    /// Least distance between two visits.
    slot: f64,
    /// Visits stand at equal distances because their times are too close to each other.
    even: bool,
}

impl Columns {
    fn of(data: &Data) -> Self {
        let names = data.arms.iter().map(|arm| text_width(&arm.name, TICK_SIZE, false));
        let widest = names.fold(0.0, f64::max);
        let left = (widest + 24.0).clamp(112.0, 150.0);
        let numbers =
            last_differences(data).into_iter().map(|text| text_width(&text, TICK_SIZE, false) + 4.0);
        let margin = numbers.fold((widest * 1.17 + 6.0).min(110.0), f64::max).min(170.0);
        let right = WIDTH - margin - 20.0;
        let (at, even) = places(data, (left + 22.0, right - 18.0));
        Self { left, right, margin, slot: least_gap(&at), at, even }
    }
}

/// Places of the visits in proportion to time, or at equal distances where their intervals or numbers would touch.
#[expect(clippy::cast_precision_loss, reason = "at most ten visits and four arms")]
fn places(data: &Data, (from, to): (f64, f64)) -> (Vec<f64>, bool) {
    let last = data.visits.len() - 1;
    let x = linear((data.visits[0].at, data.visits[last].at), (from, to));
    let true_to_time: Vec<f64> = data.visits.iter().map(|visit| x.at(visit.at)).collect();
    let words = data.visits.iter().flat_map(|visit| visit.label.split(' '));
    let widest_word = words.map(|word| text_width(word, TICK_SIZE, false)).fold(38.0, f64::max);
    if least_gap(&true_to_time) >= widest_word.max(ASIDE * data.arms.len() as f64) + 4.0 {
        return (true_to_time, false);
    }
    let step = (to - from) / last as f64;
    ((0..=last).map(|index| from + step * index as f64).collect(), true)
}

fn least_gap(at: &[f64]) -> f64 {
    at.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min)
}

/// The title of a panel above it; returns where the panel may begin.
fn heading(sheet: &mut Sheet, columns: &Columns, title: &str, baseline: f64) -> f64 {
    let mut y = baseline;
    for line in wrap(title, WIDTH - 24.0 - columns.left + 40.0, LABEL_SIZE, true) {
        sheet.words(words(columns.left - 40.0, y, &line).size(LABEL_SIZE).bold());
        y += LINE;
    }
    y
}

fn means(sheet: &mut Sheet, data: &Data, columns: &Columns, (top, bottom): (f64, f64)) {
    let values = data.arms.iter().flat_map(|arm| &arm.means).flat_map(|mean| [mean.low, mean.high]);
    let held = data.holds.iter().flat_map(|&(low, high)| [low, high]);
    let (low, high) = extent(values.chain(held));
    let y = frame_of_panel(sheet, columns, (low, high), (top, bottom));
    for (index, arm) in data.arms.iter().enumerate() {
        let aside = aside(index, data.arms.len());
        series(sheet, &arm.means, columns, (&y, aside), look(arm.role), true);
    }
    let end = |arm: &Arm| arm.means.last().map_or(0.0, |mean| y.at(mean.value));
    let labels: Vec<EndLabel<'_>> =
        data.arms.iter().map(|arm| EndLabel { name: &arm.name, y: end(arm), role: arm.role }).collect();
    let (x, width) = (columns.right + 10.0, columns.margin);
    let half = name_height(data, columns) / 2.0;
    let (top, bottom) = (top + half, bottom - half);
    end_labels(sheet, &labels, &Margin { x, width, size: LABEL_SIZE, top, bottom });
}

/// Height of the longest name beside the end of its line.
#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn name_height(data: &Data, columns: &Columns) -> f64 {
    let lines = data.arms.iter().map(|arm| wrap(&arm.name, columns.margin, LABEL_SIZE, true).len());
    LINE * lines.max().unwrap_or(1) as f64 + 3.0
}

/// Axes of a panel that holds a range; zero is marked when the range holds it.
fn frame_of_panel(
    sheet: &mut Sheet,
    columns: &Columns,
    (low, high): (f64, f64),
    (top, bottom): (f64, f64),
) -> Scale {
    let marks = nice_ticks(low, high, if bottom - top > 200.0 { 5 } else { 4 });
    let y = linear(ends(&marks), (bottom, top));
    draw_left(sheet, &y, &marks, columns.left, "", Some(columns.right));
    if y.contains(0.0) {
        sheet.line((columns.left, y.at(0.0)), (columns.right, y.at(0.0)), pen(INK, 0.8));
    }
    y
}

#[expect(clippy::cast_precision_loss, reason = "at most four arms")]
fn aside(index: usize, of: usize) -> f64 {
    (index as f64 - (of as f64 - 1.0) / 2.0) * ASIDE
}

fn series(
    sheet: &mut Sheet,
    estimates: &[Interval],
    columns: &Columns,
    (y, aside): (&Scale, f64),
    look: Look,
    joined: bool,
) {
    let points: Vec<(f64, f64)> =
        estimates.iter().zip(&columns.at).map(|(one, x)| (x + aside, y.at(one.value))).collect();
    if joined {
        sheet.polyline(&points, Pen { colour: look.colour, width: 1.6, dash: look.dash });
    }
    for (one, &point) in estimates.iter().zip(&points) {
        sheet.error_bar(point.0, (y.at(one.low), y.at(one.high)), 2.5, pen(look.colour, 1.1));
        sheet.marker(point, 3.2, look);
    }
}

/// Estimate and interval of each comparison at the last visit, in words.
fn last_differences(data: &Data) -> Vec<String> {
    let last = data.comparisons.iter().filter_map(|comparison| comparison.differences.last());
    last.map(|one| wording::interval(one.value, (one.low, one.high), 2)).collect()
}

/// Lines of the words beside the differences: name of the arm (when there are several), numbers, P value.
fn beside(data: &Data, columns: &Columns) -> Vec<(Role, Vec<String>, [String; 2])> {
    let several = data.comparisons.len() > 1;
    let named = |name: &str| if several { wrap(name, columns.margin, TICK_SIZE, true) } else { Vec::new() };
    data.comparisons
        .iter()
        .zip(last_differences(data))
        .map(|(one, numbers)| {
            let p = wording::p_phrase(one.p.last().copied().unwrap_or(1.0));
            (one.role, named(&one.name), [numbers, p])
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn differences_height(data: &Data, columns: &Columns) -> f64 {
    let lines: usize =
        beside(data, columns).iter().map(|(_, name, numbers)| name.len() + numbers.len()).sum();
    let visit = wrap(&last_visit(data), columns.margin, TICK_SIZE, true).len();
    let gaps = 5.0 * data.comparisons.len() as f64;
    DIFFERENCES_HEIGHT.max(LINE * (visit + lines) as f64 + gaps)
}

fn last_visit(data: &Data) -> String {
    let unit = if data.time.unit.is_empty() { String::new() } else { format!(" {}", data.time.unit) };
    let label = data.visits.last().map_or("", |visit| &visit.label);
    if label.chars().all(|c| c.is_ascii_digit() || c == '.') {
        format!("At {label}{unit}")
    } else {
        label.to_owned()
    }
}

fn differences(sheet: &mut Sheet, data: &Data, columns: &Columns, (top, bottom): (f64, f64)) {
    let all = data.comparisons.iter().flat_map(|one| &one.differences);
    let (low, high) = extent(all.flat_map(|one| [one.low, one.high]).chain([0.0]));
    let y = frame_of_panel(sheet, columns, (low, high), (top, bottom));
    for (index, one) in data.comparisons.iter().enumerate() {
        let aside = aside(index, data.comparisons.len());
        series(sheet, &one.differences, columns, (&y, aside), look(one.role), false);
    }
    let x = columns.right + 10.0;
    let mut baseline = top + 9.0;
    let mut print = |sheet: &mut Sheet, text: &str, bold: bool, colour: &'static str| {
        let text = words(x, baseline, text).colour(colour);
        sheet.words(if bold { text.bold() } else { text });
        baseline += LINE;
    };
    for line in wrap(&last_visit(data), columns.margin, TICK_SIZE, true) {
        print(sheet, &line, true, INK);
    }
    for (role, name, numbers) in beside(data, columns) {
        for line in &name {
            print(sheet, line, true, look(role).text);
        }
        for line in &numbers {
            print(sheet, line, false, INK);
        }
    }
}

/// The axis of visits under the panels; returns the lower edge of its title.
fn visit_axis(sheet: &mut Sheet, data: &Data, columns: &Columns, bottom: f64) -> f64 {
    sheet.line((columns.left, bottom), (columns.right, bottom), pen(INK, 0.8));
    let mut lowest = bottom + 16.0;
    let size = label_size(data, columns);
    for (visit, &x) in data.visits.iter().zip(&columns.at) {
        sheet.line((x, bottom), (x, bottom + 4.0), pen(INK, 0.8));
        let mut baseline = bottom + 16.0;
        for line in wrap(&visit.label, columns.slot - 3.0, size, false) {
            sheet.words(words(x, baseline, &line).size(size).middle());
            lowest = lowest.max(baseline);
            baseline += 12.5;
        }
    }
    let note = if columns.even { ", not to scale" } else { "" };
    let title = format!("{}{note}", data.time.label());
    let centre = f64::midpoint(columns.left, columns.right);
    sheet.words(words(centre, lowest + 17.0, &title).size(LABEL_SIZE).middle());
    lowest + 17.0
}

/// Size of the visit labels: smaller where a long word would not fit between its neighbours, but readable.
fn label_size(data: &Data, columns: &Columns) -> f64 {
    let words = data.visits.iter().flat_map(|visit| visit.label.split(' '));
    let widest = words.map(|word| text_width(word, TICK_SIZE, false)).fold(1.0, f64::max);
    (TICK_SIZE * (columns.slot - 3.5) / widest).clamp(8.5, TICK_SIZE)
}

/// Patients and P values under their visits; returns the lower edge.
fn table(sheet: &mut Sheet, data: &Data, columns: &Columns, top: f64) -> f64 {
    sheet.words(words(8.0, top, "No. of patients").bold());
    let mut baseline = top + 16.0;
    for arm in &data.arms {
        let cells: Vec<String> = arm.n.iter().map(u32::to_string).collect();
        baseline = table_row(sheet, columns, (&arm.name, arm.role), &cells, baseline);
    }
    if !data.comparisons.is_empty() {
        sheet.words(words(8.0, baseline + 5.0, "P value of the difference from the control").bold());
        baseline += 21.0;
        for one in &data.comparisons {
            let cells: Vec<String> = one.p.iter().map(|&p| wording::p_value(p)).collect();
            baseline = table_row(sheet, columns, (&one.name, one.role), &cells, baseline);
        }
    }
    baseline - 4.0
}

fn table_row(
    sheet: &mut Sheet,
    columns: &Columns,
    (name, role): (&str, Role),
    cells: &[String],
    top: f64,
) -> f64 {
    for (cell, &x) in cells.iter().zip(&columns.at) {
        sheet.words(words(x, top, cell).middle());
    }
    let mut baseline = top;
    for line in wrap(name, columns.left - 24.0, TICK_SIZE, false) {
        sheet.words(words(8.0, baseline, &line).colour(look(role).text));
        baseline += 15.0;
    }
    baseline
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("time.name", &data.time.name)?;
    check.text("outcome.name", &data.outcome.name)?;
    check.text("interval_name", &data.interval_name)?;
    check.between("visits", &data.visits, (2, 10))?;
    check.rising("visits.at", data.visits.iter().map(|visit| visit.at))?;
    data.visits.iter().try_for_each(|visit| check.text("visits.label", &visit.label))?;
    check.between("arms", &data.arms, (2, 4))?;
    check.rising("holds", data.holds.iter().flat_map(|&(low, high)| [low, high]))?;
    let visits = data.visits.len();
    for arm in &data.arms {
        check.text("arms.name", &arm.name)?;
        check.one_each("arms.means", &arm.means, visits)?;
        check.one_each("arms.n", &arm.n, visits)?;
        arm.means.iter().try_for_each(|&mean| check.estimate("arms.means", mean))?;
    }
    if !data.comparisons.is_empty() {
        check.text("difference.name", &data.difference.name)?;
        check.text("below_zero", &data.below_zero)?;
        check.between("comparisons", &data.comparisons, (1, data.arms.len() - 1))?;
    }
    for one in &data.comparisons {
        check.text("comparisons.name", &one.name)?;
        check.one_each("comparisons.differences", &one.differences, visits)?;
        check.one_each("comparisons.p", &one.p, visits)?;
        check.within("comparisons.p", (0.0, 1.0), one.p.iter().copied())?;
        one.differences.iter().try_for_each(|&it| check.estimate("comparisons.differences", it))?;
    }
    Ok(())
}
