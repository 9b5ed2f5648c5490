//! Where is sensation kept, altered or lost? All 28 dermatomes of both sides from the front and from behind, one row
//! for light touch and one for pin prick.

use super::super::svg::{Pen, Rect, Sheet, Words, dashed, fill, pen, words};
use super::super::theme::{FAINT, INK, MUTED, PAPER, wrap};
use super::dermatome_point::{BACK_NAMES, FRONT_NAMES, KEY_POINTS, KeyPoint, Place};
use super::dermatome_shape::FACE;
use super::exam::{NORMAL_SENSATION, Sensation, Shading, ink_on, levels_in, opaque, star_of};
use super::skin::{View, body_edge, border_below, outline_of, path};
use super::{FigureError, Frame};
use crate::instrument::isncsci::{Exam, Finding, Side, Star};
use crate::patient::pain_site::dermatome::Dermatome;

/// The table of the figure.
#[derive(Debug, Clone)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// What was found.
    pub exam: Exam,
    /// Neurological level in words, for example `T6`, `T4,T5` or `INT`; drawn where it names a dermatome.
    pub neurological_level: String,
}

/// Sheet units for one unit of the body.
const SCALE: f64 = 0.86;
/// Height of one row of bodies.
const ROW: f64 = 478.0;
/// Midlines of the two bodies.
const MIDLINES: [f64; 2] = [140.0, 419.0];
/// The column of numbers beside them.
const COLUMN: (f64, f64) = (566.0, 712.0);
/// Line of the neurological level; stands out from the blues in colour, in grey by its casing.
pub(super) const LEVEL: &str = "#d1430a";
/// Size of the names of segments.
const NAME_SIZE: f64 = 8.5;

/// What is drawn large: the skin around the anus from behind, by its centre in tenths and its radius in units.
const PERINEUM: ((f64, f64), f64) = ((0.0, 2600.0), 27.0);
const PERINEUM_CLIP: &str = "M-27 260a27 27 0 1 0 54 0a27 27 0 1 0 -54 0Z";
const PERINEUM_SCALE: f64 = 1.9;

/// Light lines that tell the front from the back: eyes, nose and mouth, knee caps and elbow creases; elbows and folds.
const FRONT_MARKS: &str = "M5.5 33.5q4 -3 8 0M0 36l1.8 9.5q-0.6 1.6 -1.8 1.4M0 55.5q3.6 0 5.4 -1.2\
    M17.5 378q0.4 -10 7.5 -10.5q7 0.5 7.4 10.5M78 192q5 3.5 10 0.5";
const BACK_MARKS: &str = "M76 186q4.5 3.5 9 1.2M15.5 374q8.5 3.5 18 0";

/// Draw the map.
///
/// # Errors
/// When a sensory point has a grade above 2, or title, caption or source is missing.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    let check = data.frame.check()?;
    check.sensation(&data.exam)?;
    check.text("neurological level", &data.neurological_level)?;
    let mut sheet = Sheet::new(&data.frame);
    let shading = Shading::on(&mut sheet);
    let levels = levels_in(&data.neurological_level);
    define(&mut sheet, &levels);
    let mut top = sheet.top + 14.0;
    for sensation in Sensation::BOTH {
        let mut map = Map { sheet: &mut sheet, data, levels: &levels, shading: &shading, sensation };
        for (view, x) in View::BOTH.into_iter().zip(MIDLINES) {
            map.body(view, (x, top));
        }
        map.column(top);
        top += ROW;
    }
    sheet.finish(top - 20.0)
}

fn define(sheet: &mut Sheet, levels: &[Dermatome]) {
    for view in View::BOTH {
        for dermatome in Dermatome::ALL {
            sheet.shape(&skin_name(view, dermatome), &path(outline_of(view, dermatome), true));
        }
        sheet.shape(&edge_name(view), &path(body_edge(view), false));
        for level in levels {
            sheet.shape(&level_name(view, *level), &border_below(view, *level));
        }
    }
    sheet.shape("face", &path(FACE, true));
    let clip = sheet.local_id("perineum");
    sheet.clip(&clip, PERINEUM_CLIP);
}

fn skin_name(view: View, dermatome: Dermatome) -> String {
    format!("{}-{}", view.name(), dermatome.label())
}

fn edge_name(view: View) -> String {
    format!("{}-edge", view.name())
}

