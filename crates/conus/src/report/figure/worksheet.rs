//! What was found at one examination, and what was it read as? One row for each segment, both sides as in a mirror,
//! with the reading below.
//!
//! Layout and wording are our own; the grades, segments and key muscles are those of the standard (rupp2021).

use super::super::svg::{Rect, Sheet, Words, fill, pen, words};
use super::super::theme::{FAINT, GRID, INK, MUTED, PAPER, WIDTH, text_width, wrap};
use super::dermatome_map::LEVEL;
use super::exam::{
    NORMAL_MUSCLE, NORMAL_SENSATION, Reading, Sensation, Shading, SideReading, ink_on, levels_in, opaque,
};
use super::{Check, FigureError, Frame};
use crate::instrument::isncsci::{Exam, Finding, KeyMuscle, Observed, Side};
use crate::patient::pain_site::dermatome::Dermatome;

/// The table of the figure.
#[derive(Debug, Clone)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// What was found.
    pub exam: Exam,
    /// What it was read as.
    pub reading: Reading,
}

/// Height of the row of a segment.
const ROW: f64 = 19.0;
/// Midline of the sheet.
const MIDDLE: f64 = WIDTH / 2.0;
/// Width of a box.
const BOX: f64 = 50.0;
/// From the midline to the inner edges of the boxes for pin prick, light touch and motor function.
const PIN_PRICK: f64 = 32.0;
const LIGHT_TOUCH: f64 = PIN_PRICK + BOX;
const MOTOR: f64 = LIGHT_TOUCH + BOX;
/// From the midline to the outer edge of the sheet.
const EDGE: f64 = MIDDLE - 8.0;

/// Draw the sheet.
///
/// # Errors
/// When a grade is above the normal one, a word of the reading is empty, or title, caption or source is missing.
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let shading = Shading::on(&mut sheet);
    let top = sheet.top + 10.0;
    let mut grid = Grid { sheet: &mut sheet, data, shading: &shading };
    grid.headings(top);
    let rows = top + 62.0;
    grid.segments(rows);
    for side in Side::BOTH {
        grid.levels(side, rows);
    }
    let end = rows + 28.0 * ROW;
    grid.neurological_level(rows);
    grid.below(end + 8.0);
    let end = panel(&mut sheet, &data.reading, end + 76.0);
    sheet.finish(end)
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.sensation(&data.exam)?;
    for (side, found) in Side::BOTH.into_iter().zip(&data.exam.sides) {
        check.grades(&format!("Motor function, {}", side.word()), &found.motor, NORMAL_MUSCLE)?;
    }
    words_of(&check, &data.reading)
}

fn words_of(check: &Check<'_>, reading: &Reading) -> Result<(), FigureError> {
    for (row, words) in scores(reading).into_iter().chain(levels(reading)) {
        for word in words {
            check.text(row, word)?;
        }
    }
    results(reading).into_iter().try_for_each(|(name, word)| check.text(name, word))
}

/// Which way a side lies from the midline: the patient's right is on the viewer's left.
fn way(side: Side) -> f64 {
    match side {
        Side::Right => -1.0,
        Side::Left => 1.0,
    }
}

/// What the hand holds that fills the rows.
struct Grid<'a> {
    sheet: &'a mut Sheet,
    data: &'a Data,
    shading: &'a Shading,
}

