//! Table ADAE: adverse events, one row per event (ADaM OCCDS 1.1).

use std::sync::Arc;

use super::identity::{Identity, analysis_day, arm_number, yes, yes_no};
use super::variables as v;
use super::{AdverseEvent, Dataset};
use crate::table::{Column, Table, Variable};

pub(super) fn table(data: &Dataset, identity: &Identity<'_>) -> Table {
    let mut rows: Vec<&AdverseEvent> = data.adverse_events.iter().collect();
    rows.sort_by_key(|row| (row.subject, row.start_day, row.term));
    let subjects: Vec<u32> = rows.iter().map(|row| row.subject).collect();
    let mut columns = identity.key_columns(&subjects);
    columns.push(Column::integer(v::AESEQ, sequence(&subjects)));
    columns.extend(actual(identity, &subjects));
    columns.extend(timing(identity, &rows));
    columns.extend(judgement(identity, &rows));
    columns.push(identity.replicate_column(rows.len()));
    Table { name: "ADAE", label: "Adverse Events Analysis Dataset", columns }
}

/// Number of the row within its subject, from 1; rows of a subject stand together.
pub(super) fn sequence(subjects: &[u32]) -> Vec<Option<i64>> {
    let mut numbers: Vec<Option<i64>> = Vec::with_capacity(subjects.len());
    let (mut last, mut number) = (None, 0);
    for &subject in subjects {
        number = if last == Some(subject) { number + 1 } else { 1 };
        last = Some(subject);
        numbers.push(Some(number));
    }
    numbers
}

fn actual(identity: &Identity<'_>, subjects: &[u32]) -> [Column; 2] {
    let arm = |&at: &u32| identity.subject(at).actual_arm;
    [
        Column::text(v::TRTA, subjects.iter().map(|at| arm(at).map(|arm| identity.arm(arm)))),
        Column::integer(v::TRTAN, subjects.iter().map(|at| arm(at).map(arm_number))),
    ]
}

fn timing(identity: &Identity<'_>, rows: &[&AdverseEvent]) -> [Column; 6] {
    let subject = |row: &&AdverseEvent| identity.subject(row.subject);
    let date = |row: &&AdverseEvent, day: i32| identity.date(subject(row), day);
    let day = |row: &&AdverseEvent, day: i32| analysis_day(subject(row), day);
    [
        words(v::AETERM, rows, |row| row.term.label()),
        words(v::AEDECOD, rows, |row| row.term.label()),
        Column::integer(v::ASTDT, rows.iter().map(|row| Some(date(row, row.start_day)))),
        Column::integer(v::AENDT, rows.iter().map(|row| row.end_day.map(|end| date(row, end)))),
        Column::integer(v::ASTDY, rows.iter().map(|row| Some(day(row, row.start_day)))),
        Column::integer(v::AENDY, rows.iter().map(|row| row.end_day.map(|end| day(row, end)))),
    ]
}

fn judgement(identity: &Identity<'_>, rows: &[&AdverseEvent]) -> [Column; 5] {
    let emergent = |row: &&AdverseEvent| {
        identity.subject(row.subject).treated_day.is_some_and(|treated| row.start_day >= treated)
    };
    [
        words(v::AESEV, rows, |row| row.severity.label()),
        Column::text(v::AESER, rows.iter().map(|row| yes_no(row.serious))),
        words(v::AREL, rows, |row| if row.related { "RELATED" } else { "NOT RELATED" }),
        words(v::AEACN, rows, |row| row.action.label()),
        Column::text(v::TRTEMFL, rows.iter().map(|row| yes(emergent(row)))),
    ]
}

fn words(variable: Variable, rows: &[&AdverseEvent], word: fn(&AdverseEvent) -> &'static str) -> Column {
    Column::text(variable, rows.iter().map(|row| Some(Arc::from(word(row)))))
}
