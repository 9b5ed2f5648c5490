//! One patient is the library's patient, whatever the format.

use super::{conus, conus_in, empty_folder, names_in};
use conus::biology::compiled::Model;
use conus::biology::parameters::Parameters;
use conus::patient::story::story;
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

fn column<'v>(json: &'v Value, name: &str) -> &'v Vec<Value> {
    let columns = json["columns"].as_array().unwrap();
    columns.iter().find(|column| column["name"] == name).unwrap()["values"].as_array().unwrap()
}

fn at_day(json: &Value, name: &str, day: f64) -> f64 {
    let row = column(json, "day").iter().position(|value| value.as_f64() == Some(day)).unwrap();
    column(json, name)[row].as_f64().unwrap()
}

/// A number as it comes back out of JSON: printed exactly, read by a reader that may be off by the last bit.
fn through_json(number: f64) -> f64 {
    serde_json::from_str(&serde_json::to_string(&number).unwrap()).unwrap()
}

#[test]
fn the_default_untreated_patient_at_day_365_is_the_patient_of_the_library() {
    let ended = conus(&["patient", "--days", "365", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    let typical = Parameters::shipped().typical();
    let own = story(&Model::compile(), &typical, &[], 365.0, 365.0).unwrap();
    for wanted in &own.columns {
        let found = at_day(&json, wanted.name, 365.0);
        assert_eq!(found.to_bits(), through_json(wanted.values[1]).to_bits(), "{}", wanted.name);
    }
    assert_eq!(json["parameters_changed"].as_array().unwrap().len(), 0);
    assert_eq!(json["notice"], "research and teaching only; not clinical advice");
}

#[test]
fn csv_holds_the_numbers_of_the_library_to_the_bit_and_json_the_same() {
    let args = ["patient", "--days", "30", "--every", "10", "--format"];
    let csv = conus(&[&args[..], &["csv"]].concat()).out;
    let json: Value = serde_json::from_str(&conus(&[&args[..], &["json"]].concat()).out).unwrap();
    let own = story(&Model::compile(), &Parameters::shipped().typical(), &[], 30.0, 10.0).unwrap();
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let rows: Vec<_> = lines.collect();
    assert_eq!((names.len(), rows.len()), (54, 4));
    for (at, name) in names.iter().enumerate() {
        let values: Vec<f64> = rows.iter().map(|row| row[at].parse().unwrap()).collect();
        assert_eq!(values, own.values(name), "{name}");
        let back = values.into_iter().map(through_json);
        assert!(back.eq(column(&json, name).iter().map(|value| value.as_f64().unwrap())), "{name}");
    }
}

#[test]
fn a_change_and_a_treatment_are_told_in_the_header_and_reach_the_patient() {
    let sciatica = ["patient", "--severity", "0", "--set", "root_compression_start=0.8", "--days", "60"];
    let operated = conus(&[&sciatica[..], &["--give", "decompression day=42"]].concat());
    assert!(
        operated.out.contains("changed: severity 0 (typical 0.7), root_compression_start 0.8 (typical 0)")
    );
    assert!(operated.out.contains("given    day 42: decompression"), "{}", operated.out);
    let radicular = |more: &[&str]| {
        let ended = conus(&[&sciatica[..], &["--format", "json"], more].concat());
        at_day(&serde_json::from_str(&ended.out).unwrap(), "pain_radicular", 60.0)
    };
    assert!(radicular(&["--give", "decompression day=42"]) < 0.1);
    assert!(radicular(&[]) > 4.0);
}

#[test]
fn cells_without_homing_do_not_help_and_cells_with_it_do() {
    let pain = |more: &[&str]| {
        let ended = conus(&[&["patient", "--days", "240", "--format", "json"], more].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        at_day(&serde_json::from_str(&ended.out).unwrap(), "pain", 240.0)
    };
    let cells = ["--give", "msc day=180 million=30"];
    let untreated = pain(&[]);
    assert!(pain(&cells) < untreated - 1.0);
    let knocked_out = pain(&[&cells[..], &["--knock-out", "homing"]].concat());
    assert!((knocked_out - untreated).abs() < 0.5, "{knocked_out} {untreated}");
}

#[test]
fn a_folder_holds_story_figure_and_visits_and_the_figure_says_what_it_is() {
    let folder = empty_folder("out");
    let args =
        ["patient", "--days", "60", "--give", "nerve_block day=20", "--format", "csv", "--out", "new/deep"];
    let ended = conus_in(&folder, &args);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let written = folder.join("new/deep");
    assert_eq!(
        names_in(&written),
        ["exams.csv", "patient.csv", "patient.json", "patient.svg", "scim.csv", "whoqol.csv"]
    );
    assert_eq!(fs::read_to_string(written.join("patient.csv")).unwrap(), ended.out);
    let svg = fs::read_to_string(written.join("patient.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    for words in ["not clinical advice", "nerve block", "untreated"] {
        assert!(svg.contains(words), "{words}");
    }
}

/// The visits are files of a clinic: `conus score` reads them as they are, and says the grade and the totals.
#[test]
fn the_visits_of_a_patient_can_be_scored() {
    let folder = empty_folder("visits");
    let args = ["patient", "--random", "--seed", "5", "--days", "400", "--out", "story"];
    assert_eq!(conus_in(&folder, &args).code, 0);
    for (instrument, file, score) in [
        ("isncsci", "exams.csv", "ais"),
        ("scim-iii", "scim.csv", "scim_total"),
        ("whoqol-bref", "whoqol.csv", "physical"),
    ] {
        let path = format!("story/{file}");
        let text = fs::read_to_string(folder.join(&path)).unwrap();
        assert!(text.lines().skip(1).all(|row| row.starts_with("Y,")), "{file} says that it is synthetic");
        let ended = conus_in(&folder, &["score", instrument, &path, "--format", "csv"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(ended.out.lines().next().unwrap().contains(score), "{}", ended.out);
        // Visits on days 14, 30, 91, 182 and 365.
        assert_eq!(ended.out.lines().count(), 6, "{file}");
    }
}

/// S1.4: a light touch is silent before the injury and loud a year after it; the drug lowers it.
#[test]
fn a_touch_is_silent_before_the_injury_and_loud_after_it() {
    let folder = empty_folder("touch");
    let touch =
        ["patient", "--days", "365", "--stimulus", "pressure", "--force-mn", "25", "--seconds", "0.5"];
    let drug = ["--give", "gabapentinoid from=300 mg_per_day=450", "--format", "json", "--out", "touch"];
    let ended = conus_in(&folder, &[&touch[..], &drug].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    let most = |cord: usize| {
        let firing = column(&json["cords"][cord], "projection").iter().map(|hz| hz.as_f64().unwrap());
        firing.fold(0.0, f64::max)
    };
    assert!(most(0) < 0.5 && most(1) > 5.0, "{} {}", most(0), most(1));
    assert!(most(2) < most(1), "{} {}", most(2), most(1));
    assert_eq!(names_in(&folder.join("touch")), ["stimulus.csv", "stimulus.json", "stimulus.svg"]);
    let svg = fs::read_to_string(folder.join("touch/stimulus.svg")).unwrap();
    assert!(svg.contains("not clinical advice") && svg.contains("before injury"));
}

#[test]
fn a_stimulus_out_of_range_is_refused_with_its_range() {
    let told = |args: &[&str]| conus(&[&["patient", "--stimulus", "pressure"], args].concat());
    let ended = told(&["--force-mn", "500"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("--force-mn is 500; give a number above 0 and up to 400"), "{}", ended.err);
    assert!(told(&["--seconds", "NaN"]).err.contains("--seconds is NaN"));
    assert_ne!(conus(&["patient", "--force-mn", "25"]).code, 0, "a force without a stimulus");
}

#[test]
fn the_same_seed_is_the_same_person_and_another_seed_is_another() {
    let person = |seed: &str| conus(&["patient", "--random", "--seed", seed, "--every", "365"]).out;
    assert_eq!(person("3"), person("3"));
    assert_ne!(person("3"), person("4"));
    assert!(person("3").contains("random person 3: "));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_conus"))
        .args(["patient", "--days", "20000", "--every", "1", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}
