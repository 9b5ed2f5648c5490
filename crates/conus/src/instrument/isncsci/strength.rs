//! Have half of the key muscles below the neurological level at least grade 3? This parts AIS C from D (rupp2021).
//!
//! Where something was not tested, the count, the neurological level and the motor levels hang together: a muscle that
//! ends the neurological level cannot count as strong. So each way in which the neurological level can come about is
//! looked at, and for each the fewest and the most strong muscles below it.

use super::exam::Observed;
use super::grade::{Grade, each};
use super::level::{Levels, below};
use super::motor_level::motor_levels;
use super::neurological_level::Ends;
use super::sensory_level::sensory_levels;
use super::side::{KEY_SEGMENTS, OpenSide};

/// Which shares of strong muscles are possible in a motor incomplete injury.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strength {
    /// Fewer than half.
    pub(super) fewer: bool,
    /// Half or more.
    pub(super) half: bool,
}

impl Strength {
    pub(super) fn or(self, other: Self) -> Self {
        Self { fewer: self.fewer || other.fewer, half: self.half || other.half }
    }

    /// Whether nothing more can be learnt.
    pub(super) fn is_open(self) -> bool {
        self.fewer && self.half
    }

    /// AIS C, D, or both, one bit for each.
    pub(super) fn grades(self) -> u32 {
        (u32::from(self.fewer) * Grade::C.bit()) | (u32::from(self.half) * Grade::D.bit())
    }
}

/// The strong muscles of one side below the neurological level: the fewest and the most.
#[derive(Clone, Copy, Debug)]
struct Count {
    fewest: u32,
    most: u32,
}

/// Counts of one side, where they can be: all, and where a muscle moves more than three levels below the motor level.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    any: Option<Count>,
    far: Option<Count>,
}

/// In which exams strong muscles are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Among {
    /// With this voluntary anal contraction.
    pub(super) vac: Observed,
    /// Only where, on one side, a muscle moves more than three levels below the motor level.
    pub(super) far: bool,
    /// Only with these motor levels, right and left.
    pub(super) motor: [Levels; 2],
}

/// Which shares of strong muscles are possible below the neurological level.
pub(super) fn strength(sides: &[OpenSide; 2], ends: Ends, among: &Among) -> Strength {
    let mut found = Strength::default();
    let both = [(&sides[0], among.motor[0]), (&sides[1], among.motor[1])];
    let counted = |from, motor| Counted { from, vac: among.vac, far: among.far, motor };
    for segment in each(ends.above | ends.at) {
        if ends.above >> segment & 1 == 1 && can_tell_more(found, sides, segment) {
            let counts = both.map(|(side, motor)| {
                let counted = counted(segment, motor);
                [passing(side, counted), ending_above(side, counted)]
            });
            found = found.or(shares(counts, segment, among.far));
        }
        if ends.at >> segment & 1 == 1 && can_tell_more(found, sides, segment + 1) {
            let counts = both.map(|(side, motor)| {
                let counted = counted(segment + 1, motor);
                [full_at(side, counted), fair_at(side, counted)]
            });
            found = found.or(shares(counts, segment + 1, among.far));
        }
    }
    found
}

/// Whether the muscles from a segment downwards could show a share that was not found yet, if no box depended on
/// another. Most exams need no closer look.
fn can_tell_more(found: Strength, sides: &[OpenSide; 2], from: u32) -> bool {
    let lower = KEY_SEGMENTS & !below(from);
    let sum = |muscles: [u32; 2]| 2 * muscles.map(|side| (side & lower).count_ones()).iter().sum::<u32>();
    let muscles = sum([lower; 2]) / 2;
    let fewest = sum([!sides[0].weak, !sides[1].weak]);
    let most = sum([sides[0].strong(), sides[1].strong()]);
    !found.fewer && fewest < muscles || !found.half && most >= muscles
}

/// What is counted on one side: the muscles from a segment downwards.
#[derive(Clone, Copy, Debug)]
struct Counted {
    from: u32,
    vac: Observed,
    far: bool,
    motor: Levels,
}

