//! Which files would a clinic keep of the patient of this story? Exams and answers at visits, for `conus score`.

use super::Told;
use anyhow::Context;
use conus::biology::compiled::Model;
use conus::instrument::reporting;
use conus::instrument::simulated::ItemModel;
use conus::instrument::simulated::files::{Patient, files, visit_days};
use conus::patient::chance::Key;
use conus::patient::covariates::{Covariates, NeurologicalLevel, Region, Sex, grade_of};
use conus::patient::people::People;
use conus::patient::story::seen_on;
use conus::patient::world::World;

/// Exams, SCIM III and WHOQOL-BREF of the visits, as names and texts.
pub(super) fn kept(model: &Model, told: &Told) -> anyhow::Result<[(&'static str, String); 3]> {
    let days = visit_days(told.days);
    let story = seen_on(model, &told.params, &told.treatments, &days)
        .context("the patient could not be simulated")?;
    let visits: Vec<_> = days.into_iter().zip(story.states()).collect();
    let (seed, who) = match &told.person {
        Some(person) => (person.seed, person.who),
        None => (1, typical()),
    };
    // The grade follows the severity, which an argument may have changed.
    let who = Covariates { ais: grade_of(told.params.severity.0, &People::shipped()), ..who };
    let patient = Patient { who: &who, params: &told.params, key: Key { seed, replicate: 0, patient: 0 } };
    let missing = reporting::in_world(&reporting::shipped(), &World::typical()).item_missing.0;
    Ok(files(&ItemModel::shipped(), patient, &visits, missing))
}

/// The typical patient has parameters only; the rest is assumed: a man of 40 with an injury at T6.
fn typical() -> Covariates {
    let level = NeurologicalLevel::new(Region::Thoracic, 6).expect("T6 is a level");
    Covariates {
        age_years: 40.0,
        sex: Sex::Male,
        level,
        ais: conus::patient::covariates::Ais::A,
        months_since_injury: 0.0,
        gabapentinoid: false,
        training: false,
        severity: 0.0,
        root_compression: 0.0,
    }
}
