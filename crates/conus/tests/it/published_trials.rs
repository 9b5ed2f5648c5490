//! Trials of a drug and of surgery, in people with and without an injury of the cord: the right people are let in, and
//! the report speaks of what was given.

use std::fs;

use conus::patient::covariates::{Ais, LevelGroup};
use conus::patient::pain_site::Class;
use conus::run::{Finish, run};
use conus::trial::folder::RunFolder;
use conus::trial::plan::TrialPlan;
use conus::trial::screening::{Screening, screen};
use conus::trial::simulate::scene;
use conus::trial::studies::shipped;

use super::folder::Place;
use super::trial::KNOWLEDGE;

/// A shipped study with twelve seats and two replicates.
fn small(name: &str) -> TrialPlan {
    let study = shipped().iter().find(|study| study.name == format!("{name}.toml")).unwrap();
    let mut plan = TrialPlan::from_text(study.name, study.text).unwrap();
    (plan.study.replicates, plan.allocation.sizes) = (2, conus::trial::plan::ArmSizes::Randomised);
    plan.arms.iter_mut().for_each(|arm| arm.randomised = 6);
    plan
}

fn screened(plan: &TrialPlan) -> Screening {
    screen(&KNOWLEDGE, plan, &scene(&KNOWLEDGE, plan, 0)).unwrap()
}

/// In a few highly susceptible people the root alone lets the glia of the cord convert; how many depends on the world,
/// since worlds of the posterior differ in how much people do. Fewer than one in twenty of these.
#[test]
fn people_with_sciatica_have_pain_of_the_root_and_hardly_anybody_has_pain_at_or_below_a_level() {
    let mut seen = Vec::new();
    for name in ["precise-2017", "peul-2007", "bailey-2020"] {
        let found = screened(&small(name));
        assert_eq!(found.enrolled.len(), 12);
        for patient in &found.enrolled {
            assert_eq!((patient.who.severity, patient.who.ais), (0.0, Ais::E));
            assert_eq!(patient.who.level.group(), LevelGroup::Lumbosacral);
            let pain = patient.pains.iter().find(|pain| pain.class == Class::Radicular).unwrap();
            let root = pain.left.or(pain.right).unwrap();
            assert_eq!(root.from.label(), patient.who.level.label(), "the level is that of the root");
        }
        seen.extend(found.seen);
    }
    let of_the_cord =
        seen.iter().filter(|(_, pains)| pains.iter().any(|pain| pain.class != Class::Radicular)).count();
    assert!(seen.len() > 100 && of_the_cord * 20 < seen.len(), "{of_the_cord} of {} people", seen.len());
}

#[test]
fn nobody_without_below_level_pain_comes_into_a_trial_of_it() {
    let found = screened(&small("cardenas-2013"));
    assert!(found.enrolled.iter().all(|patient| patient.has(Class::BelowLevel)));
    let others =
        found.seen.iter().filter(|(_, pains)| pains.iter().all(|pain| pain.class != Class::BelowLevel));
    assert!(others.count() > 0, "nobody was turned away");
}

#[test]
fn a_report_on_a_drug_or_on_surgery_says_nothing_of_cells() {
    for (name, tested) in [("siddall-2006", "pregabalin"), ("peul-2007", "early surgery")] {
        let (plan, place) = (small(name), Place::new());
        let folder = RunFolder::open(&place.run(), &plan, false).unwrap();
        assert_eq!(run(&KNOWLEDGE, &plan, &folder, 0..2, &|| {}).unwrap(), Finish::Whole { failures: 0 });
        let report = fs::read_to_string(place.run().join("report.html")).unwrap();
        // The assumptions list every parameter of the model, those of cells too.
        let told = report.rsplit_once("Assumptions of this run").unwrap().0;
        assert!(told.len() < report.len() && !told.contains("cells"), "{name}");
        assert!(told.contains(&format!("True effect of {tested}, median")), "{name}");
        assert!(told.contains("What the trial published"), "{name}");
    }
}

/// A picture with a column for each arm shows three of many; what two treatments do beyond their sum is told where arms
/// differ enough to tell.
#[test]
fn a_trial_of_many_arms_is_told_too() {
    let told = |name: &str| {
        let (plan, place) = (small(name), Place::new());
        let folder = RunFolder::open(&place.run(), &plan, false).unwrap();
        assert_eq!(run(&KNOWLEDGE, &plan, &folder, 0..2, &|| {}).unwrap(), Finish::Whole { failures: 0 });
        fs::read_to_string(place.run().join("report.html")).unwrap()
    };
    let three = told("gabapentin-and-pregabalin");
    assert!(!three.contains("arms 3 are drawn") && !three.contains("Do treatments add up?"));
    let ten = told("magnetic-targeting");
    assert!(ten.contains("Of 10 arms 3 are drawn") && !ten.contains("Do treatments add up?"));
    let twelve = told("integrated-care");
    assert!(twelve.contains("Of 12 arms 3 are drawn") && twelve.contains("Do treatments add up?"));
    assert!(twelve.contains("cells and rehabilitation"), "a pair stands in the figure");
}

#[test]
fn a_published_number_that_is_not_in_hand_or_is_held_out_cannot_be_named() {
    let text = shipped().iter().find(|study| study.name == "siddall-2006.toml").unwrap().text;
    for id in ["siddall2006.nrs_difference.pregabalin.w13", "akhlaghpasand2025scrt.scim_total.cells.w0"] {
        let text = text.replace("siddall2006.nrs_difference.pregabalin.w12", id);
        let faults = TrialPlan::from_text("study.toml", &text).unwrap_err();
        assert_eq!((faults.len(), faults[0].field.as_str()), (1, "analysis.published"));
    }
}
