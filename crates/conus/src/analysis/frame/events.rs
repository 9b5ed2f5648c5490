//! Which intercurrent events does each person have?

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Happened;
use super::columns::Columns;
use super::subjects::{Subjects, named};
use crate::table::read::{Fault, Faults};

/// The events of each person in order of time.
pub(super) fn events(columns: &Columns<'_>, subjects: &Subjects, faults: &mut Faults) -> Vec<Vec<Happened>> {
    let mut events = vec![Vec::new(); subjects.list.len()];
    let Some([Some(subject), Some(category), Some(day), reason]) = columns.events else { return events };
    let known: BTreeMap<&str, usize> =
        subjects.list.iter().enumerate().map(|(at, subject)| (subject.id.as_ref(), at)).collect();
    let mut strangers: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for row in 0..subject.sheet.rows() {
        let Some(id) = subject.cell(row).words() else {
            faults.note(subject.fault(
                row,
                "the event does not say whose it is",
                "the identifier of a subject",
            ));
            continue;
        };
        let Some(&person) = known.get(id.as_ref()) else {
            if !subjects.outside.contains(&id) {
                strangers.entry(id).or_insert(row);
            }
            continue;
        };
        let words = category.cell(row).words();
        if words.is_none() {
            faults.note(category.fault(row, "the event does not say what happened", "a kind of event"));
        }
        let before = faults.errors();
        let began = day.number(row, faults);
        if began.is_none() && faults.errors() == before {
            faults.note(day.fault(row, "the event has no day", "the first day of the event"));
        }
        let reason = reason.and_then(|reason| reason.cell(row).words()).unwrap_or_default();
        if let Some((category, day)) = words.zip(began) {
            events[person].push(Happened { category: category.to_string(), day, reason: reason.to_string() });
        }
    }
    tell_strangers(columns, &strangers, &subject.sheet.file, faults);
    events.iter_mut().for_each(|of_person| in_time(of_person));
    events
}

/// People with events but without data. With a file of subjects that is an error; without one they may have been
/// randomised and never seen.
fn tell_strangers(
    columns: &Columns<'_>,
    strangers: &BTreeMap<Arc<str>, usize>,
    file: &str,
    faults: &mut Faults,
) {
    let ids: Vec<&str> = strangers.keys().map(AsRef::as_ref).collect();
    if ids.is_empty() {
        return;
    }
    let home = columns.subjects.map_or(&columns.subject.sheet.file, |subject| &subject.sheet.file);
    let problem = format!("{} events but no row in {home}", named(&ids, "has", "have"));
    let fault = Fault::of_file(file, problem, "");
    faults.note(if columns.subjects.is_some() { fault } else { fault.into_warning() });
}

/// In order of time, then of their words, so that the order of rows does not show.
pub(super) fn in_time(events: &mut [Happened]) {
    events.sort_by(|a, b| {
        let words = |event: &Happened| (event.category.clone(), event.reason.clone());
        a.day.total_cmp(&b.day).then_with(|| words(a).cmp(&words(b)))
    });
}
