//! What does an exam say? Levels, completeness, grade and zones, each with every answer that the exam leaves open.
//!
//! A star is given to an answer that would not come out if the assumptions about starred findings were not made: what
//! is graded counts as written, what is `NT*` as normal, and what is `NT**` as not normal. Results that rest on an
//! assumption are marked (kirshblum2021); how they are found is `assumed`. A zone that does not apply takes no star, as
//! in the public algorithm.

use super::completeness::{Completeness, sacral};
use super::exam::{Exam, Finding};
use super::grade::{Grade, grades};
use super::level::{Level, Levels};
use super::motor_level::motor_levels;
use super::neurological_level::{ends, neurological_levels};
use super::possible::{Possible, Word};
use super::sensory_level::sensory_levels;
use super::side::{OpenSide, Reading};
use super::totals::Totals;
use super::zone::{Zone, motor_zones, sensory_zones};

/// The classification of an exam. Where there are two, right stands before left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classification {
    /// Sensory levels.
    pub sensory: [Possible<Level>; 2],
    /// Motor levels.
    pub motor: [Possible<Level>; 2],
    /// The single neurological level of injury.
    pub neurological_level: Possible<Level>,
    /// Complete or incomplete.
    pub completeness: Possible<Completeness>,
    /// ASIA Impairment Scale.
    pub grade: Possible<Grade>,
    /// Sensory zones of partial preservation.
    pub sensory_zone: [Possible<Zone>; 2],
    /// Motor zones of partial preservation.
    pub motor_zone: [Possible<Zone>; 2],
    /// Subscores and totals.
    pub totals: Totals,
}

/// Classifies an exam.
#[must_use]
pub fn classify(exam: &Exam) -> Classification {
    let answers = Answers::of(exam, Reading::Assumed);
    let firm = if has_stars(exam) { Answers::of(exam, Reading::Contrary) } else { answers };
    Classification {
        sensory: both(answers.sensory, firm.sensory),
        motor: both(answers.motor, firm.motor),
        neurological_level: marked(answers.neurological_level, firm.neurological_level),
        completeness: marked(answers.completeness, firm.completeness),
        grade: marked(answers.grade, firm.grade),
        sensory_zone: both(answers.sensory_zone, firm.sensory_zone.map(with_not_applicable)),
        motor_zone: both(answers.motor_zone, firm.motor_zone.map(with_not_applicable)),
        totals: Totals::of(exam),
    }
}

/// The answers under one reading of the stars, as bits.
#[derive(Clone, Copy)]
struct Answers {
    sensory: [Levels; 2],
    motor: [Levels; 2],
    neurological_level: Levels,
    completeness: u32,
    grade: u32,
    sensory_zone: [u32; 2],
    motor_zone: [u32; 2],
}

impl Answers {
    fn of(exam: &Exam, reading: Reading) -> Self {
        let sides = [OpenSide::of(&exam.sides[0], reading), OpenSide::of(&exam.sides[1], reading)];
        let sensory = [sensory_levels(&sides[0]), sensory_levels(&sides[1])];
        let motor = [0, 1].map(|side| motor_levels(&sides[side], sensory[side], exam.vac));
        let ends = ends(&sides);
        let sacral = sacral(&sides, exam.vac, exam.dap);
        Self {
            sensory,
            motor,
            neurological_level: neurological_levels(ends, exam.vac),
            completeness: sacral.completeness(),
            grade: grades(&sides, ends, motor, sacral),
            sensory_zone: [0, 1].map(|side| sensory_zones(&sides[side], exam.dap)),
            motor_zone: motor_zones(&sides, sacral),
        }
    }
}

fn both<W: Word>(answers: [u32; 2], firm: [u32; 2]) -> [Possible<W>; 2] {
    [0, 1].map(|side| marked(answers[side], firm[side]))
}

fn marked<W: Word>(answers: u32, firm: u32) -> Possible<W> {
    Possible::of(answers, answers & !firm)
}

const fn with_not_applicable(zones: u32) -> u32 {
    zones | 1
}

fn has_stars(exam: &Exam) -> bool {
    let stars = |findings: &[Finding]| findings.iter().fold(0, |all, finding| all | finding.code()) > 7;
    exam.sides.iter().any(|side| stars(&side.motor) || stars(&side.light_touch) || stars(&side.pin_prick))
}
