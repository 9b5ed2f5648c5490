//! `conus power`: which design, and how many patients?

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use conus::calibration::Posterior;
use conus::calibration::posterior::fingerprint;
use conus::design::characteristics::{Needed, WANTED, curve, shown};
use conus::design::play::{Asked, Sizing};
use conus::design::power::{power, power_in};
use conus::design::scenario::NULL;
use conus::design::told::{Told, csv_text};
use conus::design::vary::{Axis, NotVaried, Variant, axis, variants};
use conus::trial::folder::RunFolder;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
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
  conus power my-study.toml --vary arm.cells.treatment.msc.dose_million_cells=3,30,300 --planned-only
  conus power my-study.toml --n 40..80 --by 40 --worlds 40 --format csv\n
What comes out with --out:
  report.html     how many patients, which design, one trial as it went, what decides
  protocol.txt    the statistical section, filled, to be edited
  tables/         operating characteristics (oc.csv, oc.parquet) and what their columns mean
  figures/        every picture as SVG\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Power {
    /// Study file; make one with conus new.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Sizes of the first arm under question, from and to; the other arms follow in the study's proportions.
    #[arg(long, value_name = "A..B", default_value = "20..160", value_parser = sizes)]
    n: Range<u32>,
    /// Step between sizes.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    by: u32,
    /// Possible worlds in which the trial is played: assurance is an average over them.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    worlds: u32,
    /// Groups of people who are simulated with every unknown at its best guess: power is an average over them.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    groups: u32,
    /// Trials of each size that are drawn from the people of a world or group.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    trials: u32,
    /// People simulated for every 100 that the largest trial needs; more where a run-in lets few go on.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(100..=10_000))]
    spare: u32,
    /// Read out the planned analysis alone, without those beside it and the other outcomes.
    #[arg(long)]
    planned_only: bool,
    /// What is believed of the uncertain numbers in place of what conus carries: after-seeing.csv of conus appraise, or a
    /// posterior of conus calibrate.
    #[arg(long, value_name = "FILE")]
    beliefs: Option<PathBuf>,
    /// Any field of the study and the values that it takes in turn; repeat for every combination of several.
    #[arg(long, value_name = "PATH=VALUE,VALUE")]
    vary: Vec<String>,
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
    let plan = read_plan(&args.study)?;
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let believed = believe(&mut knowledge, args.beliefs.as_deref())?;
    threads::limit(args.threads)?;
    if args.vary.is_empty() {
        let (sizing, told) = sized(args, (&knowledge, &believed), plan, args.out.as_deref())?;
        return match args.format {
            Format::Json => print(&output::json(&json!({ "notice": NOTICE, "sizing": told }))?),
            Format::Csv => print(&csv_text(&told.rows)?),
            Format::Table => print(&page(args, &sizing, &told)),
        };
    }
    let axes = args.vary.iter().map(|text| axis(text)).collect::<Result<Vec<_>, _>>()?;
    let text = std::fs::read_to_string(&args.study)?;
    let variants = variants(&args.study.display().to_string(), &text, &axes).map_err(with_faults)?;
    let mut found = Vec::new();
    for (number, Variant { values, plan }) in variants.into_iter().enumerate() {
        let folder = args.out.as_ref().map(|out| out.join(format!("{:03}", number + 1)));
        let (sizing, told) = sized(args, (&knowledge, &believed), plan, folder.as_deref())?;
        found.push((values, sizing, told));
    }
    tell_varied(args, &axes, &found)
}

/// Takes up the beliefs of a file, and gives their fingerprint; nothing where there is none.
fn believe(knowledge: &mut Knowledge, file: Option<&Path>) -> anyhow::Result<String> {
    let Some(file) = file else { return Ok(String::new()) };
    let name = file.display();
    let text =
        std::fs::read_to_string(file).with_context(|| format!("beliefs `{name}` could not be read"))?;
    let (posterior, _) = Posterior::read(&text).with_context(|| {
        format!("beliefs `{name}` are no draws; make them with conus appraise or conus calibrate")
    })?;
    knowledge.beliefs = posterior.beliefs;
    Ok(fingerprint(&text))
}

/// Simulates, and writes what was found into a folder if there is one.
fn sized(
    args: &Power,
    (knowledge, believed): (&Knowledge, &String),
    mut plan: TrialPlan,
    out: Option<&Path>,
) -> anyhow::Result<(Sizing, Told)> {
    plan.study.seed = args.seed.unwrap_or(plan.study.seed);
    let asked = Asked {
        n: (args.n.start..=args.n.end).step_by(args.by as usize).collect(),
        worlds: args.worlds,
        typical: args.groups,
        trials: args.trials,
        spare_percent: args.spare,
        planned_only: args.planned_only,
        believed_only: false,
        beliefs: believed.clone(),
    };
    let sizing = Sizing::new(&plan, &asked)?;
    let folder = match out {
        Some(out) => Some(RunFolder::open_for(out, &sizing.work(), args.resume)?),
        None => None,
    };
    let progress = Progress::new(u64::from(sizing.blocks()), "worlds and groups");
    let advance = || progress.advance(1);
    let records = match &folder {
        Some(folder) => power_in(knowledge, &sizing, folder, &advance),
        None => power(knowledge, &sizing, &advance),
    };
    progress.finish();
    let told = Told::of(knowledge, &sizing, &records?)?;
    if let Some(folder) = folder.filter(|folder| !folder.is_complete()) {
        told.write(&sizing, &folder)?;
    }
    Ok((sizing, told))
}

/// The faults of a combination, each on a line.
pub(crate) fn with_faults(why: NotVaried) -> anyhow::Error {
    let NotVaried::Faults { faults, .. } = &why else { return why.into() };
    let lines: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}; expected {}", fault.field, fault.problem, fault.expected))
        .collect();
    anyhow::anyhow!("{why}\n{}", lines.join("\n"))
}

