//! Which number would a publication have printed of people who were only followed?

use super::simulation::CohortNumber;
use crate::biology::parameters::Params;
use crate::patient::chance::{Key, Purpose};
use crate::patient::course::{Sight, Standing};
use crate::patient::covariates::{Ais, Covariates, draw};
use crate::patient::natural_history::from_injury;
use crate::patient::pain_site::{Definitions, Dermatome, Site, site};
use crate::patient::sample::params;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Background, Between, Condition, LevelPercent, Population};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file.
pub(super) const TEXT: &str = include_str!("../../../../data/cohorts.toml");

/// Days on which everybody is looked at in the first month, in which acute pain begins; later looks are those of the rows.
const FIRST_MONTH: [f64; 9] = [1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0, 21.0, 28.0];
/// The look that counts as a month after the injury \[day\].
const MONTH: f64 = 28.0;

/// A cohort of `data/cohorts.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    people: u32,
    seed: u64,
    days: f64,
    age_years: Between,
    male_percent: f64,
    ais: Vec<Ais>,
    level_percent: LevelPercent,
    #[expect(dead_code, reason = "for the reader of the file")]
    why: String,
}

/// Everybody of a cohort who could be followed to its end.
pub(super) struct Followed {
    days: Vec<f64>,
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
    let world = knowledge.world(plan.seed, replicate);
    let drawn: Vec<(Params<f64>, Site)> = (0..plan.people)
        .map(|patient| {
            let key = Key { seed: plan.seed, replicate, patient };
            let who = draw(&plan.population(), &NO_CARE, &knowledge.people, key);
            let params = params(&knowledge.parameters, &knowledge.people, &world, &who, key);
            (params, where_felt(&knowledge.definitions, &who, key))
        })
        .collect();
    let journey =
        |(params, _): &(Params<f64>, Site)| from_injury(params, plan.days, Vec::new(), looks.clone());
    let journeys: Vec<_> = drawn.iter().map(journey).collect();
    let arrivals = knowledge.followers.follow_to_the_end(&journeys);
    let person = |((params, site), arrival): ((Params<f64>, Site), Result<_, _>)| {
        let crate::patient::crowd::Arrival { standing, seen, .. } = arrival.ok()?;
        Some(Person { params, standing, site, seen })
    };
    Followed { people: drawn.into_iter().zip(arrivals).filter_map(person).collect(), days: looks }
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
    /// The number on a day, where anybody counts for it.
    pub(super) fn number(&self, definitions: &Definitions, day: f64, asked: CohortNumber) -> Option<f64> {
        let look = self.look(day)?;
        let pains = |person: &Person, look: usize| person.pains(definitions, look);
        let share =
            |has: &dyn Fn(Pains) -> bool| percent(self.people.iter().map(|person| has(pains(person, look))));
        match asked {
            CohortNumber::Any => share(&Pains::any),
            CohortNumber::AtLevel => share(&|pains| pains.at),
            CohortNumber::BelowLevel => share(&|pains| pains.below),
            CohortNumber::Both => share(&|pains| pains.at && pains.below),
            CohortNumber::Severity => {
                let suffering = self.people.iter().filter(|person| pains(person, look).any());
                mean(suffering.map(|person| person.seen[look].pain.0))
            }
            CohortNumber::Onset => mean(self.people.iter().filter_map(|person| {
                let first = (0..=look).find(|look| pains(person, *look).any())?;
                Some(self.days[first])
            })),
            CohortNumber::AtLevelResolved => {
                let month = self.look(MONTH)?;
                let began = self.people.iter().filter(|person| pains(person, month).at);
                percent(began.map(|person| !pains(person, look).at))
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

fn percent(of: impl Iterator<Item = bool>) -> Option<f64> {
    let (count, all) = of.fold((0, 0), |(count, all), has| (count + u32::from(has), all + 1));
    (all > 0).then(|| 100.0 * f64::from(count) / f64::from(all))
}

pub(super) fn mean(of: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, all) = of.fold((0.0, 0), |(sum, all), value| (sum + value, all + 1));
    (all > 0).then(|| sum / f64::from(all))
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
        let number = |asked| followed.number(&knowledge.definitions, 28.0, asked);
        assert!(number(CohortNumber::Any).unwrap() >= number(CohortNumber::AtLevel).unwrap());
        assert_eq!(followed.number(&knowledge.definitions, 400.0, CohortNumber::Any), None);
    }
}
