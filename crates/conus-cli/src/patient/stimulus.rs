//! What does one stimulus do in the dorsal horn of this patient? Printed and drawn for `conus patient --stimulus`.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use conus::biology::circuit_time::Segments;
use conus::biology::compiled::Model;
use conus::biology::stimulus::{FiringByForce, Kind, Stimulus};
use conus::patient::stimulus::{POPULATIONS, Response, figure, responses};
use conus::report::figure::{Frame, small_multiples};
use serde_json::json;

use super::Patient;
use crate::NOTICE;
use crate::output::{self, Format, print, write_folder};
use crate::who::Told;

/// Longest stimulus (s).
const MOST_SECONDS: f64 = 60.0;

/// What touches the skin; instead of the story, the response of the dorsal horn on the last day is shown.
#[derive(Debug, Args)]
pub(super) struct Touched {
    /// Touch the skin on the last day and show the dorsal horn in milliseconds: before injury, after it, and treated.
    #[arg(long, value_name = "KIND", value_enum)]
    stimulus: Option<How>,
    /// How hard (mN); 25 is a touch, 200 hurts.
    #[arg(long, default_value = "25", requires = "stimulus", allow_negative_numbers = true)]
    force_mn: f64,
    /// How long (seconds, at most 60).
    #[arg(long, default_value = "1", requires = "stimulus", allow_negative_numbers = true)]
    seconds: f64,
    /// Where the skin is touched.
    #[arg(long, value_enum, default_value_t = Place::Below, requires = "stimulus")]
    place: Place,
}

/// What touches the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum How {
    /// Strokes of a brush: touch fibres only.
    Brush,
    /// An edge that squeezes: pain fibres more than under a flat probe.
    Pinch,
    /// A flat probe that is held.
    Pressure,
}

/// Where the skin is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Place {
    /// At the level of the injury.
    At,
    /// Below the level.
    Below,
}

/// A stimulus and where it is applied.
pub(super) struct Applied {
    stimulus: Stimulus,
    place: Place,
}

impl Touched {
    /// The stimulus that was asked for, if any.
    pub(super) fn understood(&self) -> anyhow::Result<Option<Applied>> {
        let Some(how) = self.stimulus else { return Ok(None) };
        let strongest = FiringByForce::shipped().strongest_mn();
        if !(self.force_mn > 0.0 && self.force_mn <= strongest) {
            bail!("--force-mn is {}; give a number above 0 and up to {strongest}", self.force_mn);
        }
        if !(self.seconds > 0.0 && self.seconds <= MOST_SECONDS) {
            bail!("--seconds is {}; give a number above 0 and up to {MOST_SECONDS}", self.seconds);
        }
        let kind = match how {
            How::Brush => Kind::Brush,
            How::Pinch => Kind::Pinch,
            How::Pressure => Kind::Pressure,
        };
        let stimulus = Stimulus { kind, force_mn: self.force_mn, seconds: self.seconds };
        Ok(Some(Applied { stimulus, place: self.place }))
    }
}

impl Applied {
    fn segments(&self) -> Segments {
        match self.place {
            Place::At => Segments::AtLevel,
            Place::Below => Segments::BelowLevel,
        }
    }

    /// Such as "brush with 25 mN for 1 s below the level".
    fn told(&self) -> String {
        let kind = match self.stimulus.kind {
            Kind::Brush => "brush",
            Kind::Pinch => "pinch",
            Kind::Pressure => "pressure",
        };
        let place = match self.place {
            Place::At => "at the level",
            Place::Below => "below the level",
        };
        format!("{kind} of {} mN for {} s, {place}", self.stimulus.force_mn, self.stimulus.seconds)
    }
}

/// Applies, writes and prints.
pub(super) fn run(model: &Model, told: &Told, applied: &Applied, args: &Patient) -> anyhow::Result<()> {
    let Applied { stimulus, .. } = applied;
    let found = responses(model, &told.params, &told.treatments, told.days, stimulus, applied.segments())
        .context("the response could not be simulated")?;
    let (csv, json) = (csv(&found), json(told, applied, &found)?);
    if let Some(folder) = &args.out {
        let svg = drawn(told, applied, &found)?;
        write_folder(folder, &[("stimulus.svg", &svg), ("stimulus.csv", &csv), ("stimulus.json", &json)])?;
    }
    match args.format {
        Format::Table => print(&table(told, applied, &found)),
        Format::Json => print(&json),
        Format::Csv => print(&csv),
    }
}

fn drawn(told: &Told, applied: &Applied, found: &[Response]) -> anyhow::Result<String> {
    let caption = "Firing of the fibres that the stimulus excites and of the five populations of the dorsal horn, in \
                   one simulated patient. Shaded: the skin is touched. Below each name: mean firing of the projection \
                   neurons while the stimulus lasts. A row has one scale.";
    let frame = Frame {
        id: "stimulus".to_owned(),
        title: format!("The dorsal horn under {}; day {}", applied.told(), told.days),
        caption: caption.to_owned(),
        source: format!("conus {}; {}; {NOTICE}.", env!("CARGO_PKG_VERSION"), told.who()),
    };
    small_multiples::draw(&figure(found, &applied.stimulus, frame)).context("the figure could not be drawn")
}

/// What became of each population in each cord.
fn table(told: &Told, applied: &Applied, found: &[Response]) -> String {
    let mut page = format!("one simulated patient, day {} after the injury: {}\n", told.days, applied.told());
    page.push_str(&format!("  who      {}\n", told.who()));
    page.push_str(
        "  units    Hz; most is the highest firing, at so many milliseconds after the stimulus began\n",
    );
    page.push_str(&format!("  note     {NOTICE}\n\n"));
    let fibres = [("touch_fibres", ""), ("fast_fibres", ""), ("slow_fibres", "")];
    let mut rows = Vec::new();
    for response in found {
        for (name, _) in fibres.iter().chain(&POPULATIONS) {
            let answer = response.answer(name, applied.stimulus.seconds);
            let numbers = [answer.rest, answer.mean, answer.most].map(|hz| format!("{hz:.2}"));
            let words = [response.cord.to_owned(), (*name).replace('_', " ")];
            let at = format!("{:.0}", answer.most_at_ms);
            rows.push(words.into_iter().chain(numbers).chain([at]).collect());
        }
    }
    page + &output::table(&["cord", "firing of", "at rest", "mean", "most", "at ms"], &rows)
}

/// One line for each cord and moment; the shortest digits that read back to the same bits.
fn csv(found: &[Response]) -> String {
    let names: Vec<&str> = found[0].columns.iter().map(|column| column.name).collect();
    let mut page = conus::table::csv::line(&[&["cord"], &names[..]].concat());
    for response in found {
        for row in 0..response.values("second").len() {
            let cells: Vec<String> =
                response.columns.iter().map(|column| column.values[row].to_string()).collect();
            page.push_str(&format!("{},{}\n", response.cord, cells.join(",")));
        }
    }
    page
}

fn json(told: &Told, applied: &Applied, found: &[Response]) -> anyhow::Result<String> {
    output::json(&json!({
        "notice": NOTICE,
        "synthetic": true,
        "program": format!("conus {}", env!("CARGO_PKG_VERSION")),
        "who": told.who(),
        "day": told.days,
        "treatments": told.treatments,
        "stimulus": applied.stimulus,
        "place": applied.told(),
        "cords": found,
    }))
}
