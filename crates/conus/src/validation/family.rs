//! How does each kind of number fare, and how many rows has each role?

use super::ledger::{Contest, Ledger, Scored};
use crate::evidence::Role;
use conus_stats::scoring::{Coverage, coverage};
use serde::Serialize;

/// Roles in the order in which they are told.
pub const ROLES: [Role; 3] = [Role::Fit, Role::Holdout, Role::Context];

/// The rows of one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The role.
    pub role: Role,
    /// Rows with a prediction.
    pub scored: usize,
    /// Rows without one.
    pub listed: usize,
}

/// Numbers of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct OfFamily<'a> {
    /// The kind.
    pub family: &'a str,
    /// Unit of its rows.
    pub unit: &'a str,
    /// Scored rows by role, in the order of [`ROLES`].
    pub by_role: [usize; 3],
    /// Intervals that held.
    pub inside: u64,
    /// All rows.
    pub of: u64,
    /// Their share, with what chance leaves open.
    pub coverage: Coverage,
    /// Model against naive prediction, in standard deviations of the published numbers of the kind; none where fewer than
    /// two other publications say something about it.
    pub contest: Option<Contest>,
}

impl Contest {
    /// Whether the model scores better than the mean of other publications.
    #[must_use]
    pub fn model_is_better(&self) -> bool {
        self.model < self.naive
    }
}

impl Ledger {
    /// Rows of each role, scored and listed.
    #[must_use]
    pub fn counts(&self) -> [Counted; 3] {
        ROLES.map(|role| Counted {
            role,
            scored: self.scored.iter().filter(|row| row.role == role).count(),
            listed: self.listed.iter().filter(|row| row.role == role).count(),
        })
    }

    /// Each kind of number, in the order in which they first stand.
    #[must_use]
    pub fn by_family(&self) -> Vec<OfFamily<'_>> {
        self.families().into_iter().filter_map(|family| self.of_family(family)).collect()
    }

    fn of_family<'a>(&'a self, family: &'a str) -> Option<OfFamily<'a>> {
        let rows: Vec<&Scored> = self.scored.iter().filter(|row| row.family == family).collect();
        let (inside, of) = (rows.iter().filter(|row| row.inside).count() as u64, rows.len() as u64);
        Some(OfFamily {
            family,
            unit: rows.first()?.unit.as_str(),
            by_role: ROLES.map(|role| rows.iter().filter(|row| row.role == role).count()),
            inside,
            of,
            coverage: coverage(inside, of).ok()?,
            contest: self.contest_over(|row| row.family == family),
        })
    }
}
