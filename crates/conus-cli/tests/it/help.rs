//! Every command says what it does, with an example, and an unknown one says what was meant.
//!
//! After an intended change of words run the tests with `CONUS_BLESS=1` and read the difference of `help/*.txt`.

use super::conus;
use std::fs;
use std::path::Path;

const COMMANDS: [&str; 18] = [
    "",
    "run",
    "analyse",
    "score",
    "appraise",
    "patient",
    "power",
    "optimise",
    "cohort",
    "replay",
    "calibrate",
    "validate",
    "pool",
    "sensitivity",
    "export",
    "new",
    "check",
    "cite",
];

#[test]
fn the_help_of_every_command_is_as_written_in_its_file() {
    for command in COMMANDS {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = conus(&args);
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{command}");
        let name = if command.is_empty() { "conus" } else { command };
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/help/{name}.txt"));
        if std::env::var_os("CONUS_BLESS").is_some() {
            fs::write(&file, &help.out).unwrap();
        }
        assert_eq!(help.out, fs::read_to_string(&file).unwrap_or_default(), "{name}");
    }
}

#[test]
fn every_help_says_that_conus_gives_no_clinical_advice() {
    for command in COMMANDS {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        assert!(conus(&args).out.contains("research and teaching only; not clinical advice"), "{command}");
    }
}

#[test]
fn a_misspelt_command_is_bad_input_with_a_suggestion() {
    let ended = conus(&["pateint"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("'patient'"), "{}", ended.err);
}

#[test]
fn no_command_at_all_shows_the_help_as_bad_input() {
    let ended = conus(&[]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("Usage: conus <COMMAND>"), "{}", ended.err);
}