fn level_name(view: View, level: Dermatome) -> String {
    format!("{}-below-{}", view.name(), level.label())
}

/// Seen from the front, the patient's left is on the viewer's right; from behind, on the viewer's left.
fn side_of(view: View, mirrored: bool) -> Side {
    if (view == View::Front) == mirrored { Side::Right } else { Side::Left }
}

/// Both maps are drawn by the same hand; this is what it holds.
struct Map<'a> {
    sheet: &'a mut Sheet,
    data: &'a Data,
    levels: &'a [Dermatome],
    shading: &'a Shading,
    sensation: Sensation,
}

impl Map<'_> {
    fn finding(&self, side: Side, dermatome: Dermatome) -> Finding {
        self.sensation.findings(&self.data.exam, side)[dermatome.index()]
    }

    fn body(&mut self, view: View, at: (f64, f64)) {
        for mirrored in [true, false] {
            self.sheet.open_group(at, SCALE, mirrored);
            self.half((view, side_of(view, mirrored)), Dermatome::C2, 1.0);
            self.sheet.close_group();
            let outwards = if mirrored { -1.0 } else { 1.0 };
            let side = if side_of(view, mirrored) == Side::Right { "Right" } else { "Left" };
            let side = words(at.0 + outwards * 96.0, at.1 + 32.0, side).bold().colour(MUTED);
            self.sheet.words(side.middle());
        }
        let title = format!("{}, {}", self.sensation.name(), view.name().to_lowercase());
        self.sheet.words(words(at.0 - 132.0, at.1 + 6.0, &title).size(12.0).bold());
        if view == View::Back {
            let centre = on_sheet(at, PERINEUM.0, 1.0, SCALE);
            for edge in [pen(PAPER, 1.6), dashed(INK, 0.8, "2 2")] {
                self.sheet.circle(centre, PERINEUM.1 * SCALE, fill(PAPER, 0.0), edge);
            }
        }
        for point in KEY_POINTS.iter().filter(|point| point.view == view && point.dermatome < Dermatome::S3) {
            self.points(point, at, SCALE, (0.0, 0.0));
        }
        let names: &[(Dermatome, Place)] = if view == View::Front { &FRONT_NAMES } else { &BACK_NAMES };
        for (dermatome, place) in names {
            self.name(dermatome.label(), *place, at);
        }
    }

    /// The skin of one half from a dermatome downwards, in units of the body; `weight` is that of its lines.
    fn half(&mut self, (view, side): (View, Side), from: Dermatome, weight: f64) {
        let below = Dermatome::ALL.into_iter().filter(|dermatome| *dermatome >= from);
        let seen: Vec<Dermatome> =
            below.filter(|dermatome| !outline_of(view, *dermatome).is_empty()).collect();
        for dermatome in &seen {
            let finding = self.finding(side, *dermatome);
            let title =
                format!("{} {}, {}: {finding}", dermatome.label(), side.word(), self.sensation.name());
            let colour = self.shading.of(finding, NORMAL_SENSATION);
            let line = if ink_on(finding, NORMAL_SENSATION) == PAPER { FAINT } else { MUTED };
            let edge = Some(pen(line, 0.45 * weight));
            self.sheet.place(&skin_name(view, *dermatome), opaque(&colour), edge, &title);
        }
        for dermatome in seen {
            if self.finding(side, dermatome).star() != Star::None {
                // The paper below the dashes shows them on full shades.
                let dashes = dashed(INK, 1.2 * weight, "2.4 2.4");
                self.lines(&skin_name(view, dermatome), &[pen(PAPER, 2.0 * weight), dashes]);
            }
        }
        let marks = if view == View::Front { FRONT_MARKS } else { BACK_MARKS };
        self.sheet.path(marks, opaque("none"), Some(pen(FAINT, 0.6 * weight)), None);
        if view == View::Front {
            self.lines("face", &[pen(FAINT, 0.5 * weight)]);
        }
        self.lines(&edge_name(view), &[pen(MUTED, 1.1 * weight)]);
        for level in self.levels {
            self.lines(&level_name(view, *level), &[pen(PAPER, 4.4 * weight), pen(LEVEL, 2.2 * weight)]);
        }
    }

    /// A defined outline, drawn with one pen over the other.
    fn lines(&mut self, name: &str, pens: &[Pen]) {
        for pen in pens {
            self.sheet.place(name, opaque("none"), Some(*pen), "");
        }
    }

    /// A key point on both sides; `origin` is the point of the body, in tenths, that lies at `at`.
    fn points(&mut self, point: &KeyPoint, at: (f64, f64), scale: f64, origin: (f64, f64)) {
        for mirrored in [true, false] {
            let side = side_of(point.view, mirrored);
            let outwards = if mirrored { -1.0 } else { 1.0 };
            let place = on_sheet(at, (point.at.0 - origin.0, point.at.1 - origin.1), outwards, scale);
            let finding = self.finding(side, point.dermatome);
            let (label, name) = (point.dermatome.label(), self.sensation.name());
            let title = format!("Key point {label} {}, {name}: {finding} ({})", side.word(), point.site);
            self.sheet.open_titled(&title);
            dot(self.sheet, place, finding);
            self.sheet.close_group();
            // Away from the midline, unless the name of the segment or another point stands there.
            let inwards =
                matches!(point.dermatome, Dermatome::C4 | Dermatome::C6 | Dermatome::C8 | Dermatome::T1);
            let towards = if inwards { -outwards } else { outwards };
            let star =
                words(place.0 + 4.4 * towards, place.1 + 5.0, star_of(finding)).size(10.0).bold().halo();
            if !star_of(finding).is_empty() {
                self.sheet.words(reading(star, towards));
            }
        }
    }

    fn name(&mut self, label: &str, place: Place, at: (f64, f64)) {
        let (x, y, centred) = match place {
            Place::Midline(y) => (0.0, y, true),
            Place::Outwards(x, y) => (x, y, false),
            Place::Centred(x, y) => (x, y, true),
        };
        let sides: &[f64] = if x > 0.0 { &[-1.0, 1.0] } else { &[1.0] };
        for &outwards in sides {
            let (x, y) = on_sheet(at, (x, y), outwards, SCALE);
            let name = words(x, y + 3.0, label).size(NAME_SIZE).bold().halo();
            self.sheet.words(if centred { name.middle() } else { reading(name, outwards) });
        }
    }

    /// How many points of each grade, the level, and the skin around the anus.
    fn column(&mut self, top: f64) {
        let after = self.counts(top + 6.0);
        self.level(after + 18.0);
        self.perineum((f64::midpoint(COLUMN.0, COLUMN.1), top + 300.0));
    }

    /// The key to the shades, with the number of key points of each grade; returns where it ends.
    fn counts(&mut self, top: f64) -> f64 {
        let (x, left) = (COLUMN.0, COLUMN.1);
        let right = left - 30.0;
        self.sheet.words(words(x, top, "Key points (n)").bold());
        for (at, side) in [(right, "Right"), (left, "Left")] {
            self.sheet.words(words(at, top, side).size(10.0).bold().end());
        }
        self.sheet.line((x, top + 5.0), (left, top + 5.0), pen(INK, 0.8));
        let mut y = top + 20.0;
        for (example, text) in keys() {
            self.swatch(example, (x, y));
            let counted = |finding: &&Finding| match example {
                Some(key) => finding.graded() == key.graded(),
                None => finding.star() != Star::None,
            };
            self.sheet.words(words(x + 40.0, y, text));
            for (at, side) in [(right, Side::Right), (left, Side::Left)] {
                let findings = self.sensation.findings(&self.data.exam, side);
                let n = findings.iter().filter(counted).count().to_string();
                self.sheet.words(words(at, y, &n).end());
            }
            y += 18.0;
        }
        self.sheet.line((x, y - 12.0), (left, y - 12.0), pen(FAINT, 0.5));
        y
    }

    fn swatch(&mut self, example: Option<Finding>, (x, y): (f64, f64)) {
        let rect = Rect { x, y: y - 10.0, width: 16.0, height: 12.0 };
        match example {
            Some(finding) => {
                let colour = self.shading.of(finding, NORMAL_SENSATION);
                self.sheet.rect(rect, opaque(&colour), Some(pen(FAINT, 0.5)));
                dot(self.sheet, (x + 26.0, y - 4.0), finding);
            }
            None => {
                self.sheet.rect(rect, opaque(PAPER), Some(dashed(INK, 1.0, "2 2")));
                self.sheet.words(words(x + 26.0, y + 1.5, "*").bold().middle());
            }
        }
    }

    fn level(&mut self, y: f64) {
        let x = COLUMN.0;
        self.sheet.words(words(x, y, "Neurological level").bold());
        let word = &self.data.neurological_level;
        if self.levels.is_empty() {
            self.sheet.words(words(x, y + 16.0, word).bold());
            return;
        }
        self.sheet.line((x, y + 12.0), (x + 30.0, y + 12.0), pen(LEVEL, 2.2));
        let mut line_at = y + 16.0;
        for line in wrap(&word.replace(',', ", "), COLUMN.1 - x - 40.0, 11.0, true) {
            self.sheet.words(words(x + 40.0, line_at, &line).bold().colour(LEVEL));
            line_at += 13.0;
        }
    }

    fn perineum(&mut self, at: (f64, f64)) {
        let ((_, centre), radius) = PERINEUM;
        let reach = radius * PERINEUM_SCALE;
        self.sheet
            .words(words(COLUMN.0, at.1 - reach - 10.0, "Perianal area, from behind").size(10.5).bold());
        let lifted = (at.0, at.1 - centre / 10.0 * PERINEUM_SCALE);
        for mirrored in [true, false] {
            self.sheet.open_group(lifted, PERINEUM_SCALE, mirrored);
            let clip = self.sheet.local_id("perineum");
            self.sheet.open_clipped(&clip);
            let lines = SCALE / PERINEUM_SCALE;
            self.half((View::Back, side_of(View::Back, mirrored)), Dermatome::L1, lines);
            self.sheet.close_group();
            self.sheet.close_group();
        }
        self.sheet.circle(at, reach, fill(PAPER, 0.0), dashed(INK, 0.7, "2 2"));
        for point in KEY_POINTS.iter().filter(|point| point.dermatome >= Dermatome::S3) {
            self.points(point, at, PERINEUM_SCALE, PERINEUM.0);
            let (_, y) = on_sheet(at, (0.0, point.at.1 - centre), 1.0, PERINEUM_SCALE);
            for outwards in [-1.0, 1.0] {
                let label = words(at.0 + outwards * (reach + 3.0), y + 3.0, point.dermatome.label());
                let label = label.size(NAME_SIZE).bold();
                self.sheet.words(reading(label, outwards));
            }
        }
    }
}

