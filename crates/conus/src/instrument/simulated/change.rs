//! What does the patient say has changed (S5.6)? Eight functions, each improved, unchanged or worse, from the change of
//! truth and from hope.
//!
//! ```text
//! felt = ability now - ability then + hope + error;   improved from `noticed` on, worse from -`noticed` on
//! ```
//!
//! Which truth stands behind each function is assumed: trunk for trunk and sitting, trunk and legs for standing, the
//! pelvic floor's feeling for fullness, its contraction for control.

use super::ItemModel;
use super::ability::{Ability, ability};
use super::function::Function;
use crate::patient::chance::{Key, Purpose};

/// How many functions are asked for.
pub const FUNCTIONS: usize = 8;

/// What is said: a word of `data/instruments/reported_change.toml` for each function, in the order of the items. `hope`
/// is what expectation adds for the better, 0 for none.
#[must_use]
pub fn answers(
    model: &ItemModel<f64>,
    [then, now]: [&Function; 2],
    hope: f64,
    key: Key,
    occasion: u32,
) -> [&'static str; FUNCTIONS] {
    let chance = &mut key.stream(Purpose::ReportedChange, occasion);
    let (before, after) = (behind(then), behind(now));
    std::array::from_fn(|at| {
        let felt = after[at] - before[at] + hope + model.change_sd.0 * chance.normal();
        if felt >= model.change_noticed.0 {
            "improved"
        } else if felt <= -model.change_noticed.0 {
            "worse"
        } else {
            "unchanged"
        }
    })
}

fn behind(function: &Function) -> [f64; FUNCTIONS] {
    let trunk = ability(function, Ability::Trunk);
    let standing = 0.5 * (trunk + ability(function, Ability::Legs));
    let (feels, contracts) = (function.anal_pressure, function.anal_contraction);
    [trunk, trunk, trunk, standing, feels, contracts, feels, contracts]
}
