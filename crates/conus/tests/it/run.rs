//! A whole run of a small study: the same bytes however the work is split, and a report that stands alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use conus::run::{Finish, run};
use conus::trial::folder::RunFolder;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;

use super::folder::{Place, compared};
use super::trial::study;

const HOSTILE: &str = "</script><script>alert(1)</script>";

fn plan() -> TrialPlan {
    let title = "title = \"Bone-marrow stromal and Schwann cells for neuropathic pain after complete spinal cord injury\"";
    let label = "label = \"Active control\"";
    let hostile = [format!("title = \"{HOSTILE}\""), format!("label = \"{HOSTILE}\"")];
    study(&[(title, &hostile[0]), (label, &hostile[1])])
}

/// Runs `parts` one after the other in a folder of their own, on so many threads.
fn ran(knowledge: &Knowledge, parts: &[Range<u32>], threads: usize) -> (Place, BTreeMap<PathBuf, Vec<u8>>) {
    let place = Place::new();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    for (number, part) in parts.iter().enumerate() {
        let folder = RunFolder::open(&place.run(), &plan(), number > 0).unwrap();
        let finish = pool.install(|| run(knowledge, &plan(), &folder, part.clone(), &|| {})).unwrap();
        let last = number + 1 == parts.len();
        assert_eq!(
            finish,
            if last { Finish::Whole { failures: 0 } } else { Finish::Part { done: part.end } }
        );
    }
    let files = compared(&place.run());
    (place, files)
}

/// The units of work differ when a run is split, and so does their list; everything that is read is the same.
fn results(files: &BTreeMap<PathBuf, Vec<u8>>) -> BTreeMap<PathBuf, Vec<u8>> {
    let is_work = |name: &Path| name.starts_with("replicates") || name == Path::new("complete.json");
    files
        .iter()
        .filter(|(name, _)| !is_work(name))
        .map(|(name, bytes)| (name.clone(), bytes.clone()))
        .collect()
}

fn text(files: &BTreeMap<PathBuf, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[Path::new(name)].clone()).unwrap()
}

fn same(one: &BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        assert!(other[name] == *bytes, "{} differs", name.display());
    }
}

#[test]
fn threads_and_a_break_leave_the_same_bytes() {
    let knowledge = Knowledge::shipped();
    let (_one, whole) = ran(&knowledge, std::slice::from_ref(&(0..4)), 1);
    assert!(whole.len() > 20, "{} files", whole.len());
    for threads in [2, 8] {
        let (_many, other) = ran(&knowledge, std::slice::from_ref(&(0..4)), threads);
        same(&whole, &other);
    }
    let (_parts, resumed) = ran(&knowledge, &[0..2, 2..4], 2);
    same(&results(&whole), &results(&resumed));
}

#[test]
fn the_report_stands_alone_and_no_title_becomes_markup() {
    let (place, files) = ran(&Knowledge::shipped(), std::slice::from_ref(&(0..4)), 2);
    let report = text(&files, "report.html");
    assert!(!report.contains(HOSTILE) && !report.contains("<script>alert"));
    assert!(report.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    for attribute in
        ["src=\"http", "href=\"http", "src='http", "href='http", "url(http", "src=\"//", "href=\"//"]
    {
        assert!(!report.contains(attribute), "the report asks for {attribute}");
    }
    let mut figures = 0;
    for name in files.keys().filter(|name| name.starts_with("figures")) {
        let name = name.to_string_lossy().replace('\\', "/");
        let drawing = text(&files, &name);
        assert!(!drawing.contains("<script"), "{name}");
        assert!(report.contains(&name), "the report does not name {name}");
        figures += 1;
    }
    assert!(figures >= 8, "{figures} figures");
    assert!(files.keys().any(|name| text_of(&files, name).contains("&lt;script&gt;")));

    let subjects = text(&files, "adam/replicate-00000/adsl.csv");
    let mut lines = subjects.lines();
    let column = lines.next().unwrap().split(',').position(|name| name == "USUBJID").unwrap();
    let ids: BTreeSet<&str> = lines.map(|line| line.split(',').nth(column).unwrap()).collect();
    assert_eq!(ids.len(), 11);
    assert!(ids.iter().all(|id| id.starts_with("SYN-")), "{ids:?}");

    let written =
        |name: &Path| -> SystemTime { fs::metadata(place.run().join(name)).unwrap().modified().unwrap() };
    let last = written(Path::new("complete.json"));
    assert!(files.keys().all(|name| written(name) <= last));
    let complete: serde_json::Value = serde_json::from_slice(&files[Path::new("complete.json")]).unwrap();
    assert_eq!(complete["files"].as_array().unwrap().len() + 1, files.len());
}

/// Every departure is a row of the table and of the summary, or its reason is told; finer tolerances change next to nothing.
#[test]
fn the_report_holds_its_dossier_and_what_departs_stands_in_a_table() {
    let (_place, files) = ran(&Knowledge::shipped(), std::slice::from_ref(&(0..4)), 2);
    let summary: serde_json::Value = serde_json::from_slice(&files[Path::new("summary.json")]).unwrap();
    let panel = &summary["robustness"];
    let [rows, unanswered] = ["rows", "unanswered"].map(|part| panel[part].as_array().unwrap().len());
    assert_eq!(rows + unanswered, 10);
    assert_eq!(text(&files, "tables/robust.csv").lines().count(), rows + 1);
    let converged = &summary["converged"];
    assert_eq!(converged["others"].as_u64(), Some(0));
    assert!(converged["pairs"].as_u64().unwrap() > 20);
    // Ratings tell apart whole points; the tolerances of a study are far below.
    let largest = converged["largest_nrs"].as_f64().unwrap();
    assert!(largest > 0.0 && largest < 1e-3, "{largest}");
    let report = text(&files, "report.html");
    for words in ["Credibility dossier", "Do not use this report for", "Ten rules for credible practice"] {
        assert!(report.contains(words), "no `{words}`");
    }
    assert!(files.contains_key(Path::new("figures/robustness.svg")));
}

/// A drawing as text; other files as nothing.
fn text_of(files: &BTreeMap<PathBuf, Vec<u8>>, name: &Path) -> String {
    let is_drawing = name.extension().is_some_and(|kind| kind == "svg");
    if is_drawing { String::from_utf8(files[name].clone()).unwrap() } else { String::new() }
}
