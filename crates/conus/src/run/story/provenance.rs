//! Where does a run come from? Study, seed, version, digest; the assumptions it used; the works it cites.

use super::super::summary::Summary;
use super::asked::fitted;
use crate::biology::parameters::{Parameter, Params, Status};
use crate::calibration::Posterior;
use crate::dossier;
use crate::evidence::{citations, digest_of_shipped};
use crate::instrument::reporting::Reporting;
use crate::report::page::{Block, Cell, Column, Table};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::TrialPlan;
use serde_json::Value;
use std::collections::BTreeSet;

/// What identifies the run.
pub(super) fn provenance(plan: &TrialPlan, summary: &Summary) -> Vec<(String, String)> {
    let row = |name: &str, value: String| (name.to_owned(), value);
    vec![
        row("Study", plan.study.id.clone()),
        row("Digest of the plan (SHA-256)", plan.digest()),
        row("Seed", plan.study.seed.to_string()),
        row("Replicates", summary.replicates.to_string()),
        row("Version of conus", env!("CARGO_PKG_VERSION").to_owned()),
        row("Data", "simulated patients; every table says so".to_owned()),
        row("Repeat", format!("conus run studies/{}.toml", plan.study.id)),
    ]
}

/// What repeats the run to the byte: seed, version, digests of plan, data, equations and posterior.
pub(super) fn identity(knowledge: &Knowledge, plan: &TrialPlan) -> Vec<(String, String)> {
    let row = |name: &str, value: String| (name.to_owned(), value);
    let digest = Posterior::shipped_digest();
    let posterior = if knowledge.beliefs == Posterior::shipped().beliefs {
        format!("data {}, equations {}", &digest.data[..12], &digest.model[..12])
    } else {
        "not the one that is shipped".to_owned()
    };
    vec![
        row("Seed, version", format!("{}, conus {}", plan.study.seed, env!("CARGO_PKG_VERSION"))),
        row("Digest of the plan", plan.digest()[..12].to_owned()),
        row("Digest of the published numbers", digest_of_shipped()[..12].to_owned()),
        row("Posterior, made from", posterior),
    ]
}

/// What was assumed: the study file, the reporting layer, the parameters by status.
pub(super) fn assumptions(knowledge: &Knowledge, plan: &TrialPlan) -> Vec<Block> {
    vec![study(plan), reporting(knowledge), uncertain(knowledge), by_status(knowledge, plan)]
}

fn column(name: &str, numeric: bool) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric }
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn study(plan: &TrialPlan) -> Block {
    let value = serde_json::to_value(plan).expect("a plan holds numbers, words and lists only");
    let mut rows = Vec::new();
    for (section, fields) in value.as_object().into_iter().flatten() {
        for (field, value) in fields.as_object().into_iter().flatten() {
            if !["title", "question"].contains(&field.as_str()) {
                rows.push(vec![text(format!("{section}: {}", spaced(field))), text(plain(value))]);
            }
        }
    }
    Block::Table(Table {
        caption: "The study as it was run; its file says which entries are published and which are assumed"
            .to_owned(),
        columns: vec![column("entry", false), column("value", false)],
        rows,
        note: "Arms, treatments and visits stand in the manifest beside this report.".to_owned(),
    })
}

/// A value of the study file in words.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        Value::String(words) => spaced(words),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Object(fields) if fields.is_empty() => "none".to_owned(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => match (fields.get("min"), fields.get("max")) {
            (Some(min), Some(max)) => format!("{} to {}", plain(min), plain(max)),
            _ => fields
                .iter()
                .map(|(name, value)| format!("{name} {}", plain(value)))
                .collect::<Vec<_>>()
                .join(", "),
        },
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn reporting(knowledge: &Knowledge) -> Block {
    let rows = Reporting::<f64>::NAMES
        .iter()
        .zip(&knowledge.reporting)
        .map(|(name, entry)| parameter_row(name, entry));
    Block::Table(Table {
        caption: "The layer between what is felt and what is written down".to_owned(),
        columns: parameter_columns(),
        rows: rows.collect(),
        note: "Setting an entry to zero switches it off. None touches the biology.".to_owned(),
    })
}

fn uncertain(knowledge: &Knowledge) -> Block {
    let entries = Params::<f64>::NAMES.iter().zip(&knowledge.parameters.entries);
    let rows = entries.filter(|(_, entry)| entry.uncertainty.is_some() || entry.population.is_some());
    Block::Table(Table {
        caption: "Parameters that differ between people or that nobody knows".to_owned(),
        columns: parameter_columns(),
        rows: rows.map(|(name, entry)| parameter_row(name, entry)).collect(),
        note: "Lognormal. All other parameters are the same for everybody; they stand in docs/equations.md."
            .to_owned(),
    })
}

fn parameter_columns() -> Vec<Column> {
    ["name", "value", "spread", "status", "source", "why"].map(|name| column(name, false)).to_vec()
}

fn parameter_row(name: &str, entry: &Parameter) -> Vec<Cell> {
    let people =
        entry.population.map(|spread| format!("people: median {}, log SD {}", spread.median, spread.log_sd));
    let world = entry.uncertainty.map(|spread| format!("unknown: log SD {}", spread.log_sd));
    let spread: Vec<String> = people.into_iter().chain(world).collect();
    let spread = if spread.is_empty() { "fixed".to_owned() } else { spread.join("; ") };
    vec![
        text(name),
        text(with_unit(entry)),
        text(spread),
        text(status(entry.status)),
        text(entry.source.clone()),
        text(entry.why.clone()),
    ]
}

fn with_unit(entry: &Parameter) -> String {
    if entry.unit == "1" { entry.value.to_string() } else { format!("{} {}", entry.value, entry.unit) }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Measured => "measured",
        Status::Derived => "derived",
        Status::Fitted => "fitted",
        Status::Assumed => "assumed",
    }
}

fn by_status(knowledge: &Knowledge, plan: &TrialPlan) -> Block {
    let count = |of: Status| {
        let entries = knowledge.parameters.entries.iter().chain(&knowledge.reporting);
        entries.filter(|entry| entry.status == of).count()
    };
    let to = if fitted(plan) {
        "here and elsewhere; what this trial published is among it."
    } else {
        "elsewhere; never to the results of this trial."
    };
    let rows = [Status::Measured, Status::Derived, Status::Fitted, Status::Assumed]
        .map(|of| vec![text(status(of)), text(count(of).to_string())]);
    Block::Table(Table {
        caption: "Where the numbers of the model come from".to_owned(),
        columns: vec![column("status", false), column("numbers", false)],
        rows: rows.to_vec(),
        note: format!("Fitted: chosen so that the model behaves as published {to}"),
    })
}

/// The works that this run rests on.
pub(super) fn references(knowledge: &Knowledge, plan: &TrialPlan) -> Vec<String> {
    let parameters = knowledge.parameters.entries.iter().chain(&knowledge.reporting);
    let mut keys: BTreeSet<&str> = parameters.map(|entry| entry.source.as_str()).collect();
    keys.insert(&plan.study.source);
    keys.extend(dossier::SOURCES);
    keys.into_iter().filter_map(|key| Some(format!("[{key}] {}", citations().get(key)?))).collect()
}
