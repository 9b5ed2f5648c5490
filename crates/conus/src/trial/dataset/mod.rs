//! What does one simulated trial hand to its analysis, and what does it keep apart?
//!
//! Compact rows in memory (subject index, parameter, visit index), so that hundreds of replicates are cheap;
//! the derived columns of CDISC ADaM (BASE, CHG, ABLFL, USUBJID, labels) appear only when
//! [`tables::analysis_tables`] turns a [`Dataset`] into tables. The truth lives in a [`TruthTable`] beside
//! the data set: an analysis takes `&Dataset` and so cannot see it, by type. Names, labels and types follow
//! `ADaMIG` 1.3 and its OCCDS 1.1; variables that CDISC does not have are marked as ours. All subjects are
//! synthetic, which every identifier says (`SYN-`).

mod adae;
mod adice;
mod adsl;
mod adtruth;
mod bds;
mod event;
mod fault;
mod identity;
mod lookup;
mod observation;
mod study_date;
mod subject;
pub mod tables;
pub(crate) mod variables;

#[cfg(test)]
pub(crate) mod example;

pub use event::{
    Action, AdverseEvent, AdverseTerm, IntercurrentCategory, IntercurrentEvent, Reason, Severity,
};
pub use fault::DatasetError;
pub(crate) use identity::{analysis_day, unique_identifier};
pub use lookup::Lookup;
pub use observation::{Derivation, Instrument, Observation, Parameter};
pub use study_date::{FICTITIOUS_START, day_since_1960};
pub use subject::{EndOfStudy, Subject};

/// The prefix of every study identifier: a synthetic study can never be taken for a real one.
pub const STUDY_PREFIX: &str = "SYN-";

/// Most stratification factors that the tables have columns for.
pub const MOST_STRATA_FACTORS: usize = 3;

/// Everything an analysis may read of one replicate of one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// STUDYID; starts with [`STUDY_PREFIX`].
    pub study_id: String,
    /// Replicate of the simulation.
    pub replicate: u32,
    /// Fictitious first day of the study [days since 1960-01-01], usually [`FICTITIOUS_START`].
    pub start_date: i32,
    /// Treatment arms, in the order of their index.
    pub arms: Vec<ArmLabel>,
    /// Visits in order of time.
    pub visits: Vec<VisitLabel>,
    /// Index of the visit whose values are the baseline.
    pub baseline_visit: u16,
    /// How randomisation was stratified.
    pub strata: Strata,
    /// One entry per randomised subject.
    pub subjects: Vec<Subject>,
    /// Weekly summaries of the daily pain diary.
    pub nrs: Vec<Observation>,
    /// International SCI Pain Basic Data Set.
    pub pbds: Vec<Observation>,
    /// SCIM III; empty unless the study compares it.
    pub scim: Vec<Observation>,
    /// WHOQOL-BREF; empty unless the study compares it.
    pub whoqol: Vec<Observation>,
    /// Adverse events.
    pub adverse_events: Vec<AdverseEvent>,
    /// Intercurrent events of ICH E9(R1).
    pub intercurrent: Vec<IntercurrentEvent>,
}

impl Dataset {
    /// The answers to an instrument.
    #[must_use]
    pub fn answers(&self, instrument: Instrument) -> &[Observation] {
        match instrument {
            Instrument::Diary => &self.nrs,
            Instrument::PainBasicDataSet => &self.pbds,
            Instrument::Scim => &self.scim,
            Instrument::Whoqol => &self.whoqol,
        }
    }
}

/// A treatment arm as tables name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmLabel {
    /// ARMCD: at most 20 characters (SDTMIG 3.4, DM).
    pub code: String,
    /// ARM and TRT01P.
    pub label: String,
}

/// A visit as tables name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitLabel {
    /// AVISIT, for example `Week 12`.
    pub label: String,
    /// AVISITN, for example 12.
    pub number: i32,
}

/// The factors of stratified randomisation and the strata they make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strata {
    /// `STRATwD`: what each factor is; at most [`MOST_STRATA_FACTORS`].
    pub factors: Vec<String>,
    /// `STRATwR`: for each stratum, one value per factor.
    pub strata: Vec<Vec<String>>,
}

/// What a simulated trial returns: the data, and beside them the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    /// What an analysis may read.
    pub analysis: Dataset,
    /// What only a comparison with the truth may read.
    pub truth: TruthTable,
}

/// The latent truth of one replicate; rows refer to the subjects and visits of the data set beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TruthTable {
    /// One row per subject and visit.
    pub rows: Vec<Truth>,
}

/// Latent pain of one subject at one visit under both potential outcomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// Index of the subject.
    pub subject: u32,
    /// Index of the visit.
    pub visit: u16,
    /// Pain under the assigned arm.
    pub assigned: LatentPain,
    /// Pain of the same subject had the arm's treatment not been given.
    pub untreated: LatentPain,
}

impl Truth {
    /// The true effect of treatment on total pain [NRS points]; negative is relief.
    pub fn effect(&self) -> f64 {
        self.assigned.total - self.untreated.total
    }
}

/// Latent pain, unrounded, on the 0 to 10 scale of the NRS.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LatentPain {
    /// Neuropathic pain at the level of injury.
    pub at_level: f64,
    /// Neuropathic pain below the level of injury.
    pub below_level: f64,
    /// Radicular pain of a compressed root.
    pub radicular: f64,
    /// What the subject feels in all.
    pub total: f64,
}
