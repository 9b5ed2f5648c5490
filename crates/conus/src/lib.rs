//! Virtual trials of neuropathic, sciatica-like pain after spinal cord injury, in the order of the story.

pub mod evidence;
pub mod validation;
