//! `conus patient`: one patient on all scales. Arguments become parameters and treatments; the library does the rest.

mod clinic;
mod page;
mod stimulus;

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use conus::biology::compiled::Model;
use conus::biology::parameters::Parameters;
use conus::patient::story::{Story, figure, moments, seen_on, story};
use conus::report::figure::{Frame, patient as drawing};

use crate::NOTICE;
use crate::output::{Format, must_be_free, print, write_folder};
use crate::who::{Told, Who, days};

/// Most rows of a story.
const MOST_ROWS: f64 = 100_000.0;

/// Follow one simulated patient from the injury through treatment, on all scales.
#[derive(Debug, Args)]
#[command(after_help = page::EXAMPLES)]
pub(crate) struct Patient {
    /// How long the patient is followed (days after the injury, at most 20000).
    #[arg(long, default_value = "730", value_parser = days, allow_negative_numbers = true)]
    days: f64,
    /// How often a row is printed (days).
    #[arg(long, default_value = "7", value_parser = days, allow_negative_numbers = true)]
    every: f64,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    touched: stimulus::Touched,
    /// How the rows are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also write story, figure and visits (for conus score), or response and figure, into this new or empty folder.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Patient) -> anyhow::Result<()> {
    let told = understood(args)?;
    if let Some(folder) = &args.out {
        must_be_free(folder)?;
    }
    let model = Model::compile();
    if let Some(stimulus) = args.touched.understood()? {
        return stimulus::run(&model, &told, &stimulus, args);
    }
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
    args.who.understood(&Parameters::shipped(), args.days)
}

fn drawn(told: &Told, lines: &Story, untreated: &Story) -> anyhow::Result<String> {
    let caption = "Lines are the true state of one simulated patient, neither rounded nor reported; triangles mark \
                   treatments. Pain: numeric rating scale of what this firing would feel like.";
    let frame = Frame {
        id: "patient".to_owned(),
        title: "One simulated patient from the injury to the quality of life".to_owned(),
        caption: caption.to_owned(),
        source: format!("conus {}; {}; {NOTICE}.", env!("CARGO_PKG_VERSION"), told.who()),
    };
    let data = figure(lines, (!told.treatments.is_empty()).then_some(untreated), &told.treatments, frame);
    drawing::draw(&data).context("the figure could not be drawn")
}
