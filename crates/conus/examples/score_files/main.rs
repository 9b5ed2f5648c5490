//! How long does a long file take, how much memory, and does any row make an instrument fall?
//!
//! ```text
//! cargo run --release -p conus --example score_files -- write INSTRUMENT ROWS FILE   (.csv or .parquet)
//! cargo run --release -p conus --example score_files -- time INSTRUMENT FILE
//! cargo run --release -p conus --example score_files -- check ROWS_OF_EACH_INSTRUMENT
//! ```
//! All answers are synthetic.
#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

mod answers;
mod parquet_file;

use std::path::Path;
use std::time::Instant;

use answers::{Answers, check, scored};
use conus::instrument::known::{NAMES, named};

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["write", instrument, rows, file] => write(instrument, number(rows)?, Path::new(file)),
        ["time", instrument, file] => time(instrument, Path::new(file)),
        ["check", rows] => check_all(number(rows)?),
        _ => Err("write INSTRUMENT ROWS FILE, time INSTRUMENT FILE, or check ROWS".into()),
    }
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number of rows"))
}

fn write(instrument: &str, rows: u32, file: &Path) -> Result<(), String> {
    let instrument = named(instrument, &[]).map_err(|cause| cause.to_string())?;
    let answers = Answers::to(instrument.as_ref(), 1);
    let as_parquet = file.extension().is_some_and(|ending| ending == "parquet");
    if as_parquet {
        parquet_file::write(&answers, file, rows).map_err(|cause| cause.to_string())
    } else {
        answers.write(file, rows, 0).map_err(|cause| cause.to_string())
    }
}

fn time(instrument: &str, file: &Path) -> Result<(), String> {
    let instrument = named(instrument, &[]).map_err(|cause| cause.to_string())?;
    let begun = Instant::now();
    let summary = scored(instrument.as_ref(), file, &mut std::io::sink(), &mut std::io::sink())?;
    let seconds = begun.elapsed().as_secs_f64();
    let memory = peak_memory().unwrap_or_else(|| "unknown".to_owned());
    let each = seconds / summary.rows.max(1) as f64 * 1e6;
    println!("{} rows in {seconds:.2} s, {each:.2} us a row, peak memory {memory}", summary.rows);
    Ok(())
}

fn check_all(rows: u32) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("conus-score-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|cause| cause.to_string())?;
    for name in NAMES {
        let instrument = named(name, &[]).map_err(|cause| cause.to_string())?;
        let problems = check(instrument.as_ref(), rows, &folder)?;
        println!("{name}: {rows} rows, {problems} problems, each with row, column, value and rule");
    }
    std::fs::remove_dir_all(&folder).map_err(|cause| cause.to_string())
}

/// The most memory that the process ever held; known on Linux.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
