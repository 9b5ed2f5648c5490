//! Which behaviours of pain after spinal cord injury do the equations show? Twenty-four, each with its evidence and
//! with bounds declared beforehand; `docs/behaviours.md` tells which hold.
//!
//! A behaviour that holds is proof that the equations can do it, not evidence that nature does. None has a case of
//! its own in the equations: each is played by typical people ([`Cast`]) under ordinary treatments.

mod brain;
mod cast;
mod cells;
mod circuit;
mod drug;
mod finding;
mod glia;
mod noise;
mod onset;
mod page;
mod rehabilitation;
mod root;

use crate::patient::story::SolveError;
pub use cast::Cast;
pub use finding::{Declared, Finding};
pub use noise::Noise;
pub use page::page;

/// What was found of a behaviour; an error when the equations could not be solved.
pub type Findings = Result<Vec<Finding>, SolveError>;

/// A behaviour that pain after spinal cord injury has.
pub struct Behaviour {
    /// In one sentence.
    pub title: &'static str,
    /// What was published, with keys of `data/literature.bib`.
    pub evidence: &'static str,
    /// Why it does not hold, or what a reader must know of it; may be empty.
    pub caveat: &'static str,
    /// Plays it.
    pub play: fn(&Cast) -> Findings,
}

/// All of them; the first has number 1.
pub const BEHAVIOURS: [Behaviour; 24] = [
    circuit::HEALTHY,
    onset::DELAYED,
    onset::ALLODYNIA_FIRST,
    onset::ALL_OR_NONE,
    onset::PERSISTS,
    glia::TNF_WINDOW,
    glia::OUTPUT_BLOCK,
    drug::BY_DOSE,
    drug::WASH_OUT,
    drug::TOLERANCE,
    drug::HARMS,
    root::SCIATICA,
    root::NOT_BELOW_LEVEL,
    root::BLOCK,
    circuit::DISINHIBITION,
    brain::LOST_CONTROL,
    cells::EARLY_AND_LATE,
    cells::SATURATION,
    cells::OUTLIVED,
    cells::MAGNET,
    rehabilitation::WINDOW,
    rehabilitation::WITH_CELLS,
    cells::HARM,
    brain::QUALITY,
];

/// Whether a behaviour holds: something was found, and all of it is what was declared.
#[must_use]
pub fn holds(findings: &[Finding]) -> bool {
    !findings.is_empty() && findings.iter().all(Finding::holds)
}

/// The greatest of some numbers.
fn greatest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The lowest of some numbers.
fn lowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The first of some days on which a course reaches a level; no number when it never does.
fn first_day(days: &[f64], course: &[f64], level: f64) -> f64 {
    days.iter().zip(course).find(|(_, value)| **value >= level).map_or(f64::NAN, |(day, _)| *day)
}
