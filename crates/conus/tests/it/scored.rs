//! Files of answers become scores: every row keeps its place, nothing falls, and every problem can be found.

use super::answers::{Answers, check, scored};
use conus::instrument::known::{NAMES, named};
use conus::instrument::scoring::Instrument;
use conus::scored::folder::{self, ScoredFolderError};
use conus::scored::{Scorer, example};
use conus::table::read::Stream;
use std::fs;
use std::path::{Path, PathBuf};

fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scored-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn instruments() -> impl Iterator<Item = Box<dyn Instrument>> {
    NAMES.iter().map(|name| named(name, &[]).unwrap())
}

/// 24,000 rows in all; the example `score_files` does the same with a million.
#[test]
fn no_row_makes_an_instrument_fall_and_every_problem_names_row_column_and_rule() {
    let folder = empty_folder("hostile");
    for instrument in instruments() {
        let problems = check(instrument.as_ref(), 24_000 / u32::try_from(NAMES.len()).unwrap(), &folder);
        assert!(problems.as_ref().is_ok_and(|count| *count > 1_000), "{}: {problems:?}", instrument.name());
    }
}

#[test]
fn every_instrument_scores_its_own_example_without_a_problem() {
    let folder = empty_folder("example");
    for instrument in instruments() {
        let path = folder.join("example.csv");
        fs::write(&path, example::example(instrument.as_ref())).unwrap();
        let mut scores = Vec::new();
        let summary = scored(instrument.as_ref(), &path, &mut scores, &mut std::io::sink()).unwrap();
        assert_eq!((summary.rows, summary.scored, summary.problems), (2, 2, 0), "{}", instrument.name());
        let head = scores.split(|&byte| byte == b'\n').next().unwrap();
        assert!(head.starts_with(b"USUBJID,"));
    }
}

#[test]
fn names_codes_and_labels_of_all_scores_fit_adam_and_are_unique() {
    for instrument in instruments() {
        let mut codes: Vec<&str> = instrument.scores().iter().map(|score| score.code).collect();
        assert!(codes.iter().all(|code| (1..=8).contains(&code.len())), "{codes:?}");
        assert!(instrument.scores().iter().all(|score| (1..=40).contains(&score.label.chars().count())));
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "{}", instrument.name());
    }
}

#[test]
fn the_bytes_are_the_same_at_any_number_of_threads_and_the_rows_in_their_order() {
    let path = empty_folder("threads").join("many.csv");
    let instrument = named("scim-iii", &[]).unwrap();
    Answers::to(instrument.as_ref(), 5).write(&path, 30_000, 1).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (mut scores, mut problems) = (Vec::new(), Vec::new());
        pool.install(|| scored(instrument.as_ref(), &path, &mut scores, &mut problems)).unwrap();
        (scores, problems)
    };
    let (one, three) = (with(1), with(3));
    assert!(one == three, "one thread and three threads differ");
    let text = String::from_utf8(one.0).unwrap();
    let who = text.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned());
    assert!(who.eq((1..=30_000).map(|number| format!("SYN-{number}"))));
}

fn scorer_of<'i>(instrument: &'i dyn Instrument, path: &Path) -> (Scorer<'i>, Stream) {
    let stream = Stream::open(path).unwrap();
    (Scorer::of(instrument, &stream).unwrap(), stream)
}

#[test]
fn a_folder_is_whole_and_one_with_something_in_it_is_left_alone() {
    let here = empty_folder("folder");
    let (path, out) = (here.join("a.csv"), here.join("out"));
    let instrument = named("scim-iii", &[]).unwrap();
    fs::write(&path, example::example(instrument.as_ref())).unwrap();
    let (scorer, mut stream) = scorer_of(instrument.as_ref(), &path);
    let (summary, names) = folder::write(&out, &scorer, &mut stream, &|_| ()).unwrap();
    assert_eq!(names, ["scores.csv", "adscimii.csv", "problems.csv", "README.md"]);
    assert!(summary.is_sound());
    let mut found: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    found.sort();
    assert_eq!(found, ["README.md", "adscimii.csv", "problems.csv", "scores.csv"]);
    let (scorer, mut stream) = scorer_of(instrument.as_ref(), &path);
    let refused = folder::write(&out, &scorer, &mut stream, &|_| ());
    assert!(matches!(refused, Err(ScoredFolderError::Taken { .. })));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_filled_is_left_as_it_was() {
    let here = empty_folder("refused");
    let path = here.join("a.csv");
    let instrument = named("scim-iii", &[]).unwrap();
    fs::write(&path, example::example(instrument.as_ref())).unwrap();
    let (scorer, mut stream) = scorer_of(instrument.as_ref(), &path);
    let refused = folder::write(&path.join("below"), &scorer, &mut stream, &|_| ());
    assert!(matches!(refused, Err(ScoredFolderError::System { .. })));
    assert_eq!(fs::read_dir(&here).unwrap().count(), 1);
}
