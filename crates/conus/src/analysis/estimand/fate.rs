//! What do the intercurrent events before a visit make of its answer? The same rules for observed data and for truth.
//!
//! Of the events before a visit the earliest that changes anything decides: once the outcome is settled, or the world
//! has become another, what comes later has no part in it. On one day a composite goes before while on treatment, and
//! that before hypothetical.

use super::{CompositeValue, Estimand, EstimandError, Strategy};
use crate::trial::dataset::Parameter;

/// An intercurrent event of one patient, in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Event<'a> {
    /// Kind of event (ICECAT).
    pub category: &'a str,
    /// Its reason (ICEREAS).
    pub reason: &'a str,
    /// Its day.
    pub day: f64,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fate {
    /// It counts.
    Kept,
    /// It belongs to another world than the one asked about.
    Unknown,
    /// This counts in its place.
    Assigned(CompositeValue),
    /// The last answer that was kept counts in its place.
    LastKept,
}

impl Estimand {
    /// The fate of an answer after these events.
    pub(super) fn fate<'a>(&self, events: impl Iterator<Item = Event<'a>>) -> Result<Fate, EstimandError> {
        let mut first: Option<(f64, u8, Fate)> = None;
        for event in events {
            let (rank, fate) = match self.strategy(event.category, event.reason)? {
                Strategy::TreatmentPolicy | Strategy::PrincipalStratum => continue,
                Strategy::Composite(value) => (0, Fate::Assigned(value)),
                Strategy::WhileOnTreatment => (1, Fate::LastKept),
                Strategy::Hypothetical => (2, Fate::Unknown),
            };
            if first.is_none_or(|(day, before, _)| (event.day, rank) < (day, before)) {
                first = Some((event.day, rank, fate));
            }
        }
        Ok(first.map_or(Fate::Kept, |(_, _, fate)| fate))
    }

    /// The score that stands for an event; none where it is that of a baseline that is not known.
    pub(super) fn score_for(&self, value: CompositeValue, baseline: Option<f64>) -> Option<f64> {
        match value {
            CompositeValue::Worst => self.parameter().map(Parameter::worst),
            CompositeValue::Score(score) => Some(score),
            // Nothing gained on baseline is no response.
            CompositeValue::Baseline | CompositeValue::NonResponse => baseline,
        }
    }

    /// Whether one of these events puts a patient out of the population.
    pub(super) fn out_of_stratum<'a>(
        &self,
        events: impl Iterator<Item = Event<'a>>,
    ) -> Result<bool, EstimandError> {
        let mut out = false;
        for event in events {
            out |= self.strategy(event.category, event.reason)? == Strategy::PrincipalStratum;
        }
        Ok(out)
    }
}
