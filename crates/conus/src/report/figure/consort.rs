//! How many patients entered, left and were analysed? A participant flow diagram in the order of the
//! CONSORT 2010 statement (Schulz, Altman and Moher, BMJ 2010;340:c332, figure 1).

use super::super::svg::{Rect, Sheet, fill, pen, words};
use super::super::theme::{INK, MUTED, PAPER, TICK_SIZE, WIDTH, wrap};
use super::{Check, FigureError, Frame};
use serde::Serialize;

/// A reason and how many patients it holds for.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Why.
    pub label: String,
    /// How many, as text: one replicate, or a mean with its range over replicates.
    pub count: String,
}

/// One arm, from allocation to analysis.
#[derive(Debug, Clone, Serialize)]
pub struct Arm {
    /// Name.
    pub name: String,
    /// Allocated to it.
    pub allocated: String,
    /// Received what was allocated.
    pub received: String,
    /// Did not, by reason.
    pub not_received: Vec<Count>,
    /// Lost or discontinued.
    pub discontinued: String,
    /// Of these, by reason.
    pub discontinued_by_reason: Vec<Count>,
    /// In the primary analysis.
    pub analysed: String,
    /// Left out of it, by reason.
    pub not_analysed: Vec<Count>,
}

/// The table of the figure; counts are text, because they may be a mean with a range.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Assessed for eligibility.
    pub screened: String,
    /// Excluded before randomisation.
    pub excluded: String,
    /// Of these, by reason.
    pub excluded_by_reason: Vec<Count>,
    /// Randomised (or enrolled, in a series).
    pub randomised: String,
    /// Word for the step above: "Randomised" or "Enrolled".
    pub entry_word: String,
    /// One to four arms.
    pub arms: Vec<Arm>,
}

const LINE: f64 = 15.0;
const PADDING: f64 = 9.0;
const LEFT: f64 = 100.0;
const GAP: f64 = 20.0;
const STAGE_GAP: f64 = 30.0;

/// One line in a box: its text, heavy or indented.
struct Line {
    text: String,
    bold: bool,
    indent: f64,
}

/// Draw the flow.
///
/// # Errors
/// When a count or a name is empty, or there are no arms or more than four.
#[expect(clippy::cast_precision_loss, reason = "an arm count of at most four")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let right = WIDTH - 8.0;
    let centre = if data.arms.len() == 1 { LEFT + 130.0 } else { f64::midpoint(LEFT, right) };
    let trunk_width = 250.0;
    let mut y = sheet.top + 4.0;

    let screened = headed("Assessed for eligibility", &data.screened, &[], trunk_width);
    stage(&mut sheet, "Enrolment", y);
    let below = boxed(&mut sheet, &screened, centre - trunk_width / 2.0, y, trunk_width, 0.0);
    let excluded_left = centre + 26.0;
    let side_width = (right - excluded_left).min(300.0);
    let excluded = headed("Excluded", &data.excluded, &data.excluded_by_reason, side_width);
    let side_top = below + 16.0;
    let side_bottom = boxed(&mut sheet, &excluded, excluded_left, side_top, side_width, 0.0);
    let side_middle = f64::midpoint(side_top, side_bottom);
    arrow_right(&mut sheet, (centre, side_middle), excluded_left);
    y = side_bottom + 16.0;
    arrow_down(&mut sheet, centre, below, y);
    let entered = headed(&data.entry_word, &data.randomised, &[], trunk_width);
    let entered_bottom = boxed(&mut sheet, &entered, centre - trunk_width / 2.0, y, trunk_width, 0.0);

    let arms = data.arms.len() as f64;
    let width = if data.arms.len() == 1 { 260.0 } else { (right - LEFT - GAP * (arms - 1.0)) / arms };
    let columns: Vec<f64> = (0..data.arms.len()).map(|arm| LEFT + arm as f64 * (width + GAP)).collect();
    let bar = entered_bottom + STAGE_GAP / 2.0;
    sheet.line((centre, entered_bottom), (centre, bar), pen(INK, 1.0));
    sheet.line(
        (columns[0] + width / 2.0, bar),
        (columns[columns.len() - 1] + width / 2.0, bar),
        pen(INK, 1.0),
    );
    let bottom = arm_stages(&mut sheet, &data.arms, &columns, width, bar);
    sheet.finish(bottom + 14.0)
}

/// The lines of one arm's box of a width.
type LinesOf = fn(&Arm, f64) -> Vec<Line>;

/// Allocation, follow-up and analysis, one row of boxes each; returns the lower edge.
fn arm_stages(sheet: &mut Sheet, arms: &[Arm], columns: &[f64], width: f64, bar: f64) -> f64 {
    let mut above = bar;
    let first: (&str, LinesOf) =
        if arms.len() > 1 { ("Allocation", allocation) } else { ("Treatment", receipt) };
    for (name, lines_of) in [first, ("Follow-up", follow_up), ("Analysis", analysis)] {
        let top = if above <= bar { bar + STAGE_GAP / 2.0 } else { above + STAGE_GAP * 0.8 };
        let boxes: Vec<Vec<Line>> = arms.iter().map(|arm| lines_of(arm, width)).collect();
        let height = boxes.iter().map(|lines| box_height(lines)).fold(0.0, f64::max);
        stage(sheet, name, top);
        for (lines, &x) in boxes.iter().zip(columns) {
            arrow_down(sheet, x + width / 2.0, above, top);
            boxed(sheet, lines, x, top, width, height);
        }
        above = top + height;
    }
    above
}

