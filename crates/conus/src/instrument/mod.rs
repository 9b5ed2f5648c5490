//! How is pain asked and measured? Truth is never rounded; only its report is.
//!
//! - [`reporting`]: the numbers of the layer between what is felt and what is written down
//! - [`voice`]: how one patient talks: ups and downs, gaps, what is expected
//! - [`nrs`]: the daily diary, 0 to 10, and its week
//! - [`isci_pain`]: the International SCI Pain Basic Data Set, asked of a virtual patient and scored from a file
//! - [`isncsci`]: the neurological examination
//! - [`scoring`]: what every instrument says so that a file can be scored by it
//! - [`scale`]: what questionnaires and scales have in common, read from `data/instruments`
//! - [`scim`]: the Spinal Cord Independence Measure, version III
//! - [`whoqol`]: quality of life by WHOQOL-BREF
//! - [`nrs_week`]: a week of the diary as a file has it, its change from baseline and its responders
//! - [`reported_change`]: what has changed, as the patient says
//! - [`known`]: the instruments by name, with the rules that may be chosen
//! - [`simulated`]: how a simulated patient would be examined, and what they would answer

pub mod reporting;
pub mod voice;
pub mod nrs;
pub mod isci_pain;
pub mod isncsci;
pub mod scoring;
pub mod scale;
pub mod scim;
pub mod whoqol;
pub mod nrs_week;
pub mod reported_change;
pub mod known;
pub mod simulated;
