//! How do files of a trial become a [`Frame`], with every fault at once?
//!
//! Columns first; then rows and people, where every fault of every row is told together; then, if those are sound,
//! whether anything can be estimated. An error refuses the data, a warning goes into the report; which is which and
//! why stands in `docs/data.md`.

use super::baseline::Baseline;
use super::columns::{Columns, Located};
use super::facts::Known;
use super::spec::{Absent, Spec};
use super::subjects::{Subject, Subjects, named};
use super::visits::Visited;
use super::{
    Frame, Happened, Person, baseline, columns, design, events, facts, median_day, subjects, visits,
};
use crate::table::read::{Fault, Faults, Sheet};
use crate::trial::dataset::STUDY_PREFIX;

/// The files of a trial.
#[derive(Debug, Clone, Copy)]
pub struct Sheets<'a> {
    /// Values by subject and visit (BDS).
    pub bds: &'a Sheet,
    /// One row for each subject (ADSL).
    pub adsl: Option<&'a Sheet>,
    /// Intercurrent events (our ADICE, or an ADAE whose columns the plan names).
    pub events: Option<&'a Sheet>,
}

/// What was taken from the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The data.
    pub frame: Frame,
    /// What the report has to say of them.
    pub warnings: Vec<Fault>,
}

/// Takes one variable from the files of a trial.
///
/// # Errors
/// Every fault, file by file and from top to bottom, warnings among them.
pub fn intake(sheets: &Sheets<'_>, spec: &Spec) -> Result<Taken, Vec<Fault>> {
    let mut faults = Faults::default();
    match taken(sheets, spec, &mut faults) {
        Some(frame) if !faults.any_error() => Ok(Taken { frame, warnings: faults.into_vec() }),
        _ => Err(faults.into_vec()),
    }
}

/// What was read of everybody, before anybody is left out.
struct Read<'a> {
    subjects: Subjects,
    arms: Vec<String>,
    arm: Vec<usize>,
    weights: Vec<f64>,
    covariates: Vec<Known<'a>>,
    baselines: Vec<Baseline<'a>>,
    visited: Visited,
    values: Vec<Vec<Option<f64>>>,
    days: Vec<Vec<Option<f64>>>,
    events: Vec<Vec<Happened>>,
}

fn taken(sheets: &Sheets<'_>, spec: &Spec, faults: &mut Faults) -> Option<Frame> {
    let columns = columns::find(sheets, spec, faults)?;
    let read = read(&columns, spec, faults)?;
    let stays = who_stays(&columns, spec, &read, faults);
    if faults.any_error() {
        return None;
    }
    let frame = frame(&columns, spec, read, &stays);
    design::check(&frame, &columns, faults);
    Some(frame)
}

fn read<'a>(columns: &Columns<'a>, spec: &'a Spec, faults: &mut Faults) -> Option<Read<'a>> {
    let subjects = subjects::subjects(columns, spec, faults);
    let list = &subjects.list;
    if list.iter().all(|subject| subject.rows.is_empty()) {
        // Without rows everything that follows would be missing, which has been told.
        return None;
    }
    let (arms, arm) = facts::arms(columns, spec, list, faults);
    let weights = facts::weights(columns, list, faults);
    let covariates = facts::covariates(columns, spec, list, faults);
    let baselines = baseline::baselines(columns, list, faults);
    let visited = visits::visited(columns, spec, list, faults);
    let values = visits::numbers(columns.value, &visited.rows, faults);
    check_range(columns, spec, &baselines, &visited, &values, faults);
    let days = days(columns, &visited, &values, faults);
    if !faults.any_error() {
        visits::check_change(columns, &visited, &values, &baselines, faults);
    }
    visits::check_derivation(columns, &visited, faults);
    let events = events::events(columns, &subjects, faults);
    Some(Read { subjects, arms, arm, weights, covariates, baselines, visited, values, days, events })
}

/// The day of each value, where the file has days.
fn days(
    columns: &Columns<'_>,
    visited: &Visited,
    values: &[Vec<Option<f64>>],
    faults: &mut Faults,
) -> Vec<Vec<Option<f64>>> {
    let Some(day) = columns.day else { return values.iter().map(|of| vec![None; of.len()]).collect() };
    let mut days = visits::numbers(day, &visited.rows, faults);
    for (day, value) in days.iter_mut().flatten().zip(values.iter().flatten()) {
        *day = day.filter(|_| value.is_some());
    }
    days
}

