//! Virtual trials of neuropathic, sciatica-like pain after spinal cord injury.

pub mod table;
pub mod trial;
