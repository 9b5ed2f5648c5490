//! STORY: virtual trials of neuropathic, sciatica-like pain after spinal cord injury. Research and teaching only.

#![forbid(unsafe_code)]

pub mod evidence;
pub mod biology;
pub mod treatment;
pub mod patient;
pub mod behaviour;
pub mod interchange;
pub mod instrument;
pub mod trial;
pub mod analysis;
pub mod prediction;
pub mod calibration;
pub mod sensitivity;
pub mod validation;
pub mod pooling;
pub mod report;
pub mod dossier;
pub mod run;
pub mod design;
pub mod series;
pub mod cohort;
pub mod read_out;
pub mod table;
pub mod scored;
pub mod plan_file;
mod spelling;
