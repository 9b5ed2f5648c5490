//! How severe is the injury, and where? The International Standards for Neurological Classification of Spinal Cord
//! Injury, revision 2019 (rupp2021).
//!
//! What was not testable can be anything, so an answer is a set: all that can come out (schuld2012). Every set is
//! computed directly from what each segment can be, without trying out grades.
//!
//! - `exam`: what stands on the worksheet
//! - `possible`, `level`: what an answer is made of
//! - `side`: what the boxes of a side leave open
//! - `sensory_level`, `motor_level`, `neurological_level`: where normal function ends
//! - `completeness`, `grade`, `strength`: how severe the injury is
//! - `zone`: how far down some function reaches
//! - `totals`: sums
//! - `classification`: all of it, with stars
//! - `scores`, `explanation`, `worksheet`: a row of a file, its scores, and why
//! - `made_up`: exams for checks

mod exam;
mod possible;
mod level;
mod side;
mod sensory_level;
mod motor_level;
mod neurological_level;
mod completeness;
mod grade;
mod strength;
mod zone;
mod totals;
mod classification;
mod scores;
mod explanation;
mod worksheet;
mod made_up;
#[cfg(test)]
mod by_trying;
#[cfg(test)]
mod printed;
#[cfg(test)]
mod shipped;

pub use classification::{Classification, classify};
pub use completeness::Completeness;
pub use exam::{Exam, Finding, KEY_MUSCLES, KeyMuscle, Observed, Side, SideExam, Star};
pub use grade::Grade;
pub use level::Level;
pub use made_up::made_up_exam;
pub use possible::{Possible, Word};
pub use totals::{SideTotals, Total, Totals};
pub use worksheet::Worksheet;
pub use zone::Zone;
