//! How severe is the injury, and where? The International Standards for Neurological Classification of Spinal Cord
//! Injury, revision 2019 (rupp2021).

mod exam;

pub use exam::{Exam, Finding, KEY_MUSCLES, KeyMuscle, Observed, Side, SideExam, Star};
