//! How is one examination shown? On the skin and as a sheet, from what was found and what it was read as.
//!
//! The figures know no rule of classification: levels, scores and grades come as words.

use super::super::svg::{Fill, Sheet, fill};
use super::super::theme::{INK, PAPER};
use super::{Check, FigureError, Frame, dermatome_map, worksheet};
use crate::instrument::isncsci::{Exam, Finding, Side, SideExam, Star};
use crate::patient::pain_site::dermatome::{DERMATOMES, Dermatome};
use std::collections::BTreeSet;

/// What an examination was read as; words as they are printed, for example `T6`, `T4,T5`, `56`, `NA`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which examination, the beginning of both titles.
    pub title: String,
    /// Where the findings stand.
    pub source: String,
    /// Right, then left.
    pub sides: [SideReading; 2],
    /// Upper extremity motor score of both sides, 0 to 50.
    pub upper_motor: String,
    /// Lower extremity motor score of both sides, 0 to 50.
    pub lower_motor: String,
    /// Light touch score of both sides, 0 to 112.
    pub light_touch: String,
    /// Pin prick score of both sides, 0 to 112.
    pub pin_prick: String,
    /// Neurological level of injury.
    pub neurological_level: String,
    /// Complete or incomplete.
    pub completeness: String,
    /// ASIA Impairment Scale.
    pub grade: String,
}

/// What one side was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideReading {
    /// Sensory level.
    pub sensory_level: String,
    /// Motor level.
    pub motor_level: String,
    /// Zone of partial preservation, sensory.
    pub sensory_zone: String,
    /// Zone of partial preservation, motor.
    pub motor_zone: String,
    /// Upper extremity motor score, 0 to 25.
    pub upper_motor: String,
    /// Lower extremity motor score, 0 to 25.
    pub lower_motor: String,
    /// Light touch score, 0 to 56.
    pub light_touch: String,
    /// Pin prick score, 0 to 56.
    pub pin_prick: String,
}

/// Both figures of an examination, each with the name of its file.
///
/// # Errors
/// When a word of the reading is empty, or a sensory point has a grade above 2.
pub fn files(exam: &Exam, reading: &Reading) -> Result<Vec<(String, String)>, FigureError> {
    let map = dermatome_map::Data {
        frame: frame(reading, "dermatome_map", "light touch and pin prick by dermatome", MAP_CAPTION),
        exam: *exam,
        neurological_level: reading.neurological_level.clone(),
    };
    let sheet = worksheet::Data {
        frame: frame(reading, "worksheet", "neurological examination and classification", SHEET_CAPTION),
        exam: *exam,
        reading: reading.clone(),
    };
    Ok(vec![
        ("dermatome_map.svg".into(), dermatome_map::draw(&map)?),
        ("worksheet.svg".into(), worksheet::draw(&sheet)?),
    ])
}

const MAP_CAPTION: &str = "The darker, the less is felt. Line: lower border of the neurological level. Points: key sensory points, full when normal (2), half when \
    altered (1), open when nothing is felt (0), crossed when not testable (NT). Dashed edge and star: not, or not only, \
    because of the cord injury; * counts as not normal, ** as normal. Borders between the points are schematic. \
    Research and teaching only; not clinical advice.";

const SHEET_CAPTION: &str = "The darker, the less is felt or moved; hatched: not testable (NT). Star: not, or not only, \
    because of the cord injury; * counts as not normal, ** as normal. Thick lines: lower ends of the levels; segment on a dark ground: neurological level. ND: cannot be \
    determined; INT: intact; NA: not applicable. Research and teaching only; not clinical advice.";

fn frame(reading: &Reading, id: &str, what: &str, caption: &str) -> Frame {
    // An empty title would hide in the joined one.
    let title =
        if reading.title.trim().is_empty() { String::new() } else { format!("{}: {what}", reading.title) };
    Frame { id: id.into(), title, caption: caption.into(), source: reading.source.clone() }
}

/// Every dermatome that is named in words such as `T4,T5`, once; none in `INT` or `ND`.
pub(super) fn levels_in(words: &str) -> Vec<Dermatome> {
    let named = words.split(',').filter_map(|word| Dermatome::parse(word.trim().trim_end_matches('*')));
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

/// One of the two sensations that are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sensation {
    LightTouch,
    PinPrick,
}

