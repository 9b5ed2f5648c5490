//! Which choices are worth their price? What each gives against what it costs; those that nothing beats stand out.

use super::super::axis::{Scale, draw_below, draw_left, ends, linear, nice_ticks, ticks};
use super::super::svg::{Sheet, dashed, fill, pen, words};
use super::super::theme::{FAINT, GRID, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, wrap};
use super::{Estimate, FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// One choice.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// What it costs, and what it gives with its interval.
    pub point: Estimate,
    /// Whether nothing beats it in everything that counts.
    pub on_front: bool,
    /// Its number in the list, for those that are named.
    pub number: Option<u32>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// What is paid.
    pub cost: Quantity,
    /// What is got, in percent.
    pub gain: Quantity,
    /// Every choice.
    pub choices: Vec<Choice>,
    /// Number and words of each choice on the front, as they stand in the margin.
    pub named: Vec<(u32, String)>,
}

const HEIGHT: f64 = 320.0;
const LEFT: f64 = 62.0;
/// Choices that the margin can name.
const MOST_NAMED: usize = 12;

/// Draw the choices.
///
/// # Errors
/// When a value is missing or there is no choice.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 10.0;
    let (bottom, right) = (top + HEIGHT, WIDTH - 236.0);
    let (low, high) = extent(data.choices.iter().map(|choice| choice.point.at));
    let marks = nice_ticks(low.min(0.9 * low), high, 6);
    let x = linear(ends(&marks), (LEFT, right));
    let y = linear((0.0, 100.0), (bottom, top));
    draw_left(&mut sheet, &y, &ticks(0.0, 100.0, 5), LEFT, &data.gain.label(), Some(right));
    draw_below(&mut sheet, &x, &marks, bottom, &data.cost.label());
    sheet.line((LEFT, y.at(80.0)), (right, y.at(80.0)), dashed(FAINT, 1.0, "3 3"));
    let others = data.choices.iter().filter(|choice| choice.number.is_none());
    for choice in others {
        let at = (x.held(choice.point.at), y.held(choice.point.value));
        let colour = if choice.on_front { look(Role::Treatment).colour } else { GRID };
        sheet.circle(at, 2.6, fill(colour, 1.0), pen(FAINT, 0.8));
    }
    for choice in &data.choices {
        if let Some(number) = choice.number {
            chosen(&mut sheet, (&x, &y), choice.point, number);
        }
    }
    let end = margin(&mut sheet, data, right + 18.0, top);
    sheet.finish(end.max(bottom + 46.0))
}

fn chosen(sheet: &mut Sheet, (x, y): (&Scale, &Scale), point: Estimate, number: u32) {
    let look = look(Role::Treatment);
    let at = (x.held(point.at), y.held(point.value));
    sheet.error_bar(at.0, (y.held(point.low), y.held(point.high)), 3.0, pen(look.colour, 1.0));
    sheet.circle(at, 8.0, fill(look.colour, 1.0), pen("#ffffff", 1.0));
    sheet.words(
        words(at.0, at.1 + 3.6, &number.to_string()).middle().bold().colour("#ffffff").size(TICK_SIZE),
    );
}

/// The names; returns the lower edge.
fn margin(sheet: &mut Sheet, data: &Data, left: f64, top: f64) -> f64 {
    let mut y = top + 6.0;
    sheet.words(words(left, y, "Cheapest way to so much").bold().size(LABEL_SIZE));
    y += 18.0;
    for (number, name) in &data.named {
        sheet.words(words(left, y, &number.to_string()).bold());
        for line in wrap(name, 190.0, TICK_SIZE, false) {
            sheet.words(words(left + 22.0, y, &line));
            y += 13.0;
        }
        y += 4.0;
    }
    for (colour, text) in [(look(Role::Treatment).colour, "nothing beats it"), (GRID, "beaten by another")] {
        sheet.circle((left + 4.0, y + 2.0), 2.6, fill(colour, 1.0), pen(FAINT, 0.8));
        sheet.words(words(left + 22.0, y + 6.0, text));
        y += 16.0;
    }
    y + 4.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("cost.name", &data.cost.name)?;
    check.text("gain.name", &data.gain.name)?;
    check.some("choices", &data.choices)?;
    check.between("named", &data.named, (0, MOST_NAMED))?;
    for choice in &data.choices {
        let Estimate { at, value, low, high } = choice.point;
        check.finite("choices", [at])?;
        check.within("choices", (0.0, 100.0), [value, low, high])?;
        check.interval("choices", low, high)?;
    }
    data.named.iter().try_for_each(|(_, name)| check.text("named", name))
}
