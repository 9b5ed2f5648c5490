//! How often would "P < 0.05" be reported without a working treatment? Shares by outcome and scenario.

use super::super::axis::{Scale, draw_below, linear, ticks};
use super::super::svg::{Sheet, dashed, pen, words};
use super::super::theme::{FAINT, GRID, INK, Role, TICK_SIZE, WIDTH, look, text_width, wrap};
use super::{Check, FigureError, Frame};
use serde::Serialize;

/// One outcome under one scenario.
#[derive(Debug, Clone, Serialize)]
pub struct Share {
    /// Name of the scenario.
    pub scenario: String,
    /// Colour and marker; the same scenario keeps its role in every outcome.
    pub role: Role,
    /// Replicates with the event [%].
    pub percent: f64,
    /// Lower end of its Monte-Carlo interval [%].
    pub low: f64,
    /// Upper end of its Monte-Carlo interval [%].
    pub high: f64,
    /// The numbers as printed on the right.
    pub text: String,
}

/// One outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Name.
    pub name: String,
    /// One share per scenario.
    pub shares: Vec<Share>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The event, for example "Replicates reporting P < 0.05"; "(%)" is added.
    pub event: String,
    /// The share expected when nothing works [%], marked by a line.
    pub nominal: f64,
    /// Heading of the numbers, for example "% (95 % interval)".
    pub text_title: String,
    /// Replicates behind each share, as text.
    pub n: String,
    /// Outcomes from top to bottom.
    pub outcomes: Vec<Outcome>,
}

const ROW: f64 = 16.0;
const GAP: f64 = 9.0;
const SCENARIO: f64 = 136.0;

/// Draw the rows.
///
/// # Errors
/// When a share is missing or outside 0 to 100, or a list is empty.
#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let names = data.outcomes.iter().flat_map(|outcome| &outcome.shares);
    let widest = names.map(|share| text_width(&share.scenario, TICK_SIZE, false)).fold(0.0, f64::max);
    let (left, right) = (SCENARIO + widest.min(300.0) + 16.0, WIDTH - 126.0);
    let top = sheet.top + 30.0;
    let rows: usize = data.outcomes.iter().map(|outcome| outcome.shares.len()).sum();
    let bottom = top + ROW * rows as f64 + GAP * data.outcomes.len() as f64;
    let x = linear((0.0, 100.0), (left, right));
    let marks = ticks(0.0, 100.0, 5);
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    let nominal = x.at(data.nominal);
    sheet.line((nominal, top - 4.0), (nominal, bottom), dashed(INK, 1.0, "3 3"));
    let label = format!("{} %", super::super::svg::decimals(data.nominal, 0));
    sheet.words(words(nominal, top - 8.0, &label).middle());
    sheet.words(words(8.0, top - 8.0, "Outcome").bold());
    sheet.words(words(SCENARIO, top - 8.0, "Scenario").bold());
    sheet.words(words(WIDTH - 8.0, top - 8.0, &data.text_title).bold().end());
    let mut y = top;
    for outcome in &data.outcomes {
        y = draw_outcome(&mut sheet, outcome, &x, y);
    }
    draw_below(&mut sheet, &x, &marks, bottom, &format!("{} (%), n = {} replicates", data.event, data.n));
    sheet.finish(bottom + 46.0)
}

/// One group of rows; returns where the next begins.
fn draw_outcome(sheet: &mut Sheet, outcome: &Outcome, x: &Scale, top: f64) -> f64 {
    sheet.line((8.0, top), (WIDTH - 8.0, top), pen(FAINT, 0.4));
    let mut y = top + GAP / 2.0 + ROW / 2.0;
    for (index, line) in wrap(&outcome.name, SCENARIO - 20.0, TICK_SIZE, true).iter().enumerate() {
        let down = 14.0 * f64::from(u8::try_from(index).unwrap_or(9));
        sheet.words(words(8.0, y + 4.0 + down, line).bold());
    }
    for share in &outcome.shares {
        let look = look(share.role);
        sheet.words(words(SCENARIO, y + 4.0, &share.scenario).colour(look.text));
        sheet.interval(y, (x.at(share.low), x.at(share.high)), 3.0, pen(look.colour, 1.4));
        sheet.marker((x.at(share.percent), y), 3.6, look);
        sheet.words(words(WIDTH - 8.0, y + 4.0, &share.text).end());
        y += ROW;
    }
    y - ROW / 2.0 + GAP / 2.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("event", &data.event)?;
    check.text("text_title", &data.text_title)?;
    check.text("n", &data.n)?;
    check.within("nominal", (0.0, 100.0), [data.nominal])?;
    check.some("outcomes", &data.outcomes)?;
    data.outcomes.iter().try_for_each(|outcome| check_outcome(&check, outcome))
}

fn check_outcome(check: &Check<'_>, outcome: &Outcome) -> Result<(), FigureError> {
    check.text("outcomes.name", &outcome.name)?;
    check.some("outcomes.shares", &outcome.shares)?;
    for share in &outcome.shares {
        check.text("outcomes.shares.scenario", &share.scenario)?;
        check.text("outcomes.shares.text", &share.text)?;
        check.within("outcomes.shares", (0.0, 100.0), [share.percent, share.low, share.high])?;
        check.interval("outcomes.shares", share.low, share.high)?;
    }
    Ok(())
}
