//! How does a patient travel to other programs? As SBML, or as C: both printed from the trace of the equations that are
//! solved here, so that there is no second copy to keep in step.
//!
//! - `sbml`: rates, named parts, what is looked at, and what is done, as one document
//! - `c_source`: rates, Jacobian and what is looked at, as one C file

mod c_source;
mod sbml;

pub use c_source::c_source;
pub use sbml::sbml;

use crate::biology::compiled::Model;
use crate::biology::parameters::{Parameters, Params};
use crate::patient::course::{Follower, Standing};
use crate::treatment::Action;
use crate::treatment::{Event, act, is_magnet};
use conus_ode::SolveError;

/// Who travels, from which day on, and what is done from then on.
#[derive(Clone, Debug)]
pub struct Traveller<'a> {
    /// Who it is, in a line.
    pub who: String,
    /// Units, sources and reasons of the parameters.
    pub parameters: &'a Parameters,
    /// What the patient is made of.
    pub params: Params<f64>,
    /// Where they stand when the clock of the other program starts.
    pub standing: Standing,
    /// What is done later, ascending.
    pub events: Vec<Event>,
}

/// Why a patient cannot travel.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// The start lies behind a course that cannot be solved.
    #[error("the patient could not be followed to the day of the start")]
    Unsolved(#[from] SolveError),
    /// A magnet holds a share of the cells that hangs on the state of the tissue.
    #[error(
        "cells are injected on day {day} under a magnet of gain {gain}; a magnet cannot be exported, give \
         magnet_gain=1 or start after that day"
    )]
    Magnet {
        /// When \[day after the injury\].
        day: f64,
        /// Its gain.
        gain: f64,
    },
    /// C holds the equations alone.
    #[error(
        "something is done on day {day}, after the start on day {start}; C holds equations and no events, start \
         on that day or export SBML"
    )]
    Later {
        /// When \[day after the injury\].
        day: f64,
        /// Day of the start.
        start: f64,
    },
}

impl<'a> Traveller<'a> {
    /// Follows a patient from `standing` to the day `from`, under what is done until then; the rest is done later.
    ///
    /// # Errors
    /// When the equations cannot be solved, or a magnet is used later.
    pub fn from_day(
        model: &Model,
        parameters: &'a Parameters,
        (who, params): (String, Params<f64>),
        mut standing: Standing,
        (from, events): (f64, &[Event]),
    ) -> Result<Self, InterchangeError> {
        let due = events.iter().take_while(|event| event.day <= from).count();
        let (before, later) = events.split_at(due);
        if from > standing.day {
            Follower::new(model).follow(&params, &mut standing, from, before, &[], |_, _, _| ())?;
        } else {
            let Standing { state, inputs, .. } = &mut standing;
            before.iter().for_each(|event| act(&event.action, state, inputs, &params));
        }
        for event in later {
            match event.action {
                Action::StemCellsToFluid { magnet_gain: gain, .. } if is_magnet(gain) => {
                    return Err(InterchangeError::Magnet { day: event.day, gain });
                }
                _ => {}
            }
        }
        Ok(Self { who, parameters, params, standing, events: later.to_vec() })
    }
}

/// What every exported text says of itself, a line each.
fn about(traveller: &Traveller<'_>) -> [String; 4] {
    let Standing { day, .. } = traveller.standing;
    [
        format!(
            "conus {}: neuropathic pain after spinal cord injury, the deterministic core.",
            env!("CARGO_PKG_VERSION")
        ),
        format!("A simulated patient: {}.", traveller.who),
        format!(
            "Time is the day; 0 is day {day} after the injury. Meaning, sources and limits of the equations: \
             docs/equations.md and docs/biology.md of conus."
        ),
        "For research and teaching only; not clinical advice. The patient does not exist.".to_owned(),
    ]
}
