//! Which numbers lie between what is felt and what is written down? They stand in `data/reporting.toml`.
//!
//! One visible layer: ups and downs, expectation, missing answers, leaving, adverse events. Setting an entry to zero
//! switches it off; none touches the biology.

use crate::biology::named_numbers;
use crate::biology::parameters::{Parameter, entries};
use crate::patient::chance::{Key, Purpose};
use crate::patient::sample::occasion_of;
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

/// The layer in the world of one replicate: what nobody knows is drawn once for everybody in it.
///
/// # Panics
/// Never: the entries are those of [`shipped`].
#[must_use]
pub fn in_world(entries: &[Parameter], seed: u64, replicate: u32) -> Reporting<f64> {
    let key = Key { seed, replicate, patient: 0 };
    let value = |(name, entry): (&&str, &Parameter)| match entry.uncertainty {
        Some(spread) => key.stream(Purpose::World, occasion_of(name)).lognormal(entry.value, spread.log_sd),
        None => entry.value,
    };
    let values: Vec<f64> = Reporting::<f64>::NAMES.iter().zip(entries).map(value).collect();
    Reporting::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file is whole; an uncertain number differs between replicates, a certain one does not.
    #[test]
    fn only_what_nobody_knows_differs_between_worlds() {
        let entries = shipped();
        let (one, other) = (in_world(&entries, 1, 0), in_world(&entries, 1, 1));
        assert_ne!(one.expectation_open, other.expectation_open);
        assert_eq!(one.flare_sd, other.flare_sd);
    }
}
