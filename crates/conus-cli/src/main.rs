//! The command line: parse, dispatch, print errors. One file for each command.

#![forbid(unsafe_code)]

mod analyse;
mod appraise;
mod calibrate;
mod check;
mod cite;
mod cohort;
mod exit;
mod export;
mod fault;
mod give;
mod lanes;
mod new;
mod optimise;
mod output;
mod patient;
mod pool;
mod power;
mod progress;
mod replay;
mod run;
mod score;
mod sensitivity;
mod spelling;
mod threads;
mod validate;
mod who;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What every help page and every output says.
const NOTICE: &str = "research and teaching only; not clinical advice";

/// Virtual trials of neuropathic, sciatica-like pain after spinal cord injury.
#[derive(Debug, Parser)]
#[command(name = "conus", version, arg_required_else_help = true)]
#[command(
    after_help = "First steps:\n  conus run studies/akhlaghpasand-2025-pain.toml\n  conus patient\n  conus new\n  conus check akhlaghpasand-2025-pain.toml\n
Results go to standard output, progress and errors to standard error.
Exit codes: 0 done, 2 bad input, 3 numerical failure, 4 an acceptance criterion not met.
CONUS_LANES=1, 4 or 8 sets how many patients are followed side by side; it never changes a result.\n
conus is for research and teaching only; not clinical advice."
)]
struct Conus {
    #[command(subcommand)]
    command: Command,
}

/// A new command is a line here, a line in [`dispatch`] and a file.
#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Analyse(analyse::Analyse),
    Score(score::Score),
    Appraise(appraise::Appraise),
    Patient(patient::Patient),
    Power(power::Power),
    Optimise(optimise::Optimise),
    Cohort(cohort::Cohort),
    Replay(replay::Replay),
    Calibrate(calibrate::Calibrate),
    Validate(validate::Validate),
    Pool(pool::Pool),
    Sensitivity(sensitivity::Sensitivity),
    Export(export::Export),
    New(new::New),
    Check(check::Check),
    Cite(cite::Cite),
}

fn main() -> ExitCode {
    match Conus::try_parse() {
        Ok(Conus { command }) => exit::code(dispatch(&command)),
        Err(refusal) => exit::refused(&refusal),
    }
}

fn dispatch(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Run(args) => run::run(args),
        Command::Analyse(args) => analyse::run(args),
        Command::Score(args) => score::run(args),
        Command::Appraise(args) => appraise::run(args),
        Command::Patient(args) => patient::run(args),
        Command::Power(args) => power::run(args),
        Command::Optimise(args) => optimise::run(args),
        Command::Cohort(args) => cohort::run(args),
        Command::Replay(args) => replay::run(args),
        Command::Calibrate(args) => calibrate::run(args),
        Command::Validate(args) => validate::run(args),
        Command::Pool(args) => pool::run(args),
        Command::Sensitivity(args) => sensitivity::run(args),
        Command::Export(args) => export::run(args),
        Command::New(args) => new::run(args),
        Command::Check(args) => check::run(args),
        Command::Cite(args) => cite::run(args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn no_two_arguments_of_a_command_contradict_each_other() {
        Conus::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_has_a_sentence_and_an_example_and_says_what_it_is_not() {
        for command in Conus::command().get_subcommands() {
            let name = command.get_name();
            let about = command.get_about().unwrap().to_string();
            assert!(about.len() > 20, "{name}");
            let after = command.get_after_help().unwrap().to_string();
            assert!(after.contains(&format!("  conus {name}")), "{name}");
            assert!(after.contains(NOTICE), "{name}");
        }
    }
}
