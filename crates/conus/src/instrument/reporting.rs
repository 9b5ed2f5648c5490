//! Which numbers lie between what is felt and what is written down? They stand in `data/reporting.toml`.
//!
//! One visible layer: ups and downs, expectation, missing answers, leaving, adverse events. Setting an entry to zero
//! switches it off; none touches the biology.

use crate::biology::named_numbers;
use crate::biology::parameters::{Parameter, entries};
use crate::patient::world::World;
use conus_num::{Num, Real};

named_numbers! {
    /// Numbers of the reporting layer; documented in `data/reporting.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/reporting.toml")]
    Reporting {
        flare_sd,
        flare_days,
        day_sd,
        worst_excess,
        diary_missing,
        diary_least_days,
        pain_day,
        expectation_sd,
        expectation_days,
        expectation_blinded,
        expectation_open,
        expectation_control,
        expectation_trials_log_sd,
        interference_activities,
        interference_mood,
        interference_sleep,
        interference_person_sd,
        interference_visit_sd,
        item_missing,
        rating_bias_open,
        leave_base,
        leave_pain,
        leave_pain_from,
        leave_harm,
        stop_drug_harm,
        dizziness_base,
        somnolence_base,
        dizziness_lasts,
        somnolence_lasts,
        fever_after_cells,
        headache_after_puncture,
        pain_worse,
        harms_trials_log_sd,
        other_pain,
        cohorts_logit_sd,
    }
}

/// The layer that the binary carries, with what is known of each number.
///
/// # Panics
/// Never: a test reads the shipped file.
#[must_use]
pub fn shipped() -> Vec<Parameter> {
    let text = include_str!("../../../../data/reporting.toml");
    entries(Reporting::<f64>::NAMES, &[("reporting.toml", text)]).expect("a test reads the shipped file")
}

/// The layer in a possible world.
///
/// # Panics
/// Never: the entries are those of [`shipped`].
#[must_use]
pub fn in_world(entries: &[Parameter], world: &World) -> Reporting<f64> {
    let values: Vec<f64> =
        entries.iter().enumerate().map(|(place, entry)| entry.value * world.reports(place).typical).collect();
    Reporting::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use crate::patient::world::Beliefs;

    /// The file is whole; a world changes what is uncertain and nothing else.
    #[test]
    fn only_what_nobody_knows_differs_between_worlds() {
        let (entries, parameters) = (shipped(), Parameters::shipped());
        let world = |replicate| World::draw(&parameters, &entries, &Beliefs::default(), 1, replicate);
        let (one, other) = (in_world(&entries, &world(0)), in_world(&entries, &world(1)));
        assert_ne!(one.expectation_open, other.expectation_open);
        assert_eq!(one.diary_missing, other.diary_missing);
    }
}
