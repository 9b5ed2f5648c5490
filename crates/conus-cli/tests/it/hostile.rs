//! A hostile argument ends in exit code 2, writes nothing and drives no terminal.

use super::{conus, conus_in, empty_folder, names_in};
use std::fs;

/// Refused: exit code 2, nothing on standard output, the reason on standard error without control characters.
fn refused(args: &[&str], because: &str) {
    let folder = empty_folder("refused");
    let ended = conus_in(&folder, args);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}: {}", ended.err);
    assert!(ended.err.contains(because), "{args:?}: {}", ended.err);
    assert!(ended.err.starts_with("error: "), "{args:?}: {}", ended.err);
    assert!(ended.err.len() < 3_000, "{args:?}: {} bytes", ended.err.len());
    assert!(ended.err.chars().all(|c| c == '\n' || !c.is_control()), "{args:?}: {}", ended.err);
    assert_eq!(names_in(&folder), Vec::<String>::new(), "{args:?}");
}

#[test]
fn numbers_that_are_none_or_out_of_range_are_refused() {
    let advice = "give a number of days above 0 and up to 20000";
    for days in ["0", "-1", "nan", "inf", "20001", "1e999", "ten", ""] {
        refused(&["patient", "--days", days, "--out", "new"], advice);
    }
    for every in ["0", "-7", "NaN"] {
        refused(&["patient", "--every", every, "--out", "new"], advice);
    }
    refused(&["patient", "--every", "1e-300"], "rows; raise --every");
    for severity in ["NaN", "-0.1", "2"] {
        refused(&["patient", "--severity", severity, "--out", "new"], "give a number from 0 to 1 [1]");
    }
}

#[test]
fn a_parameter_that_is_misspelt_or_makes_no_sense_is_refused() {
    let set = |text: &str, because: &str| refused(&["patient", "--set", text, "--out", "new"], because);
    set("glia_lop=1", "there is no parameter `glia_lop`; did you mean `glia_loop`?");
    set("glia_loop", "lacks its `=`");
    set("glia_loop=NaN", "parameter `glia_loop` cannot be NaN");
    set("glia_loop=inf", "parameter `glia_loop` cannot be inf");
    set("glia_loop=1e9", "parameter `glia_loop` cannot be 1000000000");
    set("=1", "there is no parameter ``");
    set("\u{1b}]0;owned\u{7}=1", "there is no parameter");
    set("\u{202e}=1", "there is no parameter");
    set(&format!("{}=1", "x".repeat(100_000)), "there is no parameter");
    refused(&["patient", "--set", "glia_loop=1", "--set", "glia_loop=2"], "stands twice");
}

#[test]
fn a_treatment_that_cannot_be_given_is_refused_with_its_reason() {
    let give = |text: &str, because: &str| refused(&["patient", "--give", text, "--out", "new"], because);
    give("mcs day=180 million=30", "  because there is no treatment `mcs`; did you mean `msc`?");
    give("msc day=900 million=30", "it begins on day 900, after the last day 730; raise --days");
    give("msc day=-1 million=30", "`day` is `-1`; give a number from 0 to 20000");
    give("\u{1b}[2J", "there is no treatment");
    give(&"x".repeat(100_000), "its text is longer than 500 bytes");
    let many: Vec<&str> =
        ["patient"].into_iter().chain(["--give", "nerve_block day=1"].repeat(101)).collect();
    refused(&many, "at most 100 treatments");
    let tablets = "gabapentinoid from=0 mg_per_day=300 intake=twice_daily";
    let first = conus(&["patient", "--days", "30", "--give", tablets, "--every", "30"]);
    assert_eq!(first.code, 0, "{}", first.err);
    refused(&["patient", "--knock-out", "hope"], "invalid value 'hope'");
    refused(&["patient", "--seed", "5"], "--random");
}

#[test]
fn a_folder_that_is_not_new_or_empty_is_refused_and_left_as_it_was() {
    let folder = empty_folder("here");
    fs::create_dir(folder.join("full")).unwrap();
    fs::write(folder.join("full/mine.txt"), "mine").unwrap();
    fs::write(folder.join("file"), "mine").unwrap();
    for (target, because) in [("full", "is not empty"), ("file", "is no folder"), ("file/below", "cannot be")]
    {
        let ended = conus_in(&folder, &["patient", "--days", "30", "--out", target]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{target}");
        assert!(ended.err.contains(because), "{target}: {}", ended.err);
    }
    assert_eq!(names_in(&folder), ["file", "full"]);
    assert_eq!(names_in(&folder.join("full")), ["mine.txt"]);
    assert_eq!(fs::read_to_string(folder.join("file")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_not_followed() {
    let folder = empty_folder("here");
    fs::create_dir(folder.join("real")).unwrap();
    std::os::unix::fs::symlink("real", folder.join("link")).unwrap();
    let ended = conus_in(&folder, &["patient", "--days", "30", "--out", "link"]);
    assert_eq!(ended.code, 2);
    assert_eq!(names_in(&folder.join("real")), Vec::<String>::new());
}

#[test]
fn what_the_solver_cannot_solve_is_a_numerical_failure_and_writes_nothing() {
    let folder = empty_folder("here");
    let ended = conus_in(&folder, &["patient", "--set", "pain_half=0", "--out", "new"]);
    assert_eq!((ended.code, ended.out.as_str()), (3, ""), "{}", ended.err);
    assert!(ended.err.starts_with("error: the patient could not be simulated\n  because `"), "{}", ended.err);
    assert_eq!(names_in(&folder), Vec::<String>::new());
}
