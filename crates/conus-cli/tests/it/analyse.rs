//! A trial is read out by a plan, and data or a plan with a fault end in exit code 2 with nothing written.

use super::{conus_in, empty_folder, names_in};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A plan without covariates, so that complete data give the pooled t test.
const PLAN: &str = r#"
[analysis]
title = "A synthetic trial of the tests"
parameter = "NRSMEAN"
reference = "Control"
adjust_for_baseline = false
responder_curve = true

[data]
range = [0, 10]

[primary]
method = "mmrm"

[[sensitivity]]
method = "ancova"
"#;

/// Twelve synthetic people in two arms, two visits after baseline.
fn rows() -> Vec<String> {
    let mut rows = vec!["USUBJID,TRTP,PARAMCD,AVISIT,AVISITN,ADY,AVAL,BASE,ABLFL,ANL01FL".to_owned()];
    for person in 0..12_u32 {
        let arm = if person < 6 { "Control" } else { "Cells" };
        let base = 5.0 + f64::from(person * 7 % 5) / 2.0;
        let value = |visit: u32| {
            base - f64::from((person * 5 + visit * 3) % 4) / 2.0 - f64::from(person / 6 * visit) / 2.0
        };
        for (visit, label, day, value) in
            [(0, "Baseline", 1, base), (1, "Week 4", 29, value(1)), (2, "Week 8", 57, value(2))]
        {
            let flag = if visit == 0 { "Y" } else { "" };
            rows.push(format!("SYN-{person},{arm},NRSMEAN,{label},{visit},{day},{value},{base},{flag},Y"));
        }
    }
    rows
}

fn folder_with(rows: &[String], plan: &str) -> PathBuf {
    let folder = empty_folder("trial");
    fs::write(folder.join("adnrs.csv"), rows.join("\n") + "\n").unwrap();
    fs::write(folder.join("plan.toml"), plan).unwrap();
    folder
}

fn analysed(folder: &Path, more: &[&str]) -> super::Ended {
    conus_in(folder, &[&["analyse", "adnrs.csv", "plan.toml"], more].concat())
}

/// By hand: mean changes of the arms at week 8, and Student's standard error.
fn pooled(rows: &[String]) -> (f64, f64) {
    let changes = |arm: &str| -> Vec<f64> {
        let mine = rows.iter().filter(|row| row.contains(arm) && row.contains("Week 8"));
        mine.map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            cells[6].parse::<f64>().unwrap() - cells[7].parse::<f64>().unwrap()
        })
        .collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / 6.0;
    let squares =
        |values: &[f64]| values.iter().map(|v| (v - mean(values)) * (v - mean(values))).sum::<f64>();
    let (control, cells) = (changes("Control"), changes("Cells"));
    let variance = (squares(&control) + squares(&cells)) / 10.0;
    (mean(&cells) - mean(&control), (variance / 3.0).sqrt())
}

