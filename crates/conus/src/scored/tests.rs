//! A file goes in, scores come out: with a small instrument of the tests, so that each line can be checked by eye.

use super::adam::Bds;
use super::explanation::NotExplained;
use super::form::{Json, Problems, Scores};
use super::{Output, Scorer, Summary};
use crate::instrument::scoring::{Instrument, Item, Problem, Score, Step, Value};
use crate::table::read::Stream;

/// Two whole numbers from 0 to 9, of which the second may be lacking: their sum, and which is the higher one.
struct Pair {
    items: Vec<Item>,
}

const SCORES: [Score; 2] = [
    Score { name: "sum", code: "SUM", label: "Sum of both" },
    Score { name: "higher", code: "HIGHER", label: "The higher one, or both" },
];

impl Pair {
    fn new() -> Self {
        let item = |name: &str, required| Item {
            name: name.into(),
            label: "A number".into(),
            allowed: "0 to 9".into(),
            required,
        };
        Self { items: vec![item("first_number", true), item("second_number", false)] }
    }
}

impl Instrument for Pair {
    fn name(&self) -> &'static str {
        "pair"
    }

    fn about(&self) -> &'static str {
        "Pair of numbers of the tests"
    }

    fn items(&self) -> &[Item] {
        &self.items
    }

    fn scores(&self) -> &[Score] {
        &SCORES
    }

    fn score(&self, answers: &[Option<&str>], values: &mut Vec<Value>, problems: &mut Vec<Problem>) {
        let mut read = |at: usize| {
            let text = answers[at]?;
            let number = text.parse::<u8>().ok().filter(|number| *number < 10);
            if number.is_none() {
                problems.push(Problem::of(at, text, "a number is 0 to 9"));
            }
            number
        };
        let (first, second) = (read(0), read(1));
        let Some((first, second)) = first.zip(second) else {
            values.extend([Value::Missing, Value::Missing]);
            return;
        };
        let higher = match first.cmp(&second) {
            std::cmp::Ordering::Equal => "first,second",
            std::cmp::Ordering::Greater => "first",
            std::cmp::Ordering::Less => "second",
        };
        values.extend([Value::Number(f64::from(first + second)), Value::Word(higher.into())]);
    }

    fn explain(&self, answers: &[Option<&str>]) -> Vec<Step> {
        let because = format!("the answers are {answers:?}");
        vec![Step { question: "Sum".into(), because, answer: "see there".into() }]
    }
}

