//! Who is in a unit, and how do they fare?

use super::{Cohort, UNIT};
use crate::patient::chance::Key;
use crate::patient::course::Sight;
use crate::patient::covariates::{Covariates, draw};
use crate::patient::natural_history::from_injury;
use crate::patient::sample::params;
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
    pub seen: Option<Vec<Sight<f64>>>,
}

/// Draws and follows the people of one unit.
pub(super) fn follow(cohort: &Cohort, knowledge: &Knowledge, number: u32) -> Unit {
    let world = knowledge.world(cohort.seed, number);
    let first = number * UNIT;
    let numbers = first..cohort.patients.min(first.saturating_add(UNIT));
    let person = |patient| {
        let key = Key { seed: cohort.seed, replicate: number, patient };
        let who = draw(&cohort.population, &cohort.background, &knowledge.people, key);
        let params = params(&knowledge.parameters, &knowledge.people, &world, &who, key);
        let to = cohort.looks.last().copied().unwrap_or(0.0);
        (who, from_injury(&params, to, cohort.events.clone(), cohort.looks.clone()))
    };
    let (people, journeys): (Vec<_>, Vec<_>) = numbers.clone().map(person).unzip();
    let mut unit = Unit { number, people: Vec::with_capacity(people.len()), failures: Vec::new() };
    let arrivals = knowledge.followers.follow_to_the_end(&journeys);
    for ((patient, who), arrival) in numbers.zip(people).zip(arrivals) {
        let (reached, seen) = match arrival {
            Ok(arrival) => (arrival.standing.day, Some(arrival.seen)),
            Err(unfinished) => {
                let failure = Failure::at(patient, STAGE, unfinished);
                let reached = failure.day.unwrap_or(0.0);
                unit.failures.push(Kept::of(cohort.seed, number, failure));
                (reached, None)
            }
        };
        unit.people.push(Followed { patient, who, reached, seen });
    }
    unit
}
