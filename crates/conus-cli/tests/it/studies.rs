//! A study is written, checked and refused as it should be; references are found.

use super::{conus, conus_in, empty_folder, names_in};
use conus::trial::studies::shipped;
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn the_new_study_is_the_shipped_one_and_passes_its_check() {
    let folder = empty_folder("here");
    let made = conus_in(&folder, &["new", "--out", "mine.toml"]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(folder.join("mine.toml")).unwrap(), shipped()[0].text);
    let checked = conus_in(&folder, &["check", "mine.toml"]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    for words in
        ["mine.toml: no fault", "200 virtual trials, seed 2025", "Active control", "Month 6", "are assumed"]
    {
        assert!(checked.out.contains(words), "{words}: {}", checked.out);
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = empty_folder("here");
    fs::write(folder.join(shipped()[0].name), "mine").unwrap();
    let ended = conus_in(&folder, &["new"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("is there already; nothing is overwritten"), "{}", ended.err);
    assert_eq!(fs::read_to_string(folder.join(shipped()[0].name)).unwrap(), "mine");
}

#[test]
fn an_unknown_study_is_refused_and_writes_nothing() {
    let folder = empty_folder("here");
    let ended = conus_in(&folder, &["new", "../evil"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("no study `../evil` is shipped"), "{}", ended.err);
    assert_eq!(names_in(&folder), Vec::<String>::new());
}

#[test]
fn the_summary_for_programs_holds_the_whole_plan() {
    let folder = empty_folder("here");
    fs::write(folder.join("study.toml"), shipped()[0].text).unwrap();
    let ended = conus_in(&folder, &["check", "study.toml", "--format", "json"]);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(json[0]["plan"]["study"]["replicates"], 200);
    assert_eq!(json[0]["digest"].as_str().unwrap().len(), 64);
    let assumed = json[0]["assumed"].as_array().unwrap();
    assert!(assumed.iter().any(|entry| entry["setting"] == "male_percent = 75"), "{assumed:?}");
}

#[test]
fn every_broken_study_is_bad_input_with_all_its_faults() {
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conus/tests/it/broken_studies");
    let mut count = 0;
    for name in names_in(&broken).iter().filter(|name| name.ends_with(".toml")) {
        let ended = conus_in(&broken, &["check", name]);
        assert_eq!((ended.code, ended.out.trim()), (2, ""), "{name}");
        let expected = fs::read_to_string(broken.join(name).with_extension("expected")).unwrap();
        let faults = expected.lines().filter(|line| line.starts_with(name.as_str())).count();
        let told = if faults == 1 { "1 fault;".to_owned() } else { format!("{faults} faults;") };
        assert!(ended.err.contains(&told), "{name}: {told} {}", ended.err);
        assert!(ended.err.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
        count += 1;
    }
    assert!(count >= 10, "{count} broken studies");
}

#[test]
fn one_broken_study_among_sound_ones_is_bad_input_and_the_sound_ones_are_told() {
    let folder = empty_folder("here");
    fs::write(folder.join("good.toml"), shipped()[0].text).unwrap();
    fs::write(folder.join("bad.toml"), "[study]\n").unwrap();
    let ended = conus_in(&folder, &["check", "bad.toml", "absent.toml", "good.toml"]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.starts_with("good.toml: no fault"), "{}", ended.out);
    assert!(
        ended.err.contains("bad.toml") && ended.err.contains("`absent.toml` cannot be read"),
        "{}",
        ended.err
    );
}

#[test]
fn a_reference_is_printed_in_every_format() {
    let table = conus(&["cite", "hains2006", "siddall2006"]).out;
    assert!(table.starts_with("hains2006\n  ") && table.contains("\nsiddall2006\n  "), "{table}");
    let json: Value = serde_json::from_str(&conus(&["cite", "--all", "--format", "json"]).out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), conus::evidence::citations().len());
    let csv = conus(&["cite", "hains2006", "--format", "csv"]).out;
    assert!(csv.starts_with("key,author,year,title,topic,journal,identifier,note\nhains2006,"), "{csv}");
}

#[test]
fn every_unknown_reference_is_told() {
    let ended = conus(&["cite", "hains206", "hains2006", "nobody"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("`hains206`; did you mean `hains2006`?"), "{}", ended.err);
    assert!(ended.err.contains("`nobody`; conus cite --all shows them"), "{}", ended.err);
}
