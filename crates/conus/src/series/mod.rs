//! What does a study without a fair control arm show? Its people are played again, untreated, with the same luck; an
//! observed change is split into what makes it; and what was published is weighed against what was believed before.
//!
//! - [`plan`]: the study as its file describes it, and the numbers it printed
//! - [`outcome`], [`group`]: what is measured, in whom
//! - [`layer`]: what makes a change, each to be switched on or off
//! - [`enrolled`]: who is let in, and where they stand on each visit, treated and not, in training and not
//! - [`answers`]: every score of a person at a visit, under any layers
//! - [`mod@play`]: all people of one possible world
//! - [`published`]: what was printed, typed in or looked up
//! - [`mod@split`]: the parts of a change, which add up to it
//! - [`weigh`]: what a published number says about the possible worlds
//! - [`natural`]: what natural course does, by time of enrolment
//! - [`beside`]: what was published beside what is predicted, treated and untreated
//! - [`after`]: what would be believed of the cells afterwards, for planning the next trial
//! - [`robust`]: what moves the first printed change
//! - [`told`]: figures, tables, page

pub mod plan;
pub mod outcome;
pub mod group;
pub mod layer;
pub mod enrolled;
pub mod answers;
pub mod play;
pub mod published;
pub mod split;
pub mod weigh;
pub mod natural;
pub mod beside;
pub mod after;
pub mod robust;
pub mod told;

pub use group::Group;
pub use outcome::Outcome;

use crate::dossier::Entry;
use crate::dossier::ledger::Kept;
use crate::dossier::robustness::Panel;
use crate::dossier::verification::Converged;
use crate::evidence::Evidence;
use crate::trial::knowledge::Knowledge;
use crate::trial::screening::HardlyAnybody;
use after::{AfterSeeing, after_seeing};
use beside::Beside;
use plan::SeriesPlan;
use play::{World, play};
use published::{Observed, Unreadable, observed, of_publication};
use rayon::prelude::*;
use split::{Split, split};
use std::collections::BTreeSet;

/// A published study, played and weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal {
    /// The possible worlds, in order.
    pub worlds: Vec<World>,
    /// What each result says.
    pub observed: Vec<Observed>,
    /// Each result split, in the order of the file.
    pub splits: Vec<Split>,
    /// What its publication printed beside what is predicted; empty where the file does not ask for it.
    pub beside: Vec<Beside>,
    /// What would be believed of the cells afterwards; none where nothing was printed.
    pub after: Option<AfterSeeing>,
    /// What moves the first printed change; none where nothing was printed.
    pub robustness: Option<Panel>,
    /// The first world followed again at finer tolerances.
    pub converged: Converged,
    /// How the predictions of conus fare, in short.
    pub ledger: Entry<Kept>,
}

/// Why a study cannot be appraised.
#[derive(Debug, thiserror::Error)]
pub enum NotAppraised {
    /// What it printed cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It cannot be filled.
    #[error(transparent)]
    HardlyAnybody(#[from] HardlyAnybody),
}

/// Plays the study in all worlds and weighs what it printed. `progress` is told after each world.
///
/// # Errors
/// A result that names what is not in the evidence, or a study that hardly anybody fits.
pub fn appraise(
    knowledge: &Knowledge,
    evidence: &Evidence,
    plan: &SeriesPlan,
    progress: &(dyn Fn() + Sync),
) -> Result<Appraisal, NotAppraised> {
    let read = |(at, printed)| observed(evidence, plan, at + 1, printed);
    let observed: Vec<Observed> = plan.results.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let rows = of_publication(evidence, plan);
    let mut wanted: BTreeSet<Outcome> = plan.results.iter().map(|result| result.outcome).collect();
    wanted.extend(
        rows.iter().filter_map(|(label, _)| label.simulation.as_ref()?.series()).flat_map(|(_, asked)| asked),
    );
    let wanted: Vec<Outcome> = wanted.into_iter().collect();
    let one = |replicate: u32| {
        let world = play(knowledge, plan, &wanted, replicate);
        progress();
        world
    };
    let worlds: Vec<World> = (0..plan.series.worlds).into_par_iter().map(one).collect::<Result<_, _>>()?;
    let results = plan.results.iter().zip(&observed);
    let splits = results.filter_map(|(printed, observed)| split(plan, &worlds, printed, observed)).collect();
    let beside =
        rows.into_iter().filter_map(|(label, finding)| beside::beside(label, finding, &worlds)).collect();
    let after = after_seeing(knowledge, plan, &worlds, &observed);
    let robustness = robust::panel(knowledge, plan, &worlds, &observed);
    let converged = robust::converged(knowledge, plan)?;
    let ledger = Kept::shipped(knowledge);
    Ok(Appraisal { worlds, observed, splits, beside, after, robustness, converged, ledger })
}
