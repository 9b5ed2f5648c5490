//! The trial: from a study file to a folder of results.
pub mod folder;
pub mod plan;
pub mod studies;
