//! What does a run fill into its dossier? What it found itself, and what is kept of the ledger.

use super::super::summary::Summary;
use crate::dossier::ledger::Kept;
use crate::dossier::purpose::Purpose;
use crate::dossier::verification::Solved;
use crate::dossier::{Dossier, Entry};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::TrialPlan;
use crate::trial::tested::Tested;

/// The dossier of a run.
pub(super) fn dossier(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    summary: &Summary,
    identity: Vec<(String, String)>,
) -> Dossier {
    let cells = Tested::of(plan).cells;
    let solved = Solved {
        failed: u64::from(summary.failures),
        of: format!("{} people who were followed from their injury", summary.screened),
    };
    let converged = summary.converged.map_or_else(
        || Entry::Blank("nobody was followed again at finer tolerances".to_owned()),
        Entry::Held,
    );
    Dossier {
        question: Entry::Held(plan.study.question.clone()),
        solved: Entry::Held(solved),
        converged,
        identity: Entry::Held(identity),
        ledger: Kept::shipped(knowledge),
        robustness: Entry::Held(summary.robustness.clone()),
        headline: Entry::Held("difference in mean pain".to_owned()),
        source: Entry::Held(format!(
            "conus, study {}, seed {}; tables/robust.csv; simulated (synthetic) patients",
            plan.study.id, plan.study.seed
        )),
        ..Dossier::of(if cells { Purpose::RandomisedTrial } else { Purpose::PublishedTrial })
    }
}
