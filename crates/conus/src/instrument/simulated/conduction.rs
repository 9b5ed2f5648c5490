//! What does the cord still carry? Two numbers out of its state: through the long tracts, and within the zone beside
//! the lesion.
//!
//! ```text
//! open      = half/(half + D + M1)                 acute block: debris D and inflammatory macrophages M1
//! insulated = 1 - share + share My                 what bare axons conduct
//! zone      = insulated open
//! long      = N insulated open                     N conducting tracts
//! ```
//!
//! The block fades as macrophages clear the lesion, within about two months. It is what recovers without treatment;
//! tracts themselves only fall at first (assumed; the state of the cord has no other quantity that recovers).

use super::ItemModel;
use crate::biology::State;

/// What the cord carries on one day, 1 healthy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conduction {
    /// Through long tracts past the lesion.
    pub long: f64,
    /// Within the segments beside the lesion.
    pub zone: f64,
}

/// What a cord in this state carries.
#[must_use]
pub fn conduction(model: &ItemModel<f64>, y: &State<f64>) -> Conduction {
    // The solver may leave a fraction a rounding error below zero.
    let acute = (y.debris.0 + y.inflammatory_macrophages.0).max(0.0);
    let open = model.block_half.0 / (model.block_half.0 + acute);
    let share = model.conduction_myelin.0;
    let insulated = 1.0 - share + share * y.myelin.0;
    Conduction { long: y.tracts.0 * insulated * open, zone: insulated * open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::Num;

    #[test]
    fn a_healthy_cord_carries_everything() {
        let model = ItemModel::shipped();
        assert_eq!(conduction(&model, &State::healthy()), Conduction { long: 1.0, zone: 1.0 });
    }

    /// More tracts and more myelin carry more, more debris and inflammation less.
    #[test]
    fn each_part_of_the_state_pushes_the_right_way() {
        let model = ItemModel::shipped();
        let hurt = State { tracts: Num(0.4), myelin: Num(0.5), debris: Num(0.3), ..State::healthy() };
        let now = conduction(&model, &hurt);
        let with = |state: State<f64>| conduction(&model, &state);
        assert!(with(State { tracts: Num(0.5), ..hurt }).long > now.long);
        let remyelinated = with(State { myelin: Num(0.8), ..hurt });
        assert!(remyelinated.long > now.long && remyelinated.zone > now.zone);
        let inflamed = with(State { inflammatory_macrophages: Num(0.3), ..hurt });
        assert!(inflamed.long < now.long && inflamed.zone < now.zone);
    }
}
