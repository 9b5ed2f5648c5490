//! What can be true of one side? Every box that was not tested, or that a star speaks of, leaves several grades open.
//!
//! A set of segments is a number with one bit for each dermatome by its index; a key muscle stands at the bit of its
//! segment. No box depends on another, so what a side can be is known when it is known for each segment.

use super::exam::{Finding, SideExam, Star};
use super::level::{L1, T1, below};

/// The segments with key muscles, C5 to T1 and L2 to S1.
pub(super) const KEY_SEGMENTS: u32 = 0b1_1111 << 3 | 0b1_1111 << 20;
/// The segment of each key muscle.
pub(super) const SEGMENT_OF_MUSCLE: [u32; 10] = [3, 4, 5, 6, 7, 20, 21, 22, 23, 24];
/// The lowest segment, S4-5.
pub(super) const SACRAL: u32 = 1 << 27;

/// How a star is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As the examiner assumes: `**` is normal; `*` is not normal, so that a grade is at least the one written.
    Assumed,
    /// As if the assumption were not made: a grade is what is written, NT is the contrary of what was assumed.
    Contrary,
}

/// The grades that a box leaves open, one bit for each, where `highest` is normal.
pub(super) const fn open_grades(finding: Finding, highest: u8, reading: Reading) -> u8 {
    let normal = 1 << highest;
    let (written, whole) = match finding.graded() {
        Some(grade) => (1 << grade, (normal - 1) & !((1 << grade) - 1)),
        None => (normal - 1, normal - 1),
    };
    match (finding.star(), finding.graded(), reading) {
        (Star::None, None, _) => normal | whole,
        (Star::None, Some(_), _) => written,
        (Star::NotNormal, _, Reading::Assumed) => whole,
        (Star::NotNormal, None, Reading::Contrary) | (Star::Normal, _, Reading::Assumed) => normal,
        (_, _, Reading::Contrary) => written,
    }
}

/// The open grades of every box of one kind, by the code of the finding.
const fn table(highest: u8, reading: Reading) -> [u8; 32] {
    let mut table = [0; 32];
    let mut code = 0;
    while code < 32 {
        table[code as usize] = open_grades(Finding::of_code(code), highest, reading);
        code += 1;
    }
    table
}

static SENSORY: [[u8; 32]; 2] = [table(2, Reading::Assumed), table(2, Reading::Contrary)];
static MOTOR: [[u8; 32]; 2] = [table(5, Reading::Assumed), table(5, Reading::Contrary)];

/// What each segment of one side can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenSide {
    /// Light touch and pin prick are both normal.
    pub(super) normal: u32,
    /// One of them is not.
    pub(super) altered: u32,
    /// Both are absent.
    pub(super) numb: u32,
    /// One of them is felt.
    pub(super) felt: u32,
    /// The key muscle has grade 5.
    pub(super) full: u32,
    /// It has 3 or 4.
    pub(super) fair: u32,
    /// It has less than 3.
    pub(super) weak: u32,
    /// It has 0.
    pub(super) still: u32,
    /// It has more than 0.
    pub(super) moves: u32,
    /// The segment of the lowest muscle that is no key muscle and moves, as one bit; none when 0.
    pub(super) non_key: u32,
}

impl OpenSide {
    /// What the boxes of a side leave open.
    pub(super) fn of(exam: &SideExam, reading: Reading) -> Self {
        let (sensory, motor) = (&SENSORY[reading as usize], &MOTOR[reading as usize]);
        let mut side = Self { non_key: 0, ..Self::empty() };
        for (segment, (touch, prick)) in exam.light_touch.iter().zip(&exam.pin_prick).enumerate() {
            let (touch, prick) = (sensory[touch.code()], sensory[prick.code()]);
            let (both, either) = (u32::from(touch & prick), u32::from(touch | prick));
            side.normal |= (both >> 2 & 1) << segment;
            side.altered |= u32::from(either & 0b011 != 0) << segment;
            side.numb |= (both & 1) << segment;
            side.felt |= u32::from(either & 0b110 != 0) << segment;
        }
        for (muscle, segment) in exam.motor.iter().zip(SEGMENT_OF_MUSCLE) {
            let grades = u32::from(motor[muscle.code()]);
            side.full |= (grades >> 5 & 1) << segment;
            side.fair |= u32::from(grades & 0b01_1000 != 0) << segment;
            side.weak |= u32::from(grades & 0b00_0111 != 0) << segment;
            side.still |= (grades & 1) << segment;
            side.moves |= u32::from(grades & 0b11_1110 != 0) << segment;
        }
        side.non_key = exam.lowest_non_key.map_or(0, |muscle| 1 << SEGMENT_OF_MUSCLE[muscle as usize]);
        side
    }

    const fn empty() -> Self {
        Self {
            normal: 0,
            altered: 0,
            numb: 0,
            felt: 0,
            full: 0,
            fair: 0,
            weak: 0,
            still: 0,
            moves: 0,
            non_key: 0,
        }
    }

    /// Muscles that can have 3 or more.
    pub(super) const fn strong(&self) -> u32 {
        self.full | self.fair
    }

    /// Segments that can be wholly normal: sensation, and the key muscle where there is one.
    pub(super) const fn whole(&self) -> u32 {
        self.normal & (self.full | !KEY_SEGMENTS)
    }

    /// The same side when everything above a segment is wholly normal.
    pub(super) const fn whole_above(mut self, segment: u32) -> Self {
        let above = below(segment);
        self.altered &= !above;
        self.fair &= !above;
        self.weak &= !above;
        self
    }

    /// The same side when the lowest key muscle that moves stands at a segment, or none moves; none where that cannot
    /// be.
    pub(super) const fn with_lowest_moving(mut self, segment: Option<u32>) -> Option<Self> {
        let (this, lower) = match segment {
            Some(segment) => (1 << segment, KEY_SEGMENTS & !below(segment + 1)),
            None => (0, KEY_SEGMENTS),
        };
        if self.moves & this != this || self.still & lower != lower {
            return None;
        }
        self.still &= !this;
        self.moves &= !lower;
        self.fair &= !lower;
        self.full &= !lower;
        Some(self)
    }

    /// Whether a muscle can move more than three levels below a motor level: rupp2021, AIS B against C.
    pub(super) const fn can_move_far_below(&self, level: u32) -> bool {
        (self.moves | self.non_key) & !below(level + 3) != 0
    }

    /// Whether it can be that none does.
    pub(super) const fn can_be_still_far_below(&self, level: u32) -> bool {
        let far = KEY_SEGMENTS & !below(level + 3);
        self.still & far == far && self.non_key & far == 0
    }
}

/// The blocks of key muscles: the level above the first, and the level of the last.
pub(super) const ARM: (u32, u32) = (3, T1);
/// The same of the leg.
pub(super) const LEG: (u32, u32) = (L1, 25);
