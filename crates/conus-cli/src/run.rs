//! `conus run`: play a trial many times and write its result folder.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use conus::run::{Finish, run as play};
use conus::series::plan::SeriesPlan;
use conus::trial::failure::FAILURES;
use conus::trial::folder::RunFolder;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use serde_json::json;

use crate::exit::{Told, tell};
use crate::fault::{BAD_INPUT, shown};
use crate::output::{self, Telling, print};
use crate::progress::Progress;
use crate::{NOTICE, appraise, lanes, threads};

/// Simulate a virtual trial many times and write its report.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  conus run studies/akhlaghpasand-2025-pain.toml --out runs/pain
  conus run my-study.toml --out runs/mine --replicates 0..100\n  conus run my-study.toml --out runs/mine --resume\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Run {
    /// Study file; make one with conus new.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Result folder: new, empty, or with --resume the folder of the same study [default: runs/ID]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Run only these replicates; the report is written once all of the study's are there.
    #[arg(long, value_name = "A..B", value_parser = range)]
    replicates: Option<Range<u32>>,
    /// Go on with a folder that holds some replicates already.
    #[arg(long)]
    resume: bool,
    /// Seed in place of the study's. Same seed, same bytes.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the end is told.
    #[arg(long, value_enum, default_value_t = Telling::Table)]
    format: Telling,
}

pub(crate) fn run(args: &Run) -> anyhow::Result<()> {
    if std::fs::read_to_string(&args.study).is_ok_and(|text| SeriesPlan::is_meant(&text)) {
        return run_series(args);
    }
    let mut plan = read_plan(&args.study)?;
    plan.study.seed = args.seed.unwrap_or(plan.study.seed);
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let wanted = args.replicates.clone().unwrap_or(0..plan.study.replicates);
    if wanted.end > plan.study.replicates {
        let (end, most) = (wanted.end, plan.study.replicates);
        bail!("--replicates ends at {end}, but the study has {most}; choose a range within 0..{most}");
    }
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("runs").join(&plan.study.id));
    threads::limit(args.threads)?;
    let folder = RunFolder::open(&out, &plan, args.resume)?;
    let todo: u32 = folder.missing(wanted.clone()).iter().map(|range| range.end - range.start).sum();
    let progress = Progress::new(u64::from(todo), "virtual trials");
    let begun = Instant::now();
    let finish = play(&knowledge, &plan, &folder, wanted, &|| progress.advance(1));
    progress.finish();
    let finish = finish?;
    let log = json!({
        "replicates": todo,
        "seconds": begun.elapsed().as_secs_f64(),
        "threads": rayon::current_num_threads(),
        "processor": std::env::consts::ARCH,
        "system": std::env::consts::OS,
    });
    folder.log("last-run.json", output::json(&log)?.as_bytes())?;
    tell_end(args, &folder, finish)
}

/// A study without a fair control has no arms to compare: it is played in possible worlds and appraised.
fn run_series(args: &Run) -> anyhow::Result<()> {
    if args.replicates.is_some() || args.resume {
        bail!(
            "--replicates and --resume are for studies with arms; this one is played in one go, in a minute or two"
        );
    }
    let mut plan = appraise::read_plan(&args.study)?;
    plan.series.seed = args.seed.unwrap_or(plan.series.seed);
    threads::limit(args.threads)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("runs").join(&plan.series.id));
    appraise::appraised(&plan, Some(&out))
}

/// The plan of the study file; its faults are told with the lines they stand on.
pub(crate) fn read_plan(study: &Path) -> anyhow::Result<TrialPlan> {
    match TrialPlan::read(study) {
        Ok(plan) => Ok(plan),
        Err(faults) => {
            let text = std::fs::read_to_string(study).unwrap_or_default();
            tell(&shown(&faults, &text, std::io::IsTerminal::is_terminal(&std::io::stderr())));
            Err(Told(BAD_INPUT).into())
        }
    }
}

fn tell_end(args: &Run, folder: &RunFolder, finish: Finish) -> anyhow::Result<()> {
    let path = folder.path().display();
    match (args.format, finish) {
        (Telling::Json, Finish::Whole { failures }) => {
            let report = folder.path().join("report.html");
            let kept = (failures > 0).then(|| folder.path().join(FAILURES));
            let mut told = json!({ "report": report, "failed_solves": failures, "notice": NOTICE });
            if let Some(kept) = kept {
                told["failures"] = json!(kept);
            }
            print(&output::json(&told)?)
        }
        (Telling::Json, Finish::Part { done }) => print(&output::json(
            &json!({ "folder": folder.path(), "replicates_done": done, "notice": NOTICE }),
        )?),
        (Telling::Table, Finish::Whole { failures }) => print(&format!(
            "report         {path}/report.html\ntables         {path}/tables, {path}/adam\nfigures        {path}/figures\nfailed solves  {failures}\n{}{NOTICE}\n",
            kept(folder, failures)
        )),
        (Telling::Table, Finish::Part { done }) => print(&format!(
            "{done} replicates are in {path}; run the others with --resume to get the report\n{NOTICE}\n"
        )),
    }
}

/// Where those who could not be solved are kept, and how one is followed again.
fn kept(folder: &RunFolder, failures: u32) -> String {
    let path = folder.path().join(FAILURES);
    let path = path.display();
    match failures {
        0 => String::new(),
        _ => format!("kept in        {path}; follow one again with: conus replay {path}/FILE\n"),
    }
}

/// A range of replicates such as `0..100`, its end not included.
fn range(text: &str) -> Result<Range<u32>, String> {
    let wrong = || "expected two whole numbers such as 0..100, the first below the second".to_owned();
    let (start, end) = text.split_once("..").ok_or_else(wrong)?;
    let (start, end) = (start.parse().map_err(|_| wrong())?, end.parse().map_err(|_| wrong())?);
    if start < end { Ok(start..end) } else { Err(wrong()) }
}
