//! What does the cord still carry? Two numbers out of its state: through the long tracts, and within the zone beside
//! the lesion.
//!
//! ```text
//! open      = [half/(half + D + M1)]^(1 - slow)    acute block: debris D and inflammatory macrophages M1
//! awake     = e^(-slow withheld e^(-(day - 16)/wake))    what is left takes over slowly
//! insulated = 1 - share + share My                 what bare axons conduct
//! zone      = insulated open awake
//! long      = N insulated open awake               N conducting tracts
//! ```
//!
//! Two things recover without treatment; tracts themselves only fall at first. The block fades as macrophages clear the
//! lesion, within about two months. What has been spared takes over more slowly: spinal shock lifts, spared fibres sprout,
//! which the state of the cord does not know, so the day stands for it (assumed). `withheld` is what the block withholds in
//! the typical patient at the first published exam; so however recovery is shared between fast and slow, as much is
//! withheld on that day and the same is reached in the end: published gains fix their sum, and no curve in between is held.

use super::ItemModel;
use crate::biology::State;
use conus_num::elementary::{exp, pow};

/// What the cord carries on one day, 1 healthy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conduction {
    /// Through long tracts past the lesion.
    pub long: f64,
    /// Within the segments beside the lesion.
    pub zone: f64,
}

/// Day of the first exam of the published course (scims2022).
const FIRST_EXAM: f64 = 16.0;

/// What a cord in this state carries on a day after the injury.
#[must_use]
pub fn conduction(model: &ItemModel<f64>, y: &State<f64>, day: f64) -> Conduction {
    // The solver may leave a fraction a rounding error below zero.
    let acute = (y.debris.0 + y.inflammatory_macrophages.0).max(0.0);
    let slow = model.slow_share.0;
    let open = pow(model.block_half.0 / (model.block_half.0 + acute), 1.0 - slow);
    let awake = exp(-slow * model.withheld.0 * exp(-(day - FIRST_EXAM) / model.wake_days.0));
    let share = model.conduction_myelin.0;
    let insulated = 1.0 - share + share * y.myelin.0;
    Conduction { long: y.tracts.0 * insulated * open * awake, zone: insulated * open * awake }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::Num;

    #[test]
    fn a_healthy_cord_carries_everything() {
        let model = ItemModel::shipped();
        assert_eq!(conduction(&model, &State::healthy(), 1.0e6), Conduction { long: 1.0, zone: 1.0 });
    }

    /// More tracts and more myelin carry more, more debris and inflammation less.
    #[test]
    fn each_part_of_the_state_pushes_the_right_way() {
        let model = ItemModel::shipped();
        let hurt = State { tracts: Num(0.4), myelin: Num(0.5), debris: Num(0.3), ..State::healthy() };
        let now = conduction(&model, &hurt, 30.0);
        let with = |state: State<f64>| conduction(&model, &state, 30.0);
        assert!(with(State { tracts: Num(0.5), ..hurt }).long > now.long);
        let remyelinated = with(State { myelin: Num(0.8), ..hurt });
        assert!(remyelinated.long > now.long && remyelinated.zone > now.zone);
        let inflamed = with(State { inflammatory_macrophages: Num(0.3), ..hurt });
        assert!(inflamed.long < now.long && inflamed.zone < now.zone);
        let later = conduction(&model, &hurt, 90.0);
        assert!(later.long > now.long && later.zone > now.zone);
    }
}
