//! How is the run told? Figures as files, every number as JSON, and one page that a reader can judge alone.

mod asked;
mod credibility;
mod people;
mod provenance;
mod sections;

use super::RunError;
use super::figures::{self, Drawn, Effects};
use super::record::ReplicateRecord;
use super::summary::Summary;
use crate::dossier;
use crate::report::page::{self, Block, Run};
use crate::trial::folder::RunFolder;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::tested::Tested;

/// What stands on every page and screen.
pub const STANDING_LINE: &str = "Research and teaching only: simulated patients, not clinical advice. No trial has yet taken this pain as its primary endpoint.";

/// What stands on the page of this trial: leg pain and pain after injury have been endpoints of trials of other things.
fn standing_line(plan: &TrialPlan) -> &'static str {
    if Tested::of(plan).cells {
        STANDING_LINE
    } else {
        "Research and teaching only: simulated patients, not clinical advice."
    }
}

/// The words of an outcome.
#[must_use]
pub(super) fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::InterferenceActivities => "interference, activities",
        Outcome::InterferenceMood => "interference, mood",
        Outcome::InterferenceSleep => "interference, sleep",
        Outcome::PainDays => "days with pain",
        Outcome::NrsMean => "mean pain",
        Outcome::NrsWorst => "worst pain",
        Outcome::ScimTotal => "independence (SCIM III)",
        Outcome::QolOverall => "quality of life",
        Outcome::QolPhysical => "physical quality of life",
    }
}

/// Writes figures, summary and report of a finished run.
pub(super) fn write(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    folder: &RunFolder,
    summary: &Summary,
    records: &[ReplicateRecord],
) -> Result<(), RunError> {
    let drawn = figures::all(plan, summary, &effects(plan, records))?;
    for figure in &drawn {
        folder.write(&file(figure), figure.svg.as_bytes())?;
    }
    folder.write("summary.json", &serde_json::to_vec_pretty(summary)?)?;
    let identity = provenance::identity(knowledge, plan);
    let credibility = dossier::section(&credibility::dossier(knowledge, plan, summary, identity))?;
    for (file, svg) in dossier::figures(&credibility) {
        folder.write(file, svg.as_bytes())?;
    }
    let page = sections::page(knowledge, plan, summary, drawn, credibility)?;
    folder.write("report.html", page::write(&page)?.as_bytes())?;
    Ok(())
}

/// What each replicate of the planned world found; a number that could not be computed is in none of the lists and is
/// counted in the summary.
fn effects(plan: &TrialPlan, records: &[ReplicateRecord]) -> Effects {
    let verdicts = || records.iter().map(|record| &record.settings[0].verdict);
    let difference = verdicts()
        .filter_map(|verdict| Some(verdict.outcome(Outcome::NrsMean)?.difference.as_ref().ok()?.value))
        .collect();
    let p = |outcome: &Outcome| {
        verdicts()
            .filter_map(|verdict| Some(verdict.outcome(*outcome)?.test.as_ref().ok()?.p_two_sided))
            .collect()
    };
    Effects { difference, p: plan.analysis.outcomes.iter().map(p).collect() }
}

fn file(figure: &Drawn) -> String {
    format!("figures/{}.svg", figure.name)
}

/// A figure with the numbers behind it.
fn figure_block(figure: Drawn) -> Block {
    let file = file(&figure);
    Block::Figure { svg: figure.svg, caption: figure.reading, file, table: Some(figure.table) }
}

fn paragraph(text: String) -> Block {
    Block::Text(vec![Run::Plain(text)])
}
