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
/// All segments, C2 to S4-5.
const SEGMENTS: u32 = below(28);
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

/// What a pair of sensory points allows, as bits that hold for both when they hold for each.
const CAN_BE_NORMAL: u8 = 1;
const CAN_BE_NUMB: u8 = 2;
const IS_NORMAL: u8 = 4;
const IS_NUMB: u8 = 8;

/// What the sensory points allow, by the code of the finding.
const fn sensory_table(reading: Reading) -> [u8; 32] {
    let mut table = [0; 32];
    let mut code = 0;
    while code < 32 {
        let open = open_grades(Finding::of_code(code), 2, reading);
        let mut allowed = 0;
        allowed |= if open & 0b100 != 0 { CAN_BE_NORMAL } else { 0 };
        allowed |= if open & 0b001 != 0 { CAN_BE_NUMB } else { 0 };
        allowed |= if open == 0b100 { IS_NORMAL } else { 0 };
        allowed |= if open == 0b001 { IS_NUMB } else { 0 };
        table[code as usize] = allowed;
        code += 1;
    }
    table
}

/// What a key muscle allows: five bits, ten apart, so that the ten muscles of a side fit in one number.
const CAN_BE_FULL: u64 = 1;
const CAN_BE_FAIR: u64 = 1 << 10;
const CAN_BE_WEAK: u64 = 1 << 20;
const CAN_BE_STILL: u64 = 1 << 30;
const CAN_MOVE: u64 = 1 << 40;

/// What the key muscles allow, by the code of the finding.
const fn motor_table(reading: Reading) -> [u64; 32] {
    let mut table = [0; 32];
    let mut code = 0;
    while code < 32 {
        let open = open_grades(Finding::of_code(code), 5, reading);
        let mut allowed = 0;
        allowed |= if open & 0b10_0000 != 0 { CAN_BE_FULL } else { 0 };
        allowed |= if open & 0b01_1000 != 0 { CAN_BE_FAIR } else { 0 };
        allowed |= if open & 0b00_0111 != 0 { CAN_BE_WEAK } else { 0 };
        allowed |= if open & 0b00_0001 != 0 { CAN_BE_STILL } else { 0 };
        allowed |= if open & 0b11_1110 != 0 { CAN_MOVE } else { 0 };
        table[code as usize] = allowed;
        code += 1;
    }
    table
}

static SENSORY: [[u8; 32]; 2] = [sensory_table(Reading::Assumed), sensory_table(Reading::Contrary)];
static MOTOR: [[u64; 32]; 2] = [motor_table(Reading::Assumed), motor_table(Reading::Contrary)];

/// The segments whose byte has a bit. Eight bytes at a time are gathered into eight bits by one product.
fn segments_with(bytes: &[u8; 32], bit: u8) -> u32 {
    let gathered = |eight: &[u8]| {
        let word = u64::from_le_bytes(eight.try_into().expect("chunks of eight"));
        let lowest = word >> bit.trailing_zeros() & 0x0101_0101_0101_0101;
        u32::from(lowest.wrapping_mul(0x0102_0408_1020_4080).to_be_bytes()[0])
    };
    (0..4).fold(0, |all, at| all | gathered(&bytes[8 * at..8 * at + 8]) << (8 * at))
}

/// The segments of the muscles of a side that have a bit: five of the arm, five of the leg.
fn segments_of(muscles: u64, bit: u64) -> u32 {
    let five = |place: u32| u32::try_from(muscles >> place & 0b1_1111).expect("five bits");
    let place = bit.trailing_zeros();
    five(place) << 3 | five(place + 5) << 20
}

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
        let mut points = [0; 32];
        for ((point, touch), prick) in points.iter_mut().zip(&exam.light_touch).zip(&exam.pin_prick) {
            *point = sensory[touch.code()] & sensory[prick.code()];
        }
        let muscles = exam.motor.iter().rev().fold(0, |all, muscle| all << 1 | motor[muscle.code()]);
        Self {
            normal: segments_with(&points, CAN_BE_NORMAL),
            altered: SEGMENTS & !segments_with(&points, IS_NORMAL),
            numb: segments_with(&points, CAN_BE_NUMB),
            felt: SEGMENTS & !segments_with(&points, IS_NUMB),
            full: segments_of(muscles, CAN_BE_FULL),
            fair: segments_of(muscles, CAN_BE_FAIR),
            weak: segments_of(muscles, CAN_BE_WEAK),
            still: segments_of(muscles, CAN_BE_STILL),
            moves: segments_of(muscles, CAN_MOVE),
            non_key: exam.lowest_non_key.map_or(0, |muscle| 1 << SEGMENT_OF_MUSCLE[muscle as usize]),
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

    /// The same side when the lowest key muscle that moves stands at a segment, or none moves.
    pub(super) const fn with_lowest_moving(mut self, segment: Option<u32>) -> Self {
        let (this, lower) = match segment {
            Some(segment) => (1 << segment, KEY_SEGMENTS & !below(segment + 1)),
            None => (0, KEY_SEGMENTS),
        };
        self.still &= !this;
        self.moves &= !lower;
        self.fair &= !lower;
        self.full &= !lower;
        self
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
