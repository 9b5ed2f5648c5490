//! Of whom does a publication report? Of so many people, whom it met and judged in a way of its own.
//!
//! Publications print 19 to 41 % of the same pain. Who comes to a clinic, who answers, and what counts as neuropathic
//! pain differ, and nobody knows how the next cohort will:
//!
//! ```text
//! a person counts exp(u_at [at-level pain] + u_below [below-level pain]) times,   u ~ N(0, sd^2 / cohorts)
//! ```
//!
//! So the odds of either pain are multiplied by `exp(u)`, and all numbers of one cohort lean the same way. `sd` is
//! `cohorts_logit_sd` of `data/reporting.toml`, from the interval of a published pool; a pool of many cohorts leans less.

use crate::instrument::reporting::Reporting;
use crate::patient::chance::{Key, Purpose};
use crate::patient::sample::occasion_of;
use conus_num::elementary::exp;

/// How a publication counts.
pub(super) struct Reported {
    /// People whom it reports of.
    pub(super) people: usize,
    /// Share with neuropathic pain of another kind, of those who have none at or below the level.
    pub(super) other_pain: f64,
    at: f64,
    below: f64,
}

/// Whose people they are, how many, and how many cohorts were pooled.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Publication that met them first.
    pub(super) publication: String,
    /// Number of people; everybody who is followed where none is printed.
    pub(super) people: Option<u32>,
    /// Number of cohorts.
    pub(super) cohorts: u32,
}

impl Reported {
    /// How this publication counts in the world of a replicate.
    pub(super) fn draw(counted: &Counted, reporting: &Reporting<f64>, world: Key) -> Self {
        let sd = reporting.cohorts_logit_sd.0 / f64::from(counted.cohorts).sqrt();
        let leans = |pain: &str| {
            let occasion = occasion_of(&format!("cohort {} {pain}", counted.publication));
            sd * world.stream(Purpose::World, occasion).normal()
        };
        Self {
            people: counted.people.map_or(usize::MAX, |people| people as usize),
            other_pain: reporting.other_pain.0.min(1.0),
            at: leans("at"),
            below: leans("below"),
        }
    }

    /// How many times somebody with these pains counts.
    pub(super) fn weight(&self, at: bool, below: bool) -> f64 {
        let lean = |has: bool, lean: f64| if has { lean } else { 0.0 };
        exp(lean(at, self.at) + lean(below, self.below))
    }

    /// Everybody once, and no pain of another kind.
    #[cfg(test)]
    pub(super) fn plainly() -> Self {
        Self { people: usize::MAX, other_pain: 0.0, at: 0.0, below: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::reporting::{in_world, shipped};
    use crate::patient::world::World;

    /// How far a publication leans towards at-level pain, over many replicates.
    fn spread(cohorts: u32) -> f64 {
        let reporting = in_world(&shipped(), &World::typical());
        let counted = Counted { publication: "somebody".into(), people: None, cohorts };
        let squares = (0..400).map(|replicate| {
            let reported = Reported::draw(&counted, &reporting, Key { seed: 7, replicate, patient: 0 });
            reported.at * reported.at
        });
        (squares.sum::<f64>() / 400.0).sqrt()
    }

    #[test]
    fn a_pool_of_many_cohorts_leans_less_than_one() {
        let sd = in_world(&shipped(), &World::typical()).cohorts_logit_sd.0;
        assert!((spread(1) / sd - 1.0).abs() < 0.1);
        assert!((spread(16) / spread(1) - 0.25).abs() < 0.05);
    }

    /// Odds are multiplied: one of four people with pain, counted three times, is half of all.
    #[test]
    fn the_odds_of_a_pain_are_multiplied() {
        let reported = Reported { at: conus_num::elementary::ln(3.0), ..Reported::plainly() };
        let [with, without] = [reported.weight(true, false), reported.weight(false, true)];
        assert!((with / (with + 3.0 * without) - 0.5).abs() < 1e-12);
    }
}
