//! The story crate from outside.
//!
//! - [`plan`]: every fault of a study file is found, at its place
//! - [`folder`]: a run folder survives being killed at any moment
#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic shows the step that failed")]

mod folder;
mod plan;