impl Sensation {
    pub(super) const BOTH: [Self; 2] = [Self::LightTouch, Self::PinPrick];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LightTouch => "Light touch",
            Self::PinPrick => "Pin prick",
        }
    }

    pub(super) fn findings(self, exam: &Exam, side: Side) -> &[Finding; DERMATOMES] {
        let SideExam { light_touch, pin_prick, .. } = &exam.sides[side as usize];
        match self {
            Self::LightTouch => light_touch,
            Self::PinPrick => pin_prick,
        }
    }
}

/// Normal grade of a sensory point.
pub(super) const NORMAL_SENSATION: u8 = 2;
/// Normal grade of a muscle.
pub(super) const NORMAL_MUSCLE: u8 = 5;

/// Colours of loss: all of it, none of it. The lightness between them is monotone, so that grey shows it too.
const LOST: [f64; 3] = [0.0, 68.0, 136.0];
const NORMAL: [f64; 3] = [239.0, 244.0, 248.0];

/// How findings are filled on one sheet.
pub(super) struct Shading {
    hatched: String,
}

impl Shading {
    pub(super) fn on(sheet: &mut Sheet) -> Self {
        Self { hatched: sheet.hatch("not-testable", "#7d7d7d") }
    }

    /// The fill of a finding of which `normal` is the normal grade.
    pub(super) fn of(&self, finding: Finding, normal: u8) -> String {
        match finding.graded() {
            None => self.hatched.clone(),
            Some(grade) => shade(grade, normal),
        }
    }
}

fn shade(grade: u8, normal: u8) -> String {
    let kept = f64::from(grade) / f64::from(normal);
    let [red, green, blue] = [0, 1, 2].map(|c| (LOST[c] + kept * (NORMAL[c] - LOST[c])).round());
    format!("rgb({red:.0},{green:.0},{blue:.0})")
}

/// Ink, or paper on what is dark.
pub(super) fn ink_on(finding: Finding, normal: u8) -> &'static str {
    if finding.graded().is_some_and(|grade| 3 * grade < normal) { PAPER } else { INK }
}

/// `*`, `**` or nothing.
pub(super) fn star_of(finding: Finding) -> &'static str {
    match finding.star() {
        Star::None => "",
        Star::NotNormal => "*",
        Star::Normal => "**",
    }
}

/// Opaque, since what lies under a figure must not change its shades.
pub(super) fn opaque(colour: &str) -> Fill<'_> {
    fill(colour, 1.0)
}

impl Check<'_> {
    /// No grade is above the normal one.
    pub(super) fn grades(&self, field: &str, findings: &[Finding], normal: u8) -> Result<(), FigureError> {
        let grades = findings.iter().filter_map(|finding| finding.graded()).map(f64::from);
        self.within(field, (0.0, f64::from(normal)), grades)
    }

    /// All that was felt on both sides.
    pub(super) fn sensation(&self, exam: &Exam) -> Result<(), FigureError> {
        for sensation in Sensation::BOTH {
            for side in Side::BOTH {
                let field = format!("{}, {}", sensation.name(), side.word());
                self.grades(&field, sensation.findings(exam, side), NORMAL_SENSATION)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_function_is_always_darker_and_its_number_stays_legible() {
        let lightness = |colour: &str| {
            let parts: Vec<f64> =
                colour[4..colour.len() - 1].split(',').map(|c| c.parse().unwrap()).collect();
            (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255.0
        };
        for normal in [NORMAL_SENSATION, NORMAL_MUSCLE] {
            for grade in 0..normal {
                assert!(lightness(&shade(grade, normal)) + 0.1 < lightness(&shade(grade + 1, normal)));
                let dark = ink_on(Finding::grade(grade), normal) == PAPER;
                assert_eq!(dark, lightness(&shade(grade, normal)) < 0.4, "{grade} of {normal}");
            }
        }
    }

    #[test]
    fn levels_are_found_in_words_and_words_without_level_have_none() {
        assert_eq!(levels_in("T4, T5"), [Dermatome::T4, Dermatome::T5]);
        assert_eq!(levels_in("S4-5,T12*,T12"), [Dermatome::T12, Dermatome::S4_5]);
        assert!(["INT", "ND", "NA", "C1", ""].into_iter().all(|words| levels_in(words).is_empty()));
    }
}