/// The side ends normal function above the counted muscles, by sensation or by a muscle with less than 3.
fn ending_above(side: &OpenSide, counted: Counted) -> Counts {
    let (side, this) = (side.whole_above(counted.from), 1 << counted.from);
    let mut counts = Counts::default();
    if side.altered & this != 0 {
        counts = counts.or(counts_of(&OpenSide { normal: side.normal & !this, ..side }, counted));
    }
    if side.weak & this != 0 {
        counts = counts
            .or(counts_of(&OpenSide { full: side.full & !this, fair: side.fair & !this, ..side }, counted));
    }
    counts
}

/// The side does not end normal function there; the other one does.
fn passing(side: &OpenSide, counted: Counted) -> Counts {
    let (side, this) = (side.whole_above(counted.from), 1 << counted.from);
    if side.normal & (side.strong() | !KEY_SEGMENTS) & this == 0 {
        return Counts::default();
    }
    counts_of(&OpenSide { altered: side.altered & !this, weak: side.weak & !this, ..side }, counted)
}

/// The side ends normal function at the muscle just above the counted ones, which has 3 or 4.
fn fair_at(side: &OpenSide, counted: Counted) -> Counts {
    let last = 1 << (counted.from - 1);
    if side.fair & last == 0 {
        return Counts::default();
    }
    let whole = side.whole_above(counted.from);
    counts_of(&OpenSide { full: side.full & !last, fair: whole.fair | last, ..whole }, counted)
}

/// Everything is normal above the counted muscles; on the other side the last muscle has 3 or 4.
fn full_at(side: &OpenSide, counted: Counted) -> Counts {
    if side.whole() >> (counted.from - 1) & 1 == 0 {
        return Counts::default();
    }
    counts_of(&side.whole_above(counted.from), counted)
}

/// Counts over all motor levels that are asked for.
fn counts_of(side: &OpenSide, counted: Counted) -> Counts {
    let lower = KEY_SEGMENTS & !below(counted.from);
    let whatever =
        Count { fewest: (lower & !side.weak).count_ones(), most: (lower & side.strong()).count_ones() };
    let mut counts = Counts { any: (counted.motor == Levels::MAX).then_some(whatever), far: None };
    if counts.any.is_some() && !counted.far {
        return counts;
    }
    for level in each(motor_levels(side, sensory_levels(side), counted.vac) & counted.motor) {
        let count = Some(count_at(side, counted.from, level));
        let far = if side.can_move_far_below(level) { count } else { None };
        counts = counts.or(Counts { any: count, far });
    }
    counts
}

/// Strong muscles from a segment downwards when the motor level is so.
fn count_at(side: &OpenSide, from: u32, level: u32) -> Count {
    let above = (KEY_SEGMENTS & below(level) & !below(from)).count_ones();
    let lower = !below(level.max(from));
    let fewest = above + (KEY_SEGMENTS & !side.weak & lower).count_ones();
    // The muscle under the level has less than 3, unless the level ended at a muscle with 3 or 4.
    let ended_at = level > 0 && side.fair >> (level - 1) & 1 == 1;
    let this = if level < 28 && !ended_at { KEY_SEGMENTS & 1 << level } else { 0 };
    let most = above + (side.strong() & lower & !this).count_ones();
    Count { fewest, most }
}

/// Whether fewer than half, or half, of the muscles of both sides can be strong. `counts` by side: where the side does
/// not end the neurological level, and where it does; one side at least must.
fn shares(counts: [[Counts; 2]; 2], from: u32, far: bool) -> Strength {
    let muscles = 2 * (KEY_SEGMENTS & !below(from)).count_ones();
    let mut found = Strength::default();
    for (right_ends, left_ends) in [(1, 0), (0, 1), (1, 1)] {
        let (right, left) = (counts[0][right_ends], counts[1][left_ends]);
        let pairs =
            if far { [(right.far, left.any), (right.any, left.far)] } else { [(right.any, left.any); 2] };
        for (right, left) in pairs {
            let (Some(right), Some(left)) = (right, left) else { continue };
            found.fewer |= 2 * (right.fewest + left.fewest) < muscles;
            found.half |= 2 * (right.most + left.most) >= muscles;
        }
    }
    found
}

impl Counts {
    fn or(self, other: Self) -> Self {
        let wider = |one: Option<Count>, other: Option<Count>| match (one, other) {
            (Some(a), Some(b)) => Some(Count { fewest: a.fewest.min(b.fewest), most: a.most.max(b.most) }),
            (one, other) => one.or(other),
        };
        Self { any: wider(self.any, other.any), far: wider(self.far, other.far) }
    }
}
