//! How does pain run over the trial in each arm? Means over visits with intervals and the n behind them.

use super::super::axis::{Scale, Tick, draw_below, draw_left, linear, reference, ticks};
use super::super::svg::{Pen, Sheet, decimals, fill, pen, words};
use super::super::theme::{INK, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, text_width, wrap};
use super::{Band, EndLabel, FigureError, Frame, Margin, Mark, Quantity, end_labels};
use serde::Serialize;

/// One arm at one visit.
#[derive(Debug, Clone, Serialize)]
pub struct Visit {
    /// Time of the visit, in the unit of the time axis.
    pub at: f64,
    /// Mean over patients.
    pub mean: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Patients measured, as text: a count or a mean over replicates.
    pub n: String,
}

/// One arm.
#[derive(Debug, Clone, Serialize)]
pub struct Arm {
    /// Name, printed beside its line.
    pub name: String,
    /// Colour, dash and marker.
    pub role: Role,
    /// In order of time.
    pub visits: Vec<Visit>,
    /// Range of the mean over replicates; empty to leave it out.
    pub envelope: Vec<Band>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The horizontal quantity.
    pub time: Quantity,
    /// The vertical quantity.
    pub outcome: Quantity,
    /// Ends of the vertical axis.
    pub outcome_low: f64,
    /// Ends of the vertical axis.
    pub outcome_high: f64,
    /// One to five arms.
    pub arms: Vec<Arm>,
    /// Treatment days and the like.
    pub marks: Vec<Mark>,
}

const HEIGHT: f64 = 270.0;

/// Draw the course.
///
/// # Errors
/// When a value is missing, an interval is reversed or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let widest = data.arms.iter().map(|arm| text_width(&arm.name, TICK_SIZE, false)).fold(0.0, f64::max);
    let left = (widest.min(150.0) + 24.0).max(66.0);
    let label_width = (widest * 1.17 + 6.0).min(140.0);
    let right = WIDTH - label_width - 22.0;
    let top = sheet.top + 20.0;
    let bottom = top + HEIGHT;
    let (first, last) =
        super::extent(data.arms.iter().flat_map(|arm| arm.visits.iter().map(|visit| visit.at)));
    let x = linear((first, last), (left + 12.0, right - 8.0));
    let y = linear((data.outcome_low, data.outcome_high), (bottom, top));

    draw_left(
        &mut sheet,
        &y,
        &ticks(data.outcome_low, data.outcome_high, 5),
        left,
        &data.outcome.label(),
        Some(right),
    );
    marks(&mut sheet, &x, &data.marks, (top, bottom));
    for (index, arm) in data.arms.iter().enumerate() {
        draw_arm(&mut sheet, arm, index, data.arms.len(), (&x, &y));
    }
    names(&mut sheet, &data.arms, &y, right, label_width);
    let visits = visit_ticks(&data.arms);
    sheet.line((left, bottom), (right, bottom), pen(INK, 0.8));
    draw_below(&mut sheet, &x, &visits, bottom, &data.time.label());
    let end = counts(&mut sheet, &data.arms, &x, &visits, bottom + 52.0);
    sheet.finish(end)
}

fn marks(sheet: &mut Sheet, x: &Scale, marks: &[Mark], ends: (f64, f64)) {
    for mark in marks {
        reference(sheet, x, mark.at, ends, &mark.label);
    }
}