/// One finding of each kind, and a word for it; none is any finding with a star.
fn keys() -> [(Option<Finding>, &'static str); 5] {
    [
        (Some(Finding::grade(2)), "2 normal"),
        (Some(Finding::grade(1)), "1 altered"),
        (Some(Finding::grade(0)), "0 absent"),
        (Some(Finding::NT), "NT"),
        (None, "starred"),
    ]
}

/// Words that begin or end at their point, so that they lead away to the right (1) or to the left (-1).
fn reading(words: Words<'_>, towards: f64) -> Words<'_> {
    if towards > 0.0 { words } else { words.end() }
}

/// A point of the body, in tenths, on the sheet.
fn on_sheet(at: (f64, f64), (x, y): (f64, f64), outwards: f64, scale: f64) -> (f64, f64) {
    (at.0 + outwards * x / 10.0 * scale, at.1 + y / 10.0 * scale)
}

/// Half a disc.
const HALF: &str = "M0 -2.6A2.6 2.6 0 0 0 0 2.6Z";

/// A key point: full, half or open by its grade, crossed when not testable.
fn dot(sheet: &mut Sheet, at: (f64, f64), finding: Finding) {
    sheet.circle(at, 3.5, opaque(PAPER), pen(PAPER, 0.4));
    match finding.graded() {
        Some(NORMAL_SENSATION) => sheet.circle(at, 2.6, opaque(INK), pen(INK, 0.9)),
        Some(grade) => {
            sheet.circle(at, 2.6, opaque(PAPER), pen(INK, 0.9));
            if grade > 0 {
                sheet.open_group(at, 1.0, false);
                sheet.path(HALF, opaque(INK), None, None);
                sheet.close_group();
            }
        }
        None => {
            for slope in [-1.0, 1.0] {
                let (dx, dy) = (2.3, 2.3 * slope);
                sheet.line((at.0 - dx, at.1 - dy), (at.0 + dx, at.1 + dy), pen(INK, 1.2));
            }
        }
    }
}
