//! Where does it hurt, over many patients? How many feel pain in each dermatome on each side.

use super::dermatome::{DERMATOMES, Dermatome};
use super::{Pain, Sides};
use serde::{Deserialize, Serialize};

/// Counts of patients by dermatome and side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyMap {
    /// Patients counted, in pain or not.
    pub patients: u64,
    left: [u64; DERMATOMES],
    right: [u64; DERMATOMES],
}

impl Default for BodyMap {
    fn default() -> Self {
        Self { patients: 0, left: [0; DERMATOMES], right: [0; DERMATOMES] }
    }
}

/// One dermatome of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where.
    pub dermatome: Dermatome,
    /// Patients with pain there on the left.
    pub left: u64,
    /// Patients with pain there on the right.
    pub right: u64,
    /// Patients counted.
    pub patients: u64,
}

impl BodyMap {
    /// Counts one patient: once for a dermatome, however many pains are felt in it.
    pub fn add(&mut self, pains: &[Pain]) {
        self.patients += 1;
        for dermatome in Dermatome::ALL {
            let index = dermatome.index();
            self.left[index] += u64::from(hurts(pains, Sides::Left, dermatome));
            self.right[index] += u64::from(hurts(pains, Sides::Right, dermatome));
        }
    }

    /// Adds the counts of other patients.
    pub fn merge(&mut self, other: &Self) {
        self.patients += other.patients;
        let pairs = self.left.iter_mut().zip(&other.left).chain(self.right.iter_mut().zip(&other.right));
        pairs.for_each(|(mine, theirs)| *mine += theirs);
    }

    /// The map, from above downwards.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        Dermatome::ALL.into_iter().map(|dermatome| Row {
            dermatome,
            left: self.left[dermatome.index()],
            right: self.right[dermatome.index()],
            patients: self.patients,
        })
    }
}

fn hurts(pains: &[Pain], side: Sides, dermatome: Dermatome) -> bool {
    let zone = |pain: &Pain| if side == Sides::Left { pain.left } else { pain.right };
    pains.iter().filter_map(zone).any(|zone| zone.holds(dermatome))
}