impl Grid<'_> {
    fn headings(&mut self, top: f64) {
        self.sheet.words(words(MIDDLE, top + 48.0, "Segment").size(10.0).bold().middle());
        for side in Side::BOTH {
            let way = way(side);
            let name = if side == Side::Right { "RIGHT" } else { "LEFT" };
            let title = words(MIDDLE + way * EDGE, top + 12.0, name).size(14.0).bold();
            self.sheet.words(outer(title, side));
            let muscle = words(MIDDLE + way * EDGE, top + 48.0, "Key muscle").size(10.0).bold();
            self.sheet.words(outer(muscle, side));
            let columns = [
                (MOTOR, ["Motor", "function", "0\u{2013}5"]),
                (LIGHT_TOUCH, ["Light", "touch", "0\u{2013}2"]),
                (PIN_PRICK, ["Pin", "prick", "0\u{2013}2"]),
            ];
            for (column, lines) in columns {
                let x = MIDDLE + way * (column + BOX / 2.0);
                for (line, y) in lines.iter().zip([24.0, 36.0, 48.0]) {
                    let text = words(x, top + y, line).size(10.0).middle();
                    self.sheet.words(if y < 48.0 { text.bold() } else { text.colour(MUTED) });
                }
            }
        }
    }

    /// All boxes.
    fn segments(&mut self, top: f64) {
        let neurological = levels_in(&self.data.reading.neurological_level);
        for dermatome in Dermatome::ALL {
            let y = row_top(top, dermatome);
            if matches!(dermatome, Dermatome::T1 | Dermatome::L1 | Dermatome::S1) {
                self.sheet.line((8.0, y), (WIDTH - 8.0, y), pen(FAINT, 0.6));
            }
            if !neurological.contains(&dermatome) {
                self.sheet.words(words(MIDDLE, y + 13.5, dermatome.label()).bold().middle());
            }
            let muscle = KeyMuscle::parse(dermatome.label());
            for side in Side::BOTH {
                for (sensation, column) in Sensation::BOTH.into_iter().zip([LIGHT_TOUCH, PIN_PRICK]) {
                    let finding = sensation.findings(&self.data.exam, side)[dermatome.index()];
                    let what = format!("{} {}, {}", dermatome.label(), side.word(), sensation.name());
                    self.finding(finding, NORMAL_SENSATION, (side, column, y), &what);
                }
                if let Some(muscle) = muscle {
                    let finding = self.data.exam.sides[side as usize].motor[muscle as usize];
                    let what = format!("{} {}, motor function", dermatome.label(), side.word());
                    self.finding(finding, NORMAL_MUSCLE, (side, MOTOR, y), &what);
                    let name = words(MIDDLE + way(side) * EDGE, y + 13.0, action(muscle)).size(10.5);
                    self.sheet.words(outer(name, side));
                }
            }
        }
    }

    fn finding(&mut self, finding: Finding, normal: u8, place: (Side, f64, f64), what: &str) {
        let colour = self.shading.of(finding, normal);
        let title = format!("{what}: {finding}");
        self.cell(&finding.to_string(), (&colour, ink_on(finding, normal)), place, &title);
    }

    fn cell(
        &mut self,
        text: &str,
        (colour, ink): (&str, &'static str),
        place: (Side, f64, f64),
        title: &str,
    ) {
        let (side, column, y) = place;
        let middle = MIDDLE + way(side) * (column + BOX / 2.0);
        self.sheet.open_titled(title);
        let rect = Rect { x: middle - BOX / 2.0 + 1.0, y: y + 1.0, width: BOX - 2.0, height: ROW - 2.0 };
        self.sheet.rect(rect, opaque(colour), Some(pen(FAINT, 0.5)));
        let text = words(middle, y + 13.5, text).size(11.5).bold().middle().colour(ink);
        // On hatching only; an edge would eat into figures on a full shade.
        self.sheet.words(if colour.starts_with("url") { text.halo() } else { text });
        self.sheet.close_group();
    }

    /// Marks the rows of the levels of one side.
    fn levels(&mut self, side: Side, top: f64) {
        let reading = &self.data.reading.sides[side as usize];
        let (sensory, motor) = (levels_in(&reading.sensory_level), levels_in(&reading.motor_level));
        for dermatome in Dermatome::ALL {
            let text = match (sensory.contains(&dermatome), motor.contains(&dermatome)) {
                (true, true) => "both levels",
                (true, false) => "sensory level",
                (false, true) => "motor level",
                (false, false) => continue,
            };
            let y = row_top(top, dermatome);
            let (way, bottom) = (way(side), y + ROW);
            let mut under = |from: f64, to: f64| {
                self.sheet.line((MIDDLE + way * from, bottom), (MIDDLE + way * to, bottom), pen(INK, 2.2));
            };
            if sensory.contains(&dermatome) {
                under(PIN_PRICK + 1.0, MOTOR - 1.0);
            }
            if motor.contains(&dermatome) {
                under(MOTOR + 1.0, MOTOR + BOX - 1.0);
            }
            let (tip, middle) = (MIDDLE + way * (MOTOR + BOX + 3.0), y + ROW / 2.0);
            self.sheet.polygon(
                &[(tip, middle), (tip + way * 6.0, middle - 4.0), (tip + way * 6.0, middle + 4.0)],
                fill(INK, 1.0),
            );
            let text = words(tip + way * 9.0, y + 13.0, text).size(9.0).bold();
            self.sheet.words(if way > 0.0 { text } else { text.end() });
        }
    }

    /// Marks the segment of the neurological level, or each possible one.
    fn neurological_level(&mut self, top: f64) {
        for level in levels_in(&self.data.reading.neurological_level) {
            let y = row_top(top, level);
            let mark = Rect { x: MIDDLE - 28.0, y: y + 1.0, width: 56.0, height: ROW - 2.0 };
            self.sheet.rect(mark, opaque(LEVEL), None);
            self.sheet.words(words(MIDDLE, y + 13.5, level.label()).bold().middle().colour(PAPER));
        }
    }

    /// What is found at the anus, and below the motor level.
    fn below(&mut self, top: f64) {
        self.sheet.line((8.0, top - 4.0), (WIDTH - 8.0, top - 4.0), pen(INK, 0.8));
        let exam = &self.data.exam;
        for (side, name, observed) in [
            (Side::Right, "Voluntary anal contraction", exam.vac),
            (Side::Left, "Deep anal pressure", exam.dap),
        ] {
            let (text, finding) = match observed {
                Observed::Yes => ("Yes", Finding::grade(1)),
                Observed::No => ("No", Finding::grade(0)),
                Observed::NotTestable => ("NT", Finding::NT),
            };
            let colour = self.shading.of(finding, 1);
            let title = format!("{name}: {text}");
            self.cell(text, (&colour, ink_on(finding, 1)), (side, PIN_PRICK, top), &title);
            self.beside(side, name, top);
        }
        for side in Side::BOTH {
            let lowest = exam.sides[side as usize].lowest_non_key.map_or("\u{2013}", KeyMuscle::label);
            let name = "Lowest non-key muscle with motor function";
            let title = format!("{name}, {}: {lowest}", side.word());
            self.cell(lowest, (PAPER, INK), (side, PIN_PRICK, top + ROW), &title);
            self.beside(side, name, top + ROW);
        }
    }

    fn beside(&mut self, side: Side, name: &str, top: f64) {
        let way = way(side);
        let text = words(MIDDLE + way * (PIN_PRICK + BOX + 6.0), top + 13.0, name).size(10.5);
        self.sheet.words(if way > 0.0 { text } else { text.end() });
    }
}

