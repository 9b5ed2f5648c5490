//! How far down is sensation normal? The lowest dermatome where light touch and pin prick are normal, as in all above
//! it (rupp2021, sensory level).

use super::level::{INT, Levels, below};
use super::side::OpenSide;

/// The sensory levels that a side can have.
pub(super) const fn sensory_levels(side: &OpenSide) -> Levels {
    let first_lost = side.normal.trailing_ones();
    let stops = side.altered & below(first_lost + 1);
    if first_lost == INT { stops | 1 << INT } else { stops }
}
