//! Who plays the behaviours? A few typical people, each one change away from the typical patient.

use super::noise::Noise;
use crate::biology::compiled::Model;
use crate::biology::parameters::{Parameters, Params};
use crate::patient::story::{SolveError, Story, seen_on};
use crate::treatment::{Gabapentinoid, Intake, Route, Treatment};
use conus_num::Num;

/// Somebody who scores this has pain: the lowest whole number above none.
pub(super) const IN_PAIN: f64 = 1.0;
/// Two pains within half a point are the same: scores are whole numbers.
pub(super) const SAME: f64 = 0.5;
/// Touch hurts when the projection neuron fires as in health under a force of 50 mN \[Hz\] (medlock2022).
pub(super) const HURTS_HZ: f64 = 1.63;
/// A year \[day\].
pub(super) const YEAR: f64 = 365.0;
/// What is begun late, in established pain, begins half a year after the injury \[day\].
pub(super) const LATE: f64 = 180.0;
/// Twelve weeks after that \[day\].
pub(super) const TWELVE_WEEKS_ON: f64 = LATE + 84.0;
/// Longer than anybody is followed \[day\].
const FOR_EVER: f64 = 1.0e6;
/// Living share of the cells in a syringe \[percent\].
const VIABILITY_PERCENT: f64 = 90.0;

/// Everybody who plays, made of the shipped parameters, with noise on them or without.
pub struct Cast {
    model: Model,
    typical: Params<f64>,
    noise: Noise,
}

impl Cast {
    /// The people of the shipped parameters, under this noise.
    #[must_use]
    pub fn new(noise: Noise) -> Self {
        Self { model: Model::compile(), typical: Parameters::shipped().typical(), noise }
    }

    /// The typical patient with some changes; noise comes last, so that it meets the changes too.
    pub(super) fn person(&self, change: impl FnOnce(&mut Params<f64>)) -> Params<f64> {
        let mut params = self.typical;
        change(&mut params);
        self.noise.on(&params)
    }

    /// Nobody injured.
    pub(super) fn healthy(&self) -> Params<f64> {
        self.person(|p| p.severity = Num(0.0))
    }

    /// Below-level pain and hardly any at the level, with some changes.
    pub(super) fn below_level_with(&self, change: impl FnOnce(&mut Params<f64>)) -> Params<f64> {
        self.person(|p| {
            p.susceptibility_at = Num(0.15);
            p.susceptibility_below = Num(1.3);
            change(p);
        })
    }

    /// Below-level pain and hardly any at the level.
    pub(super) fn below_level(&self) -> Params<f64> {
        self.below_level_with(|_| {})
    }

    /// At-level pain and none below.
    pub(super) fn at_level(&self) -> Params<f64> {
        self.person(|p| p.susceptibility_below = Num(0.3))
    }

    /// Injured and without pain, just below the threshold at the level, with some changes.
    pub(super) fn free_of_pain_with(&self, change: impl FnOnce(&mut Params<f64>)) -> Params<f64> {
        self.person(|p| {
            p.susceptibility_at = Num(0.25);
            p.susceptibility_below = Num(0.2);
            change(p);
        })
    }

    /// A compressed root and no injury: ordinary sciatica.
    pub(super) fn sciatica(&self) -> Params<f64> {
        self.person(|p| {
            p.severity = Num(0.0);
            p.root_compression_start = Num(0.8);
        })
    }

    /// The same in somebody whose disc is resorbed four times more slowly.
    pub(super) fn lasting_sciatica(&self) -> Params<f64> {
        self.person(|p| {
            p.severity = Num(0.0);
            slowly_resorbed_root(p);
        })
    }

    /// Below-level pain, and a compressed root that is resorbed as slowly.
    pub(super) fn below_level_and_root(&self) -> Params<f64> {
        self.below_level_with(slowly_resorbed_root)
    }

    /// What is seen in a person on these rising days after the injury, under these treatments.
    pub(super) fn see(
        &self,
        person: &Params<f64>,
        treatments: &[Treatment],
        days: &[f64],
    ) -> Result<Story, SolveError> {
        seen_on(&self.model, person, treatments, days)
    }

    /// Their pain on these days \[NRS\].
    pub(super) fn pain(
        &self,
        person: &Params<f64>,
        treatments: &[Treatment],
        days: &[f64],
    ) -> Result<Vec<f64>, SolveError> {
        Ok(self.see(person, treatments, days)?.values("pain").to_vec())
    }

    /// Their pain on one day \[NRS\].
    pub(super) fn pain_on(
        &self,
        person: &Params<f64>,
        treatments: &[Treatment],
        day: f64,
    ) -> Result<f64, SolveError> {
        self.value_on(person, treatments, "pain", day)
    }

    /// One quantity of theirs on one day, by its name in a [`Story`].
    pub(super) fn value_on(
        &self,
        person: &Params<f64>,
        treatments: &[Treatment],
        name: &str,
        day: f64,
    ) -> Result<f64, SolveError> {
        Ok(self.see(person, treatments, &[day])?.values(name)[0])
    }

    /// How much lower pain is on these days than without the treatments \[NRS\].
    pub(super) fn relief(
        &self,
        person: &Params<f64>,
        treatments: &[Treatment],
        days: &[f64],
    ) -> Result<Vec<f64>, SolveError> {
        let untreated = self.pain(person, &[], days)?;
        Ok(untreated
            .iter()
            .zip(self.pain(person, treatments, days)?)
            .map(|(none, some)| none - some)
            .collect())
    }
}

/// A compressed root of which half is still there after a year and a half.
fn slowly_resorbed_root(p: &mut Params<f64>) {
    p.root_compression_start = Num(0.8);
    p.root_resorption = Num(0.0012);
}

/// Stem cells into the fluid, without a magnet.
pub(super) fn stem_cells(day: f64, dose_million_cells: f64) -> Treatment {
    guided_stem_cells(day, dose_million_cells, 1.0)
}

/// Stem cells into the fluid, a magnet holding so many times their share.
pub(super) fn guided_stem_cells(day: f64, dose_million_cells: f64, magnet_gain: f64) -> Treatment {
    let (route, viability_percent) = (Route::Intrathecal, VIABILITY_PERCENT);
    Treatment::Msc { day, dose_million_cells, route, magnet_gain, viability_percent }
}

/// A large graft of stem cells and Schwann cells half a year after the injury.
pub(super) fn graft() -> [Treatment; 2] {
    let schwann = Treatment::Schwann {
        day: LATE,
        dose_million_cells: 30.0,
        route: Route::Intrathecal,
        viability_percent: VIABILITY_PERCENT,
    };
    [stem_cells(LATE, 100.0), schwann]
}

/// Pregabalin between two days, with a first week at the starting dose.
pub(super) fn pregabalin(start_day: f64, stop_day: f64, dose_mg_per_day: f64) -> Treatment {
    Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day,
        stop_day,
        dose_mg_per_day,
        titration_days: 7.0,
        intake: Intake::Steady,
    }
}

/// Pregabalin from a day on at its full dose at once, as animals get it.
pub(super) fn pregabalin_at_once(start_day: f64, dose_mg_per_day: f64) -> Treatment {
    Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day,
        stop_day: FOR_EVER,
        dose_mg_per_day,
        titration_days: 0.0,
        intake: Intake::Steady,
    }
}

/// The full programme of training from a day on.
pub(super) fn training_from(start_day: f64) -> Treatment {
    Treatment::Rehabilitation { start_day, stop_day: FOR_EVER, intensity: 1.0 }
}
