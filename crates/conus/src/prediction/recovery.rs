//! What do repeated examinations say of people who are only followed? They are chosen as studies choose: by the grade
//! that their first examination found.

use super::cohort::{Drawn, Plan, mean, percent};
use crate::biology::State;
use crate::instrument::isncsci::Grade;
use crate::instrument::simulated::examination::Occasion;
use crate::instrument::simulated::examined::Examined;
use crate::instrument::simulated::function::function;
use crate::instrument::simulated::{Body, ItemModel, shipped};
use crate::patient::covariates::Ais;
use crate::patient::crowd::{Arrival, Journey};
use crate::patient::natural_history::from_injury;
use crate::trial::knowledge::Knowledge;
use serde::{Deserialize, Serialize};

/// Days of the examinations after the injury: the first and the last of scims2022, a year, two years (fisher2005).
pub(super) const EXAMS: [f64; 4] = [16.0, 365.0, 378.0, 730.0];
const FIRST: usize = 0;
const LAST: usize = EXAMS.len() - 1;
/// Raters of one person: one for each examination.
const RATERS: u32 = 4;

/// A number of examinations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryNumber {
    /// Mean motor score on the day.
    Motor,
    /// Mean change of the motor score from the first examination.
    MotorChange,
    /// The same of the arms.
    UpperChange,
    /// The same of the legs.
    LowerChange,
    /// Share with grade A on the day \[%\].
    RemainedA,
    /// Share with grade B or better \[%\].
    ToBOrBetter,
    /// Share with grade C \[%\].
    ToC,
    /// Share with grade D or better \[%\].
    ToDOrBetter,
    /// Share with grade C or better \[%\].
    ToMotorIncomplete,
}

/// What is asked of the examinations of a cohort.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) day: f64,
    pub(super) number: RecoveryNumber,
    /// Segments of the level within its region, from the first to the last; any where there is none.
    pub(super) segments: Option<[u8; 2]>,
    /// Only those whose last examination finds the grade of the first.
    pub(super) stayed: bool,
}

/// Everybody whose first examination found the grade of the cohort, the first that it lists.
pub(super) struct Recovered {
    start: Grade,
    courses: Vec<Course>,
}

struct Course {
    segment: u8,
    exams: Vec<Examined>,
}

/// Follows a cohort in the world of a replicate to its end and examines it.
pub(super) fn recover(plan: &Plan, knowledge: &Knowledge, replicate: u32) -> Recovered {
    let items = ItemModel::in_world(&shipped(), plan.seed, replicate);
    let drawn = plan.draw(knowledge, replicate);
    let start = grade(plan.ais[0]);
    let days: Vec<f64> = EXAMS.into_iter().filter(|day| *day <= plan.days).collect();
    let courses = followed(&drawn, knowledge, &days).into_iter();
    let courses = courses.map(|followed| course(&items, &followed));
    Recovered { start, courses: courses.filter(|course| course.exams[FIRST].grade == Some(start)).collect() }
}

/// Somebody on the way, and their states on the days that are behind.
struct Followed<'a> {
    who: &'a Drawn,
    journey: Journey,
    states: Vec<State<f64>>,
}

/// Everybody whose equations could be solved, with the state on each of these days.
fn followed<'a>(drawn: &'a [Drawn], knowledge: &Knowledge, days: &[f64]) -> Vec<Followed<'a>> {
    let begin = |who: &'a Drawn| Followed {
        who,
        journey: from_injury(&who.params, days[FIRST], Vec::new(), Vec::new()),
        states: Vec::new(),
    };
    let mut people: Vec<Followed<'a>> = drawn.iter().map(begin).collect();
    for day in days {
        let to = |person: &Followed<'a>| Journey { to: *day, ..person.journey.clone() };
        let journeys: Vec<Journey> = people.iter().map(to).collect();
        let arrivals = knowledge.followers.follow_to_the_end(&journeys);
        let arrive = |(mut person, arrival): (Followed<'a>, Result<Arrival, _>)| {
            person.journey.standing = arrival.ok()?.standing;
            person.states.push(person.journey.standing.state);
            Some(person)
        };
        people = people.into_iter().zip(arrivals).filter_map(arrive).collect();
    }
    people
}

