//! `conus patient`: one patient on all scales. Arguments become parameters and treatments; the library does the rest.

mod clinic;
mod page;
mod person;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::patient::story::{Story, change, figure, moments, seen_on, story};
use conus::report::figure::{Frame, patient as drawing};
use conus::treatment::{Treatment, schedule};

use crate::output::{Format, must_be_free, print, write_folder};
use crate::{NOTICE, give};
use person::Person;

/// Longest story \[d\]: longer than a life with an injury is not told.
pub(crate) const MOST_DAYS: f64 = 20_000.0;
/// Most rows of a story.
const MOST_ROWS: f64 = 100_000.0;
/// Most entries of a list on the command line.
pub(crate) const MOST_TREATMENTS: usize = 100;
/// Most single doses, tablets counted one by one.
pub(crate) const MOST_EVENTS: usize = 100_000;

/// Follow one simulated patient from the injury through treatment, on all scales.
#[derive(Debug, Args)]
#[command(after_help = page::EXAMPLES)]
pub(crate) struct Patient {
    /// How long the patient is followed (days after the injury, at most 20000).
    #[arg(long, default_value = "730", value_parser = days, allow_negative_numbers = true)]
    days: f64,
    /// How often a row is printed (days).
    #[arg(long, default_value = "7", value_parser = interval, allow_negative_numbers = true)]
    every: f64,
    /// Severity of the cord injury, 0 none to 0.9 complete; 0.7 in the typical patient.
    #[arg(long, allow_negative_numbers = true)]
    severity: Option<f64>,
    /// Give any parameter of data/parameters another value; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Give a treatment, its days counted from the injury; may be repeated. See the list below.
    #[arg(long, value_name = "TREATMENT")]
    give: Vec<String>,
    /// Switch a mechanism of the cells off; may be repeated.
    #[arg(long, value_name = "MECHANISM", value_enum)]
    knock_out: Vec<Mechanism>,
    /// Draw a random person of the shipped study's population instead of the typical patient.
    #[arg(long)]
    random: bool,
    /// Which random person: the same number gives the same person on every computer.
    #[arg(long, default_value_t = 1, requires = "random")]
    seed: u64,
    /// How the rows are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also write story, figure and visits (for conus score) into this new or empty folder.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// The five mechanisms of the cells (S3.1 to S3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Mechanism {
    /// Cells gather at the lesion, ganglia and meninges.
    Homing,
    /// The secretome calms inflammation.
    Immunomodulation,
    /// Secreted factors protect and repair nerve.
    Trophic,
    /// Schwann cells remyelinate and rebuild pathways.
    Support,
    /// Better perfusion, less oxidative stress.
    Environment,
}

/// Everything that decides a story, and how it is told.
struct Told {
    params: Params<f64>,
    typical: Params<f64>,
    person: Option<Person>,
    treatments: Vec<Treatment>,
    days: f64,
}

pub(crate) fn run(args: &Patient) -> anyhow::Result<()> {
    let told = understood(args)?;
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
    }
    let model = Model::compile();
    let unsolved = "the patient could not be simulated";
    let rows = story(&model, &told.params, &told.treatments, told.days, args.every).context(unsolved)?;
    let (csv, json) = (page::csv(&rows), page::json(&told, &rows)?);
    if let Some(folder) = &args.out {
        let looks = moments(&told.treatments, told.days);
        let lines = seen_on(&model, &told.params, &told.treatments, &looks).context(unsolved)?;
        let untreated = seen_on(&model, &told.params, &[], &looks).context(unsolved)?;
        let svg = drawn(&told, &lines, &untreated)?;
        let story = [("patient.svg", svg.as_str()), ("patient.csv", &csv), ("patient.json", &json)];
        let kept = clinic::kept(&model, &told)?;
        let kept = kept.iter().map(|(name, text)| (*name, text.as_str()));
        write_folder(folder, &story.into_iter().chain(kept).collect::<Vec<_>>())?;
    }
    match args.format {
        Format::Table => print(&page::table(&told, &rows)),
        Format::Json => print(&json),
        Format::Csv => print(&csv),
    }
}

fn understood(args: &Patient) -> anyhow::Result<Told> {
    if args.days / args.every > MOST_ROWS {
        bail!("{} days every {} are more than {MOST_ROWS} rows; raise --every", args.days, args.every);
    }
    if args.give.len() > MOST_TREATMENTS || args.set.len() > Params::<f64>::COUNT {
        bail!("at most {MOST_TREATMENTS} treatments and {} parameters are taken", Params::<f64>::COUNT);
    }
    let parameters = Parameters::shipped();
    let typical = parameters.typical();
    let person = args.random.then(|| Person::draw(&parameters, args.seed)).transpose()?;
    let mut params = person.as_ref().map_or(typical, |person| person.params);
    if let Some(severity) = args.severity {
        change(&parameters, &mut params, "severity", severity)?;
    }
    for (name, value) in changes(&args.set)? {
        change(&parameters, &mut params, name, value)?;
    }
    for mechanism in &args.knock_out {
        let value = mechanism.to_possible_value();
        let name = value.as_ref().map_or_else(String::new, |value| format!("mechanism_{}", value.get_name()));
        change(&parameters, &mut params, &name, 0.0)?;
    }
    let treatments = give::treatments(&args.give, args.days)?;
    if schedule(&treatments, 0.0).len() > MOST_EVENTS {
        bail!("more than {MOST_EVENTS} single doses; give the drug at a steady rate (intake=steady)");
    }
    Ok(Told { params, typical, person, treatments, days: args.days })
}

fn changes(texts: &[String]) -> anyhow::Result<Vec<(&str, f64)>> {
    let mut names = BTreeSet::new();
    let mut changes = Vec::new();
    for text in texts {
        let (name, value) = text
            .split_once('=')
            .with_context(|| format!("--set `{text}` lacks its `=`; write name=value"))?;
        let number = value.parse().ok();
        let number = number.with_context(|| format!("--set {name}: `{value}` is not a number"))?;
        if !names.insert(name) {
            bail!("--set {name} stands twice; keep one of them");
        }
        changes.push((name, number));
    }
    Ok(changes)
}

fn drawn(told: &Told, lines: &Story, untreated: &Story) -> anyhow::Result<String> {
    let caption = "Lines are the true state of one simulated patient, neither rounded nor reported; triangles mark \
                   treatments. Pain: numeric rating scale of what this firing would feel like.";
    let frame = Frame {
        id: "patient".to_owned(),
        title: "One simulated patient from the injury to the quality of life".to_owned(),
        caption: caption.to_owned(),
        source: format!("conus {}; {}; {NOTICE}.", env!("CARGO_PKG_VERSION"), page::who(told)),
    };
    let data = figure(lines, (!told.treatments.is_empty()).then_some(untreated), &told.treatments, frame);
    drawing::draw(&data).context("the figure could not be drawn")
}

pub(crate) fn days(text: &str) -> Result<f64, String> {
    within(text, 0.0, MOST_DAYS)
}

pub(crate) fn interval(text: &str) -> Result<f64, String> {
    within(text, 0.0, MOST_DAYS)
}

/// A number above the lower and up to the upper limit.
fn within(text: &str, above: f64, most: f64) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > above && *number <= most);
    number.ok_or_else(|| format!("give a number of days above {above} and up to {most}"))
}
