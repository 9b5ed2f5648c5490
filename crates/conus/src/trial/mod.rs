//! CHAPTER 3, the experiment: who is asked what, when, and under which treatment.
//!
//! The main path is [`simulate::replicate`]: screen, allocate, follow, report, in that order. [`potential::potential`]
//! lets the same patients live in every arm.

pub mod plan;
pub mod studies;
pub mod knowledge;
pub mod failure;
pub mod screening;
pub mod allocation;
pub mod course;
pub mod tested;
pub mod setting;
pub mod rescue;
pub mod conduct;
pub mod scales;
pub mod life;
pub mod side_by_side;
pub mod record;
pub mod knock_out;
pub mod simulate;
pub mod potential;
pub mod dataset;
pub mod folder;
