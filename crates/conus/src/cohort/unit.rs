//! Who is in a unit, and how do they fare?

use super::{Cohort, UNIT};
use crate::biology::parameters::Params;
use crate::patient::chance::Key;
use crate::patient::covariates::{Covariates, draw};
use crate::patient::crowd::{Seen, follow_precisely};
use crate::patient::natural_history::from_injury;
use crate::patient::sample::{World, params};
use crate::trial::failure::{Failure, Kept};
use crate::trial::knowledge::Knowledge;

/// What is being followed, as a failure says.
const STAGE: &str = "cohort";

/// People who share a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its number, which is that of its world.
    pub number: u32,
    /// Everybody in it.
    pub people: Vec<Followed>,
    /// Those who could not be followed to the last day.
    pub failures: Vec<Kept>,
}

/// Somebody who was followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Number in the cohort, from 0.
    pub patient: u32,
    /// What a clinic would write down.
    pub who: Covariates,
    /// The last day that was reached.
    pub reached: f64,
    /// What was seen on each day looked at; none of somebody who could not be followed to the last.
    pub seen: Option<Vec<Seen>>,
}

/// Draws and follows the people of one unit.
pub(super) fn follow(cohort: &Cohort, knowledge: &Knowledge, number: u32) -> Unit {
    let world = World::draw(&knowledge.parameters, cohort.seed, number);
    let person = |patient| {
        let key = Key { seed: cohort.seed, replicate: number, patient };
        let who = draw(&cohort.population, &cohort.background, &knowledge.people, key);
        (who, params(&knowledge.parameters, &knowledge.people, &world, &who, key))
    };
    let first = number * UNIT;
    let drawn: Vec<(Covariates, Params<f64>)> =
        (first..cohort.patients.min(first.saturating_add(UNIT))).map(person).collect();
    let to = cohort.looks.last().copied().unwrap_or(0.0);
    let journeys: Vec<_> =
        drawn.iter().map(|(_, params)| from_injury(params, to, &cohort.events, &cohort.looks)).collect();
    let mut arrivals = vec![None; journeys.len()];
    follow_precisely(&knowledge.model, cohort.width, cohort.precision, &journeys, &mut |at, arrival| {
        arrivals[at] = Some(arrival);
    });
    let mut unit = Unit { number, people: Vec::with_capacity(drawn.len()), failures: Vec::new() };
    for ((patient, (who, _)), (journey, arrival)) in (first..).zip(&drawn).zip(journeys.iter().zip(arrivals))
    {
        let arrival = arrival.expect("everybody arrives");
        if let Err(cause) = &arrival.outcome {
            let failure = Failure::of(patient, STAGE, journey, cause).at_precision(cohort.precision);
            unit.failures.push(Kept::of(cohort.seed, number, failure));
        }
        let seen = arrival.outcome.is_ok().then_some(arrival.seen);
        unit.people.push(Followed { patient, who: *who, reached: arrival.standing.day, seen });
    }
    unit
}
