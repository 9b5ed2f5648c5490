//! Which true effects would such a trial have found, and which are compatible with what was published?

use super::super::axis::{Scale, draw_below, draw_left, linear, nice_range, ticks};
use super::super::svg::{Pen, Rect, Sheet, dashed, fill, words};
use super::super::theme::{FAINT, INK, LABEL_SIZE, Role, SHADE, TICK_SIZE, WIDTH, look, text_width};
use super::{EndLabel, Estimate, FigureError, Frame, Margin, Quantity, end_labels, extent};
use serde::Serialize;

/// One curve of simulated power.
#[derive(Debug, Clone, Serialize)]
pub struct Curve {
    /// Name, printed beside the curve, for example "37 against 30 patients".
    pub name: String,
    /// Colour and marker.
    pub role: Role,
    /// Power in percent at each true effect, with its Monte-Carlo interval.
    pub points: Vec<Estimate>,
    /// Closed form in percent, as (effect, power); empty when there is none.
    pub closed_form: Vec<(f64, f64)>,
}

/// Effects compatible with a publication.
#[derive(Debug, Clone, Serialize)]
pub struct Compatible {
    /// Least effect.
    pub low: f64,
    /// Greatest effect.
    pub high: f64,
    /// What "compatible" means, short.
    pub label: String,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// True effect, with unit.
    pub effect: Quantity,
    /// What counts as success, for example "P < 0.05".
    pub success: String,
    /// One to five curves.
    pub curves: Vec<Curve>,
    /// Region of the horizontal axis to shade.
    pub compatible: Option<Compatible>,
}

const HEIGHT: f64 = 280.0;
const LEFT: f64 = 66.0;

/// Draw the curves.
///
/// # Errors
/// When a value is missing, a power is outside 0 to 100 or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 26.0;
    let bottom = top + HEIGHT;
    let right = WIDTH - 170.0;
    let effects = data.curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.at));
    let (low, high) = extent(effects);
    let (low, high) = (low.min(0.0), nice_range(0.0, high, 8).1);
    let x = linear((low, high), (LEFT, right));
    let y = linear((0.0, 100.0), (bottom, top));
    if let Some(region) = &data.compatible {
        let (from, to) = (x.held(region.low), x.held(region.high));
        sheet.rect(Rect { x: from, y: top, width: to - from, height: HEIGHT }, fill(SHADE, 1.0), None);
        let half = text_width(&region.label, TICK_SIZE, false) / 2.0;
        let centre = f64::midpoint(from, to).max(LEFT + half).min(right - half);
        sheet.words(words(centre, top - 7.0, &region.label).middle());
    }
    let title = format!("Power: replicates with {} (%)", data.success);
    draw_left(&mut sheet, &y, &ticks(0.0, 100.0, 5), LEFT, &title, Some(right));
    sheet.line((LEFT, y.at(80.0)), (right, y.at(80.0)), dashed(FAINT, 1.0, "3 3"));
    draw_below(&mut sheet, &x, &ticks(low, high, 8), bottom, &data.effect.label());
    for curve in &data.curves {
        draw_curve(&mut sheet, curve, (&x, &y));
    }
    labels(&mut sheet, data, &y, right);
    sheet.finish(bottom + 46.0)
}

fn draw_curve(sheet: &mut Sheet, curve: &Curve, (x, y): (&Scale, &Scale)) {
    let look = look(curve.role);
    let upper: Vec<_> = curve.points.iter().map(|point| (x.at(point.at), y.at(point.high))).collect();
    let lower: Vec<_> = curve.points.iter().map(|point| (x.at(point.at), y.at(point.low))).collect();
    sheet.area(&upper, &lower, fill(look.colour, 0.20));
    let closed: Vec<_> = curve
        .closed_form
        .iter()
        .filter(|p| x.contains(p.0))
        .map(|&(at, power)| (x.at(at), y.at(power)))
        .collect();
    if !closed.is_empty() {
        sheet.polyline(&closed, dashed(look.colour, 1.2, "5 3"));
    }
    let line: Vec<_> = curve.points.iter().map(|point| (x.at(point.at), y.at(point.value))).collect();
    sheet.polyline(&line, Pen { colour: look.colour, width: 1.8, dash: "" });
    for &point in &line {
        sheet.marker(point, 2.8, look);
    }
}

fn labels(sheet: &mut Sheet, data: &Data, y: &Scale, right: f64) {
    let end = |curve: &Curve| curve.points.last().map_or(0.0, |point| y.at(point.value));
    let names: Vec<EndLabel<'_>> =
        data.curves.iter().map(|c| EndLabel { name: &c.name, y: end(c), role: c.role }).collect();
    let (bottom, top) = y.span();
    end_labels(
        sheet,
        &names,
        &Margin { x: right + 10.0, width: 150.0, size: LABEL_SIZE, top, bottom: bottom - 40.0 },
    );
    let note = right + 10.0;
    if data.curves.iter().any(|curve| !curve.closed_form.is_empty()) {
        sheet.line((note, bottom - 22.0), (note + 24.0, bottom - 22.0), dashed(INK, 1.2, "5 3"));
        sheet.words(words(note + 30.0, bottom - 18.0, "closed form"));
    }
    sheet.rect(
        Rect { x: note, y: bottom - 10.0, width: 24.0, height: 10.0 },
        fill(look(Role::Treatment).colour, 0.2),
        None,
    );
    sheet.words(words(note + 30.0, bottom, "Monte-Carlo interval"));
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("effect.name", &data.effect.name)?;
    check.text("success", &data.success)?;
    check.some("curves", &data.curves)?;
    for curve in &data.curves {
        check.text("curves.name", &curve.name)?;
        check.estimates("curves.points", &curve.points)?;
        for point in &curve.points {
            check.within("curves.points", (0.0, 100.0), [point.value, point.low, point.high])?;
        }
        check.rising("curves.closed_form", curve.closed_form.iter().map(|point| point.0))?;
        check.within("curves.closed_form", (0.0, 100.0), curve.closed_form.iter().map(|point| point.1))?;
    }
    if let Some(region) = &data.compatible {
        check.text("compatible.label", &region.label)?;
        check.interval("compatible", region.low, region.high)?;
    }
    Ok(())
}
