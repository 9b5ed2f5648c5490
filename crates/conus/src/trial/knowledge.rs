//! What must be known to run any trial: equations, parameters, people, the reporting layer, what the pain is.

use crate::biology::compiled::Model;
use crate::biology::parameters::{Parameter, Parameters, Params};
use crate::calibration::Posterior;
use crate::instrument::reporting::{self, Reporting};
use crate::patient::crowd::Followers;
use crate::patient::pain_site::Definitions;
use crate::patient::people::People;
use crate::patient::world::{Beliefs, Departure, Side, Unknown, World};

/// Read once, shared by all replicates and threads.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Who follows the patients, by the compiled equations.
    pub followers: Followers,
    /// Parameters of the equations.
    pub parameters: Parameters,
    /// Numbers about people that no equation reads.
    pub people: People<f64>,
    /// The layer between what is felt and what is written down.
    pub reporting: Vec<Parameter>,
    /// What is believed of what nobody knows.
    pub beliefs: Beliefs,
    /// What the pain is and where it may be felt.
    pub definitions: Definitions,
}

/// An uncertain number with its prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Which.
    pub unknown: Unknown,
    /// Standard deviation of the logarithm of its factor.
    pub log_sd: f64,
}

impl Knowledge {
    /// Everything that the binary carries.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            followers: Followers::new(Model::compile()),
            parameters: Parameters::shipped(),
            people: People::shipped(),
            reporting: reporting::shipped(),
            beliefs: Posterior::shipped().beliefs,
            definitions: Definitions::shipped(),
        }
    }

    /// Every uncertain number, in the order of the files.
    #[must_use]
    pub fn uncertain(&self) -> Vec<Uncertain> {
        let biology = Params::<f64>::NAMES.iter().zip(&self.parameters.entries);
        let reports = Reporting::<f64>::NAMES.iter().zip(&self.reporting);
        let sides = |(name, entry): (&&'static str, &Parameter)| {
            let [typical, spread] =
                entry.uncertainty.map_or([0.0; 2], |prior| [prior.log_sd, prior.spread_log_sd]);
            let number = |side, log_sd| Uncertain { unknown: Unknown { name, side }, log_sd };
            [number(Side::Typical, typical), number(Side::Spread, spread)]
        };
        biology.chain(reports).flat_map(sides).filter(|number| number.log_sd > 0.0).collect()
    }

    /// How a number departs in a world from what its file says.
    ///
    /// # Panics
    /// When no file has the name; that of an [`Unknown`] is in one.
    #[must_use]
    pub fn departure(&self, world: &World, name: &str) -> Departure {
        let place = |names: &[&str]| names.iter().position(|known| *known == name);
        match place(Params::<f64>::NAMES) {
            Some(place) => world.biology(place),
            None => world.reports(place(Reporting::<f64>::NAMES).expect("an unknown stands in a file")),
        }
    }

    /// The possible world in which a replicate takes place: what nobody knows is drawn once for everybody in it.
    #[must_use]
    pub fn world(&self, seed: u64, replicate: u32) -> World {
        World::draw(&self.parameters, &self.reporting, &self.beliefs, seed, replicate)
    }
}
