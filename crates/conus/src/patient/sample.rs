//! What is this patient made of? Parameters drawn around the typical patient: what nobody knows is drawn once for a
//! whole replicate, how people differ is drawn for each patient.

use super::chance::{Key, Purpose};
use super::covariates::Covariates;
use super::people::People;
use crate::biology::parameters::{Parameters, Params};
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
        let factor = |(occasion, log_sd): (u32, Option<f64>)| match log_sd {
            Some(log_sd) => key.stream(Purpose::World, occasion).lognormal(1.0, log_sd),
            None => 1.0,
        };
        let spreads = parameters.entries.iter().map(|entry| entry.uncertainty.map(|spread| spread.log_sd));
        Self { factors: (0..).zip(spreads).map(factor).collect() }
    }

    /// Factor on one parameter, by its place in the files' order.
    #[must_use]
    pub fn factor(&self, index: usize) -> f64 {
        self.factors[index]
    }
}

/// The parameters of one patient in one world. Every parameter has a stream of its own, so that a new one changes no
/// other draw.
#[must_use]
pub fn params(
    parameters: &Parameters,
    people: &People<f64>,
    world: &World,
    who: &Covariates,
    key: Key,
) -> Params<f64> {
    let mut occasion = 0;
    let mut drawn = parameters.map(|entry| {
        let number = occasion;
        occasion += 1;
        let value = match entry.population {
            Some(spread) => {
                let value = key.stream(Purpose::Parameters, number).lognormal(spread.median, spread.log_sd);
                value.min(spread.max)
            }
            None => entry.value,
        };
        value * world.factor(number as usize)
    });
    drawn.severity = Num(who.severity);
    drawn.root_compression_start = Num(who.root_compression);
    let clock = exp(people.kcc2_clock_log_sd.0 * key.stream(Purpose::Parameters, u32::MAX).normal());
    drawn.kcc2_up = drawn.kcc2_up * clock;
    drawn.kcc2_down = drawn.kcc2_down * clock;
    drawn
}
