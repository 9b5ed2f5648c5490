//! How is pain asked and measured? Truth is never rounded; only its report is.
//!
//! - [`reporting`]: the numbers of the layer between what is felt and what is written down
//! - [`voice`]: how one patient talks: ups and downs, gaps, what is expected
//! - [`nrs`]: the daily diary, 0 to 10, and its week
//! - [`isci_pain`]: the International SCI Pain Basic Data Set
//! - [`isncsci`]: the neurological examination
//! - [`simulated`]: how a simulated patient would be examined, and what they would answer
//! - [`scoring`]: what every instrument says so that a file can be scored by it

pub mod reporting;
pub mod voice;
pub mod nrs;
pub mod isci_pain;
pub mod isncsci;
pub mod scoring;
pub mod simulated;
