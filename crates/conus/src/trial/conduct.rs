//! What happens to a patient besides pain? Adverse events, stopping a drug, leaving: caused by simulated pain and
//! exposure, week by week, never drawn from a fixed rate.

use super::course::{Course, WEEK_DAYS};
use super::dataset::{
    Action, AdverseEvent, AdverseTerm, EndOfStudy, IntercurrentCategory, IntercurrentEvent, Reason, Severity,
};
use super::rescue::Rescuing;
use crate::instrument::nrs::{Said, spoken_mean};
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::Voice;
use crate::patient::chance::{Key, Purpose};
use conus_num::elementary::{exp, ln};
use conus_num::random::Stream;
use std::collections::BTreeSet;

/// Share of mild and of mild or moderate adverse events (assumed).
const MILD: f64 = 0.60;
const UP_TO_MODERATE: f64 = 0.92;
/// Days that fever and headache after an injection last (assumed).
const AFTER_INJECTION_DAYS: i32 = 3;
/// A drug is stopped for what it does to the patient, and for nothing else (S2.2).
const STOPPED_BY_HARM: (IntercurrentCategory, Reason) =
    (IntercurrentCategory::Discontinuation, Reason::AdverseEvent);

/// Rescue is asked for because pain is not relieved enough.
const RESCUED_BY_PAIN: (IntercurrentCategory, Reason) =
    (IntercurrentCategory::Rescue, Reason::LackOfEfficacy);

/// What became of one patient; the subject index of the rows is set by whoever collects them.
#[derive(Clone, Debug, PartialEq)]
pub struct Conduct {
    /// How and when the study ended.
    pub end: EndOfStudy,
    /// Adverse events.
    pub harms: Vec<AdverseEvent>,
    /// Intercurrent events.
    pub intercurrent: Vec<IntercurrentEvent>,
    /// Day from which rescue medication was taken.
    pub rescued: Option<u32>,
    /// Day on which every gabapentinoid was stopped.
    pub drug_stopped: Option<u32>,
}

/// What decides a patient's conduct.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The reporting layer of the world.
    pub reporting: &'a Reporting<f64>,
    /// How the patient talks.
    pub voice: &'a Voice,
    /// What is said of what is felt.
    pub said: Said<'a>,
    /// Hazards by week.
    pub course: &'a Course,
    /// Day on which cells are injected first; none where none are.
    pub injected: Option<u32>,
    /// A gabapentinoid is taken, be it as rescue.
    pub on_drug: bool,
    /// What is known of rescue medication.
    pub rescuing: Rescuing<'a>,
    /// Days of the trial.
    pub days: usize,
    /// Whether anybody may leave.
    pub may_leave: bool,
    /// Factor on the hazard of leaving.
    pub leaves_times: f64,
    /// What does not happen, though all that causes it does.
    pub prevented: &'a Prevented,
}

/// Intercurrent events that do not happen in a world, by kind and reason: the worlds of the hypothetical strategy of
/// ICH E9(R1). The trial itself prevents none.
pub type Prevented = BTreeSet<(IntercurrentCategory, Reason)>;

/// Plays the weeks of the trial for one patient.
#[must_use]
pub fn conduct(c: &Circumstances<'_>, key: Key) -> Conduct {
    let mut harm = key.stream(Purpose::Harm, 0);
    let mut leaving = key.stream(Purpose::Leaving, 0);
    let mut asking = key.stream(Purpose::Rescue, 0);
    let mut story = Conduct {
        end: EndOfStudy::Completed { day: whole(c.days) },
        harms: after_injection(c, &mut key.stream(Purpose::Harm, 1)),
        intercurrent: Vec::new(),
        rescued: None,
        drug_stopped: None,
    };
    for week in 0..c.days.div_ceil(WEEK_DAYS) {
        rescue(c, &mut story, week, &mut asking);
        drug_harms(c, &mut story, week, &mut harm);
        if let Some(end) = leave(c, &story, week, &mut leaving) {
            story.end = end;
            break;
        }
    }
    let last = story.end.day();
    story.harms.retain(|event| event.start_day <= last);
    if let EndOfStudy::Discontinued { day, reason } = story.end {
        let category = IntercurrentCategory::StudyWithdrawal;
        story.intercurrent.push(IntercurrentEvent { subject: 0, category, day, reason });
    }
    story
}

