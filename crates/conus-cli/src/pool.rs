//! `conus pool`: what do the published numbers of one kind say together?

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use conus::evidence::Evidence;
use conus::pooling::{Declared, Pooled, declared, told};
use serde_json::json;

use crate::NOTICE;
use crate::output::{self, Format, must_be_free, print, table, write_folder};
use crate::spelling::advice;

/// Pool published numbers of one kind: a small meta-analysis of the evidence.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus pool
  conus pool ais-a-conversion
  conus pool pregabalin --out pregabalin\n
Without a name the pools are listed; data/pools.toml declares them, with the reason for every row.
Random effects by REML, interval after Hartung and Knapp, prediction interval. Rows that are kept
aside are never pooled.\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Pool {
    /// Name of a pool.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Write report.html, pool.csv, pool.json and the forest into this folder, new or empty.
    #[arg(long, value_name = "FOLDER", requires = "name")]
    out: Option<PathBuf>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(args: &Pool) -> anyhow::Result<()> {
    let Some(name) = &args.name else { return print(&all(args.format)?) };
    let pooled = known(name)?.pooled(Evidence::shipped())?;
    if let Some(folder) = &args.out {
        write(folder, &pooled)?;
    }
    match args.format {
        Format::Table => print(&page(&pooled)),
        Format::Json => print(&output::json(&value(&pooled))?),
        Format::Csv => print(&told::csv(&pooled)),
    }
}

/// Names and questions of all pools.
fn all(format: Format) -> anyhow::Result<String> {
    let row = |pool: &Declared| vec![pool.name.clone(), pool.member.len().to_string(), pool.question.clone()];
    let rows: Vec<Vec<String>> = declared().iter().map(row).collect();
    Ok(match format {
        Format::Table => table(&["name", "studies", "question"], &rows) + NOTICE + "\n",
        Format::Json => output::json(&json!(
            declared()
                .iter()
                .map(|pool| json!({ "name": pool.name, "studies": pool.member.len(), "question": pool.question }))
                .collect::<Vec<_>>()
        ))?,
        Format::Csv => rows
            .iter()
            .fold("name,studies,question\n".to_owned(), |text, row| text + &format!("{},{},\"{}\"\n", row[0], row[1], row[2])),
    })
}

fn known(name: &str) -> anyhow::Result<&'static Declared> {
    if let Some(pool) = declared().iter().find(|pool| pool.name == name) {
        return Ok(pool);
    }
    let names: Vec<&str> = declared().iter().map(|pool| pool.name.as_str()).collect();
    bail!("there is no pool `{name}`; {}", advice(name, &names))
}

fn write(folder: &Path, pooled: &Pooled<'_>) -> anyhow::Result<()> {
    must_be_free(folder)?;
    let svg = told::figure(pooled)?;
    let (page, rows, values) =
        (told::report(pooled, svg.clone())?, told::csv(pooled), output::json(&value(pooled))?);
    let files =
        [("report.html", &page), ("pool.csv", &rows), ("pool.json", &values), ("figures/forest.svg", &svg)];
    write_folder(folder, &files.map(|(name, text)| (name, text.as_str())))
}

fn value(pooled: &Pooled<'_>) -> serde_json::Value {
    let summary = &pooled.summary;
    json!({
        "notice": NOTICE,
        "name": pooled.declared.name,
        "question": pooled.declared.question,
        "measure": pooled.declared.measure,
        "unit": pooled.unit,
        "studies": pooled.members,
        "beside": pooled.beside,
        "mean": pooled.mean,
        "prediction_95": pooled.prediction.map(|next| [next.lower, next.upper]),
        "tau_squared": summary.tau_squared,
        "tau_squared_95": [summary.tau_squared_95.lower, summary.tau_squared_95.upper],
        "i_squared": summary.i_squared,
        "q": summary.q,
        "q_p": summary.q_p,
        "keep_in_mind": pooled.declared.mind,
    })
}

fn page(pooled: &Pooled<'_>) -> String {
    let row = |one: &conus::pooling::Member| {
        let mut cells = vec![one.name.clone(), one.n.clone()];
        cells.extend([one.told.value, one.told.low, one.told.high].map(|value| format!("{value:.2}")));
        cells.push(one.weight_percent.map_or("not pooled".to_owned(), |weight| format!("{weight:.1} %")));
        cells.push(one.how.to_owned());
        cells
    };
    let rows: Vec<Vec<String>> = pooled.members.iter().chain(&pooled.beside).map(row).collect();
    let mean = pooled.mean;
    let next = pooled.prediction.map_or("not known from two studies".to_owned(), |next| {
        format!("{:.2} to {:.2}", next.lower, next.upper)
    });
    format!(
        "{}\n{}, {}\n\n{}\nmean                 {:.2}, 95 % interval {:.2} to {:.2} (REML, Hartung and Knapp)\nprediction interval  {next}\n{}\nkeep in mind: {}\n{NOTICE}\n",
        pooled.declared.question,
        pooled.declared.says,
        pooled.unit,
        table(&["study", "n", "number", "2.5 %", "97.5 %", "weight", "error from"], &rows),
        mean.value,
        mean.low,
        mean.high,
        told::heterogeneity(pooled),
        pooled.declared.mind
    )
}
