//! Not yet written.
pub mod report;
