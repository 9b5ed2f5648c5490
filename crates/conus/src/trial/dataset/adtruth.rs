//! Table ADTRUTH, ours: the latent pain of each subject with and without treatment. No analysis reads it.

use std::sync::Arc;

use super::identity::Identity;
use super::lookup::within;
use super::variables as v;
use super::{DatasetError, Simulated, Truth};
use crate::table::{Column, Table, Variable};

/// One quantity of a row of the truth.
type Reading = fn(&Truth) -> f64;

const READINGS: [(Variable, Reading); 9] = [
    (v::PAINAL, |row| row.assigned.at_level),
    (v::PAINBL, |row| row.assigned.below_level),
    (v::PAINRA, |row| row.assigned.radicular),
    (v::PAINTOT, |row| row.assigned.total),
    (v::UNTRAL, |row| row.untreated.at_level),
    (v::UNTRBL, |row| row.untreated.below_level),
    (v::UNTRRA, |row| row.untreated.radicular),
    (v::UNTRTOT, |row| row.untreated.total),
    (v::TRUEEFF, Truth::effect),
];

pub(super) fn table(simulated: &Simulated) -> Result<Table, DatasetError> {
    let data = &simulated.analysis;
    for (row, truth) in simulated.truth.rows.iter().enumerate() {
        within("adtruth", row, "subject", truth.subject as usize, data.subjects.len())?;
        within("adtruth", row, "visit", usize::from(truth.visit), data.visits.len())?;
    }
    let mut rows: Vec<&Truth> = simulated.truth.rows.iter().collect();
    rows.sort_by_key(|row| (row.subject, row.visit));
    let identity = Identity::of(data);
    let subjects: Vec<u32> = rows.iter().map(|row| row.subject).collect();
    let visit = |row: &&Truth| &data.visits[usize::from(row.visit)];
    let mut columns = identity.key_columns(&subjects);
    columns.extend(identity.planned_columns(&subjects));
    columns.push(Column::text(v::AVISIT, rows.iter().map(|row| Some(Arc::from(visit(row).label.as_str())))));
    columns.push(Column::integer(v::AVISITN, rows.iter().map(|row| Some(i64::from(visit(row).number)))));
    for (variable, reading) in READINGS {
        columns.push(Column::float(variable, rows.iter().map(|row| Some(reading(row)))));
    }
    columns.push(identity.replicate_column(rows.len()));
    Ok(Table { name: "ADTRUTH", label: "Latent Truth (own, not for analysis)", columns })
}
