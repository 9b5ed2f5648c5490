//! What does an enrolled patient feel from the screening week to the last visit, under one treatment or another?

use super::plan::TrialPlan;
use super::screening::Candidate;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::voice::SCREENING_DAYS;
use crate::patient::course::{Follower, hazards, sight};
use crate::patient::crowd::Journey;
use crate::patient::replay::Unfinished;
use crate::treatment::{Action, Event, Treatment, schedule};

/// Days between two looks at hazards and at the biology.
pub const WEEK_DAYS: usize = 7;

/// Pain as it is felt on one day, 0 to 10.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Felt {
    /// All sources.
    pub total: f64,
    /// At-level, below-level, radicular.
    pub by_class: [f64; 3],
}

/// What happens in one patient during the trial, in truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Pain by day; the first is the first day of the screening week.
    pub felt: Vec<Felt>,
    /// Hazards of dizziness and somnolence [1/d], by week from randomisation.
    pub hazard: Vec<[f64; 2]>,
    /// The biology, by week from randomisation; filled only when asked for.
    pub biology: Vec<Glimpse>,
}

/// What the mechanism panel shows of one day.
pub const GLIMPSES: [(&str, &str); 9] = [
    ("stem cells at the lesion", "10⁶ cells"),
    ("TNF", "relative"),
    ("IL-1beta", "relative"),
    ("active microglia", "fraction"),
    ("inhibition below level", "1 = healthy"),
    ("descending control", "1 = healthy"),
    ("at-level pain", "NRS"),
    ("below-level pain", "NRS"),
    ("radicular pain", "NRS"),
];

/// One value for each of [`GLIMPSES`].
pub type Glimpse = [f64; GLIMPSES.len()];

/// The pain of a state.
#[must_use]
pub fn felt(y: &State<f64>, p: &Params<f64>) -> Felt {
    let seen = sight(y, p);
    Felt { total: seen.pain, by_class: [seen.pain_at, seen.pain_below, seen.pain_radicular] }
}

fn glimpse(y: &State<f64>, p: &Params<f64>) -> Glimpse {
    let seen = sight(y, p);
    [
        y.msc_lesion.0,
        y.tnf.0,
        y.il1.0,
        y.microglia.0,
        seen.inhibition_below,
        y.descending.0,
        seen.pain_at,
        seen.pain_below,
        seen.pain_radicular,
    ]
}

/// Days of the trial, from randomisation to the last visit.
#[must_use]
pub fn trial_days(plan: &TrialPlan) -> usize {
    plan.visits.iter().map(|visit| visit.day as usize).max().unwrap_or(0)
}

/// What is asked of a course.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Treatments beside usual care; their clock starts at randomisation.
    pub treatments: &'a [Treatment],
    /// Day of the trial on which every gabapentinoid is stopped.
    pub drug_stopped: Option<u32>,
    /// Days of the trial.
    pub days: usize,
    /// Whether the biology is recorded.
    pub biology: bool,
}

/// Follows an enrolled patient with these parameters through the trial.
///
/// # Errors
/// When the equations cannot be solved.
pub fn course(
    follower: &mut Follower<'_>,
    patient: &Candidate,
    params: &Params<f64>,
    ask: &Ask<'_>,
) -> Result<Course, Unfinished> {
    let start = patient.standing.day;
    let events = events(ask, start);
    let looks: Vec<f64> = (0..ask.days).map(|day| start + day as f64).collect();
    let end = start + ask.days as f64;
    let journey = Journey { params, standing: patient.standing, to: end, events: &events, looks: &looks };
    let mut course = Course { felt: patient.screening.clone(), hazard: Vec::new(), biology: Vec::new() };
    let mut standing = journey.standing;
    let work = follower.follow(params, &mut standing, end, &events, &looks, |day, _, y| {
        course.felt.push(felt(y, params));
        if day % WEEK_DAYS == 0 {
            course.hazard.push(hazards(y, params));
            if ask.biology {
                course.biology.push(glimpse(y, params));
            }
        }
    });
    work.map_err(|cause| Unfinished::of(&journey, cause))?;
    debug_assert_eq!(course.felt.len(), SCREENING_DAYS + ask.days);
    Ok(course)
}

/// Events within the trial; once a drug is stopped nothing starts it again.
fn events(ask: &Ask<'_>, start: f64) -> Vec<Event> {
    let mut events = schedule(ask.treatments, start);
    if let Some(day) = ask.drug_stopped {
        let stop = start + f64::from(day);
        let is_drug = |event: &Event| matches!(event.action, Action::DrugRate { .. } | Action::Tablet { .. });
        events.retain(|event| event.day < stop || !is_drug(event));
        events.push(Event { day: stop, action: Action::DrugRate { dose_mg_per_day: 0.0 } });
        events.sort_by(|a, b| a.day.total_cmp(&b.day));
    }
    let end = start + ask.days as f64;
    events.retain(|event| event.day <= end);
    events
}
