//! How does a trial go that is looked at on the way and may stop?

use super::super::reading::outcome_of;
use super::super::trial::Trial;
use super::{Concluded, Judged, Protocol, Seen, reached};
use crate::analysis::NotComputed;
use crate::trial::plan::TrialPlan;
use conus_stats::sequential::Boundaries;
use conus_stats::sequential::conclusion::conclude;

impl Protocol {
    /// Looks at what is there whenever enough people have finished, and stops where a boundary is crossed.
    pub(super) fn look_by_look(
        &self,
        plan: &TrialPlan,
        trial: &Trial<'_>,
        planned: usize,
        at: &[f64],
    ) -> Concluded {
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
                people: trial.randomised_by(planned, day),
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
            stopped_early: number + 1 < boundaries.efficacy().len(),
            missing: trial.missing(outcome, 0..end.people),
            looks,
        }
    }
}
