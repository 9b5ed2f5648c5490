//! How does one trial go, from its first patient to its conclusion? Each design in turn.

use super::closed_form::freed_from_baseline;
use super::reading::{Judged, Part, Reading, judge, outcome_of};
use super::trial::{Setup, Trial};
use crate::analysis::frame::{Frame, Person};
use crate::analysis::method::Method;
use crate::analysis::{Computed, NotComputed};
use crate::trial::plan::{Blinded, Conduct, Design, Looks, Outcome, Promising, TrialPlan};
use conus_num::distribution::normal;
use conus_stats::StatisticsError;
use conus_stats::sample_size_reestimation::{
    BlindedRule, PromisingZone, blinded, inverse_normal, people_of_last_stage,
};
use conus_stats::sequential::boundary::alpha_spending;
use conus_stats::sequential::conclusion::conclude;
use conus_stats::sequential::futility::{ErrorSpending, non_binding};
use conus_stats::sequential::{Boundaries, Sides};
use conus_stats::two_sample::pooled;
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
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand seats")]
    pub fn most_seats(&self, n: u32) -> usize {
        (self.setup.seats_for(n) as f64 * self.design.most_times()).ceil() as usize
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

    /// Looks at what is there whenever enough people have finished, and stops where a boundary is crossed.
    fn look_by_look(&self, plan: &TrialPlan, trial: &Trial<'_>, planned: usize, at: &[f64]) -> Concluded {
        let boundaries = self.boundaries.as_ref().expect("a group-sequential protocol has boundaries");
        let better = self.readings[0].better();
        let outcome = outcome_of(plan, &self.readings[0]);
        let finished = trial.finished(outcome);
        let mut looks: Vec<Seen> = Vec::new();
        for (number, share) in at.iter().enumerate() {
            let last = number + 1 == at.len();
            let (count, day) = reached(&finished[..planned], *share);
            let judged = self.first(plan, trial, 0..planned, day).ok();
            let z = judged.as_ref().map_or(f64::NEG_INFINITY, |judged| judged.z(better));
            let (efficacy, futility) = (boundaries.efficacy()[number], boundaries.futility()[number]);
            // A look whose model cannot be fitted decides nothing.
            let stops = z >= efficacy || (judged.is_some() && !last && z <= futility);
            let decision = match (z >= efficacy, last, stops) {
                (true, ..) => "a benefit is concluded",
                (false, false, true) => "stopped for futility",
                (false, true, _) => "no benefit is concluded",
                (false, false, false) => "goes on",
            };
            looks.push(Seen {
                day,
                people: trial.seats[..planned].iter().filter(|seat| seat.day <= day).count(),
                finished: count,
                judged,
                z,
                efficacy: Some(efficacy).filter(|z| z.is_finite()),
                futility: Some(futility).filter(|z| z.is_finite() && !last),
                decision: decision.to_owned(),
            });
            if stops {
                break;
            }
        }
        self.stopped(boundaries, trial, outcome, looks)
    }

    /// The conclusion of a trial that stopped at its last look: the estimate as it is, and the one that knows of the looks.
    fn stopped(
        &self,
        boundaries: &Boundaries,
        trial: &Trial<'_>,
        outcome: usize,
        looks: Vec<Seen>,
    ) -> Concluded {
        let number = looks.len() - 1;
        let end = &looks[number];
        let concluded = end.z >= boundaries.efficacy()[number];
        let naive = end.judged.clone().ok_or_else(|| NotComputed::too_few("fitted models", 0, 1));
        let better = self.readings[0].better();
        let corrected = naive.as_ref().map_err(Clone::clone).and_then(|judged| {
            let error = judged.standard_error.ok_or_else(|| NotComputed::too_few("standard errors", 0, 1))?;
            let found = conclude(&boundaries.without_futility(), number, end.z, 0.95)?;
            // The drift is a benefit, in shares of the last information, of which this look has its share.
            let unit = error * boundaries.information()[number].sqrt();
            let effect = |drift: f64| better.benefit(unit * drift);
            let [one, other] = [found.interval.lower, found.interval.upper].map(effect);
            Ok(Judged {
                value: effect(found.median_unbiased),
                standard_error: None,
                interval_95: Some([one.min(other), one.max(other)]),
                p: found.p_two_sided,
            })
        });
        let told = self.readings.len();
        Concluded {
            success: vec![concluded; told],
            judged: vec![naive, corrected].into_iter().take(told).collect(),
            people: end.people,
            days: end.day,
            missing: trial.missing(outcome, 0..end.people),
            looks,
        }
    }

    /// Looks at the variance, all arms together, and takes as many people as it asks for.
    fn blinded(&self, plan: &TrialPlan, trial: &Trial<'_>, planned: usize, rule: &Blinded) -> Concluded {
        let outcome = outcome_of(plan, &self.readings[0]);
        let finished = trial.finished(outcome);
        let (count, day) = reached(&finished[..planned], rule.at);
        let frame = trial.frame(outcome, 0..planned, day);
        let arms = self.setup.arms.len();
        let per_arm = |people: usize| (people / arms) as u64;
        let asked = blinded(
            &adjusted(&frame),
            &BlindedRule {
                effect: rule.effect_nrs,
                alpha: plan.analysis.alpha,
                power: rule.power,
                least_per_arm: per_arm(planned),
                most_per_arm: per_arm(times(planned, rule.most_times)),
                less_effect: false,
            },
        );
        let people = asked.map_or(planned, |asked| usize::try_from(asked).unwrap_or(planned) * arms);
        let seen = Seen {
            day,
            people: trial.seats[..planned].iter().filter(|seat| seat.day <= day).count(),
            finished: count,
            judged: None,
            z: f64::NAN,
            efficacy: None,
            futility: None,
            decision: format!("{people} people in place of {planned}"),
        };
        self.at_the_end(plan, trial, people.min(trial.seats.len()), vec![seen])
    }

    /// Looks at the effect, takes more people where it is promising, and weighs both stages as planned.
    fn promising(&self, plan: &TrialPlan, trial: &Trial<'_>, planned: usize, rule: &Promising) -> Concluded {
        let boundaries = self.boundaries.as_ref().expect("a promising-zone protocol has boundaries");
        let better = self.readings[0].better();
        let first = times(planned, rule.at).max(4);
        let finished = trial.finished(outcome_of(plan, &self.readings[0]));
        let day = finished[..first].iter().copied().fold(0.0, f64::max);
        let early = self.first(plan, trial, 0..first, f64::INFINITY);
        let z = early.as_ref().map_or(0.0, |judged| judged.z(better));
        let half = |people: usize| 0.5 * people as f64;
        let zone = PromisingZone {
            from: rule.from,
            power: rule.power,
            planned: half(planned - first),
            most: half(times(planned, rule.most_times) - first),
        };
        let asked = people_of_last_stage(boundaries, z, z / half(first).sqrt(), &zone);
        let more = asked.map_or(planned - first, |asked| times(2, asked));
        let people = (first + more).min(trial.seats.len());
        let late = self.first(plan, trial, first..people, f64::INFINITY);
        let seen = Seen {
            day,
            people: trial.seats[..planned].iter().filter(|seat| seat.day <= day).count(),
            finished: first,
            judged: early.clone().ok(),
            z,
            efficacy: None,
            futility: None,
            decision: format!("{people} people in place of {planned}"),
        };
        let judged = self.first(plan, trial, 0..people, f64::INFINITY);
        let mut end = self.concluded(plan, trial, people, vec![judged], vec![seen]);
        let combined =
            early.and(late).map(|late| inverse_normal(boundaries.information(), &[z, late.z(better)]));
        end.success = vec![matches!(combined, Ok(Ok(z)) if z[1] >= boundaries.efficacy()[1])];
        end
    }

    /// Half of the difference between the sequences in what the periods differ by (Hills and Armitage 1979, British
    /// Journal of Clinical Pharmacology 8:7-20), among those with both.
    fn crossover(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        people: usize,
        periods: [&String; 2],
    ) -> Concluded {
        let frame = trial.frame(outcome_of(plan, &self.readings[0]), 0..people, f64::INFINITY);
        let visit = |id: &String| {
            let label = plan.visits.iter().find(|visit| visit.id == *id).map(|visit| &visit.label);
            frame.visits.iter().position(|visit| Some(&visit.label) == label)
        };
        let [first, second] = periods.map(visit);
        let half = |person: &&Person| Some(0.5 * (person.values[first?]? - person.values[second?]?));
        let of = |arm: usize| -> Vec<f64> {
            frame
                .people
                .iter()
                .filter(|person| person.arm == arm)
                .filter_map(|person| half(&person))
                .collect()
        };
        let judged = pooled(&of(0), &of(1)).map_err(NotComputed::from).map(|found| Judged {
            value: found.difference,
            standard_error: Some(found.standard_error),
            interval_95: Some([found.interval_95.lower, found.interval_95.upper]),
            p: found.p_two_sided,
        });
        self.concluded(plan, trial, people, vec![judged], Vec::new())
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

/// Values at the last visit less what baseline explains of them, all arms together (Friede and Kieser 2011, Pharmaceutical
/// Statistics 10:8-13: the variance that covariance analysis will see).
fn adjusted(frame: &Frame) -> Vec<f64> {
    let both = |person: &Person| Some((person.baseline?, (*person.values.last()?)?));
    freed_from_baseline(&frame.people.iter().filter_map(both).collect::<Vec<(f64, f64)>>())
}
