//! What would the values that nobody observed have been? Imputation under a stated assumption, and what it costs.
//!
//! A mixed model for repeated measures gives every person a normal distribution of the outcomes at all visits. An
//! assumption about the time after a deviation (missing at random, jump to reference, copy reference, copy increments)
//! changes that distribution; what was observed conditions it; the missing rest is drawn many times, or replaced by
//! its mean once. `docs/statistics.md`, "Missing data", has the equations and says which standard error is which.
//!
//! - [`trial`]: who was observed when, and what does the model know of everybody?
//! - [`pattern`]: which visits are missing, and in how many people?
//! - [`mod@reference`]: how does somebody go on after a deviation?
//! - [`conditional`]: what do the observed visits say about the missing ones?
//! - [`model`]: what does the mixed model say of these people?
//! - [`bootstrap`], [`posterior`]: how uncertain are the parameters of the model?
//! - [`multiple`], [`rubin`]: many completed trials, one answer
//! - [`conditional_mean`]: one completed trial, and the jackknife
//! - [`delta`], [`tipping`]: how much worse must the missing values be before the conclusion changes?
//! - [`carry`]: what published analyses did instead

pub mod bootstrap;
pub mod carry;
mod chance;
pub mod conditional;
pub mod conditional_mean;
pub mod delta;
pub mod model;
pub mod multiple;
pub mod pattern;
pub mod posterior;
pub mod reference;
pub mod rubin;
pub mod tipping;
pub mod trial;
mod wishart;

#[cfg(test)]
mod synthetic;

pub use chance::Key;
pub use reference::Strategy;
pub use trial::{Completed, Deviation, Matrix, Parameters, Sharing, Subject, Trial};
