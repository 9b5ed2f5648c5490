//! Does each estimator find what it is for? Bias and coverage against the true value of its own estimand.

use super::super::axis::{Scale, Tick, draw_below, ends, fitting_ticks, grouped, linear};
use super::super::svg::{Sheet, decimals, pen, words};
use super::super::theme::{
    FAINT, GRID, INK, LABEL_SIZE, Look, Marker, Role, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::super::wording;
use super::{FigureError, Frame, Interval, Quantity, extent};
use serde::Serialize;

/// One estimator under one estimand.
#[derive(Debug, Clone, Serialize)]
pub struct Estimator {
    /// Name.
    pub name: String,
    /// Mean estimate minus true value, with its Monte-Carlo interval.
    pub bias: Interval,
    /// Confidence intervals that hold the true value [%], with the Monte-Carlo interval of that share.
    pub coverage: Interval,
    /// Replicates behind both.
    pub replicates: u32,
}

/// One estimand and what estimates it.
#[derive(Debug, Clone, Serialize)]
pub struct Estimand {
    /// Name.
    pub name: String,
    /// True value of the effect from potential outcomes, with its Monte-Carlo interval.
    pub truth: Interval,
    /// Estimators from top to bottom.
    pub estimators: Vec<Estimator>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The effect whose bias is shown, with unit, for example "Bias of the difference in mean NRS".
    pub bias: Quantity,
    /// What the confidence intervals promise [%].
    pub nominal: f64,
    /// Name of the Monte-Carlo intervals, for example "95 % Monte-Carlo interval".
    pub interval_name: String,
    /// Estimands from top to bottom.
    pub estimands: Vec<Estimand>,
}

const LINE: f64 = 14.0;
const ROW: f64 = 20.0;
const GAP: f64 = 6.0;
const NAME: f64 = 178.0;
/// Right edges of the columns of numbers; each panel ends where its numbers begin.
const BIAS: (f64, f64, f64) = (206.0, 376.0, 420.0);
const COVERAGE: (f64, f64, f64) = (440.0, 590.0, 638.0);

/// Draw the rows.
///
/// # Errors
/// When a value is missing, an estimate lies outside its interval, or a coverage is outside 0 to 100.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let first = sheet.top + 14.0;
    let top = headings(&mut sheet, first);
    let bottom = top + data.estimands.iter().map(height).sum::<f64>();
    let all = || data.estimands.iter().flat_map(|estimand| &estimand.estimators);
    let (low, high) = extent(all().flat_map(|one| [one.bias.low, one.bias.high]).chain([0.0]));
    let bias_marks = fitting_ticks(low, high, BIAS.1 - BIAS.0);
    let shares = all().flat_map(|one| [one.coverage.low, one.coverage.high]).chain([data.nominal]);
    let (low, high) = extent(shares);
    let coverage_marks = fitting_ticks(low, high, COVERAGE.1 - COVERAGE.0);
    let bias = linear(ends(&bias_marks), (BIAS.0, BIAS.1));
    let coverage = linear(ends(&coverage_marks), (COVERAGE.0, COVERAGE.1));
    for (x, marks, nominal) in [(&bias, &bias_marks, 0.0), (&coverage, &coverage_marks, data.nominal)] {
        for tick in marks {
            sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
        }
        sheet.line((x.at(nominal), top), (x.at(nominal), bottom), pen(INK, 1.0));
    }
    let mut y = top;
    for estimand in &data.estimands {
        y = rows(&mut sheet, estimand, data.nominal, (&bias, &coverage), y);
    }
    let end = axes(&mut sheet, data, [(&bias, &bias_marks), (&coverage, &coverage_marks)], bottom);
    let end = key(&mut sheet, data, end + 26.0);
    sheet.finish(end)
}

/// The look of an estimate by whether its interval holds the nominal value; shape and colour say the same.
fn verdict(interval: Interval, nominal: f64) -> Look {
    if (interval.low..=interval.high).contains(&nominal) {
        look(Role::Treatment)
    } else {
        Look { marker: Marker::Diamond, ..look(Role::Control) }
    }
}

fn headings(sheet: &mut Sheet, y: f64) -> f64 {
    sheet.words(words(8.0, y, "Estimand and estimator").bold());
    sheet.words(words(BIAS.2, y, "Bias").bold().end());
    sheet.words(words(COVERAGE.2, y, "Coverage, %").bold().end());
    sheet.words(words(WIDTH - 8.0, y, "Replicates").bold().end());
    sheet.line((8.0, y + 7.0), (WIDTH - 8.0, y + 7.0), pen(FAINT, 0.5));
    y + 7.0
}

fn estimand_lines(estimand: &Estimand) -> Vec<String> {
    let truth = estimand.truth;
    let value = wording::interval(truth.value, (truth.low, truth.high), 3).replace(' ', "\u{a0}");
    wrap(&format!("{}: true\u{a0}effect\u{a0}{value}", estimand.name), WIDTH - 24.0, TICK_SIZE, true)
}

