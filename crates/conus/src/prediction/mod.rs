//! What would a publication have printed in a possible world?
//!
//! A row of `data/evidence` may say how it is simulated ([`Simulation`]): by which trial, with the estimator that the
//! trial published, or by people who are only followed. A [`Battery`] plays all that some rows need, once in each
//! world, at the size of the published sample: its spread over worlds is that of the printed number itself.

mod battery;
mod block;
mod cohort;
mod fault;
mod recovery;
mod reported;
mod simulation;
mod trial;

pub use battery::Battery;
pub use fault::PredictionError;
pub use recovery::RecoveryNumber;
pub use simulation::{BlockNumber, CohortNumber, Missing, SeriesNumber, Simulation, TrialNumber};