fn allocation(arm: &Arm, width: f64) -> Vec<Line> {
    let mut lines = heading(&arm.name, width);
    lines.extend(plain(&format!("Allocated {}", number(&arm.allocated)), width, 0.0));
    lines.extend(plain(&format!("Received allocated treatment {}", number(&arm.received)), width, 0.0));
    lines.extend(reasons("Did not receive:", &arm.not_received, width));
    lines
}

/// In a series nobody is allocated.
fn receipt(arm: &Arm, width: f64) -> Vec<Line> {
    let mut lines = heading(&arm.name, width);
    lines.extend(plain(&format!("Received treatment {}", number(&arm.received)), width, 0.0));
    lines.extend(reasons("Did not receive:", &arm.not_received, width));
    lines
}

fn follow_up(arm: &Arm, width: f64) -> Vec<Line> {
    headed("Lost or discontinued", &arm.discontinued, &arm.discontinued_by_reason, width)
}

fn analysis(arm: &Arm, width: f64) -> Vec<Line> {
    let mut lines = headed("Analysed", &arm.analysed, &[], width);
    lines.extend(reasons("Not analysed:", &arm.not_analysed, width));
    lines
}

fn headed(what: &str, count: &str, by_reason: &[Count], width: f64) -> Vec<Line> {
    let mut lines = heading(&format!("{what} {}", number(count)), width);
    lines.extend(reasons("", by_reason, width));
    lines
}

/// A count that is not broken over two lines.
fn number(count: &str) -> String {
    format!("(n = {count})").replace(' ', "\u{a0}")
}

fn heading(text: &str, width: f64) -> Vec<Line> {
    let lines = wrap(text, width - 2.0 * PADDING, TICK_SIZE, true);
    lines.into_iter().map(|text| Line { text, bold: true, indent: 0.0 }).collect()
}

fn plain(text: &str, width: f64, indent: f64) -> Vec<Line> {
    let lines = wrap(text, width - 2.0 * PADDING - indent, TICK_SIZE, false);
    lines.into_iter().map(|text| Line { text, bold: false, indent }).collect()
}

fn reasons(title: &str, list: &[Count], width: f64) -> Vec<Line> {
    let mut lines = Vec::new();
    if !list.is_empty() && !title.is_empty() {
        lines.extend(plain(title, width, 0.0));
    }
    for reason in list {
        lines.extend(plain(&format!("{} {}", reason.label, number(&reason.count)), width, 10.0));
    }
    lines
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn box_height(lines: &[Line]) -> f64 {
    lines.len() as f64 * LINE + 2.0 * PADDING - 3.0
}

/// Draw a box at least `least` high; returns its lower edge.
fn boxed(sheet: &mut Sheet, lines: &[Line], x: f64, y: f64, width: f64, least: f64) -> f64 {
    let height = box_height(lines).max(least);
    sheet.rect(Rect { x, y, width, height }, fill(PAPER, 1.0), Some(pen(INK, 0.9)));
    let mut baseline = y + PADDING + 9.5;
    for line in lines {
        let text = words(x + PADDING + line.indent, baseline, &line.text);
        sheet.words(if line.bold { text.bold() } else { text });
        baseline += LINE;
    }
    y + height
}

fn stage(sheet: &mut Sheet, name: &str, y: f64) {
    sheet.words(words(8.0, y + PADDING + 9.5, name).colour(MUTED).bold());
}

fn arrow_down(sheet: &mut Sheet, x: f64, from: f64, to: f64) {
    sheet.line((x, from), (x, to - 5.0), pen(INK, 1.0));
    sheet.polygon(&[(x, to), (x - 3.5, to - 7.0), (x + 3.5, to - 7.0)], fill(INK, 1.0));
}

fn arrow_right(sheet: &mut Sheet, (x, y): (f64, f64), to: f64) {
    sheet.line((x, y), (to - 5.0, y), pen(INK, 1.0));
    sheet.polygon(&[(to, y), (to - 7.0, y - 3.5), (to - 7.0, y + 3.5)], fill(INK, 1.0));
}

#[expect(clippy::cast_precision_loss, reason = "an arm count")]
fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("screened", &data.screened)?;
    check.text("excluded", &data.excluded)?;
    check.text("randomised", &data.randomised)?;
    check.text("entry_word", &data.entry_word)?;
    counts(&check, "excluded_by_reason", &data.excluded_by_reason)?;
    check.within("arms", (1.0, 4.0), [data.arms.len() as f64])?;
    for arm in &data.arms {
        check.text("arms.name", &arm.name)?;
        check.text("arms.allocated", &arm.allocated)?;
        check.text("arms.received", &arm.received)?;
        check.text("arms.discontinued", &arm.discontinued)?;
        check.text("arms.analysed", &arm.analysed)?;
        for list in [&arm.not_received, &arm.discontinued_by_reason, &arm.not_analysed] {
            counts(&check, "arms: reasons", list)?;
        }
    }
    Ok(())
}

fn counts(check: &Check<'_>, field: &str, list: &[Count]) -> Result<(), FigureError> {
    for reason in list {
        check.text(field, &reason.label)?;
        check.text(field, &reason.count)?;
    }
    Ok(())
}
