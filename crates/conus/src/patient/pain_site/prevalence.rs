//! How common is each kind of pain by level of injury? Counts k of n, ready for an interval.

use super::dermatome::{DERMATOMES, Dermatome, Zone};
use super::{Class, Definitions, Pain, sciatica_like};
use serde::{Deserialize, Serialize};

/// Groups of levels that tables compare.
pub const LEVEL_GROUPS: [(&str, Zone); 4] = [
    ("cervical", Zone { from: Dermatome::C2, to: Dermatome::C8 }),
    ("thoracic", Zone { from: Dermatome::T1, to: Dermatome::T12 }),
    ("lumbosacral", Zone { from: Dermatome::L1, to: Dermatome::S4_5 }),
    ("all", Zone { from: Dermatome::C2, to: Dermatome::S4_5 }),
];

/// Patients counted, and how many of them have each kind of pain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Patients.
    pub patients: u64,
    /// With any neuropathic pain.
    pub any: u64,
    /// With at-level pain.
    pub at_level: u64,
    /// With below-level pain.
    pub below_level: u64,
    /// With radicular pain.
    pub radicular: u64,
    /// With sciatica-like pain.
    pub sciatica_like: u64,
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            patients: self.patients + other.patients,
            any: self.any + other.any,
            at_level: self.at_level + other.at_level,
            below_level: self.below_level + other.below_level,
            radicular: self.radicular + other.radicular,
            sciatica_like: self.sciatica_like + other.sciatica_like,
        }
    }
}

/// Counts by neurological level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prevalence {
    by_level: [Counts; DERMATOMES],
}

impl Prevalence {
    /// Counts one patient.
    pub fn add(&mut self, definitions: &Definitions, level: Dermatome, pains: &[Pain]) {
        let has = |class: Class| u64::from(pains.iter().any(|pain| pain.class == class));
        let one = Counts {
            patients: 1,
            any: u64::from(pains.iter().any(|pain| pain.neuropathic)),
            at_level: has(Class::AtLevel),
            below_level: has(Class::BelowLevel),
            radicular: has(Class::Radicular),
            sciatica_like: u64::from(sciatica_like(definitions, pains)),
        };
        let counts = &mut self.by_level[level.index()];
        *counts = counts.plus(one);
    }

    /// Adds the counts of other patients.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.by_level.iter_mut().zip(&other.by_level) {
            *mine = mine.plus(*theirs);
        }
    }

    /// Counts over all levels within `levels`.
    #[must_use]
    pub fn within(&self, levels: Zone) -> Counts {
        levels.dermatomes().fold(Counts::default(), |sum, level| sum.plus(self.by_level[level.index()]))
    }

    /// One row for each of [`LEVEL_GROUPS`].
    #[must_use]
    pub fn rows(&self) -> [(&'static str, Counts); 4] {
        LEVEL_GROUPS.map(|(name, levels)| (name, self.within(levels)))
    }
}
