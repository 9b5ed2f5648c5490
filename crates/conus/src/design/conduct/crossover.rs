//! What does a trial conclude in which everybody gets both in turn?

use super::super::reading::outcome_of;
use super::super::trial::Trial;
use super::{Concluded, Judged, Protocol};
use crate::analysis::NotComputed;
use crate::analysis::frame::Person;
use crate::trial::plan::TrialPlan;
use conus_stats::two_sample::pooled;

impl Protocol {
    /// Half of the difference between the sequences in what the periods differ by (Hills and Armitage 1979, British
    /// Journal of Clinical Pharmacology 8:7-20), among those with both.
    pub(super) fn crossover(
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
        let half = |person: &Person| Some(0.5 * (person.values[first?]? - person.values[second?]?));
        let of = |arm: usize| -> Vec<f64> {
            frame.people.iter().filter(|person| person.arm == arm).filter_map(half).collect()
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
