//! `conus replay`: what happened in the one patient who could not be followed?

mod page;

use std::path::PathBuf;

use clap::Args;
use conus::biology::compiled::Model;
use conus::biology::parameters::Parameters;
use conus::patient::deviation::deviations;
use conus::patient::people::People;
use conus::patient::replay::MOST_STEPS_ASKED;
use conus::trial::failure::Kept;

use crate::exit::{NUMERICAL_FAILURE, Told};
use crate::fault::harmless;
use crate::output::{Telling, print, write_new};

/// Follow one failed patient again and show what happened, step by step.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus replay runs/pain/failures/replicate-00003-patient-00012-the-trial.json
  conus replay FILE --most-steps 1000000
  conus replay FILE --rtol 1e-4 --out course.csv\n
Exit codes: 0 it went through, 2 the file is at fault, 3 it failed again.\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Replay {
    /// A file of the folder failures/ of a run or a cohort.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Relative tolerance in place of that of the file (1e-14 to 1).
    #[arg(long, value_name = "NUMBER", value_parser = tolerance, allow_negative_numbers = true)]
    rtol: Option<f64>,
    /// Steps that may be tried between two events, in place of those of the file.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_STEPS_ASKED))]
    most_steps: Option<u64>,
    /// Also write the course, day by day, into this new CSV file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Telling::Table)]
    format: Telling,
}

pub(crate) fn run(args: &Replay) -> anyhow::Result<()> {
    let mut kept = Kept::read(&args.file)?;
    let replay = &mut kept.failure.replay;
    replay.precision.relative = args.rtol.unwrap_or(replay.precision.relative);
    replay.precision.most_steps = args.most_steps.unwrap_or(replay.precision.most_steps);
    if args.out.is_some() {
        replay.look_daily();
    }
    let again = replay.follow(&Model::compile());
    if let Some(out) = &args.out {
        write_new(out, &page::course(replay, &again.arrival))?;
    }
    let unusual = deviations(&Parameters::shipped(), &People::shipped(), &kept.failure.replay.journey.params);
    let page = match args.format {
        Telling::Table => page::table(&kept, &again, &unusual),
        Telling::Json => page::json(&kept, &again, &unusual)?,
    };
    print(&harmless(&page))?;
    if again.arrival.outcome.is_ok() { Ok(()) } else { Err(Told(NUMERICAL_FAILURE).into()) }
}

fn tolerance(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (1e-14..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 1e-14 to 1, such as 1e-4".to_owned())
}
