//! Files of answers are scored: every sound row, whatever else stands in the file, and nothing is lost in silence.

use super::{Ended, conus, conus_in, empty_folder, names_in};
use conus::instrument::known::NAMES;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Two synthetic people, one without any function and one without any deficit.
fn example(instrument: &str) -> String {
    let ended = conus(&["score", instrument, "--example"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{instrument}");
    ended.out
}

fn folder_with(name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let folder = empty_folder("files");
    fs::write(folder.join(name), bytes).unwrap();
    folder
}

fn scored(folder: &Path, more: &[&str]) -> Ended {
    conus_in(folder, &[&["score", "scim-iii"], more].concat())
}

/// The example of SCIM III with one more row.
fn with_row(change: impl Fn(&str) -> String) -> String {
    let text = example("scim-iii");
    let high = text.lines().nth(2).unwrap().replace("SYN-HIGH", "SYN-THIRD");
    format!("{text}{}\n", change(&high))
}

#[test]
fn every_instrument_scores_its_own_example_in_every_format() {
    for name in NAMES {
        let folder = folder_with("mine.csv", example(name));
        for format in ["csv", "table", "json"] {
            let ended = conus_in(&folder, &["score", name, "mine.csv", "--format", format]);
            assert_eq!(ended.code, 0, "{name}: {}", ended.err);
            assert_eq!(ended.err, "2 rows read, 2 scored, 0 not scored\n", "{name}");
            assert!(ended.out.contains("SYN-HIGH"), "{name}: {}", ended.out);
        }
        let ended = conus_in(&folder, &["score", name, "mine.csv", "--explain", "2"]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{name}");
        assert!(ended.out.starts_with("row 2 SYN-HIGH (line 3)\n"), "{name}: {}", ended.out);
        assert!(ended.out.contains("\n1. ") && ended.out.contains("\n   because "), "{name}: {}", ended.out);
    }
}

#[test]
fn an_exam_without_any_deficit_is_ais_e_and_its_steps_say_why() {
    let folder = folder_with("exams.csv", example("isncsci"));
    let ended = conus_in(&folder, &["score", "isncsci", "exams.csv", "--format", "json"]);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    let score = |row: usize, name: &str| json["rows"][row]["scores"][name].clone();
    assert_eq!((score(1, "ais"), score(1, "neurological_level")), ("E".into(), "INT".into()));
    assert_eq!((score(1, "motor"), score(1, "light_touch")), (100.0.into(), 112.0.into()));
    assert_eq!((score(0, "ais"), score(0, "motor")), ("A".into(), 0.0.into()));
    let told = conus_in(&folder, &["score", "isncsci", "exams.csv", "--explain", "1", "--format", "json"]);
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert!(json["steps"].as_array().unwrap().len() > 5, "{}", told.out);
    assert_eq!((&json["row"], &json["line"], &json["scores"]["ais"]), (&1.into(), &2.into(), &"A".into()));
}

#[test]
fn an_explained_exam_is_drawn_into_a_folder_and_an_explained_scale_is_told_there() {
    let folder = folder_with("exams.csv", example("isncsci"));
    let ended = conus_in(&folder, &["score", "isncsci", "exams.csv", "--explain", "1", "--out", "row"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let names = ["dermatome_map.svg", "explanation.txt", "worksheet.svg"];
    assert_eq!(names_in(&folder.join("row")), names);
    let read = |name: &str| fs::read_to_string(folder.join("row").join(name)).unwrap();
    assert_eq!(read("explanation.txt"), ended.out);
    for name in ["dermatome_map.svg", "worksheet.svg"] {
        let figure = read(name);
        assert!(figure.contains("exams.csv, row 1") && figure.contains("not clinical advice"), "{name}");
        assert!(!figure.contains("Row 1, synthetic"), "{name}");
    }
    let text = example("isncsci");
    let mut lines = text.lines().zip(["synthetic", "Y", "Y"]).map(|(line, cell)| format!("{cell},{line}\n"));
    fs::write(folder.join("marked.csv"), lines.by_ref().collect::<String>()).unwrap();
    conus_in(&folder, &["score", "isncsci", "marked.csv", "--explain", "1", "--out", "marked"]);
    assert!(fs::read_to_string(folder.join("marked/worksheet.svg")).unwrap().contains("Row 1, synthetic"));
    let again = conus_in(&folder, &["score", "isncsci", "exams.csv", "--explain", "1", "--out", "row"]);
    assert!(again.code == 2 && again.err.contains("not empty"), "{}", again.err);
    let folder = folder_with("mine.csv", example("scim-iii"));
    let ended = scored(&folder, &["mine.csv", "--explain", "2", "--out", "row"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(names_in(&folder.join("row")), ["explanation.txt"]);
}

#[test]
fn a_folder_holds_scores_adam_rows_problems_and_a_dictionary_and_a_full_one_is_refused() {
    let folder = folder_with("mine.csv", example("scim-iii"));
    let ended = scored(&folder, &["mine.csv", "--out", "scores"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    assert!(ended.out.contains("not clinical advice"), "{}", ended.out);
    let names = ["README.md", "adscimii.csv", "problems.csv", "scores.csv"];
    assert_eq!(names_in(&folder.join("scores")), names);
    let read = |name: &str| fs::read_to_string(folder.join("scores").join(name)).unwrap();
    assert_eq!(read("scores.csv"), scored(&folder, &["mine.csv"]).out);
    assert_eq!(read("problems.csv").lines().count(), 1);
    assert_eq!(read("adscimii.csv").lines().count(), 1 + 2 * 6);
    assert!(read("README.md").contains("Research and teaching only; not clinical advice."));
    let again = scored(&folder, &["mine.csv", "--out", "scores"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("is not empty"), "{}", again.err);
}

#[test]
fn a_wrong_answer_is_exit_code_2_with_its_place_and_the_other_rows_are_scored() {
    let folder = folder_with("mine.csv", with_row(|row| row.replacen(",3,", ",7,", 1)));
    let ended = scored(&folder, &["mine.csv"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.out.lines().count(), 4);
    assert!(ended.out.contains("SYN-HIGH,20,40,10,30,40,100\nSYN-THIRD,,40,10,30,40,\n"), "{}", ended.out);
    assert!(ended.err.starts_with("mine.csv, line 4, column `feeding`: "), "{}", ended.err);
    assert!(ended.err.contains("\n  found     7\n"), "{}", ended.err);
    let end = "3 rows read, 2 scored, 1 not scored (1 lost a score to a problem)\n";
    assert!(ended.err.ends_with(end), "{}", ended.err);
    let into = scored(&folder, &["mine.csv", "--out", "out"]);
    assert_eq!(into.code, 2);
    let problems = fs::read_to_string(folder.join("out/problems.csv")).unwrap();
    assert!(problems.lines().nth(1).unwrap().starts_with("3,4,feeding,7,"), "{problems}");
}

#[test]
fn the_twenty_first_problem_is_counted_only() {
    let head = example("scim-iii").lines().next().unwrap().to_owned();
    let rows = (0..30).map(|row| format!("SYN-{row}{}\n", ",x".repeat(19))).collect::<String>();
    let ended = scored(&folder_with("mine.csv", format!("{head}\n{rows}")), &["mine.csv"]);
    assert_eq!((ended.code, ended.out.lines().count()), (2, 31));
    assert_eq!(ended.err.matches("mine.csv, line").count(), 20);
    assert!(ended.err.contains("550 further problems; --out writes them all"), "{}", ended.err);
}

#[test]
fn a_row_that_cannot_be_read_keeps_its_place_and_is_empty() {
    let mut bytes = with_row(|_| "SYN-SHORT,1,2".to_owned()).into_bytes();
    bytes.extend_from_slice(b"M\xfcller\n");
    let folder = folder_with("mine.csv", bytes);
    let ended = scored(&folder, &["mine.csv"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.out.lines().skip(3).collect::<Vec<_>>(), [",,,,,,", ",,,,,,"]);
    assert!(ended.err.contains("mine.csv, line 4: the row is too short; expected 20 cells"), "{}", ended.err);
    assert!(ended.err.contains("mine.csv, line 5: the file is not text in UTF-8"), "{}", ended.err);
    let told = scored(&folder, &["mine.csv", "--explain", "3"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("the row is too short"), "{}", told.err);
}

/// The file, its bytes, and words of the message.
type Broken = (&'static str, Vec<u8>, &'static str);

#[test]
fn a_file_that_is_none_is_exit_code_2_and_nothing_is_written() {
    let example = example("scim-iii");
    let without_item = example.replace("bladder", "bladdr");
    let twice = example.replace("bathing_upper", "feeding");
    let wide = (0..10_001).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    let broken: [Broken; 11] = [
        ("a.csv", Vec::new(), "the file is empty"),
        ("a.csv", b"\n\r\n".to_vec(), "the file is empty"),
        ("a.csv", without_item.clone().into_bytes(), "column `bladder`: the column is missing"),
        ("a.csv", without_item.into_bytes(), "try       rename `bladdr`, if it is meant"),
        ("a.csv", twice.into_bytes(), "column `feeding`: column 3 has the name of an earlier one"),
        ("a.csv", wide.into_bytes(), "the table is too large"),
        ("a.csv", b"a;b\n1;2\n".to_vec(), "separated by semicolons"),
        ("a.parquet", b"PAR1 and no more".to_vec(), "the file is damaged"),
        ("a.json", b"{}".to_vec(), "no `datasetJSONVersion`"),
        ("a.ndjson", b"{\n".to_vec(), "a.ndjson, line 1: the file cannot be read"),
        ("a.xlsx", b"PK".to_vec(), ".csv, .parquet, .json or .ndjson"),
    ];
    for (name, bytes, words) in broken {
        let folder = folder_with(name, bytes);
        let ended = scored(&folder, &[name, "--out", "out"]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{name}: {}", ended.err);
        assert!(ended.err.contains(words), "{name}: `{words}` is not in {}", ended.err);
        assert!(ended.err.contains("nothing was scored and nothing was written"), "{}", ended.err);
        assert_eq!(names_in(&folder), [name]);
    }
    let absent = scored(&empty_folder("files"), &["absent.csv"]);
    assert!(absent.code == 2 && absent.err.contains("absent.csv: the file cannot be read"), "{}", absent.err);
}

#[test]
fn what_stands_behind_an_open_quotation_mark_is_not_scored_and_this_is_said() {
    let folder = folder_with("mine.csv", with_row(|row| format!("\"{row}\n{row}")));
    let ended = scored(&folder, &["mine.csv", "--out", "out"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("mine.csv, line 4: a quotation mark is not closed"), "{}", ended.err);
    assert!(ended.err.contains("the rows before it are scored, the rest is not read"), "{}", ended.err);
    let read = |name: &str| fs::read_to_string(folder.join("out").join(name)).unwrap();
    assert_eq!(read("scores.csv").lines().count(), 3);
    assert!(read("problems.csv").contains("a quotation mark is not closed"));
    assert!(read("README.md").contains("THE REST OF THE FILE WAS NOT READ"));
}

#[test]
fn hostile_cells_drive_no_terminal_and_run_in_no_spreadsheet() {
    let head = example("scim-iii").lines().next().unwrap().to_owned();
    let huge = "x".repeat(3_000_000);
    let cells = ["\u{1b}]0;owned\u{7}", "\u{202e}", "\"=cmd|' /C calc'!A0\"", &huge, "\"a\nb\"", "\0"];
    let row = |cell: &str| format!("{cell},{cell}{}\n", ",0".repeat(18));
    let text = format!("{head}\n{}", cells.map(row).concat());
    let folder = folder_with("mine.csv", text);
    for format in ["csv", "table", "json"] {
        let ended = scored(&folder, &["mine.csv", "--format", format]);
        assert_eq!(ended.code, 2, "{format}");
        assert!(ended.err.len() < 5_000, "{format}: {}", ended.err.len());
        assert!(
            ended.err.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')),
            "{}",
            ended.err
        );
        if format == "csv" {
            assert!(ended.out.contains("\n'=cmd|' /C calc'!A0,"));
        }
    }
    let ended = scored(&folder, &["mine.csv", "--format", "table"]);
    assert!(ended.out.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{}", ended.out);
}

#[test]
fn a_file_without_rows_is_a_table_without_rows() {
    let head = example("scim-iii").lines().next().unwrap().to_owned();
    let ended = scored(&folder_with("mine.csv", head), &["mine.csv"]);
    assert_eq!((ended.code, ended.out.lines().count()), (0, 1));
    assert_eq!(ended.err, "0 rows read, 0 scored, 0 not scored\n");
}

#[test]
fn arguments_that_make_no_sense_say_what_would() {
    let folder = folder_with("mine.csv", example("scim-iii"));
    let cases: [(&[&str], &str); 7] = [
        (&["score", "scim", "mine.csv"], "known are "),
        (&["score", "scim-iii", "mine.csv", "--explain", "0"], "the first row of data is 1"),
        (&["score", "scim-iii", "mine.csv", "--explain", "3"], "there is no row 3: the file has 2"),
        (&["score", "scim-iii", "mine.csv", "--rule", "x"], "expected KEY=VALUE"),
        (&["score", "scim-iii", "mine.csv", "--rule", "x=1"], "has no rule `x` to choose"),
        (&["score", "scim-iii"], "<FILE>"),
        (&["score"], "<INSTRUMENT>"),
    ];
    for (args, words) in cases {
        let ended = conus_in(&folder, args);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}");
        assert!(ended.err.contains(words), "{args:?}: {}", ended.err);
    }
}

#[test]
fn the_instruments_and_what_they_read_are_listed_for_people_and_programs() {
    let list = conus(&["score", "--list"]);
    assert!(NAMES.iter().all(|name| list.out.contains(name)) && list.code == 0, "{}", list.out);
    for name in NAMES {
        let json = conus(&["score", name, "--columns", "--format", "json"]);
        let json: Value = serde_json::from_str(&json.out).unwrap();
        let items = json["items"].as_array().unwrap();
        let csv = conus(&["score", name, "--columns", "--format", "csv"]).out;
        assert_eq!(csv.lines().filter(|line| line.starts_with("item,")).count(), items.len());
        let table = conus(&["score", name, "--columns"]).out;
        assert!(items.iter().all(|item| table.contains(item["name"].as_str().unwrap())), "{name}");
    }
}

/// The columns of ISNCSCI in the help are those of the instrument.
#[test]
fn the_help_has_the_columns_of_isncsci() {
    let help = conus(&["score", "--help"]).out;
    let listed = conus(&["score", "isncsci", "--columns", "--format", "csv"]).out;
    for name in
        ["right_motor_c5", "right_motor_s1", "right_light_touch_c2", "right_pin_prick_s4_5", "vac", "dap"]
    {
        assert!(listed.contains(&format!("item,{name},")), "{name}");
        assert!(help.contains(name), "{name}");
    }
    for name in ["right_lowest_non_key_muscle", "left_lowest_non_key_muscle"] {
        assert!(listed.contains(&format!("item,{name},")) && help.contains(name), "{name}");
    }
    for score in listed.lines().filter_map(|line| line.strip_prefix("score,")) {
        let name = score.split(',').next().unwrap();
        assert!(help.contains(name.trim_start_matches("right_").trim_start_matches("left_")), "{name}");
    }
}

#[test]
fn the_same_bytes_come_out_at_any_number_of_threads() {
    let text = example("isncsci");
    let (head, rows) = text.split_once('\n').unwrap();
    let folder = folder_with("many.csv", format!("{head}\n{}", rows.repeat(3_000)));
    let with = |threads: &str, out: &str| {
        let ended = conus_in(&folder, &["score", "isncsci", "many.csv", "--threads", threads, "--out", out]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        names_in(&folder.join(out))
            .into_iter()
            .map(|name| fs::read(folder.join(out).join(name)).unwrap())
            .collect()
    };
    let (one, three): (Vec<_>, Vec<_>) = (with("1", "one"), with("3", "three"));
    assert!(one == three);
    assert_eq!(one[3].split(|&byte| byte == b'\n').count(), 6_002);
}
