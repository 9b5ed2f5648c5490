//! How often does the primary analysis find an effect that is not there? `cargo run --release -p conus --example type_one`
//!
//! Synthetic trials of two arms that do not differ (and some that do, for coverage), each analysed by the mixed model with
//! several kinds of standard errors. The gate was declared before any run: with normal answers and dropout at random, the
//! test of Kenward and Roger rejects in 4.5 to 5.5 % of 20,000 trials. Everything else is reported, not judged.
//!
//! Arguments: number of trials (20000); `--only-gated` plays the gated scenario alone; `--gate` ends with exit code 4 when
//! the gate is not held; `--out FOLDER` writes `type_one.csv` and its figure there instead of printing the table.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints what it finds")]

mod drawing;
mod rate;
mod scenario;
mod trial;

use conus_stats::mmrm::Freedom;
use rate::Row;
use scenario::scenarios;
use std::path::Path;
use std::process::ExitCode;

/// Rejection rates that the gated scenario may have.
const GATE: std::ops::RangeInclusive<f64> = 0.045..=0.055;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let trials: u32 = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(20_000);
    let played = scenarios().into_iter().zip(0_u32..).filter(|(one, _)| one.gated || !flag("--only-gated"));
    let rows: Vec<Row> = played.flat_map(|(scenario, number)| rate::rows(scenario, number, trials)).collect();
    let table = rate::table(&rows);
    let folder = arguments.iter().skip_while(|argument| *argument != "--out").nth(1);
    match folder {
        None => print!("{table}"),
        Some(folder) => {
            if let Err(error) = write(Path::new(folder), &table, &rows) {
                eprintln!("{folder}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    if flag("--gate") && !rows.iter().all(held) {
        eprintln!("the gate {} to {} is not held", GATE.start(), GATE.end());
        return ExitCode::from(4);
    }
    ExitCode::SUCCESS
}

/// Whether a row keeps the gate, if it has one.
fn held(row: &Row) -> bool {
    !row.gated() || GATE.contains(&row.rejected.estimate)
}

fn write(folder: &Path, table: &str, rows: &[Row]) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::write(folder.join("type_one.csv"), table)?;
    std::fs::write(folder.join("type_one.svg"), drawing::draw(rows)?)?;
    Ok(())
}

/// The method that the gate is for.
const GATED: Freedom = Freedom::KenwardRoger;
