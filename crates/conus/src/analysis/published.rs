//! What did the publication print of each outcome? Handed in as a plain argument; no analysis looks it up.

use super::primary::OutcomeVerdict;
use crate::evidence::PValue;
use crate::trial::plan::Outcome;

/// A published p-value of one outcome. That the treated arm fared better is part of what was published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedP {
    /// The outcome.
    pub outcome: Outcome,
    /// As printed.
    pub p: PValue,
}

impl PublishedP {
    /// Is this p-value as small as the published one?
    #[must_use]
    pub fn is_reached_by(self, p: f64) -> bool {
        match self.p {
            PValue::Equal(printed) => p <= printed,
            PValue::Below(bound) => p < bound,
        }
    }

    /// Does a verdict say at least what was published: p as small, and the treated arm better? `None` when
    /// the test or the difference could not be computed.
    pub(super) fn is_repeated_by(self, verdict: &OutcomeVerdict) -> Option<bool> {
        let test = verdict.test.as_ref().ok()?;
        let difference = verdict.difference.as_ref().ok()?;
        Some(self.is_reached_by(test.p_two_sided) && self.outcome.favours_treated(difference.value))
    }
}
