//! How is conus calibrated, and what counts as a success? As `data/calibration.toml` declares it.

use super::{Calibration, CalibrationError, Target, targets};
use crate::evidence::{Evidence, Label};
use crate::patient::world::Unknown;
use crate::prediction::{Battery, Simulation};
use crate::trial::knowledge::Knowledge;
use serde::Deserialize;

/// The file.
const TEXT: &str = include_str!("../../../../data/calibration.toml");

/// What `data/calibration.toml` declares.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Labels of what may move.
    pub unknowns: Vec<String>,
    /// The method.
    pub method: Method,
    /// The same in short.
    pub quick: Method,
    /// What counts as a success of validation.
    pub acceptance: Acceptance,
}

/// How the ensemble is made and moved.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Members of the ensemble.
    pub members: usize,
    /// One factor on the error for each step; their inverses add up to 1.
    pub inflation: Vec<f64>,
    /// Replicates that tell what chance does.
    pub luck: usize,
    /// Correlations below so many 1/sqrt(members) are taken as noise.
    pub threshold: f64,
    /// What the model is wrong by.
    pub discrepancy: Discrepancy,
    /// Seed of all draws.
    pub seed: u64,
}

/// What the model is wrong by, beside chance: the larger of both.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discrepancy {
    /// In standard deviations of chance.
    pub of_chance: f64,
    /// As a share of the published number.
    pub of_published: f64,
}

/// What is declared to count as a success of validation.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Worlds in which every row is played.
    pub worlds: usize,
    /// Least share of fitted rows in their 90 % interval \[%\].
    pub fit_inside_percent: f64,
    /// Whether the interval score must be better than that of the mean of other studies.
    pub beats_naive: bool,
}

impl Settings {
    /// The settings that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        toml::from_str(TEXT).expect("a test reads the shipped file")
    }

    /// What is calibrated to the rows of the evidence, by the full method or in short.
    ///
    /// # Errors
    /// A label that names no uncertain number, or a row that names what is not there.
    pub fn calibration(
        &self,
        knowledge: &Knowledge,
        evidence: &Evidence,
        quick: bool,
    ) -> Result<Calibration, CalibrationError> {
        let (unknowns, prior) = self.unknowns(knowledge)?;
        let (targets, rows): (Vec<Target>, Vec<(&Label, &Simulation)>) = targets(evidence).unzip();
        let battery = Battery::of(&rows)?;
        let method = if quick { self.quick.clone() } else { self.method.clone() };
        Ok(Calibration { unknowns, prior, battery, method, targets })
    }

    /// What may move, and how far its prior reaches.
    fn unknowns(&self, knowledge: &Knowledge) -> Result<(Vec<Unknown>, Vec<f64>), CalibrationError> {
        let uncertain = knowledge.uncertain();
        let known = |label: &String| {
            let unknown = Unknown::named(label)?;
            let number = uncertain.iter().find(|number| number.unknown == unknown)?;
            Some((unknown, number.log_sd))
        };
        let one = |label| {
            known(label).ok_or_else(|| CalibrationError::NoSuchUnknown { label: String::clone(label) })
        };
        self.unknowns.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped file is whole, each label is an uncertain number, each row can be played, and the inverses of the
    /// factors add up to 1, as the method asks.
    #[test]
    fn the_shipped_settings_can_be_followed() {
        let settings = Settings::shipped();
        let calibration = settings.calibration(&Knowledge::shipped(), Evidence::shipped(), false).unwrap();
        assert_eq!(calibration.unknowns.len(), settings.unknowns.len());
        for method in [&settings.method, &settings.quick] {
            let sum: f64 = method.inflation.iter().map(|factor| 1.0 / factor).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        }
    }
}
