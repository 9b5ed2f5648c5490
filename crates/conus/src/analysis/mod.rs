//! CHAPTER 4, what we may conclude: one simulated trial is judged as a real one would be, then many are
//! counted.
//!
//! [`primary`], [`responder`] and [`course`] take a [`Dataset`](crate::trial::dataset::Dataset) and nothing
//! else, so they cannot see the truth; [`truth`] alone sets an estimate beside it. An [`estimand`] says what is to be
//! estimated, and what it is in truth where the trial is simulated. A difference is always
//! treated minus control: below zero is relief. What could not be computed is a [`NotComputed`] with its
//! reason, never a NaN and never a zero.
//!
//! A trial is judged by its data,
//! ```
//! use conus::trial::{dataset::Simulated, plan::Analysis};
//! fn look(simulated: &Simulated, plan: &Analysis) {
//!     let _ = conus::analysis::primary::judge(&simulated.analysis, plan, 1);
//! }
//! ```
//! and the same with the truth at hand does not compile:
//! ```compile_fail,E0308
//! use conus::trial::{dataset::Simulated, plan::Analysis};
//! fn peek(simulated: &Simulated, plan: &Analysis) {
//!     let _ = conus::analysis::primary::judge(simulated, plan, 1);
//! }
//! ```

mod by_name;
mod contrast;
mod fault;
mod published;
mod share;
mod summary;

pub mod answer;
pub mod course;
pub mod estimand;
pub mod factorial;
pub mod frame;
pub mod inverse;
pub mod method;
pub mod operating;
pub mod plan;
pub mod primary;
pub mod regression;
pub mod responder;
pub mod truth;

#[cfg(test)]
mod by_hand;

pub use contrast::Contrast;
pub use fault::{AnalysisError, Computed, NotComputed, Why};
pub use published::PublishedP;
pub use share::{QUANTILES, Share, quantiles};
pub use summary::Summary;
