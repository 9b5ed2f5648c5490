//! What is to be estimated? One object with the five attributes of ICH E9(R1), section A.3.3.
//!
//! | attribute | here |
//! |---|---|
//! | treatment condition | [`Condition`]: the arm under question and the arm it is compared with |
//! | population | everybody randomised, or by a rule with [`Strategy::PrincipalStratum`] a part of them |
//! | variable | [`Variable`]: what is asked, when, and what is made of the answer |
//! | intercurrent events | [`Rule`]: one strategy for each kind of event (section A.3.2) |
//! | population-level summary | [`PopulationSummary`] |
//!
//! The definition stands here, and two things are made of it that know nothing of each other: [`Estimand::select`]
//! says which observed values an analysis may use, [`truth()`] what the value is in a simulated trial.

mod fault;
mod fate;
mod select;
mod truth;
mod words;

pub use fault::EstimandError;
pub use select::{Done, Selected};
pub use truth::{Effects, TrueValue, effects, true_value, truth};

use super::contrast::named;
use crate::trial::conduct::Prevented;
use crate::trial::dataset::{IntercurrentCategory, Parameter, Reason};
use crate::trial::potential::Wanted;
use serde::{Deserialize, Serialize};

/// The name of an event in a [`Rule`] that stands for every kind.
pub const ANY_EVENT: &str = "ANY";

/// An estimand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimand {
    /// The treatments that are compared.
    pub condition: Condition,
    /// What is measured in each patient.
    pub variable: Variable,
    /// What intercurrent events do to it. The first rule that covers an event decides; an event that none covers is
    /// an error, for an estimand has an answer to each.
    pub events: Vec<Rule>,
    /// What is compared between the arms.
    pub summary: PopulationSummary,
}

/// The treatments that are compared, each by the code or the label of its arm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The arm under question.
    pub treated: String,
    /// The arm it is compared with.
    pub control: String,
}

/// What is measured in each patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// What is asked (PARAMCD).
    pub parameter: String,
    /// At which visit, by its label or a name that reads alike.
    pub visit: String,
    /// What is made of the answer.
    pub measure: Measure,
}

/// What is made of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The score as it is.
    Score,
    /// The score minus that at baseline.
    Change,
    /// Whether the score fell by at least so much of that at baseline [%].
    Response(f64),
}

/// What one kind of intercurrent event does to the variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The kind of event (ICECAT), such as `STUDY WITHDRAWAL`, or [`ANY_EVENT`]; case does not matter.
    pub event: String,
    /// Only events for one of these reasons (ICEREAS); every reason when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// How it is dealt with.
    pub strategy: Strategy,
}

/// How an intercurrent event is dealt with (ICH E9(R1), section A.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// The value counts whatever happened.
    TreatmentPolicy,
    /// The value counts that would be had the event not happened.
    Hypothetical,
    /// The event is part of the outcome: who has it gets a value for it.
    Composite(CompositeValue),
    /// What was reported last before the event counts.
    WhileOnTreatment,
    /// Only those count who would have the event in neither arm.
    PrincipalStratum,
}

/// What somebody gets who has an event that is part of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompositeValue {
    /// The worst score of the scale.
    Worst,
    /// The own score at baseline: no benefit.
    Baseline,
    /// This score.
    Score(f64),
    /// No response.
    NonResponse,
}

/// What is compared between the arms: treated minus control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopulationSummary {
    /// Difference of the means of a score or change.
    DifferenceOfMeans,
    /// Difference of the proportions of responders.
    DifferenceOfProportions,
}

impl Rule {
    /// A rule for one kind of event, whatever its reason.
    #[must_use]
    pub fn new(event: &str, strategy: Strategy) -> Self {
        Self { event: event.to_owned(), reasons: Vec::new(), strategy }
    }

    /// Whether the rule speaks of an event.
    #[must_use]
    pub fn covers(&self, category: &str, reason: &str) -> bool {
        let any_reason = self.reasons.is_empty();
        let event = alike(&self.event, ANY_EVENT) || alike(&self.event, category);
        event && (any_reason || self.reasons.iter().any(|own| alike(own, reason)))
    }

