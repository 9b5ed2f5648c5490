//! What of an appraisal do other programs read? Splits, natural course by time of enrolment, rows beside the publication,
//! and every world.

use super::super::Appraisal;
use super::super::after::AfterSeeing;
use super::super::beside::Against;
use super::super::natural::{by_share, by_time};
use super::super::outcome::Outcome;
use super::super::plan::SeriesPlan;
use super::super::split::{Seen, Spread};
use crate::calibration::Posterior;
use crate::calibration::posterior::Digest;
use crate::plan_file::Choice;

/// Every part of every printed change, before and after seeing it.
pub(super) fn splits(found: &Appraisal) -> String {
    let mut text = "outcome,group,visit,n,between_arms,printed,part,before_mean,before_5,before_95,after_mean,after_5,after_95,effective_worlds\n".to_owned();
    for split in &found.splits {
        let head = format!(
            "{},{},{},{},{},{}",
            split.outcome.name(),
            split.group.name(),
            split.visit,
            split.n,
            split.between_arms,
            split.printed
        );
        let mut row = |name: &str, seen: Seen| {
            let [before, after] = [seen.before, seen.after].map(ends);
            text.push_str(&format!("{head},{name},{before},{after},{}\n", split.effective_worlds));
        };
        for part in &split.parts {
            row(&part.layer.name(), part.size);
        }
        row("luck", split.luck);
        row("predicted", split.predicted);
        row("untreated", split.untreated);
        row("fair_control", split.fair_control);
    }
    text
}

/// Changes with nothing given and as the study was, by time of enrolment and by share enrolled within six months.
pub(super) fn natural(plan: &SeriesPlan, found: &Appraisal) -> String {
    let mut text =
        "outcome,visit,by,value,people,untreated_mean,untreated_5,untreated_95,treated_mean,treated_5,treated_95\n"
            .to_owned();
    for outcome in outcomes(found) {
        for (visit, planned) in plan.visits.iter().enumerate().skip(1) {
            let head = format!("{},{}", outcome.name(), planned.id);
            for row in by_time(&found.worlds, outcome, visit) {
                let (untreated, treated) = (ends(row.untreated), ends(row.treated));
                let (group, people) = (row.group.name(), row.people);
                text.push_str(&format!("{head},time,{group},{people:.1},{untreated},{treated}\n"));
            }
            for row in by_share(&found.worlds, outcome, visit) {
                let (untreated, treated) = (ends(row.untreated), ends(row.treated));
                text.push_str(&format!(
                    "{head},subacute_percent,{},,{untreated},{treated}\n",
                    row.subacute_percent
                ));
            }
        }
    }
    text
}

/// Published beside predicted.
pub(super) fn beside(found: &Appraisal) -> String {
    let mut text = "id,claim,published,predicted_mean,predicted_5,predicted_95,inside,untreated_mean,untreated_5,untreated_95,inside_untreated\n".to_owned();
    for row in &found.beside {
        let claim = row.claim.as_deref().unwrap_or("");
        let (published, predicted, untreated) = match &row.against {
            Against::Number { published, predicted, untreated } => {
                (published.to_string(), ends(*predicted), ends(*untreated))
            }
            Against::Words { published, predicted, untreated } => {
                ((*published).to_owned(), format!("{predicted},,"), format!("{untreated},,"))
            }
        };
        text.push_str(&format!(
            "{},{claim},{published},{predicted},{},{untreated},{}\n",
            row.id, row.inside, row.inside_untreated
        ));
    }
    text
}

/// Every tally of every world, everybody and the last visit, for whoever wants to weigh them otherwise.
pub(super) fn worlds(found: &Appraisal) -> String {
    let mut text =
        "world,cervical_percent,subacute_percent,outcome,group,visit,n,before,after,change,change_sd,untreated\n"
            .to_owned();
    for world in &found.worlds {
        for tally in &world.tallies {
            let report = &tally.report;
            text.push_str(&format!(
                "{},{:.2},{:.2},{},{},{},{},{:.4},{:.4},{:.4},{:.4},{:.4}\n",
                world.replicate,
                world.cervical_percent,
                world.subacute_percent,
                report.outcome.name(),
                report.group.name(),
                report.visit,
                report.change.n,
                report.before.mean,
                report.after.mean,
                report.change.mean,
                report.change.sd,
                tally.untreated.mean
            ));
        }
    }
    text
}

/// Draws of what would be believed afterwards, in the form of a posterior.
pub(super) fn after(plan: &SeriesPlan, after: &AfterSeeing) -> String {
    let posterior = Posterior { beliefs: after.beliefs.clone(), prior: after.prior.clone() };
    let digest = Digest { data: plan.digest(), model: "as in data/posterior.csv".to_owned() };
    format!(
        "# After seeing {}: its results count as fitted here. For planning the next trial, and for no prediction of this one.\n{}",
        plan.series.source,
        posterior.written(&digest)
    )
}

/// What was measured, in the order of the outcomes.
pub(super) fn outcomes(found: &Appraisal) -> impl Iterator<Item = Outcome> {
    let measured = |outcome: &Outcome| {
        found.worlds.iter().any(|world| world.tallies.iter().any(|tally| tally.report.outcome == *outcome))
    };
    Outcome::ALL.iter().copied().filter(measured)
}

fn ends(spread: Spread) -> String {
    format!("{},{},{}", spread.mean, spread.low, spread.high)
}
