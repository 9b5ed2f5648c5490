//! How far may a report be trusted, and for what? One dossier of credibility for every report: what is asked and what hangs
//! on it, verification, validation, what the headline rests on, the ten rules, and what it must not be used for.
//!
//! Words and order: ICH M15 (ichm15), FDA (fda2023credibility) and ASME V&V 40 (asmevv402018); ten rules: erdemir2020, scored by
//! manchel2025. What is the same in every report stands in `data/dossier`; what a run found is filled in by the caller.
//!
//! A caller begins with [`Dossier::of`], in which every entry is [`Entry::Missing`], and fills in what it found, or why there
//! is nothing. [`section`] sets it as a section of the page, and refuses what nobody filled in.

pub mod entry;
pub mod purpose;
pub mod verification;
pub mod ledger;
pub mod departure;
pub mod robustness;
pub mod rules;
mod drawing;
mod page;
#[cfg(test)]
mod tests;

pub use entry::Entry;
pub use page::{figures, section};

use crate::evidence::citations;
use ledger::Kept;
use purpose::Purpose;
use robustness::Panel;
use verification::{Converged, Solved};

/// The works in whose words it speaks, as keys of `data/literature.bib`.
pub const SOURCES: [&str; 5] = ["ichm15", "fda2023credibility", "asmevv402018", "erdemir2020", "manchel2025"];

/// The same as references of a page, each with its key.
#[must_use]
pub fn references() -> Vec<String> {
    SOURCES.iter().filter_map(|key| Some(format!("[{key}] {}", citations().get(*key)?))).collect()
}

/// What one report says of its own credibility.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// For what the report is made.
    pub purpose: Purpose,
    /// The question of the study, in its own words.
    pub question: Entry<String>,
    /// How many could not be solved, of whom.
    pub solved: Entry<Solved>,
    /// The same people followed again at a tenth of the tolerances.
    pub converged: Entry<Converged>,
    /// What identifies the run, so that it can be repeated to the byte: name and value.
    pub identity: Entry<Vec<(String, String)>>,
    /// How the predictions fared against what was published.
    pub ledger: Entry<Kept>,
    /// Whether the headline moves where one assumption departs.
    pub robustness: Entry<Panel>,
    /// What the headline is, for tables and the figure, for example `difference in mean pain`.
    pub headline: Entry<String>,
    /// Where the numbers of the figure come from: study and seed.
    pub source: Entry<String>,
}

impl Dossier {
    /// A dossier in which nothing is filled in.
    #[must_use]
    pub fn of(purpose: Purpose) -> Self {
        Self {
            purpose,
            question: Entry::Missing,
            solved: Entry::Missing,
            converged: Entry::Missing,
            identity: Entry::Missing,
            ledger: Entry::Missing,
            robustness: Entry::Missing,
            headline: Entry::Missing,
            source: Entry::Missing,
        }
    }
}
