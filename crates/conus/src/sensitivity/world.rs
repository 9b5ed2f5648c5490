//! What comes out of a study in one possible world, where each uncertain number stands at a chosen quantile?

use crate::patient::world::Beliefs;
use crate::trial::knowledge::{Knowledge, Uncertain};
use crate::trial::plan::{Role, TrialPlan};
use crate::trial::simulate::replicate;
use conus_num::distribution::normal;

/// What is looked at, both in truth and not as reported.
pub const OUTCOMES: [&str; 2] = ["pain without treatment", "effect of the treatment"];

/// One value for each of [`OUTCOMES`] \[nrs\].
pub type Outcome = [f64; OUTCOMES.len()];

/// A study that is played again and again.
pub struct Played<'a> {
    knowledge: &'a Knowledge,
    plan: TrialPlan,
    /// What is moved.
    pub moved: Vec<Uncertain>,
}

impl<'a> Played<'a> {
    /// The study as planned, and none of the worlds that are run beside it.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, plan: &TrialPlan) -> Self {
        Self { knowledge, plan: plan.alone(), moved: knowledge.uncertain() }
    }

    /// What comes out where the numbers stand at these quantiles of their priors; none where the trial cannot be filled.
    #[must_use]
    pub fn at_quantiles(&self, quantiles: &[f64]) -> Option<Outcome> {
        let factor = |(moved, share): (&Uncertain, &f64)| moved.log_sd * normal::quantile(*share);
        self.at_factors(self.moved.iter().zip(quantiles).map(factor).collect())
    }

    /// What comes out at these logarithms of the factors on the moved numbers.
    #[must_use]
    pub fn at_factors(&self, factors: Vec<f64>) -> Option<Outcome> {
        let unknowns = self.moved.iter().map(|moved| moved.unknown).collect();
        let beliefs = Beliefs { unknowns, draws: vec![factors] };
        let world = Knowledge { beliefs, ..self.knowledge.clone() };
        let played = replicate(&world, &self.plan, 0, false).ok()?;
        let (_, tables) = played.settings.first()?;
        let visit = self.plan.visits.iter().position(|visit| visit.id == self.plan.analysis.at)?;
        let treated = |subject: u32| {
            let arm = usize::from(tables.analysis.subjects[subject as usize].arm);
            self.plan.arms[arm].role == Role::Treatment
        };
        let (mut pain, mut effect) = (Mean::default(), Mean::default());
        for row in tables.truth.rows.iter().filter(|row| usize::from(row.visit) == visit) {
            pain.add(row.untreated.total);
            if treated(row.subject) {
                effect.add(row.effect());
            }
        }
        Some([pain.value()?, effect.value()?])
    }
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: u32,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn value(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }
}
