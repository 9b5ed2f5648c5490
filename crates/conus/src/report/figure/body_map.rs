//! Where on the body does it hurt? Front and back view, each side shaded by the share of patients.

use super::super::axis::{linear, ticks};
use super::super::svg::{Rect, Sheet, Words, decimals, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, MUTED, PAPER, WIDTH};
use super::body_region::{OUTLINE, REGIONS, Region, RegionRow, SCIATICA, SCIATICA_EDGE};
use super::{FigureError, Frame};
use serde::Serialize;

/// One region.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Area {
    /// Where.
    pub region: Region,
    /// Patients with pain there on the left side [%].
    pub left_percent: f64,
    /// Patients with pain there on the right side [%].
    pub right_percent: f64,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// All 14 regions, in any order.
    pub areas: Vec<Area>,
    /// Share at the dark end of the scale [%].
    pub scale_high: f64,
    /// Patients, as text.
    pub n: String,
}

const SCALE: f64 = 0.78;
/// Light to dark, monotone in lightness so that it survives printing in grey (`ColorBrewer` `YlOrBr`, five classes,
/// with a paper-like lower end).
const RAMP: [[f64; 3]; 5] = [
    [247.0, 246.0, 242.0],
    [254.0, 227.0, 145.0],
    [254.0, 153.0, 41.0],
    [204.0, 76.0, 2.0],
    [102.0, 37.0, 6.0],
];

/// Draw the map.
///
/// # Errors
/// When a region is missing or given twice, or a share is outside 0 to 100.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let top = sheet.top + 26.0;
    define_clips(&mut sheet);
    view(&mut sheet, data, (92.0, top), true);
    view(&mut sheet, data, (268.0, top), false);
    let feet = top + 472.0 * SCALE;
    table(&mut sheet, data, top + 6.0);
    legend(&mut sheet, data, (384.0, feet - 34.0));
    sheet.finish(feet + 14.0)
}

fn define_clips(sheet: &mut Sheet) {
    for (name, path) in [("outline", OUTLINE), ("sciatica-front", SCIATICA.0), ("sciatica-back", SCIATICA.1)]
    {
        let id = sheet.local_id(name);
        sheet.clip(&id, path);
    }
}

/// One view. The patient's left is on the viewer's right from the front, on the viewer's left from behind.
fn view(sheet: &mut Sheet, data: &Data, at: (f64, f64), front: bool) {
    sheet.words(words(at.0, at.1 - 12.0, if front { "Front" } else { "Back" }).bold().middle());
    for mirrored in [false, true] {
        let left_side = front != mirrored;
        sheet.open_group(at, SCALE, mirrored);
        half(sheet, data, front, left_side);
        sheet.close_group();
        let side = if mirrored { -1.0 } else { 1.0 };
        let name = if left_side { "L" } else { "R" };
        sheet.words(words(at.0 + side * 48.0, at.1 + 62.0, name).bold().colour(MUTED).middle());
    }
    let (from, label) = if front { (352.0, "L4\u{2013}S2") } else { (264.0, "L4\u{2013}S2") };
    let x = at.0 + 44.0;
    let (upper, lower) = (at.1 + from * SCALE, at.1 + 472.0 * SCALE);
    sheet.polyline(&[(x - 4.0, upper), (x, upper), (x, lower), (x - 4.0, lower)], pen(INK, 1.0));
    let middle = f64::midpoint(upper, lower).max(at.1 + 300.0 * SCALE);
    sheet.words(words(x + 5.0, middle, label).bold());
    sheet.words(words(x + 5.0, middle + 13.0, "sciatica-like").size(10.0));
}

fn half(sheet: &mut Sheet, data: &Data, front: bool, left_side: bool) {
    let outline = sheet.local_id("outline");
    for row in &REGIONS {
        let path = if front { row.front } else { row.back };
        if !path.is_empty() {
            let colour = shade(percent(data, row, left_side) / data.scale_high);
            sheet.path(path, fill(&colour, 1.0), Some(pen(FAINT, 0.6)), Some(&outline));
        }
    }
    sheet.path(OUTLINE, fill("none", 1.0), Some(pen(MUTED, 1.1)), None);
    let (inside, edge) = if front {
        (sheet.local_id("sciatica-front"), SCIATICA_EDGE.0)
    } else {
        (sheet.local_id("sciatica-back"), SCIATICA_EDGE.1)
    };
    sheet.path(OUTLINE, fill("none", 1.0), Some(pen(INK, 2.4)), Some(&inside));
    sheet.path(edge, fill("none", 1.0), Some(pen(INK, 2.2)), Some(&outline));
}

