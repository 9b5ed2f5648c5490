//! Of what does a printed change consist? A staircase for each change: every part begins where the one before ends, and the
//! last step is what was printed.

use super::super::axis::{Scale, draw_below, ends, fitting_ticks, linear};
use super::super::svg::{Rect, Sheet, dashed, decimals, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, LABEL_SIZE, MUTED, Role, TICK_SIZE, WIDTH, look, text_width};
use super::{FigureError, Frame, Interval, Quantity, extent};
use serde::Serialize;

/// One step of the staircase.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// What makes it.
    pub name: String,
    /// Its size, with the interval.
    pub size: Interval,
    /// No number in hand has informed it: it is hatched.
    pub by_prior_alone: bool,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct Staircase {
    /// What changed, in whom.
    pub name: String,
    /// What is said beside the name: n, and how much was learnt.
    pub note: String,
    /// The change, with unit.
    pub change: Quantity,
    /// The parts, from the first step to the last.
    pub parts: Vec<Part>,
    /// What no part explains.
    pub unexplained: f64,
    /// What was printed: the sum of the parts and of what they do not explain.
    pub printed: f64,
    /// Decimals of the numbers.
    pub places: usize,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// What an interval is, for example "90 %".
    pub interval: String,
    /// From top to bottom.
    pub staircases: Vec<Staircase>,
}

const ROW: f64 = 19.0;
const PLOT: (f64, f64) = (190.0, 560.0);
/// How far the sum of the steps may lie from what was printed: rounding alone.
const ROUNDING: f64 = 1e-6;

/// Draw the staircases.
///
/// # Errors
/// When a value is missing, a list is empty or the parts do not add up to what was printed.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let hatch = sheet.hatch("prior", look(Role::Treatment).colour);
    let mut top = key(&mut sheet, &hatch) + 18.0;
    for staircase in &data.staircases {
        top = one(&mut sheet, data, staircase, &hatch, top) + 18.0;
    }
    sheet.finish(top - 8.0)
}

/// One staircase; returns its lower edge.
fn one(sheet: &mut Sheet, data: &Data, stairs: &Staircase, hatch: &str, top: f64) -> f64 {
    sheet.words(words(8.0, top + 2.0, &stairs.name).size(LABEL_SIZE).bold());
    sheet.words(words(WIDTH - 8.0, top + 2.0, &stairs.note).colour(MUTED).end());
    let steps = steps(stairs);
    let upper = top + 12.0;
    #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
    let lower = upper + ROW * steps.len() as f64 + 4.0;
    let reach = steps.iter().flat_map(|step| [step.from, step.to]);
    let whiskers = steps.iter().filter_map(|step| step.interval).flat_map(|(low, high)| [low, high]);
    let (low, high) = extent(reach.chain(whiskers).chain([0.0]));
    let marks = fitting_ticks(low, high, PLOT.1 - PLOT.0);
    let x = linear(ends(&marks), PLOT);
    for tick in &marks {
        sheet.line((x.at(tick.value), upper), (x.at(tick.value), lower), pen(GRID, 0.8));
    }
    sheet.line((x.at(0.0), upper), (x.at(0.0), lower), pen(INK, 0.8));
    for (place, step) in steps.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
        let y = upper + ROW * place as f64;
        draw_step(sheet, step, hatch, &x, y);
        let number = match step.size {
            (value, Some((low, high))) => format!(
                "{} ({} to {})",
                decimals(value, stairs.places),
                decimals(low, stairs.places),
                decimals(high, stairs.places)
            ),
            (value, None) => decimals(value, stairs.places),
        };
        let number = words(WIDTH - 8.0, y + 13.0, &number).end();
        sheet.words(if step.look == Look::Printed { number.bold() } else { number });
        if place + 1 < steps.len() {
            let at = x.at(step.to);
            sheet.line((at, y + 15.0), (at, y + ROW + 4.0), dashed(FAINT, 0.8, "2 2"));
        }
    }
    draw_below(sheet, &x, &marks, lower, &format!("{}; {} intervals", stairs.change.label(), data.interval));
    lower + 40.0
}

/// How a step is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Informed,
    PriorAlone,
    Unexplained,
    Printed,
}

