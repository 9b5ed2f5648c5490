//! `conus validate`: does conus predict what was published?

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use conus::calibration::{Posterior, Settings};
use conus::evidence::{self, Evidence, Joined};
use conus::trial::knowledge::Knowledge;
use conus::validation::family::OfFamily;
use conus::validation::ledger::{Ledger, Scored, ledger};
use conus::validation::told::{self, Drawn, percent, role};
use serde_json::json;

use crate::exit::{Told, tell};
use crate::output::{Format, must_be_free, print, table, write_folder};
use crate::progress::Progress;
use crate::{NOTICE, lanes, output, threads};

/// Exit code when what was declared does not hold.
const NOT_ACCEPTED: u8 = 4;

/// Set every published number that conus simulates beside what it predicts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus validate
  conus validate --format json
  conus validate --out validation
  conus validate --evidence my-papers --out with-mine\n
Each row is played in worlds of the posterior at the size of the published sample, so its interval
is that of the printed number. Rows that are not simulated are listed and not scored.
A file of --evidence looks like those of data/evidence: AUTHORYEAR.toml, one row for each number.
Exit code 4 when what data/calibration.toml declares does not hold.\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Validate {
    /// Worlds of the posterior that are played [default: as declared]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=5000))]
    worlds: Option<u16>,
    /// Read every *.toml of this folder beside the shipped evidence; a file with the key of a shipped publication replaces it.
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
    /// Write report.html, the tables (rows, kinds, what is not scored) and the figures into this folder, new or empty.
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
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
    }
    let joined = args.evidence.as_deref().map(evidence::joined_with).transpose()?;
    joined.iter().for_each(say_what_was_read);
    let evidence = match &joined {
        Some(joined) => &joined.evidence,
        None => Evidence::shipped(),
    };
    let settings = Settings::shipped();
    let acceptance = settings.acceptance;
    let worlds = args.worlds.map_or(acceptance.worlds, usize::from);
    let mut knowledge = Knowledge::shipped();
    knowledge.followers.width = lanes::width()?;
    let progress = Progress::new(worlds as u64, "possible worlds");
    let found = ledger(
        evidence,
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
        write(folder, &found, &failed)?;
    }
    match args.format {
        Format::Table => print(&page(&found))?,
        Format::Json => print(&rows_json(&found)?)?,
        Format::Csv => print(&told::csv(&found))?,
    }
    if failed.is_empty() {
        return Ok(());
    }
    failed.iter().for_each(|what| tell(&format!("not accepted: {what}\n")));
    Err(Told(NOT_ACCEPTED).into())
}

fn say_what_was_read(joined: &Joined) {
    tell(&format!("evidence read beside the shipped files: {}\n", joined.own.join(", ")));
    for key in &joined.replaced {
        tell(&format!("  `{key}` stands in for the shipped publication of that key\n"));
    }
}

fn write(folder: &Path, found: &Ledger, failed: &[String]) -> anyhow::Result<()> {
    let drawn = Drawn { agreement: told::agreement(found)?, rows: told::rows(found)? };
    let files = [
        ("ledger.csv", told::csv(found)),
        ("ledger.json", rows_json(found)?),
        ("families.csv", told::families_csv(found)),
        ("families.json", output::json(&families(found))?),
        ("listed.csv", told::listed_csv(found)),
        ("report.html", told::report(found, failed, &drawn)?),
        ("figures/agreement.svg", drawn.agreement),
        ("figures/ledger.svg", drawn.rows),
    ];
    write_folder(folder, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

fn families(found: &Ledger) -> serde_json::Value {
    let of = |one: &OfFamily<'_>| {
        let [share, low, high] = percent(&one.coverage);
        let [fit, holdout, context] = one.by_role;
        json!({
            "family": one.family,
            "unit": one.unit,
            "rows": { "fit": fit, "holdout": holdout, "context": context },
            "inside": one.inside,
            "of": one.of,
            "coverage_percent": share,
            "coverage_95_percent": [low, high],
            "contest": one.contest,
            "better": one.contest.map(|contest| contest.model_is_better()),
        })
    };
    json!(found.by_family().iter().map(of).collect::<Vec<_>>())
}

fn rows_json(found: &Ledger) -> anyhow::Result<String> {
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
    page.push_str(&format!("\n{}\n", kinds(found)));
    page.push_str(&format!("rows by role: {}\n{NOTICE}\n", told::counts(found)));
    page
}

/// Kinds of number: what holds, and score and width beside those of the mean of other studies.
fn kinds(found: &Ledger) -> String {
    let row = |one: &OfFamily<'_>| {
        let [_, low, high] = percent(&one.coverage);
        let [fit, holdout, context] = one.by_role;
        let mut cells = vec![
            one.family.to_owned(),
            format!("{fit}/{holdout}/{context}"),
            format!("{} of {}", one.inside, one.of),
            format!("{low:.0} to {high:.0} %"),
        ];
        match one.contest {
            None => cells.extend(["", "", "", "", "no others"].map(str::to_owned)),
            Some(c) => {
                cells.extend(
                    [c.model, c.naive, c.model_width, c.naive_width].map(|value| format!("{value:.2}")),
                );
                cells.push(if c.model_is_better() { "yes" } else { "no" }.to_owned());
            }
        }
        cells
    };
    let rows: Vec<Vec<String>> = found.by_family().iter().map(row).collect();
    let head = [
        "kind",
        "fit/holdout/context",
        "inside",
        "95 % of it",
        "score",
        "others",
        "width",
        "others",
        "better",
    ];
    table(&head, &rows)
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
