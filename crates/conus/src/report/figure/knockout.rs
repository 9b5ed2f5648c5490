//! How much of the benefit needs each mechanism of the cells? Benefit lost when one is switched off.

use super::super::axis::{Scale, draw_below, linear, nice_range, ticks};
use super::super::svg::{Rect, Sheet, dashed, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, LABEL_SIZE, MUTED, Role, WIDTH, look, wrap};
use super::{FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// One bar.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Id of the claim, for example "S3.1"; may be empty.
    pub id: String,
    /// What is switched off.
    pub name: String,
    /// Benefit, or benefit lost.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// The numbers as printed on the right.
    pub text: String,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The benefit, with unit.
    pub benefit: Quantity,
    /// All mechanisms at work: the reference.
    pub full: Bar,
    /// One bar per mechanism switched off: what is lost.
    pub lost: Vec<Bar>,
    /// Heading of the numbers, for example "Points lost (95 % interval)".
    pub text_title: String,
    /// Patients or replicates behind each bar, as text.
    pub n: String,
}

const ROW: f64 = 38.0;

/// Draw the bars.
///
/// # Errors
/// When a value is missing, an interval is reversed or a list is empty.
#[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let (left, right) = (216.0, WIDTH - 150.0);
    let top = sheet.top + 26.0;
    let bars = std::iter::once(&data.full).chain(&data.lost);
    let (low, high) = extent(bars.flat_map(|bar| [0.0, bar.low, bar.value, bar.high]));
    let (low, high) = nice_range(low, high, 6);
    let x = linear((low, high), (left, right));
    let bottom = top + ROW * (data.lost.len() as f64 + 1.0) + 14.0;
    sheet.words(words(8.0, top - 8.0, "Mechanism switched off").bold());
    sheet.words(words(WIDTH - 8.0, top - 8.0, &data.text_title).bold().end());
    let marks = ticks(low, high, 6);
    for tick in &marks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    let reference = x.at(data.full.value);
    sheet.line((reference, top), (reference, bottom), dashed(FAINT, 1.0, "3 3"));
    draw_bar(&mut sheet, &data.full, &x, top + 4.0, 0.85);
    sheet.line((8.0, top + ROW + 7.0), (WIDTH - 8.0, top + ROW + 7.0), pen(FAINT, 0.5));
    for (index, bar) in data.lost.iter().enumerate() {
        draw_bar(&mut sheet, bar, &x, top + ROW * (index as f64 + 1.0) + 12.0, 0.38);
    }
    sheet.line((x.at(0.0), top), (x.at(0.0), bottom), pen(INK, 1.0));
    draw_below(&mut sheet, &x, &marks, bottom, &format!("{}, n = {}", data.benefit.label(), data.n));
    sheet.finish(bottom + 46.0)
}

fn draw_bar(sheet: &mut Sheet, bar: &Bar, x: &Scale, top: f64, strength: f64) {
    let look = look(Role::Treatment);
    let (zero, end) = (x.at(0.0), x.at(bar.value));
    let rect = Rect { x: zero.min(end), y: top + 5.0, width: (end - zero).abs(), height: 18.0 };
    sheet.rect(rect, fill(look.colour, strength), None);
    let centre = top + 14.0;
    let whisker = (x.at(bar.low), x.at(bar.high));
    sheet.interval(centre, whisker, 5.0, pen("#ffffff", 3.2));
    sheet.interval(centre, whisker, 4.0, pen(INK, 1.2));
    let lines = wrap(&bar.name, 160.0, LABEL_SIZE, false);
    let indent = if bar.id.is_empty() { 8.0 } else { 44.0 };
    let mut baseline = centre + 4.0 - 7.0 * f64::from(u8::try_from(lines.len() - 1).unwrap_or(1));
    for line in &lines {
        sheet.words(words(indent, baseline, line).size(LABEL_SIZE));
        baseline += 14.0;
    }
    sheet.words(words(8.0, centre + 4.0, &bar.id).colour(MUTED));
    sheet.words(words(WIDTH - 8.0, centre + 4.0, &bar.text).end());
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("benefit.name", &data.benefit.name)?;
    check.text("text_title", &data.text_title)?;
    check.text("n", &data.n)?;
    check.some("lost", &data.lost)?;
    for bar in std::iter::once(&data.full).chain(&data.lost) {
        check.text("bars.name", &bar.name)?;
        check.text("bars.text", &bar.text)?;
        check.finite("bars.value", [bar.value])?;
        check.interval("bars.low, bars.high", bar.low, bar.high)?;
    }
    Ok(())
}
