//! `conus export`: one patient's equations for other programs, as SBML or C. The library writes; this says of whom.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, State, injury};
use conus::interchange::{Traveller, c_source, sbml};
use conus::patient::course::Standing;
use conus::treatment::schedule;

use crate::output::{print, write_new};
use crate::who::{MOST_DAYS, Told, Who, days};

const EXAMPLES: &str = "\
Treatments are listed by conus patient --help. What is given up to the start has acted by then.
What is given later becomes events in SBML, but for a magnet, and is refused in C.

Examples:
  conus export --sbml --out typical.xml
  conus export --sbml --random --seed 7 --start 180 --give \"gabapentinoid from=180 mg_per_day=450 titration_days=0\"
  conus export --c --out conus.c

conus is for research and teaching only; not clinical advice.";

/// Write the equations of one simulated patient for other programs, as SBML or as C.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Export {
    #[command(flatten)]
    language: Language,
    /// Where time 0 of the other program stands: `healthy`, `injury`, or a day after the injury.
    #[arg(long, default_value = "injury", value_name = "WHERE", value_parser = start, allow_negative_numbers = true)]
    start: Start,
    /// Last day (after the injury): where what is given day by day ends, unless it says otherwise.
    #[arg(long, default_value = "730", value_parser = days, allow_negative_numbers = true)]
    days: f64,
    #[command(flatten)]
    who: Who,
    /// Write into this new file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// One of them.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Language {
    /// As SBML, level 3 version 2: rates, named parts, what is looked at, and what is given.
    #[arg(long)]
    sbml: bool,
    /// As C99: rates, Jacobian and what is looked at as three functions, without events.
    #[arg(long)]
    c: bool,
}

/// Where the clock of the other program starts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Start {
    /// Without an injury.
    Healthy,
    /// So many days after the injury.
    Day(f64),
}

pub(crate) fn run(args: &Export) -> anyhow::Result<()> {
    let parameters = Parameters::shipped();
    let told = args.who.understood(&parameters, args.days)?;
    let traveller = traveller(&told, &parameters, args.start)?;
    let text = if args.language.sbml { sbml(&traveller) } else { c_source(&traveller)? };
    match &args.out {
        Some(path) => write_new(path, &text),
        None => print(&text),
    }
}

fn traveller<'p>(told: &Told, parameters: &'p Parameters, start: Start) -> anyhow::Result<Traveller<'p>> {
    let events = schedule(&told.treatments, 0.0);
    let (state, from): (fn(&Params<f64>) -> State<f64>, f64) = match start {
        Start::Healthy => (|_| State::healthy(), 0.0),
        Start::Day(day) => (injury::start, day),
    };
    if from > told.days {
        bail!("--start {from} lies after the last day {}; raise --days", told.days);
    }
    let who = match start {
        Start::Healthy => format!("{}; without the injury", told.who()),
        Start::Day(_) => told.who(),
    };
    let standing = Standing { day: 0.0, state: state(&told.params), inputs: Inputs::none() };
    Traveller::from_day(&Model::compile(), parameters, (who, told.params), standing, (from, &events))
        .context("the patient cannot be exported")
}

fn start(text: &str) -> Result<Start, String> {
    match text {
        "healthy" => Ok(Start::Healthy),
        "injury" => Ok(Start::Day(0.0)),
        _ => {
            let day = text.parse::<f64>().ok().filter(|day| (0.0..=MOST_DAYS).contains(day));
            let wanted = format!("write `healthy`, `injury` or a day after the injury, 0 to {MOST_DAYS}");
            day.map(Start::Day).ok_or(wanted)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_a_word_or_a_day() {
        assert_eq!(start("healthy"), Ok(Start::Healthy));
        assert_eq!((start("injury"), start("180")), (Ok(Start::Day(0.0)), Ok(Start::Day(180.0))));
        for wrong in ["ill", "-1", "NaN", "20001"] {
            assert_eq!(
                start(wrong).unwrap_err(),
                "write `healthy`, `injury` or a day after the injury, 0 to 20000"
            );
        }
    }
}
