//! How does one trial go, from its first patient to its conclusion?
//!
//! A parallel trial is read out at its end, here. What the other designs do on the way stands in a file each.

mod crossover;
mod reestimation;
mod sequential;

use super::reading::{Judged, Part, Reading, judge, outcome_of};
use super::trial::{Setup, Trial};
use crate::analysis::frame::Frame;
use crate::analysis::method::Method;
use crate::analysis::{Computed, NotComputed};
use crate::trial::plan::{Conduct, Design, Looks, Outcome, Promising, TrialPlan};
use conus_num::distribution::normal;
use conus_stats::StatisticsError;
use conus_stats::sequential::boundary::alpha_spending;
use conus_stats::sequential::futility::{ErrorSpending, non_binding};
use conus_stats::sequential::{Boundaries, Sides};
use serde::Serialize;

/// A design, ready to be followed: what does not depend on a trial is computed once.
#[derive(Clone, Debug)]
pub struct Protocol {
    /// The design.
    pub design: Design,
    /// Arms, visits and people of it.
    pub setup: Setup,
    /// What is read out, the planned analysis first.
    pub readings: Vec<Reading>,
    boundaries: Option<Boundaries>,
}

/// What became of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Concluded {
    /// What each reading of the protocol says at the end.
    pub judged: Vec<Computed<Judged>>,
    /// Whether each concludes that what is under question is better.
    pub success: Vec<bool>,
    /// People randomised.
    pub people: usize,
    /// Days from the first randomisation to the conclusion.
    pub days: f64,
    /// Each look, in order of time.
    pub looks: Vec<Seen>,
    /// Whether it stopped before its planned end.
    pub stopped_early: bool,
    /// Share of the randomised without a value at the compared visit.
    pub missing: f64,
}

/// What was seen at one look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// Day of the look, counted from the first randomisation.
    pub day: f64,
    /// People randomised by then.
    pub people: usize,
    /// People of them who had come to the compared visit, or left before.
    pub finished: usize,
    /// The planned analysis of what was there; none where the look is blind or the model could not be fitted.
    pub judged: Option<Judged>,
    /// Standard normal statistic that rises with the benefit.
    pub z: f64,
    /// From where the look concludes a benefit; none where it cannot.
    pub efficacy: Option<f64>,
    /// Up to where it gives up; none where it does not.
    pub futility: Option<f64>,
    /// What was decided, in words.
    pub decision: String,
}

impl Protocol {
    /// Of a design of a study.
    ///
    /// # Errors
    /// Looks for which there are no boundaries.
    pub fn new(plan: &TrialPlan, design: &Design, readings: Vec<Reading>) -> Result<Self, StatisticsError> {
        let tail = 0.5 * plan.analysis.alpha;
        let boundaries = match &design.conduct {
            Conduct::GroupSequential(Looks { at, spending, futility_beta }) => {
                let spending = spending.function();
                let efficacy = alpha_spending(Sides::One, tail, at, spending)?;
                Some(match futility_beta {
                    None => efficacy,
                    Some(total) => {
                        non_binding(&efficacy, ErrorSpending { total: *total, spending })?.boundaries
                    }
                })
            }
            Conduct::PromisingZone(Promising { at, .. }) => {
                let end = normal::upper_quantile(tail);
                Some(Boundaries::of_efficacy(Sides::One, &[*at, 1.0], &[f64::INFINITY, end])?)
            }
            _ => None,
        };
        Ok(Self { design: design.clone(), setup: Setup::of(plan, design), readings, boundaries })
    }

    /// Conducts a trial whose first arm under question is planned to have `n` people.
    #[must_use]
    pub fn conduct(&self, plan: &TrialPlan, trial: &Trial<'_>, n: u32) -> Concluded {
        let planned = self.setup.seats_for(n);
        match &self.design.conduct {
            Conduct::Parallel => self.at_the_end(plan, trial, planned, Vec::new()),
            Conduct::Crossover { first, second } => self.crossover(plan, trial, planned, [first, second]),
            Conduct::GroupSequential(looks) => self.look_by_look(plan, trial, planned, &looks.at),
            Conduct::BlindedReestimation(rule) => self.blinded(plan, trial, planned, rule),
            Conduct::PromisingZone(rule) => self.promising(plan, trial, planned, rule),
        }
    }

    /// Whether a formula speaks of the planned analysis: two arms, and one analysis of a mean at the end.
    #[must_use]
    pub fn has_closed_form(&self) -> bool {
        let mean = !matches!(self.readings[0].method, Method::Responders { .. } | Method::Ranks);
        self.design.conduct == Conduct::Parallel && self.setup.arms.len() == 2 && mean
    }

    /// How many seats of a block a trial of this size may need.
    #[must_use]
    pub fn most_seats(&self, n: u32) -> usize {
        times(self.setup.seats_for(n), self.design.most_times())
    }

