//! How often does each method reject when there is no effect? Rates by scenario against the declared gate.

use super::super::axis::{Scale, draw_below, ends, fitting_ticks, grouped, linear};
use super::super::svg::{Rect, Sheet, dashed, decimals, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, MUTED, Role, SHADE, TICK_SIZE, WIDTH, look, text_width, wrap};
use super::{Check, FigureError, Frame, Interval, extent};
use serde::Serialize;

/// One method under one scenario.
#[derive(Debug, Clone, Serialize)]
pub struct Rate {
    /// Name of the method.
    pub method: String,
    /// Colour and marker; the same method keeps its role in every scenario.
    pub role: Role,
    /// Null trials that were rejected [%], with the Monte-Carlo interval of that share.
    pub percent: Interval,
    /// Null trials behind it.
    pub trials: u32,
    /// Whether the gate was declared for it beforehand.
    pub gated: bool,
}

/// One scenario.
#[derive(Debug, Clone, Serialize)]
pub struct Scenario {
    /// Name, for example "Skewed errors, n = 67".
    pub name: String,
    /// One rate per method.
    pub rates: Vec<Rate>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The level of the tests [%].
    pub nominal: f64,
    /// Ends of the declared gate [%].
    pub gate: (f64, f64),
    /// Name of the Monte-Carlo intervals, for example "95 % Monte-Carlo interval".
    pub interval_name: String,
    /// Scenarios from top to bottom.
    pub scenarios: Vec<Scenario>,
}

const ROW: f64 = 16.0;
const LINE: f64 = 14.0;
const GAP: f64 = 10.0;
const SCENARIO: f64 = 170.0;
/// Right edges of the columns of numbers.
const RATE: f64 = WIDTH - 118.0;
const TRIALS: f64 = WIDTH - 66.0;

/// Draw the rows.
///
/// # Errors
/// When a rate is missing or outside 0 to 100, or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let all = || data.scenarios.iter().flat_map(|scenario| &scenario.rates);
    let widest = all().map(|rate| text_width(&rate.method, TICK_SIZE, false)).fold(50.0, f64::max);
    let (left, right) = (8.0 + SCENARIO + widest.min(150.0) + 16.0, RATE - 98.0);
    let top = sheet.top + 30.0;
    let bottom = top + data.scenarios.iter().map(height).sum::<f64>();
    let (low, high) = extent(all().flat_map(|rate| [rate.percent.low, rate.percent.high]));
    let marks = fitting_ticks(low.min(data.gate.0), high.max(data.gate.1), right - left);
    let x = linear(ends(&marks), (left, right));
    let gate = (x.at(data.gate.0), x.at(data.gate.1));
    let band = Rect { x: gate.0, y: top, width: gate.1 - gate.0, height: bottom - top };
    sheet.rect(band, fill(SHADE, 1.0), None);
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    sheet.line((x.at(data.nominal), top), (x.at(data.nominal), bottom), dashed(INK, 1.0, "3 3"));
    headings(&mut sheet, top);
    let mut y = top;
    for scenario in &data.scenarios {
        y = rows(&mut sheet, scenario, data.gate, &x, y);
    }
    draw_below(&mut sheet, &x, &marks, bottom, "Null trials rejected (%)");
    let end = key(&mut sheet, data, bottom + 58.0);
    sheet.finish(end)
}

fn headings(sheet: &mut Sheet, top: f64) {
    let y = top - 9.0;
    sheet.words(words(8.0, y, "Scenario").bold());
    sheet.words(words(8.0 + SCENARIO, y, "Method").bold());
    sheet.words(words(RATE, y, "% (interval)").bold().end());
    sheet.words(words(TRIALS, y, "Trials").bold().end());
    sheet.words(words(WIDTH - 8.0, y, "Gate").bold().end());
}

fn method_lines(rate: &Rate) -> Vec<String> {
    wrap(&rate.method, 150.0, TICK_SIZE, false)
}