fn name_lines(estimator: &Estimator) -> Vec<String> {
    wrap(&estimator.name, NAME - 12.0, TICK_SIZE, false)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn height(estimand: &Estimand) -> f64 {
    let rows = estimand.estimators.iter().map(|one| ROW + LINE * (name_lines(one).len() as f64 - 1.0));
    LINE * estimand_lines(estimand).len() as f64 + rows.sum::<f64>() + 2.0 * GAP
}

/// One estimand; returns where the next begins.
fn rows(
    sheet: &mut Sheet,
    estimand: &Estimand,
    nominal: f64,
    (bias, coverage): (&Scale, &Scale),
    top: f64,
) -> f64 {
    let mut y = top + GAP;
    for line in &estimand_lines(estimand) {
        // Paper behind the words: they stand across the lines of both panels.
        sheet.words(words(8.0, y + 10.0, line).bold().halo());
        y += LINE;
    }
    for one in &estimand.estimators {
        let centre = y + ROW / 2.0;
        for (index, line) in name_lines(one).iter().enumerate() {
            let down = LINE * f64::from(u8::try_from(index).unwrap_or(9));
            sheet.words(words(20.0, centre + 4.0 + down, line));
            y += if index > 0 { LINE } else { 0.0 };
        }
        estimate(sheet, bias, one.bias, 0.0, centre);
        estimate(sheet, coverage, one.coverage, nominal, centre);
        sheet.words(words(BIAS.2, centre + 4.0, &decimals(one.bias.value, 3)).end());
        sheet.words(words(COVERAGE.2, centre + 4.0, &decimals(one.coverage.value, 1)).end());
        sheet.words(words(WIDTH - 8.0, centre + 4.0, &grouped(&one.replicates.to_string())).end());
        y += ROW;
    }
    y += GAP;
    sheet.line((8.0, y), (WIDTH - 8.0, y), pen(FAINT, 0.4));
    y
}

fn estimate(sheet: &mut Sheet, x: &Scale, interval: Interval, nominal: f64, y: f64) {
    let look = verdict(interval, nominal);
    // Caps taller than the marker: with thousands of replicates an interval is narrower than its marker.
    sheet.interval(y, (x.held(interval.low), x.held(interval.high)), 5.0, pen(look.colour, 1.4));
    sheet.marker((x.held(interval.value), y), 2.8, look);
}

/// Both axes with their titles; returns the lower edge.
fn axes(sheet: &mut Sheet, data: &Data, [bias, coverage]: [(&Scale, &[Tick]); 2], bottom: f64) -> f64 {
    let coverage_title = format!("Coverage (%), nominal {} %", decimals(data.nominal, 0));
    let mut end = bottom;
    for ((x, marks), title, columns) in
        [(bias, data.bias.label(), BIAS), (coverage, coverage_title, COVERAGE)]
    {
        draw_below(sheet, x, marks, bottom, "");
        let mut y = bottom + 33.0;
        for line in wrap(&title, columns.2 - columns.0 + 4.0, LABEL_SIZE, false) {
            sheet.words(words(f64::midpoint(columns.0, columns.1), y, &line).size(LABEL_SIZE).middle());
            end = end.max(y);
            y += 15.0;
        }
    }
    end
}

/// What the shapes mean; returns the lower edge.
fn key(sheet: &mut Sheet, data: &Data, y: f64) -> f64 {
    let (inside, outside) =
        (Interval { value: 0.0, low: 0.0, high: 0.0 }, Interval { value: 1.0, low: 1.0, high: 1.0 });
    let mut x = 8.0;
    for (example, text) in [
        (inside, format!("{} holds the nominal value", data.interval_name)),
        (outside, "excludes it".to_owned()),
    ] {
        let look = verdict(example, 0.0);
        sheet.interval(y - 4.0, (x, x + 26.0), 5.0, pen(look.colour, 1.4));
        sheet.marker((x + 13.0, y - 4.0), 2.8, look);
        sheet.words(words(x + 33.0, y, &text));
        x += 33.0 + text_width(&text, TICK_SIZE, false) + 24.0;
    }
    y + 6.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("bias.name", &data.bias.name)?;
    check.text("interval_name", &data.interval_name)?;
    check.within("nominal", (0.0, 100.0), [data.nominal])?;
    check.some("estimands", &data.estimands)?;
    for estimand in &data.estimands {
        check.text("estimands.name", &estimand.name)?;
        check.estimate("estimands.truth", estimand.truth)?;
        check.some("estimands.estimators", &estimand.estimators)?;
        for one in &estimand.estimators {
            check.text("estimators.name", &one.name)?;
            check.estimate("estimators.bias", one.bias)?;
            check.estimate("estimators.coverage", one.coverage)?;
            check.within("estimators.coverage", (0.0, 100.0), [one.coverage.low, one.coverage.high])?;
            check.within("estimators.replicates", (1.0, f64::from(u32::MAX)), [f64::from(one.replicates)])?;
        }
    }
    Ok(())
}
