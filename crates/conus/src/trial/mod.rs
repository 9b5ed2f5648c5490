//! The experiment: who was asked what, when, and under which treatment.

pub mod dataset;
