//! Who is in the trial? One entry per randomised subject, with what ADSL says of each.

use super::event::Reason;
use crate::patient::covariates::{Ais, NeurologicalLevel, Sex};

/// One randomised subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// SUBJID; unique within the study.
    pub number: u32,
    /// SITEID.
    pub site: u16,
    /// Age at randomisation \[years\].
    pub age_years: u8,
    /// Sex.
    pub sex: Sex,
    /// Index of the arm drawn at randomisation.
    pub arm: u16,
    /// Index of the arm whose treatment was given; `None` when none was.
    pub actual_arm: Option<u16>,
    /// Accrual: day of randomisation [days after the start of the study].
    pub randomised_day: i32,
    /// First treatment [days after randomisation]; `None` when never treated.
    pub treated_day: Option<i32>,
    /// In the intention-to-treat population.
    pub intention_to_treat: bool,
    /// In the safety population.
    pub safety: bool,
    /// In the per-protocol population.
    pub per_protocol: bool,
    /// How and when the study ended.
    pub end: EndOfStudy,
    /// Index into [`super::Strata::strata`]; `None` in a trial without strata.
    pub stratum: Option<u16>,
    /// Neurological level of injury.
    pub level: NeurologicalLevel,
    /// ASIA impairment scale at baseline.
    pub ais: Ais,
    /// Time from injury to randomisation \[months\].
    pub months_since_injury: f64,
    /// Has neuropathic pain at the level of injury at baseline.
    pub at_level_pain: bool,
    /// Has neuropathic pain below the level of injury at baseline.
    pub below_level_pain: bool,
    /// Has radicular pain at baseline.
    pub radicular_pain: bool,
    /// Pain at baseline is neuropathic, in L4 to S2, from buttock to leg.
    pub sciatica_like: bool,
    /// Takes a gabapentinoid at baseline.
    pub gabapentinoid: bool,
    /// Mean NRS of the baseline week; `None` when the diary was empty.
    pub baseline_nrs: Option<f64>,
}

/// How a subject left the study; days count from randomisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfStudy {
    /// Came to the last visit.
    Completed {
        /// Day of the last visit.
        day: i32,
    },
    /// Left before.
    Discontinued {
        /// Day of leaving.
        day: i32,
        /// Why.
        reason: Reason,
    },
}

impl EndOfStudy {
    /// Day of the end [days after randomisation].
    pub fn day(self) -> i32 {
        match self {
            Self::Completed { day } | Self::Discontinued { day, .. } => day,
        }
    }

    /// The term of CDISC codelist SBJTSTAT.
    pub fn status(self) -> &'static str {
        match self {
            Self::Completed { .. } => "COMPLETED",
            Self::Discontinued { .. } => "DISCONTINUED",
        }
    }

    /// Why the subject left; `None` for completers.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Completed { .. } => None,
            Self::Discontinued { reason, .. } => Some(reason),
        }
    }
}
