//! What is under question, in the words of tables, figures and reports? They come from the arms of the plan.

use super::plan::{Arm, TrialPlan};
use crate::treatment::Treatment;

/// What a trial asks about: its first treatment arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    /// Without article, for example `cells` or `early surgery`.
    pub name: String,
    /// As the subject of a sentence, for example `the cells` or `early surgery`.
    pub subject: String,
    /// Whether cells are given in it.
    pub cells: bool,
}

impl Tested {
    /// What the plan asks about, named after the id of the arm.
    #[must_use]
    pub fn of(plan: &TrialPlan) -> Self {
        let arm = plan.treatment_arms().next();
        if arm.is_some_and(gives_cells) {
            return Self { name: "cells".to_owned(), subject: "the cells".to_owned(), cells: true };
        }
        let name = arm.map_or_else(String::new, |arm| arm.id.replace(['_', '-'], " "));
        Self { subject: name.clone(), name, cells: false }
    }

    /// The form of a verb or pronoun that goes with it: cells are many, a drug is one.
    #[must_use]
    pub fn agree<'a>(&self, one: &'a str, many: &'a str) -> &'a str {
        if self.cells { many } else { one }
    }

    /// It, and that it does what follows.
    #[must_use]
    pub fn does(&self) -> String {
        format!("{} {}", self.subject, self.agree("does", "do"))
    }
}

/// Whether cells are given in an arm.
#[must_use]
pub fn gives_cells(arm: &Arm) -> bool {
    first_cells(arm).is_some()
}

/// The day on which cells are first given in an arm (day after baseline).
#[must_use]
pub fn first_cells(arm: &Arm) -> Option<u32> {
    let cells = |given: &&Treatment| matches!(given, Treatment::Msc { .. } | Treatment::Schwann { .. });
    let days = arm.treatments.iter().filter(cells).map(Treatment::first_day);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a day of a plan is between 0 and a few thousand"
    )]
    days.reduce(f64::min).map(|day| day.floor() as u32)
}

/// The first day on which anything is given in a treatment arm (day after baseline).
#[must_use]
pub fn first_day(plan: &TrialPlan) -> f64 {
    let days = plan.treatment_arms().flat_map(|arm| &arm.treatments).map(Treatment::first_day);
    days.reduce(f64::min).unwrap_or(0.0)
}