    /// Whether every event that the other speaks of is covered.
    fn covers_all_of(&self, other: &Self) -> bool {
        let event = alike(&self.event, ANY_EVENT) || alike(&self.event, &other.event);
        let covered = |reason: &String| self.reasons.iter().any(|own| alike(own, reason));
        let all = !other.reasons.is_empty() && other.reasons.iter().all(covered);
        event && (self.reasons.is_empty() || all)
    }
}

fn alike(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Estimand {
    /// Does the object make sense by itself?
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), EstimandError> {
        use EstimandError as E;
        use PopulationSummary::{DifferenceOfMeans, DifferenceOfProportions};
        let measure = self.variable.measure;
        if alike(&self.condition.treated, &self.condition.control) {
            return Err(E::SameArm { arm: self.condition.treated.clone() });
        }
        match (measure, self.summary) {
            (Measure::Response(percent), _) if !(percent > 0.0 && percent <= 100.0) => {
                return Err(E::ReductionOutside { percent });
            }
            (Measure::Response(_), DifferenceOfMeans) => return Err(E::MeansOfResponse),
            (Measure::Score | Measure::Change, DifferenceOfProportions) => {
                return Err(E::ProportionsOfScore);
            }
            _ => {}
        }
        for (at, rule) in self.events.iter().enumerate() {
            if let Strategy::Composite(value) = rule.strategy {
                self.check_composite(value)?;
            }
            if let Some(earlier) = self.events[..at].iter().position(|earlier| earlier.covers_all_of(rule)) {
                let event = rule.event.clone();
                return Err(E::NeverReached { rule: at + 1, event, earlier: earlier + 1 });
            }
        }
        Ok(())
    }

    fn check_composite(&self, value: CompositeValue) -> Result<(), EstimandError> {
        let response = matches!(self.variable.measure, Measure::Response(_));
        match value {
            CompositeValue::NonResponse if !response => Err(EstimandError::NoResponse),
            CompositeValue::Score(score) if !score.is_finite() => Err(EstimandError::NotAScore { score }),
            CompositeValue::Worst if self.parameter().is_none() => {
                Err(EstimandError::WorstUnknown { parameter: self.variable.parameter.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The parameter, if it is one that conus can ask.
    fn parameter(&self) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|parameter| parameter.code() == self.variable.parameter)
    }

    /// The place of the analysed visit.
    fn visit_among<'a>(&self, labels: impl Iterator<Item = &'a str>) -> Result<usize, EstimandError> {
        let labels: Vec<&str> = labels.collect();
        named(&labels, &self.variable.visit).map_err(|matches| EstimandError::UnknownVisit {
            visit: self.variable.visit.clone(),
            matches,
            known: labels.iter().map(|label| (*label).to_owned()).collect(),
        })
    }

    /// The strategy for an event.
    ///
    /// # Errors
    /// No rule covers it.
    pub fn strategy(&self, category: &str, reason: &str) -> Result<Strategy, EstimandError> {
        let rule = self.events.iter().find(|rule| rule.covers(category, reason));
        rule.map(|rule| rule.strategy).ok_or_else(|| EstimandError::NoStrategy {
            event: category.to_owned(),
            reason: reason.to_owned(),
        })
    }

    /// The world in which the variable is defined: the events of the hypothetical strategy do not happen in it.
    #[must_use]
    pub fn world(&self) -> Prevented {
        let kinds = IntercurrentCategory::ALL;
        let all =
            kinds.into_iter().flat_map(|kind| Reason::ALL.into_iter().map(move |reason| (kind, reason)));
        let hypothetical = |(kind, reason): &(IntercurrentCategory, Reason)| {
            self.strategy(kind.label(), reason.label()) == Ok(Strategy::Hypothetical)
        };
        all.filter(hypothetical).collect()
    }

    /// The potential outcomes that the truth of these estimands needs.
    #[must_use]
    pub fn wanted(estimands: &[Self]) -> Wanted {
        Wanted {
            parameters: estimands.iter().filter_map(Self::parameter).collect(),
            worlds: estimands.iter().map(Self::world).collect(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "scores of the examples and their differences are exact")]
mod tests;
