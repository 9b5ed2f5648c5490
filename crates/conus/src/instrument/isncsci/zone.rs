//! How far does some function reach below the level? The zones of partial preservation, revision of 2019 (rupp2021,
//! schuld2024).
//!
//! The sensory zone of a side applies when nothing is felt at its S4-5 and there is no deep anal pressure; it is the
//! lowest dermatome where something is felt. The motor zones apply when there is no voluntary anal contraction; each is
//! the lowest key muscle that moves, or the motor level where none below it does. A muscle that is no key muscle counts
//! in AIS C only, and there when it lies more than three levels below that zone: the standard says no more than that such
//! muscles part B from C, and the zone follows the public algorithm.

use super::completeness::Sacral;
use super::exam::Observed;
use super::grade::each;
use super::level::{Level, Levels, below};
use super::motor_level::motor_levels;
use super::neurological_level::ends;
use super::possible::Word;
use super::sensory_level::sensory_levels;
use super::side::{KEY_SEGMENTS, OpenSide, SACRAL};
use super::strength::{Among, strength};

/// A zone of partial preservation, named by its lowest segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// No zone applies: the lowest segments are spared.
    NotApplicable,
    /// Down to there.
    To(Level),
}

const ZONES: usize = Level::ALL.len();

impl Word for Zone {
    /// Not applicable, then C1 to S3.
    const ALL: &'static [Self] = &{
        let mut all = [Self::NotApplicable; ZONES];
        let mut index = 1;
        while index < ZONES {
            all[index] = Self::To(Level::ALL[index - 1]);
            index += 1;
        }
        all
    };

    fn label(self) -> &'static str {
        match self {
            Self::NotApplicable => "NA",
            Self::To(level) => level.label(),
        }
    }

    fn index(self) -> usize {
        match self {
            Self::NotApplicable => 0,
            Self::To(level) => level.index() + 1,
        }
    }
}

/// The sensory zones that a side can have, one bit for each.
pub(super) fn sensory_zones(side: &OpenSide, dap: Observed) -> u32 {
    let spared = dap != Observed::No || side.felt & SACRAL != 0;
    let lost = dap != Observed::Yes && side.numb & SACRAL != 0;
    bits(spared, if lost { lowest_felt(side) } else { 0 })
}

/// The levels at which sensation can end when nothing is felt at S4-5; C1 when nothing is felt at all.
fn lowest_felt(side: &OpenSide) -> Levels {
    // Segments below which everything can be numb.
    let numb_down_from = (side.numb << 4).leading_ones();
    let reached = !below(28u32.saturating_sub(numb_down_from + 1));
    let levels = (side.felt & !SACRAL & reached) << 1;
    if numb_down_from == 28 { levels | 1 } else { levels }
}

/// The motor zones that each side can have, one bit for each.
pub(super) fn motor_zones(sides: &[OpenSide; 2], sacral: Sacral) -> [u32; 2] {
    [0, 1].map(|which| {
        bits(sacral.contracts, if sacral.slack { lowest_moving(sides, which, sacral) } else { 0 })
    })
}

/// The levels at which motor function of a side can end when the sphincter does not contract.
fn lowest_moving(sides: &[OpenSide; 2], which: usize, sacral: Sacral) -> Levels {
    let sensory = sensory_levels(&sides[which]);
    let mut levels = 0;
    for lowest in can_be_lowest(&sides[which]) {
        let side = sides[which].with_lowest_moving(lowest);
        for motor in each(motor_levels(&side, sensory, Observed::No)) {
            let zone = lowest.map_or(motor, |segment| motor.max(segment + 1));
            levels |= if side.non_key & !below(zone + 3) == 0 {
                1 << zone
            } else {
                let mut these = *sides;
                these[which] = side;
                with_non_key(&these, which, motor, sacral, 1 << zone)
            };
        }
    }
    levels
}

/// The key muscles that can be the lowest that moves; none where no muscle does.
fn can_be_lowest(side: &OpenSide) -> impl Iterator<Item = Option<u32>> {
    let surely_moves = KEY_SEGMENTS & !side.still;
    let lowest_sure = surely_moves.checked_ilog2();
    let segments = each(side.moves & !below(lowest_sure.unwrap_or(0))).map(Some);
    segments.chain(lowest_sure.is_none().then_some(None))
}

/// The zone where a muscle that is no key muscle moves more than three levels below it: that muscle in AIS C, and the
/// zone itself in A and in D.
fn with_non_key(sides: &[OpenSide; 2], which: usize, motor: u32, sacral: Sacral, zone: Levels) -> Levels {
    let mut levels = if sacral.numb { zone } else { 0 };
    if sacral.feels {
        let mut among = Among { vac: Observed::No, far: false, motor: [Levels::MAX; 2] };
        among.motor[which] = 1 << motor;
        let strength = strength(sides, ends(sides), &among);
        levels |= if strength.half { zone } else { 0 };
        levels |= if strength.fewer { sides[which].non_key << 1 } else { 0 };
    }
    levels
}

/// The bits of zones: not applicable, and levels.
fn bits(not_applicable: bool, levels: Levels) -> u32 {
    u32::from(not_applicable) | levels << 1
}
