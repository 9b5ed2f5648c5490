//! CHAPTER 5, the trial that nobody has run: which design, and how many patients?
//!
//! The main path: [`pool`] simulates people once, [`seats`] draws trials from them, [`conduct`] leads each to its
//! conclusion by its design, [`reading`] reads it out, [`tally`] counts. [`play`] does all of it for one block.

pub mod pool;
pub mod seats;
pub mod trial;
pub mod reading;
pub mod conduct;
pub mod scenario;
pub mod tally;
pub mod closed_form;
pub mod play;
pub mod size;
pub mod characteristics;
pub mod power;
pub mod story;
pub mod decision;
pub mod told;
pub mod vary;
pub mod search;
