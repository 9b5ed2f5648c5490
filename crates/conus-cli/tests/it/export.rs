//! A patient is exported in one language, to a file that is new.

use super::{conus, conus_in, empty_folder};
use std::fs;

#[test]
fn a_file_holds_what_is_printed_and_is_not_overwritten() {
    let folder = empty_folder("out");
    let args = ["export", "--sbml", "--random", "--seed", "3", "--start", "30"];
    let printed = conus(&args);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let written = [&args[..], &["--out", "three.xml"]].concat();
    assert_eq!(conus_in(&folder, &written).code, 0);
    assert_eq!(fs::read_to_string(folder.join("three.xml")).unwrap(), printed.out);
    assert!(
        printed.out.contains("random person 3: ") && printed.out.contains("0 is day 30 after the injury")
    );
    let again = conus_in(&folder, &written);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("nothing is overwritten"), "{}", again.err);
}

#[test]
fn a_healthy_start_has_no_debris_and_an_injury_has() {
    let debris = |start: &str| {
        let out = conus(&["export", "--sbml", "--start", start]).out;
        out.lines().find(|line| line.contains("id=\"debris\"")).unwrap().to_owned()
    };
    assert!(debris("healthy").contains("value=\"0\""));
    assert!(debris("injury").contains("value=\"0.7\""));
}

#[test]
fn what_cannot_be_exported_is_bad_input() {
    for (args, told) in [
        (&["export"][..], "<--sbml|--c>"),
        (&["export", "--sbml", "--c"], "cannot be used with"),
        (&["export", "--sbml", "--start", "ill"], "write `healthy`, `injury` or a day"),
        (&["export", "--sbml", "--start", "800"], "raise --days"),
        (&["export", "--c", "--give", "training from=5"], "C holds equations and no events"),
        (&["export", "--sbml", "--give", "msc day=5 million=3 magnet_gain=2"], "a magnet cannot be exported"),
    ] {
        let ended = conus(args);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}");
        assert!(ended.err.contains(told), "{args:?}: {}", ended.err);
    }
}
