//! Who is the random person? One draw of the population of the study that travels inside the binary.

use anyhow::anyhow;
use conus::biology::parameters::{Parameters, Params};
use conus::patient::chance::Key;
use conus::patient::covariates::{Covariates, draw};
use conus::patient::people::People;
use conus::patient::sample::params;
use conus::patient::world::World;
use conus::trial::plan::TrialPlan;
use conus::trial::studies::shipped;

/// A person with what a clinic would write down.
pub(crate) struct Person {
    pub(crate) seed: u64,
    pub(crate) who: Covariates,
    pub(crate) params: Params<f64>,
}

impl Person {
    /// Draws a person: how people differ is drawn, what nobody knows stays as shipped.
    pub(crate) fn draw(parameters: &Parameters, seed: u64) -> anyhow::Result<Self> {
        let study = shipped().first().ok_or_else(|| anyhow!("no study is shipped"))?;
        let plan = TrialPlan::from_text(study.name, study.text)
            .map_err(|faults| anyhow!("the shipped study has {} faults", faults.len()))?;
        let (people, key) = (People::shipped(), Key { seed, replicate: 0, patient: 0 });
        let who = draw(&plan.population, &plan.background, &people, key);
        let params = params(parameters, &people, &World::typical(), &who, key);
        Ok(Self { seed, who, params })
    }

    /// The person in one line.
    pub(crate) fn told(&self) -> String {
        let Covariates { age_years, sex, level, ais, .. } = self.who;
        format!(
            "random person {}: {}, {age_years:.0} years, level {}, AIS {}",
            self.seed,
            sex.code(),
            level.label(),
            ais.code()
        )
    }

    /// What usual care the person has in a trial, and that it is not given here.
    pub(crate) fn usual_care(&self) -> Option<&'static str> {
        match (self.who.gabapentinoid, self.who.training) {
            (true, true) => {
                Some("usual care in a trial is a gabapentinoid and training; not given here, see --give")
            }
            (true, false) => Some("usual care in a trial is a gabapentinoid; not given here, see --give"),
            (false, true) => Some("usual care in a trial is training; not given here, see --give"),
            (false, false) => None,
        }
    }
}
