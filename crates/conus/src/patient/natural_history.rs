//! How did this patient get here? From the injury to a day of enrolment, under usual care only.

use super::course::Standing;
use super::covariates::{Covariates, DAYS_PER_MONTH};
use super::crowd::Journey;
use super::people::People;
use crate::biology::parameters::Params;
use crate::biology::{Inputs, injury};
use crate::treatment::{Event, Gabapentinoid, Intake, Treatment, schedule};
use crate::trial::plan::Background;

/// Usual care goes on past the end of any trial [day after injury].
const FOR_EVER: f64 = 1.0e6;

/// Day of enrolment after the injury; a whole day, since diaries are daily.
#[must_use]
pub fn enrolment_day(who: &Covariates) -> f64 {
    (who.months_since_injury * DAYS_PER_MONTH).round()
}

/// What usual care does to this patient, in days after the injury.
#[must_use]
pub fn usual_care(who: &Covariates, background: &Background, people: &People<f64>) -> Vec<Event> {
    let start_day = (enrolment_day(who) - people.gabapentinoid_lead.0).max(0.0);
    let mut care = Vec::new();
    if who.gabapentinoid {
        care.push(Treatment::Gabapentinoid {
            drug: Gabapentinoid::Pregabalin,
            start_day,
            stop_day: FOR_EVER,
            dose_mg_per_day: background.gabapentinoid_dose_mg_per_day,
            titration_days: 0.0,
            intake: Intake::Steady,
        });
    }
    if who.training {
        let intensity = background.rehabilitation_intensity;
        care.push(Treatment::Rehabilitation { start_day, stop_day: FOR_EVER, intensity });
    }
    schedule(&care, 0.0)
}

/// The way of a patient from the injury to a day, looked at on chosen days.
#[must_use]
pub fn from_injury(params: &Params<f64>, to: f64, care: Vec<Event>, looks: Vec<f64>) -> Journey {
    let standing = Standing { day: 0.0, state: injury::start(params), inputs: Inputs::none() };
    let events = care.into_iter().take_while(|event| event.day <= to).collect();
    Journey { params: *params, standing, to, events, looks }
}
