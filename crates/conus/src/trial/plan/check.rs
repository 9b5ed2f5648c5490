//! Which entries of a study contradict each other.
use std::collections::BTreeMap;

use super::model::{Arm, ArmSizes, Between, ControlContent, Outcome, Role, TrialPlan};
use crate::analysis::method::Method;
use crate::analysis::plan::unsound;
use crate::evidence::Evidence;
use crate::plan_file::Choice;
use crate::plan_file::fault;
use crate::plan_file::notes::{Finding, Notes};
use crate::treatment::Treatment;
use crate::trial::course::WEEK_DAYS;

/// Notes every contradiction; fields that are faulty already are left out.
pub(super) fn contradictions(plan: &TrialPlan, notes: &mut Notes<'_>) {
    intervals(plan, notes);
    levels(plan, notes);
    visits(plan, notes);
    arms(plan, notes);
    completers(plan, notes);
    rescue(plan, notes);
    analysis(plan, notes);
    rest(plan, notes);
    twice("design", plan.designs.iter().map(|design| design.id.as_str()), notes);
    super::design::contradictions(plan, notes);
}

fn intervals(plan: &TrialPlan, notes: &mut Notes<'_>) {
    let rows = [
        ("population.age_years", plan.population.age_years),
        ("population.months_since_injury", plan.population.months_since_injury),
        ("eligibility.nrs_weekly_mean", plan.eligibility.nrs_weekly_mean),
    ];
    for (field, Between { min, max }) in rows {
        if min > max {
            let problem = format!("nobody fits: min {min} is above max {max}");
            let suggestion = Some(format!("{{ min = {max}, max = {min} }}"));
            notes.contradiction(
                field,
                &[],
                &Finding { problem: &problem, expected: "min <= max", suggestion },
            );
        }
    }
}

fn levels(plan: &TrialPlan, notes: &mut Notes<'_>) {
    // Decimal fractions are not exact in binary; a share is never meant to a millionth of a percent.
    const EXACT_ENOUGH_PERCENT: f64 = 1e-6;
    let shares = plan.population.level_percent;
    let sum = shares.cervical + shares.thoracic + shares.lumbosacral;
    if (sum - 100.0).abs() > EXACT_ENOUGH_PERCENT {
        let problem = format!("the shares sum to {sum} percent");
        let finding = Finding { problem: &problem, expected: "a sum of 100 percent", suggestion: None };
        notes.contradiction("population.level_percent", &[], &finding);
    }
}

fn arms(plan: &TrialPlan, notes: &mut Notes<'_>) {
    twice("arm", plan.arms.iter().map(|arm| arm.id.as_str()), notes);
    let controls = plan.arms.iter().filter(|arm| arm.role == Role::Control).count();
    if controls != 1 || plan.arms.len() < 2 {
        let problem = format!("{controls} of {} arms have the role \"control\"", plan.arms.len());
        let expected = "exactly one control and at least one treatment";
        notes.contradiction("arm", &[], &Finding { problem: &problem, expected, suggestion: None });
    }
    let last_visit = plan.visits.last().map_or(0, |visit| visit.day);
    for (a, arm) in plan.arms.iter().enumerate() {
        for (t, treatment) in arm.treatments.iter().enumerate() {
            given_in_time(treatment, &format!("arm[{}].treatment[{}]", a + 1, t + 1), last_visit, notes);
        }
    }
}

fn given_in_time(treatment: &Treatment, path: &str, last_visit: u32, notes: &mut Notes<'_>) {
    let first = treatment.first_day();
    if let Some(last) = treatment.last_day().filter(|last| *last <= first) {
        let problem = format!("the treatment stops on day {last} and starts on day {first}");
        let finding = Finding { problem: &problem, expected: "a stop after the start", suggestion: None };
        notes.contradiction(&format!("{path}.stop_day"), &[&format!("{path}.start_day")], &finding);
    }
    if first > f64::from(last_visit) {
        let problem =
            format!("the treatment begins on day {first}, after the last visit on day {last_visit}");
        let finding =
            Finding { problem: &problem, expected: "a treatment within the trial", suggestion: None };
        notes.contradiction(path, &["visit"], &finding);
    }
}

