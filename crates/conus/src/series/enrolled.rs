//! Who is let in, and where do they stand on each visit: treated and not, in training and not?
//!
//! People are followed from their injury under usual care and examined; who has the grade, and the pain, that the study
//! asks for is let in. What is known of them then is all that later recovery is conditioned on.

use super::plan::SeriesPlan;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::isncsci::{Exam, Word, classify};
use crate::instrument::nrs::{Said, week};
use crate::instrument::reporting::{self, Reporting};
use crate::instrument::simulated::examination::{Occasion, examine};
use crate::instrument::simulated::function::function;
use crate::instrument::simulated::{self, Body, ItemModel};
use crate::instrument::voice::{SCREENING_DAYS, Voice, voice};
use crate::patient::chance::{Key, Purpose};
use crate::patient::course::{Standing, sight};
use crate::patient::covariates::{Covariates, between, draw};
use crate::patient::crowd::Journey;
use crate::patient::natural_history::{enrolment_day, from_injury, usual_care};
use crate::patient::sample::{occasion_of, params};
use crate::patient::world::World;
use crate::treatment::{Action, Event, schedule};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Between, Condition, LevelPercent, Population};
use crate::trial::screening::HardlyAnybody;
use crate::trial::side_by_side::states_on;

/// Candidates per place after which a study counts as impossible to fill.
const MOST_CANDIDATES_PER_PLACE: u32 = 50;
/// Number of the patient whose luck is the second diary of another: far from every candidate.
const ANOTHER_WEEK: u32 = 1 << 30;

/// A possible world, and what of the study nobody knows.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Its number.
    pub replicate: u32,
    /// What nobody knows of the biology.
    pub world: World,
    /// What nobody knows of reports.
    pub reporting: Reporting<f64>,
    /// What nobody knows of examinations and questionnaires.
    pub items: ItemModel<f64>,
    /// Share of cervical injuries \[%\].
    pub cervical_percent: f64,
    /// Share enrolled within six months \[%\].
    pub subacute_percent: f64,
}

/// Which journey from enrolment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Training and care go on.
    pub trains: bool,
    /// What the study gives is given.
    pub treated: bool,
}

/// Somebody who was let in.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// Address of all their luck.
    pub key: Key,
    /// What the clinic knows.
    pub who: Covariates,
    /// What they are made of.
    pub params: Params<f64>,
    /// Where they stood on the day of enrolment.
    pub standing: Standing,
    /// What of the cord they have kept.
    pub body: Body,
    /// How they talk; the second voice is that of a week in which nobody was selected.
    pub voices: [Voice; 2],
    /// State on each visit, by [`Way::place`].
    states: [Vec<State<f64>>; 4],
}

/// Who was let in, and how it went.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Those let in.
    pub people: Vec<Enrolled>,
    /// Those seen.
    pub screened: u32,
    /// Those whose equations could not be solved.
    pub failed: u32,
}

impl Way {
    /// As the study was.
    pub const STUDY: Self = Self { trains: true, treated: true };

    /// Every way, in the order of their places.
    pub const ALL: [Self; 4] = [
        Self { trains: false, treated: false },
        Self { trains: true, treated: false },
        Self { trains: false, treated: true },
        Self::STUDY,
    ];

    /// Its place in [`Self::ALL`].
    #[must_use]
    pub fn place(self) -> usize {
        usize::from(self.trains) + 2 * usize::from(self.treated)
    }
}

impl Enrolled {
    /// State on a visit on a way.
    #[must_use]
    pub fn state(&self, way: Way, visit: usize) -> &State<f64> {
        &self.states[way.place()][visit]
    }
}

/// The world of a number.
#[must_use]
pub fn scene(knowledge: &Knowledge, plan: &SeriesPlan, replicate: u32) -> Scene {
    let seed = plan.series.seed;
    let world = knowledge.world(seed, replicate);
    let mix = |name: &str, range: Between| {
        between(&mut Key { seed, replicate, patient: 0 }.stream(Purpose::World, occasion_of(name)), range)
    };
    Scene {
        replicate,
        reporting: reporting::in_world(&knowledge.reporting, &world),
        items: ItemModel::in_world(&simulated::shipped(), seed, replicate),
        world,
        cervical_percent: mix("series_cervical_percent", plan.population.cervical_percent),
        subacute_percent: mix("series_subacute_percent", plan.population.subacute_percent),
    }
}

/// Lets people in until every place is taken, and follows them on these ways.
///
/// # Errors
/// When hardly anybody is as the study asks for.
///
/// # Panics
/// Never: a study has at most thousands of people.
pub fn enrol(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    scene: &Scene,
    ways: &[Way],
) -> Result<Enrolment, HardlyAnybody> {
    let places = plan.series.people;
    let mut found = Enrolment { people: Vec::new(), screened: 0, failed: 0 };
    loop {
        let taken = u32::try_from(found.people.len()).expect("a study has thousands of people");
        let free = places.saturating_sub(taken);
        if free == 0 {
            break;
        }
        if found.screened >= MOST_CANDIDATES_PER_PLACE * places {
            let Enrolment { people, screened, failed } = found;
            let (enrolled, failed) = (people.len(), failed as usize);
            return Err(HardlyAnybody { enrolled, seats: places, screened, failed });
        }
        let batch =
            (found.screened..found.screened + free).map(|patient| newcomer(knowledge, plan, scene, patient));
        let batch: Vec<(Key, Covariates, Params<f64>)> = batch.collect();
        found.screened += free;
        let journeys: Vec<Journey> =
            batch.iter().map(|newcomer| to_enrolment(knowledge, plan, newcomer)).collect();
        let arrivals = knowledge.followers.follow_to_the_end(&journeys);
        for ((key, who, params), arrival) in batch.into_iter().zip(arrivals) {
            let Ok(arrival) = arrival else {
                found.failed += 1;
                continue;
            };
            found.people.extend(let_in(plan, scene, (key, who, params), arrival.standing));
        }
    }
    follow(knowledge, plan, ways, &mut found);
    Ok(found)
}

