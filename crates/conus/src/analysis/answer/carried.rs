//! What did published analyses do about missing values? They put one in. For replaying published analyses only.

use super::super::frame::{Frame, Person};
use super::super::method::{Carried, Question};
use super::Answer;
use super::rows::Rows;
use super::simple::of_rows;
use crate::trial::plan::ComparedValue;
use conus_stats::StatisticsError;
use conus_stats::imputation::carry::{
    Modified, Stopped, baseline_observation, duration_adjusted_average_change, last_observation,
    modified_baseline_observation,
};

pub(super) fn carried(
    frame: &Frame,
    question: &Question,
    carried: Carried,
) -> Result<Answer, StatisticsError> {
    let grid = Rows::grid(frame, &Question { value: ComparedValue::Change, ..question.clone() });
    let people: Vec<usize> =
        grid.places.iter().filter(|(_, visit)| *visit == question.visit).map(|(person, _)| *person).collect();
    let response = people.iter().map(|person| put_in(frame, question, *person, carried));
    let response = response.collect::<Result<Vec<f64>, _>>()?;
    of_rows(frame, question, &Rows::of_people(frame, &people, question.visit), &response, None)
}

/// The compared value of a person with what is missing put in.
fn put_in(frame: &Frame, question: &Question, at: usize, carried: Carried) -> Result<f64, StatisticsError> {
    let person = &frame.people[at];
    let baseline = person.baseline.expect("who has none is left out");
    let change = completed_change(frame, question.visit, person, baseline, carried)?;
    Ok(if question.value == ComparedValue::Change { change } else { baseline + change })
}

/// The change of a person from baseline to a visit, with what is missing put in.
pub(crate) fn completed_change(
    frame: &Frame,
    visit: usize,
    person: &Person,
    baseline: f64,
    carried: Carried,
) -> Result<f64, StatisticsError> {
    let values = match carried {
        Carried::LastObservation => last_observation(baseline, &person.values),
        Carried::BaselineObservation => baseline_observation(baseline, &person.values),
        Carried::ModifiedBaselineObservation => {
            modified_baseline_observation(baseline, &person.values, stopped(person), Modified::AdverseEvents)
        }
        Carried::DurationAdjustedAverageChange => return average_change(frame, visit, person, baseline),
    };
    Ok(values[visit] - baseline)
}

/// The mean change up to the visit, times the share of the time to it that the person took part.
fn average_change(
    frame: &Frame,
    visit: usize,
    person: &Person,
    baseline: f64,
) -> Result<f64, StatisticsError> {
    let until = ..=visit;
    let Some(last) = person.values[until].iter().rposition(Option::is_some) else {
        return Ok(0.0);
    };
    let ratings: Vec<f64> = person.values[until].iter().flatten().copied().collect();
    let time = |visit: usize| frame.visits[visit].day.unwrap_or(frame.visits[visit].number);
    let share = (time(last) / time(visit)).clamp(0.0, 1.0);
    duration_adjusted_average_change(baseline, &ratings, share)
}

/// Why the person has no further values, by the reason of the last intercurrent event.
fn stopped(person: &Person) -> Stopped {
    let because = |words: &str| person.events.iter().any(|event| event.reason.eq_ignore_ascii_case(words));
    if because("adverse event") {
        Stopped::AdverseEvent
    } else if because("lack of efficacy") {
        Stopped::LackOfEfficacy
    } else {
        Stopped::Other
    }
}