fn after_injection(c: &Circumstances<'_>, chance: &mut Stream) -> Vec<AdverseEvent> {
    let risks = [
        (AdverseTerm::Pyrexia, c.reporting.fever_after_cells.0),
        (AdverseTerm::Headache, c.reporting.headache_after_puncture.0),
    ];
    let mut events = Vec::new();
    for (term, risk) in risks {
        let (happens, severity) = (chance.bernoulli(risk), severity(chance));
        if let (true, Some(day)) = (happens, c.injected) {
            let start_day = whole(day as usize);
            events.push(AdverseEvent {
                subject: 0,
                term,
                start_day,
                end_day: Some(start_day + AFTER_INJECTION_DAYS),
                severity,
                serious: false,
                related: true,
                action: Action::NotApplicable,
            });
        }
    }
    events
}

/// Rescue medication from the first day of a week on, by the pain of the week before: as it would be said, whether or not
/// a diary was kept. It is taken once, for the rest of the trial, and by nobody who stopped such a drug for its harm.
fn rescue(c: &Circumstances<'_>, story: &mut Conduct, week: usize, chance: &mut Stream) {
    let first_day = week * WEEK_DAYS;
    let takes = match c.rescuing {
        Rescuing::Never => false,
        Rescuing::Since(day) => first_day == day as usize,
        Rescuing::Open(rules) => {
            let would = chance.bernoulli(rules.takes_percent / 100.0);
            let asks = first_day >= rules.from_day as usize
                && spoken_mean(c.voice, &c.said, first_day) >= rules.from_nrs;
            let may = story.rescued.is_none() && story.drug_stopped.is_none();
            would && asks && may && !c.prevented.contains(&RESCUED_BY_PAIN)
        }
    };
    if takes {
        let (category, reason) = RESCUED_BY_PAIN;
        story.rescued = u32::try_from(first_day).ok();
        story.intercurrent.push(IntercurrentEvent { subject: 0, category, day: whole(first_day), reason });
    }
}

/// Dizziness and somnolence by exposure, and stopping the drug because of them (S2.2). The same number of draws is
/// taken every week, so that the luck of one week does not depend on another.
fn drug_harms(c: &Circumstances<'_>, story: &mut Conduct, week: usize, chance: &mut Stream) {
    let r = c.reporting;
    let exposure = c.course.hazard.get(week).copied().unwrap_or_default();
    let exposure = if story.drug_stopped.is_some() { [0.0; 2] } else { exposure };
    let kinds = [
        (AdverseTerm::Dizziness, exposure[0], r.dizziness_base.0, r.dizziness_lasts.0),
        (AdverseTerm::Somnolence, exposure[1], r.somnolence_base.0, r.somnolence_lasts.0),
    ];
    let first_day = whole(week * WEEK_DAYS);
    for (term, by_drug, base, lasts) in kinds {
        let happens = chance.bernoulli(weekly(by_drug + base));
        let start_day = first_day + whole(chance.below(7) as usize);
        let duration_days = (1.0 - lasts * ln(chance.uniform())).min(2.0 * c.days as f64);
        let (severity, related) = (severity(chance), chance.uniform() * (by_drug + base) < by_drug);
        let lasting = story.harms.iter().any(|event| event.term == term && lasts_on(event, first_day));
        if happens && !lasting {
            let end_day = Some(start_day + floored(duration_days));
            let action = Action::NotChanged;
            story.harms.push(AdverseEvent {
                subject: 0,
                term,
                start_day,
                end_day,
                severity,
                serious: false,
                related,
                action,
            });
        }
    }
    let stops = chance.bernoulli(weekly(r.stop_drug_harm.0));
    let because = story
        .harms
        .iter()
        .rposition(|event| event.related && is_drug_harm(event) && lasts_on(event, first_day));
    // Who is known to be rescued later has stopped nothing before.
    let early = matches!(c.rescuing, Rescuing::Since(_)) && story.rescued.is_none();
    let may_stop = c.on_drug && !early && !c.prevented.contains(&STOPPED_BY_HARM);
    if let (true, true, None, Some(event)) = (stops, may_stop, story.drug_stopped, because) {
        let day = first_day + whole(WEEK_DAYS) - 1;
        story.harms[event].action = Action::Withdrawn;
        story.drug_stopped = u32::try_from(day).ok();
        story.intercurrent.push(IntercurrentEvent {
            subject: 0,
            category: STOPPED_BY_HARM.0,
            day,
            reason: STOPPED_BY_HARM.1,
        });
    }
}

