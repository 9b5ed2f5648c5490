//! No bytes make a reader panic, hang or fill the memory: files cut short, bytes changed, lies about lengths.

use std::path::Path;

use conus::analysis::frame::{Sheets, Spec, intake};
use conus::table::read::{Cell, Fault, LONGEST_FILE, Sheet, from_bytes};
use conus::table::{Column, Origin, Table, Variable, csv, dataset_json, parquet};
use conus_num::random::Stream;

/// A small BDS table with missing cells, text with line ends and numbers of both kinds.
fn table() -> Table {
    let variable = |name| Variable { name, label: "Label", unit: "", derivation: "", origin: Origin::Conus };
    let text = |name, words: [&str; 4]| {
        Column::text(variable(name), words.map(|word| (!word.is_empty()).then(|| word.into())))
    };
    Table {
        name: "ADNRS",
        label: "Values",
        columns: vec![
            text("USUBJID", ["S1", "S1", "S2", "S2"]),
            text("TRTP", ["Drug", "Drug", "Placebo, \"sham\"", "Placebo, \"sham\""]),
            text("PARAMCD", ["PAIN", "PAIN", "PAIN", ""]),
            text("AVISIT", ["Baseline", "Week\n4", "Baseline", "Week\n4"]),
            Column::integer(variable("AVISITN"), [Some(0), Some(4), Some(0), Some(4)]),
            Column::float(variable("AVAL"), [Some(6.5), None, Some(7.1), Some(4.2)]),
        ],
    }
}

/// The table in every kind of file, and what another writer makes.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let (mut as_csv, mut as_parquet, mut as_json) = (Vec::new(), Vec::new(), Vec::new());
    csv::write(&mut as_csv, &table()).unwrap();
    parquet::write(&mut as_parquet, &table()).unwrap();
    dataset_json::write(&mut as_json, &table()).unwrap();
    let text = String::from_utf8(as_json.clone()).unwrap();
    let (head, rows) = text.split_once(",\n\"rows\": [\n").unwrap();
    let lines =
        format!("{}}}\n{}", head.replace('\n', ""), rows.replace("],\n", "]\n").replace("\n]\n}", ""));
    vec![
        ("a.csv", as_csv),
        ("a.parquet", as_parquet),
        ("a.json", as_json),
        ("a.ndjson", lines.into_bytes()),
        ("foreign.parquet", include_bytes!("../oracle/foreign.parquet").to_vec()),
        ("plain.parquet", include_bytes!("../oracle/foreign_plain_v2.parquet").to_vec()),
    ]
}

/// Reads and takes in; whatever is told is short and harmless.
fn survives(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let read = from_bytes(name, bytes);
    let faults = match &read {
        Err(faults) => faults.clone(),
        Ok(sheet) => {
            let rows = sheet.rows();
            assert!(sheet.columns.iter().all(|column| column.cells.len() == rows), "{name}");
            let sheets = Sheets { bds: sheet, adsl: None, events: None };
            intake(&sheets, &Spec::adam("PAIN", "Drug")).map_or_else(|faults| faults, |taken| taken.warnings)
        }
    };
    assert!(faults.len() <= 101, "{}", faults.len());
    for fault in &faults {
        let told = fault.to_string();
        let harmless = |c: char| c == '\n' || !c.is_control();
        assert!(told.len() < 20_000 && told.chars().all(harmless), "{told:?}");
    }
    read
}

#[test]
fn sound_files_of_every_kind_hold_the_same() {
    for (name, bytes) in files().into_iter().take(4) {
        let sheet = survives(name, bytes).unwrap();
        let words: Vec<_> = sheet.column("AVAL").unwrap().cells.iter().map(Cell::words).collect();
        assert_eq!(words, [Some("6.5".into()), None, Some("7.1".into()), Some("4.2".into())], "{name}");
        assert_eq!(sheet.column("AVISIT").unwrap().cells[1], Cell::Text("Week\n4".into()), "{name}");
    }
}

#[test]
fn what_another_writer_makes_of_parquet_is_what_that_writer_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
    let expected = conus::table::read::read(&folder.join("foreign.csv")).unwrap();
    for file in ["foreign.parquet", "foreign_plain_v2.parquet"] {
        let sheet = conus::table::read::read(&folder.join(file)).unwrap();
        for column in &expected.columns {
            let cells = &sheet.column(&column.name).unwrap().cells;
            assert_eq!(cells.len(), 7);
            for (found, expected) in cells.iter().zip(&column.cells) {
                let same = found.words() == expected.words()
                    || matches!((found.number(), expected.number()), (Ok(a), Ok(b)) if a == b);
                assert!(same, "{file}, {}: {found:?} is not {expected:?}", column.name);
            }
        }
        let unread: Vec<&str> = sheet.unread.iter().map(|fault| fault.column.as_str()).collect();
        let all = ["ADTM", "ATM", "DOSE", "NOTES.list.element"];
        assert_eq!(unread, if file == "foreign.parquet" { &all[..] } else { &[] });
    }
}

#[test]
fn a_file_cut_short_anywhere_is_read_or_refused() {
    for (name, bytes) in files() {
        for length in 0..bytes.len() {
            let read = survives(name, bytes[..length].to_vec());
            assert!(read.is_err() || !name.ends_with("parquet"), "{name} of {length} bytes");
        }
    }
}

#[test]
fn a_file_with_changed_bytes_is_read_or_refused() {
    for (name, bytes) in files() {
        let mut random = Stream::new(20_241_105, 1, 0, 0, 0);
        let length = u32::try_from(bytes.len()).unwrap();
        for _ in 0..3_000 {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(3) {
                changed[random.below(length) as usize] = u8::try_from(random.below(256)).unwrap();
            }
            drop(survives(name, changed));
        }
    }
}

#[test]
fn random_bytes_are_read_or_refused() {
    let mut random = Stream::new(20_241_105, 2, 0, 0, 0);
    for round in 0..2_000 {
        let mut bytes: Vec<u8> =
            (0..random.below(300)).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        if round % 2 == 0 {
            let footer = u32::try_from(bytes.len()).unwrap().to_le_bytes();
            bytes = [b"PAR1", &bytes[..], &footer, b"PAR1"].concat();
        }
        for name in ["a.csv", "a.parquet", "a.json", "a.ndjson"] {
            drop(survives(name, bytes.clone()));
        }
    }
}

fn refused(name: &str, bytes: Vec<u8>, with: &str) {
    let faults = survives(name, bytes).unwrap_err();
    assert!(faults[0].to_string().contains(with), "{}", faults[0]);
}

#[test]
fn a_file_that_is_too_long_too_wide_or_too_deep_is_refused_by_name() {
    refused("a.csv", vec![b'a'; LONGEST_FILE + 1], "too long");
    refused("a.csv", "A,".repeat(200_000).into_bytes(), "too large");
    refused("a.csv", [vec![b','; 9_000], b"\n,".repeat(1_000)].concat(), "the row is too short");
    refused("a.json", "[".repeat(1_000_000).into_bytes(), "cannot be read");
    refused("a.ndjson", "{\"a\":".repeat(1_000_000).into_bytes(), "cannot be read");
    let wide =
        format!("{{\"datasetJSONVersion\":\"1.1.0\",\"columns\":[],\"rows\":[{}[]]}}", "[],".repeat(1_000));
    refused("a.json", wide.into_bytes(), "no column");
}
