//! What does `conus pool` list, print, write and refuse?

use super::{conus, conus_in, empty_folder, names_in};

#[test]
fn without_a_name_the_pools_are_listed() {
    let ended = conus(&["pool"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.contains("ais-a-conversion") && ended.out.contains("pregabalin"), "{}", ended.out);
}

#[test]
fn a_pool_is_a_folder_with_page_figure_and_tables() {
    let folder = empty_folder("pool");
    let ended = conus_in(&folder, &["pool", "ais-a-conversion", "--out", "out", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let pool: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let [low, value, high] = ["low", "value", "high"].map(|end| pool["mean"][end].as_f64().unwrap());
    assert!(0.0 < low && low < value && value < high && high < 100.0, "{pool}");
    assert_eq!(pool["studies"].as_array().unwrap().len(), 6);
    let out = folder.join("out");
    assert_eq!(names_in(&out), ["figures", "pool.csv", "pool.json", "report.html"]);
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.to_lowercase().contains("not clinical advice"));
}

#[test]
fn an_unknown_pool_is_bad_input_with_a_suggestion() {
    let ended = conus(&["pool", "pregabalim"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("did you mean `pregabalin`?"), "{}", ended.err);
}