/// Somebody asks on the first day of a week, so there has to be one that is not too early.
fn rescue(plan: &TrialPlan, notes: &mut Notes<'_>) {
    let Some(rescue) = &plan.rescue else { return };
    let days = plan.visits.last().map_or(0, |visit| visit.day as usize);
    let last_week = days.saturating_sub(1) / WEEK_DAYS * WEEK_DAYS;
    if rescue.from_day as usize > last_week {
        let problem =
            format!("nobody can ask any more: the last week of the trial begins on day {last_week}");
        let expected = format!("a day up to {last_week}");
        let finding = Finding { problem: &problem, expected: &expected, suggestion: None };
        notes.contradiction("rescue.from_day", &["visit"], &finding);
    }
}

fn completers(plan: &TrialPlan, notes: &mut Notes<'_>) {
    let ids = || plan.arms.iter().map(|arm| arm.id.as_str());
    let all_ids = ids().collect::<Vec<_>>().join(", ");
    for (id, &completers) in &plan.allocation.completers {
        let field = format!("allocation.completers.{}", fault::shown(id));
        let place = plan.arms.iter().position(|arm| arm.id == *id);
        let Some(place) = place else {
            let suggestion = fault::misspelt(id, ids()).map(|id| format!("`{id}`"));
            let expected = format!("one of the arms {all_ids}");
            let finding = Finding { problem: "no arm has this id", expected: &expected, suggestion };
            notes.contradiction(&field, &["arm"], &finding);
            continue;
        };
        let randomised = plan.arms[place].randomised;
        if completers > randomised {
            let expected = format!("at most the {randomised} randomised to this arm");
            let problem = "more complete than are randomised";
            let other = format!("arm[{}].randomised", place + 1);
            notes.contradiction(
                &field,
                &[&other],
                &Finding { problem, expected: &expected, suggestion: None },
            );
        }
    }
    if plan.allocation.sizes == ArmSizes::Completers {
        let missing = ids().find(|id| !plan.allocation.completers.contains_key(*id));
        if let Some(id) = missing {
            let problem = format!("the number of completers of arm `{id}` is absent");
            let finding =
                Finding { problem: &problem, expected: "completers for every arm", suggestion: None };
            notes.contradiction("allocation.sizes", &["arm", "allocation.completers"], &finding);
        }
    }
}

fn visits(plan: &TrialPlan, notes: &mut Notes<'_>) {
    twice("visit", plan.visits.iter().map(|visit| visit.id.as_str()), notes);
    if plan.visits.first().is_some_and(|first| first.day != 0) {
        let expected = "the baseline visit on day 0 first";
        let finding = Finding { problem: "the first visit is not on day 0", expected, suggestion: None };
        notes.contradiction("visit[1].day", &[], &finding);
    }
    for (index, pair) in plan.visits.windows(2).enumerate() {
        let [earlier, later] = pair else { continue };
        if later.day <= earlier.day {
            let problem = format!("the visit does not come after `{}` on day {}", earlier.id, earlier.day);
            let finding =
                Finding { problem: &problem, expected: "visits in order of time", suggestion: None };
            let (field, other) = (format!("visit[{}].day", index + 2), format!("visit[{}]", index + 1));
            notes.contradiction(&field, &[&other], &finding);
        }
    }
}