fn percent(data: &Data, row: &RegionRow, left_side: bool) -> f64 {
    let area = data.areas.iter().find(|area| area.region == row.region);
    area.map_or(f64::NAN, |area| if left_side { area.left_percent } else { area.right_percent })
}

/// A colour of the ramp, 0 light to 1 dark; held at the ends.
fn shade(share: f64) -> String {
    let place = share.clamp(0.0, 1.0) * 4.0;
    let below = (0..4).rev().find(|&index| place >= f64::from(index)).unwrap_or(0);
    let index = usize::try_from(below).unwrap_or(0);
    let part = place - f64::from(below);
    let channel = |c: usize| RAMP[index][c] + part * (RAMP[index + 1][c] - RAMP[index][c]);
    let [red, green, blue] = [channel(0), channel(1), channel(2)].map(f64::round);
    format!("rgb({red:.0},{green:.0},{blue:.0})")
}

/// All numbers, so that nobody has to read them off a colour.
fn table(sheet: &mut Sheet, data: &Data, top: f64) {
    let (name, segments, right, left) = (384.0, 550.0, 660.0, WIDTH - 8.0);
    sheet.words(words(right, top - 16.0, "Patients (%)").bold().middle());
    sheet.words(words(name, top, "Region").bold());
    sheet.words(words(segments, top, "Segments").bold());
    sheet.words(words(right, top, "Right").bold().end());
    sheet.words(words(left, top, "Left").bold().end());
    sheet.line((name, top + 6.0), (WIDTH - 8.0, top + 6.0), pen(INK, 0.8));
    let mut y = top + 22.0;
    for row in &REGIONS {
        let sciatica = ["L4", "L5", "S1", "S2"].contains(&row.segments_label);
        sheet.words(emphasis(words(name, y, row.name), sciatica));
        sheet.words(emphasis(words(segments, y, row.segments_label), sciatica));
        for (x, left_side) in [(right, false), (left, true)] {
            let value = percent(data, row, left_side);
            let number = decimals(value, 0);
            sheet.words(emphasis(words(x, y, &number).end(), sciatica));
            let swatch = Rect { x: x - 40.0, y: y - 8.5, width: 13.0, height: 10.0 };
            sheet.rect(swatch, fill(&shade(value / data.scale_high), 1.0), Some(pen(FAINT, 0.5)));
        }
        y += 18.0;
    }
    sheet.line((name, y - 11.0), (WIDTH - 8.0, y - 11.0), pen(GRID, 0.8));
}

fn emphasis(text: Words<'_>, strong: bool) -> Words<'_> {
    if strong { text.bold() } else { text }
}

fn legend(sheet: &mut Sheet, data: &Data, (x, y): (f64, f64)) {
    let width = 220.0;
    let scale = linear((0.0, data.scale_high), (x, x + width));
    for step in 0..44 {
        let share = (f64::from(step) + 0.5) / 44.0;
        let rect = Rect { x: x + width * f64::from(step) / 44.0, y, width: width / 44.0 + 0.3, height: 10.0 };
        sheet.rect(rect, fill(&shade(share), 1.0), None);
    }
    sheet.rect(Rect { x, y, width, height: 10.0 }, fill(PAPER, 0.0), Some(pen(MUTED, 0.6)));
    sheet.words(words(x, y - 6.0, &format!("Patients with pain there (%), n = {}", data.n)));
    for tick in ticks(0.0, data.scale_high, 5) {
        let at = scale.at(tick.value);
        sheet.line((at, y + 10.0), (at, y + 13.0), pen(INK, 0.8));
        sheet.words(words(at, y + 24.0, &tick.label).middle());
    }
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.text("n", &data.n)?;
    check.within("scale_high", (1.0, 100.0), [data.scale_high])?;
    for row in &REGIONS {
        let given: Vec<&Area> = data.areas.iter().filter(|area| area.region == row.region).collect();
        check.some(&format!("areas: {}", row.name), &given)?;
        for area in given {
            check.within(
                &format!("areas: {}", row.name),
                (0.0, 100.0),
                [area.left_percent, area.right_percent],
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_patients_are_always_a_darker_shade() {
        let lightness = |share: f64| {
            let colour = shade(share);
            let parts: Vec<f64> =
                colour[4..colour.len() - 1].split(',').map(|c| c.parse().unwrap()).collect();
            0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        };
        for step in 0..20 {
            let share = f64::from(step) / 20.0;
            assert!(lightness(share) > lightness(share + 0.05), "{share}");
        }
        assert_eq!(shade(7.0), shade(1.0));
    }
}
