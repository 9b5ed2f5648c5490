//! How fast is the classification of an ISNCSCI exam beside the public algorithm?
//!
//! Made-up exams in four groups, by what they leave open. conus: thread CPU time from an exam to its classification, and
//! from a row of text to its scores. The peer, npm package `isncsci` 2.0.6, runs in Node (`peers/isncsci.js`): CPU time
//! from an exam object to its result, warm. It is installed into a scratch folder unless `ISNCSCI_FOLDER` names one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use conus::instrument::isncsci::{Exam, Worksheet, classify, made_up_exam};
use conus::instrument::scoring::Instrument;
use cpu_time::ThreadTime;

/// Exams of a group.
const EXAMS: usize = 2000;
/// What the exams of a group leave open, and the goal for an exam \[microseconds\].
const GROUPS: [(&str, f64); 4] = [("nothing", 0.5), ("NT", 5.0), ("stars", 5.0), ("NT and stars", 10.0)];
/// How many times as fast as the peer conus has to be.
const GOAL: f64 = 100.0;

/// Prints the times of conus and of the peer for each group.
///
/// # Errors
/// When a made-up exam is refused, or Node is there and fails.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
pub(crate) fn run(rounds: u32) -> Result<()> {
    ensure!(rounds > 0, "measure at least one round");
    let groups = groups();
    let peer = peer(&groups, rounds)?;
    println!(
        "| open | exam [us] | goal | row of text [us] | peer [us] | times as fast | goal |\n|---|---|---|---|---|---|---|"
    );
    for ((name, goal), exams) in GROUPS.iter().zip(&groups) {
        let (exam, row) = (classification(exams, rounds), scoring(exams, rounds)?);
        let theirs = peer.get(*name).map_or(String::new(), |time| format!("{time:.0}"));
        let ratio = peer.get(*name).map_or(String::new(), |time| format!("{:.0}", time / exam));
        println!("| {name} | {exam:.3} | {goal} | {row:.2} | {theirs} | {ratio} | {GOAL} |");
    }
    Ok(())
}

/// The first exams of each group.
fn groups() -> [Vec<Exam>; 4] {
    let mut groups: [Vec<Exam>; 4] = Default::default();
    for exam in (0..).map(|number| made_up_exam(2026, number)) {
        let answers = Worksheet::answers(&exam);
        let untested = answers.iter().any(|answer| answer == "NT");
        let starred = answers.iter().any(|answer| answer.ends_with('*'));
        let group = &mut groups[usize::from(untested) + 2 * usize::from(starred)];
        if group.len() < EXAMS {
            group.push(exam);
        } else if groups.iter().all(|group| group.len() == EXAMS) {
            break;
        }
    }
    groups
}

/// From an exam to its classification, the median of rounds \[microseconds\].
fn classification(exams: &[Exam], rounds: u32) -> f64 {
    median(exams.len(), rounds, || {
        for exam in exams {
            black_box(classify(black_box(exam)));
        }
    })
}

/// From a row of text to its scores, the median of rounds \[microseconds\].
fn scoring(exams: &[Exam], rounds: u32) -> Result<f64> {
    let worksheet = Worksheet::new();
    let rows: Vec<Vec<String>> = exams.iter().map(Worksheet::answers).collect();
    let rows: Vec<Vec<Option<&str>>> = rows.iter().map(|answers| Worksheet::row(answers)).collect();
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    let time = median(rows.len(), rounds, || {
        for row in &rows {
            values.clear();
            worksheet.score(black_box(row), &mut values, &mut problems);
            black_box(&values);
        }
    });
    ensure!(problems.is_empty(), "a made-up exam is refused: {:?}", problems[0]);
    Ok(time)
}

/// Thread CPU time of one exam, the median of rounds \[microseconds\].
fn median(exams: usize, rounds: u32, mut round: impl FnMut()) -> f64 {
    let times = (0..rounds).map(|_| {
        let clock = ThreadTime::now();
        round();
        1e6 * clock.elapsed().as_secs_f64() / exams as f64
    });
    crate::solver::quantile(&times.collect::<Vec<f64>>(), 0.5)
}

/// Times of the peer by group \[microseconds\]; empty, with a message, where it cannot be had.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
fn peer(groups: &[Vec<Exam>; 4], rounds: u32) -> Result<BTreeMap<String, f64>> {
    let Some(folder) = installed() else {
        println!("No peer: it needs Node, npm and the package isncsci 2.0.6.\n");
        return Ok(BTreeMap::new());
    };
    let mut exams = String::new();
    for ((name, _), group) in GROUPS.iter().zip(groups) {
        for exam in group {
            writeln!(exams, "{name};{}", Worksheet::answers(exam).join(";"))?;
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/isncsci.js");
    let mut node = Command::new("node")
        .args([script.as_os_str(), folder.as_os_str(), rounds.to_string().as_ref()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    node.stdin.take().context("Node takes no input")?.write_all(exams.as_bytes())?;
    let answer = node.wait_with_output()?;
    ensure!(answer.status.success(), "Node ended with {}", answer.status);
    let line = |line: &str| -> Result<(String, f64)> {
        let (name, time) = line.split_once(';').with_context(|| format!("Node printed `{line}`"))?;
        Ok((name.into(), time.parse()?))
    };
    String::from_utf8(answer.stdout)?.lines().map(line).collect()
}

/// The folder with the package, installed where it is not there yet.
fn installed() -> Option<PathBuf> {
    let folder = std::env::var_os("ISNCSCI_FOLDER")
        .map_or_else(|| std::env::temp_dir().join("conus-isncsci"), PathBuf::from);
    if !folder.join("node_modules/isncsci").exists() {
        let install = ["install", "--silent", "--no-audit", "--no-fund", "--prefix"];
        let npm = Command::new("npm").args(install).arg(&folder).arg("isncsci@2.0.6").status().ok()?;
        npm.success().then_some(())?;
    }
    Command::new("node").arg("--version").stdout(Stdio::null()).status().ok()?.success().then_some(folder)
}
