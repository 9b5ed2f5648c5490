//! Tables ADNRS, ADPBDS, ADSCIM and ADWHOQ: what was answered, one row per subject, parameter and visit (`ADaMIG` 1.3 section
//! 3.3).
//!
//! BASE, CHG, PCHG and ABLFL are made here and nowhere else. CHG and PCHG are given after the baseline visit
//! only.

use std::sync::Arc;

use super::identity::{Identity, analysis_day, yes};
use super::variables as v;
use super::{Dataset, Lookup, Observation, Parameter};
use crate::table::{Column, Table};

pub(super) fn diary(data: &Dataset, identity: &Identity<'_>, lookup: &Lookup) -> Table {
    let columns = columns(data, identity, lookup, &data.nrs);
    Table { name: "ADNRS", label: "Weekly Pain Diary Analysis Dataset", columns }
}

pub(super) fn pain_basic_data_set(data: &Dataset, identity: &Identity<'_>, lookup: &Lookup) -> Table {
    let columns = columns(data, identity, lookup, &data.pbds);
    Table { name: "ADPBDS", label: "SCI Pain Basic Data Set Analysis Dataset", columns }
}

pub(super) fn independence(data: &Dataset, identity: &Identity<'_>, lookup: &Lookup) -> Table {
    let columns = columns(data, identity, lookup, &data.scim);
    Table { name: "ADSCIM", label: "SCIM III Analysis Dataset", columns }
}

pub(super) fn quality_of_life(data: &Dataset, identity: &Identity<'_>, lookup: &Lookup) -> Table {
    let columns = columns(data, identity, lookup, &data.whoqol);
    Table { name: "ADWHOQ", label: "WHOQOL-BREF Analysis Dataset", columns }
}

fn columns(data: &Dataset, identity: &Identity<'_>, lookup: &Lookup, rows: &[Observation]) -> Vec<Column> {
    let mut rows: Vec<&Observation> = rows.iter().collect();
    rows.sort_by_key(|row| (row.subject, row.parameter, row.visit, row.day));
    let subjects: Vec<u32> = rows.iter().map(|row| row.subject).collect();
    let mut columns = identity.key_columns(&subjects);
    columns.extend(identity.planned_columns(&subjects));
    columns.extend(parameters(&rows));
    columns.extend(timing(data, identity, &rows));
    columns.extend(values(data, lookup, &rows));
    columns.push(identity.replicate_column(rows.len()));
    columns
}

fn parameters(rows: &[&Observation]) -> [Column; 3] {
    let codes = Parameter::ALL.map(|parameter| Arc::<str>::from(parameter.code()));
    let labels = Parameter::ALL.map(|parameter| Arc::<str>::from(parameter.label()));
    [
        Column::text(v::PARAMCD, rows.iter().map(|row| Some(codes[row.parameter.index()].clone()))),
        Column::text(v::PARAM, rows.iter().map(|row| Some(labels[row.parameter.index()].clone()))),
        Column::integer(v::PARAMN, rows.iter().map(|row| Some(i64::from(row.parameter.number())))),
    ]
}

fn timing(data: &Dataset, identity: &Identity<'_>, rows: &[&Observation]) -> [Column; 4] {
    let labels: Vec<Arc<str>> = data.visits.iter().map(|visit| Arc::from(visit.label.as_str())).collect();
    let visit = |row: &&Observation| usize::from(row.visit);
    let date = |row: &&Observation| identity.date(identity.subject(row.subject), row.day);
    let day = |row: &&Observation| analysis_day(identity.subject(row.subject), row.day);
    [
        Column::text(v::AVISIT, rows.iter().map(|row| Some(labels[visit(row)].clone()))),
        Column::integer(v::AVISITN, rows.iter().map(|row| Some(i64::from(data.visits[visit(row)].number)))),
        Column::integer(v::ADT, rows.iter().map(|row| Some(date(row)))),
        Column::integer(v::ADY, rows.iter().map(|row| Some(day(row)))),
    ]
}

fn values(data: &Dataset, lookup: &Lookup, rows: &[&Observation]) -> [Column; 7] {
    let base = |row: &&Observation| lookup.baseline(row.subject, row.parameter);
    let change = |row: &&Observation| {
        let after = row.visit > data.baseline_visit;
        base(row).filter(|_| after).map(|base| row.value - base)
    };
    let percent = |row: &&Observation| {
        let base = base(row).filter(|&base| base > 0.0)?;
        Some(100.0 * change(row)? / base)
    };
    let is_baseline = |row: &&Observation| row.analysis && row.visit == data.baseline_visit;
    let derivation = |row: &&Observation| row.derivation.map(|how| Arc::from(how.code()));
    [
        Column::float(v::AVAL, rows.iter().map(|row| Some(row.value))),
        Column::float(v::BASE, rows.iter().map(base)),
        Column::float(v::CHG, rows.iter().map(change)),
        Column::float(v::PCHG, rows.iter().map(percent)),
        Column::text(v::ABLFL, rows.iter().map(|row| yes(is_baseline(row)))),
        Column::text(v::ANL01FL, rows.iter().map(|row| yes(row.analysis))),
        Column::text(v::DTYPE, rows.iter().map(derivation)),
    ]
}
