//! What moves the answer? Uncertain numbers are screened and moved one by one; the benefit of cells is shared among
//! their mechanisms.
//!
//! Every world is played with the same patients and the same luck, so that a difference is caused by what differs.

pub mod attribution;
pub mod interaction;
pub mod morris;
pub mod told;
pub mod tornado;
mod world;

pub use world::{OUTCOMES, Outcome, Played};
