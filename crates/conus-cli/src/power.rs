//! `conus power`: which design, and how many patients?

use std::ops::Range;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use conus::design::characteristics::{Needed, Row, WANTED, needed, rows, shown};
use conus::design::play::{Asked, BlockRecord, Sizing};
use conus::design::power::{power, power_in};
use conus::trial::folder::RunFolder;
use conus::trial::knowledge::Knowledge;
use serde_json::json;

use crate::output::{self, Format, print, table};
use crate::progress::Progress;
use crate::run::read_plan;
use crate::{NOTICE, lanes, threads};

/// Size a trial by simulation: power, assurance and operating characteristics of every design.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus power studies/first-trial.toml
  conus power my-study.toml --n 20..200 --by 20 --out sizing
  conus power my-study.toml --n 40..80 --by 40 --worlds 40 --format csv\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Power {
    /// Study file; make one with conus new.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Sizes of the first arm under question, from and to; the other arms follow in the study's proportions.
    #[arg(long, value_name = "A..B", default_value = "20..200", value_parser = sizes)]
    n: Range<u32>,
    /// Step between sizes.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    by: u32,
    /// Possible worlds in which the trial is played: assurance is an average over them.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    worlds: u32,
    /// Groups of people who are simulated with every unknown at its best guess: power is an average over them.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    groups: u32,
    /// Trials of each size that are drawn from the people of a world or group.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    trials: u32,
    /// People simulated for every 100 that the largest trial needs; more where a run-in lets few go on.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(100..=10_000))]
    spare: u32,
    /// Result folder: new, empty, or with --resume the folder of the same work.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Go on with a folder that holds some of the work already.
    #[arg(long, requires = "out")]
    resume: bool,
    /// Seed in place of the study's. Same seed, same bytes.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the result is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(args: &Power) -> anyhow::Result<()> {
    let mut plan = read_plan(&args.study)?;
    plan.study.seed = args.seed.unwrap_or(plan.study.seed);
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    threads::limit(args.threads)?;
    let asked = Asked {
        n: (args.n.start..=args.n.end).step_by(args.by as usize).collect(),
        worlds: args.worlds,
        typical: args.groups,
        trials: args.trials,
        spare_percent: args.spare,
    };
    let sizing = Sizing::new(&plan, &asked)?;
    let folder = match &args.out {
        Some(out) => Some(RunFolder::open_for(out, &sizing.work(), args.resume)?),
        None => None,
    };
    let progress = Progress::new(u64::from(sizing.blocks()), "worlds and groups");
    let advance = || progress.advance(1);
    let records = match &folder {
        Some(folder) => power_in(&knowledge, &sizing, folder, &advance),
        None => power(&knowledge, &sizing, &advance),
    };
    progress.finish();
    tell(args, &sizing, &records?)
}

fn tell(args: &Power, sizing: &Sizing, records: &[BlockRecord]) -> anyhow::Result<()> {
    let rows = rows(sizing, records);
    match args.format {
        Format::Json => print(&output::json(&json!({
            "notice": NOTICE,
            "operating_characteristics": rows,
            "people_needed": needed(sizing, records),
        }))?),
        Format::Csv => bail!("not yet"),
        Format::Table => print(&page(&rows, &needed(sizing, records))),
    }
}

fn page(rows: &[Row], needed: &[Needed]) -> String {
    let cell = |row: &Row| {
        vec![
            row.scenario.clone(),
            row.design.clone(),
            row.analysis.clone(),
            row.outcome.clone(),
            row.n.to_string(),
            shown(&row.success, 100.0, 1),
            row.closed_form.map_or_else(|| "-".to_owned(), |found| format!("{:.1}", 100.0 * found)),
            shown(&row.truth, 1.0, 2),
            shown(&row.bias, 1.0, 3),
            shown(&row.coverage, 100.0, 1),
            format!("{:.0}", row.people),
            format!("{:.0}", row.months),
            format!("{:.1}", 100.0 * row.missing),
            format!("{:.1}", 100.0 * row.not_computed),
        ]
    };
    let head = ["scenario", "design", "analysis", "outcome", "n", "P(success) %", "formula %", "truth", "bias", "coverage %", "people", "months", "missing %", "failed %"];
    let mut page = table(&head, &rows.iter().map(cell).collect::<Vec<_>>());
    page.push_str(&format!("\nPeople of the first arm for {:.0} %\n", 100.0 * WANTED));
    let row = |one: &Needed| {
        vec![
            one.scenario.clone(),
            one.design.clone(),
            one.people.as_ref().map_or_else(ToString::to_string, |_| shown(&one.people, 1.0, 1)),
            one.closed_form.map_or_else(|| "-".to_owned(), |found| format!("{found:.1}")),
        ]
    };
    page.push_str(&table(&["scenario", "design", "people", "formula"], &needed.iter().map(row).collect::<Vec<_>>()));
    page.push_str(&format!("{NOTICE}\n"));
    page
}

/// Sizes such as `20..200`, both ends included.
fn sizes(text: &str) -> Result<Range<u32>, String> {
    let wrong = || "expected two whole numbers such as 20..200, from 2 to 5000, the first not above the second".to_owned();
    let (start, end) = text.split_once("..").ok_or_else(wrong)?;
    let (start, end): (u32, u32) = (start.parse().map_err(|_| wrong())?, end.parse().map_err(|_| wrong())?);
    if (2..=end).contains(&start) && end <= 5_000 { Ok(start..end) } else { Err(wrong()) }
}
