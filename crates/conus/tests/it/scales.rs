//! SCIM III and WHOQOL-BREF at the visits of a trial: there where they are asked, and of no influence on anything else.

use std::fs;

use conus::biology::State;
use conus::patient::crowd::{Followers, Width};
use conus::run::run;
use conus::trial::dataset::tables::analysis_tables;
use conus::trial::dataset::{Dataset, EndOfStudy, Observation, Parameter};
use conus::trial::folder::RunFolder;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::{Outcome, TrialPlan};
use conus::trial::potential::{Wanted, potential};
use conus::trial::scales::{Scales, Visited};
use conus::trial::screening::screen;
use conus::trial::setting::settings;
use conus::trial::simulate::{Played, replicate, scene};
use conus_num::Num;

use crate::folder::Place;
use crate::trial::{KNOWLEDGE, knowing, study};

const ASKED: (&str, &str) = (
    "\"nrs_mean\", \"nrs_worst\"]",
    "\"nrs_mean\", \"nrs_worst\", \"scim_total\", \"qol_overall\", \"qol_physical\"]",
);
const NOBODY_LEAVES: (&str, &str) = ("sizes = \"randomised\"", "sizes = \"completers\"");
const NEW: [Parameter; 3] = [Parameter::ScimTotal, Parameter::QolOverall, Parameter::QolPhysical];

fn played(knowledge: &Knowledge, plan: &TrialPlan) -> Played {
    let played = replicate(knowledge, plan, 0, false).unwrap();
    assert!(played.failures.is_empty());
    played
}

fn names(data: &Dataset) -> Vec<&'static str> {
    analysis_tables(data).unwrap().iter().map(|table| table.name).collect()
}

fn of(data: &Dataset, parameter: Parameter) -> Vec<&Observation> {
    data.answers(parameter.instrument()).iter().filter(|row| row.parameter == parameter).collect()
}

#[test]
fn a_trial_that_asks_has_the_tables_and_changes_nothing_else() {
    let (asked, silent) = (played(&KNOWLEDGE, &study(&[ASKED])), played(&KNOWLEDGE, &study(&[])));
    for ((_, with), (_, without)) in asked.settings.iter().zip(&silent.settings) {
        assert_eq!(names(&without.analysis), ["ADSL", "ADNRS", "ADPBDS", "ADAE", "ADICE"]);
        assert_eq!(names(&with.analysis)[5..], ["ADSCIM", "ADWHOQ"]);
        let mut same = with.clone();
        (same.analysis.scim, same.analysis.whoqol) = (Vec::new(), Vec::new());
        assert_eq!(format!("{same:?}"), format!("{without:?}"));
    }
}

#[test]
fn whoever_comes_to_a_visit_is_asked_and_every_value_lies_on_its_scale() {
    let played = played(&knowing(&[("leave_base", 0.004), ("item_missing", 0.0)]), &study(&[ASKED]));
    let data = &played.settings[0].1.analysis;
    let mut left = 0;
    for parameter in NEW {
        let rows = of(data, parameter);
        for row in &rows {
            assert!((parameter.lowest()..=parameter.highest()).contains(&row.value), "{row:?}");
        }
        for (index, subject) in (0_u32..).zip(&data.subjects) {
            let came = match subject.end {
                EndOfStudy::Completed { .. } => 4,
                EndOfStudy::Discontinued { day, .. } => {
                    [0, 30, 91, 182].iter().filter(|at| **at < day).count()
                }
            };
            left += u32::from(came < 4);
            assert_eq!(rows.iter().filter(|row| row.subject == index).count(), came, "subject {index}");
        }
    }
    assert!(left > 0, "without anybody who leaves, this test says less");
    // Whole points and whole grades.
    for parameter in [Parameter::ScimTotal, Parameter::QolOverall] {
        assert!(of(data, parameter).iter().all(|row| row.value.fract() == 0.0));
    }
}

/// Half of what is asked, half of the tables.
#[test]
fn only_what_is_listed_is_asked() {
    let scim = ("\"nrs_worst\"]", "\"nrs_worst\", \"scim_total\"]");
    let data = &played(&KNOWLEDGE, &study(&[scim])).settings[0].1.analysis;
    assert_eq!(names(data)[5..], ["ADSCIM"]);
    assert!(data.whoqol.is_empty() && !data.scim.is_empty());
}

fn mean_at(data: &Dataset, parameter: Parameter, visit: u16) -> f64 {
    let rows: Vec<f64> =
        of(data, parameter).iter().filter(|row| row.visit == visit).map(|row| row.value).collect();
    rows.iter().sum::<f64>() / rows.len() as f64
}

