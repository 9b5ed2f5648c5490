//! Table ADICE, ours: intercurrent events, one row per event (ICH E9(R1) section A.3.1).

use std::sync::Arc;

use super::adae::sequence;
use super::identity::{Identity, analysis_day};
use super::variables as v;
use super::{Dataset, IntercurrentEvent};
use crate::table::{Column, Table};

pub(super) fn table(data: &Dataset, identity: &Identity<'_>) -> Table {
    let mut rows: Vec<&IntercurrentEvent> = data.intercurrent.iter().collect();
    rows.sort_by_key(|row| (row.subject, row.day, row.category, row.reason));
    let subjects: Vec<u32> = rows.iter().map(|row| row.subject).collect();
    let date = |row: &&IntercurrentEvent| identity.date(identity.subject(row.subject), row.day);
    let day = |row: &&IntercurrentEvent| analysis_day(identity.subject(row.subject), row.day);
    let mut columns = identity.key_columns(&subjects);
    columns.extend(identity.planned_columns(&subjects));
    columns.extend([
        Column::integer(v::ICESEQ, sequence(&subjects)),
        Column::text(v::ICECAT, rows.iter().map(|row| Some(Arc::from(row.category.label())))),
        Column::integer(v::ICEDT, rows.iter().map(|row| Some(date(row)))),
        Column::integer(v::ICEDY, rows.iter().map(|row| Some(day(row)))),
        Column::text(v::ICEREAS, rows.iter().map(|row| Some(Arc::from(row.reason.label())))),
        identity.replicate_column(rows.len()),
    ]);
    Table { name: "ADICE", label: "Intercurrent Events (own, not CDISC)", columns }
}
