//! How much does one block relieve, and for how long? The people of a cohort in pain, blocked at its end.

use super::cohort::{Followed, Person, mean};
use super::simulation::BlockNumber;
use crate::patient::crowd::Journey;
use crate::treatment::{Action, Event};
use crate::trial::knowledge::Knowledge;

/// People who are blocked (loubser1991: n = 21).
const PEOPLE: usize = 21;
/// Pain from which somebody asks for a block \[nrs\] (assumed).
const LEAST_PAIN: f64 = 4.0;
/// Time between two looks \[min\], and looks after the injection: ten hours (assumed; relief is over by then).
const MINUTES: f64 = 5.0;
const LOOKS: u32 = 120;
const MINUTES_A_DAY: f64 = 1440.0;

/// What the blocks did, once for each person.
pub(super) struct Blocked {
    /// Largest change of pain, as a share of the pain before.
    change: Vec<f64>,
    /// Time in which at least half of the best relief is left \[min\].
    minutes: Vec<f64>,
}

/// Blocks the first so many of a cohort who have pain enough.
pub(super) fn block(cohort: &Followed, knowledge: &Knowledge) -> Blocked {
    let suffering: Vec<&Person> =
        cohort.people.iter().filter(|person| person.pain() >= LEAST_PAIN).take(PEOPLE).collect();
    let journeys: Vec<Journey> = suffering.iter().map(|person| journey(person)).collect();
    let mut blocked = Blocked { change: Vec::new(), minutes: Vec::new() };
    let arrivals = knowledge.followers.follow_to_the_end(&journeys);
    for (person, arrival) in suffering.iter().zip(arrivals) {
        let Ok(arrival) = arrival else { continue };
        let pain: Vec<f64> = arrival.seen.iter().map(|seen| seen.pain.0).collect();
        blocked.add(person.pain(), &pain);
    }
    blocked
}

fn journey(person: &Person) -> Journey {
    let start = person.standing.day;
    let look = |number: u32| start + f64::from(number) * MINUTES / MINUTES_A_DAY;
    Journey {
        params: person.params,
        standing: person.standing,
        to: look(LOOKS),
        events: vec![Event { day: start, action: Action::NerveBlock }],
        looks: (0..=LOOKS).map(look).collect(),
    }
}

impl Blocked {
    /// Pain before the injection, and by look after it.
    fn add(&mut self, before: f64, pain: &[f64]) {
        let best = pain.iter().fold(0.0_f64, |best, now| best.max(before - now));
        let half = pain.iter().filter(|now| before - **now >= 0.5 * best).count();
        self.change.push(-best / before);
        self.minutes.push(if best > 0.0 { half as f64 * MINUTES } else { 0.0 });
    }

    /// The number, where anybody was blocked.
    pub(super) fn number(&self, asked: BlockNumber) -> Option<f64> {
        match asked {
            BlockNumber::Change => mean(self.change.iter().map(|share| 100.0 * share)),
            BlockNumber::ReliefMinutes => mean(self.minutes.iter().copied()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_relief_and_the_time_above_half_of_it_are_read_off_the_course() {
        let mut blocked = Blocked { change: Vec::new(), minutes: Vec::new() };
        blocked.add(8.0, &[4.0, 5.0, 6.0, 7.0, 8.0]);
        assert_eq!(blocked.number(BlockNumber::Change), Some(-50.0));
        assert_eq!(blocked.number(BlockNumber::ReliefMinutes), Some(15.0));
    }
}
