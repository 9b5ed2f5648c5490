//! The story crate from outside; each module is one claim about the whole.
//!
//! - [`reference`]: the equations give the courses that an independent solver gives for the same model
//! - [`plan`]: every fault of a study file is found, at its place
//! - [`folder`]: a run folder survives being killed at any moment
//! - [`report_figures`]: every figure is whole, reads well and refuses a table with a hole
#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic shows the step that failed")]

mod convergence;
mod folder;
/// Synthetic tables, shared with the gallery.
#[path = "../../examples/gallery/data.rs"]
mod gallery;
mod plan;
mod reference;
mod report_figures;
