//! `conus calibrate`: what do published numbers say about what nobody knows?

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use conus::calibration::{Calibration, Evaluations, Posterior, Settings};
use conus::evidence::Evidence;
use conus::patient::world::Beliefs;
use conus::trial::knowledge::Knowledge;
use serde_json::json;

use crate::output::{self, Telling, print, table};
use crate::progress::Progress;
use crate::{NOTICE, lanes, threads};

/// Directions that are printed.
const BEST: usize = 10;
/// Numbers named of each direction.
const NAMED: usize = 3;

/// Calibrate what is uncertain to the published numbers that may be fitted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus calibrate --quick --out quick
  conus calibrate --out calibration\n
An ensemble Kalman inversion of the settings in data/calibration.toml; no held-out row is read.
A run that was cut off goes on where it stood when it is started again with the same folder.\n
What comes out with --out:
  evaluations.csv   every world that was played, and what each row would have printed in it
  posterior.csv     the draws; conus carries those of data/posterior.csv
  informed.csv      each number: prior, posterior, and how much of the prior variance is gone\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Calibrate {
    /// Folder of the calibration: new, empty, or one that was begun.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// A short run with a small ensemble, to try the method; its posterior is rough.
    #[arg(long)]
    quick: bool,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the end is told.
    #[arg(long, value_enum, default_value_t = Telling::Table)]
    format: Telling,
}

pub(crate) fn run(args: &Calibrate) -> anyhow::Result<()> {
    threads::limit(args.threads)?;
    let mut knowledge = Knowledge { beliefs: Beliefs::default(), ..Knowledge::shipped() };
    knowledge.followers.width = lanes::width()?;
    let calibration = Settings::shipped().calibration(&knowledge, Evidence::shipped(), args.quick)?;
    fs::create_dir_all(&args.out)
        .with_context(|| format!("folder `{}` could not be made", args.out.display()))?;
    let digest = calibration.digest(&knowledge);
    let name = format!("{} {}", digest.data, digest.model);
    let evaluations = Evaluations::open(&args.out.join("evaluations.csv"), &name)?;
    let progress = Progress::new(calibration.evaluations() as u64, "possible worlds");
    let posterior = calibration.run(&knowledge, &evaluations, &|| progress.advance(1));
    progress.finish();
    let posterior = posterior?;
    write(args, "posterior.csv", &posterior.written(&digest))?;
    write(args, "informed.csv", &informed(&posterior))?;
    tell(args, &calibration, &posterior)
}

/// Made anew from the evaluations each time, so an earlier one is replaced.
fn write(args: &Calibrate, name: &str, text: &str) -> anyhow::Result<()> {
    let path = args.out.join(name);
    let new = path.with_extension("tmp");
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, &path))
        .with_context(|| format!("`{}` could not be written", path.display()))
}

fn informed(posterior: &Posterior) -> String {
    let mut text = "number,prior_log_sd,factor_median,factor_5,factor_95,contraction\n".to_owned();
    let rows = posterior.beliefs.unknowns.iter().zip(&posterior.prior);
    for ((unknown, prior), ([median, low, high], gone)) in rows
        .map(|(unknown, prior)| (unknown.label(), prior))
        .zip(posterior.factors().into_iter().zip(posterior.contraction()))
    {
        text.push_str(&format!("{unknown},{prior},{median:.4},{low:.4},{high:.4},{gone:.3}\n"));
    }
    text
}

fn tell(args: &Calibrate, calibration: &Calibration, posterior: &Posterior) -> anyhow::Result<()> {
    let labels: Vec<String> = posterior.beliefs.unknowns.iter().map(|unknown| unknown.label()).collect();
    let (factors, contraction) = (posterior.factors(), posterior.contraction());
    if args.format == Telling::Json {
        let numbers: Vec<_> = labels
            .iter()
            .zip(factors.iter().zip(&contraction))
            .map(|(label, ([median, low, high], gone))| {
                json!({ "number": label, "factor": median, "low": low, "high": high, "contraction": gone })
            })
            .collect();
        return print(&output::json(&json!({
            "notice": NOTICE,
            "folder": args.out,
            "rows": calibration.targets.len(),
            "worlds": calibration.evaluations(),
            "numbers": numbers,
        }))?);
    }
    let mut page = format!(
        "{} numbers calibrated to {} published rows in {} possible worlds\n\n",
        labels.len(),
        calibration.targets.len(),
        calibration.evaluations()
    );
    let rows: Vec<Vec<String>> = labels
        .iter()
        .zip(factors.iter().zip(&contraction))
        .map(|(label, (factor, gone))| {
            let factor = factor.map(|factor| format!("{factor:.2}"));
            [label.clone()].into_iter().chain(factor).chain([format!("{:.0}", 100.0 * gone)]).collect()
        })
        .collect();
    page.push_str(&table(&["number", "factor", "5 %", "95 %", "% of prior variance gone"], &rows));
    page.push_str(&format!("\nwhat the rows inform together, the best {BEST} directions\n"));
    for combination in posterior.combinations().iter().take(BEST) {
        page.push_str(&format!(
            "{:4.0} %  {}\n",
            100.0 * combination.contraction,
            words(&combination.weights, &labels)
        ));
    }
    page.push_str(&format!("\nposterior  {}/posterior.csv\n{NOTICE}\n", args.out.display()));
    print(&page)
}

/// The numbers that weigh most in a direction.
fn words(weights: &[f64], labels: &[String]) -> String {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()));
    let named: Vec<String> =
        order.iter().take(NAMED).map(|&at| format!("{:+.2} {}", weights[at], labels[at])).collect();
    named.join("  ")
}
