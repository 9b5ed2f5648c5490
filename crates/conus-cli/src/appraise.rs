//! `conus appraise`: what does a published study without a fair control show?

use std::path::{Path, PathBuf};

use clap::Args;
use conus::evidence::Evidence;
use conus::series::beside::{Against, Beside};
use conus::series::plan::SeriesPlan;
use conus::series::split::{Chance, Seen, Split, Spread};
use conus::series::told::files;
use conus::series::{Appraisal, appraise};
use conus::trial::knowledge::Knowledge;

use crate::exit::{Told, tell};
use crate::fault::{BAD_INPUT, shown};
use crate::output::{print, table, write_folder};
use crate::progress::Progress;
use crate::{NOTICE, lanes, threads};

/// Split what a published study found into what makes it, and weigh it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus appraise studies/bydon-2024.toml
  conus appraise studies/akhlaghpasand-2025-series.toml --out appraised\n
The same people are played untreated, with the same luck. A change is split into selection, natural
course, rehabilitation and learning, expectation, rating bias and treatment; the parts add up to it.
Worlds are weighed by how likely the printed number is in them: what it says is the step from before
to after, and where nothing is known before, nothing is known after.\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Appraise {
    /// File of the published study: who was let in, what was given, what was printed.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Write report.html, tables and figures into this folder, new or empty.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Possible worlds in place of the file's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=10_000))]
    worlds: Option<u32>,
    /// Seed in place of the file's. Same seed, same bytes.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

pub(crate) fn run(args: &Appraise) -> anyhow::Result<()> {
    let mut plan = read_plan(&args.study)?;
    plan.series.worlds = args.worlds.unwrap_or(plan.series.worlds);
    plan.series.seed = args.seed.unwrap_or(plan.series.seed);
    threads::limit(args.threads)?;
    appraised(&plan, args.out.as_deref())
}

/// Appraises, prints what was found, and writes a folder if there is one.
pub(crate) fn appraised(plan: &SeriesPlan, out: Option<&Path>) -> anyhow::Result<()> {
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let progress = Progress::new(u64::from(plan.series.worlds), "possible worlds");
    let found = appraise(&knowledge, Evidence::shipped(), plan, &|| progress.advance(1));
    progress.finish();
    let found = found?;
    if let Some(folder) = out {
        let files = files(plan, &found)?;
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        write_folder(folder, &files)?;
    }
    print(&page(plan, &found))
}

/// The plan of the file; its faults are told with the lines they stand on.
pub(crate) fn read_plan(study: &Path) -> anyhow::Result<SeriesPlan> {
    match SeriesPlan::read(study) {
        Ok(plan) => Ok(plan),
        Err(faults) => {
            let text = std::fs::read_to_string(study).unwrap_or_default();
            tell(&shown(&faults, &text, std::io::IsTerminal::is_terminal(&std::io::stderr())));
            Err(Told(BAD_INPUT).into())
        }
    }
}

fn page(plan: &SeriesPlan, found: &Appraisal) -> String {
    let mut page = format!("{}\n{} possible worlds\n", plan.series.title, found.worlds.len());
    if !found.beside.is_empty() {
        let rows: Vec<Vec<String>> = found.beside.iter().map(published).collect();
        page.push_str("\nwhat was published, and what such a study would print; 90 % of possible worlds\n");
        page.push_str(&table(
            &["claim", "result", "in", "published", "predicted", "inside", "untreated", "inside"],
            &rows,
        ));
    }
    for split in &found.splits {
        page.push_str(&one(split));
    }
    page + &format!("\n{NOTICE}\n")
}

fn published(row: &Beside) -> Vec<String> {
    let yes = |inside: bool| if inside { "yes" } else { "no" }.to_owned();
    let [published, predicted, untreated] = match &row.against {
        Against::Number { published, predicted, untreated } => {
            [format!("{published:.1}"), interval(*predicted), interval(*untreated)]
        }
        Against::Words { published, predicted, untreated } => {
            let share = |share: &f64| format!("in {:.0} % of studies", 100.0 * share);
            [(*published).to_owned(), share(predicted), share(untreated)]
        }
    };
    vec![
        row.claim.clone().unwrap_or_default(),
        row.quantity.clone(),
        row.people.clone(),
        published,
        predicted,
        yes(row.inside),
        untreated,
        yes(row.inside_untreated),
    ]
}

fn one(split: &Split) -> String {
    let what = if split.between_arms { "difference between arms" } else { "change" };
    let mut page = format!(
        "\n{}, {} ({}, n {}): {what} {:.1} {}\n",
        split.outcome.label(),
        split.group.label(),
        split.visit,
        split.n,
        split.printed,
        split.outcome.unit()
    );
    let mut rows: Vec<Vec<String>> =
        split.parts.iter().map(|part| seen(part.layer.label(), part.size)).collect();
    rows.push(seen("luck", split.luck));
    rows.push(vec!["not explained".to_owned(), String::new(), format!("{:.2}", split.unexplained)]);
    rows.push(seen("such a study would print", split.predicted));
    rows.push(seen("the same people untreated", split.untreated));
    rows.push(seen("in a fair control arm", split.fair_control));
    rows.push(chance("chance that treatment does nothing or harm", split.no_benefit));
    if let Some((least, source, below)) = split.too_small {
        rows.push(chance(&format!("chance that it does less than {least} ({source})"), below));
    }
    page.push_str(&table(&["part", "before seeing it", "after"], &rows));
    page + &format!("{} worlds, as sure as {:.0} after seeing it\n", split.worlds, split.effective_worlds)
}

fn seen(name: &str, seen: Seen) -> Vec<String> {
    vec![name.to_owned(), interval(seen.before), interval(seen.after)]
}

fn chance(name: &str, chance: Chance) -> Vec<String> {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    vec![name.to_owned(), percent(chance.before), percent(chance.after)]
}

fn interval(spread: Spread) -> String {
    format!("{:.2} ({:.2} to {:.2})", spread.mean, spread.low, spread.high)
}