fn scenario_lines(scenario: &Scenario) -> Vec<String> {
    wrap(&scenario.name, SCENARIO - 14.0, TICK_SIZE, true)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn row_height(lines: usize) -> f64 {
    ROW + LINE * (lines as f64 - 1.0)
}

fn height(scenario: &Scenario) -> f64 {
    let rates: f64 = scenario.rates.iter().map(|rate| row_height(method_lines(rate).len())).sum();
    rates.max(row_height(scenario_lines(scenario).len())) + GAP
}

/// One scenario; returns where the next begins.
fn rows(sheet: &mut Sheet, scenario: &Scenario, gate: (f64, f64), x: &Scale, top: f64) -> f64 {
    sheet.line((8.0, top), (WIDTH - 8.0, top), pen(FAINT, 0.4));
    let first = top + GAP / 2.0 + ROW / 2.0;
    let mut baseline = first + 4.0;
    for line in &scenario_lines(scenario) {
        sheet.words(words(8.0, baseline, line).bold());
        baseline += LINE;
    }
    let mut y = first;
    for rate in &scenario.rates {
        let look = look(rate.role);
        let (percent, lines) = (rate.percent, method_lines(rate));
        for (index, line) in lines.iter().enumerate() {
            let down = LINE * f64::from(u8::try_from(index).unwrap_or(9));
            sheet.words(words(8.0 + SCENARIO, y + 4.0 + down, line).colour(look.text));
        }
        sheet.interval(y, (x.at(percent.low), x.at(percent.high)), 3.0, pen(look.colour, 1.4));
        sheet.marker((x.at(percent.value), y), 3.6, look);
        sheet.words(words(RATE, y + 4.0, &written(percent)).end());
        sheet.words(words(TRIALS, y + 4.0, &grouped(&rate.trials.to_string())).end());
        verdict(sheet, rate, gate, y + 4.0);
        y += row_height(lines.len());
    }
    top + height(scenario)
}

fn written(percent: Interval) -> String {
    let [value, low, high] = [percent.value, percent.low, percent.high].map(|share| decimals(share, 2));
    format!("{value} ({low}\u{2013}{high})")
}

/// Whether the rate itself, not its interval, lies in the gate.
fn verdict(sheet: &mut Sheet, rate: &Rate, (low, high): (f64, f64), y: f64) {
    let inside = (low..=high).contains(&rate.percent.value);
    let word = match (rate.gated, inside) {
        (true, true) => words(WIDTH - 8.0, y, "held").end(),
        (true, false) => words(WIDTH - 8.0, y, "missed").end().bold(),
        (false, _) => words(WIDTH - 8.0, y, "none").end().colour(MUTED),
    };
    sheet.words(word);
}

/// What the band and the lines mean; returns the lower edge.
fn key(sheet: &mut Sheet, data: &Data, y: f64) -> f64 {
    let (low, high) = (decimals(data.gate.0, 1), decimals(data.gate.1, 1));
    sheet.rect(
        Rect { x: 8.0, y: y - 10.0, width: 22.0, height: 13.0 },
        fill(SHADE, 1.0),
        Some(pen(GRID, 0.6)),
    );
    let gate = format!("gate {low}\u{2013}{high} %, where declared");
    sheet.words(words(37.0, y, &gate));
    let mut x = 37.0 + text_width(&gate, TICK_SIZE, false) + 22.0;
    sheet.line((x, y - 4.0), (x + 22.0, y - 4.0), dashed(INK, 1.0, "3 3"));
    let nominal = format!("nominal {} %", decimals(data.nominal, 0));
    sheet.words(words(x + 28.0, y, &nominal));
    x += 28.0 + text_width(&nominal, TICK_SIZE, false) + 22.0;
    sheet.interval(y - 4.0, (x, x + 22.0), 3.0, pen(INK, 1.2));
    sheet.words(words(x + 28.0, y, &data.interval_name));
    y + 6.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("interval_name", &data.interval_name)?;
    check.within("nominal", (0.0, 100.0), [data.nominal])?;
    check.within("gate", (0.0, 100.0), [data.gate.0, data.gate.1])?;
    check.interval("gate", data.gate.0, data.gate.1)?;
    check.some("scenarios", &data.scenarios)?;
    for scenario in &data.scenarios {
        check.text("scenarios.name", &scenario.name)?;
        check.some("scenarios.rates", &scenario.rates)?;
        scenario.rates.iter().try_for_each(|rate| check_rate(&check, rate))?;
    }
    Ok(())
}

fn check_rate(check: &Check<'_>, rate: &Rate) -> Result<(), FigureError> {
    check.text("rates.method", &rate.method)?;
    check.estimate("rates.percent", rate.percent)?;
    check.within("rates.percent", (0.0, 100.0), [rate.percent.low, rate.percent.high])?;
    check.within("rates.trials", (1.0, f64::from(u32::MAX)), [f64::from(rate.trials)])
}
