//! How is a published number simulated? As the rows of `data/evidence` say it.

use super::recovery::RecoveryNumber;
use crate::series;
use crate::trial::dataset::AdverseTerm;
use crate::trial::plan::Outcome;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Where a number comes from and how it is computed.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Simulation {
    /// A number of an arm of a trial, or between two arms.
    Trial {
        /// Id of the study.
        study: String,
        /// Id of the arm; everybody where there is none.
        arm: Option<String>,
        /// Id of the arm it is compared with.
        against: Option<String>,
        /// What was measured.
        outcome: Outcome,
        /// Id of the visit.
        visit: String,
        /// What the publication did about missing values.
        #[serde(default)]
        missing: Missing,
        /// Which number.
        number: TrialNumber,
    },
    /// Share of an arm with an adverse event \[%\], of several trials together.
    Harm {
        /// Ids of the studies.
        studies: Vec<String>,
        /// Id of the arm.
        arm: String,
        /// Which adverse event.
        harm: Harm,
        /// Last day on which it may begin; the end of the trial where there is none.
        until_day: Option<i32>,
    },
    /// People who are followed from their injury and treated with nothing.
    Cohort {
        /// Name in `data/cohorts.toml`.
        cohort: String,
        /// Day after the injury.
        day: f64,
        /// Which number.
        number: CohortNumber,
        /// How many cohorts the publication pools.
        #[serde(default = "one")]
        cohorts: NonZeroU32,
        /// Publication whose people these were before; its own where there is none.
        people_of: Option<String>,
    },
    /// People who are examined from their injury on, chosen by the grade of their first examination, and treated with
    /// nothing.
    Recovery {
        /// Name in `data/cohorts.toml`.
        cohort: String,
        /// Day of the examination after the injury.
        day: f64,
        /// Which number.
        number: RecoveryNumber,
        /// Segments of the level within its region, from the first to the last; any where there is none.
        segments: Option<[u8; 2]>,
        /// Only those whose last examination finds the grade of the first.
        #[serde(default)]
        stayed: bool,
    },
    /// People of a study without a fair control.
    Series {
        /// Id of the study.
        study: String,
        /// What was measured; of several, a direction must hold in all.
        outcomes: Vec<series::Outcome>,
        /// In whom.
        #[serde(default)]
        group: series::Group,
        /// With whom they are compared.
        against: Option<series::Group>,
        /// Number of the visit, from 0 for baseline.
        visit: usize,
        /// Which number.
        number: SeriesNumber,
    },
    /// People of a cohort whose pain is blocked once at its end.
    Block {
        /// Name in `data/cohorts.toml`.
        cohort: String,
        /// Which number.
        number: BlockNumber,
    },
}

fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

/// A number of a study without a fair control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesNumber {
    /// Mean score when people were let in.
    Before,
    /// Mean score at the visit.
    After,
    /// Mean change from before.
    Change,
}

/// What a publication did about missing values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Whoever has no value does not count.
    #[default]
    Observed,
    /// The last value is carried forward.
    Locf,
    /// Baseline for whoever left because of harm, else the last value.
    Mbocf,
    /// The mean change over the time in the trial, times the share of the trial.
    Daac,
}

/// A number of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialNumber {
    /// Mean of the score.
    Mean,
    /// Standard deviation of the score over people.
    Sd,
    /// Fall of the mean from baseline \[%\].
    Reduction,
    /// Difference of the changes between the arms, adjusted for baseline.
    Difference,
    /// Standard deviation of the change over people, baseline taken out, pooled over both arms.
    ResidualSd,
    /// p of the analysis that the study plans, on its own visit.
    P,
}

/// An adverse event that trials report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// Dizziness.
    Dizziness,
    /// Somnolence.
    Somnolence,
}

/// A number of people who are only followed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CohortNumber {
    /// Share with any neuropathic pain \[%\].
    Any,
    /// Share with at-level pain \[%\].
    AtLevel,
    /// Share with below-level pain \[%\].
    BelowLevel,
    /// Share with both \[%\].
    Both,
    /// Mean pain of those in pain, 0 to 10.
    Severity,
    /// Mean day of the first look with pain, of those in pain until that day.
    Onset,
    /// Share of those with at-level pain a month after the injury who have none on that day \[%\].
    AtLevelResolved,
}

/// A number of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockNumber {
    /// Mean change of pain at its lowest \[%\].
    Change,
    /// Mean time in which at least half of the best relief is left \[min\].
    ReliefMinutes,
}

impl Harm {
    /// As the tables have it.
    #[must_use]
    pub fn term(self) -> AdverseTerm {
        match self {
            Self::Dizziness => AdverseTerm::Dizziness,
            Self::Somnolence => AdverseTerm::Somnolence,
        }
    }
}

impl Simulation {
    /// Ids of the studies that it needs.
    #[must_use]
    pub fn studies(&self) -> &[String] {
        match self {
            Self::Trial { study, .. } => std::slice::from_ref(study),
            Self::Harm { studies, .. } => studies,
            Self::Series { .. } | Self::Cohort { .. } | Self::Recovery { .. } | Self::Block { .. } => &[],
        }
    }

    /// Whether calibration may read it. What examinations find rests on `data/items.toml`, which no unknown of the
    /// calibration moves (docs/instruments/simulated.md).
    #[must_use]
    pub fn may_be_calibrated(&self) -> bool {
        !matches!(self, Self::Recovery { .. })
    }

    /// Whether the number is a p-value.
    #[must_use]
    pub fn is_p(&self) -> bool {
        matches!(self, Self::Trial { number: TrialNumber::P, .. })
    }

    /// Id of the study without a fair control that it needs, and what is measured there.
    #[must_use]
    pub fn series(&self) -> Option<(&str, &[series::Outcome])> {
        match self {
            Self::Series { study, outcomes, .. } => Some((study, outcomes)),
            _ => None,
        }
    }

    /// Name of the cohort that it needs.
    #[must_use]
    pub fn cohort(&self) -> Option<&str> {
        match self {
            Self::Cohort { cohort, .. } | Self::Recovery { cohort, .. } | Self::Block { cohort, .. } => {
                Some(cohort)
            }
            Self::Trial { .. } | Self::Harm { .. } | Self::Series { .. } => None,
        }
    }
}
