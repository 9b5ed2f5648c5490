//! Which grades of SCIM III does this patient reach? A graded response: an item's grade is the number of its demands
//! that ability, times what the person makes of it, reaches.
//!
//! ```text
//! skill   = participation (1 - unlearned e^(-day/learning)) exp(sd z)
//! reached = (shares . abilities) skill / scale + error
//! ```
//!
//! Whatever the body can do has to be learnt anew after an injury, which takes months; the state of the cord knows no
//! learning, so the day stands for it (assumed). Breathing is the exception: nobody learns it. Demands stand in
//! `data/demands.toml`, all assumed.

use super::ItemModel;
use super::ability::{Ability, ability, participation};
use super::function::Function;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::scale::Allowed;
use crate::instrument::scim;
use crate::patient::chance::{Key, Purpose};
use conus_num::elementary::exp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What one item demands.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// How much each ability counts; the shares sum to 1.
    pub shares: BTreeMap<Ability, f64>,
    /// How much is needed for each grade above the lowest, rising.
    pub at: Vec<f64>,
    /// Whether it is there or not, whatever a person makes of it.
    #[serde(default)]
    pub innate: bool,
}

/// Demands and grades of the items, in the order of SCIM III.
static ITEMS: LazyLock<Vec<(Demand, &'static [f64])>> = LazyLock::new(|| {
    let mut demands: BTreeMap<String, Demand> =
        toml::from_str(include_str!("../../../../../data/demands.toml"))
            .expect("a test reads the shipped file");
    let items = scim::RULES.item.iter().map(|item| {
        let Allowed::Values(grades) = &item.allowed else { panic!("a test reads the shipped file") };
        (demands.remove(&item.name).expect("a test reads the shipped file"), grades.as_slice())
    });
    items.collect()
});

/// How the patient is assessed on one occasion.
#[derive(Clone, Copy, Debug)]
pub struct Assessed<'a> {
    /// Day after the injury until which the person has learnt: that of the assessment.
    pub learnt_until: f64,
    /// What the segments can do.
    pub function: &'a Function,
    /// State of the cord and of the person.
    pub state: &'a State<f64>,
    /// Parameters of the person.
    pub params: &'a Params<f64>,
    /// How far the rater sees what is hoped for, in standard deviations of an assessment.
    pub hope: f64,
}

/// The grades of an assessment, in the order of the items; none where an item stayed empty.
#[must_use]
pub fn answers(model: &ItemModel<f64>, who: Assessed<'_>, key: Key, occasion: u32) -> Vec<Option<f64>> {
    // Occasion 0 is the person; assessments are counted from 1.
    let personal = key.stream(Purpose::Independence, 0).normal();
    let learnt = 1.0 - model.unlearned.0 * exp(-who.learnt_until / model.learning_days.0);
    let taken_up = participation(who.params, who.state) * learnt;
    let skill = taken_up * exp(model.skill_log_sd.0 * personal) / model.demand_scale.0;
    let chance = &mut key.stream(Purpose::Independence, occasion + 1);
    let grade = |(demand, grades): &(Demand, &'static [f64])| {
        let able: f64 = demand.shares.iter().map(|(of, share)| share * ability(who.function, *of)).sum();
        let reached = able * if demand.innate { 1.0 } else { skill }
            + model.assessment_sd.0 * (chance.normal() + who.hope);
        let met = demand.at.iter().filter(|need| reached >= **need).count();
        (!chance.bernoulli(model.assessment_missing.0)).then_some(grades[met])
    };
    ITEMS.iter().map(grade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each item has a demand for each grade above the lowest, rising, and shares that sum to 1.
    #[test]
    fn the_shipped_demands_fit_the_grades_of_scim() {
        assert_eq!(ITEMS.len(), 19);
        for (demand, grades) in ITEMS.iter() {
            assert_eq!(demand.at.len() + 1, grades.len(), "{demand:?}");
            assert!(demand.at.is_sorted_by(|a, b| a < b), "{demand:?}");
            // Shares are written with two decimals; a sum of six of them rounds by less than 1e-12.
            assert!((demand.shares.values().sum::<f64>() - 1.0).abs() < 1e-12, "{demand:?}");
        }
    }
}
