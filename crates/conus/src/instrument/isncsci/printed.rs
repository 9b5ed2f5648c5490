//! Does conus say what the public algorithm printed? 3,000 made-up exams, every field; where the two differ it is in a
//! known way, and the judge sides with conus (`tests/oracle/isncsci/README.md`).

use std::collections::{BTreeMap, BTreeSet};

use super::by_trying::{judged, texts, ways};
use super::{Exam, Finding, KeyMuscle, Observed, Star, Worksheet, classify};
use crate::instrument::scoring::{Instrument, Value};

const PRINTED: &str = include_str!("../../../tests/oracle/isncsci/printed.csv");

/// The known ways to differ, and in how many fields. Where only stars differ, the words are the same.
const KNOWN: [(&str, usize); 10] = [
    ("ais: C or D that no filling gives", 10),
    ("ais: other stars", 194),
    ("completeness: other stars", 58),
    ("motor_level: other stars", 59),
    ("motor_zone: by a non-key muscle in an injury that need not be C", 33),
    ("motor_zone: other stars", 56),
    ("neurological_level: S3 where the sphincter may not contract", 10),
    ("neurological_level: other stars", 23),
    ("sensory_level: other stars", 43),
    ("sensory_zone: other stars", 146),
];

/// The exam of 136 letters: a digit or N for NT, a small letter with one star, a large one with two.
fn exam_of(letters: &str) -> Exam {
    let mut letters = letters.bytes();
    let mut exam = Exam::normal();
    for side in &mut exam.sides {
        for finding in side.motor.iter_mut().chain(&mut side.light_touch).chain(&mut side.pin_prick) {
            *finding = finding_of(letters.next().unwrap());
        }
    }
    let mut observed = || match letters.next() {
        Some(b'Y') => Observed::Yes,
        Some(b'N') => Observed::No,
        _ => Observed::NotTestable,
    };
    (exam.vac, exam.dap) = (observed(), observed());
    for (side, letter) in exam.sides.iter_mut().zip(letters) {
        side.lowest_non_key = letter.is_ascii_digit().then(|| KeyMuscle::ALL[usize::from(letter - b'0')]);
    }
    exam
}

fn finding_of(letter: u8) -> Finding {
    match letter {
        b'N' => Finding::NT,
        b'n' => Finding::NT.with(Star::NotNormal),
        b'M' => Finding::NT.with(Star::Normal),
        b'0'..=b'5' => Finding::grade(letter - b'0'),
        b'a'..=b'f' => Finding::grade(letter - b'a').with(Star::NotNormal),
        _ => Finding::grade(letter - b'A').with(Star::Normal),
    }
}

/// How two answers differ; none when they are the same.
fn difference(field: &str, non_key: bool, ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs {
        return None;
    }
    let words = |text: &str| text.replace('*', "").split(',').map(String::from).collect::<BTreeSet<_>>();
    let (a, b) = (words(ours), words(theirs));
    let differing: Vec<&String> = a.symmetric_difference(&b).collect();
    let field = field.trim_start_matches("right_").trim_start_matches("left_");
    let known = match field {
        _ if ours.replace('*', "") == theirs.replace('*', "") => "other stars",
        "neurological_level" if differing.iter().all(|word| ["S3", "INT"].contains(&word.as_str())) => {
            "S3 where the sphincter may not contract"
        }
        "ais" if a.is_subset(&b) && differing.iter().all(|word| ["C", "D"].contains(&word.as_str())) => {
            "C or D that no filling gives"
        }
        "motor_zone" if non_key => "by a non-key muscle in an injury that need not be C",
        _ => "not understood",
    };
    Some(format!("{field}: {known}"))
}

#[test]
fn answers_are_those_that_the_public_algorithm_printed_but_in_the_known_ways() {
    let worksheet = Worksheet::new();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = PRINTED.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    for cells in lines {
        let exam = exam_of(cells[0]);
        let mut differs = false;
        for (score, ours) in worksheet.scores().iter().zip(scored(&worksheet, &exam)) {
            let Some(column) = names.iter().position(|name| *name == score.name) else { continue };
            let side = usize::from(score.name.starts_with("left"));
            let non_key = exam.sides[side].lowest_non_key.is_some();
            if let Some(kind) = difference(score.name, non_key, &ours, cells[column]) {
                differs |= !kind.ends_with("stars");
                *found.entry(kind).or_default() += 1;
            }
        }
        if differs && ways(&exam, true).max(ways(&exam, false)) <= 3000 {
            assert_eq!(texts(&classify(&exam)), judged(&exam), "{}", cells[0]);
        }
    }
    let known: BTreeMap<String, usize> = KNOWN.iter().map(|(kind, count)| ((*kind).into(), *count)).collect();
    assert_eq!(found, known);
}

fn scored(worksheet: &Worksheet, exam: &Exam) -> Vec<String> {
    let answers = Worksheet::answers(exam);
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    worksheet.score(&Worksheet::row(&answers), &mut values, &mut problems);
    assert_eq!(problems, []);
    let text = |value| match value {
        Value::Missing => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Word(word) => word.into_owned(),
    };
    values.into_iter().map(text).collect()
}
