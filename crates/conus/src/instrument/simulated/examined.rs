//! Which scores does an examination give? By the rules of [`isncsci`](crate::instrument::isncsci).

use super::ItemModel;
use super::examination::{Occasion, examine};
use super::function::Function;
use crate::instrument::isncsci::{Grade, Total, classify};
use crate::patient::chance::Key;

/// Scores of an examination; none where a box could not be tested.
#[derive(Clone, Copy, Debug)]
pub struct Examined {
    /// Grade of the ASIA impairment scale, where it is only one.
    pub grade: Option<Grade>,
    /// Motor score of the arms, 0 to 50.
    pub upper: Option<f64>,
    /// Motor score of the legs, 0 to 50.
    pub lower: Option<f64>,
    /// Motor score, 0 to 100.
    pub motor: Option<f64>,
    /// Light touch, 0 to 112.
    pub touch: Option<f64>,
    /// Pin prick, 0 to 112.
    pub pin: Option<f64>,
}

impl Examined {
    /// What a rater finds in somebody who can do and feel so much.
    #[must_use]
    pub fn by_rater(items: &ItemModel<f64>, truth: &Function, key: Key, occasion: Occasion) -> Self {
        let found = classify(&examine(items, truth, key, occasion));
        let number = |total: Total| total.map(f64::from);
        let both = found.totals.both;
        Self {
            grade: found.grade.only(),
            upper: number(both.upper_extremity),
            lower: number(both.lower_extremity),
            motor: number(both.motor),
            touch: number(both.light_touch),
            pin: number(both.pin_prick),
        }
    }
}
