//! `conus sensitivity`: what moves the answer of a study?

use std::path::PathBuf;

use clap::Args;
use conus::calibration::Posterior;
use conus::sensitivity::attribution::{Attribution, attribute};
use conus::sensitivity::interaction::{self, Interaction, interactions};
use conus::sensitivity::morris::{Effect, screen};
use conus::sensitivity::tornado::{Swing, swings};
use conus::sensitivity::{OUTCOMES, Outcome, Played, told};
use conus::trial::knock_out::MECHANISMS;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use serde_json::json;

use crate::output::{self, Telling, must_be_free, print, table, write_folder};
use crate::progress::Progress;
use crate::run::read_plan;
use crate::{NOTICE, lanes, threads};

/// Numbers that are printed of each outcome.
const PRINTED: usize = 12;

/// Screen what is uncertain, move it one by one, and share the relief among the mechanisms of the cells.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus sensitivity studies/akhlaghpasand-2025-pain.toml
  conus sensitivity my-study.toml --trajectories 40 --worlds 40 --out sensitivity\n
What comes out with --out:
  screening.csv    elementary effects after Morris: mu* and sigma of each uncertain number
  tornado.csv      each number alone at its 10th and 90th percentile
  attribution.csv  Shapley values of the mechanisms S3.1 to S3.5
  interaction.csv  the treatment and training apart and together: pain, function, quality of life
  figures/         tornado and attribution as pictures\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Sensitivity {
    /// Study file.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Trajectories of the screening; each plays the trial once for every uncertain number.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=1000))]
    trajectories: u32,
    /// Possible worlds over which the relief is shared among the mechanisms.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    worlds: u32,
    /// Write tables and figures into this folder, new or empty.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How the end is told.
    #[arg(long, value_enum, default_value_t = Telling::Table)]
    format: Telling,
}

/// Everything that was found.
struct Found {
    labels: Vec<String>,
    screening: String,
    effects: Vec<[Effect; OUTCOMES.len()]>,
    trajectories: usize,
    middle: Option<Outcome>,
    swings: Vec<Swing>,
    attribution: Attribution,
    together: Vec<Interaction>,
}

pub(crate) fn run(args: &Sensitivity) -> anyhow::Result<()> {
    let plan = read_plan(&args.study)?;
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
    }
    threads::limit(args.threads)?;
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let found = found(args, &knowledge, &plan)?;
    if let Some(folder) = &args.out {
        write(folder, &plan, &found)?;
    }
    tell(args, &found)
}

fn found(args: &Sensitivity, knowledge: &Knowledge, plan: &TrialPlan) -> anyhow::Result<Found> {
    let played = Played::new(knowledge, plan);
    let total = u64::from(args.trajectories) + played.moved.len() as u64 + 2 * u64::from(args.worlds);
    let progress = Progress::new(total, "trajectories, numbers and worlds");
    let one = || progress.advance(1);
    let (effects, trajectories) = screen(&played, args.trajectories, plan.study.seed, &one);
    let (middle, swings) = swings(&played, &Posterior::shipped(), &one);
    let attribution = attribute(knowledge, plan, args.worlds, &one);
    let together = interactions(knowledge, plan, args.worlds, &one);
    progress.finish();
    Ok(Found {
        labels: played.moved.iter().map(|moved| moved.unknown.label()).collect(),
        screening: told::screening_csv(&played.moved, &effects),
        effects,
        trajectories,
        middle,
        swings,
        attribution: attribution?,
        together: together?.0,
    })
}