    /// Everybody is followed, then every reading is read.
    fn at_the_end(&self, plan: &TrialPlan, trial: &Trial<'_>, people: usize, looks: Vec<Seen>) -> Concluded {
        let mut judged: Vec<Computed<Judged>> = Vec::with_capacity(self.readings.len());
        let mut answers: Vec<Computed<Vec<Judged>>> = Vec::with_capacity(self.readings.len());
        // Readings of one outcome follow each other, and read the same frame.
        let mut frame: Option<(Outcome, Part, Frame)> = None;
        for (place, reading) in self.readings.iter().enumerate() {
            let alike = |other: &Reading| {
                other.method == reading.method
                    && other.outcome == reading.outcome
                    && other.part == reading.part
            };
            // Several arms are one model.
            let answer = match self.readings[..place].iter().position(alike) {
                Some(known) => answers[known].clone(),
                None if reading.part == Part::Interaction => self.difference(&judged[place - 2..]),
                None => {
                    let (outcome, part) = (reading.outcome, reading.part);
                    let known = frame.take().filter(|(of, whom, _)| (*of, *whom) == (outcome, part));
                    let (.., data) = frame.insert(
                        known.unwrap_or_else(|| (outcome, part, self.of_part(plan, trial, people, reading))),
                    );
                    judge(plan, &self.setup, reading, data)
                }
            };
            judged.push(answer.as_ref().map_err(Clone::clone).map(|arms| self.of_arm(reading, arms)));
            answers.push(answer);
        }
        self.concluded(plan, trial, people, judged, looks)
    }

    /// The people whom a reading is about, followed to the end.
    fn of_part(&self, plan: &TrialPlan, trial: &Trial<'_>, people: usize, reading: &Reading) -> Frame {
        let mut frame = trial.frame(outcome_of(plan, reading), 0..people, f64::INFINITY);
        if let Some(months) = self.design.subgroup_months.filter(|_| reading.part != Part::Everybody) {
            let mut seats = trial.seats.iter();
            frame.people.retain(|_| {
                let recent = seats.next().is_some_and(|seat| trial.is_recent(seat.person, months));
                recent == (reading.part == Part::Recent)
            });
        }
        frame
    }

    /// What the effects in two parts, which share nobody, differ by.
    fn difference(&self, parts: &[Computed<Judged>]) -> Computed<Vec<Judged>> {
        let [recent, old] = parts else { return Err(NotComputed::too_few("parts", parts.len(), 2)) };
        let (recent, old) = (recent.clone()?, old.clone()?);
        let (Some(a), Some(b)) = (recent.standard_error, old.standard_error) else {
            return Err(NotComputed::too_few("standard errors", 0, 2));
        };
        let (value, error) = (recent.value - old.value, (a * a + b * b).sqrt());
        let half = normal::upper_quantile(0.025) * error;
        Ok(vec![Judged {
            value,
            standard_error: Some(error),
            interval_95: Some([value - half, value + half]),
            p: 2.0 * normal::upper_tail((value / error).abs()),
        }])
    }

    /// What a reading takes of the arms: its own, or the one with the smallest p of those that are better.
    fn of_arm(&self, reading: &Reading, arms: &[Judged]) -> Judged {
        let own = |arm| self.setup.groups[1..].iter().position(|group| group.arms.contains(&arm));
        if let Some(own) = reading.arm.and_then(own).and_then(|place| arms.get(place)) {
            return own.clone();
        }
        let worth = |judged: &&Judged| judged.z(reading.better());
        let best = arms.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)));
        best.expect("a trial has an arm under question").clone()
    }

    fn concluded(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        people: usize,
        judged: Vec<Computed<Judged>>,
        looks: Vec<Seen>,
    ) -> Concluded {
        let concludes = |(reading, judged): (&Reading, &Computed<Judged>)| {
            judged.as_ref().is_ok_and(|judged| {
                judged.p < plan.analysis.alpha && reading.better().benefit(judged.value) > 0.0
            })
        };
        let outcome = outcome_of(plan, &self.readings[0]);
        let finished = trial.finished(outcome);
        Concluded {
            success: self.readings.iter().zip(&judged).map(concludes).collect(),
            judged,
            people,
            days: finished[..people].iter().copied().fold(0.0, f64::max),
            looks,
            stopped_early: false,
            missing: trial.missing(outcome, 0..people),
        }
    }

    /// The first reading alone, of some seats and until some day.
    fn first(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        taken: std::ops::Range<usize>,
        until: f64,
    ) -> Computed<Judged> {
        let reading = &self.readings[0];
        let frame = trial.frame(outcome_of(plan, reading), taken, until);
        Ok(self.of_arm(reading, &judge(plan, &self.setup, reading, &frame)?))
    }
}

/// How many people a share of them is, at least, and the day on which so many have finished.
fn reached(finished: &[f64], share: f64) -> (usize, f64) {
    let count = times(finished.len(), share).clamp(1, finished.len());
    let mut days = finished.to_vec();
    days.sort_by(f64::total_cmp);
    (count, days[count - 1])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand people")]
fn times(people: usize, factor: f64) -> usize {
    // A share such as 0.3 times 10 is meant to be 3, not 3.0000000000000004.
    (people as f64 * factor - 1e-9).ceil().max(0.0) as usize
}
