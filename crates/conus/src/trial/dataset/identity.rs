//! Which subject, arm and date does a compact row mean? The words and numbers that every table repeats.

use std::sync::Arc;

use super::study_date::relative_day;
use super::variables::{REPLIC, STUDYID, TRTP, TRTPN, USUBJID};
use super::{Dataset, Subject};
use crate::table::Column;

/// Shared words of one data set, made once.
pub(super) struct Identity<'a> {
    data: &'a Dataset,
    study: Arc<str>,
    subjects: Vec<Arc<str>>,
    arms: Vec<Arc<str>>,
}

impl<'a> Identity<'a> {
    pub(super) fn of(data: &'a Dataset) -> Self {
        Self {
            data,
            study: Arc::from(data.study_id.as_str()),
            subjects: data
                .subjects
                .iter()
                .map(|subject| Arc::from(unique_identifier(data, subject)))
                .collect(),
            arms: data.arms.iter().map(|arm| Arc::from(arm.label.as_str())).collect(),
        }
    }

    pub(super) fn subject(&self, subject: u32) -> &'a Subject {
        &self.data.subjects[subject as usize]
    }

    pub(super) fn arm(&self, arm: u16) -> Arc<str> {
        self.arms[usize::from(arm)].clone()
    }

    /// Date of a day counted from the randomisation of the subject [days since 1960-01-01].
    pub(super) fn date(&self, subject: &Subject, day: i32) -> i64 {
        i64::from(self.data.start_date) + i64::from(subject.randomised_day) + i64::from(day)
    }

    /// STUDYID and USUBJID of these rows.
    pub(super) fn key_columns(&self, subjects: &[u32]) -> Vec<Column> {
        vec![
            Column::text(STUDYID, subjects.iter().map(|_| Some(self.study.clone()))),
            Column::text(USUBJID, subjects.iter().map(|&at| Some(self.subjects[at as usize].clone()))),
        ]
    }

    /// TRTP and TRTPN of these rows.
    pub(super) fn planned_columns(&self, subjects: &[u32]) -> [Column; 2] {
        let arm = |&at: &u32| self.subject(at).arm;
        [
            Column::text(TRTP, subjects.iter().map(|at| Some(self.arm(arm(at))))),
            Column::integer(TRTPN, subjects.iter().map(|at| Some(arm_number(arm(at))))),
        ]
    }

    /// REPLIC of so many rows.
    pub(super) fn replicate_column(&self, rows: usize) -> Column {
        Column::integer(REPLIC, (0..rows).map(|_| Some(i64::from(self.data.replicate))))
    }
}

/// Arms are numbered from 1 in tables.
pub(super) fn arm_number(arm: u16) -> i64 {
    i64::from(arm) + 1
}

/// Analysis day: first treatment is day 1; of a subject never treated, randomisation is.
pub(crate) fn analysis_day(subject: &Subject, day: i32) -> i64 {
    i64::from(relative_day(day, subject.treated_day.unwrap_or(0)))
}

/// Y or missing, for flags of rows.
pub(super) fn yes(flag: bool) -> Option<Arc<str>> {
    flag.then(|| Arc::from("Y"))
}

/// Y or N, for flags of subjects.
pub(super) fn yes_no(flag: bool) -> Option<Arc<str>> {
    Some(Arc::from(if flag { "Y" } else { "N" }))
}

/// The replicate is part of the identifier, so that subjects of joined replicates stay apart.
pub(crate) fn unique_identifier(data: &Dataset, subject: &Subject) -> String {
    format!("{}-R{:04}-{:02}-{:04}", data.study_id, data.replicate, subject.site, subject.number)
}
