//! `conus cohort`: how do many people fare who are in no trial?

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use conus::cohort::folder::{MOST_KEPT, write};
use conus::cohort::{Cohort as Followed, Summary, events, looks};
use conus::patient::course::Precision;
use conus::patient::replay::MOST_STEPS_ASKED;
use conus::table::growing::Kind;
use conus::trial::failure::FAILURES;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::studies::shipped;
use serde_json::json;

use crate::fault::harmless;
use crate::output::{self, Telling, must_be_free, print};
use crate::progress::Progress;
use crate::who::days;
use crate::{NOTICE, give, lanes};

/// Most people of a cohort.
const MOST_PATIENTS: i64 = 100_000_000;
/// Most looks at a person: those of a unit are in memory together.
const MOST_LOOKS: f64 = 1_000.0;

/// Follow many simulated patients from their injury and write who feels what on which day.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus cohort --patients 1000
  conus cohort --patients 100000 --out cohort
  conus cohort --every 1 --give \"gabapentinoid from=180 mg_per_day=450\" --out daily --table csv
  conus cohort --most-steps 100 --out failing\n
People are drawn as the shipped study would screen them. Each 256 share a world, in which what
nobody knows is drawn once. Usual care is not given. Treatments: see conus patient --help.\n
What comes out with --out:
  cohort.parquet or .csv  one row for each patient and day looked at
  people.parquet or .csv  one row for each patient, and whether it could be followed
  failures/               one file for each who could not, at most 1000, for conus replay
  summary.json, dictionary.json\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Cohort {
    /// How many are followed.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=MOST_PATIENTS))]
    patients: u32,
    /// How long they are followed (days after the injury, at most 20000).
    #[arg(long, default_value = "365", value_parser = days, allow_negative_numbers = true)]
    days: f64,
    /// How often they are looked at (days); the last day is looked at too.
    #[arg(long, default_value = "28", value_parser = days, allow_negative_numbers = true)]
    every: f64,
    /// Give everybody a treatment, its days counted from the injury; may be repeated.
    #[arg(long, value_name = "TREATMENT")]
    give: Vec<String>,
    /// Seed of everything that is drawn. Same seed, same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Steps that may be tried between two events before a patient counts as failed.
    #[arg(long, value_name = "N", default_value_t = Precision::STUDY.most_steps, value_parser = clap::value_parser!(u64).range(1..=MOST_STEPS_ASKED))]
    most_steps: u64,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Write the tables into this folder, new or empty; without it only the summary is printed.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How the tables are written.
    #[arg(long, value_enum, default_value_t = Written::Parquet)]
    table: Written,
    /// How the summary is printed.
    #[arg(long, value_enum, default_value_t = Telling::Table)]
    format: Telling,
}

/// How the tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    /// For programs: short and exact.
    Parquet,
    /// For spreadsheets and statistics.
    Csv,
}

pub(crate) fn run(args: &Cohort) -> anyhow::Result<()> {
    let cohort = asked(args)?;
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    knowledge.followers.precision.most_steps = args.most_steps;
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
        fs::create_dir_all(folder)
            .with_context(|| format!("folder `{}` could not be made", folder.display()))?;
    }
    let threads = args.threads.map_or_else(cores, usize::from);
    let progress = Progress::new(u64::from(args.patients), "virtual patients");
    let followed = followed(args, &cohort, &knowledge, threads, &|more| progress.advance(more as u64));
    progress.finish();
    tell(args, &followed?)
}

fn cores() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

fn asked(args: &Cohort) -> anyhow::Result<Followed> {
    if args.days / args.every > MOST_LOOKS {
        bail!("{} days every {} are more than {MOST_LOOKS} looks; raise --every", args.days, args.every);
    }
    let study = shipped().first().ok_or_else(|| anyhow!("no study is shipped"))?;
    let plan = TrialPlan::from_text(study.name, study.text)
        .map_err(|faults| anyhow!("the shipped study has {} faults", faults.len()))?;
    Ok(Followed {
        patients: args.patients,
        seed: args.seed,
        population: plan.population,
        background: plan.background,
        events: events(&give::treatments(&args.give, args.days)?, args.days),
        looks: looks(args.days, args.every),
    })
}

fn followed(
    args: &Cohort,
    cohort: &Followed,
    knowledge: &Knowledge,
    threads: usize,
    progress: &dyn Fn(usize),
) -> anyhow::Result<Summary> {
    let kind = match args.table {
        Written::Parquet => Kind::Parquet,
        Written::Csv => Kind::Csv,
    };
    if let Some(folder) = &args.out {
        return Ok(write(folder, kind, cohort, knowledge, threads, progress)?);
    }
    let mut summary = Summary::new(&cohort.looks);
    cohort.follow(knowledge, threads, &mut |unit| {
        summary.add(&unit);
        progress(unit.people.len());
        Ok::<_, anyhow::Error>(())
    })?;
    Ok(summary)
}

fn tell(args: &Cohort, summary: &Summary) -> anyhow::Result<()> {
    let kept = args.out.as_deref().filter(|_| summary.failures > 0).map(|folder| folder.join(FAILURES));
    if args.format == Telling::Json {
        return print(&output::json(&json!({
            "notice": NOTICE,
            "patients": summary.patients,
            "failed_solves": summary.failures,
            "folder": args.out,
            "failures": kept,
            "pain": summary.days(),
        }))?);
    }
    let mut page =
        format!("{} simulated patients, day 0 to {} after the injury\n", summary.patients, args.days);
    page.push_str("pain on the scale 0 to 10, true and not as reported, to a hundredth\n\n");
    let rows: Vec<Vec<String>> = summary
        .days()
        .iter()
        .map(|on| {
            let pain = [on.low_5_percent, on.median, on.high_95_percent].map(|pain| format!("{pain:.2}"));
            let share = format!("{:.1}", 100.0 * on.painful_share);
            [on.day.to_string()].into_iter().chain(pain).chain([share]).collect()
        })
        .collect();
    page.push_str(&output::table(&["day", "5 %", "median", "95 %", "% with 4 or more"], &rows));
    page.push_str(&format!(
        "\nfailed solves  {}\n{}",
        summary.failures,
        where_kept(summary, kept.as_deref())
    ));
    if let Some(folder) = &args.out {
        page.push_str(&format!("tables         {}\n", folder.display()));
    }
    print(&harmless(&(page + NOTICE + "\n")))
}

/// Where those who could not be followed are kept.
fn where_kept(summary: &Summary, kept: Option<&Path>) -> String {
    match (summary.failures, kept) {
        (0, _) => String::new(),
        (_, None) => "kept in        nothing; give --out to keep them\n".to_owned(),
        (failures, Some(kept)) => {
            let some = if failures > MOST_KEPT { format!(", the first {MOST_KEPT}") } else { String::new() };
            let path = kept.display();
            format!("kept in        {path}{some}; follow one again with: conus replay {path}/FILE\n")
        }
    }
}