/// Every examination has a rater of its own.
fn course(items: &ItemModel<f64>, person: &Followed<'_>) -> Course {
    let Drawn { who, key, .. } = person.who;
    let body = Body::draw(items, who, (EXAMS[FIRST], &person.states[FIRST]), *key);
    let raters = RATERS * key.patient;
    let exam = |((number, day), state): ((u32, f64), &State<f64>)| {
        let occasion = Occasion { number, rater: raters + number, hope: 0.0 };
        Examined::by_rater(items, &function(items, &body, state, day), *key, occasion)
    };
    let exams = (0..).zip(EXAMS).zip(&person.states).map(exam).collect();
    Course { segment: who.level.segment(), exams }
}

fn grade(ais: Ais) -> Grade {
    match ais {
        Ais::A => Grade::A,
        Ais::B => Grade::B,
        Ais::C => Grade::C,
        Ais::D => Grade::D,
        Ais::E => Grade::E,
    }
}

impl Recovered {
    /// The number, where anybody counts for it.
    pub(super) fn number(&self, asked: &Asked) -> Option<f64> {
        use Grade::{A, B, C, D, E};
        let at = EXAMS.iter().position(|day| day.to_bits() == asked.day.to_bits())?;
        match asked.number {
            RecoveryNumber::Motor => {
                mean(self.chosen(asked).filter_map(|course| course.exams.get(at)?.motor))
            }
            RecoveryNumber::MotorChange => self.change(asked, at, |exam| exam.motor),
            RecoveryNumber::UpperChange => self.change(asked, at, |exam| exam.upper),
            RecoveryNumber::LowerChange => self.change(asked, at, |exam| exam.lower),
            RecoveryNumber::RemainedA => self.share(asked, at, &[A]),
            RecoveryNumber::ToBOrBetter => self.share(asked, at, &[B, C, D, E]),
            RecoveryNumber::ToC => self.share(asked, at, &[C]),
            RecoveryNumber::ToDOrBetter => self.share(asked, at, &[D, E]),
            RecoveryNumber::ToMotorIncomplete => self.share(asked, at, &[C, D, E]),
        }
    }

    fn chosen<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = &'a Course> {
        self.courses.iter().filter(|course| {
            let within = |[from, to]: [u8; 2]| (from..=to).contains(&course.segment);
            let stayed =
                !asked.stayed || course.exams.get(LAST).is_some_and(|exam| exam.grade == Some(self.start));
            stayed && asked.segments.is_none_or(within)
        })
    }

    fn change(&self, asked: &Asked, at: usize, score: fn(&Examined) -> Option<f64>) -> Option<f64> {
        let change = |course: &Course| Some(score(course.exams.get(at)?)? - score(&course.exams[FIRST])?);
        mean(self.chosen(asked).filter_map(change))
    }

    /// Of those whose grade is known.
    fn share(&self, asked: &Asked, at: usize, grades: &[Grade]) -> Option<f64> {
        let known = self.chosen(asked).filter_map(|course| course.exams.get(at)?.grade);
        mean(known.map(|grade| percent(grades.contains(&grade))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Complete on the first examination, some not later; who stayed complete gains less than all.
    #[test]
    fn people_are_chosen_by_their_first_examination() {
        let mut plan = super::super::cohort::shipped()["tetraplegia"].clone();
        plan.people = 60;
        let recovered = recover(&plan, &Knowledge::shipped(), 0);
        let asked = Asked { day: 365.0, number: RecoveryNumber::RemainedA, segments: None, stayed: false };
        let number = |number, day, stayed| recovered.number(&Asked { number, day, stayed, ..asked });
        assert_eq!(number(RecoveryNumber::RemainedA, 16.0, false), Some(100.0));
        let remained = number(RecoveryNumber::RemainedA, 365.0, false).unwrap();
        let converted = number(RecoveryNumber::ToBOrBetter, 365.0, false).unwrap();
        assert!(remained < 100.0 && (remained + converted - 100.0).abs() < 1e-9);
        let gain = |stayed| number(RecoveryNumber::MotorChange, 730.0, stayed).unwrap();
        assert!(gain(true) < gain(false));
        assert_eq!(number(RecoveryNumber::Motor, 100.0, false), None);
    }
}
