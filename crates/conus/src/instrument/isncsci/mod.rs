//! How severe is the injury, and where? The International Standards for Neurological Classification of Spinal Cord
//! Injury, revision 2019 (rupp2021).
//!
//! What was not testable can be anything, so an answer is a set: all that can come out. Every set is computed directly
//! from what each segment can be, without trying out grades.

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
