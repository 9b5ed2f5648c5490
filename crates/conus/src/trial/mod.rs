//! CHAPTER 3, the experiment: who is asked what, when, and under which treatment.

pub mod dataset;
pub mod folder;
pub mod plan;
pub mod studies;
