//! The command line from outside: the binary is run, its output and exit code are read.
//!
//! - [`analyse`]: a trial is read out by a plan
//! - [`appraise`]: a published study is split and weighed, the same on any threads
//! - [`cohort`]: many patients are followed, and whoever fails is followed again
//! - [`export`]: a patient is exported in one language, to a file that is new
//! - [`help`]: every command says what it does, and an unknown one says what was meant
//! - [`patient`]: one patient is the library's patient, whatever the format
//! - [`pool`]: published numbers are pooled, with a page and a figure
//! - [`power`]: a sizing is the same on any threads and when it was cut off, and says what is wrong with what is asked
//! - [`hostile`]: a hostile argument ends in exit code 2, writes nothing and drives no terminal
//! - [`score`]: files of answers are scored, and nothing is lost in silence
//! - [`validate`]: published stands beside predicted, and another calibration is left alone
//! - [`studies`]: a study is written, checked and refused as it should be
#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic shows the step that failed")]

mod analyse;
mod appraise;
mod cohort;
mod export;
mod help;
mod hostile;
mod patient;
mod pool;
mod power;
mod score;
mod studies;
mod validate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a command ended.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

/// Runs conus in a folder.
fn conus_in(folder: &Path, args: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_conus"))
        .args(args)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs conus where it can write nothing that matters.
fn conus(args: &[&str]) -> Ended {
    conus_in(&empty_folder("anywhere"), args)
}

/// A folder of this test's own, empty.
fn empty_folder(name: &str) -> PathBuf {
    let thread = std::thread::current();
    let test = thread.name().unwrap().replace("::", "-");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Every file of a result folder but its log, by its path.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names_in(folder) {
        let path = folder.join(&name);
        if path.is_dir() && name != "log" {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else if path.is_file() {
            found.push((name, fs::read(path).unwrap()));
        }
    }
    found
}

/// Names of what lies in a folder, in order.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
