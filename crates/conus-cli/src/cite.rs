//! `conus cite`: the references behind keys such as `hains2006`.

use anyhow::bail;
use clap::Args;
use conus::evidence::{Reference, citations};
use serde_json::json;

use crate::output::{self, Format, print};
use crate::spelling::advice;

/// Print the references behind the keys that parameters, evidence and code cite.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  conus cite hains2006 siddall2006\n  conus cite --all --format csv\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Cite {
    /// Keys as in data/literature.bib.
    #[arg(value_name = "KEY", required_unless_present = "all")]
    keys: Vec<String>,
    /// Every reference, in the order of the keys.
    #[arg(long, conflicts_with = "keys")]
    all: bool,
    /// How they are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(args: &Cite) -> anyhow::Result<()> {
    let sources = citations();
    let found: Vec<&Reference> = if args.all { sources.values().collect() } else { known(&args.keys)? };
    match args.format {
        Format::Table => {
            print(&found.iter().map(|source| format!("{}\n  {source}\n", source.key)).collect::<String>())
        }
        Format::Json => {
            print(&output::json(&json!(found.iter().map(|source| value(source)).collect::<Vec<_>>()))?)
        }
        Format::Csv => print(&csv(&found)),
    }
}

/// The references of these keys; every unknown key is told.
fn known(keys: &[String]) -> anyhow::Result<Vec<&'static Reference>> {
    let sources = citations();
    let all: Vec<&str> = sources.keys().map(String::as_str).collect();
    let unknown = keys.iter().filter(|key| !sources.contains_key(*key));
    let faults: Vec<String> = unknown
        .map(|key| match crate::spelling::nearest(key, &all) {
            Some(near) => format!("there is no reference `{key}`; {}", advice(key, &[near])),
            None => format!("there is no reference `{key}`; conus cite --all shows them"),
        })
        .collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n       "));
    }
    Ok(keys.iter().filter_map(|key| sources.get(key)).collect())
}

fn value(source: &Reference) -> serde_json::Value {
    json!({
        "key": source.key,
        "author": source.author,
        "year": source.year,
        "title": source.title,
        "topic": source.topic,
        "journal": source.journal,
        "identifier": source.identifier(),
        "note": source.note,
    })
}

fn csv(sources: &[&Reference]) -> String {
    let mut page = conus::table::csv::line(&[
        "key",
        "author",
        "year",
        "title",
        "topic",
        "journal",
        "identifier",
        "note",
    ]);
    for source in sources {
        let or_empty = |field: &Option<String>| field.clone().unwrap_or_default();
        let cells = [
            source.key.clone(),
            source.author.clone(),
            or_empty(&source.year),
            or_empty(&source.title),
            or_empty(&source.topic),
            or_empty(&source.journal),
            source.identifier().unwrap_or_default(),
            or_empty(&source.note),
        ];
        page.push_str(&conus::table::csv::line(&cells.each_ref().map(String::as_str)));
    }
    page
}
