//! What does an enrolled patient feel from the screening week to the last visit, under one treatment or another?

use super::plan::{Rescue, TrialPlan};
use super::rescue::with_rescue;
use super::screening::Candidate;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::patient::course::{Sight, Standing};
use crate::patient::crowd::Journey;
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
    /// The biology, by week from randomisation.
    pub biology: Vec<Glimpse>,
    /// The state on the day of each visit, before anything is given on it; empty where the study asks no scale.
    pub states: Vec<State<f64>>,
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

impl Course {
    /// What somebody went through who felt this in the screening week and was seen like this on each day of the trial.
    #[must_use]
    pub fn new(screening: &[Felt], seen: &[Sight<f64>]) -> Self {
        let weekly = || seen.iter().step_by(WEEK_DAYS);
        Self {
            felt: screening.iter().copied().chain(seen.iter().map(felt)).collect(),
            hazard: weekly().map(|day| [day.dizziness.0, day.somnolence.0]).collect(),
            biology: weekly().map(glimpse).collect(),
            states: Vec::new(),
        }
    }
}

/// The pain that was seen.
#[must_use]
pub fn felt(seen: &Sight<f64>) -> Felt {
    Felt { total: seen.pain.0, by_class: [seen.pain_at.0, seen.pain_below.0, seen.pain_radicular.0] }
}

fn glimpse(seen: &Sight<f64>) -> Glimpse {
    [
        seen.msc_lesion.0,
        seen.tnf.0,
        seen.il1.0,
        seen.microglia.0,
        seen.inhibition_below.0,
        seen.descending.0,
        seen.pain_at.0,
        seen.pain_below.0,
        seen.pain_radicular.0,
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
    /// Day of the trial from which rescue medication is taken, and which.
    pub rescued: Option<(u32, &'a Rescue)>,
    /// Day of the trial on which every gabapentinoid is stopped.
    pub drug_stopped: Option<u32>,
    /// Days of the trial.
    pub days: usize,
}

/// The way of an enrolled patient with these parameters through the trial.
#[must_use]
pub fn journey(patient: &Candidate, params: &Params<f64>, ask: &Ask<'_>) -> Journey {
    let start = patient.standing.day;
    Journey {
        params: *params,
        standing: patient.standing,
        to: start + ask.days as f64,
        events: events(ask, &patient.standing),
        looks: (0..ask.days).map(|day| start + day as f64).collect(),
    }
}

/// Events within the trial; once a drug is stopped nothing starts it again.
fn events(ask: &Ask<'_>, standing: &Standing) -> Vec<Event> {
    let start = standing.day;
    let end = start + ask.days as f64;
    let mut events = schedule(ask.treatments, start);
    if let Some((day, rescue)) = ask.rescued {
        let usual_mg_per_day = standing.inputs.drug_rate.0;
        events = with_rescue(rescue, start + f64::from(day), end, events, usual_mg_per_day);
    }
    if let Some(day) = ask.drug_stopped {
        let stop = start + f64::from(day);
        let is_drug = |event: &Event| matches!(event.action, Action::DrugRate { .. } | Action::Tablet { .. });
        events.retain(|event| event.day < stop || !is_drug(event));
        events.push(Event { day: stop, action: Action::DrugRate { dose_mg_per_day: 0.0 } });
        events.sort_by(|a, b| a.day.total_cmp(&b.day));
    }
    events.retain(|event| event.day <= end);
    events
}
