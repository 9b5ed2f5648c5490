//! How does a trial go that may become larger on the way?

use super::super::closed_form::freed_from_baseline;
use super::super::reading::outcome_of;
use super::super::trial::Trial;
use super::{Concluded, Protocol, Seen, reached, times};
use crate::analysis::frame::{Frame, Person};
use crate::trial::plan::{Blinded, Promising, TrialPlan};
use conus_stats::sample_size_reestimation::{
    BlindedRule, PromisingZone, blinded, inverse_normal, people_of_last_stage,
};

impl Protocol {
    /// Looks at the variance, all arms together, and takes as many people as it asks for.
    pub(super) fn blinded(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        planned: usize,
        rule: &Blinded,
    ) -> Concluded {
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
        let people = asked.map_or(planned, |asked| times(planned, asked as f64 / per_arm(planned) as f64));
        let seen = Seen {
            day,
            people: trial.randomised_by(planned, day),
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
    pub(super) fn promising(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        planned: usize,
        rule: &Promising,
    ) -> Concluded {
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
            people: trial.randomised_by(planned, day),
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
}

/// Values at the last visit less what baseline explains of them, all arms together (Friede and Kieser 2011, Pharmaceutical
/// Statistics 10:8-13: the variance that covariance analysis will see).
fn adjusted(frame: &Frame) -> Vec<f64> {
    let both = |person: &Person| Some((person.baseline?, (*person.values.last()?)?));
    freed_from_baseline(&frame.people.iter().filter_map(both).collect::<Vec<(f64, f64)>>())
}
