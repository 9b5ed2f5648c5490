//! Not yet written.

pub mod trial;
