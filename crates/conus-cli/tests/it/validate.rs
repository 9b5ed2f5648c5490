//! What does `conus validate` say, and what does `conus calibrate` refuse?

use super::{conus, conus_in, empty_folder, names_in};
use std::fs;

/// One array of rows with the promised fields; misses are rows like any other.
#[test]
fn the_ledger_is_one_array_of_rows_and_hides_no_miss() {
    let ended = conus(&["validate", "--worlds", "10", "--format", "json"]);
    assert!(ended.code == 0 || ended.code == 4, "{}", ended.err);
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
