//! Why did an exam get its level and grade?

use super::exam::Exam;
use crate::instrument::scoring::Step;

pub(super) fn explanation(_exam: &Exam) -> Vec<Step> {
    Vec::new()
}
