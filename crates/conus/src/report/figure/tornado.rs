//! What moves the answer most? One bar for each uncertain number, from the answer at its low end to that at its high end.

use super::super::axis::{Scale, draw_below, ends, fitting_ticks, linear};
use super::super::svg::{Rect, Sheet, decimals, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, Role, TICK_SIZE, WIDTH, look, text_width};
use super::{FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// One uncertain number.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Answer at its low end.
    pub at_low: f64,
    /// Answer at its high end.
    pub at_high: f64,
    /// Its ends as printed, for example "× 0.6 to 1.7".
    pub range: String,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The answer, with unit.
    pub answer: Quantity,
    /// Answer with every number in its middle, marked by a line.
    pub middle: f64,
    /// What the low and the high end are, for example "at its 10th percentile".
    pub ends: [String; 2],
    /// Heading of the ends.
    pub range_title: String,
    /// What the answer was computed from, as text.
    pub n: String,
    /// From top to bottom, the longest first.
    pub bars: Vec<Bar>,
    /// Decimals of the answers at the ends of a bar.
    pub places: usize,
}

const ROW: f64 = 22.0;
const PLOT: (f64, f64) = (236.0, 584.0);

/// Draw the bars.
///
/// # Errors
/// When a value is missing or there is no bar.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = key(&mut sheet, &data.ends) + 22.0;
    sheet.words(words(8.0, top - 8.0, "Uncertain number").bold());
    sheet.words(words(WIDTH - 8.0, top - 8.0, &data.range_title).bold().end());
    #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
    let bottom = top + ROW * data.bars.len() as f64 + 6.0;
    let values = data.bars.iter().flat_map(|bar| [bar.at_low, bar.at_high]).chain([data.middle]);
    let (low, high) = extent(values);
    // Room for the numbers at the ends of the longest bar.
    let room = 0.12 * (high - low);
    let marks = fitting_ticks(low - room, high + room, PLOT.1 - PLOT.0);
    let x = linear(ends(&marks), PLOT);
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    let mut y = top + 3.0;
    for bar in &data.bars {
        one(&mut sheet, data, bar, &x, y);
        y += ROW;
    }
    sheet.line((x.at(data.middle), top), (x.at(data.middle), bottom), pen(INK, 1.0));
    draw_below(&mut sheet, &x, &marks, bottom, &format!("{}, {}", data.answer.label(), data.n));
    sheet.finish(bottom + 46.0)
}

fn one(sheet: &mut Sheet, data: &Data, bar: &Bar, x: &Scale, y: f64) {
    sheet.line((8.0, y + ROW - 3.0), (WIDTH - 8.0, y + ROW - 3.0), pen(FAINT, 0.25));
    sheet.words(words(8.0, y + 13.0, &bar.name));
    sheet.words(words(WIDTH - 8.0, y + 13.0, &bar.range).end());
    for (value, role) in [(bar.at_low, Role::Control), (bar.at_high, Role::Treatment)] {
        let (from, to) = (x.at(data.middle), x.at(value));
        let rect = Rect { x: from.min(to), y: y + 3.0, width: (to - from).abs(), height: 12.0 };
        sheet.rect(rect, fill(look(role).colour, 0.85), None);
    }
    let (least, most) = (bar.at_low.min(bar.at_high), bar.at_low.max(bar.at_high));
    let (left, right) = (least.min(data.middle), most.max(data.middle));
    sheet.words(words(x.at(left) - 4.0, y + 13.0, &decimals(left, data.places)).end());
    sheet.words(words(x.at(right) + 4.0, y + 13.0, &decimals(right, data.places)));
}

/// What the colours mean; returns the lower edge.
fn key(sheet: &mut Sheet, [low, high]: &[String; 2]) -> f64 {
    let y = sheet.top + 10.0;
    let mut x = 8.0;
    for (role, text) in [(Role::Control, low), (Role::Treatment, high)] {
        sheet.rect(Rect { x, y: y - 9.0, width: 16.0, height: 10.0 }, fill(look(role).colour, 0.85), None);
        sheet.words(words(x + 22.0, y, text));
        x += 22.0 + text_width(text, TICK_SIZE, false) + 24.0;
    }
    y + 6.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("answer.name", &data.answer.name)?;
    check.text("range_title", &data.range_title)?;
    data.ends.iter().try_for_each(|end| check.text("ends", end))?;
    check.text("n", &data.n)?;
    check.finite("middle", [data.middle])?;
    check.some("bars", &data.bars)?;
    for bar in &data.bars {
        check.text("bars.name", &bar.name)?;
        check.finite("bars", [bar.at_low, bar.at_high])?;
    }
    Ok(())
}
