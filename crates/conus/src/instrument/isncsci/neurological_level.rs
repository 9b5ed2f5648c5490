//! Which is the single neurological level? The uppermost of the four: the lowest segment with normal sensation and at
//! least antigravity strength on both sides, when all above it is normal (rupp2021, neurological level of injury).

use super::exam::Observed;
use super::level::{INT, Levels, below};
use super::motor_level::lowest;
use super::side::{KEY_SEGMENTS, OpenSide};

/// How the segments of both sides together can end normal function. No segment depends on another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// Segments above which it ends: sensation is altered, or a muscle has less than 3.
    pub(super) above: u32,
    /// Segments at which it ends: a muscle has 3 or 4, the rest is normal.
    pub(super) at: u32,
    /// Whether everything can be normal.
    pub(super) nowhere: bool,
}

/// Where normal function can end, for all that was tested.
pub(super) const fn ends(sides: &[OpenSide; 2]) -> Ends {
    let [right, left] = sides;
    let first_lost = (right.whole() & left.whole()).trailing_ones();
    let reached = below(first_lost + 1);
    let holds = right.normal & left.normal & right.strong() & left.strong();
    Ends {
        above: (right.altered | left.altered | right.weak | left.weak) & reached,
        at: holds & (right.fair | left.fair) & reached & KEY_SEGMENTS,
        nowhere: first_lost == INT,
    }
}

/// The neurological levels that are possible.
pub(super) const fn neurological_levels(ends: Ends, vac: Observed) -> Levels {
    let intact = if ends.nowhere { lowest(vac) } else { 0 };
    ends.above | ends.at << 1 | intact
}