/// Text at the outer edge of a side.
fn outer(text: Words<'_>, side: Side) -> Words<'_> {
    if side == Side::Left { text.end() } else { text }
}

#[expect(clippy::cast_precision_loss, reason = "28 rows")]
fn row_top(top: f64, dermatome: Dermatome) -> f64 {
    top + dermatome.index() as f64 * ROW
}

/// What the key muscle does.
fn action(muscle: KeyMuscle) -> &'static str {
    match muscle {
        KeyMuscle::C5 => "Elbow flexors",
        KeyMuscle::C6 => "Wrist extensors",
        KeyMuscle::C7 => "Elbow extensors",
        KeyMuscle::C8 => "Finger flexors",
        KeyMuscle::T1 => "Finger abductors",
        KeyMuscle::L2 => "Hip flexors",
        KeyMuscle::L3 => "Knee extensors",
        KeyMuscle::L4 => "Ankle dorsiflexors",
        KeyMuscle::L5 => "Long toe extensors",
        KeyMuscle::S1 => "Ankle plantar flexors",
    }
}

type Row<'a> = (&'static str, Vec<&'a str>);

/// Rows of scores: right, left, both.
fn scores(reading: &Reading) -> Vec<Row<'_>> {
    let row = |name, of: fn(&SideReading) -> &String, both| -> Row<'_> {
        (name, reading.sides.iter().map(|side| of(side).as_str()).chain([both]).collect())
    };
    vec![
        row("Upper extremity motor", |side| &side.upper_motor, reading.upper_motor.as_str()),
        row("Lower extremity motor", |side| &side.lower_motor, &reading.lower_motor),
        row("Light touch", |side| &side.light_touch, &reading.light_touch),
        row("Pin prick", |side| &side.pin_prick, &reading.pin_prick),
    ]
}

/// Rows of levels and zones: right, left.
fn levels(reading: &Reading) -> Vec<Row<'_>> {
    let row = |name, of: fn(&SideReading) -> &String| -> Row<'_> {
        (name, reading.sides.iter().map(|side| of(side).as_str()).collect())
    };
    vec![
        row("Sensory level", |side| &side.sensory_level),
        row("Motor level", |side| &side.motor_level),
        row("Partial preservation, sensory", |side| &side.sensory_zone),
        row("Partial preservation, motor", |side| &side.motor_zone),
    ]
}

