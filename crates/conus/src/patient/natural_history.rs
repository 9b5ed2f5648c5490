//! How did this patient get here? From the injury to a day of enrolment, under usual care only.

use super::course::{Follower, Standing};
use super::covariates::{Covariates, DAYS_PER_MONTH};
use super::crowd::Journey;
use super::people::People;
use crate::biology::parameters::Params;
use crate::biology::{Inputs, State, injury};
use crate::treatment::{Event, Intake, Treatment, schedule};
use crate::trial::plan::Background;
use conus_ode::{SolveError, Work};

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

/// The way from the injury to a day, with what usual care does until then.
#[must_use]
pub fn from_injury<'a>(params: &'a Params<f64>, to: f64, care: &'a [Event], looks: &'a [f64]) -> Journey<'a> {
    let standing = Standing { day: 0.0, state: injury::start(params), inputs: Inputs::none() };
    let due = care.iter().take_while(|event| event.day <= to).count();
    Journey { params, standing, to, events: &care[..due], looks }
}

/// Follows a patient from the injury to a day, looking on chosen days.
///
/// # Errors
/// When the equations cannot be solved.
pub fn grow(
    follower: &mut Follower<'_>,
    params: &Params<f64>,
    to: f64,
    care: &[Event],
    looks: &[f64],
    look: impl FnMut(usize, f64, &State<f64>),
) -> Result<(Standing, Work), SolveError> {
    let Journey { mut standing, events, .. } = from_injury(params, to, care, looks);
    let work = follower.follow(params, &mut standing, to, events, looks, look)?;
    Ok((standing, work))
}
