//! What would the trial of this replicate have answered if one assumption were another? The planned trial again, with the
//! patients' luck of the replicate, where one thing departs; and once at a tenth of the tolerances.

use super::RunError;
use super::record::{ReplicateRecord, SettingRecord, contrast, count_of};
use crate::analysis::primary::judge_contrast;
use crate::analysis::truth::true_effect;
use crate::dossier::departure::{Departure, declared};
use crate::dossier::robustness::{Answer, Departed, Panel};
use crate::dossier::verification::Converged;
use crate::patient::course::Precision;
use crate::trial::dataset::Simulated;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::setting::Setting;
use crate::trial::simulate::replicate;
use std::collections::{BTreeMap, BTreeSet};

/// The replicate in which people are followed again at finer tolerances: every run has it.
const FOLLOWED_AGAIN: u32 = 0;
/// How much finer.
const FINER: f64 = 0.1;

/// What the trial of a replicate answers under each departure; nothing in replicates that do not play them.
pub(super) fn departed(knowledge: &Knowledge, plan: &TrialPlan, number: u32) -> Vec<Departed> {
    if !declared().plays(plan, number) {
        return Vec::new();
    }
    let one = |departure: &Departure| Departed {
        departure: departure.id.clone(),
        answer: changed(&departure.knowledge(knowledge), &departure.plan(plan), number),
    };
    declared().of(plan).map(one).collect()
}

fn changed(knowledge: &Knowledge, plan: &TrialPlan, number: u32) -> Result<Answer, String> {
    let played = replicate(knowledge, plan, number, false).map_err(|why| why.to_string())?;
    let (setting, tables) = &played.settings[0];
    let contrast = contrast(plan);
    let verdict =
        judge_contrast(&tables.analysis, &plan.analysis, contrast).map_err(|why| why.to_string())?;
    let truth = true_effect(tables, contrast).map_err(|why| why.to_string())?;
    answer(plan, &SettingRecord { setting: *setting, verdict, truth })
}

/// What the planned trial of a replicate answers.
fn answer(plan: &TrialPlan, judged: &SettingRecord) -> Result<Answer, String> {
    debug_assert!(matches!(judged.setting, Setting::Planned { .. }));
    let pain = judged.verdict.outcome(Outcome::NrsMean).ok_or("mean pain is not compared")?;
    Ok(Answer {
        observed: pain.difference.as_ref().map_err(ToString::to_string)?.value,
        truth: *judged.truth.treated.as_ref().map_err(ToString::to_string)?,
        reported: pain.test.as_ref().map_err(ToString::to_string)?.p_two_sided < plan.analysis.alpha,
    })
}

/// The panel of all replicates.
pub(super) fn panel(plan: &TrialPlan, records: &[ReplicateRecord]) -> Panel {
    let trials: Vec<(Option<Answer>, &[Departed])> = records
        .iter()
        .filter(|record| !record.departed.is_empty())
        .map(|record| (answer(plan, &record.settings[0]).ok(), record.departed.as_slice()))
        .collect();
    let names: Vec<[&str; 3]> =
        declared().of(plan).map(|one| [one.id.as_str(), one.group.as_str(), one.what.as_str()]).collect();
    Panel::of(declared(), &trials, &names)
}

/// Follows everybody of the first replicate again at finer tolerances and compares what is true of them.
pub(super) fn converged(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    number: u32,
    planned: &Simulated,
) -> Result<Option<Converged>, RunError> {
    if number != FOLLOWED_AGAIN {
        return Ok(None);
    }
    let mut finer = knowledge.clone();
    let Precision { relative, absolute, most_steps } = finer.followers.precision;
    finer.followers.precision =
        Precision { relative: FINER * relative, absolute: FINER * absolute, most_steps };
    let again = replicate(&finer, &plan.alone(), number, false)
        .map_err(|source| RunError::Unfilled { replicate: number, source })?;
    Ok(Some(compared(planned, &again.settings[0].1)))
}

/// True pain by number of the person and visit: with and without treatment.
type Pains = BTreeMap<(u32, u16), [f64; 2]>;

/// True pain of the same person at the same visit, with and without treatment.
fn compared(planned: &Simulated, again: &Simulated) -> Converged {
    let [one, other] = [planned, again].map(true_pains);
    let people = |of: &Pains| of.keys().map(|(number, _)| *number).collect::<BTreeSet<u32>>();
    let (first, second) = (people(&one), people(&other));
    let both = first.intersection(&second).count();
    let differences: Vec<f64> = one
        .iter()
        .filter_map(|(place, pains)| Some((pains, other.get(place)?)))
        .flat_map(|(pains, again)| [(pains[0] - again[0]).abs(), (pains[1] - again[1]).abs()])
        .collect();
    Converged {
        people: count_of(both),
        others: count_of(first.symmetric_difference(&second).count()),
        pairs: count_of(differences.len()),
        largest_nrs: differences.iter().copied().fold(0.0, f64::max),
    }
}

fn true_pains(tables: &Simulated) -> Pains {
    let of = |subject: u32| tables.analysis.subjects[subject as usize].number;
    let rows = tables.truth.rows.iter();
    rows.map(|row| ((of(row.subject), row.visit), [row.assigned.total, row.untreated.total])).collect()
}
