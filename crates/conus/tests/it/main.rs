//! Integration tests of the story crate, one sentence per module.

/// Synthetic tables, shared with the gallery.
#[path = "../../examples/gallery/data.rs"]
mod gallery;
/// Every figure of the report is whole, reads well and refuses a table with a hole.
mod report_figures;
