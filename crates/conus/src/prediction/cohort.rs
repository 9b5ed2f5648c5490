//! Which number would a publication have printed of people who were only followed?

use super::reported::{Counted, Reported};
use super::simulation::CohortNumber;
use crate::biology::parameters::Params;
use crate::instrument::reporting::{Reporting, in_world};
use crate::patient::chance::{Key, Purpose};
use crate::patient::course::{Sight, Standing};
use crate::patient::covariates::{Ais, Covariates, acute_cervical_level, draw};
use crate::patient::natural_history::from_injury;
use crate::patient::pain_site::{Definitions, Dermatome, Site, site};
use crate::patient::sample::params;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Background, Between, Condition, LevelPercent, Population};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file.
const TEXT: &str = include_str!("../../../../data/cohorts.toml");

/// Days on which everybody is looked at in the first month, in which acute pain begins; later looks are those of the rows.
const FIRST_MONTH: [f64; 9] = [1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0, 21.0, 28.0];
/// The look that counts as a month after the injury \[day\].
const MONTH: f64 = 28.0;

/// A cohort of `data/cohorts.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    pub(super) people: u32,
    pub(super) seed: u64,
    pub(super) days: f64,
    age_years: Between,
    male_percent: f64,
    pub(super) ais: Vec<Ais>,
    level_percent: LevelPercent,
    /// Cervical levels as in acute complete tetraplegia, higher than in those who are screened for a trial later.
    #[serde(default)]
    acute_levels: bool,
    #[expect(dead_code, reason = "for the reader of the file")]
    why: String,
}

/// Somebody of a cohort on the day of the injury.
pub(super) struct Drawn {
    pub(super) who: Covariates,
    pub(super) params: Params<f64>,
    pub(super) key: Key,
}

/// Everybody of a cohort who could be followed to its end.
pub(super) struct Followed {
    days: Vec<f64>,
    world: Key,
    reporting: Reporting<f64>,
    pub(super) people: Vec<Person>,
}

/// Somebody who was followed.
pub(super) struct Person {
    pub(super) params: Params<f64>,
    pub(super) standing: Standing,
    site: Site,
    seen: Vec<Sight<f64>>,
}

/// Where pain is strong enough to be named: at the level, below it, in a root.
#[derive(Clone, Copy)]
struct Pains {
    at: bool,
    below: bool,
    radicular: bool,
}

/// The cohorts that the binary carries.
///
/// # Panics
/// Never: a test reads the shipped file.
pub(super) fn shipped() -> BTreeMap<String, Plan> {
    toml::from_str(TEXT).expect("a test reads the shipped file")
}

/// Follows the people of a cohort in the world of a replicate, and looks at them on these days too.
pub(super) fn follow(plan: &Plan, knowledge: &Knowledge, replicate: u32, days: &[f64]) -> Followed {
    let mut looks: Vec<f64> =
        FIRST_MONTH.iter().chain(days).copied().filter(|day| *day <= plan.days).collect();
    looks.sort_by(f64::total_cmp);
    looks.dedup();
    let drawn = plan.draw(knowledge, replicate);
    let journey = |person: &Drawn| from_injury(&person.params, plan.days, Vec::new(), looks.clone());
    let journeys: Vec<_> = drawn.iter().map(journey).collect();
    let arrivals = knowledge.followers.follow_to_the_end(&journeys);
    let person = |(drawn, arrival): (Drawn, Result<_, _>)| {
        let crate::patient::crowd::Arrival { standing, seen, .. } = arrival.ok()?;
        let site = where_felt(&knowledge.definitions, &drawn.who, drawn.key);
        Some(Person { params: drawn.params, standing, site, seen })
    };
    Followed {
        people: drawn.into_iter().zip(arrivals).filter_map(person).collect(),
        days: looks,
        world: Key { seed: plan.seed, replicate, patient: 0 },
        reporting: in_world(&knowledge.reporting, &knowledge.world(plan.seed, replicate)),
    }
}

/// Usual care is not given: what is asked of these people is the natural course.
const NO_CARE: Background = Background {
    gabapentinoid_percent: 0.0,
    gabapentinoid_dose_mg_per_day: 0.0,
    rehabilitation_percent: 0.0,
    rehabilitation_intensity: 0.0,
};

fn where_felt(definitions: &Definitions, who: &Covariates, key: Key) -> Site {
    let level = Dermatome::parse(&who.level.label()).expect("every level that is drawn names a dermatome");
    let mut chance = key.stream(Purpose::Site, 0);
    site(definitions, level, &mut || chance.uniform())
}

impl Plan {
    /// Its people in the world of a replicate, on the day of the injury.
    pub(super) fn draw(&self, knowledge: &Knowledge, replicate: u32) -> Vec<Drawn> {
        let world = knowledge.world(self.seed, replicate);
        let person = |patient| {
            let key = Key { seed: self.seed, replicate, patient };
            let mut who = draw(&self.population(), &NO_CARE, &knowledge.people, key);
            if self.acute_levels {
                who.level = acute_cervical_level(&knowledge.people, key);
            }
            let params = params(&knowledge.parameters, &knowledge.people, &world, &who, key);
            Drawn { who, params, key }
        };
        (0..self.people).map(person).collect()
    }