/// The same people under usual care and under a drug in full dose: with less pain they judge their life better.
#[test]
fn who_is_relieved_of_pain_judges_life_better_and_more_is_better() {
    let quiet = knowing(&[("item_missing", 0.0), ("stop_drug_harm", 0.0)]);
    let drug = |dose: &str| {
        let text = format!("variants = [\"{dose}\"]");
        let content = format!("content = \"{dose}\"");
        let plan = study(&[
            ASKED,
            NOBODY_LEAVES,
            ("gabapentinoid_percent = 50", "gabapentinoid_percent = 0"),
            ("variants = [\"usual_care\"]", &text),
            ("content = \"usual_care\"", &content),
            ("randomised = 5", "randomised = 25"),
            ("cells = 6, control = 5", "cells = 6, control = 25"),
        ]);
        played(&quiet, &plan).settings.swap_remove(0).1.analysis
    };
    let (usual, titrated) = (drug("usual_care"), drug("titrated_gabapentinoid"));
    assert!(mean_at(&titrated, Parameter::NrsMean, 3) < mean_at(&usual, Parameter::NrsMean, 3));
    for parameter in [Parameter::QolOverall, Parameter::QolPhysical] {
        assert_eq!(mean_at(&titrated, parameter, 0).to_bits(), mean_at(&usual, parameter, 0).to_bits());
        let (with, without) = (mean_at(&titrated, parameter, 3), mean_at(&usual, parameter, 3));
        assert!(with > without, "{parameter:?}: {with} with the drug, {without} without");
    }
    assert!(Outcome::QolOverall.favours_treated(1.0) && !Outcome::NrsMean.favours_treated(1.0));
}

/// The same person on the same day with more of what the cord carries, of what is done with it, and of quality of life.
#[test]
fn a_patient_who_improves_says_so() {
    let plan = study(&[ASKED]);
    let enrolled = screen(&KNOWLEDGE, &plan, &scene(&KNOWLEDGE, &plan, 0)).unwrap().enrolled;
    let mut gained = [0; 3];
    for patient in &enrolled {
        let scales = Scales::of(&plan, patient).unwrap();
        let said = |better: f64, pain: f64| {
            let now = patient.standing.state;
            let more = |part: Num<f64>| Num(part.0 + better * (1.0 - part.0));
            let state = State {
                tracts: more(now.tracts),
                function: more(now.function),
                quality: more(now.quality),
                ..now
            };
            let day = patient.standing.day + 182.0;
            let at = Visited { visit: 3, day, state: &state, params: &patient.params, pain, missing: 0.0 };
            scales.scores(patient.key, &at)
        };
        for (gained, (before, after)) in gained.iter_mut().zip(said(0.0, 6.0).iter().zip(said(0.6, 2.0))) {
            assert_eq!(before.0, after.0);
            assert!(after.1 >= before.1, "{before:?}, then {after:?}");
            *gained += u32::from(after.1 > before.1);
        }
    }
    assert!(gained.iter().all(|gained| *gained >= 9), "{gained:?} of {}", enrolled.len());
}

#[test]
fn a_whole_run_tells_them_among_the_outcomes() {
    let (place, plan) = (Place::new(), study(&[ASKED]));
    let folder = RunFolder::open(&place.run(), &plan, false).unwrap();
    run(&KNOWLEDGE, &plan, &folder, 0..4, &|| {}).unwrap();
    let report = fs::read_to_string(place.run().join("report.html")).unwrap();
    assert!(report.contains("independence (SCIM III)") && report.contains("physical quality of life"));
    for table in ["adscim.csv", "adwhoq.csv", "adscim.parquet"] {
        assert!(place.run().join("adam/replicate-00000").join(table).exists(), "{table}");
    }
}

#[test]
fn scales_are_the_same_however_many_patients_are_followed_at_once_and_in_the_arm_of_the_seat() {
    let plan = study(&[ASKED]);
    let quiet = knowing(&[("item_missing", 0.0), ("stop_drug_harm", 5.0)]);
    let every = Width::ALL.map(|width| {
        let followers = Followers { width, ..quiet.followers.clone() };
        played(&Knowledge { followers, ..quiet.clone() }, &plan)
    });
    let texts = every.each_ref().map(|played| format!("{played:?}"));
    assert!(texts[1] == texts[0] && texts[2] == texts[0]);
    let data = &every[0].settings[0].1.analysis;
    let wanted =
        Wanted { parameters: NEW.into_iter().collect(), worlds: [Default::default()].into_iter().collect() };
    let everybody = potential(&quiet, &plan, 0, settings(&plan)[0], &wanted).unwrap().patients;
    for (place, parameter) in NEW.into_iter().enumerate() {
        for row in of(data, parameter) {
            let arm = usize::from(data.subjects[row.subject as usize].arm);
            let own = &everybody[row.subject as usize].outcomes[arm][0];
            assert_eq!(own.answers[place][usize::from(row.visit)], Some(row.value), "{row:?}");
        }
    }
}
