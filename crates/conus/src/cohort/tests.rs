//! Is a cohort the same however the work is shared, and is everybody in it accounted for?

use super::folder::write;
use super::*;
use crate::patient::course::Precision;
use crate::patient::crowd::{Followers, Width};
use crate::table::growing::Kind;
use crate::trial::failure::{FAILURES, Kept};
use crate::trial::plan::TrialPlan;
use crate::trial::studies::shipped;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::shipped);

fn cohort(patients: u32) -> Cohort {
    let study = &shipped()[0];
    let plan = TrialPlan::from_text(study.name, study.text).unwrap();
    let nerve_block = [Treatment::NerveBlock { day: 20.0 }, Treatment::NerveBlock { day: 99.0 }];
    Cohort {
        patients,
        seed: 1,
        population: plan.population,
        background: plan.background,
        events: events(&nerve_block, 28.0),
        looks: looks(28.0, 14.0),
    }
}

/// Somebody who follows with so many lanes and steps.
fn knowing(width: Width, most_steps: u64) -> Knowledge {
    let precision = Precision { most_steps, ..Precision::STUDY };
    let followers = Followers { width, precision, ..KNOWLEDGE.followers.clone() };
    Knowledge { followers, ..KNOWLEDGE.clone() }
}

/// A folder of this test's own, empty.
fn place(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("conus-cohort-{}-{name}", std::process::id()));
    fs::create_dir(&path).unwrap();
    path
}

/// Every file of a folder, which is then removed.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    fs::remove_dir_all(folder).unwrap();
    found
}

/// Neither threads nor lanes change a byte of any file.
#[test]
fn a_cohort_is_the_same_on_any_threads_and_lanes() {
    let written = |name: &str, threads, width, kind| {
        let folder = place(name);
        let knowledge = knowing(width, Precision::STUDY.most_steps);
        let summary = write(&folder, kind, &cohort(520), &knowledge, threads, &|_| {}).unwrap();
        assert_eq!((summary.patients, summary.failures), (520, 0));
        files(&folder)
    };
    let one = written("one", 1, Width::One, Kind::Parquet);
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    assert_eq!(names, ["cohort.parquet", "dictionary.json", "people.parquet", "summary.json"]);
    assert!(one == written("lanes", 1, Width::Four, Kind::Parquet));
    assert!(one == written("threads", 3, Width::Four, Kind::Parquet));
    let text = written("text", 2, Width::One, Kind::Csv);
    let lines = |name: &str| String::from_utf8(text[name].clone()).unwrap().lines().count();
    assert_eq!((lines("cohort.csv"), lines("people.csv")), (1 + 520 * 3, 1 + 520));
    assert_eq!(one["summary.json"], text["summary.json"]);
}

/// Fewer people are the first of more.
#[test]
fn the_first_of_a_larger_cohort_are_a_smaller_one() {
    let people = |patients| {
        let mut people = Vec::new();
        let mut take = |unit: Unit| {
            people.extend(unit.people);
            Ok::<_, ()>(())
        };
        cohort(patients).follow(&KNOWLEDGE, 1, &mut take).unwrap();
        people
    };
    assert_eq!(people(300)[..270], people(270));
}

/// So many steps are enough for some and too few for others.
const MOST_STEPS: u64 = 60;

/// A failure made on purpose is counted, named and kept; its file leads to the same day, state and cause.
#[test]
fn a_failure_is_counted_named_and_can_be_followed_again() {
    let folder = place("failures");
    let knowledge = knowing(Width::Four, MOST_STEPS);
    let cohort = Cohort { events: Vec::new(), looks: looks(60.0, 30.0), ..cohort(40) };
    let summary = write(&folder, Kind::Csv, &cohort, &knowledge, 1, &|_| {}).unwrap();
    let names: Vec<PathBuf> =
        fs::read_dir(folder.join(FAILURES)).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), summary.failures as usize);
    assert!((1..40).contains(&summary.failures), "{}", summary.failures);
    for name in &names {
        let kept = Kept::read(name).unwrap();
        assert_eq!(kept.file_name(), name.file_name().unwrap().to_str().unwrap());
        let again = kept.failure.replay.follow(&KNOWLEDGE.followers.model).arrival;
        let cause = again.outcome.unwrap_err();
        assert_eq!(kept.failure.cause, cause.to_string());
        assert_eq!((kept.failure.day, kept.failure.state), (cause.day(), None));
        assert_eq!(kept.failure.day, Some(again.standing.day));
    }
    let text = String::from_utf8(files(&folder)["people.csv"].clone()).unwrap();
    let failed = text.lines().filter(|line| line.contains(",N,")).count();
    assert_eq!(failed, summary.failures as usize);
}
