//! Who is analysed, and which rows are theirs?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::{Columns, Located};
use super::spec::Spec;
use crate::spelling::misspelt;
use crate::table::read::{Fault, Faults};

/// One person of the analysis population.
pub(super) struct Subject {
    pub(super) id: Arc<str>,
    /// The row in the file of subjects, where there is one.
    pub(super) adsl: Option<usize>,
    /// The rows of the variable, in the order of the file.
    pub(super) rows: Vec<usize>,
}

/// Everybody.
pub(super) struct Subjects {
    /// In the order of the file of subjects, else as first met.
    pub(super) list: Vec<Subject>,
    /// Known people who are not in the population.
    pub(super) outside: BTreeSet<Arc<str>>,
}

/// Everybody with their rows of the variable.
pub(super) fn subjects(columns: &Columns<'_>, spec: &Spec, faults: &mut Faults) -> Subjects {
    let mut subjects = Subjects { list: Vec::new(), outside: BTreeSet::new() };
    let mut known = BTreeMap::new();
    if let Some(column) = columns.subjects {
        enrol(&mut subjects, &mut known, column, columns, faults);
    }
    let rows = rows_of_parameter(columns, spec, faults);
    give_rows(&mut subjects, &mut known, &rows, columns, faults);
    if !faults.any_error() && subjects.list.iter().all(|subject| subject.rows.is_empty()) {
        let at = columns.population.map_or(columns.subject, |flag| flag.at);
        let accepted =
            columns.population.map(|flag| format!("`{}` for those who are analysed", flag.accepted));
        faults.note(at.fault_of_all("nobody is in the analysis population", &accepted.unwrap_or_default()));
    }
    let idle: Vec<&str> = subjects.list.iter().filter(|s| s.rows.is_empty()).map(|s| s.id.as_ref()).collect();
    if !faults.any_error() && !idle.is_empty() {
        let problem = format!("{} no row of `{}`", named(&idle, "has", "have"), spec.parameter);
        faults.note(columns.subject.fault_of_all(&problem, "").into_warning());
    }
    subjects
}

/// People as a message names them: how many, and the first of them.
pub(super) fn named(ids: &[&str], singular: &str, plural: &str) -> String {
    const MOST: usize = 5;
    let dots = if ids.len() > MOST { ", ..." } else { "" };
    let first = ids[..ids.len().min(MOST)].join(", ");
    let (noun, verb) = if ids.len() == 1 { ("subject", singular) } else { ("subjects", plural) };
    format!("{} {noun} ({first}{dots}) {verb}", ids.len())
}

/// Everybody of the file of subjects.
fn enrol(
    subjects: &mut Subjects,
    known: &mut BTreeMap<Arc<str>, usize>,
    column: Located<'_>,
    columns: &Columns<'_>,
    faults: &mut Faults,
) {
    let flag = columns.population.filter(|flag| std::ptr::eq(flag.at.sheet, column.sheet));
    let mut met: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    if column.sheet.rows() == 0 {
        faults.note(Fault::of_file(&column.sheet.file, "the file has no row", "one row for each subject"));
    }
    for row in 0..column.sheet.rows() {
        let Some(id) = identifier(column, row, faults) else { continue };
        if let Some(earlier) = met.insert(id.clone(), row) {
            let expected = format!("one row for each subject; the other is {}", column.sheet.place(earlier));
            faults.note(column.fault(row, "the subject stands here a second time", &expected));
        } else if flag.is_some_and(|flag| !flag.holds(row)) {
            subjects.outside.insert(id);
        } else {
            known.insert(id.clone(), subjects.list.len());
            subjects.list.push(Subject { id, adsl: Some(row), rows: Vec::new() });
        }
    }
}

fn identifier(column: Located<'_>, row: usize, faults: &mut Faults) -> Option<Arc<str>> {
    let id = column.cell(row).words();
    if id.is_none() {
        faults.note(column.fault(row, "the row does not say whose it is", "the identifier of a subject"));
    }
    id
}

/// The rows of the variable; none is an error.
fn rows_of_parameter(columns: &Columns<'_>, spec: &Spec, faults: &mut Faults) -> Vec<usize> {
    let sheet = columns.subject.sheet;
    if sheet.rows() == 0 {
        faults.note(Fault::of_file(&sheet.file, "the file has names of columns but no row", "rows of data"));
        return Vec::new();
    }
    let Some(column) = columns.parameter else { return (0..sheet.rows()).collect() };
    let rows: Vec<usize> = (0..sheet.rows()).filter(|&row| column.says(row, &spec.parameter)).collect();
    if rows.is_empty() {
        let codes: BTreeSet<Arc<str>> =
            (0..sheet.rows()).filter_map(|row| column.cell(row).words()).collect();
        let mut shown: Vec<&str> = codes.iter().take(30).map(AsRef::as_ref).collect();
        if codes.len() > shown.len() {
            shown.push("...");
        }
        let meant = misspelt(&spec.parameter, codes.iter().map(AsRef::as_ref));
        let fault =
            column.fault_of_all("no row is of this variable", &format!("one of {}", shown.join(", ")));
        faults.note(fault.about(&spec.parameter).with(meant.map(|code| format!("`{code}`"))));
    }
    rows
}

/// Gives each row to its subject. A flag that stands on rows chooses rows, so that who has none chosen is outside.
fn give_rows(
    subjects: &mut Subjects,
    known: &mut BTreeMap<Arc<str>, usize>,
    rows: &[usize],
    columns: &Columns<'_>,
    faults: &mut Faults,
) {
    let column = columns.subject;
    let flag = columns.population.filter(|flag| std::ptr::eq(flag.at.sheet, column.sheet));
    let (mut strangers, mut unflagged) = (BTreeSet::new(), BTreeSet::new());
    for &row in rows {
        let Some(id) = identifier(column, row, faults) else { continue };
        if flag.is_some_and(|flag| !flag.holds(row)) {
            unflagged.insert(id);
        } else if let Some(&at) = known.get(&id) {
            subjects.list[at].rows.push(row);
        } else if columns.subjects.is_none() {
            known.insert(id.clone(), subjects.list.len());
            subjects.list.push(Subject { id, adsl: None, rows: vec![row] });
        } else if !subjects.outside.contains(&id) && strangers.insert(id) {
            let file = columns.subjects.map_or("", |subject| &subject.sheet.file);
            let problem = format!("the subject is not in {file}");
            faults.note(column.fault(row, &problem, "a row for each subject there"));
        }
    }
    subjects.list.retain(|subject| !(subject.rows.is_empty() && unflagged.contains(&subject.id)));
    subjects.outside.extend(unflagged);
}
