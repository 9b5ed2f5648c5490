//! What is this patient made of? Parameters drawn around the typical patient of a possible world.

use super::chance::{Key, Purpose};
use super::covariates::Covariates;
use super::people::People;
use super::world::World;
use crate::biology::parameters::{Parameters, Params};
use conus_num::Num;
use conus_num::elementary::exp;

/// The parameters of one patient in one world. Every parameter has a stream of its own, so that a new one changes no
/// other draw.
///
/// # Panics
/// Never: parameters and their names have the same length.
#[must_use]
pub fn params(
    parameters: &Parameters,
    people: &People<f64>,
    world: &World,
    who: &Covariates,
    key: Key,
) -> Params<f64> {
    let mut places = Params::<f64>::NAMES.iter().enumerate();
    let mut drawn = parameters.map(|entry| {
        let (place, name) = places.next().expect("there is a name for each entry");
        let departs = world.biology(place);
        match entry.population {
            Some(people) => {
                let mut chance = key.stream(Purpose::Parameters, occasion_of(name));
                let drawn = chance.lognormal(people.median * departs.typical, people.log_sd * departs.spread);
                drawn.min(people.max)
            }
            None => {
                let most = entry.uncertainty.map_or(f64::INFINITY, |uncertainty| uncertainty.max);
                (entry.value * departs.typical).min(most)
            }
        }
    });
    drawn.severity = Num(who.severity);
    drawn.root_compression_start = Num(who.root_compression);
    let clock = key.stream(Purpose::Parameters, occasion_of("kcc2_clock")).normal();
    let clock = exp(people.kcc2_clock_log_sd.0 * clock);
    drawn.kcc2_up = drawn.kcc2_up * clock;
    drawn.kcc2_down = drawn.kcc2_down * clock;
    drawn
}

/// The occasion that belongs to a name, wherever the name stands in its list: the 32-bit FNV-1a hash (Fowler, Noll and
/// Vo).
#[must_use]
pub fn occasion_of(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::reporting::Reporting;
    use std::collections::BTreeSet;

    /// No two names share a stream.
    #[test]
    fn every_name_has_an_occasion_of_its_own() {
        let names = [Params::<f64>::NAMES, Reporting::<f64>::NAMES, &["kcc2_clock"]].concat();
        let occasions: BTreeSet<u32> = names.iter().map(|name| occasion_of(name)).collect();
        assert_eq!(occasions.len(), names.len());
        // The published test vector of the hash for "foobar".
        assert_eq!(occasion_of("foobar"), 0xbf9c_f968);
    }
}
