//! Does `data/instruments/isncsci.toml` say what the code does?

use serde::Deserialize;

use super::exam::{Finding, KeyMuscle, Observed, Side};
use super::worksheet::Worksheet;
use crate::instrument::scoring::Instrument;

#[derive(Deserialize)]
struct Shipped {
    name: String,
    about: String,
    #[serde(rename = "box")]
    boxes: Vec<Boxes>,
    observed: Vec<TwoWay>,
    non_key_muscle: NonKey,
}

#[derive(Deserialize)]
struct Boxes {
    column: String,
    label: String,
    segments: Vec<String>,
    grades: Vec<u8>,
    stars: Vec<u8>,
    not_testable: String,
}

#[derive(Deserialize)]
struct TwoWay {
    column: String,
    label: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct NonKey {
    columns: Vec<String>,
    segments: Vec<String>,
}

fn shipped() -> Shipped {
    toml::from_str(include_str!("../../../../../data/instruments/isncsci.toml")).unwrap()
}

#[test]
fn columns_and_labels_are_those_of_the_file() {
    let (shipped, worksheet) = (shipped(), Worksheet::new());
    assert_eq!((worksheet.name(), worksheet.about()), (shipped.name.as_str(), shipped.about.as_str()));
    let mut columns = Vec::new();
    for side in Side::BOTH.map(Side::word) {
        for boxes in &shipped.boxes {
            columns.extend(boxes.segments.iter().map(|segment| {
                let place = segment.to_lowercase().replace('-', "_");
                let of = if boxes.column == "motor" { "of" } else { "at" };
                (
                    format!("{side}_{}_{place}", boxes.column),
                    format!("{} {of} {segment}, {side}", boxes.label),
                )
            }));
        }
    }
    columns.extend(shipped.observed.iter().map(|two_way| (two_way.column.clone(), two_way.label.clone())));
    let items = worksheet.items();
    let read: Vec<_> = items.iter().map(|item| (item.name.clone(), item.label.clone())).collect();
    assert_eq!(read[..columns.len()], columns);
    let rest: Vec<_> = items[columns.len()..].iter().map(|item| item.name.clone()).collect();
    assert_eq!(rest, shipped.non_key_muscle.columns);
}

#[test]
fn ranges_are_those_of_the_file() {
    let shipped = shipped();
    for boxes in &shipped.boxes {
        let highest = *boxes.grades.last().unwrap();
        let mut allowed: Vec<String> =
            boxes.grades.iter().map(u8::to_string).chain([boxes.not_testable.clone()]).collect();
        let starred: Vec<String> =
            boxes.stars.iter().map(u8::to_string).chain([boxes.not_testable.clone()]).collect();
        allowed.extend(starred.iter().flat_map(|text| [format!("{text}*"), format!("{text}**")]));
        let every = (0..=9).map(|grade| grade.to_string()).chain(["NT".into(), "ND".into()]);
        for text in every.flat_map(|text| [text.clone(), format!("{text}*"), format!("{text}**")]) {
            assert_eq!(
                Finding::parse(&text, highest).is_some(),
                allowed.contains(&text),
                "{} {text}",
                boxes.column
            );
        }
    }
    for two_way in &shipped.observed {
        assert_eq!(two_way.words, [Observed::Yes, Observed::No, Observed::NotTestable].map(Observed::word));
    }
    assert_eq!(shipped.non_key_muscle.segments, KeyMuscle::ALL.map(KeyMuscle::label));
}
