//! What must be known to run any trial: equations, parameters, people, the reporting layer, what the pain is.

use crate::biology::compiled::Model;
use crate::biology::parameters::{Parameter, Parameters};
use crate::calibration::Posterior;
use crate::instrument::reporting;
use crate::patient::crowd::Followers;
use crate::patient::pain_site::Definitions;
use crate::patient::people::People;
use crate::patient::world::{Beliefs, World};

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

    /// The possible world in which a replicate takes place: what nobody knows is drawn once for everybody in it.
    #[must_use]
    pub fn world(&self, seed: u64, replicate: u32) -> World {
        World::draw(&self.parameters, &self.reporting, &self.beliefs, seed, replicate)
    }
}
