//! What share of patients improves by at least so much? The cumulative responder curve of each arm
//! (Farrar, Dworkin and Max, J Pain Symptom Manage 2006;31:369-377), with 30 % and 50 % marked.

use super::super::axis::{Scale, draw_below, draw_left, linear, ticks};
use super::super::svg::{Pen, Sheet, dashed, decimals, fill, words};
use super::super::theme::{FAINT, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, spread, wrap};
use super::{Band, FigureError, Frame};
use serde::Serialize;

/// One arm.
#[derive(Debug, Clone, Serialize)]
pub struct Arm {
    /// Name.
    pub name: String,
    /// Colour, dash and marker.
    pub role: Role,
    /// Patients, as text.
    pub n: String,
    /// (reduction in percent, patients in percent with at least that reduction), by rising reduction, from
    /// (0, share with no worsening) on.
    pub points: Vec<(f64, f64)>,
    /// Interval of the share; empty to leave it out.
    pub band: Vec<Band>,
    /// Patients with at least 30 % reduction, in percent, as exported.
    pub at_30: f64,
    /// Patients with at least 50 % reduction, in percent, as exported.
    pub at_50: f64,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// Of what, for example "Reduction of mean NRS from baseline to 6 months"; "(%, at least)" is added.
    pub reduction_of: String,
    /// One to five arms.
    pub arms: Vec<Arm>,
}

const HEIGHT: f64 = 280.0;
const LEFT: f64 = 66.0;
/// Numbers of at most so many arms stand at their points.
const MOST_NUMBERED: usize = 2;

/// Draw the curves.
///
/// # Errors
/// When a value is missing or outside 0 to 100, or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 24.0;
    let bottom = top + HEIGHT;
    let right = WIDTH - 170.0;
    let x = linear((0.0, 100.0), (LEFT, right));
    let y = linear((0.0, 100.0), (bottom, top));
    draw_left(&mut sheet, &y, &ticks(0.0, 100.0, 5), LEFT, "Patients (%)", Some(right));
    draw_below(
        &mut sheet,
        &x,
        &ticks(0.0, 100.0, 10),
        bottom,
        &format!("{} (%, at least)", data.reduction_of),
    );
    for threshold in [30.0, 50.0] {
        let at = x.at(threshold);
        sheet.line((at, top), (at, bottom), dashed(FAINT, 1.0, "3 3"));
        sheet.words(words(at, top - 6.0, &format!("\u{2265} {} %", decimals(threshold, 0))).middle());
    }
    for arm in &data.arms {
        curve(&mut sheet, arm, (&x, &y));
    }
    thresholds(&mut sheet, &data.arms, (&x, &y));
    labels(&mut sheet, &data.arms, top, right);
    sheet.finish(bottom + 46.0)
}

fn curve(sheet: &mut Sheet, arm: &Arm, (x, y): (&Scale, &Scale)) {
    let look = look(arm.role);
    let place = |at: f64, share: f64| (x.held(at), y.held(share));
    if !arm.band.is_empty() {
        let upper: Vec<_> = arm.band.iter().map(|band| place(band.at, band.high)).collect();
        let lower: Vec<_> = arm.band.iter().map(|band| place(band.at, band.low)).collect();
        sheet.area(&staircase(&upper), &staircase(&lower), fill(look.colour, 0.13));
    }
    let line: Vec<_> = arm.points.iter().map(|&(at, share)| place(at, share)).collect();
    sheet.polyline(&staircase(&line), Pen { colour: look.colour, width: 1.8, dash: look.dash });
}

/// Steps through points: the share with at least a reduction is that of the next reduction some patient reached.
fn staircase(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut steps: Vec<(f64, f64)> = points.iter().take(1).copied().collect();
    for pair in points.windows(2) {
        steps.push((pair[0].0, pair[1].1));
        steps.push(pair[1]);
    }
    steps
}

/// Points and numbers at 30 % and 50 %, numbers moved apart where arms are close. Numbers of many arms would cover
/// the curves; they stand beside the names.
fn thresholds(sheet: &mut Sheet, arms: &[Arm], (x, y): (&Scale, &Scale)) {
    for threshold in [30.0, 50.0] {
        let share_of = |arm: &Arm| if threshold < 40.0 { arm.at_30 } else { arm.at_50 };
        let heights: Vec<f64> = arms.iter().map(|arm| y.at(share_of(arm))).collect();
        let raised: Vec<f64> = heights.iter().map(|height| height - 9.0).collect();
        for ((arm, &height), place) in
            arms.iter().zip(&heights).zip(spread(&raised, 14.0, y.span().1, y.span().0))
        {
            sheet.marker((x.at(threshold), height), 3.6, look(arm.role));
            if arms.len() > MOST_NUMBERED {
                continue;
            }
            let text = decimals(share_of(arm), 0) + " %";
            let label = words(x.at(threshold) + 7.0, place + 4.0, &text).bold();
            sheet.words(label.colour(look(arm.role).text).halo());
        }
    }
}

/// Names with their line, one below the other in the right margin.
fn labels(sheet: &mut Sheet, arms: &[Arm], top: f64, right: f64) {
    let mut baseline = top + 12.0;
    for arm in arms {
        let look = look(arm.role);
        let pen = Pen { colour: look.colour, width: 1.8, dash: look.dash };
        sheet.line((right + 12.0, baseline - 4.0), (right + 40.0, baseline - 4.0), pen);
        for line in wrap(&arm.name, 112.0, LABEL_SIZE, true) {
            sheet.words(words(right + 46.0, baseline, &line).size(LABEL_SIZE).bold().colour(look.text));
            baseline += 14.0;
        }
        let mut notes = wrap(&format!("n = {}", arm.n), 112.0, TICK_SIZE, false);
        if arms.len() > MOST_NUMBERED {
            for (threshold, share) in [(30, arm.at_30), (50, arm.at_50)] {
                notes.push(format!("\u{2265} {threshold} %: {} %", decimals(share, 0)));
            }
        }
        for line in &notes {
            sheet.words(words(right + 46.0, baseline, line).colour(look.text));
            baseline += 14.0;
        }
        baseline += 8.0;
    }
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("reduction_of", &data.reduction_of)?;
    check.some("arms", &data.arms)?;
    for arm in &data.arms {
        check.text("arms.name", &arm.name)?;
        check.text("arms.n", &arm.n)?;
        check.some("arms.points", &arm.points)?;
        check.rising("arms.points", arm.points.iter().map(|point| point.0))?;
        check.within("arms.points", (0.0, 100.0), arm.points.iter().map(|point| point.1))?;
        check.within("arms.at_30, arms.at_50", (0.0, 100.0), [arm.at_30, arm.at_50])?;
        check.rising("arms.band", arm.band.iter().map(|band| band.at))?;
        for band in &arm.band {
            check.interval("arms.band", band.low, band.high)?;
        }
    }
    Ok(())
}
