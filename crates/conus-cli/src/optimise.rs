//! `conus optimise`: which choices are worth their price?

use std::ops::Range;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use conus::design::search::{Choice, Search, search};
use conus::design::told::{named, searched_csv, searched_figure, words};
use conus::design::vary::{Axis, axis, variants};
use conus::trial::knowledge::Knowledge;
use serde_json::json;

use crate::output::{self, Format, must_be_free, print, table, write_folder};
use crate::power::{sizes, with_faults};
use crate::progress::Progress;
use crate::run::read_plan;
use crate::{NOTICE, lanes, threads};

/// Search doses, timing, training, magnet and size for choices that nothing beats in assurance, cost, time and harm.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus optimise studies/first-trial.toml --vary arm.cells.treatment.msc.dose_million_cells=3,30,300
  conus optimise my-study.toml --vary arm.cells.treatment.msc.magnet_gain=1,3 \\
    --vary arm.cells.treatment.rehabilitation.intensity=0,0.5 --n 20..120 --budget 3000 --out search\n
The study needs a [cost] table; conus new first-trial has one. What comes out with --out:
  pareto.csv          every combination and size: assurance, cost, months, harm, how surely nothing beats it
  figures/pareto.svg  assurance against cost\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Optimise {
    /// Study file; its first design is conducted.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// A field of the study and the values that may be chosen; repeat for every combination of several.
    #[arg(long, value_name = "PATH=VALUE,VALUE", required = true)]
    vary: Vec<String>,
    /// Sizes of the first arm under question, from and to.
    #[arg(long, value_name = "A..B", default_value = "20..120", value_parser = sizes)]
    n: Range<u32>,
    /// Step between sizes.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    by: u32,
    /// Possible worlds in which every combination is played that stays in the race.
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(8..=100_000))]
    worlds: u32,
    /// Trials of each size from each world.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    trials: u32,
    /// Most that the trial may cost, in the unit of the study's prices.
    #[arg(long, value_name = "MONEY")]
    budget: Option<f64>,
    /// Write table and picture into this folder, new or empty.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the result is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(args: &Optimise) -> anyhow::Result<()> {
    let plan = read_plan(&args.study)?;
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
    }
    let axes = args.vary.iter().map(|text| axis(text)).collect::<Result<Vec<_>, _>>()?;
    let text = std::fs::read_to_string(&args.study)?;
    let variants = variants(&args.study.display().to_string(), &text, &axes).map_err(with_faults)?;
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    threads::limit(args.threads)?;
    let asked = Search {
        n: (args.n.start..=args.n.end).step_by(args.by as usize).collect(),
        worlds: args.worlds,
        trials: args.trials,
        budget: args.budget,
    };
    let progress = Progress::new(variants.len() as u64 * u64::from(args.worlds), "worlds of combinations");
    let found = search(&knowledge, &variants, &asked, &|done| progress.advance(done));
    progress.finish();
    let found = found?;
    if found.is_empty() {
        bail!("no combination of any size costs less than the budget; the cheapest needs more");
    }
    if let Some(folder) = &args.out {
        let csv = searched_csv(&axes, &found);
        let figure = searched_figure(&plan.study.id, &axes, &asked, &found)?;
        write_folder(folder, &[("pareto.csv", &csv), ("figures/pareto.svg", &figure)])?;
    }
    tell(args, &axes, &found)
}

fn tell(args: &Optimise, axes: &[Axis], found: &[Choice]) -> anyhow::Result<()> {
    match args.format {
        Format::Csv => print(&searched_csv(axes, found)),
        Format::Json => {
            let paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
            print(&output::json(&json!({ "notice": NOTICE, "varied": paths, "choices": found }))?)
        }
        Format::Table => {
            let row = |one: &&Choice| {
                vec![
                    words(axes, one),
                    format!("{:.0} ± {:.0}", 100.0 * one.assurance.value, 100.0 * one.assurance.error),
                    format!("{:.0}", one.cost),
                    format!("{:.0}", one.months),
                    format!("{:.2}", one.harm),
                    format!("{:.0}", 100.0 * one.front_share),
                ]
            };
            let shown = named(found);
            let on_front = found.iter().filter(|one| one.on_front).count();
            let rows: Vec<Vec<String>> = shown.iter().map(row).collect();
            print(&format!(
                "{} choices, of which nothing beats {on_front} in assurance, cost, time and harm; the {} that are the cheapest way to so much assurance:\n{}stays: how often nothing beats it when worlds are drawn anew, %. harm: adverse events of at least moderate severity per patient, minus those of the control\n{NOTICE}\n",
                found.len(),
                shown.len(),
                table(&["choice", "assurance %", "cost", "months", "harm", "stays %"], &rows)
            ))
        }
    }
}
