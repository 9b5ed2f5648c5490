//! A published study is split into what made its change, on any threads the same, and what is wrong with its file is told.

use super::{conus_in, empty_folder, files, names_in};
use std::fs;
use std::path::Path;

/// A shipped study with so few people that it says nothing.
fn study(folder: &Path, name: &str) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies").join(name);
    let text = fs::read_to_string(shipped).unwrap();
    let small =
        |line: &str| if line.starts_with("people = 10") { "people = 5".to_owned() } else { line.to_owned() };
    let lines: Vec<String> = text.lines().map(small).collect();
    fs::write(folder.join("study.toml"), lines.join("\n").replace("worlds = 200", "worlds = 10")).unwrap();
}

/// `conus run` knows such a study by its file and writes what `conus appraise` writes, on one thread or two.
#[test]
fn threads_and_the_command_change_no_byte_of_an_appraisal() {
    let folder = empty_folder("appraise");
    study(&folder, "kakabadze-2016.toml");
    let appraised = conus_in(&folder, &["appraise", "study.toml", "--out", "one", "--threads", "1"]);
    assert_eq!(appraised.code, 0, "{}", appraised.err);
    for words in
        ["natural course", "treatment", "not explained", "in a fair control arm", "not clinical advice"]
    {
        assert!(appraised.out.contains(words), "{words}");
    }
    let run = conus_in(&folder, &["run", "study.toml", "--out", "two", "--threads", "2"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let found = files(&folder.join("one"));
    assert!(found.iter().any(|(name, _)| name == "report.html"));
    assert!(found == files(&folder.join("two")), "another byte");
}

/// A sizing takes up what would be believed afterwards, and refuses what is no draw of beliefs.
#[test]
fn the_next_trial_can_be_sized_by_what_was_seen() {
    let folder = empty_folder("appraise-beliefs");
    study(&folder, "bydon-2024.toml");
    assert_eq!(conus_in(&folder, &["appraise", "study.toml", "--out", "seen"]).code, 0);
    let draws = fs::read_to_string(folder.join("seen/after-seeing.csv")).unwrap();
    assert!(draws.contains("potency_half") && draws.contains("for no prediction of this one"));
    fs::write(folder.join("broken.csv"), "draw,nobody_knows\n1,0.5\n").unwrap();
    let first = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies/first-trial.toml");
    let refused = conus_in(&folder, &["power", first.to_str().unwrap(), "--beliefs", "broken.csv"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("broken.csv") && refused.err.contains("nobody_knows"), "{}", refused.err);
}

/// Every fault with its line, exit code 2, and nothing written.
#[test]
fn a_faulty_study_is_refused_whole() {
    let folder = empty_folder("appraise-faulty");
    study(&folder, "kakabadze-2016.toml");
    let text = fs::read_to_string(folder.join("study.toml")).unwrap();
    fs::write(folder.join("study.toml"), text.replace("improved = 9", "improved = 90")).unwrap();
    let refused = conus_in(&folder, &["appraise", "study.toml", "--out", "out"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("more people improved than there were"), "{}", refused.err);
    assert_eq!(names_in(&folder), ["study.toml"]);
    let resumed = conus_in(&folder, &["run", "study.toml", "--resume"]);
    assert_eq!(resumed.code, 2, "{}", resumed.err);
}
