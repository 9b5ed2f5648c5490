//! What does `conus validate` say, and what does `conus calibrate` refuse?

use super::{conus_in, empty_folder, names_in};
use std::fs;

/// A publication that nobody wrote, with one number.
const MADE_UP: &str = r#"
key = "loubser1991"
title = "stands in for the shipped one"
[[row]]
id = "loubser1991.mine"
quantity = "mean pain"
unit = "NRS 0-10"
group = "placebo"
n = [67]
mean = 6.5
source = "made up"
checked = "yes"
role = "context"
family = "pain before treatment"
simulated = { by = "trial", study = "siddall-2006", arm = "placebo", outcome = "nrs_mean", visit = "baseline", number = "mean" }
"#;

/// One array of rows with the promised fields; misses are rows like any other, and so are those of a folder of one's own.
#[test]
fn the_ledger_is_one_array_of_rows_and_hides_no_miss() {
    let folder = empty_folder("own");
    fs::write(folder.join("loubser1991.toml"), MADE_UP).unwrap();
    let ended = conus_in(&folder, &["validate", "--evidence", ".", "--worlds", "10", "--format", "json"]);
    assert!(ended.code == 0 || ended.code == 4, "{}", ended.err);
    assert!(ended.err.contains("`loubser1991` stands in for the shipped publication"), "{}", ended.err);
    assert!(ended.out.contains("loubser1991.mine") && !ended.out.contains("loubser1991.change"));
    let rows: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 50);
    for row in rows {
        for field in ["id", "role", "published", "predicted", "low", "high", "inside"] {
            assert!(!row[field].is_null(), "{row}");
        }
        assert!(row["low"].as_f64() <= row["high"].as_f64());
    }
    assert!(rows.iter().any(|row| row["role"] == "holdout"));
    assert!(rows.iter().any(|row| row["inside"] == false));
}

#[test]
fn a_fault_in_a_folder_of_evidence_is_bad_input_and_nothing_is_played_or_written() {
    let folder = empty_folder("faulty");
    fs::write(folder.join("loubser1991.toml"), MADE_UP.replace("[67]", "[67]\nsd = 0.0")).unwrap();
    let ended = conus_in(&folder, &["validate", "--evidence", ".", "--out", "out"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    let expected =
        "error: evidence file `loubser1991`, row `loubser1991.mine`: a standard deviation is above zero\n";
    assert_eq!(ended.err, expected);
    assert_eq!(names_in(&folder), ["loubser1991.toml"]);
}

#[test]
fn a_folder_of_another_calibration_is_refused_and_left_alone() {
    let folder = empty_folder("other");
    let text = "# conus calibration other\n0,0,1\n";
    fs::write(folder.join("evaluations.csv"), text).unwrap();
    let ended = conus_in(&folder, &["calibrate", "--quick", "--out", "."]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("belongs to another calibration"), "{}", ended.err);
    assert_eq!(fs::read_to_string(folder.join("evaluations.csv")).unwrap(), text);
    assert_eq!(names_in(&folder), ["evaluations.csv"]);
}
