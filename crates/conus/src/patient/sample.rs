//! What is this patient made of? Parameters drawn around the typical patient: what nobody knows is drawn once for a
//! whole replicate, how people differ is drawn for each patient.

use super::chance::{Key, Purpose};
use super::covariates::Covariates;
use super::people::People;
use crate::biology::parameters::{Parameter, Parameters, Params};
use conus_num::Num;
use conus_num::elementary::exp;

/// One possible world: a factor on each uncertain parameter, the same for every patient of a replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    factors: Vec<f64>,
}

impl World {
    /// The world in which every uncertain number is what the files say.
    #[must_use]
    pub fn typical(parameters: &Parameters) -> Self {
        Self { factors: vec![1.0; parameters.entries.len()] }
    }

    /// Draws the world of a replicate.
    #[must_use]
    pub fn draw(parameters: &Parameters, seed: u64, replicate: u32) -> Self {
        let key = Key { seed, replicate, patient: 0 };
        let factor = |(name, entry): (&&str, &Parameter)| match entry.uncertainty {
            Some(spread) => key.stream(Purpose::World, occasion_of(name)).lognormal(1.0, spread.log_sd),
            None => 1.0,
        };
        Self { factors: Params::<f64>::NAMES.iter().zip(&parameters.entries).map(factor).collect() }
    }

    /// Factor on one parameter, by its place in the files' order.
    #[must_use]
    pub fn factor(&self, index: usize) -> f64 {
        self.factors[index]
    }
}

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
    let mut places = Params::<f64>::NAMES.iter().zip(&world.factors);
    let mut drawn = parameters.map(|entry| {
        let (name, factor) = places.next().expect("there is a name and a factor for each entry");
        let value = match entry.population {
            Some(spread) => {
                let mut chance = key.stream(Purpose::Parameters, occasion_of(name));
                chance.lognormal(spread.median, spread.log_sd).min(spread.max)
            }
            None => entry.value,
        };
        value * factor
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

    /// What nobody knows is the same for everybody in a replicate and differs between replicates.
    #[test]
    fn only_what_nobody_knows_differs_between_worlds() {
        let parameters = Parameters::shipped();
        let (one, other) = (World::draw(&parameters, 1, 0), World::draw(&parameters, 1, 1));
        for (place, entry) in parameters.entries.iter().enumerate() {
            let differs = one.factor(place).to_bits() != other.factor(place).to_bits();
            assert_eq!(differs, entry.uncertainty.is_some());
        }
    }
}
