//! What such a file holds once it is known to be without fault.

use crate::patient::covariates::Ais;
use crate::series::group::Group;
use crate::series::outcome::Outcome;
use crate::treatment::Treatment;
use crate::trial::plan::{Background, Between, Visit};
use serde::Serialize;

/// A published study, and what it printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesPlan {
    /// What it is called and how often it is played.
    pub series: Series,
    /// Who was let in.
    pub population: Enrolment,
    /// Usual care before and during it.
    pub background: Background,
    /// What was given, beside usual care.
    pub treatments: Vec<Treatment>,
    /// The arm it was compared with, if there was one.
    pub control: Option<OpenControl>,
    /// The visits in order of time; the first is day 0.
    pub visits: Vec<Visit>,
    /// What was printed.
    pub results: Vec<Printed>,
}

/// What the study is called and how often it is played.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Name for files.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// The question.
    pub question: String,
    /// Key of the publication in `data/literature.bib`.
    pub source: String,
    /// Seed of every random draw.
    pub seed: u64,
    /// Possible worlds in which it is played.
    pub worlds: u32,
    /// People in each of them.
    pub people: u32,
    /// Whose every number stands beside its prediction: `data/evidence` rows of the source that say they come from this
    /// study.
    pub beside_publication: bool,
}

/// Who was let in. What a publication does not say is a range: one value of it for everybody in a possible world.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Enrolment {
    /// Age (year).
    pub age_years: Between,
    /// Share of men (percent).
    pub male_percent: f64,
    /// Grades found at baseline that are let in.
    pub ais: Vec<Ais>,
    /// Share injured at C1 to C8 (percent).
    pub cervical_percent: Between,
    /// Of the others, share injured at L1 or below (percent).
    pub lumbosacral_percent_of_others: f64,
    /// Share enrolled within six months (percent).
    pub subacute_percent: Between,
    /// When those were enrolled (month after the injury).
    pub subacute_months: Between,
    /// When the others were (month after the injury).
    pub chronic_months: Between,
    /// Weekly mean of pain that is let in; everybody where the file is silent (NRS point).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain_nrs: Option<Between>,
}

/// A control arm that everybody could tell from the treatment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OpenControl {
    /// People in it at the analysed visit.
    pub people: u32,
}

/// A result as it was printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Printed {
    /// What was measured.
    pub outcome: Outcome,
    /// In whom.
    pub group: Group,
    /// Id of the visit.
    pub visit: String,
    /// People; as many as are simulated where the file is silent.
    pub n: Option<u32>,
    /// What was found.
    pub found: Found,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A mean change.
    Change {
        /// After minus before.
        change: f64,
    },
    /// Rows of the evidence with the means before and after.
    Rows {
        /// Ids.
        before: String,
        /// Ids.
        after: String,
    },
    /// People who got better.
    Improved {
        /// So many.
        improved: u32,
        /// Of so many.
        of: u32,
    },
    /// A two-sided p between arms, the treated faring better.
    P {
        /// The p, or its bound.
        p: f64,
    },
    /// A row of the evidence with such a p.
    PRow {
        /// Id.
        row: String,
    },
    /// Nothing that can be read.
    Nothing,
}
