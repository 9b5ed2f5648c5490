//! What makes a change between two visits? Six layers, each of which can be switched off for everybody.

use super::outcome::{Outcome, Source};
use crate::plan_file::Choice;
use serde::Serialize;

/// Something that makes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// People were let in by the very measurement that the change is counted from. Off: they are measured once more
    /// before treatment, and that counts.
    Selection,
    /// The cord recovers, or worsens, by itself. Off: every state and the clock of recovery stay as on the day of
    /// enrolment, but for what treatment and training change.
    NaturalCourse,
    /// Training, and learning to make use of the body, which needs it. Off: both end with enrolment.
    Rehabilitation,
    /// What patients hope, they say.
    Expectation,
    /// What raters who know hope, they see.
    RatingBias,
    /// What is given.
    Treatment,
}

impl Choice for Layer {
    const ALL: &'static [Self] = &[
        Self::Selection,
        Self::NaturalCourse,
        Self::Rehabilitation,
        Self::Expectation,
        Self::RatingBias,
        Self::Treatment,
    ];
}

/// How many layers there are.
pub const LAYERS: usize = 6;
/// How many sets of layers.
pub const SETS: usize = 1 << LAYERS;

impl Layer {
    /// The words of figures and tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Selection => "selection",
            Self::NaturalCourse => "natural course",
            Self::Rehabilitation => "rehabilitation and learning",
            Self::Expectation => "expectation",
            Self::RatingBias => "rating bias",
            Self::Treatment => "treatment",
        }
    }

    /// Whether its size in an outcome is a prior and nothing else: no number in hand has informed it. Hope, the eye of raters
    /// and potency never were; natural course and learning were where motor scores, grades, independence and pain were
    /// published of people who got nothing.
    #[must_use]
    pub fn by_prior_alone(self, outcome: Outcome) -> bool {
        match self {
            Self::Selection => false,
            Self::NaturalCourse | Self::Rehabilitation => {
                matches!(outcome.source(), Source::Questionnaire | Source::ReportedChange)
            }
            Self::Expectation | Self::RatingBias | Self::Treatment => true,
        }
    }
}

/// The layers that are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers(usize);

impl Layers {
    /// None.
    pub const NONE: Self = Self(0);
    /// All.
    pub const ALL: Self = Self(SETS - 1);

    /// Every set, in the order of [`Self::place`].
    pub fn every() -> impl Iterator<Item = Self> {
        (0..SETS).map(Self)
    }

    /// Its place among all sets.
    #[must_use]
    pub fn place(self) -> usize {
        self.0
    }

    /// Whether a layer is on.
    #[must_use]
    pub fn has(self, layer: Layer) -> bool {
        self.0 >> layer as usize & 1 == 1
    }

    /// The same with a layer off.
    #[must_use]
    pub fn without(self, layer: Layer) -> Self {
        Self(self.0 & !(1 << layer as usize))
    }

    /// The same people with nothing given: nobody hopes for anything, on either side.
    #[must_use]
    pub fn untreated() -> Self {
        Self::fair_control().without(Layer::Expectation).without(Layer::RatingBias)
    }

    /// The same people in a control arm that nobody can tell from the treatment.
    #[must_use]
    pub fn fair_control() -> Self {
        Self::ALL.without(Layer::Treatment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_knows_its_layers() {
        assert_eq!(Layer::ALL.len(), LAYERS);
        assert!(Layer::ALL.iter().all(|layer| Layers::ALL.has(*layer) && !Layers::NONE.has(*layer)));
        let control = Layers::fair_control();
        assert!(control.has(Layer::Expectation) && !control.has(Layer::Treatment));
        assert!(Layers::untreated().has(Layer::NaturalCourse) && !Layers::untreated().has(Layer::RatingBias));
    }
}