    fn population(&self) -> Population {
        Population {
            condition: Condition::SpinalCordInjury,
            age_years: self.age_years,
            male_percent: self.male_percent,
            ais: self.ais.clone(),
            level_percent: self.level_percent,
            months_since_injury: Between { min: 0.0, max: 0.0 },
        }
    }
}

impl Followed {
    /// How a publication would count these people.
    pub(super) fn as_reported(&self, counted: &Counted) -> Reported {
        Reported::draw(counted, &self.reporting, self.world)
    }

    /// The number on a day as a publication counts it, where anybody counts for it.
    pub(super) fn number(
        &self,
        definitions: &Definitions,
        reported: &Reported,
        day: f64,
        asked: CohortNumber,
    ) -> Option<f64> {
        let look = self.look(day)?;
        let pains = |person: &Person, look: usize| person.pains(definitions, look);
        let people = || {
            self.people.iter().take(reported.people).map(|person| {
                let now = pains(person, look);
                (person, now, reported.weight(now.at, now.below))
            })
        };
        let share = |has: &dyn Fn(Pains) -> bool| {
            weighted(people().map(|(_, now, times)| (percent(has(now)), times)))
        };
        match asked {
            CohortNumber::Any => Some(with_other(share(&Pains::any)?, reported.other_pain)),
            CohortNumber::AtLevel => share(&|pains| pains.at),
            CohortNumber::BelowLevel => share(&|pains| pains.below),
            CohortNumber::Both => share(&|pains| pains.at && pains.below),
            CohortNumber::Severity => {
                let suffering = people().filter(|(_, now, _)| now.any());
                weighted(suffering.map(|(person, _, times)| (person.seen[look].pain.0, times)))
            }
            CohortNumber::Onset => weighted(people().filter_map(|(person, _, times)| {
                let first = (0..=look).find(|look| pains(person, *look).any())?;
                Some((self.days[first], times))
            })),
            CohortNumber::AtLevelResolved => {
                let month = self.look(MONTH)?;
                let began = people().filter(|(person, ..)| pains(person, month).at);
                weighted(began.map(|(_, now, times)| (percent(!now.at), times)))
            }
        }
    }

    fn look(&self, day: f64) -> Option<usize> {
        self.days.iter().position(|known| known.to_bits() == day.to_bits())
    }
}

impl Person {
    /// Pain on the last day looked at, 0 to 10.
    pub(super) fn pain(&self) -> f64 {
        self.seen.last().map_or(0.0, |seen| seen.pain.0)
    }

    fn pains(&self, definitions: &Definitions, look: usize) -> Pains {
        let seen = &self.seen[look];
        let strong = |pain: f64| pain >= definitions.words.least_intensity_nrs.value;
        // Where nothing lies below the zone of the level, what the lumbosacral cord makes is felt within it.
        let (made_below, placed) = (strong(seen.pain_below.0), self.site.below_level.is_some());
        Pains {
            at: strong(seen.pain_at.0) || (made_below && !placed),
            below: made_below && placed,
            radicular: strong(seen.pain_radicular.0),
        }
    }
}

impl Pains {
    fn any(self) -> bool {
        self.at || self.below || self.radicular
    }
}

/// Neuropathic pain that lies neither at the level nor below it is counted too when all neuropathic pain is
/// (bryce2012: "other neuropathic pain"); conus does not make it, so it is a share of the rest \[%\].
fn with_other(made: f64, other: f64) -> f64 {
    made + (100.0 - made) * other
}

pub(super) fn percent(has: bool) -> f64 {
    100.0 * f64::from(u32::from(has))
}

pub(super) fn mean(of: impl Iterator<Item = f64>) -> Option<f64> {
    weighted(of.map(|value| (value, 1.0)))
}

/// Mean of values that count so many times.
fn weighted(of: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, all) = of.fold((0.0, 0.0), |(sum, all), (value, times)| (sum + times * value, all + times));
    (all > 0.0).then(|| sum / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_cohorts_are_read_and_can_be_followed() {
        let (plans, knowledge) = (shipped(), Knowledge::shipped());
        let plan = Plan { people: 9, days: 30.0, ..plans["traumatic"].clone() };
        let followed = follow(&plan, &knowledge, 0, &[14.0, 28.0, 400.0]);
        assert_eq!((followed.people.len(), followed.days.len()), (9, FIRST_MONTH.len()));
        let number = |day, asked| followed.number(&knowledge.definitions, &Reported::plainly(), day, asked);
        assert!(number(28.0, CohortNumber::Any).unwrap() >= number(28.0, CohortNumber::AtLevel).unwrap());
        assert_eq!(number(400.0, CohortNumber::Any), None);
    }
}