/// Envelope, line, intervals and points of one arm, moved aside a little so that intervals do not cover each other.
#[expect(clippy::cast_precision_loss, reason = "an arm count")]
fn draw_arm(sheet: &mut Sheet, arm: &Arm, index: usize, arms: usize, (x, y): (&Scale, &Scale)) {
    let look = look(arm.role);
    let aside = (index as f64 - (arms as f64 - 1.0) / 2.0) * 5.0;
    let upper: Vec<_> = arm.envelope.iter().map(|band| (x.at(band.at), y.held(band.high))).collect();
    let lower: Vec<_> = arm.envelope.iter().map(|band| (x.at(band.at), y.held(band.low))).collect();
    if !upper.is_empty() {
        sheet.area(&upper, &lower, fill(look.colour, 0.13));
    }
    let line: Vec<_> = arm.visits.iter().map(|visit| (x.at(visit.at) + aside, y.held(visit.mean))).collect();
    sheet.polyline(&line, Pen { colour: look.colour, width: 1.8, dash: look.dash });
    for (visit, &point) in arm.visits.iter().zip(&line) {
        sheet.error_bar(point.0, (y.held(visit.low), y.held(visit.high)), 2.5, pen(look.colour, 1.1));
        sheet.marker(point, 3.4, look);
    }
}

fn names(sheet: &mut Sheet, arms: &[Arm], y: &Scale, right: f64, width: f64) {
    let end = |arm: &Arm| arm.visits.last().map_or(0.0, |visit| y.held(visit.mean));
    let labels: Vec<EndLabel<'_>> =
        arms.iter().map(|arm| EndLabel { name: &arm.name, y: end(arm), role: arm.role }).collect();
    let (bottom, top) = y.span();
    end_labels(sheet, &labels, &Margin { x: right + 10.0, width, size: LABEL_SIZE, top, bottom });
}

/// Visits as ticks: whole numbers as they are, others with one decimal.
fn visit_ticks(arms: &[Arm]) -> Vec<Tick> {
    let mut times: Vec<f64> = arms.iter().flat_map(|arm| arm.visits.iter().map(|visit| visit.at)).collect();
    times.sort_by(f64::total_cmp);
    times.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let places = |time: f64| usize::from((time - time.round()).abs() > 1e-9);
    times.into_iter().map(|value| Tick { value, label: decimals(value, places(value)) }).collect()
}

/// n of every arm under its visits; visits too close to the last printed one are skipped. Returns the lower edge.
fn counts(sheet: &mut Sheet, arms: &[Arm], x: &Scale, visits: &[Tick], top: f64) -> f64 {
    sheet.words(words(8.0, top, "No. of patients").bold());
    let mut baseline = top + 16.0;
    for arm in arms {
        let mut free_from = f64::NEG_INFINITY;
        let lines = wrap(&arm.name, 150.0, TICK_SIZE, false);
        for tick in visits {
            let Some(visit) = arm.visits.iter().find(|visit| (visit.at - tick.value).abs() < 1e-9) else {
                continue;
            };
            let half = text_width(&visit.n, TICK_SIZE, false) / 2.0;
            if x.at(visit.at) - half >= free_from {
                sheet.words(words(x.at(visit.at), baseline, &visit.n).middle());
                free_from = x.at(visit.at) + half + 5.0;
            }
        }
        for line in &lines {
            sheet.words(words(8.0, baseline, line).colour(look(arm.role).text));
            baseline += 15.0;
        }
    }
    baseline - 4.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("time.name", &data.time.name)?;
    check.text("outcome.name", &data.outcome.name)?;
    check.interval("outcome_low, outcome_high", data.outcome_low, data.outcome_high)?;
    check.some("arms", &data.arms)?;
    for arm in &data.arms {
        check.text("arms.name", &arm.name)?;
        check.some("arms.visits", &arm.visits)?;
        check.rising("arms.visits.at", arm.visits.iter().map(|visit| visit.at))?;
        for visit in &arm.visits {
            check.finite("arms.visits", [visit.mean])?;
            check.interval("arms.visits", visit.low, visit.high)?;
            check.text("arms.visits.n", &visit.n)?;
        }
        check.rising("arms.envelope.at", arm.envelope.iter().map(|band| band.at))?;
        for band in &arm.envelope {
            check.interval("arms.envelope", band.low, band.high)?;
        }
    }
    check.finite("marks", data.marks.iter().map(|mark| mark.at))
}
