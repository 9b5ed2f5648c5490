//! What is changed to see whether a headline moves? One thing at a time, as `data/dossier/robustness.toml` declares it.

use crate::biology::parameters::Params;
use crate::instrument::reporting::Reporting;
use crate::patient::world::Beliefs;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Condition, Leaving, LevelPercent, TrialPlan};
use crate::trial::tested::Tested;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../../../data/dossier/robustness.toml");

/// What was declared before anything was run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Worlds of the run in which each departure is played.
    pub replicates: u32,
    /// Change, as a share of the headline, above which it is fragile.
    pub bound_share: f64,
    /// Change below which it never is [NRS points].
    pub bound_least_nrs: f64,
    /// What is changed.
    #[serde(rename = "departure")]
    pub departures: Vec<Departure>,
}

/// One thing that is changed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// Name for records and tables.
    pub id: String,
    /// Which assumption it doubts.
    pub group: String,
    /// What is changed, in words.
    pub what: String,
    /// The studies for which it makes sense; all where none is named.
    only: Option<Only>,
    #[serde(default)]
    reports: BTreeMap<String, f64>,
    #[serde(default)]
    prior_spread: BTreeMap<String, f64>,
    people_spread: Option<f64>,
    #[serde(default)]
    priors_only: bool,
    leaves_times: Option<f64>,
    pain_from: Option<f64>,
    level_percent: Option<LevelPercent>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Only {
    Cells,
    Cord,
}

/// What was declared.
///
/// # Panics
/// Never: a test reads the shipped file.
pub fn declared() -> &'static Declared {
    static FILE: OnceLock<Declared> = OnceLock::new();
    FILE.get_or_init(|| toml::from_str(TEXT).expect("a test reads the shipped file"))
}

impl Declared {
    /// The departures that make sense for a study.
    pub fn of<'a>(&'a self, plan: &'a TrialPlan) -> impl Iterator<Item = &'a Departure> {
        self.departures.iter().filter(|departure| match departure.only {
            None => true,
            Some(Only::Cells) => Tested::of(plan).cells,
            Some(Only::Cord) => plan.population.condition == Condition::SpinalCordInjury,
        })
    }

    /// Whether the departures are played in a replicate: in so many, spread evenly over the plan.
    #[must_use]
    pub fn plays(&self, plan: &TrialPlan, replicate: u32) -> bool {
        let step = (plan.study.replicates / self.replicates).max(1);
        replicate.is_multiple_of(step) && replicate / step < self.replicates
    }
}

impl Departure {
    /// What is known where it departs.
    #[must_use]
    pub fn knowledge(&self, knowledge: &Knowledge) -> Knowledge {
        let mut knowledge = knowledge.clone();
        for (name, factor) in &self.reports {
            knowledge.reporting[place(Reporting::<f64>::NAMES, name)].value *= factor;
        }
        for (name, factor) in &self.prior_spread {
            spread(&mut knowledge, name, *factor);
        }
        for population in
            knowledge.parameters.entries.iter_mut().filter_map(|entry| entry.population.as_mut())
        {
            population.log_sd *= self.people_spread.unwrap_or(1.0);
        }
        if self.priors_only {
            knowledge.beliefs = Beliefs::default();
        }
        knowledge
    }

    /// The study where it departs, without the worlds that are run beside it.
    #[must_use]
    pub fn plan(&self, plan: &TrialPlan) -> TrialPlan {
        let mut plan = plan.alone();
        if let Some(times) = self.leaves_times {
            plan.leaving = Some(Leaving { times: times * plan.leaving.map_or(1.0, |leaving| leaving.times) });
        }
        if let Some(from) = self.pain_from {
            let let_in = &mut plan.eligibility.nrs_weekly_mean;
            let_in.min = let_in.min.max(from);
        }
        plan.population.level_percent = self.level_percent.unwrap_or(plan.population.level_percent);
        plan
    }
}

/// Widens or narrows what is believed of a parameter of the equations: its prior, and its draws about their file's value.
fn spread(knowledge: &mut Knowledge, name: &str, factor: f64) {
    let entry = &mut knowledge.parameters.entries[place(Params::<f64>::NAMES, name)];
    if let Some(prior) = &mut entry.uncertainty {
        prior.log_sd *= factor;
    }
    let beliefs = &mut knowledge.beliefs;
    let column = beliefs.unknowns.iter().position(|unknown| unknown.label() == name);
    for draw in &mut beliefs.draws {
        if let Some(column) = column {
            draw[column] *= factor;
        }
    }
}

fn place(names: &[&str], name: &str) -> usize {
    names.iter().position(|known| *known == name).expect("a test holds that every name is known")
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "factors of exactly representable numbers")]
mod tests {
    use super::*;
    use crate::trial::studies::shipped;

    fn plan(name: &str) -> TrialPlan {
        let study = shipped().iter().find(|study| study.name == name).unwrap();
        TrialPlan::from_text(study.name, study.text).unwrap()
    }

    /// Every departure changes something in the pain trial, or it would be a row that cannot move.
    #[test]
    fn every_departure_changes_the_pain_trial_or_what_is_known() {
        let (knowledge, plan) = (Knowledge::shipped(), plan("akhlaghpasand-2025-pain.toml"));
        assert_eq!(declared().of(&plan).count(), declared().departures.len());
        for departure in &declared().departures {
            let known = departure.knowledge(&knowledge);
            let same = known.reporting == knowledge.reporting
                && known.beliefs == knowledge.beliefs
                && known.parameters.entries == knowledge.parameters.entries;
            assert!(!same || departure.plan(&plan) != plan.alone(), "{}", departure.id);
        }
    }

    #[test]
    fn a_wider_prior_widens_the_draws_as_well() {
        let knowledge = Knowledge::shipped();
        let wide = declared().departures.iter().find(|departure| departure.id == "potency_unsure").unwrap();
        let known = wide.knowledge(&knowledge);
        let column = knowledge.beliefs.unknowns.iter().position(|one| one.label() == "potency_half").unwrap();
        assert_eq!(known.beliefs.draws[3][column], 2.0 * knowledge.beliefs.draws[3][column]);
        assert_eq!(known.beliefs.draws[3][0], knowledge.beliefs.draws[3][0]);
    }

    #[test]
    fn a_trial_of_surgery_is_not_asked_about_cells_or_levels_of_injury() {
        let plan = plan("peul-2007.toml");
        let ids: Vec<&str> = declared().of(&plan).map(|departure| departure.id.as_str()).collect();
        assert!(
            ids.contains(&"leaving_none") && !ids.contains(&"potency_sure") && !ids.contains(&"low_injuries")
        );
    }

    #[test]
    fn the_replicates_are_spread_over_the_plan() {
        let mut plan = plan("akhlaghpasand-2025-pain.toml");
        let played = |plan: &TrialPlan| {
            (0..plan.study.replicates).filter(|number| declared().plays(plan, *number)).count()
        };
        assert_eq!(played(&plan), declared().replicates as usize);
        plan.study.replicates = 4;
        assert_eq!(played(&plan), 4);
    }
}