/// A step in place.
struct Step<'a> {
    name: &'a str,
    look: Look,
    from: f64,
    to: f64,
    /// Interval of its end.
    interval: Option<(f64, f64)>,
    /// Size and interval of the size.
    size: (f64, Option<(f64, f64)>),
}

fn steps(stairs: &Staircase) -> Vec<Step<'_>> {
    let mut reached = 0.0;
    let mut steps = Vec::new();
    for part in &stairs.parts {
        let Interval { value, low, high } = part.size;
        steps.push(Step {
            name: &part.name,
            look: if part.by_prior_alone { Look::PriorAlone } else { Look::Informed },
            from: reached,
            to: reached + value,
            interval: Some((reached + low, reached + high)),
            size: (value, Some((low, high))),
        });
        reached += value;
    }
    let rest = |name, look, from, to| Step { name, look, from, to, interval: None, size: (to - from, None) };
    steps.push(rest("not explained", Look::Unexplained, reached, stairs.printed));
    steps.push(rest("printed", Look::Printed, 0.0, stairs.printed));
    steps
}

fn draw_step(sheet: &mut Sheet, step: &Step<'_>, hatch: &str, x: &Scale, y: f64) {
    let label = words(PLOT.0 - 8.0, y + 13.0, step.name).end();
    sheet.words(if step.look == Look::Printed { label.bold() } else { label });
    let (from, to) = (x.at(step.from.min(step.to)), x.at(step.from.max(step.to)));
    let rect = || Rect { x: from, y: y + 4.0, width: (to - from).max(0.8), height: 11.0 };
    let colour = look(Role::Treatment).colour;
    match step.look {
        Look::Informed => sheet.rect(rect(), fill(colour, 0.85), None),
        Look::PriorAlone => sheet.rect(rect(), fill(hatch, 1.0), Some(pen(colour, 0.9))),
        Look::Unexplained => sheet.rect(rect(), fill("#ffffff", 1.0), Some(dashed(INK, 0.9, "3 2"))),
        Look::Printed => sheet.rect(rect(), fill(INK, 0.85), None),
    }
    if let Some((low, high)) = step.interval {
        sheet.interval(y + 9.5, (x.at(low), x.at(high)), 2.5, pen(INK, 0.9));
    }
}

/// What the fillings mean; returns the lower edge.
fn key(sheet: &mut Sheet, hatch: &str) -> f64 {
    let (y, colour) = (sheet.top + 10.0, look(Role::Treatment).colour);
    let mut x = 8.0;
    let rows = [
        ("informed by published numbers", fill(colour, 0.85), None),
        ("its size is assumed: a prior and nothing else", fill(hatch, 1.0), Some(pen(colour, 0.9))),
        ("not explained", fill("#ffffff", 1.0), Some(dashed(INK, 0.9, "3 2"))),
    ];
    for (text, filling, edge) in rows {
        sheet.rect(Rect { x, y: y - 9.0, width: 18.0, height: 10.0 }, filling, edge);
        sheet.words(words(x + 24.0, y, text));
        x += 24.0 + text_width(text, TICK_SIZE, false) + 22.0;
    }
    y + 6.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("interval", &data.interval)?;
    check.some("staircases", &data.staircases)?;
    for stairs in &data.staircases {
        check.text("staircases.name", &stairs.name)?;
        check.text("staircases.note", &stairs.note)?;
        check.text("staircases.change.name", &stairs.change.name)?;
        check.some("staircases.parts", &stairs.parts)?;
        check.finite("staircases", [stairs.printed, stairs.unexplained])?;
        for part in &stairs.parts {
            check.text("staircases.parts.name", &part.name)?;
            check.finite("staircases.parts", [part.size.value])?;
            check.interval("staircases.parts", part.size.low, part.size.high)?;
        }
        let sum: f64 = stairs.parts.iter().map(|part| part.size.value).sum::<f64>() + stairs.unexplained;
        let exact = ROUNDING * (1.0 + stairs.printed.abs());
        check.within("staircases.printed", (sum - exact, sum + exact), [stairs.printed])?;
    }
    Ok(())
}