/// What the whole comes to.
fn results(reading: &Reading) -> [(&'static str, &str); 3] {
    [
        ("Neurological level of injury", &reading.neurological_level),
        ("Completeness", &reading.completeness),
        ("ASIA Impairment Scale (AIS)", &reading.grade),
    ]
}

/// Scores, levels, and what they come to; returns where it ends.
fn panel(sheet: &mut Sheet, reading: &Reading, top: f64) -> f64 {
    let scores = table(sheet, "Scores (maximum)", (8.0, top), &SCORE_COLUMNS, &with_maxima(scores(reading)));
    let levels = table(sheet, "Levels and zones", (376.0, top), &LEVEL_COLUMNS, &plain(levels(reading)));
    let top = scores.max(levels) + 6.0;
    let (gap, width) = (10.0, (WIDTH - 36.0) / 3.0);
    let results = results(reading).map(|(name, word)| (name, result(word, width - 18.0)));
    let height =
        results.iter().map(|(_, lines)| 18.0 + lines.pitch * lines.count() + 12.0).fold(0.0, f64::max);
    let mut x = 8.0;
    for (name, lines) in results {
        sheet.rect(Rect { x, y: top, width, height }, opaque(PAPER), Some(pen(INK, 1.0)));
        sheet.words(words(x + 9.0, top + 16.0, name).size(10.5).bold().colour(MUTED));
        let mut y = top + 18.0;
        for line in &lines.text {
            y += lines.pitch;
            sheet.words(words(x + 9.0, y, line).size(lines.size).bold());
        }
        x += width + gap;
    }
    top + height + 6.0
}

/// A result, broken into lines.
struct Lines {
    text: Vec<String>,
    size: f64,
    pitch: f64,
}

impl Lines {
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    fn count(&self) -> f64 {
        self.text.len() as f64
    }
}

/// Large when it fits into its box, otherwise small and in as many lines as it takes.
fn result(word: &str, width: f64) -> Lines {
    if text_width(word, 24.0, true) <= width {
        return Lines { text: vec![word.to_owned()], size: 24.0, pitch: 27.0 };
    }
    Lines { text: wrap(&word.replace(',', ", "), width, 11.0, true), size: 11.0, pitch: 13.0 }
}

/// A column of a table: its heading, where its text ends, and its width.
struct Column {
    heading: &'static str,
    end: f64,
    width: f64,
}

const SCORE_COLUMNS: [Column; 3] = [
    Column { heading: "Right", end: 205.0, width: 60.0 },
    Column { heading: "Left", end: 270.0, width: 60.0 },
    Column { heading: "Both", end: 344.0, width: 66.0 },
];
const LEVEL_COLUMNS: [Column; 2] = [
    Column { heading: "Right", end: 626.0, width: 80.0 },
    Column { heading: "Left", end: WIDTH - 8.0, width: 80.0 },
];
/// Highest of each score: one side, both sides.
const MAXIMA: [(u8, u8); 4] = [(25, 50), (25, 50), (56, 112), (56, 112)];

type Cells = (&'static str, Vec<String>);

fn with_maxima(rows: Vec<Row<'_>>) -> Vec<Cells> {
    let with = |(row, (side, both)): (Row<'_>, (u8, u8))| {
        let cells = row.1.iter().zip([side, side, both]).map(|(word, most)| format!("{word} ({most})"));
        (row.0, cells.collect())
    };
    rows.into_iter().zip(MAXIMA).map(with).collect()
}

/// Sets of levels may be broken between their members.
fn plain(rows: Vec<Row<'_>>) -> Vec<Cells> {
    let cells = |words: Vec<&str>| words.iter().map(|word| word.replace(',', ", ")).collect();
    rows.into_iter().map(|(name, words)| (name, cells(words))).collect()
}

/// A table whose rows are as high as their longest cell; returns where it ends.
fn table(sheet: &mut Sheet, title: &str, (x, top): (f64, f64), columns: &[Column], rows: &[Cells]) -> f64 {
    let right = columns.last().map_or(x, |column| column.end);
    sheet.words(words(x, top, title).size(12.0).bold());
    for column in columns {
        sheet.words(words(column.end, top, column.heading).size(10.0).bold().end());
    }
    sheet.line((x, top + 5.0), (right, top + 5.0), pen(INK, 0.8));
    let mut y = top + 20.0;
    for (name, cells) in rows {
        sheet.words(words(x, y, name));
        let broken: Vec<Vec<String>> =
            cells.iter().zip(columns).map(|(cell, column)| wrap(cell, column.width, 11.0, true)).collect();
        let mut next = y;
        for (lines, column) in broken.iter().zip(columns) {
            let mut at = y;
            for line in lines {
                sheet.words(words(column.end, at, line).bold().end());
                at += 12.0;
            }
            next = next.max(at);
        }
        y = next + 6.0;
        sheet.line((x, y - 12.5), (right, y - 12.5), pen(GRID, 0.8));
    }
    y
}
