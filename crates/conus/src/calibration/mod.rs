//! What do published numbers say about what nobody knows? Priors become a posterior.
//!
//! The rows of `data/evidence` that may be fitted are played by [`Battery`] in many possible worlds; an ensemble Kalman
//! inversion ([`kalman`]) moves the worlds towards what was published. What no row informs stays at its prior.

pub mod kalman;
mod evaluations;
mod fault;
pub mod posterior;
mod settings;
mod target;

pub use evaluations::Evaluations;
pub use fault::CalibrationError;
pub use posterior::Posterior;
pub use settings::{Acceptance, Discrepancy, Method, Settings};
pub use target::{Target, targets};

use crate::patient::world::{Beliefs, Unknown};
use crate::prediction::Battery;
use crate::trial::knowledge::Knowledge;
use conus_num::random::Stream;
use rayon::prelude::*;

/// What draws of this chapter are for; no patient has them.
const PURPOSE: u32 = 2000;

/// What is calibrated to what, and how.
pub struct Calibration {
    /// What may move.
    pub unknowns: Vec<Unknown>,
    /// Standard deviation of the logarithm of each in the prior.
    pub prior: Vec<f64>,
    /// What was published.
    pub targets: Vec<Target>,
    /// What is played.
    pub battery: Battery,
    /// How.
    pub method: Method,
}

impl Calibration {
    /// Calibrates, going on from the evaluations that are there. `progress` is told after each.
    ///
    /// # Errors
    /// When an evaluation cannot be kept.
    pub fn run(
        &self,
        knowledge: &Knowledge,
        evaluations: &Evaluations,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Posterior, CalibrationError> {
        let centre = vec![vec![0.0; self.unknowns.len()]; self.method.luck];
        let luck = self.evaluated(knowledge, evaluations, 0, &centre, progress)?;
        let error = kalman::Error::of(&self.targets, &luck, self.method.discrepancy);
        let mut ensemble = self.prior_ensemble();
        for (step, inflation) in (1..).zip(&self.method.inflation) {
            let simulated = self.evaluated(knowledge, evaluations, step, &ensemble, progress)?;
            let mut chance = Stream::new(self.method.seed, PURPOSE, step, 0, 1);
            let published: Vec<f64> = self.targets.iter().map(|target| target.published).collect();
            let data = kalman::Data { simulated: &simulated, published: &published, error: &error };
            kalman::step(&mut ensemble, &data, *inflation, self.method.threshold, &mut chance);
        }
        let draws = ensemble.iter().map(|member| self.factors(member)).collect();
        Ok(Posterior {
            beliefs: Beliefs { unknowns: self.unknowns.clone(), draws },
            prior: self.prior.clone(),
        })
    }

    /// How many worlds are played in all.
    #[must_use]
    pub fn evaluations(&self) -> usize {
        self.method.luck + self.method.members * self.method.inflation.len()
    }

    /// Members of the prior, in its standard deviations.
    fn prior_ensemble(&self) -> Vec<Vec<f64>> {
        let member = |member: u32| {
            let mut chance = Stream::new(self.method.seed, PURPOSE, 0, member, 0);
            self.unknowns.iter().map(|_| chance.normal()).collect()
        };
        (0..u32::try_from(self.method.members).unwrap_or(u32::MAX)).map(member).collect()
    }

    /// Logarithms of the factors of a member.
    fn factors(&self, member: &[f64]) -> Vec<f64> {
        member.iter().zip(&self.prior).map(|(deviation, log_sd)| deviation * log_sd).collect()
    }

    /// What each row would have printed in the world of each member. Every evaluation has luck of its own, so that the
    /// spread of the ensemble holds that of chance.
    fn evaluated(
        &self,
        knowledge: &Knowledge,
        evaluations: &Evaluations,
        step: u32,
        ensemble: &[Vec<f64>],
        progress: &(dyn Fn() + Sync),
    ) -> Result<Vec<Vec<Option<f64>>>, CalibrationError> {
        let one = |(number, member): (usize, &Vec<f64>)| {
            let number = u32::try_from(number).expect("an ensemble has at most thousands of members");
            if let Some(known) = evaluations.known(step, number) {
                progress();
                return Ok(known);
            }
            let beliefs = Beliefs { unknowns: self.unknowns.clone(), draws: vec![self.factors(member)] };
            let world = Knowledge { beliefs, ..knowledge.clone() };
            let printed = self.battery.play(&world, replicate(step, number));
            evaluations.keep(step, number, &printed)?;
            progress();
            Ok(printed)
        };
        ensemble.par_iter().enumerate().map(one).collect()
    }
}

/// The replicate whose luck an evaluation has: none twice.
fn replicate(step: u32, member: u32) -> u32 {
    step * 10_000 + member
}
