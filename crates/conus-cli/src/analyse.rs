//! `conus analyse`: what does a plan find in the data of a trial?

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use conus::analysis::frame::Sheets;
use conus::analysis::plan::{AnalysisPlan, EXAMPLE};
use conus::read_out::{ReadOut, ReadOutError, read_out, told};
use conus::table::read::{Fault, Sheet, read};
use serde_json::json;

use crate::NOTICE;
use crate::exit::{Told, tell};
use crate::fault::{BAD_INPUT, harmless, shown};
use crate::output::{self, print};

/// Analyse the data of a trial, real or virtual, by a plan: CSV, Parquet or Dataset-JSON in the shape of CDISC ADaM.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus analyse --example > plan.toml
  conus analyse runs/pain/adam/replicate-00000/adnrs.csv plan.toml --adsl runs/pain/adam/replicate-00000/adsl.csv
  conus analyse adnrs.parquet plan.toml --out read-out\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Analyse {
    /// Values by subject and visit (ADaM BDS): .csv, .parquet, or .json in Dataset-JSON 1.1
    #[arg(value_name = "DATA", required_unless_present = "example")]
    data: Option<PathBuf>,
    /// Plan of analysis; --example prints one to start from.
    #[arg(value_name = "PLAN", required_unless_present = "example")]
    plan: Option<PathBuf>,
    /// One row for each subject (ADSL), for arms and covariates that DATA does not have.
    #[arg(long, value_name = "FILE")]
    adsl: Option<PathBuf>,
    /// Intercurrent events (ADICE), one row for each.
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// How the read-out is printed.
    #[arg(long, value_enum, default_value_t = Printed::Table)]
    format: Printed,
    /// Write report, figures and tables into this folder, new or empty.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Print a commented plan and do nothing else.
    #[arg(long)]
    example: bool,
}

/// How a read-out is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Printed {
    /// For people.
    Table,
    /// For programs: every number.
    Json,
    /// R code that should give the same numbers.
    R,
}

pub(crate) fn run(args: &Analyse) -> anyhow::Result<()> {
    let (Some(data), Some(plan), false) = (&args.data, &args.plan, args.example) else {
        return print(EXAMPLE);
    };
    if let Some(out) = &args.out {
        output::must_be_free(out)?;
    }
    let plan = planned(plan)?;
    let bds = sheet(data)?;
    let adsl = args.adsl.as_deref().map(sheet).transpose()?;
    let events = args.events.as_deref().map(sheet).transpose()?;
    let sheets = Sheets { bds: &bds, adsl: adsl.as_ref(), events: events.as_ref() };
    let found = read_out(&plan, &sheets).map_err(refused)?;
    if let Some(out) = &args.out {
        write(out, &found)?;
    }
    match args.format {
        Printed::Table => print(&page(&found)),
        Printed::Json => print(&output::json(&json!({ "notice": NOTICE, "read_out": found }))?),
        Printed::R => print(&found.r_code),
    }
}

/// The plan of a file; its faults are told with the lines they stand on.
fn planned(path: &Path) -> anyhow::Result<AnalysisPlan> {
    AnalysisPlan::read(path).map_err(|faults| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        tell(&shown(&faults, &text, std::io::IsTerminal::is_terminal(&std::io::stderr())));
        Told(BAD_INPUT).into()
    })
}

fn sheet(path: &Path) -> anyhow::Result<Sheet> {
    read(path).map_err(|faults| told_faults(&faults))
}

/// Faults of data are told one below the other, then nothing is left but the exit code.
fn told_faults(faults: &[Fault]) -> anyhow::Error {
    let mut page: String = faults.iter().map(|fault| format!("{fault}\n\n")).collect();
    let count = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
    page.push_str(&format!("{count}; nothing was analysed and nothing was written\n"));
    tell(&harmless(&page));
    Told(BAD_INPUT).into()
}

fn refused(error: ReadOutError) -> anyhow::Error {
    match error {
        ReadOutError::Data(faults) => told_faults(&faults),
        other => anyhow!(other).context("nothing was written"),
    }
}

fn page(found: &ReadOut) -> String {
    let [code, label] = &found.variable;
    let synthetic = if found.synthetic { " (synthetic data)" } else { "" };
    let mut page = format!("{}\n{code}: {label}{synthetic}\n{}\n", found.title, found.primary.method);
    for warning in &found.warnings {
        page.push_str(&format!("\n{warning}\n"));
    }
    for table in told(found) {
        page.push_str(&format!("\n{}\n{}", table.heading, output::table(&table.head, &table.rows)));
    }
    harmless(&format!("{page}\n{NOTICE}\n"))
}

fn write(out: &Path, found: &ReadOut) -> anyhow::Result<()> {
    let files = found.files().context("the report could not be set")?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    output::write_folder(out, &files)
}
