//! What was each person's value at each visit after baseline?
//!
//! Rows with the analysis flag count. A visit has one label and one number; visits are in the order of their numbers,
//! and those after the last visit of a baseline row (without such rows: those above 0) are after baseline. The rows
//! of the baseline itself are no visit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::FrameVisit;
use super::baseline::{Baseline, agrees};
use super::columns::{Columns, Located};
use super::spec::Spec;
use super::subjects::Subject;
use crate::spelling::misspelt;
use crate::table::read::Faults;

/// The visits, and the rows of the values: for each person and visit.
pub(super) struct Visited {
    pub(super) visits: Vec<FrameVisit>,
    pub(super) rows: Vec<Vec<Option<usize>>>,
}

/// A row that is analysed and belongs to a visit.
struct Attended {
    person: usize,
    row: usize,
    label: Arc<str>,
}

/// The numbers that the rows of a visit have: how often, and the first row.
type Numbers = BTreeMap<u64, (usize, usize)>;

/// The number of each visit, and the first row that says so.
type Numbered = BTreeMap<Arc<str>, (f64, usize)>;

/// Finds the visits and the row of each person at each.
pub(super) fn visited(
    columns: &Columns<'_>,
    spec: &Spec,
    subjects: &[Subject],
    faults: &mut Faults,
) -> Visited {
    let mut numbers = BTreeMap::new();
    let (mut attended, mut flagged) = (Vec::new(), 0);
    for (person, subject) in subjects.iter().enumerate() {
        for &row in &subject.rows {
            if columns.analysis.is_some_and(|flag| !flag.holds(row)) {
                continue;
            }
            flagged += 1;
            if let Some(label) = label(columns, row, &mut numbers, faults)
                && !columns.baseline_flag.is_some_and(|flag| flag.holds(row))
            {
                attended.push(Attended { person, row, label });
            }
        }
    }
    if flagged == 0 {
        unflagged(columns, subjects, faults);
    }
    let numbered = one_number_each(columns, &numbers, faults);
    one_label_each(columns, &numbered, faults);
    let visits = chosen(columns, spec, subjects, &numbered, faults);
    let rows = placed(columns, &visits, &attended, subjects, faults);
    Visited { visits, rows }
}

/// The visit of a row, whose number is counted; what is absent is noted.
fn label(
    columns: &Columns<'_>,
    row: usize,
    numbers: &mut BTreeMap<Arc<str>, Numbers>,
    faults: &mut Faults,
) -> Option<Arc<str>> {
    let (visit, order) = (columns.visit, columns.visit_number);
    let Some(label) = visit.cell(row).words() else {
        faults.note(visit.fault(row, "an analysed row belongs to no visit", "the name of a visit"));
        return None;
    };
    let before = faults.errors();
    let Some(number) = order.number(row, faults) else {
        if faults.errors() == before {
            let problem = format!("visit `{label}` has no number");
            faults.note(order.fault(row, &problem, "a number that orders the visits"));
        }
        return None;
    };
    // Adding 0 makes one zero of the two.
    numbers.entry(label.clone()).or_default().entry((number + 0.0).to_bits()).or_insert((0, row)).0 += 1;
    Some(label)
}

/// The number that most rows of each visit have; others are noted.
fn one_number_each(
    columns: &Columns<'_>,
    numbers: &BTreeMap<Arc<str>, Numbers>,
    faults: &mut Faults,
) -> Numbered {
    let mut numbered = Numbered::new();
    for (label, of_visit) in numbers {
        let most = of_visit.iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        let Some((&usual, &(_, row))) = most else { continue };
        for (_, (count, other)) in of_visit.iter().filter(|(number, _)| **number != usual) {
            let rows = if *count > 1 { format!(", here the first of {count} times") } else { String::new() };
            let expected = format!("{}, as in {}", f64::from_bits(usual), columns.visit.sheet.place(row));
            let problem = format!("visit `{label}` has two numbers{rows}");
            faults.note(columns.visit_number.fault(*other, &problem, &expected));
        }
        numbered.insert(label.clone(), (f64::from_bits(usual), row));
    }
    numbered
}

/// Notes that no row is analysed, with the values that the flag has.
fn unflagged(columns: &Columns<'_>, subjects: &[Subject], faults: &mut Faults) {
    let rows = || subjects.iter().flat_map(|subject| subject.rows.iter().copied());
    if let Some(flag) = columns.analysis.filter(|_| rows().next().is_some()) {
        let found: BTreeSet<Arc<str>> = rows().filter_map(|row| flag.at.cell(row).words()).take(30).collect();
        let found: Vec<&str> = found.iter().map(AsRef::as_ref).collect();
        let found = if found.is_empty() { "empty cells only".to_owned() } else { found.join(", ") };
        let expected = format!("`{}` on the rows that are analysed", flag.accepted);
        faults.note(flag.at.fault_of_all("no row is flagged for analysis", &expected).about(&found));
    }
}

/// Notes visits that share a number.
fn one_label_each(columns: &Columns<'_>, numbered: &Numbered, faults: &mut Faults) {
    let mut order: Vec<_> = numbered.iter().collect();
    order.sort_by(|(_, (a, at)), (_, (b, other))| a.total_cmp(b).then(at.cmp(other)));
    for pair in order.windows(2) {
        let [(earlier, (number, at)), (label, (other, row))] = pair else { continue };
        if number.total_cmp(other).is_eq() {
            let expected =
                format!("a number of its own; `{earlier}` has it in {}", columns.visit.sheet.place(*at));
            let problem = format!("visit `{label}` shares its number");
            faults.note(columns.visit_number.fault(*row, &problem, &expected));
        }
    }
}