fn opened(name: &str, text: &[u8]) -> Stream {
    let path = std::env::temp_dir().join(format!("conus-scored-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let stream = Stream::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    stream
}

/// A text in every form.
struct Found {
    scores: String,
    table: String,
    problems: String,
    json: serde_json::Value,
    summary: Summary,
}

fn found(name: &str, text: &[u8]) -> Found {
    let (pair, mut stream) = (Pair::new(), opened(name, text));
    let scorer = Scorer::of(&pair, &stream).unwrap();
    let mut sinks: [Vec<u8>; 4] = Default::default();
    let [scores, table, problems, json] = &mut sinks;
    let outputs = &mut [
        Output { form: &Scores::of(&scorer), sink: scores },
        Output { form: &Bds::of(&scorer), sink: table },
        Output { form: &Problems, sink: problems },
        Output { form: &Json::of(&scorer, "a notice"), sink: json },
    ];
    let summary = scorer.run(&mut stream, outputs, &|_| ()).unwrap();
    let [scores, table, problems, json] = sinks.map(|bytes| String::from_utf8(bytes).unwrap());
    Found { scores, table, problems, json: serde_json::from_str(&json).unwrap(), summary }
}

const FILE: &str = "StudyId,Patient,AVISIT,ADT,ADY,age,first_number,second_number,sum
S1,A,Week 1,2024-02-29,-5,44,3,4,7
S1,\"B, \"\"b\"\"\",Week 1,NA,8,=1+1,5.0,5,
S1,C,Week 2,soon,9,NA,10,NA,
S1,D
S1,E,,,,,,,
";

#[test]
fn every_row_keeps_its_place_and_what_is_no_item_stays_beside_the_scores() {
    let found = found("a.csv", FILE.as_bytes());
    let expected = "StudyId,Patient,AVISIT,ADT,ADY,age,sum_in_file,sum,higher
S1,A,Week 1,2024-02-29,-5,44,7,7,second
S1,\"B, \"\"b\"\"\",Week 1,NA,8,'=1+1,,10,\"first,second\"
S1,C,Week 2,soon,9,NA,,,
,,,,,,,,
S1,E,,,,,,,
";
    assert_eq!(found.scores, expected);
    let counts = Summary { rows: 5, scored: 2, faulty: 2, unanswered: 1, problems: 3, broken: None };
    assert_eq!(found.summary, counts);
    assert!(!found.summary.is_sound());
}

#[test]
fn the_adam_table_has_numbers_words_and_days_of_sas_and_no_row_for_a_missing_score() {
    let expected = "STUDYID,USUBJID,PARAMCD,PARAM,PARAMN,AVISIT,ADT,ADY,AVAL,AVALC,SRCROW
S1,A,SUM,Sum of both,1,Week 1,23435,-5,7,,1
S1,A,HIGHER,\"The higher one, or both\",2,Week 1,23435,-5,,second,1
S1,\"B, \"\"b\"\"\",SUM,Sum of both,1,Week 1,,8,10,,2
S1,\"B, \"\"b\"\"\",HIGHER,\"The higher one, or both\",2,Week 1,,8,,\"first,second\",2
";
    assert_eq!(found("b.csv", FILE.as_bytes()).table, expected);
    let anonymous = found("c.csv", b"first_number,second_number\n1,2\n").table;
    assert!(
        anonymous.starts_with("STUDYID,USUBJID,PARAMCD,PARAM,PARAMN,AVAL,AVALC,SRCROW\n,1,SUM,"),
        "{anonymous}"
    );
}

#[test]
fn every_problem_names_row_line_column_value_and_rule() {
    let expected = "row,line,column,value,rule,score_lost
3,4,first_number,10,a number is 0 to 9,Y
3,4,ADT,soon,a date is YYYY-MM-DD or days since 1960-01-01,N
4,5,,2 cells,\"the row is too short; expected 9 cells, one for each column\",Y
";
    assert_eq!(found("d.csv", FILE.as_bytes()).problems, expected);
}

#[test]
fn the_json_says_the_same() {
    let json = found("e.csv", FILE.as_bytes()).json;
    assert_eq!((&json["notice"], json["rows"].as_array().unwrap().len()), (&"a notice".into(), 5));
    let row = &json["rows"][1];
    assert_eq!((&row["row"], &row["line"]), (&2.into(), &3.into()));
    assert_eq!((&row["scores"]["sum"], &row["scores"]["higher"]), (&10.0.into(), &"first,second".into()));
    assert_eq!(
        (&row["columns"]["age"], &row["columns"]["sum_in_file"]),
        (&"=1+1".into(), &serde_json::Value::Null)
    );
    assert_eq!(json["rows"][2]["problems"][0]["column"], "first_number");
    assert_eq!(json["summary"]["scored"], 2);
    assert_eq!(found("f.csv", b"first_number\n").json["rows"].as_array().unwrap().len(), 0);
}

#[test]
fn behind_an_open_quotation_mark_nothing_is_scored_and_the_list_of_problems_says_so() {
    let text = FILE.replace("S1,D\n", "S1,\"D\n") + "S1,F,Week 2,,,,1,1,\n";
    let found = found("g.csv", text.as_bytes());
    assert_eq!(found.summary.rows, 3);
    assert!(found.summary.broken.as_ref().is_some_and(|fault| fault.line() == Some(5)));
    let last = found.problems.lines().last().unwrap();
    assert!(last.starts_with(",5,,,\"a quotation mark is not closed; expected"), "{last}");
    assert_eq!(found.scores.lines().count(), 4);
}

#[test]
fn missing_columns_are_told_all_at_once_with_what_was_probably_meant() {
    let stream = opened("h.csv", b"First_Number,secnd_number\n1,2\n");
    let faults = Scorer::of(&Pair::new(), &stream).err().unwrap();
    let told: Vec<(&str, Option<&str>)> =
        faults.iter().map(|fault| (fault.column.as_str(), fault.suggestion.as_deref())).collect();
    assert_eq!(told, [("first_number", Some("rename `First_Number`, if it is meant"))]);
}

#[test]
fn a_row_is_explained_and_one_that_is_not_there_is_told() {
    let pair = Pair::new();
    let explain = |row: usize| {
        let mut stream = opened("i.csv", FILE.as_bytes());
        let scorer = Scorer::of(&pair, &stream).unwrap();
        scorer.explain(&mut stream, row, |scored, steps| (scored.row.line, steps[0].because.clone()))
    };
    let because = "the answers are [Some(\"5\"), Some(\"5\")]".to_owned();
    assert_eq!(explain(2).unwrap(), (Some(3), because));
    assert!(matches!(explain(4), Err(NotExplained::Unreadable { wanted: 4, .. })));
    assert!(matches!(explain(6), Err(NotExplained::NoSuchRow { wanted: 6, rows: 5 })));
}