fn newcomer(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    scene: &Scene,
    patient: u32,
) -> (Key, Covariates, Params<f64>) {
    let key = Key { seed: plan.series.seed, replicate: scene.replicate, patient };
    let subacute = key.stream(Purpose::Recruitment, 0).bernoulli(scene.subacute_percent / 100.0);
    let population = population(plan, scene, subacute);
    let who = draw(&population, &plan.background, &knowledge.people, key);
    let params = params(&knowledge.parameters, &knowledge.people, &scene.world, &who, key);
    (key, who, params)
}

fn population(plan: &SeriesPlan, scene: &Scene, subacute: bool) -> Population {
    let asked = &plan.population;
    let others = 100.0 - scene.cervical_percent;
    let lumbosacral = others * asked.lumbosacral_percent_of_others / 100.0;
    Population {
        condition: Condition::SpinalCordInjury,
        age_years: asked.age_years,
        male_percent: asked.male_percent,
        ais: asked.ais.clone(),
        level_percent: LevelPercent {
            cervical: scene.cervical_percent,
            thoracic: others - lumbosacral,
            lumbosacral,
        },
        months_since_injury: if subacute { asked.subacute_months } else { asked.chronic_months },
    }
}

fn to_enrolment(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    (_, who, params): &(Key, Covariates, Params<f64>),
) -> Journey {
    let care = usual_care(who, &plan.background, &knowledge.people);
    from_injury(params, enrolment_day(who), care, Vec::new())
}

/// Somebody with the grade and the pain that the study asks for, as measured; none who has not.
fn let_in(
    plan: &SeriesPlan,
    scene: &Scene,
    (key, who, params): (Key, Covariates, Params<f64>),
    standing: Standing,
) -> Option<Enrolled> {
    let body = Body::draw(&scene.items, &who, (standing.day, &standing.state), key);
    let exam = baseline_exam(scene, key, &body, &standing);
    let grade = classify(&exam).grade.only();
    let grade = grade?;
    if !plan.population.ais.iter().any(|ais| ais.code() == grade.label()) {
        return None;
    }
    let last = plan.visits.last().map_or(0, |visit| visit.day) as usize;
    let voices = [0, ANOTHER_WEEK]
        .map(|shift| voice(&scene.reporting, Key { patient: key.patient + shift, ..key }, last));
    if let Some(range) = plan.population.pain_nrs {
        let felt = [sight(&standing.state, &params).pain.0; SCREENING_DAYS];
        let said = Said { felt: &felt, shift: &[0.0; SCREENING_DAYS] };
        let mean = week(&scene.reporting, &voices[0], &said, 0).mean?;
        if mean < range.min || mean > range.max {
            return None;
        }
    }
    Some(Enrolled { key, who, params, standing, body, voices, states: Default::default() })
}

/// The exam by which somebody is let in.
fn baseline_exam(scene: &Scene, key: Key, body: &Body, standing: &Standing) -> Exam {
    let truth = function(&scene.items, body, &standing.state, standing.day);
    examine(&scene.items, &truth, key, Occasion { number: 0, rater: key.patient, hope: 0.0 })
}

/// Follows everybody on these ways from enrolment to the last visit; who cannot be followed on one is counted and left out.
fn follow(knowledge: &Knowledge, plan: &SeriesPlan, ways: &[Way], found: &mut Enrolment) {
    let mut solved = vec![true; found.people.len()];
    for way in ways {
        let journeys: Vec<Journey> =
            found.people.iter().map(|person| from_enrolment(plan, person, *way)).collect();
        let days = plan.visits.iter().map(|visit| f64::from(visit.day));
        let states = states_on(&knowledge.followers, days, &journeys);
        for ((person, states), solved) in found.people.iter_mut().zip(states).zip(&mut solved) {
            match states {
                Ok(states) => person.states[way.place()] = states,
                Err(_) => *solved = false,
            }
        }
    }
    found.failed += u32::try_from(solved.iter().filter(|solved| !**solved).count()).unwrap_or(u32::MAX);
    let mut solved = solved.into_iter();
    found.people.retain(|_| solved.next().unwrap_or(false));
}

fn from_enrolment(plan: &SeriesPlan, person: &Enrolled, way: Way) -> Journey {
    let start = person.standing.day;
    let to = start + f64::from(plan.visits.last().map_or(0, |visit| visit.day));
    let mut events = Vec::new();
    if !way.trains {
        events.push(Event { day: start, action: Action::Training { intensity: 0.0 } });
    }
    if way.treated {
        events.extend(schedule(&plan.treatments, start));
    }
    events.retain(|event| event.day < to);
    Journey { params: person.params, standing: person.standing, to, events, looks: Vec::new() }
}
