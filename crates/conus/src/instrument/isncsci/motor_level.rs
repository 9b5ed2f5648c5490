//! How far down is motor function normal? The lowest key muscle with at least 3 when all above it have 5 (rupp2021,
//! motor level).
//!
//! Where no key muscle is tested, C1 to C4, T2 to L1 and S2 to S4-5, the motor level is the sensory level, provided that
//! everything that is tested above is normal. Intact below S1 also needs voluntary anal contraction, the motor
//! function of S4-5; where it is absent the motor level is S3.

use super::exam::Observed;
use super::level::{C4, INT, L1, Levels, S1, S3, T1, below};
use super::side::{ARM, LEG, OpenSide};

/// The motor levels that a side can have, given the sensory levels that it can have.
pub(super) const fn motor_levels(side: &OpenSide, sensory: Levels, vac: Observed) -> Levels {
    let follows_neck = sensory & below(C4);
    if sensory >> C4 == 0 {
        return follows_neck;
    }
    let arm = stops_in(side, ARM);
    if !runs_through(side, ARM) {
        return follows_neck | arm;
    }
    let ends_at_t1 = any(sensory & between(C4, T1)) << T1;
    let follows_trunk = sensory & between(T1 + 1, L1 - 1);
    let above_leg = follows_neck | arm | ends_at_t1 | follows_trunk;
    if sensory >> L1 == 0 {
        return above_leg;
    }
    let leg = stops_in(side, LEG);
    if !runs_through(side, LEG) {
        return above_leg | leg;
    }
    let ends_at_s1 = any(sensory & between(L1, S1)) << S1;
    let follows_sacrum = sensory & between(S1 + 1, S3);
    let intact = if sensory >> INT == 1 { lowest(vac) } else { 0 };
    above_leg | leg | ends_at_s1 | follows_sacrum | intact
}

/// What remains when everything that is tested on a side is normal.
pub(super) const fn lowest(vac: Observed) -> Levels {
    match vac {
        Observed::Yes => 1 << INT,
        Observed::No => 1 << S3,
        Observed::NotTestable => 1 << INT | 1 << S3,
    }
}

/// The levels at which a block of key muscles can end motor function: above a muscle with less than 3, at one with 3
/// or 4.
const fn stops_in(side: &OpenSide, block: (u32, u32)) -> Levels {
    let reached = below(reach(side, block) + 1) & between(block.0, block.1 - 1);
    (side.weak & reached) | (side.fair & reached) << 1
}

const fn runs_through(side: &OpenSide, block: (u32, u32)) -> bool {
    reach(side, block) == block.1
}

/// The segment of the first muscle of a block that cannot have 5, or the end of the block.
const fn reach(side: &OpenSide, block: (u32, u32)) -> u32 {
    let run = (side.full >> block.0).trailing_ones();
    let end = block.1 - block.0;
    block.0 + if run < end { run } else { end }
}

/// The levels from one to another, both included.
const fn between(first: u32, last: u32) -> Levels {
    below(last + 1) & !below(first)
}

const fn any(levels: Levels) -> Levels {
    (levels != 0) as Levels
}
