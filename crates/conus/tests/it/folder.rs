//! A run folder survives being killed at any moment, and nothing is written outside of it.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use conus::trial::folder::{FolderError, RunFolder};
use conus::trial::plan::TrialPlan;

const EXAMPLE: &str = include_str!("example_study.toml");
/// Where the child process of the kill test works; also what makes it a child.
const CHILD: &str = "CONUS_TEST_CHILD_FOLDER";

/// A folder for one test, removed when the test ends.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let place = std::env::temp_dir().join(format!("conus-folder-{}-{number}", std::process::id()));
        fs::create_dir(&place).unwrap();
        Self(place)
    }

    pub(crate) fn run(&self) -> PathBuf {
        self.0.join("run")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn plan(replicates: u32) -> TrialPlan {
    let text = EXAMPLE.replace("replicates = 10\n", &format!("replicates = {replicates}\n"));
    TrialPlan::from_text("study.toml", &text).unwrap()
}

/// Stands for a simulation: bytes that depend on the replicates alone.
fn simulate(folder: &RunFolder, replicates: u32) {
    for range in folder.missing(0..replicates) {
        let bytes: Vec<u8> =
            range.clone().flat_map(|r| format!("replicate {r}\n").repeat(500).into_bytes()).collect();
        folder.write_shard(range, &bytes).unwrap();
    }
}

fn report(folder: &RunFolder) {
    let all: Vec<u8> =
        folder.shards().into_iter().flat_map(|range| folder.read_shard(range).unwrap()).collect();
    folder.write("tables/all.csv", &all).unwrap();
    folder.write("report.html", b"<p>synthetic</p>").unwrap();
    folder.finish().unwrap();
}

/// Every file but the log, which equal runs need not share.
pub(crate) fn compared(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if !path.starts_with(root.join("log")) {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_run_that_is_killed_and_resumed_leaves_the_same_bytes_as_one_that_is_not() {
    const REPLICATES: u32 = 20_000;
    if let Some(run) = std::env::var_os(CHILD) {
        let folder = RunFolder::open(Path::new(&run), &plan(REPLICATES), false).unwrap();
        return simulate(&folder, REPLICATES);
    }
    let place = Place::new();
    let this_test = "folder::a_run_that_is_killed_and_resumed_leaves_the_same_bytes_as_one_that_is_not";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", this_test])
        .env(CHILD, place.run())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while fs::read_dir(place.run().join("replicates")).map_or(0, Iterator::count) < 5 {
        assert!(begun.elapsed() < Duration::from_secs(60), "the child writes nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
    let second = RunFolder::open(&place.run(), &plan(REPLICATES), true).unwrap_err();
    let holder = format!("process {}", child.id());
    assert!(matches!(&second, FolderError::InUse { holder: found, .. } if *found == holder), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();

    // The plan says 20 000 replicates so that the child cannot have come to its end.
    let folder = RunFolder::open(&place.run(), &plan(REPLICATES), true).unwrap();
    let done: u32 = folder.shards().iter().map(|range| range.end - range.start).sum();
    assert!((40..REPLICATES).contains(&done), "{done} replicates were done");
    assert!(matches!(folder.finish(), Err(FolderError::Unfinished { .. })));
    for range in folder.shards() {
        folder.read_shard(range).unwrap();
    }
    let most = done + 30;
    simulate(&folder, most);
    let whole = place.0.join("whole");
    let other = RunFolder::open(&whole, &plan(REPLICATES), false).unwrap();
    simulate(&other, most);
    assert_eq!(compared(&place.run()), compared(&whole));
}

#[test]
fn a_finished_run_is_final_and_lists_every_file() {
    let place = Place::new();
    let folder = RunFolder::open(&place.run(), &plan(25), false).unwrap();
    simulate(&folder, 25);
    assert_eq!(folder.shards(), [0..10, 10..20, 20..25]);
    report(&folder);
    assert!(folder.is_complete());
    assert!(matches!(folder.write("report.html", b""), Err(FolderError::Finished { .. })));
    folder.log("times.json", b"{}").unwrap();
    let complete: serde_json::Value =
        serde_json::from_slice(&fs::read(place.run().join("complete.json")).unwrap()).unwrap();
    let names: Vec<&str> =
        complete["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    let mut expected: Vec<String> = compared(&place.run())
        .keys()
        .map(|name| name.to_string_lossy().replace('\\', "/"))
        .filter(|name| name != "complete.json")
        .collect();
    expected.sort();
    assert_eq!(names, expected);
    drop(folder);
    let again = RunFolder::open(&place.run(), &plan(25), true).unwrap();
    assert!(again.is_complete() && again.missing(0..25).is_empty());
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_stays_as_it_is() {
    let place = Place::new();
    fs::create_dir(place.run()).unwrap();
    fs::write(place.run().join("thesis.docx"), "years of work").unwrap();
    for resume in [false, true] {
        let refused = RunFolder::open(&place.run(), &plan(10), resume).unwrap_err();
        assert!(matches!(refused, FolderError::NotOurs { .. }), "{refused}");
    }
    assert_eq!(fs::read_dir(place.run()).unwrap().count(), 1);
    let file = place.run().join("thesis.docx");
    assert!(matches!(RunFolder::open(&file, &plan(10), false), Err(FolderError::NotAFolder { .. })));
}

#[test]
fn another_plan_another_version_and_a_forgotten_resume_are_refused_before_anything_is_written() {
    let place = Place::new();
    drop(RunFolder::open(&place.run(), &plan(10), false).unwrap());
    let before = compared(&place.run());
    let other = RunFolder::open(&place.run(), &plan(11), true).unwrap_err();
    assert!(matches!(other, FolderError::OtherPlan { .. }), "{other}");
    let forgotten = RunFolder::open(&place.run(), &plan(10), false).unwrap_err();
    assert!(matches!(forgotten, FolderError::HoldsARun { .. }), "{forgotten}");
    assert_eq!(before, compared(&place.run()));

    let manifest = place.run().join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let version = concat!("\"conus\": \"", env!("CARGO_PKG_VERSION"), "\"");
    assert!(text.contains(version));
    fs::write(&manifest, text.replace(version, "\"conus\": \"0.0.1\"")).unwrap();
    let older = RunFolder::open(&place.run(), &plan(10), true).unwrap_err();
    assert!(matches!(older, FolderError::OtherVersion { .. }), "{older}");
    fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    let torn = RunFolder::open(&place.run(), &plan(10), true).unwrap_err();
    assert!(matches!(torn, FolderError::ManifestDamaged { .. }), "{torn}");
}

#[test]
fn a_kill_before_the_manifest_and_torn_files_leave_a_folder_that_can_be_used() {
    let place = Place::new();
    fs::create_dir_all(place.run().join("log")).unwrap();
    fs::write(place.run().join("log/lock"), "process 1\n").unwrap();
    fs::write(place.run().join(".tmp-manifest.json"), "{").unwrap();
    let folder = RunFolder::open(&place.run(), &plan(30), false).unwrap();
    simulate(&folder, 30);
    drop(folder);
    let shard = place.run().join("replicates/000010-000020.shard");
    let bytes = fs::read(&shard).unwrap();
    fs::write(&shard, &bytes[..bytes.len() - 1]).unwrap();
    fs::write(place.run().join("replicates/.tmp-000020-000030.shard"), "x").unwrap();
    let folder = RunFolder::open(&place.run(), &plan(30), true).unwrap();
    assert_eq!(folder.missing(0..30), std::slice::from_ref(&(10..20)));
    simulate(&folder, 30);
    report(&folder);
    assert_eq!(fs::read(&shard).unwrap(), bytes);
    assert!(!place.run().join("replicates/.tmp-000020-000030.shard").exists());
}

#[test]
fn names_that_lead_out_or_belong_to_the_folder_itself_are_refused() {
    let place = Place::new();
    let folder = RunFolder::open(&place.run(), &plan(10), false).unwrap();
    let own = ["manifest.json", "Complete.JSON", "replicates/000000-000010.shard", "log/lock"];
    for name in ["../x", "/tmp/x", "a/../../x", "", ".tmp-x", "a\\..\\x"].into_iter().chain(own) {
        assert!(matches!(folder.write(name, b"x"), Err(FolderError::Name { .. })), "{name}");
    }
    assert!(matches!(folder.log("../x", b"x"), Err(FolderError::Name { .. })));
    assert!(matches!(folder.log("lock", b"x"), Err(FolderError::Name { .. })));
    for range in [5..5, 0..11] {
        assert!(matches!(folder.write_shard(range, b"x"), Err(FolderError::Range { .. })));
    }
    folder.write_shard(0..10, b"x").unwrap();
    assert!(matches!(folder.write_shard(5..10, b"x"), Err(FolderError::Range { .. })));
    assert_eq!(fs::read_dir(&place.0).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn links_inside_the_folder_are_not_followed_out_of_it() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let outside = place.0.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious.txt"), "precious").unwrap();
    let folder = RunFolder::open(&place.run(), &plan(10), false).unwrap();
    symlink(&outside, place.run().join("tables")).unwrap();
    assert!(matches!(folder.write("tables/adsl.csv", b"x"), Err(FolderError::Link { .. })));
    symlink(outside.join("precious.txt"), place.run().join("report.html")).unwrap();
    folder.write("report.html", b"replaces the link").unwrap();
    assert_eq!(fs::read_to_string(outside.join("precious.txt")).unwrap(), "precious");
    drop(folder);
    fs::remove_dir_all(place.run().join("replicates")).unwrap();
    symlink(&outside, place.run().join("replicates")).unwrap();
    assert!(matches!(RunFolder::open(&place.run(), &plan(10), true), Err(FolderError::Link { .. })));
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
}
