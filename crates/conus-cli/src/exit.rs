//! How does a command end? Every error becomes a few lines on standard error and one of the promised exit codes.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use conus::patient::story::SolveError;

use crate::fault::{BAD_INPUT, harmless};

/// Exit code when equations could not be solved.
pub(crate) const NUMERICAL_FAILURE: u8 = 3;
/// More of an argument than this (character) is not repeated in an error.
const LONGEST_MESSAGE: usize = 2_000;

/// Everything has been told already; the exit code is left.
#[derive(Debug)]
pub(crate) struct Told(pub(crate) u8);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}", self.0)
    }
}

impl Error for Told {}

/// Ends a command: prints the error with its causes, unless it was told already or nobody listens any more.
pub(crate) fn code(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    if nobody_listens(&error) {
        return ExitCode::SUCCESS;
    }
    tell(&page(&error));
    ExitCode::from(number(&error))
}

/// Ends a command line that was not understood, or that asked for help.
pub(crate) fn refused(refusal: &clap::Error) -> ExitCode {
    if refusal.use_stderr() {
        tell(&harmless(&shortened(&refusal.render().to_string())));
        return ExitCode::from(BAD_INPUT);
    }
    // A reader that closed the pipe has read enough.
    let _ = refusal.print();
    ExitCode::SUCCESS
}

/// Writes to standard error; when that fails there is nobody left to tell.
pub(crate) fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn number(error: &anyhow::Error) -> u8 {
    if let Some(Told(code)) = error.downcast_ref() {
        return *code;
    }
    let numerical = error.chain().any(|cause| cause.is::<SolveError>());
    if numerical { NUMERICAL_FAILURE } else { BAD_INPUT }
}

/// A closed pipe, as behind `conus patient | head`, is no error.
fn nobody_listens(error: &anyhow::Error) -> bool {
    let closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(closed))
}

/// The error and below it why, without anything that could drive a terminal.
fn page(error: &anyhow::Error) -> String {
    if error.is::<Told>() {
        return String::new();
    }
    let mut page = format!("error: {error}\n");
    for cause in error.chain().skip(1) {
        page.push_str(&format!("  because {cause}\n"));
    }
    harmless(&shortened(&page))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{} ...\n", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    fn unsolved() -> anyhow::Error {
        let cause = SolveError::StepTooSmall { day: 41.203, least_day: 1e-9, state: "microglia".to_owned() };
        Err::<(), _>(cause).context("the patient could not be simulated").unwrap_err()
    }

    #[test]
    fn an_error_is_told_with_its_causes() {
        let expected = "error: the patient could not be simulated\n  \
            because step fell below 1.0e-9 day at day 41.203; the error is largest in `microglia`\n";
        assert_eq!(page(&unsolved()), expected);
    }

    #[test]
    fn each_kind_of_error_has_its_exit_code() {
        assert_eq!(number(&unsolved()), 3);
        assert_eq!(number(&anyhow::anyhow!("no such file")), 2);
        assert_eq!(number(&Told(4).into()), 4);
    }

    #[test]
    fn what_was_told_is_not_told_again_and_a_closed_pipe_is_quiet() {
        assert_eq!(page(&Told(2).into()), "");
        assert!(nobody_listens(&io::Error::from(io::ErrorKind::BrokenPipe).into()));
        assert!(!nobody_listens(&io::Error::from(io::ErrorKind::NotFound).into()));
    }

    #[test]
    fn an_error_drives_no_terminal_and_fills_no_screen() {
        let error = anyhow::anyhow!("bad name `\u{1b}]0;owned\u{7}`");
        assert_eq!(page(&error), "error: bad name `?]0;owned?`\n");
        assert!(page(&anyhow::anyhow!("{}", "x".repeat(100_000))).len() < 3_000);
    }
}
