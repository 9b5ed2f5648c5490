//! Who is this? Covariates that a clinic would write down: age, sex, level, grade, time since injury.

use super::chance::{Key, Purpose};
use super::people::People;
use crate::trial::plan::{AisGrade, Background, Population};

/// What is known of a patient before anybody asks about pain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covariates {
    /// Age at screening [years].
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Neurological level of injury.
    pub level: NeurologicalLevel,
    /// Grade of the ASIA Impairment Scale.
    pub ais: Ais,
    /// Days from the injury to randomisation.
    pub enrolment_day: f64,
    /// Severity of the cord injury, 0 to 1: not known to the clinic, only its grade is.
    pub severity: f64,
    /// Compression of a root on day 0, 0 to 1.
    pub root_compression: f64,
    /// Takes a gabapentinoid as usual care.
    pub gabapentinoid: bool,
    /// Trains beyond usual care.
    pub training: bool,
}