#[test]
fn complete_data_without_covariates_give_the_pooled_t_test_at_the_last_visit() {
    let rows = rows();
    let ended = analysed(&folder_with(&rows, PLAN), &["--format", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    let effect = &json["read_out"]["primary"]["effects"][1];
    assert_eq!((effect["visit"].as_str(), effect["n_arm"].as_u64()), (Some("Week 8"), Some(6)));
    let number = |name: &str| effect["number"][name].as_f64().unwrap();
    let (difference, error) = pooled(&rows);
    assert!((number("value") - difference).abs() < 1e-10);
    assert!((number("standard_error") - error).abs() < 1e-9);
    assert!((number("freedom") - 10.0).abs() < 1e-6);
}

#[test]
fn the_folder_holds_report_figures_tables_and_code_and_a_full_one_is_refused() {
    let folder = folder_with(&rows(), PLAN);
    let ended = analysed(&folder, &["--out", "read-out"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.contains("not clinical advice"), "{}", ended.out);
    let names = names_in(&folder.join("read-out"));
    assert_eq!(names, ["figures", "primary.R", "read-out.json", "report.html", "tables"]);
    assert!(names_in(&folder.join("read-out/figures")).contains(&"means.svg".to_owned()));
    let again = analysed(&folder, &["--out", "read-out"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not empty"), "{}", again.err);
}

#[test]
fn the_r_code_names_the_model_the_structure_and_the_degrees_of_freedom() {
    let ended = analysed(&folder_with(&rows(), PLAN), &["--format", "r"]);
    for words in [
        "mmrm(response ~ arm * visit + us(visit | subject)",
        "Kenward-Roger-Linear",
        "\"Control\", \"Cells\"",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
}

/// An analysis of shares has no difference of means to draw; the read-out comes all the same.
#[test]
fn a_primary_analysis_of_responders_or_ranks_has_its_folder_too() {
    for method in ["method = \"responder\"\nreduction_percent = 30", "method = \"wilcoxon\""] {
        let plan = PLAN.replace("method = \"mmrm\"", method).replace("method = \"ancova\"", method);
        let folder = folder_with(&rows(), &plan);
        let ended = analysed(&folder, &["--out", "read-out"]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{method}");
        assert!(names_in(&folder.join("read-out")).contains(&"report.html".to_owned()));
    }
}

#[test]
fn the_example_plan_is_printed_whole() {
    let ended = conus_in(&empty_folder("here"), &["analyse", "--example"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, conus::analysis::plan::EXAMPLE));
}

/// What is wrong, and words of the message.
type Broken = (fn(&mut Vec<String>), &'static [&'static str]);

#[test]
fn broken_data_are_exit_code_2_with_row_and_column_and_nothing_written() {
    let broken: [Broken; 10] = [
        (|rows| rows.push(rows[2].clone()), &["line 38", "Week 4"]),
        (|rows| rows[5] = rows[5].replacen("Control", "Contrl", 1), &["line 6", "Contrl"]),
        (|rows| rows[8] = rows[8].replacen(",29,", ",29,seven", 1), &["line 9", "AVAL", "number"]),
        (|rows| rows[0] = rows[0].replacen("AVAL", "AVALUE", 1), &["AVAL"]),
        (|rows| rows.iter_mut().for_each(|row| *row = row.replace("NRSMEAN", "NRSMAX")), &["NRSMAX"]),
        (|rows| rows.truncate(1), &["no row"]),
        (|rows| rows.clear(), &["empty"]),
        (|rows| rows.retain(|row| !row.contains("Cells")), &["arm"]),
        (|rows| rows[9] = rows[9].replacen(",57,", ",57,99", 1), &["line 10", "AVAL"]),
        (|rows| rows[4].push_str(",one cell too many"), &["line 5", "cells"]),
    ];
    for (number, (breaks, words)) in broken.iter().enumerate() {
        let mut rows = rows();
        breaks(&mut rows);
        let folder = folder_with(&rows, PLAN);
        let ended = analysed(&folder, &["--out", "read-out"]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{number}: {}", ended.err);
        for words in *words {
            assert!(ended.err.contains(words), "{number}: `{words}` is not in {}", ended.err);
        }
        assert_eq!(names_in(&folder), ["adnrs.csv", "plan.toml"], "{number}");
    }
}

#[test]
fn a_model_that_the_data_do_not_allow_names_the_term() {
    let plan = PLAN.replace("[primary]", "[[covariate]]\ncolumn = \"TWICE\"\nkind = \"number\"\n\n[[covariate]]\ncolumn = \"AGAIN\"\nkind = \"number\"\n\n[primary]");
    let mut rows = rows();
    for (at, row) in rows.iter_mut().enumerate() {
        let person = at.div_ceil(3);
        row.push_str(&if at == 0 {
            ",TWICE,AGAIN".to_owned()
        } else {
            format!(",{},{}", person * person, 2 * person * person)
        });
    }
    let folder = folder_with(&rows, &plan);
    let ended = analysed(&folder, &["--out", "read-out"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("AGAIN"), "{}", ended.err);
    assert_eq!(names_in(&folder), ["adnrs.csv", "plan.toml"]);
}

#[test]
fn a_faulty_plan_is_told_with_its_lines() {
    let folder = folder_with(&rows(), &PLAN.replace("\"mmrm\"", "\"mmmr\""));
    let ended = analysed(&folder, &[]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("plan.toml:13") && ended.err.contains("mmrm"), "{}", ended.err);
}
