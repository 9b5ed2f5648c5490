//! How is an estimand said in words? A short name for tables and one sentence for readers.

use super::{CompositeValue, Estimand, Measure, PopulationSummary, Rule, Strategy};

impl Estimand {
    /// A short name: the strategy, or each event with its strategy where they differ.
    #[must_use]
    pub fn name(&self) -> String {
        match self.events.split_first() {
            None => "no intercurrent events".to_owned(),
            Some((first, rest)) if rest.iter().all(|rule| rule.strategy == first.strategy) => {
                first.strategy.name()
            }
            Some(_) => {
                list(self.events.iter().map(|rule| format!("{} {}", rule.what(), rule.strategy.name())), ", ")
            }
        }
    }

    /// The five attributes in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (condition, variable) = (&self.condition, &self.variable);
        let asked = format!("{} at {}", variable.parameter, variable.visit);
        let what = match (variable.measure, self.summary) {
            (Measure::Response(percent), _) => {
                format!("proportions whose {asked} is at least {percent} % below baseline")
            }
            (Measure::Change, PopulationSummary::DifferenceOfMeans) => {
                format!("means of the change from baseline in {asked}")
            }
            _ => format!("means of {asked}"),
        };
        let rules =
            list(self.events.iter().map(|rule| format!("{}: {}", rule.what(), rule.strategy.words())), "; ");
        let events = if rules.is_empty() { "no intercurrent event is foreseen".to_owned() } else { rules };
        let (treated, control) = (&condition.treated, &condition.control);
        format!(
            "Difference between the {what}, {treated} minus {control}, in {}; {events}.",
            self.population()
        )
    }

    /// The population in words.
    #[must_use]
    pub fn population(&self) -> String {
        let out = |rule: &&Rule| rule.strategy == Strategy::PrincipalStratum;
        let events = list(self.events.iter().filter(out).map(Rule::what), " or ");
        if events.is_empty() {
            "everybody randomised".to_owned()
        } else {
            format!("everybody randomised who would have {events} in neither arm")
        }
    }
}

impl Rule {
    /// What the rule speaks of.
    fn what(&self) -> String {
        let any = super::alike(&self.event, super::ANY_EVENT);
        let event = if any { "any event".to_owned() } else { self.event.to_lowercase() };
        if self.reasons.is_empty() {
            event
        } else {
            format!("{event} ({})", list(self.reasons.iter().map(|reason| reason.to_lowercase()), ", "))
        }
    }
}

impl Strategy {
    /// The name of the strategy, with the value of a composite.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::TreatmentPolicy => "treatment policy".to_owned(),
            Self::Hypothetical => "hypothetical".to_owned(),
            Self::Composite(value) => format!("composite ({})", value.words()),
            Self::WhileOnTreatment => "while on treatment".to_owned(),
            Self::PrincipalStratum => "principal stratum".to_owned(),
        }
    }

    /// What the strategy does.
    fn words(self) -> String {
        match self {
            Self::TreatmentPolicy => "the value counts whatever happened (treatment policy)".to_owned(),
            Self::Hypothetical => {
                "the value counts that would be had it not happened (hypothetical)".to_owned()
            }
            Self::Composite(value) => format!("{} counts instead (composite)", value.words()),
            Self::WhileOnTreatment => "the last value before it counts (while on treatment)".to_owned(),
            Self::PrincipalStratum => {
                "who would have it in either arm does not count (principal stratum)".to_owned()
            }
        }
    }
}

impl CompositeValue {
    fn words(self) -> String {
        match self {
            Self::Worst => "worst score".to_owned(),
            Self::Baseline => "baseline score".to_owned(),
            Self::Score(score) => format!("score {score}"),
            Self::NonResponse => "no response".to_owned(),
        }
    }
}

fn list(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}