/// The null first, then the first design under every truth, then how many people each design needs.
fn page(args: &Power, sizing: &Sizing, told: &Told) -> String {
    let design = &sizing.protocols[0].design.label;
    let sizes: Vec<String> = sizing.asked.n.iter().map(ToString::to_string).collect();
    let head = |first| std::iter::once(first).chain(sizes.iter().map(String::as_str)).collect::<Vec<_>>();
    let curve = |name: &str, scenario: &str, design: &str| {
        let cells = curve(&told.rows, scenario, design).into_iter().map(|row| shown(&row.success, 100.0, 1));
        std::iter::once(name.to_owned()).chain(cells).collect::<Vec<String>>()
    };
    let null = sizing.protocols.iter().map(|one| curve(&one.design.label, NULL, &one.design.label));
    let truths = sizing.scenarios.iter().map(|one| curve(&one.id(), &one.id(), design));
    let mut page = format!(
        "where nothing works: trials that conclude a benefit, % (meant: {}), by patients in the first arm\n{}\n",
        50.0 * sizing.plan.analysis.alpha,
        table(&head("design"), &null.collect::<Vec<_>>())
    );
    page.push_str(&format!(
        "{design}: trials that conclude a benefit, %\n{}\n",
        table(&head("what is true"), &truths.collect::<Vec<_>>())
    ));
    page.push_str(&format!(
        "patients in the first arm for {:.0} %, as planned at the start\n{}",
        100.0 * WANTED,
        people(sizing, told)
    ));
    page.push_str("as believed: assurance, over what is uncertain. ±: Monte-Carlo standard error, a world as one draw\n");
    if let Some(out) = &args.out {
        page.push_str(&format!(
            "\nreport         {0}/report.html\nprotocol       {0}/protocol.txt\n",
            out.display()
        ));
    }
    page.push_str(&format!("failed solves  {}\n{NOTICE}\n", told.failed));
    page
}

/// Scenarios by designs.
fn people(sizing: &Sizing, told: &Told) -> String {
    let scenarios: Vec<String> =
        sizing.scenarios.iter().filter(|one| !one.is_null()).map(|one| one.id()).collect();
    let cell = |one: &Needed| match (&one.people, one.closed_form) {
        (Ok(_), None) => shown(&one.people, 1.0, 0),
        (Ok(_), Some(formula)) => format!("{} ({:.0})", shown(&one.people, 1.0, 0), formula.ceil()),
        (Err(_), _) => "not reached".to_owned(),
    };
    let row = |design: &String| {
        let found = told.needed.iter().filter(|one| one.design == *design).map(cell);
        std::iter::once(design.clone()).chain(found).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = sizing.protocols.iter().map(|one| row(&one.design.label)).collect();
    let head: Vec<&str> = std::iter::once("design").chain(scenarios.iter().map(String::as_str)).collect();
    table(&head, &rows) + "in brackets: the formula (noncentral t), where one applies\n"
}

type Found = (Vec<String>, Sizing, Told);

/// One row for each combination: people needed by the first design, and its assurance at the largest size.
fn tell_varied(args: &Power, axes: &[Axis], found: &[Found]) -> anyhow::Result<()> {
    match args.format {
        Format::Json => {
            let one = |(values, _, told): &Found| json!({ "values": values, "sizing": told });
            let paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
            let varied: Vec<_> = found.iter().map(one).collect();
            print(&output::json(&json!({ "notice": NOTICE, "varied": paths, "found": varied }))?)
        }
        Format::Csv => {
            let mut text = String::new();
            for (values, _, told) in found {
                let rows = csv_text(&told.rows)?;
                let mut lines = rows.lines();
                let head = lines.next().unwrap_or_default();
                if text.is_empty() {
                    let paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
                    text.push_str(&format!("{},{head}\n", paths.join(",")));
                }
                lines.for_each(|line| text.push_str(&format!("{},{line}\n", values.join(","))));
            }
            print(&text)
        }
        Format::Table => {
            let Some((_, sizing, _)) = found.first() else { return Ok(()) };
            let design = &sizing.protocols[0].design.label;
            let scenarios: Vec<String> =
                sizing.scenarios.iter().filter(|one| !one.is_null()).map(|one| one.id()).collect();
            let row = |(values, _, told): &Found| {
                let needed = told.needed.iter().filter(|one| one.design == *design);
                let cell = |one: &Needed| {
                    one.people
                        .as_ref()
                        .map_or_else(|_| "not reached".to_owned(), |_| shown(&one.people, 1.0, 0))
                };
                values.iter().cloned().chain(needed.map(cell)).collect::<Vec<String>>()
            };
            let head: Vec<&str> = axes
                .iter()
                .map(|axis| axis.path.as_str())
                .chain(scenarios.iter().map(String::as_str))
                .collect();
            let rows: Vec<Vec<String>> = found.iter().map(row).collect();
            print(&format!(
                "{design}: patients in the first arm for {:.0} %\n{}{NOTICE}\n",
                100.0 * WANTED,
                table(&head, &rows)
            ))
        }
    }
}

/// Sizes such as `20..200`, both ends included.
pub(crate) fn sizes(text: &str) -> Result<Range<u32>, String> {
    let wrong = || {
        "expected two whole numbers such as 20..200, from 2 to 5000, the first not above the second"
            .to_owned()
    };
    let (start, end) = text.split_once("..").ok_or_else(wrong)?;
    let (start, end): (u32, u32) = (start.parse().map_err(|_| wrong())?, end.parse().map_err(|_| wrong())?);
    if (2..=end).contains(&start) && end <= 5_000 { Ok(start..end) } else { Err(wrong()) }
}
