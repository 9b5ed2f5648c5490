//! How does relief rise with the dose, with and without help? One panel for each assumption.

use super::super::axis::{draw_below, draw_left, ends, linear, log_ticks, log10, nice_ticks};
use super::super::svg::{Pen, Sheet, pen, words};
use super::super::theme::{INK, LABEL_SIZE, Role, TICK_SIZE, WIDTH, look, text_width};
use super::{Estimate, FigureError, Frame, Quantity, extent};
use serde::Serialize;

/// Relief by dose in one way of giving.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Colour and marker.
    pub role: Role,
    /// Relief at each dose, rising, with its interval.
    pub points: Vec<Estimate>,
}

/// One assumption.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    /// What is assumed.
    pub name: String,
    /// The ways of giving, the same in every panel.
    pub series: Vec<Series>,
    /// What is written above each dose, for example "×2.1"; as many as there are doses.
    pub above: Vec<String>,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// The dose, on a logarithmic axis.
    pub dose: Quantity,
    /// The relief.
    pub relief: Quantity,
    /// What stands above each dose.
    pub above_title: String,
    /// From top to bottom.
    pub panels: Vec<Panel>,
}

const HEIGHT: f64 = 190.0;
const LEFT: f64 = 70.0;

/// Draw the panels.
///
/// # Errors
/// When a value is missing, a dose is not positive or a list is empty.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let points = || data.panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
    let marks = nice_ticks(0.0, extent(points().map(|point| point.high)).1, 4);
    let doses = extent(points().map(|point| point.at));
    let mut top = key(&mut sheet, &data.panels[0].series) + 16.0;
    for panel in &data.panels {
        sheet.words(words(LEFT, top + 4.0, &panel.name).size(LABEL_SIZE).bold());
        sheet.words(words(WIDTH - 8.0, top + 4.0, &data.above_title).end());
        let (upper, lower) = (top + 30.0, top + 30.0 + HEIGHT);
        let x = log10((doses.0 / 1.3, doses.1 * 1.3), (LEFT, WIDTH - 12.0));
        let y = linear(ends(&marks), (lower, upper));
        draw_left(&mut sheet, &y, &marks, LEFT, &data.relief.label(), Some(WIDTH - 12.0));
        for series in &panel.series {
            one(&mut sheet, series, |at| x.at(at), |value| y.held(value));
        }
        for (point, text) in panel.series[0].points.iter().zip(&panel.above) {
            sheet.words(words(x.at(point.at), upper - 6.0, text).middle());
        }
        sheet.line((LEFT, lower), (WIDTH - 12.0, lower), pen(INK, 0.8));
        draw_below(&mut sheet, &x, &log_ticks(doses.0 / 1.3, doses.1 * 1.3), lower, &data.dose.label());
        top = lower + 62.0;
    }
    sheet.finish(top - 10.0)
}

fn one(sheet: &mut Sheet, series: &Series, x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) {
    let look = look(series.role);
    let line: Vec<(f64, f64)> = series.points.iter().map(|point| (x(point.at), y(point.value))).collect();
    sheet.polyline(&line, Pen { colour: look.colour, width: 1.8, dash: look.dash });
    for (point, &place) in series.points.iter().zip(&line) {
        sheet.error_bar(place.0, (y(point.low), y(point.high)), 2.5, pen(look.colour, 1.1));
        sheet.marker(place, 3.4, look);
    }
}

/// What colours and markers mean; returns the lower edge.
fn key(sheet: &mut Sheet, all: &[Series]) -> f64 {
    let y = sheet.top + 10.0;
    let mut x = 8.0;
    for series in all {
        let look = look(series.role);
        sheet.polyline(
            &[(x, y - 4.0), (x + 26.0, y - 4.0)],
            Pen { colour: look.colour, width: 1.8, dash: look.dash },
        );
        sheet.marker((x + 13.0, y - 4.0), 3.4, look);
        sheet.words(words(x + 33.0, y, &series.name).colour(look.text));
        x += 33.0 + text_width(&series.name, TICK_SIZE, false) + 24.0;
    }
    y + 8.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("dose.name", &data.dose.name)?;
    check.text("relief.name", &data.relief.name)?;
    check.some("panels", &data.panels)?;
    for panel in &data.panels {
        check.text("panels.name", &panel.name)?;
        check.some("panels.series", &panel.series)?;
        for series in &panel.series {
            check.text("panels.series.name", &series.name)?;
            check.some("panels.series.points", &series.points)?;
            check.within(
                "panels.series.points.at",
                (1e-9, 1e12),
                series.points.iter().map(|point| point.at),
            )?;
            for point in &series.points {
                check.finite("panels.series.points", [point.value])?;
                check.interval("panels.series.points", point.low, point.high)?;
            }
        }
    }
    Ok(())
}
