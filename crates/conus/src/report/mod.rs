//! Chapter 5, telling it: figures drawn from the exported tables.

pub mod axis;
pub mod cloud;
pub mod escape;
pub mod figure;
pub mod page;
pub mod svg;
pub mod theme;
pub mod wording;
