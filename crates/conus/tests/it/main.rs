//! The story crate from outside.
//!
//! - [`plan`]: every fault of a study file is found, at its place
//! - [`folder`]: a run folder survives being killed at any moment
mod folder;
mod plan;
