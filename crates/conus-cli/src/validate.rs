//! `conus validate`: does conus predict what was published?

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use conus::calibration::{Posterior, Settings};
use conus::evidence::Evidence;
use conus::trial::knowledge::Knowledge;
use conus::validation::ledger::{Ledger, Scored, ledger};
use conus::validation::told::{self, role};

use crate::exit::{Told, tell};
use crate::output::{Format, print, table, write_folder};
use crate::progress::Progress;
use crate::{NOTICE, lanes, output, threads};

/// Exit code when what was declared does not hold.
const NOT_ACCEPTED: u8 = 4;

/// Set every published number that conus simulates beside what it predicts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus validate
  conus validate --format json
  conus validate --out validation\n
Each row is played in worlds of the posterior at the size of the published sample, so its interval
is that of the printed number. Rows that are not simulated are counted and not scored.
Exit code 4 when what data/calibration.toml declares does not hold.\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Validate {
    /// Worlds of the posterior that are played [default: as declared]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=5000))]
    worlds: Option<u16>,
    /// Write report.html, ledger.csv, ledger.json and the figure into this folder, new or empty.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the ledger is printed; json is one array of rows.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(args: &Validate) -> anyhow::Result<()> {
    threads::limit(args.threads)?;
    let settings = Settings::shipped();
    let acceptance = settings.acceptance;
    let worlds = args.worlds.map_or(acceptance.worlds, usize::from);
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let progress = Progress::new(worlds as u64, "possible worlds");
    let found = ledger(
        Evidence::shipped(),
        &knowledge,
        &Posterior::shipped(),
        worlds,
        settings.method.discrepancy.of_published,
        &|| progress.advance(1),
    );
    progress.finish();
    let found = found?;
    let failed = found.failed(&acceptance);
    if let Some(folder) = &args.out {
        let svg = told::figure(&found)?;
        let report = told::report(&found, &failed, svg.clone())?;
        let rows = [("ledger.csv", told::csv(&found)), ("ledger.json", json(&found)?)];
        let drawn = [("figures/ledger.svg", svg), ("report.html", report)];
        let files: Vec<(&str, &str)> =
            rows.iter().chain(&drawn).map(|(name, text)| (*name, text.as_str())).collect();
        write_folder(folder, &files)?;
    }
    match args.format {
        Format::Table => print(&page(&found))?,
        Format::Json => print(&json(&found)?)?,
        Format::Csv => print(&told::csv(&found))?,
    }
    if failed.is_empty() {
        return Ok(());
    }
    failed.iter().for_each(|what| tell(&format!("not accepted: {what}\n")));
    Err(Told(NOT_ACCEPTED).into())
}

fn json(found: &Ledger) -> anyhow::Result<String> {
    output::json(&serde_json::to_value(&found.scored).context("the ledger is no JSON")?)
}

fn page(found: &Ledger) -> String {
    let mut page = format!(
        "published and predicted in {} possible worlds; 90 % intervals of the printed number\n",
        found.worlds
    );
    for family in found.families() {
        let rows: Vec<Vec<String>> =
            found.scored.iter().filter(|row| row.family == family).map(cells).collect();
        page.push_str(&format!("\n{family}\n"));
        page.push_str(&table(&["row", "role", "published", "predicted", "5 %", "95 %", "inside"], &rows));
    }
    page.push('\n');
    for held in found.held() {
        let interval = held.coverage.interval_95;
        page.push_str(&format!(
            "{:8}  {} of {} inside, {:.0} % (95 % interval {:.0} to {:.0}); {} with the declared error of the model\n",
            role(held.role),
            held.inside,
            held.of,
            100.0 * held.coverage.share,
            100.0 * interval.lower,
            100.0 * interval.upper,
            held.inside_with_model_error
        ));
    }
    if let Some(contest) = found.contest() {
        page.push_str(&format!(
            "interval score {:.2} (width {:.2}); mean of other studies {:.2} (width {:.2}); {} rows, in standard deviations of the published numbers; less is better\n",
            contest.model, contest.model_width, contest.naive, contest.naive_width, contest.rows
        ));
    }
    page.push_str(&format!("{} further rows are listed and not simulated\n{NOTICE}\n", found.listed.len()));
    page
}

fn cells(row: &Scored) -> Vec<String> {
    let numbers = [row.published, row.predicted, row.low, row.high].map(shown);
    let inside = if row.inside { "yes" } else { "no" };
    [row.id.clone(), role(row.role).to_owned()]
        .into_iter()
        .chain(numbers)
        .chain([inside.to_owned()])
        .collect()
}

/// Three significant digits of small numbers, two decimals of others.
fn shown(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.01 { format!("{value:.1e}") } else { format!("{value:.2}") }
}
