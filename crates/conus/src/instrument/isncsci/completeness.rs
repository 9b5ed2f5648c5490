//! Is the injury complete? It is where neither sensation nor motor function is left at S4-5: no light touch, no pin
//! prick, no deep anal pressure, no voluntary anal contraction (rupp2021, sacral sparing).

use super::exam::Observed;
use super::possible::Word;
use super::side::{OpenSide, SACRAL};

/// Whether the lowest segments are spared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Completeness {
    Complete,
    Incomplete,
}

impl Word for Completeness {
    const ALL: &'static [Self] = &[Self::Complete, Self::Incomplete];

    fn label(self) -> &'static str {
        ["C", "I"][self.index()]
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// What can be true of the lowest segments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sacral {
    /// There is sensation at S4-5.
    pub(super) feels: bool,
    /// There is none.
    pub(super) numb: bool,
    /// The anal sphincter contracts.
    pub(super) contracts: bool,
    /// It does not.
    pub(super) slack: bool,
}

/// What the exam leaves open of the lowest segments.
pub(super) fn sacral(sides: &[OpenSide; 2], vac: Observed, dap: Observed) -> Sacral {
    Sacral {
        feels: dap != Observed::No || sides.iter().any(|side| side.felt & SACRAL != 0),
        numb: dap != Observed::Yes && sides.iter().all(|side| side.numb & SACRAL != 0),
        contracts: vac != Observed::No,
        slack: vac != Observed::Yes,
    }
}

impl Sacral {
    /// Complete, incomplete, or both, one bit for each.
    pub(super) fn completeness(self) -> u32 {
        let complete = self.numb && self.slack;
        let incomplete = self.feels || self.contracts;
        u32::from(complete) << Completeness::Complete as u32
            | u32::from(incomplete) << Completeness::Incomplete as u32
    }
}
