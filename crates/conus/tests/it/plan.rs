//! Every fault of a study file is found, at its place, and a hostile file does no harm.
//!
//! `broken_studies/*.toml` stand beside the faults that are expected (`*.expected`); after an intended change of
//! words run the tests with `CONUS_BLESS=1` and read the difference.
use std::fs;
use std::path::{Path, PathBuf};

use conus::trial::plan::{Fault, LONGEST_FILE, TrialPlan};

const EXAMPLE: &str = include_str!("example_study.toml");

fn faults(text: &[u8]) -> Vec<Fault> {
    TrialPlan::from_bytes("study.toml", text).unwrap_err()
}

fn written(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n\n")).collect()
}

fn broken_studies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/broken_studies");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

#[test]
fn each_broken_study_gives_exactly_the_faults_written_beside_it() {
    let files = broken_studies();
    assert!(files.len() >= 10, "{} broken studies", files.len());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let found = TrialPlan::from_bytes(&name, &fs::read(&file).unwrap()).unwrap_err();
        let expected = file.with_extension("expected");
        if std::env::var_os("CONUS_BLESS").is_some() {
            fs::write(&expected, written(&found)).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(written(&found), expected, "{name}");
    }
}

#[test]
fn a_study_with_five_faults_reports_five_in_the_order_of_its_lines() {
    let text = include_bytes!("broken_studies/five_faults.toml");
    let found = faults(text);
    let fields: Vec<&str> = found.iter().map(|fault| fault.field.as_str()).collect();
    let expected = [
        "study.id",
        "population.male_percent",
        "arm[1].treatment[1].dose_mg",
        "analysis.at",
        "mechanisms.homming",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn every_fault_points_at_the_bytes_it_speaks_of() {
    for file in broken_studies() {
        let text = fs::read_to_string(&file).unwrap();
        for fault in TrialPlan::from_text("study.toml", &text).unwrap_err() {
            assert!(text.get(fault.span.clone()).is_some(), "{file:?} {fault:?}");
            let line = text.lines().nth(fault.line - 1).unwrap();
            let rest: String = line.chars().skip(fault.column - 1).collect();
            let start = text[fault.span.start..].lines().next().unwrap_or_default();
            assert_eq!(rest, start, "{file:?} {fault:?}");
        }
    }
}

#[test]
fn the_example_is_without_fault_and_a_silent_magnet_is_no_magnet() {
    let plan = TrialPlan::from_text("study.toml", EXAMPLE).unwrap();
    let with_magnet = EXAMPLE.replacen("viability_percent", "magnet_gain = 1.0\nviability_percent", 1);
    assert_eq!(plan, TrialPlan::from_text("study.toml", &with_magnet).unwrap());
    assert_eq!(plan.control_arm().id, "control");
    assert_eq!(plan.analysed_visit().day, 182);
    assert_eq!(plan.treatment_arms().map(|arm| plan.arm_size(arm)).collect::<Vec<_>>(), [18]);
}

#[test]
fn the_digest_ignores_comments_and_order_and_notices_every_value() {
    let digest = |text: &str| TrialPlan::from_text("study.toml", text).unwrap().digest();
    let original = digest(EXAMPLE);
    assert_eq!(original.len(), 64);
    assert_eq!(original, digest(&format!("# a remark\n{EXAMPLE}")));
    assert_eq!(
        original,
        digest(&EXAMPLE.replace("seed = 1\nreplicates = 10", "replicates = 1_0\nseed = 0x1"))
    );
    assert_eq!(original, digest(&EXAMPLE.replace("male_percent = 75", "male_percent = 75.0")));
    for (old, new) in [
        ("seed = 1", "seed = 2"),
        ("homing = true", "homing = false"),
        ("[0, 1, 2]", "[0, 1]"),
        ("\"sciatica_like\"", "\"neuropathic\""),
        ("cells = 18", "cells = 17"),
        ("viability_percent = 90", "viability_percent = 90.00000000000001"),
    ] {
        assert_ne!(original, digest(&EXAMPLE.replace(old, new)), "{old} -> {new}");
    }
}

#[test]
fn a_title_with_markup_is_text_and_stays_as_it_is() {
    let title = "</script><script>alert(1)</script>";
    let text = EXAMPLE.replace("Cells against usual care", title);
    assert_eq!(TrialPlan::from_text("study.toml", &text).unwrap().study.title, title);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing_but_are_counted_right() {
    let windows = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    let plan = TrialPlan::from_text("study.toml", EXAMPLE).unwrap();
    assert_eq!(plan, TrialPlan::from_text("study.toml", &windows).unwrap());
    let place = |text: &str| {
        let found = faults(text.replace("replicates = 10", "replicates = 0").as_bytes());
        (found.len(), found[0].line, found[0].column)
    };
    assert_eq!(place(EXAMPLE), (1, 7, 14));
    assert_eq!(place(&windows), (1, 7, 14));
    let first = |text: &str| faults(text.replacen("[study]", "[stduy]", 1).as_bytes()).swap_remove(0).column;
    assert_eq!((first(EXAMPLE), first(&windows)), (2, 2));
}

#[test]
fn a_file_that_is_too_long_or_no_text_is_one_fault() {
    let long = vec![b'#'; 2 * LONGEST_FILE];
    assert_eq!(faults(&long).len(), 1);
    assert_eq!(faults(&long)[0].problem, "the file is too long");
    let latin1 = EXAMPLE.replace("Cells against", "Cellules c\u{f4}t\u{e9}").into_bytes();
    let latin1: Vec<u8> = latin1.into_iter().filter(|byte| *byte != 0xc3).collect();
    let found = faults(&latin1);
    assert_eq!((found.len(), found[0].line, found[0].column), (1, 3, 20));
    assert_eq!(found[0].problem, "the file is not text in UTF-8");
}

#[test]
fn bytes_of_zero_are_faults_and_never_shown_raw() {
    let found = faults(EXAMPLE.replace("Cells against", "Cells\0against").as_bytes());
    assert!(!found.is_empty());
    assert!(!written(&found).contains('\0'));
    assert_eq!(found[0].line, 3);
}

#[test]
fn lists_nested_without_end_are_refused_and_do_not_exhaust_the_stack() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let nested = format!("seed = {}1{}", open.repeat(100_000), close.repeat(100_000));
        assert!(!faults(EXAMPLE.replace("seed = 1", &nested).as_bytes()).is_empty());
    }
    let dotted = format!("{}x = 1", "a.".repeat(100_000));
    assert!(!faults(dotted.as_bytes()).is_empty());
}

#[test]
fn a_file_of_nothing_but_faults_is_answered_briefly() {
    let keys: String = (0..60_000).map(|i| format!("k{i} = {i}\n")).collect();
    let junk = "= ] [ \" ' \n".repeat(60_000);
    for text in [keys, junk] {
        let found = faults(text.as_bytes());
        assert_eq!(found.len(), 101);
        assert!(found[100].problem.ends_with("further faults are not shown"));
    }
}

#[test]
fn a_file_that_is_not_there_is_a_fault_and_not_a_crash() {
    let found = TrialPlan::read(Path::new("no/such/study.toml")).unwrap_err();
    assert_eq!(found.len(), 1);
    assert!(found[0].problem.starts_with("the file cannot be read"), "{}", found[0]);
    assert!(TrialPlan::read(Path::new("/")).is_err());
}

#[test]
fn no_line_of_the_example_can_be_left_out_or_hold_a_date_unnoticed() {
    let lines: Vec<&str> = EXAMPLE.lines().collect();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let with = |new: &str| {
            let mut changed = lines.clone();
            changed[index] = new;
            changed.join("\n")
        };
        assert!(!faults(with("").as_bytes()).is_empty(), "{line} left out");
        let Some((key, _)) = line.split_once('=') else { continue };
        let found = faults(with(&format!("{key}= 1979-05-27")).as_bytes());
        assert_eq!((found.len(), found[0].line), (1, index + 1), "{line}\n{}", written(&found));
    }
}

#[test]
fn whatever_stands_for_a_value_is_judged_without_a_crash() {
    const HOSTILE: [&str; 12] = [
        "nan",
        "-inf",
        "-1",
        "0",
        "1e308",
        "99999999999999999999",
        "\"\"",
        "\"x\"",
        "[]",
        "[[]]",
        "{}",
        "[1, {a = 2}]",
    ];
    for (index, line) in EXAMPLE.lines().enumerate().filter(|(_, line)| line.contains('=')) {
        for value in HOSTILE {
            let key = line.split_once('=').unwrap().0;
            let mut changed: Vec<String> = EXAMPLE.lines().map(str::to_owned).collect();
            changed[index] = format!("{key}= {value}");
            if let Err(found) = TrialPlan::from_text("study.toml", &changed.join("\n")) {
                assert!(
                    found.iter().all(|fault| !fault.problem.is_empty() && fault.line > 0),
                    "{line} {value}"
                );
            }
        }
    }
}
