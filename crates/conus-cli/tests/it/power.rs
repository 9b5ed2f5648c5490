//! A sizing is the same on any threads and when it was cut off, and says what is wrong with what is asked.

use super::{conus_in, empty_folder, files, names_in};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A sizing so small that it says nothing: seven patients an arm, three worlds, two groups.
const SMALL: [&str; 13] = [
    "--n",
    "6..8",
    "--by",
    "2",
    "--worlds",
    "3",
    "--groups",
    "2",
    "--trials",
    "2",
    "--planned-only",
    "--spare",
    "200",
];

/// The first trial with two arms and two designs.
fn study(folder: &Path) {
    let shipped =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies/first-trial.toml"))
            .unwrap();
    let (designs, rest) =
        (shipped.find("[[design]]\nid = \"pocock\"").unwrap(), shipped.find("\n[leaving]").unwrap());
    let text = format!("{}{}", &shipped[..designs], &shipped[rest..]);
    let outcomes = text.find("outcomes = ").unwrap();
    let end = outcomes + text[outcomes..].find('\n').unwrap();
    let text = format!("{}outcomes = [\"nrs_mean\"]{}", &text[..outcomes], &text[end..]);
    fs::write(folder.join("study.toml"), text.replace("[1, 1.5, 2]", "[2]")).unwrap();
}

fn sized(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let args: Vec<&str> = ["power", "study.toml"].iter().chain(&SMALL).chain(more).copied().collect();
    let ended = conus_in(folder, &args);
    (ended.code, ended.out, ended.err)
}

#[test]
fn threads_and_a_cut_change_no_byte_of_a_sizing() {
    let folder = empty_folder("sizings");
    study(&folder);
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let (code, _, err) = sized(&folder, &["--threads", threads, "--out", out]);
        assert_eq!(code, 0, "{err}");
    }
    let whole = files(&folder.join("one"));
    let names: Vec<&str> = whole.iter().map(|(name, _)| name.as_str()).collect();
    for name in
        ["complete.json", "report.html", "protocol.txt", "summary.json", "tables/oc.csv", "figures/power.svg"]
    {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(whole == files(&folder.join("three")), "threads changed a byte");
    // What was cut off after its first unit of work: everything that is written at the end is not there yet.
    let cut = folder.join("three");
    for name in ["complete.json", "report.html", "protocol.txt", "summary.json"] {
        fs::remove_file(cut.join(name)).unwrap();
    }
    fs::remove_dir_all(cut.join("tables")).unwrap();
    fs::remove_dir_all(cut.join("figures")).unwrap();
    for unit in names_in(&cut.join("replicates")) {
        fs::remove_file(cut.join("replicates").join(unit)).unwrap();
    }
    let (code, _, err) = sized(&folder, &["--out", "three"]);
    assert!(code == 2 && err.contains("--resume"), "{err}");
    let (code, out, err) = sized(&folder, &["--out", "three", "--resume"]);
    assert_eq!(code, 0, "{err}");
    assert!(whole == files(&cut), "a cut changed a byte");
    assert!(out.contains("where nothing works") && out.contains("failed solves  0"), "{out}");
    // A finished one is read, not made again.
    let (code, again, _) = sized(&folder, &["--out", "three", "--resume"]);
    assert_eq!((code, again), (0, out));
}

#[test]
fn the_null_comes_first_and_every_number_has_an_error() {
    let folder = empty_folder("csv");
    study(&folder);
    let (code, csv, err) = sized(&folder, &["--format", "csv"]);
    assert_eq!(code, 0, "{err}");
    // A comma within a name stands in quotation marks.
    let csv = csv.replace(", ", "; ");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let place = |name: &str| rows[0].iter().position(|column| *column == name).unwrap();
    assert_eq!(rows[1][place("SCENARIO")], "no effect");
    for row in &rows[1..] {
        assert!(!row[place("PSUCC")].is_empty() && !row[place("PSUCCSE")].is_empty(), "{row:?}");
        assert_eq!(row[place("TYPE1")].is_empty(), row[place("SCENARIO")] != "no effect", "{row:?}");
    }
    let (code, json, err) = sized(&folder, &["--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["sizing"]["rows"].as_array().unwrap().len(), rows.len() - 1);
    assert_eq!(told["sizing"]["stories"].as_array().unwrap().len(), 2);
}

#[test]
fn any_field_of_the_study_can_be_varied() {
    let folder = empty_folder("varied");
    study(&folder);
    let axis = "arm.cells.treatment.msc.dose_million_cells=1,1000";
    let (code, csv, err) = sized(&folder, &["--vary", axis, "--format", "csv"]);
    assert_eq!(code, 0, "{err}");
    assert!(csv.starts_with("arm.cells.treatment.msc.dose_million_cells,SCENARIO,"), "{csv}");
    let of = |dose: &str| csv.lines().filter(|line| line.starts_with(&format!("{dose},"))).count();
    assert!(of("1") > 0 && of("1") == of("1000"));
}

#[test]
fn what_cannot_be_sized_says_why_and_writes_nothing() {
    let folder = empty_folder("wrong");
    study(&folder);
    let faults: [(&[&str], &str); 5] = [
        (&["--n", "80..40"], "from 2 to 5000, the first not above the second"),
        (&["--n", "many"], "two whole numbers such as 20..200"),
        (&["--vary", "arm.sells.randomised=9"], "there are cells, low-dose, sham"),
        (&["--vary", "arm.cells"], "expected a path and its values"),
        (
            &["--vary", "arm.cells.treatment.msc.viability_percent=400"],
            "arm[1].treatment[1].viability_percent",
        ),
    ];
    for (more, expected) in faults {
        let args: Vec<&str> = ["power", "study.toml", "--out", "new"].iter().chain(more).copied().collect();
        let ended = conus_in(&folder, &args);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
        assert!(ended.err.contains(expected), "{more:?}: {}", ended.err);
        assert_eq!(names_in(&folder), ["study.toml"]);
    }
}

#[test]
fn a_search_lists_what_nothing_beats_and_wants_prices() {
    let folder = empty_folder("search");
    study(&folder);
    let search = |more: &[&str]| {
        let fixed = ["optimise", "study.toml", "--vary", "arm.cells.treatment.msc.dose_million_cells=1,1000"];
        let small = ["--n", "6..8", "--by", "2", "--worlds", "8", "--trials", "2"];
        let args: Vec<&str> = fixed.iter().chain(&small).chain(more).copied().collect();
        conus_in(&folder, &args)
    };
    let found = search(&["--out", "found", "--format", "csv"]);
    assert_eq!(found.code, 0, "{}", found.err);
    assert_eq!(found.out, fs::read_to_string(folder.join("found/pareto.csv")).unwrap());
    assert_eq!(found.out.lines().count(), 5);
    // The smallest trial of the smallest dose is the cheapest, and so nothing beats it.
    let first = found.out.lines().nth(1).unwrap();
    assert!(first.starts_with("1,6,") && first.contains(",true,"), "{first}");
    let too_dear = search(&["--budget", "1"]);
    assert!(too_dear.code == 2 && too_dear.err.contains("costs less than the budget"), "{}", too_dear.err);
    let text = fs::read_to_string(folder.join("study.toml")).unwrap();
    fs::write(folder.join("study.toml"), &text[..text.find("\n[cost]").unwrap()]).unwrap();
    let unpriced = search(&[]);
    assert!(unpriced.code == 2 && unpriced.err.contains("has no [cost] table"), "{}", unpriced.err);
}
