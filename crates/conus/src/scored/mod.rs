//! What does an instrument find in a file of answers? Every row is scored by itself and keeps its place.
//!
//! ```text
//! file ──> Stream ──> batches ──> rows ──> scores.csv, ADaM table, problems.csv ──> folder
//!          in order   on all      in the   in the order of the rows
//!                     threads     batch
//! ```
//!
//! - [`columns`]: which column of the file is which item
//! - [`row`]: one row with its scores and problems
//! - [`pass`]: the way of all rows through the file, in flat memory
//! - [`form`]: how rows are written: CSV, problems, JSON
//! - [`adam`]: the same as an ADaM table
//! - [`folder`]: a folder with all of it, whole or not at all
//! - [`explanation`]: how one row got its scores
//! - [`drawing`]: how it looks
//! - [`example`]: a file to start from

pub mod adam;
pub mod columns;
pub mod drawing;
pub mod example;
pub mod explanation;
pub mod folder;
pub mod form;
pub mod pass;
mod read_me;
pub mod row;

#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use pass::{Output, Scorer, Summary};
pub use row::ScoredRow;
