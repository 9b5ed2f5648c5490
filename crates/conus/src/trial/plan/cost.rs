//! What does a trial cost? Prices of the `[cost]` table of a study file, all in the same unit of money.

use super::model::{Arm, TrialPlan};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::plan_file::reader::Reader;
use crate::treatment::Treatment;
use serde::Serialize;

/// Prices, in any one unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Whatever the trial is, however small.
    pub fixed: f64,
    /// A month of the trial, from the first randomisation to the conclusion.
    pub month: f64,
    /// Somebody who is screened.
    pub screened: f64,
    /// Somebody who is randomised: visits and rating.
    pub patient: f64,
    /// An injection, of cells or of nothing.
    pub injection: f64,
    /// A million cells.
    pub million_cells: f64,
    /// A session with a magnet.
    pub magnet: f64,
    /// A week of full training.
    pub training_week: f64,
    /// A month on a gabapentinoid.
    pub drug_month: f64,
}

const WEEK_DAYS: f64 = 7.0;

/// The `[cost]` table.
pub(super) fn cost(r: &mut Reader<'_, '_>) -> Cost {
    let mut price = |key| r.number_or(key, 0.0, 0.0..=1e9, "money");
    Cost {
        fixed: price("fixed"),
        month: price("month"),
        screened: price("screened"),
        patient: price("patient"),
        injection: price("injection"),
        million_cells: price("million_cells"),
        magnet: price("magnet"),
        training_week: price("training_week"),
        drug_month: price("drug_month"),
    }
}

impl Cost {
    /// Of a trial with so many `people` in each arm of the plan, of whom one in `screened_each` was let in.
    #[must_use]
    pub fn of(&self, plan: &TrialPlan, people: &[(usize, f64)], screened_each: f64, months: f64) -> f64 {
        let arms = people.iter().map(|(arm, people)| people * self.of_one(&plan.arms[*arm], plan));
        let all: f64 = people.iter().map(|(_, people)| people).sum();
        self.fixed + self.month * months + self.screened * screened_each * all + arms.sum::<f64>()
    }

    /// Of one patient of an arm. A sham injection costs what an injection costs.
    fn of_one(&self, arm: &Arm, plan: &TrialPlan) -> f64 {
        let shams = plan.control.content == super::ControlContent::ShamLike && arm.treatments.is_empty();
        let sham = if shams { self.injection } else { 0.0 };
        self.patient + sham + arm.treatments.iter().map(|given| self.of_treatment(given)).sum::<f64>()
    }

    fn of_treatment(&self, given: &Treatment) -> f64 {
        let cells = |dose: f64| self.injection + dose * self.million_cells;
        match given {
            Treatment::Msc { dose_million_cells, magnet_gain, .. } => {
                cells(*dose_million_cells) + if *magnet_gain > 1.0 { self.magnet } else { 0.0 }
            }
            Treatment::Schwann { dose_million_cells, .. } => dose_million_cells * self.million_cells,
            Treatment::Rehabilitation { start_day, stop_day, intensity } => {
                self.training_week * intensity * (stop_day - start_day) / WEEK_DAYS
            }
            Treatment::Gabapentinoid { start_day, stop_day, .. }
            | Treatment::AntiTnf { start_day, stop_day }
            | Treatment::GlialInhibitor { start_day, stop_day } => {
                self.drug_month * (stop_day - start_day) / DAYS_PER_MONTH
            }
            Treatment::Decompression { .. } | Treatment::NerveBlock { .. } => self.injection,
        }
    }
}