fn analysis(plan: &TrialPlan, notes: &mut Notes<'_>) {
    if let Some(method) = &plan.analysis.primary {
        unsound("analysis.primary", method, notes);
        if matches!(method, Method::Responders { .. }) {
            let problem = "a share of responders is not told in points of the outcomes";
            let expected = "an analysis of means; responders are reported beside it in any case";
            let finding = Finding { problem, expected, suggestion: None };
            notes.contradiction("analysis.primary.method", &[], &finding);
        }
    }
    published(plan, notes);
    let later = || plan.visits.iter().skip(1).map(|visit| visit.id.as_str());
    let at = plan.analysis.at.as_str();
    if !later().any(|id| id == at) {
        let problem = match plan.visits.first() {
            Some(first) if first.id == at => "nothing has been given yet at this visit",
            _ => "no visit has this id",
        };
        let expected =
            format!("one of {}", later().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", "));
        let suggestion = fault::misspelt(at, later()).map(|id| format!("\"{id}\""));
        notes.contradiction("analysis.at", &["visit"], &Finding { problem, expected: &expected, suggestion });
    }
    if !plan.analysis.outcomes.contains(&Outcome::NrsMean) {
        let (problem, expected) =
            ("mean pain is missing", "\"nrs_mean\" among the outcomes: the report tells the effect in it");
        notes.contradiction("analysis.outcomes", &[], &Finding { problem, expected, suggestion: None });
    }
}

/// A number beside which the analysis is shown must be in hand, and must not be one that is held out.
fn published(plan: &TrialPlan, notes: &mut Notes<'_>) {
    let Some(id) = &plan.analysis.published else { return };
    if Evidence::shipped().open_rows().any(|(label, finding)| label.id == *id && finding.mean.is_some()) {
        return;
    }
    let ids = Evidence::shipped().open_rows().map(|(label, _)| label.id.as_str());
    let suggestion = fault::misspelt(id, ids).map(|id| format!("\"{id}\""));
    let expected = "the id of a row of data/evidence that prints a mean and is not held out";
    let finding = Finding { problem: "no such number is in hand", expected, suggestion };
    notes.contradiction("analysis.published", &[], &finding);
}

fn rest(plan: &TrialPlan, notes: &mut Notes<'_>) {
    if plan.study.table_replicates > plan.study.replicates {
        let expected = format!("at most the {} replicates that are run", plan.study.replicates);
        let problem = "more tables than replicates";
        let finding = Finding { problem, expected: &expected, suggestion: None };
        notes.contradiction("study.table_replicates", &["study.replicates"], &finding);
    }
    if !plan.control.variants.contains(&plan.control.content) {
        let problem = format!("the list does not hold the content \"{}\"", plan.control.content.name());
        let finding =
            Finding { problem: &problem, expected: "`content` among the variants", suggestion: None };
        notes.contradiction("control.variants", &["control.content"], &finding);
    }
    let titrated = plan.control.variants.contains(&ControlContent::TitratedGabapentinoid);
    if let (true, Some(own)) = (titrated, control_with_treatments(plan)) {
        let problem = "the control has treatments of its own";
        let expected = "no titrated gabapentinoid beside them; one can be a treatment of that arm";
        let finding = Finding { problem, expected, suggestion: None };
        notes.contradiction("control.variants", &[&format!("arm[{own}].treatment[1]")], &finding);
    }
    for (index, pair) in plan.scenarios.true_effect_nrs.windows(2).enumerate() {
        if pair[1] <= pair[0] {
            let problem = format!("the effect does not rise above {}", pair[0]);
            let finding = Finding { problem: &problem, expected: "rising effects", suggestion: None };
            let field = |place: usize| format!("scenarios.true_effect_nrs[{place}]");
            notes.contradiction(&field(index + 2), &[&field(index + 1)], &finding);
        }
    }
}

/// The place of a control arm that lists treatments, counted from 1.
fn control_with_treatments(plan: &TrialPlan) -> Option<usize> {
    let own = |arm: &Arm| arm.role == Role::Control && !arm.treatments.is_empty();
    plan.arms.iter().position(own).map(|place| place + 1)
}

/// An id that stands twice is a fault where it stands for the second time.
fn twice<'p>(list: &str, ids: impl Iterator<Item = &'p str>, notes: &mut Notes<'_>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, id) in ids.enumerate() {
        let place = index + 1;
        if let Some(earlier) = first.insert(id, place) {
            let problem = format!("the id stands already at `{list}[{earlier}]`");
            let finding = Finding { problem: &problem, expected: "an id of its own", suggestion: None };
            notes.contradiction(
                &format!("{list}[{place}].id"),
                &[&format!("{list}[{earlier}].id")],
                &finding,
            );
        }
    }
}
