//! What is measured, in which unit, which way is better, and from when a change matters?

use crate::plan_file::Choice;
use crate::trial::plan::Better;
use serde::{Deserialize, Serialize};

/// What a study measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the labels say it")]
pub enum Outcome {
    Motor,
    LightTouch,
    PinPrick,
    AisImproved,
    ScimTotal,
    ScimSelfCare,
    ScimRespiration,
    ScimMobility,
    QolOverall,
    QolHealth,
    QolPhysical,
    QolPsychological,
    QolSocial,
    QolEnvironment,
    TrunkMovement,
    SittingAbility,
    SittingBalance,
    StandingBalance,
    BladderFullness,
    BladderControl,
    RectalFullness,
    AnalContraction,
    NrsMean,
    NrsWorst,
    PainDays,
}

/// Who gives the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A rater examines.
    Exam,
    /// A rater assesses independence.
    Independence,
    /// The patient answers a questionnaire.
    Questionnaire,
    /// The patient says what has changed.
    ReportedChange,
    /// The patient keeps a diary.
    Diary,
}

impl Source {
    /// Whether a rater gives it, and not the patient.
    #[must_use]
    pub fn is_rated(self) -> bool {
        matches!(self, Self::Exam | Self::Independence)
    }
}

impl Choice for Outcome {
    const ALL: &'static [Self] = &[
        Self::Motor,
        Self::LightTouch,
        Self::PinPrick,
        Self::AisImproved,
        Self::ScimTotal,
        Self::ScimSelfCare,
        Self::ScimRespiration,
        Self::ScimMobility,
        Self::QolOverall,
        Self::QolHealth,
        Self::QolPhysical,
        Self::QolPsychological,
        Self::QolSocial,
        Self::QolEnvironment,
        Self::TrunkMovement,
        Self::SittingAbility,
        Self::SittingBalance,
        Self::StandingBalance,
        Self::BladderFullness,
        Self::BladderControl,
        Self::RectalFullness,
        Self::AnalContraction,
        Self::NrsMean,
        Self::NrsWorst,
        Self::PainDays,
    ];
}

/// How many outcomes there are.
pub const OUTCOMES: usize = Outcome::ALL.len();

impl Outcome {
    /// The words of figures and tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Motor => "ASIA motor score",
            Self::LightTouch => "light touch",
            Self::PinPrick => "pin prick",
            Self::AisImproved => "better by at least one AIS grade",
            Self::ScimTotal => "SCIM III total",
            Self::ScimSelfCare => "SCIM III self-care",
            Self::ScimRespiration => "SCIM III respiration and sphincter",
            Self::ScimMobility => "SCIM III mobility",
            Self::QolOverall => "WHOQOL-BREF quality of life",
            Self::QolHealth => "WHOQOL-BREF general health",
            Self::QolPhysical => "WHOQOL-BREF physical",
            Self::QolPsychological => "WHOQOL-BREF psychological",
            Self::QolSocial => "WHOQOL-BREF social",
            Self::QolEnvironment => "WHOQOL-BREF environment",
            Self::TrunkMovement => "says: trunk movement",
            Self::SittingAbility => "says: sitting ability",
            Self::SittingBalance => "says: sitting balance",
            Self::StandingBalance => "says: standing balance",
            Self::BladderFullness => "says: bladder fullness",
            Self::BladderControl => "says: bladder control",
            Self::RectalFullness => "says: rectal fullness",
            Self::AnalContraction => "says: anal contraction",
            Self::NrsMean => "mean pain of the week",
            Self::NrsWorst => "worst pain of the week",
            Self::PainDays => "days with pain",
        }
    }

    /// The unit of a change.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::AisImproved => "% of people",
            Self::NrsMean | Self::NrsWorst => "NRS points",
            Self::PainDays => "days of 7",
            _ if self.source() == Source::ReportedChange => "% better less % worse",
            _ => "points",
        }
    }

    /// Who gives the answer.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Self::Motor | Self::LightTouch | Self::PinPrick | Self::AisImproved => Source::Exam,
            Self::ScimTotal | Self::ScimSelfCare | Self::ScimRespiration | Self::ScimMobility => {
                Source::Independence
            }
            Self::QolOverall
            | Self::QolHealth
            | Self::QolPhysical
            | Self::QolPsychological
            | Self::QolSocial
            | Self::QolEnvironment => Source::Questionnaire,
            Self::NrsMean | Self::NrsWorst | Self::PainDays => Source::Diary,
            _ => Source::ReportedChange,
        }
    }

    /// Which way is better.
    #[must_use]
    pub fn better(self) -> Better {
        if self.source() == Source::Diary { Better::Lower } else { Better::Higher }
    }

    /// The smallest change that matters to patients, with its source; none where none is held.
    #[must_use]
    pub fn matters_from(self) -> Option<(f64, &'static str)> {
        match self {
            Self::NrsMean => Some((1.8, "hanley2006")),
            Self::ScimTotal => Some((4.0, "scivoletto2013")),
            _ => None,
        }
    }
}