fn write(folder: &std::path::Path, plan: &TrialPlan, found: &Found) -> anyhow::Result<()> {
    let id = &plan.study.id;
    let mut files = vec![
        ("screening.csv".to_owned(), found.screening.clone()),
        ("tornado.csv".to_owned(), told::tornado_csv(&found.swings)),
        ("attribution.csv".to_owned(), told::attribution_csv(&found.attribution)),
        ("interaction.csv".to_owned(), told::interaction_csv(&found.together)),
        ("figures/attribution.svg".to_owned(), told::attribution(id, &found.attribution)?),
    ];
    if let Some(middle) = found.middle {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let name = format!("figures/tornado_{}.svg", outcome.replace(' ', "_"));
            files.push((name, told::tornado(id, at, middle, &found.swings)?));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write_folder(folder, &files)
}

fn tell(args: &Sensitivity, found: &Found) -> anyhow::Result<()> {
    if args.format == Telling::Json {
        let number = |(label, effects): (&String, &[Effect; OUTCOMES.len()])| json!({ "number": label, "mu_star": effects.map(|effect| effect.mu_star), "sigma": effects.map(|effect| effect.sigma) });
        let parts = MECHANISMS.iter().zip(&found.attribution.parts);
        return print(&output::json(&json!({
            "notice": NOTICE,
            "outcomes": OUTCOMES,
            "trajectories": found.trajectories,
            "screening": found.labels.iter().zip(&found.effects).map(number).collect::<Vec<_>>(),
            "relief": found.attribution.relief.value,
            "attribution": parts.map(|((claim, name), part)| json!({ "claim": claim, "mechanism": name, "relief": part.value, "interval_95": part.interval })).collect::<Vec<_>>(),
            "failed_solves": found.attribution.failures.len(),
        }))?);
    }
    let mut page = format!(
        "screening after Morris, {} of {} trajectories, NRS points per whole range of a number\n",
        found.trajectories, args.trajectories
    );
    for (at, outcome) in OUTCOMES.iter().enumerate() {
        page.push_str(&format!("\n{outcome}\n{}", screened(found, at)));
    }
    page.push_str(&shared(&found.attribution));
    page.push_str(&together(&found.together));
    page.push_str(&format!("\nfailed solves  {}\n{NOTICE}\n", found.attribution.failures.len()));
    print(&page)
}

fn screened(found: &Found, at: usize) -> String {
    let mut order: Vec<usize> = (0..found.labels.len()).collect();
    let size = |number: usize| found.effects[number][at].mu_star;
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    let row = |&number: &usize| {
        let Effect { mu_star, interval: [low, high], sigma } = found.effects[number][at];
        [found.labels[number].clone()]
            .into_iter()
            .chain([mu_star, low, high, sigma].map(|value| format!("{value:.2}")))
            .collect()
    };
    let rows: Vec<Vec<String>> = order.iter().take(PRINTED).map(row).collect();
    table(&["number", "mu*", "2.5 %", "97.5 %", "sigma"], &rows)
}

fn shared(found: &Attribution) -> String {
    let row = |claim: &str, name: &str, part: &conus::sensitivity::attribution::Part| {
        let [low, high] = part.interval;
        let numbers = [part.value, low, high].map(|value| format!("{value:.3}"));
        [claim.to_owned(), name.to_owned()].into_iter().chain(numbers).collect::<Vec<String>>()
    };
    let mut rows: Vec<Vec<String>> =
        MECHANISMS.iter().zip(&found.parts).map(|((claim, name), part)| row(claim, name, part)).collect();
    rows.push(row("", "all", &found.relief));
    format!(
        "\nrelief by mechanism, Shapley values over {} worlds and {} patients, NRS points\n{}",
        found.replicates,
        found.patients,
        table(&["claim", "mechanism", "relief", "2.5 %", "97.5 %"], &rows)
    )
}

fn together(found: &[Interaction]) -> String {
    let row = |((outcome, unit), found): (&(&str, &str), &Interaction)| {
        let beyond = found.beyond_the_sum;
        let [low, high] = beyond.interval;
        let numbers =
            [found.treatment.value, found.training.value, found.both.value, beyond.value, low, high];
        [format!("{outcome} ({unit})")]
            .into_iter()
            .chain(numbers.map(|value| format!("{value:.3}")))
            .collect()
    };
    let rows: Vec<Vec<String>> = interaction::OUTCOMES.iter().zip(found).map(row).collect();
    let head = ["change by", "treatment", "training", "both", "beyond the sum", "2.5 %", "97.5 %"];
    format!(
        "\nthe treatment and full training, apart and together\n{}no human study shows more than a sum for pain; a synergy is 0 unless a parameter says otherwise\n",
        table(&head, &rows)
    )
}
