//! Who is simulated? Untreated people who are followed from the injury under usual care.

use conus::biology::State;
use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::patient::chance::Key;
use conus::patient::course::Follower;
use conus::patient::covariates::{Ais, Covariates, acute_cervical_level, draw};
use conus::patient::natural_history::from_injury;
use conus::patient::people::People;
use conus::patient::sample::params;
use conus::patient::world::World;
use conus::treatment::{Treatment, schedule};
use conus::trial::plan::{Background, Between, Condition, LevelPercent, Population};

/// The seed of everything here.
const SEED: u64 = 2008;

/// Where the injuries are.
#[derive(Clone, Copy)]
pub(crate) enum Levels {
    /// As in acute complete tetraplegia.
    AcuteCervical,
    /// C3 to C8, each equally likely.
    Cervical,
    /// T1 to T12.
    Thoracic,
    /// T1 to T12 and, for one in ten, L1 to S2.
    Thoracolumbar,
}

/// A group of people.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    pub(crate) ais: Ais,
    pub(crate) levels: Levels,
    pub(crate) count: u32,
    /// Number of the first, so that groups share raters and no luck.
    pub(crate) first: u32,
    /// From which day to which they train, fully; none for nobody.
    pub(crate) training: Option<[f64; 2]>,
}

/// A person with the states on the days looked at.
pub(crate) struct Person {
    pub(crate) who: Covariates,
    pub(crate) params: Params<f64>,
    pub(crate) key: Key,
    /// Days looked at, after the injury.
    pub(crate) days: Vec<f64>,
    pub(crate) states: Vec<State<f64>>,
}

/// Everybody of a group, looked at on these days after the injury.
pub(crate) fn people(model: &Model, group: Group, days: &[f64]) -> Vec<Person> {
    let (parameters, numbers) = (Parameters::shipped(), People::shipped());
    let (world, mut follower) = (World::typical(), Follower::new(model));
    let end = days.last().copied().unwrap_or(0.0);
    let care: Vec<Treatment> = group
        .training
        .map(|[start_day, stop_day]| Treatment::Rehabilitation { start_day, stop_day, intensity: 1.0 })
        .into_iter()
        .collect();
    let events = schedule(&care, 0.0);
    let person = |patient| {
        let key = Key { seed: SEED, replicate: 0, patient };
        let mut who = draw(&population(group), &background(), &numbers, key);
        if matches!(group.levels, Levels::AcuteCervical) {
            who.level = acute_cervical_level(&numbers, key);
        }
        let params = params(&parameters, &numbers, &world, &who, key);
        let way = from_injury(&params, end, events.clone(), days.to_vec());
        let (mut standing, mut states) = (way.standing, Vec::with_capacity(days.len()));
        follower
            .follow(&params, &mut standing, end, &way.events, &way.looks, |_, _, state| states.push(*state))
            .expect("an untreated course can be solved");
        Person { who, params, key, days: days.to_vec(), states }
    };
    (group.first..group.first + group.count).map(person).collect()
}

fn population(group: Group) -> Population {
    let level_percent = match group.levels {
        Levels::AcuteCervical | Levels::Cervical => {
            LevelPercent { cervical: 100.0, thoracic: 0.0, lumbosacral: 0.0 }
        }
        Levels::Thoracic => LevelPercent { cervical: 0.0, thoracic: 100.0, lumbosacral: 0.0 },
        Levels::Thoracolumbar => LevelPercent { cervical: 0.0, thoracic: 90.0, lumbosacral: 10.0 },
    };
    Population {
        condition: Condition::SpinalCordInjury,
        age_years: Between { min: 18.0, max: 60.0 },
        male_percent: 75.0,
        ais: vec![group.ais],
        level_percent,
        // The course from the injury on is looked at; nobody is enrolled.
        months_since_injury: Between { min: 24.0, max: 24.0 },
    }
}

fn background() -> Background {
    Background {
        gabapentinoid_percent: 0.0,
        gabapentinoid_dose_mg_per_day: 0.0,
        rehabilitation_percent: 0.0,
        rehabilitation_intensity: 0.0,
    }
}
