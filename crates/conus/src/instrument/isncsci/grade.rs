//! How severe is the injury? The ASIA Impairment Scale, A to E (rupp2021).
//!
//! A: complete. B: sensation at S4-5, but no motor function there nor more than three levels below the motor level of
//! either side. C: motor function there, and fewer than half of the key muscles below the neurological level have 3 or
//! more. D: half of them or more. E: everything is normal.

use super::completeness::Sacral;
use super::exam::Observed;
use super::level::Levels;
use super::neurological_level::Ends;
use super::possible::Word;
use super::side::OpenSide;
use super::strength::{Among, Strength, strength};

/// A grade of the ASIA Impairment Scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the grades")]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
}

impl Word for Grade {
    const ALL: &'static [Self] = &[Self::A, Self::B, Self::C, Self::D, Self::E];

    fn label(self) -> &'static str {
        ["A", "B", "C", "D", "E"][self.index()]
    }

    fn index(self) -> usize {
        self as usize
    }
}

impl Grade {
    /// The bit of the grade.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The grades that are possible, one bit for each.
pub(super) fn grades(sides: &[OpenSide; 2], ends: Ends, motor: [Levels; 2], sacral: Sacral) -> u32 {
    let complete = sacral.numb && sacral.slack;
    let spared = sacral.feels && sacral.slack;
    let still = (0..2).all(|side| each(motor[side]).any(|level| sides[side].can_be_still_far_below(level)));
    let normal = ends.nowhere && sacral.contracts;
    let mut grades = 0;
    for (grade, possible) in [(Grade::A, complete), (Grade::B, spared && still), (Grade::E, normal)] {
        grades |= if possible { grade.bit() } else { 0 };
    }
    grades | strengths(sides, ends, motor, sacral).grades()
}

/// How strong the muscles below the neurological level can be where there is motor function at S4-5, or sensation there
/// and motor function more than three levels below a motor level.
pub(super) fn strengths(sides: &[OpenSide; 2], ends: Ends, motor: [Levels; 2], sacral: Sacral) -> Strength {
    let mut strengths = Strength::default();
    if sacral.contracts {
        let contracting = Among { vac: Observed::Yes, far: false, motor: ALL_LEVELS };
        strengths = strengths.or(strength(sides, ends, &contracting));
    }
    let moves = (0..2).any(|side| each(motor[side]).any(|level| sides[side].can_move_far_below(level)));
    if sacral.feels && sacral.slack && moves && !strengths.is_open() {
        let slack = Among { vac: Observed::No, far: true, motor: ALL_LEVELS };
        strengths = strengths.or(strength(sides, ends, &slack));
    }
    strengths
}

/// Whatever the motor levels are.
const ALL_LEVELS: [Levels; 2] = [Levels::MAX; 2];

/// The levels of a set, from above downwards.
pub(super) fn each(mut levels: Levels) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let level = levels.trailing_zeros();
        levels &= levels.wrapping_sub(1);
        (level < Levels::BITS).then_some(level)
    })
}
