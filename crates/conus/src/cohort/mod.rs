//! How do many people fare who are in no trial? Drawn as a trial would screen them, followed from their injury, looked at
//! on chosen days, written as they arrive.
//!
//! People come in units of [`UNIT`]. A unit is a world of its own, as a replicate of a trial is: what nobody knows is
//! drawn once for everybody in it. Units know of nobody else and are handed on in their order, so neither threads nor
//! lanes change a byte, and memory does not grow with the cohort.

pub mod folder;
mod in_order;
mod summary;
mod tables;
mod unit;

pub use summary::{OnDay, Summary};
pub use unit::{Followed, Unit};

use crate::treatment::{Event, Treatment, schedule};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Background, Population};
use in_order::in_order;

/// People who share a world and are followed together; part of every result (assumed).
pub const UNIT: u32 = 256;

/// Who is followed, and how.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// How many.
    pub patients: u32,
    /// Seed of all their luck.
    pub seed: u64,
    /// Of whom they are drawn.
    pub population: Population,
    /// Usual care, of which their covariates tell; it is not given here.
    pub background: Background,
    /// What is done to everybody, ascending, in days after the injury.
    pub events: Vec<Event>,
    /// Days on which everybody is looked at, ascending, the last one included.
    pub looks: Vec<f64>,
}

/// Days to look at: every so many, and the last.
#[must_use]
pub fn looks(days: f64, every: f64) -> Vec<f64> {
    let regular = (0_u32..).map(|look| f64::from(look) * every);
    regular.take_while(|day| *day < days && every > 0.0).chain([days]).collect()
}

/// What treatments do until the last day.
#[must_use]
pub fn events(treatments: &[Treatment], days: f64) -> Vec<Event> {
    let mut events = schedule(treatments, 0.0);
    events.retain(|event| event.day <= days);
    events
}

impl Cohort {
    /// Follows everybody on so many threads; `take` gets unit after unit.
    ///
    /// # Errors
    /// What `take` refuses; then nobody is followed further.
    pub fn follow<E>(
        &self,
        knowledge: &Knowledge,
        threads: usize,
        take: &mut dyn FnMut(Unit) -> Result<(), E>,
    ) -> Result<(), E> {
        let units = self.patients.div_ceil(UNIT);
        in_order(threads, units, &|number| unit::follow(self, knowledge, number), take)
    }
}

#[cfg(test)]
mod tests;