/// The visits that are taken, in the order of their numbers.
fn chosen(
    columns: &Columns<'_>,
    spec: &Spec,
    subjects: &[Subject],
    numbered: &Numbered,
    faults: &mut Faults,
) -> Vec<FrameVisit> {
    let last = last_baseline(columns, subjects, numbered);
    let after: Vec<(&Arc<str>, f64)> =
        numbered.iter().map(|(label, (number, _))| (label, *number)).filter(|(_, n)| *n > last).collect();
    for asked in &spec.visits {
        if !after.iter().any(|(label, _)| label.as_ref() == asked.as_str()) {
            let known = || after.iter().map(|(label, _)| label.as_ref());
            let shown: Vec<&str> = known().take(30).collect();
            let meant = misspelt(asked, known()).map(|label| format!("`{label}`"));
            let problem = "no analysed row after baseline is of this visit";
            let fault = columns.visit.fault_of_all(problem, &format!("one of {}", shown.join(", ")));
            faults.note(fault.about(asked).with(meant));
        }
    }
    let asked = |label: &str| spec.visits.is_empty() || spec.visits.iter().any(|asked| asked == label);
    let mut visits: Vec<FrameVisit> = after
        .into_iter()
        .filter(|(label, _)| asked(label))
        .map(|(label, number)| FrameVisit { label: label.to_string(), number, day: None })
        .collect();
    visits.sort_by(|a, b| a.number.total_cmp(&b.number));
    visits
}

/// The number of the last visit at which somebody had the baseline.
fn last_baseline(columns: &Columns<'_>, subjects: &[Subject], numbered: &Numbered) -> f64 {
    let Some(flag) = columns.baseline_flag else { return 0.0 };
    let rows = subjects.iter().flat_map(|subject| subject.rows.iter().copied());
    let labels = rows.filter(|&row| flag.holds(row)).filter_map(|row| columns.visit.cell(row).words());
    labels
        .filter_map(|label| numbered.get(&label))
        .map(|(number, _)| *number)
        .max_by(f64::total_cmp)
        .unwrap_or(0.0)
}

/// The row of each person at each visit; a second row is an error.
fn placed(
    columns: &Columns<'_>,
    visits: &[FrameVisit],
    attended: &[Attended],
    subjects: &[Subject],
    faults: &mut Faults,
) -> Vec<Vec<Option<usize>>> {
    let mut rows = vec![vec![None; visits.len()]; subjects.len()];
    for Attended { person, row, label } in attended {
        let Some(visit) = visits.iter().position(|visit| visit.label == label.as_ref()) else { continue };
        match rows[*person][visit] {
            None => rows[*person][visit] = Some(*row),
            Some(earlier) => {
                let expected =
                    format!("one analysed row; the other is {}", columns.visit.sheet.place(earlier));
                let problem = format!("subject {} has a second row of this visit", subjects[*person].id);
                faults.note(columns.visit.fault(*row, &problem, &expected));
            }
        }
    }
    rows
}

/// The numbers of a column in the rows of the values.
pub(super) fn numbers(
    at: Located<'_>,
    rows: &[Vec<Option<usize>>],
    faults: &mut Faults,
) -> Vec<Vec<Option<f64>>> {
    let mut number = |row: &Option<usize>| row.and_then(|row| at.number(row, faults));
    rows.iter().map(|of_person| of_person.iter().map(&mut number).collect()).collect()
}

/// Warns of a change from baseline in the file that is not the difference of the values in it. It is no error, as no
/// analysis reads it: what is analysed is the difference.
pub(super) fn check_change(
    columns: &Columns<'_>,
    visited: &Visited,
    values: &[Vec<Option<f64>>],
    baselines: &[Baseline<'_>],
    faults: &mut Faults,
) {
    let Some(change) = columns.change else { return };
    let (mut first, mut count, mut largest) = (None, 0, 0.0_f64);
    for ((rows, values), baseline) in visited.rows.iter().zip(values).zip(baselines) {
        let Some((_, _, baseline)) = baseline.found else { continue };
        for (row, value) in rows.iter().zip(values) {
            let Some((row, value)) = row.zip(*value) else { continue };
            let Some(found) = change.number(row, faults) else { continue };
            if !agrees(found, value - baseline) {
                (count, largest) = (count + 1, largest.max((found - (value - baseline)).abs()));
                first = first.or(Some((row, value - baseline)));
            }
        }
    }
    if let Some((row, expected)) = first {
        let problem = format!(
            "the change is not the difference of value and baseline, which is what is analysed ({count} times, by up \
             to {})",
            plain(largest)
        );
        faults.note(change.fault(row, &problem, &plain(expected)).into_warning());
    }
}

/// A number that was computed, without the digits that come of computing.
fn plain(number: f64) -> String {
    let digits = format!("{number:.9}");
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Warns of values that were not observed: an analysis would take them for observed.
pub(super) fn check_derivation(columns: &Columns<'_>, visited: &Visited, faults: &mut Faults) {
    let Some(derivation) = columns.derivation else { return };
    let mut counts: BTreeMap<Arc<str>, (usize, usize)> = BTreeMap::new();
    for row in visited.rows.iter().flatten().flatten() {
        if let Some(how) = derivation.cell(*row).words() {
            counts.entry(how).or_insert((0, *row)).0 += 1;
        }
    }
    for (how, (count, row)) in counts {
        let problem = format!("values made by `{how}` count as observed ({count} times)");
        let advice = "an analysis flag that is set on observed rows only, unless this is meant";
        faults.note(derivation.fault(row, &problem, "").with(Some(advice.into())).into_warning());
    }
}