/// Notes values and baselines that cannot be true.
fn check_range(
    columns: &Columns<'_>,
    spec: &Spec,
    baselines: &[Baseline<'_>],
    visited: &Visited,
    values: &[Vec<Option<f64>>],
    faults: &mut Faults,
) {
    let Some([least, greatest]) = spec.range else { return };
    let of_visits = visited.rows.iter().flatten().zip(values.iter().flatten());
    let of_visits = of_visits.filter_map(|(row, value)| Some((columns.value, (*row)?, (*value)?)));
    let of_baseline = baselines.iter().filter_map(|baseline| baseline.found);
    for (at, row, value) in of_baseline.chain(of_visits) {
        if !(least..=greatest).contains(&value) {
            let expected = format!("from {least} to {greatest}");
            faults.note(at.fault(row, "the value cannot be true", &expected));
        }
    }
}

/// Who is not left out because something is missing.
fn who_stays(columns: &Columns<'_>, spec: &Spec, read: &Read<'_>, faults: &mut Faults) -> Vec<bool> {
    let people = &read.subjects.list;
    let mut stays = vec![true; people.len()];
    let at = columns.baseline.unwrap_or(columns.value);
    let without: Vec<usize> =
        (0..people.len()).filter(|&person| read.baselines[person].is_missing()).collect();
    let what = ("baseline", "missing_baseline");
    leave_out(&mut stays, &without, people, what, spec.missing_baseline, at, faults);
    for covariate in &read.covariates {
        let without: Vec<usize> = (0..people.len()).filter(|&person| covariate.misses(person)).collect();
        let what = (covariate.name(), "missing_covariate");
        leave_out(&mut stays, &without, people, what, spec.missing_covariate, covariate.at, faults);
    }
    stays
}

/// Does with these people what the plan says.
fn leave_out(
    stays: &mut [bool],
    without: &[usize],
    people: &[Subject],
    (what, key): (&str, &str),
    policy: Absent,
    at: Located<'_>,
    faults: &mut Faults,
) {
    if without.is_empty() || policy == Absent::Keep {
        return;
    }
    let ids: Vec<&str> = without.iter().map(|&person| people[person].id.as_ref()).collect();
    let problem = format!("{} no {what}", named(&ids, "has", "have"));
    if policy == Absent::Refuse {
        let advice = format!("{key} = \"exclude\" in the plan, which leaves them out and says so");
        faults.note(at.fault_of_all(&problem, "a value for everybody").with(Some(advice)));
        return;
    }
    faults.note(at.fault_of_all(&format!("{problem}: left out"), "").into_warning());
    without.iter().for_each(|&person| stays[person] = false);
}

fn frame(columns: &Columns<'_>, spec: &Spec, read: Read<'_>, stays: &[bool]) -> Frame {
    let label = columns.parameter_label.and_then(|at| {
        let rows = read.subjects.list.iter().flat_map(|subject| subject.rows.iter());
        rows.filter_map(|&row| at.cell(row).words()).next()
    });
    let columns_of_ours = columns.subject.sheet.column("REPLIC").is_some();
    let mut people = Vec::new();
    let each = read.subjects.list.iter().zip(read.values).zip(read.days).zip(read.events).enumerate();
    for (at, (((subject, values), days), events)) in each.filter(|(at, _)| stays[*at]) {
        let baseline = read.baselines[at].found.map(|(_, _, value)| value);
        let (id, arm, weight) = (subject.id.to_string(), read.arm[at], read.weights[at]);
        people.push((at, Person { id, arm, baseline, values, days, covariates: Vec::new(), weight, events }));
    }
    let covariates = read.covariates.iter().map(|covariate| covariate.enter(&mut people)).collect();
    let people: Vec<Person> = people.into_iter().map(|(_, person)| person).collect();
    let mut visits = read.visited.visits;
    for (at, visit) in visits.iter_mut().enumerate() {
        visit.day = median_day(&people, at);
    }
    Frame {
        parameter: spec.parameter.clone(),
        label: label.map_or_else(|| spec.parameter.clone(), |label| label.to_string()),
        // A real study could be called so too, but it would not have the number of a replicate.
        synthetic: columns_of_ours && people.iter().all(|person| person.id.starts_with(STUDY_PREFIX)),
        arms: read.arms,
        visits,
        covariates,
        people,
    }
}
