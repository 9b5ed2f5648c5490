//! What happens to a subject beside pain? Adverse events and the intercurrent events of ICH E9(R1).

/// One adverse event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdverseEvent {
    /// Index of the subject.
    pub subject: u32,
    /// What happened.
    pub term: AdverseTerm,
    /// First day [days after randomisation].
    pub start_day: i32,
    /// Last day [days after randomisation]; `None` while it lasts.
    pub end_day: Option<i32>,
    /// How bad.
    pub severity: Severity,
    /// Serious in the sense of ICH E2A.
    pub serious: bool,
    /// Caused by the treatment; known in a simulation, judged in a trial.
    pub related: bool,
    /// What was done with the treatment.
    pub action: Action,
}

/// Adverse events that this program can cause. The words are plain clinical terms; they are not coded with
/// `MedDRA`, which needs a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the terms")]
pub enum AdverseTerm {
    Dizziness,
    Somnolence,
    Fatigue,
    DryMouth,
    BlurredVision,
    PeripheralOedema,
    WeightIncreased,
    Constipation,
    Headache,
    PostLumbarPunctureSyndrome,
    Nausea,
    Vomiting,
    Pyrexia,
    BackPain,
    ProceduralPain,
    AsepticMeningitis,
    Infection,
    NeuropathicPainIncreased,
    SpasticityIncreased,
    UrinaryTractInfection,
    PressureUlcer,
    Fall,
}

impl AdverseTerm {
    /// The words of AETERM and AEDECOD.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dizziness => "Dizziness",
            Self::Somnolence => "Somnolence",
            Self::Fatigue => "Fatigue",
            Self::DryMouth => "Dry mouth",
            Self::BlurredVision => "Blurred vision",
            Self::PeripheralOedema => "Peripheral oedema",
            Self::WeightIncreased => "Weight increased",
            Self::Constipation => "Constipation",
            Self::Headache => "Headache",
            Self::PostLumbarPunctureSyndrome => "Post lumbar puncture syndrome",
            Self::Nausea => "Nausea",
            Self::Vomiting => "Vomiting",
            Self::Pyrexia => "Pyrexia",
            Self::BackPain => "Back pain",
            Self::ProceduralPain => "Procedural pain",
            Self::AsepticMeningitis => "Aseptic meningitis",
            Self::Infection => "Infection",
            Self::NeuropathicPainIncreased => "Neuropathic pain increased",
            Self::SpasticityIncreased => "Spasticity increased",
            Self::UrinaryTractInfection => "Urinary tract infection",
            Self::PressureUlcer => "Pressure ulcer",
            Self::Fall => "Fall",
        }
    }
}

/// How bad an adverse event is (CDISC codelist C66769).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the terms")]
pub enum Severity {
    Mild,
    Moderate,
    Severe,
}

impl Severity {
    /// The term of the codelist.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mild => "MILD",
            Self::Moderate => "MODERATE",
            Self::Severe => "SEVERE",
        }
    }
}

/// What was done with the treatment because of an adverse event (CDISC codelist C66767).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    NotChanged,
    /// Less was given.
    Reduced,
    /// Paused.
    Interrupted,
    /// Stopped.
    Withdrawn,
    /// There was nothing to change, as after a single injection.
    NotApplicable,
}

impl Action {
    /// The term of the codelist.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotChanged => "DOSE NOT CHANGED",
            Self::Reduced => "DOSE REDUCED",
            Self::Interrupted => "DRUG INTERRUPTED",
            Self::Withdrawn => "DRUG WITHDRAWN",
            Self::NotApplicable => "NOT APPLICABLE",
        }
    }
}

/// An event after randomisation that changes what the pain score means or whether it exists (ICH E9(R1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntercurrentEvent {
    /// Index of the subject.
    pub subject: u32,
    /// Which kind.
    pub category: IntercurrentCategory,
    /// When [days after randomisation].
    pub day: i32,
    /// Why.
    pub reason: Reason,
}

/// Kinds of intercurrent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntercurrentCategory {
    /// Stopped the assigned treatment.
    Discontinuation,
    /// Took rescue medication.
    Rescue,
    /// Changed the dose of the assigned or a concomitant treatment.
    DoseChange,
    /// Left the study.
    StudyWithdrawal,
}

impl IntercurrentCategory {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Discontinuation, Self::Rescue, Self::DoseChange, Self::StudyWithdrawal];

    /// The words of ICECAT.
    pub fn label(self) -> &'static str {
        match self {
            Self::Discontinuation => "DISCONTINUATION",
            Self::Rescue => "RESCUE",
            Self::DoseChange => "DOSE CHANGE",
            Self::StudyWithdrawal => "STUDY WITHDRAWAL",
        }
    }
}

/// Why a subject stopped, changed or left (terms of CDISC codelist C66727).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the terms")]
pub enum Reason {
    AdverseEvent,
    LackOfEfficacy,
    LostToFollowUp,
    WithdrawalBySubject,
    ProtocolDeviation,
    Recovery,
    Death,
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::AdverseEvent,
        Self::LackOfEfficacy,
        Self::LostToFollowUp,
        Self::WithdrawalBySubject,
        Self::ProtocolDeviation,
        Self::Recovery,
        Self::Death,
        Self::Other,
    ];

    /// The term of the codelist.
    pub fn label(self) -> &'static str {
        match self {
            Self::AdverseEvent => "ADVERSE EVENT",
            Self::LackOfEfficacy => "LACK OF EFFICACY",
            Self::LostToFollowUp => "LOST TO FOLLOW-UP",
            Self::WithdrawalBySubject => "WITHDRAWAL BY SUBJECT",
            Self::ProtocolDeviation => "PROTOCOL DEVIATION",
            Self::Recovery => "RECOVERY",
            Self::Death => "DEATH",
            Self::Other => "OTHER",
        }
    }
}
