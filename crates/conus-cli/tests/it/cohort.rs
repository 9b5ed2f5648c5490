//! A cohort is the same on any threads and lanes, and whoever fails in it can be followed again.

use super::{conus, conus_in, empty_folder, names_in};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Follows so many patients, side by side as the environment says.
fn followed(folder: &Path, patients: &str, lanes: &str, more: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conus"))
        .args(["cohort", "--patients", patients, "--days", "60", "--every", "30"])
        .args(more)
        .current_dir(folder)
        .env("CONUS_LANES", lanes)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn threads_and_lanes_change_no_byte_of_a_cohort() {
    let folder = empty_folder("cohorts");
    for (out, lanes, threads) in [("a", "1", "1"), ("b", "4", "3")] {
        let (code, _, err) = followed(&folder, "300", lanes, &["--threads", threads, "--out", out]);
        assert_eq!(code, 0, "{err}");
    }
    let names = names_in(&folder.join("a"));
    assert_eq!(names, ["cohort.parquet", "dictionary.json", "people.parquet", "summary.json"]);
    for name in names {
        assert_eq!(
            fs::read(folder.join("a").join(&name)).unwrap(),
            fs::read(folder.join("b").join(&name)).unwrap()
        );
    }
    let summary: Value = serde_json::from_slice(&fs::read(folder.join("a/summary.json")).unwrap()).unwrap();
    assert!(summary["notice"].as_str().unwrap().starts_with("SYNTHETIC DATA"));
    assert_eq!((&summary["patients"], &summary["failures"]), (&300.into(), &0.into()));
    let (_, table, _) = followed(&folder, "300", "4", &[]);
    assert!(table.contains("failed solves  0\n"), "{table}");
    assert_eq!(table.lines().filter(|line| line.trim_start().starts_with("60 ")).count(), 1);
}

#[test]
fn a_number_of_lanes_that_there_is_not_is_bad_input() {
    let folder = empty_folder("lanes");
    let (code, out, err) = followed(&folder, "1", "3", &["--out", "new"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("CONUS_LANES is `3`; set it to 1, 4 or 8"), "{err}");
    assert!(names_in(&folder).is_empty());
}

/// Failures made on purpose: counted, named, kept; the file leads to the same end, more steps lead through.
#[test]
fn a_failed_patient_is_kept_and_can_be_followed_again() {
    let folder = empty_folder("failing");
    let (code, out, err) = followed(&folder, "9", "4", &["--most-steps", "45", "--out", "failing"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("failed solves  9\n") && out.contains("conus replay failing/failures/FILE"),
        "{out}"
    );
    let names = names_in(&folder.join("failing/failures"));
    assert_eq!((names.len(), names[7].as_str()), (9, "replicate-00000-patient-00007-cohort.json"));
    let file = format!("failing/failures/{}", names[7]);
    let kept: Value = serde_json::from_slice(&fs::read(folder.join(&file)).unwrap()).unwrap();
    let again = conus_in(&folder, &["replay", &file, "--format", "json"]);
    assert_eq!((again.code, again.err.as_str()), (3, ""));
    let told: Value = serde_json::from_str(&again.out).unwrap();
    for field in ["cause", "day", "state"] {
        assert_eq!(told["now"][field], kept["failure"][field], "{field}");
        assert_eq!(told["before"][field], kept["failure"][field], "{field}");
    }
    let steps = |kind: &str| told["steps"][kind].as_u64().unwrap();
    assert_eq!(steps("accepted") + steps("rejected"), 45);
    let last = told["last_accepted"].as_array().unwrap().last().unwrap();
    let end = last["day"].as_f64().unwrap() + last["length"].as_f64().unwrap();
    assert!((end - told["now"]["day"].as_f64().unwrap()).abs() < 1e-9, "{end}");
    let page = conus_in(&folder, &["replay", &file]);
    assert_eq!(page.code, 3);
    assert!(page.out.contains("patient 7 of replicate 0, seed 1; cohort"), "{}", page.out);
    let through = conus_in(&folder, &["replay", &file, "--most-steps", "100000", "--out", "course.csv"]);
    assert_eq!(through.code, 0, "{}", through.err);
    assert!(through.out.contains("it goes through, to day 60"), "{}", through.out);
    let course = fs::read_to_string(folder.join("course.csv")).unwrap();
    assert_eq!(course.lines().count(), 1 + 61);
    assert!(course.starts_with("day,pain,pain_at,"), "{course}");
}

#[test]
fn a_file_that_is_no_failure_is_refused_with_its_place() {
    let folder = empty_folder("wrong");
    followed(&folder, "1", "1", &["--most-steps", "45", "--out", "failing"]);
    let name = "failing/failures/replicate-00000-patient-00000-cohort.json";
    let good = fs::read_to_string(folder.join(name)).unwrap();
    let cases = [
        ("\"severity\"", "\"sevrity\"", "unknown name `sevrity`; did you mean `severity`? at line"),
        ("\"relative\": 1e-6", "\"relative\": -1", "replay.precision.relative is -1; expected a tolerance"),
        ("\"notice\"", "\"notices\"", "unknown field `notices`"),
        ("{", "[", "expected a file of a folder failures/"),
    ];
    for (old, new, expected) in cases {
        assert!(good.contains(old), "{old}");
        fs::write(folder.join("wrong.json"), good.replacen(old, new, 1)).unwrap();
        let ended = conus_in(&folder, &["replay", "wrong.json"]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""));
        assert!(ended.err.contains(expected), "{expected}: {}", ended.err);
        assert!(ended.err.contains("wrong.json"), "{}", ended.err);
    }
    let absent = conus(&["replay", "nowhere.json"]);
    assert_eq!(absent.code, 2);
    assert!(absent.err.contains("`nowhere.json` cannot be read"), "{}", absent.err);
}
