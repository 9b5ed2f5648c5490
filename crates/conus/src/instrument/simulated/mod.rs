//! How would this patient be examined, and what would they answer? From the state of the cord to items, and only there
//! is anything rounded.
//!
//! - [`conduction`]: what the cord still carries, by its state
//! - [`body`]: what of the cord this person has kept, drawn once
//! - [`function`]: motor power and feeling of every segment, in truth
//! - [`examination`]: what a rater writes on the worksheet
//! - [`examined`]: which scores that worksheet gives
//! - [`ability`]: what function of segments adds up to: arms, hands, trunk, legs, breath, pelvic floor
//! - [`independence`]: the items of SCIM III
//! - [`well_being`]: the items of WHOQOL-BREF
//! - [`change`]: what the patient says has changed
//! - [`scores`]: which scores such answers give
//! - [`files`]: exams and answers over time, as a clinic would keep them
//!
//! The model with its equations and what of it disagrees: `docs/instruments/simulated.md`.

pub mod conduction;
pub mod body;
pub mod function;
pub mod examination;
pub mod examined;
pub mod ability;
pub mod independence;
pub mod well_being;
pub mod change;
pub mod scores;
pub mod files;

#[cfg(test)]
mod tests;

pub use body::Body;
pub use function::{Function, SideFunction};

use crate::biology::named_numbers;
use crate::biology::parameters::{Parameter, ParameterError, entries};
use crate::patient::world::by_prior;
use conus_num::{Num, Real};

named_numbers! {
    /// Numbers between the state of the cord and the items; documented in `data/items.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/items.toml")]
    ItemModel {
        conduction_myelin,
        block_half,
        slow_share,
        wake_days,
        withheld,
        conduction_steepness,
        threshold,
        threshold_log_sd,
        threshold_thoracic,
        motor_gap,
        modality_gap,
        segment_gap,
        zone,
        zone_log_sd,
        zone_side_log_sd,
        zone_sensory,
        asymmetry,
        grade_1,
        grade_2,
        grade_3,
        grade_4,
        grade_5,
        felt,
        felt_fully,
        shift_motor,
        shift_light_touch,
        shift_pin_prick,
        rater_share,
        slip_motor,
        slip_light_touch,
        slip_pin_prick,
        not_testable,
        skill_log_sd,
        unlearned,
        learning_days,
        demand_scale,
        assessment_sd,
        assessment_missing,
        well_overall,
        well_physical,
        well_psychological,
        well_social,
        well_environment,
        well_pain,
        well_middle,
        well_person_sd,
        well_domain_sd,
        well_item_sd,
        well_occasion_sd,
        well_answer_sd,
        well_social_alike,
        well_step,
        change_noticed,
        change_sd,
        rating_hope,
        well_hope,
        change_hope,
    }
}

/// The numbers that the binary carries, with what is known of each.
///
/// # Panics
/// Never: a test reads the shipped file.
#[must_use]
pub fn shipped() -> Vec<Parameter> {
    read(include_str!("../../../../../data/items.toml")).expect("a test reads the shipped file")
}

fn read(text: &str) -> Result<Vec<Parameter>, ParameterError> {
    entries(ItemModel::<f64>::NAMES, &[("items.toml", text)])
}

impl ItemModel<f64> {
    /// The numbers that the binary carries.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of(&shipped(), |entry, _| entry.value)
    }

    /// The numbers in the world of a replicate: what nobody knows of them is drawn once for everybody in it.
    #[must_use]
    pub fn in_world(entries: &[Parameter], seed: u64, replicate: u32) -> Self {
        Self::of(entries, |entry, name| {
            let most = entry.uncertainty.map_or(f64::INFINITY, |prior| prior.max);
            (entry.value * by_prior(name, entry.uncertainty, seed, replicate)).min(most)
        })
    }

    /// Reads the numbers from the text of a file like `data/items.toml`.
    ///
    /// # Errors
    /// When the text is not well formed, names an unknown number, or a number is missing.
    pub fn read(text: &str) -> Result<Self, ParameterError> {
        Ok(Self::of(&read(text)?, |entry, _| entry.value))
    }

    fn of(entries: &[Parameter], number: impl Fn(&Parameter, &str) -> f64) -> Self {
        let values: Vec<f64> =
            entries.iter().zip(Self::NAMES).map(|(entry, name)| number(entry, name)).collect();
        Self::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
    }
}
