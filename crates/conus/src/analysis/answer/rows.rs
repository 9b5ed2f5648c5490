//! Which rows of a frame does a model see, and as which variables?

use super::super::frame::{CovariateKind, Frame, Person};
use super::super::method::Question;
use super::LeftOut;
use crate::trial::plan::ComparedValue;
use conus_stats::StatisticsError;
use conus_stats::design::{Column, Design, Factor, Term, Variable};

/// Names of the variables in designs and messages.
pub(super) const ARM: &str = "arm";
pub(super) const VISIT: &str = "visit";
const BASELINE: &str = "baseline";

/// Rows of a model: person and visit of each.
pub(super) struct Rows<'f> {
    frame: &'f Frame,
    /// Index of the person and of the visit.
    pub(super) places: Vec<(usize, usize)>,
}

impl<'f> Rows<'f> {
    /// Every value at these visits of whoever can be used.
    pub(super) fn with_value(frame: &'f Frame, question: &Question, visits: &[usize]) -> Self {
        let seen = |person: &usize, visit: &usize| frame.people[*person].values[*visit].is_some();
        let people = (0..frame.people.len()).filter(|person| missing(frame, question, *person).is_none());
        let places = people.flat_map(|person| visits.iter().map(move |visit| (person, *visit)));
        Self { frame, places: places.filter(|(person, visit)| seen(person, visit)).collect() }
    }

    /// Every visit of whoever can be used, with a value or without.
    pub(super) fn grid(frame: &'f Frame, question: &Question) -> Self {
        let people = (0..frame.people.len()).filter(|person| missing(frame, question, *person).is_none());
        let visits = frame.visits.len();
        Self { frame, places: people.flat_map(|person| (0..visits).map(move |v| (person, v))).collect() }
    }

    /// One row for each of these people, at one visit.
    pub(super) fn of_people(frame: &'f Frame, people: &[usize], visit: usize) -> Self {
        Self { frame, places: people.iter().map(|person| (*person, visit)).collect() }
    }

    /// The compared value of each row.
    pub(super) fn response(&self, question: &Question) -> Vec<f64> {
        let value = |(person, visit): &(usize, usize)| {
            compared(&self.frame.people[*person], question.value, *visit).expect("rows are taken where it is")
        };
        self.places.iter().map(value).collect()
    }

    pub(super) fn arm(&self) -> Result<Factor, StatisticsError> {
        Factor::new(ARM, &self.frame.arms, self.codes(|person, _| person.arm))
    }

    pub(super) fn visit(&self) -> Result<Factor, StatisticsError> {
        let labels: Vec<&String> = self.frame.visits.iter().map(|visit| &visit.label).collect();
        Factor::new(VISIT, &labels, self.codes(|_, visit| visit))
    }

    /// Baseline, if the question adjusts for it, and every covariate of the frame but those that are the same in all
    /// rows.
    pub(super) fn covariates(&self, question: &Question) -> Result<Vec<Variable>, StatisticsError> {
        let mut variables: Vec<Variable> = Vec::new();
        if question.baseline {
            let values = self.numbers(|person| person.baseline);
            variables.push(Column { name: BASELINE.to_owned(), values }.into());
        }
        for (at, covariate) in self.frame.covariates.iter().enumerate() {
            let values = self.numbers(|person| person.covariates[at]);
            match &covariate.kind {
                CovariateKind::Number => {
                    if values.iter().any(|value| (value - values[0]).abs() > 0.0) {
                        variables.push(Column { name: covariate.name.clone(), values }.into());
                    }
                }
                CovariateKind::Factor { levels } => {
                    let labels: Vec<&String> = values.iter().map(|value| &levels[index(*value)]).collect();
                    let first = levels.iter().find(|level| labels.contains(level));
                    if let Some(first) = first.filter(|first| labels.iter().any(|label| label != first)) {
                        variables.push(Factor::from_labels(&covariate.name, &labels, first)?.into());
                    }
                }
            }
        }
        Ok(variables)
    }

    /// The design of `covariates + arm * visit`, with a slope of baseline for each visit if asked for; without the visit
    /// where there is one alone.
    pub(super) fn long_design(
        &self,
        question: &Question,
        baseline_by_visit: bool,
    ) -> Result<Design, StatisticsError> {
        let covariates = self.covariates(question)?;
        let mut terms: Vec<Term> = covariates.iter().map(|variable| Term::main(variable.name())).collect();
        let mut variables: Vec<Variable> = vec![self.arm()?.into()];
        variables.extend(covariates);
        terms.push(Term::main(ARM));
        if self.frame.visits.len() > 1 {
            variables.push(self.visit()?.into());
            terms.extend([Term::main(VISIT), Term::interaction(ARM, VISIT)]);
            if question.baseline && baseline_by_visit {
                terms.push(Term::interaction(BASELINE, VISIT));
            }
        }
        Design::new(&variables, &terms)
    }

    fn codes(&self, code: impl Fn(&Person, usize) -> usize) -> Vec<usize> {
        self.places.iter().map(|(person, visit)| code(&self.frame.people[*person], *visit)).collect()
    }

    fn numbers(&self, number: impl Fn(&Person) -> Option<f64>) -> Vec<f64> {
        let known = |(person, _): &(usize, usize)| {
            number(&self.frame.people[*person]).expect("who lacks it is left out")
        };
        self.places.iter().map(known).collect()
    }

    /// Rows of each arm at a visit.
    pub(super) fn count(&self, arm: usize, visit: usize) -> u32 {
        let here = |(person, at): &&(usize, usize)| *at == visit && self.frame.people[*person].arm == arm;
        u32::try_from(self.places.iter().filter(here).count())
            .expect("a trial has fewer than four billion people")
    }
}

/// The level that a covariate of a factor holds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels are counted from 0")]
fn index(value: f64) -> usize {
    value as usize
}

/// The compared value of a person at a visit.
pub(super) fn compared(person: &Person, value: ComparedValue, visit: usize) -> Option<f64> {
    match value {
        ComparedValue::Score => person.values[visit],
        ComparedValue::Change => Some(person.values[visit]? - person.baseline?),
    }
}

/// What keeps a person out of the models, if anything does.
fn missing(frame: &Frame, question: &Question, person: usize) -> Option<String> {
    let person = &frame.people[person];
    if person.baseline.is_none() && (question.baseline || question.value == ComparedValue::Change) {
        return Some("no value at baseline".to_owned());
    }
    let lacking = frame.covariates.iter().zip(&person.covariates).find(|(_, value)| value.is_none());
    lacking.map(|(covariate, _)| format!("no value of {}", covariate.name))
}

/// Everybody who cannot be used.
pub(super) fn left_out(frame: &Frame, question: &Question) -> Vec<LeftOut> {
    let out = |(at, person): (usize, &Person)| {
        let because = missing(frame, question, at)?;
        Some(LeftOut { subject: person.id.clone(), because })
    };
    frame.people.iter().enumerate().filter_map(out).collect()
}