/// Whether and why the patient leaves in this week.
fn leave(c: &Circumstances<'_>, story: &Conduct, week: usize, chance: &mut Stream) -> Option<EndOfStudy> {
    let r = c.reporting;
    let first_day = week * WEEK_DAYS;
    let (draw, why, weekday) = (chance.uniform(), chance.uniform(), chance.below(7) as usize);
    let pain = spoken_mean(c.voice, &c.said, first_day);
    let hurt =
        story.harms.iter().any(|event| event.severity > Severity::Mild && lasts_on(event, whole(first_day)));
    let by_pain = exp(r.leave_pain.0 * (pain - r.leave_pain_from.0).max(0.0));
    let by_harm = if hurt { exp(r.leave_harm.0) } else { 1.0 };
    let day = first_day + weekday + 1;
    if !c.may_leave || day >= c.days || draw >= weekly(c.leaves_times * r.leave_base.0 * by_pain * by_harm) {
        return None;
    }
    // The hazard is a product; each cause takes its share of the log hazard above the base.
    let (log_pain, log_harm) = (ln(by_pain), ln(by_harm));
    let share = why * (1.0 + log_pain + log_harm);
    let reason = if share < log_pain {
        Reason::LackOfEfficacy
    } else if share < log_pain + log_harm {
        Reason::AdverseEvent
    } else if share - log_pain - log_harm < 0.5 {
        Reason::WithdrawalBySubject
    } else {
        Reason::LostToFollowUp
    };
    let stays = c.prevented.contains(&(IntercurrentCategory::StudyWithdrawal, reason));
    (!stays).then_some(EndOfStudy::Discontinued { day: whole(day), reason })
}

fn severity(chance: &mut Stream) -> Severity {
    let drawn = chance.uniform();
    if drawn < MILD {
        Severity::Mild
    } else if drawn < UP_TO_MODERATE {
        Severity::Moderate
    } else {
        Severity::Severe
    }
}

fn lasts_on(event: &AdverseEvent, day: i32) -> bool {
    event.start_day <= day && event.end_day.is_none_or(|end| day <= end)
}

fn is_drug_harm(event: &AdverseEvent) -> bool {
    matches!(event.term, AdverseTerm::Dizziness | AdverseTerm::Somnolence)
}

/// Chance within a week of what has a hazard [1/d].
fn weekly(hazard: f64) -> f64 {
    1.0 - exp(-hazard * WEEK_DAYS as f64)
}

/// Whole days of a duration.
#[expect(clippy::cast_possible_truncation, reason = "a duration is bounded to twice the days of a study")]
fn floored(days: f64) -> i32 {
    days.floor() as i32
}

/// A day count as the tables hold it.
fn whole(days: usize) -> i32 {
    i32::try_from(days).expect("a study is bounded to a few thousand days")
}
