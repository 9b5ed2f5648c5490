//! The story crate from outside; each module is one claim about the whole.
//!
//! - [`reference`]: the equations give the courses that an independent solver gives for the same model
//! - [`plan`]: every fault of a study file is found, at its place
//! - [`folder`]: a run folder survives being killed at any moment
#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic shows the step that failed")]

mod folder;
mod plan;
mod reference;
