//! Every fault of a file of trial data is told, at its place, with what would be right.
//!
//! A sound trial of eight people is spoilt in one way at a time; what is said of each stands in `broken_data.txt`.
//! After an intended change of words run the tests with `CONUS_BLESS=1` and read the difference. All data are made
//! here and synthetic.

use conus::analysis::frame::{
    Absent, CovariateSpec, CovariateUse, Frame, Sheets, Source, Spec, Taken, intake,
};
use conus::table::read::{Fault, Severity, Sheet, from_bytes, read};
use conus::table::{Column, Origin, Table, Variable, csv, parquet};
use conus::trial::dataset::Parameter;
use conus::trial::dataset::tables::analysis_tables;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::Confounder;
use conus::trial::simulate::replicate;

use super::{page, trial};

/// Rows of text under names, as a CSV file has them.
#[derive(Clone)]
struct Rows {
    file: &'static str,
    names: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn column(&self, name: &str) -> usize {
        self.names.iter().position(|known| *known == name).unwrap()
    }

    fn set(&mut self, row: usize, name: &str, value: &str) {
        let column = self.column(name);
        self.rows[row][column] = value.to_owned();
    }

    fn set_all(&mut self, name: &str, value: &str) {
        (0..self.rows.len()).for_each(|row| self.set(row, name, value));
    }

    fn keep(&mut self, keep: impl Fn(&dyn Fn(&str) -> String) -> bool) {
        let names = self.names.clone();
        self.rows
            .retain(|row| keep(&|name| row[names.iter().position(|known| *known == name).unwrap()].clone()));
    }

    fn without(&mut self, name: &str) {
        let column = self.column(name);
        self.names.remove(column);
        self.rows.iter_mut().for_each(|row| drop(row.remove(column)));
    }

    fn csv(&self) -> String {
        let mut text = self.names.join(",") + "\n";
        self.rows.iter().for_each(|row| text.push_str(&(row.join(",") + "\n")));
        text
    }
}

/// The files of a trial, and what is asked of them.
#[derive(Clone)]
struct Trial {
    bds: Rows,
    adsl: Option<Rows>,
    events: Option<Rows>,
    spec: Spec,
    /// A file of values in place of `bds`.
    replaced: Option<(&'static str, Vec<u8>)>,
}

impl Trial {
    fn adsl(&mut self) -> &mut Rows {
        self.adsl.as_mut().unwrap()
    }

    fn events(&mut self) -> &mut Rows {
        self.events.as_mut().unwrap()
    }

    /// The file of values as CSV, with one piece of its text replaced.
    fn text(&mut self, from: &str, to: &str) {
        let text = self.bds.csv();
        assert!(text.contains(from), "{text}");
        self.replaced = Some(("adnrs.csv", text.replacen(from, to, 1).into_bytes()));
    }

    fn taken(&self) -> Result<Taken, Vec<Fault>> {
        let sheet = |rows: &Rows| from_bytes(rows.file, rows.csv().into_bytes());
        let bds: Sheet = match &self.replaced {
            Some((name, bytes)) => from_bytes(name, bytes.clone())?,
            None => sheet(&self.bds)?,
        };
        let adsl = self.adsl.as_ref().map(sheet).transpose()?;
        let events = self.events.as_ref().map(sheet).transpose()?;
        intake(&Sheets { bds: &bds, adsl: adsl.as_ref(), events: events.as_ref() }, &self.spec)
    }
}

const VISITS: [(&str, u32, u32); 3] = [("Baseline", 0, 1), ("Week 4", 4, 29), ("Week 8", 8, 57)];

/// Eight people, odd ones on placebo; rows of each: pain at baseline, week 4, week 8, and sleep at baseline.
fn sound() -> Trial {
    let names = "USUBJID,TRTP,PARAMCD,PARAM,AVISIT,AVISITN,ADY,AVAL,BASE,CHG,ABLFL,ANL01FL,DTYPE";
    let (mut rows, mut people) = (Vec::new(), Vec::new());
    for subject in 1..=8_u32 {
        let (id, odd) = (format!("S{subject}"), subject % 2 == 1);
        let (arm, base) = (if odd { "Placebo" } else { "Drug" }, 5.0 + f64::from(subject) / 4.0);
        for (visit, number, day) in VISITS {
            let value = base - f64::from(number) * if odd { 0.125 } else { 0.25 };
            let first = number == 0;
            let change = if first { String::new() } else { (value - base).to_string() };
            let flag = if first { "Y" } else { "" };
            let row = format!(
                "{id},{arm},PAIN,Pain (0-10),{visit},{number},{day},{value},{base},{change},{flag},Y,"
            );
            rows.push(row);
        }
        rows.push(format!("{id},{arm},SLEEP,Sleep (0-10),Baseline,0,1,3,3,,Y,Y,"));
        let sex = if subject <= 4 { "F" } else { "M" };
        people.push(format!("{id},{arm},Y,{},{sex},1.5", 30 + subject));
    }
    let table = |file, names: &'static str, rows: Vec<String>| Rows {
        file,
        names: names.split(',').collect(),
        rows: rows.iter().map(|row| row.split(',').map(str::to_owned).collect()).collect(),
    };
    let event = "S2,RESCUE,40,LACK OF EFFICACY".to_owned();
    let covariate = |column: &str, kind| CovariateSpec { column: column.into(), kind };
    Trial {
        bds: table("adnrs.csv", names, rows),
        adsl: Some(table("adsl.csv", "USUBJID,TRT01P,ITTFL,AGE,SEX,WEIGHT", people)),
        events: Some(table("adice.csv", "USUBJID,ICECAT,ICEDY,ICEREAS", vec![event])),
        spec: Spec {
            arms: vec!["Placebo".into(), "Drug".into()],
            covariates: vec![covariate("AGE", CovariateUse::Number), covariate("SEX", CovariateUse::Factor)],
            weight: Some("WEIGHT".into()),
            range: Some([0.0, 10.0]),
            ..Spec::adam("PAIN", "Placebo")
        },
        replaced: None,
    }
}

/// The row of a visit (0, 1, 2) of a subject (from 1) in the file of values.
fn row(subject: usize, visit: usize) -> usize {
    (subject - 1) * 4 + visit
}

type Spoil = fn(&mut Trial);

/// What is wrong with the form of a file.
const FORM: [(&str, Spoil); 19] = [
    ("the file is empty", |t| t.replaced = Some(("adnrs.csv", Vec::new()))),
    ("the file has a header only", |t| t.bds.rows.clear()),
    ("the file is Latin-1", |t| {
        let text = t.bds.csv().replacen("Week 4", "Woche 4, M\u{e4}rz", 1);
        t.replaced = Some(("adnrs.csv", text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()));
    }),
    ("the file is UTF-16", |t| {
        let text = format!("\u{feff}{}", t.bds.csv());
        t.replaced = Some(("adnrs.csv", text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    }),
    ("a row is too long and one too short", |t| {
        t.bds.rows[1].push("1".into());
        t.bds.rows[5].truncate(4);
    }),
    ("a quotation mark is not closed", |t| t.text("Week 4", "\"Week 4")),
    ("two columns have one name", |t| t.bds.names[9] = "BASE"),
    ("a column has no name", |t| t.bds.names[9] = ""),
    ("the columns are separated by semicolons", |t| {
        let text = t.bds.csv().replace(',', ";").replace('.', ",");
        t.replaced = Some(("adnrs.csv", text.into_bytes()));
    }),
    ("the ending says no kind of data", |t| t.replaced = Some(("adnrs.sas7bdat", vec![0]))),
    ("a Parquet file is cut short", |t| {
        let bytes = fifty_values();
        t.replaced = Some(("adnrs.parquet", bytes[..bytes.len() - 9].to_vec()));
    }),
    ("a Parquet file is compressed by another codec", |t| {
        t.replaced = Some(("adnrs.parquet", include_bytes!("../oracle/foreign_zstd.parquet").to_vec()));
    }),
    ("a file of text is called Parquet", |t| {
        t.replaced = Some(("adnrs.parquet", t.bds.csv().into_bytes()));
    }),
    ("a row of Dataset-JSON is too short", |t| json(t, r#"["S1",3.5],["S2"]"#)),
    ("a number of Dataset-JSON is text", |t| json(t, r#"["S1",3.5],["S2","4"]"#)),
    ("Dataset-JSON is cut short", |t| json(t, r#"["S1",3.5],["S2",4"#)),
    ("Dataset-JSON has fewer rows than it says", |t| json(t, r#"["S1",3.5]"#)),
    ("JSON is nested without end", |t| {
        t.replaced = Some(("adnrs.json", "[".repeat(1_000_000).into_bytes()));
    }),
    ("a column is of a type that is not read", |t| {
        t.replaced = Some(("adnrs.parquet", include_bytes!("../oracle/foreign.parquet").to_vec()));
        (t.spec.names.value, t.spec.names.visit) = ("DOSE".into(), "AVISITN".into());
    }),
];

/// A table of this program as Parquet.
fn fifty_values() -> Vec<u8> {
    let variable = Variable { name: "AVAL", label: "Value", unit: "", derivation: "", origin: Origin::Conus };
    let columns = vec![Column::float(variable, (0..50).map(|n| Some(f64::from(n))))];
    let mut bytes = Vec::new();
    parquet::write(&mut bytes, &Table { name: "ADNRS", label: "Values", columns }).unwrap();
    bytes
}

fn json(trial: &mut Trial, rows: &str) {
    let text = format!(
        r#"{{"datasetJSONVersion":"1.1.0","records":2,"columns":[
        {{"itemOID":"IT.1","name":"USUBJID","label":"Subject","dataType":"string"}},
        {{"itemOID":"IT.2","name":"AVAL","label":"Value","dataType":"double"}}],
        "rows":[{rows}]}}"#
    );
    trial.replaced = Some(("adnrs.json", text.into_bytes()));
}

/// What is wrong with the columns, the people and the rows.
const CONTENT: [(&str, Spoil); 33] = [
    ("a column is missing", |t| t.bds.names[7] = "AVALL"),
    ("three columns are missing", |t| {
        t.bds.without("AVISIT");
        t.adsl().without("SEX");
        t.events().without("ICEDY");
    }),
    ("text stands in a column of numbers", |t| t.bds.set(row(2, 1), "AVAL", "mild")),
    ("a number is infinite, another not a number", |t| {
        t.bds.set(row(2, 1), "AVAL", "inf");
        t.bds.set(row(3, 2), "AVAL", "NaN");
    }),
    ("the decimal sign is a comma", |t| t.bds.set(row(2, 1), "AVAL", "\"3,5\"")),
    ("an arm is unknown", |t| t.adsl().set(3, "TRT01P", "Drugs")),
    ("the reference arm is unknown", |t| t.spec.arms = vec!["Placbo".into()]),
    ("a subject has no arm", |t| t.adsl().set(3, "TRT01P", "")),
    ("the arm of a subject changes", |t| {
        t.adsl().without("TRT01P");
        t.bds.set(row(4, 2), "TRTP", "Placebo");
    }),
    ("a row does not say whose it is", |t| t.bds.set(row(4, 2), "USUBJID", "")),
    ("a row stands twice", |t| {
        let again = t.bds.rows[row(4, 2)].clone();
        t.bds.rows.push(again);
    }),
    ("the variable is unknown", |t| t.spec.parameter = "PAIM".into()),
    ("no row is flagged for analysis", |t| t.bds.set_all("ANL01FL", "N")),
    ("nobody is in the analysis population", |t| t.adsl().set_all("ITTFL", "N")),
    ("a visit has two numbers", |t| t.bds.set(row(4, 2), "AVISITN", "9")),
    ("two visits share a number", |t| t.bds.set(row(4, 2), "AVISIT", "Month 2")),
    ("a visit has no number", |t| t.bds.set(row(4, 2), "AVISITN", ".")),
    ("an analysed row belongs to no visit", |t| t.bds.set(row(4, 2), "AVISIT", "")),
    ("a visit of the plan is unknown", |t| t.spec.visits = vec!["Week 8".into(), "Week 5".into()]),
    ("two subjects have no baseline", |t| {
        t.bds.keep(|cell| cell("ABLFL") != "Y" || !["S3", "S5"].contains(&cell("USUBJID").as_str()));
        for subject in ["S3", "S5"] {
            let (id, base) = (t.bds.column("USUBJID"), t.bds.column("BASE"));
            t.bds.rows.iter_mut().filter(|row| row[id] == subject).for_each(|row| row[base] = "NA".into());
        }
    }),
    ("the baseline of a subject changes", |t| t.bds.set(row(4, 2), "BASE", "6.1")),
    ("the baseline is not that of the baseline row", |t| {
        (0..3).for_each(|visit| t.bds.set(row(4, visit), "BASE", "6.1"));
    }),
    ("a subject has two baseline rows", |t| t.bds.set(row(4, 1), "ABLFL", "Y")),
    ("a covariate changes within a subject", |t| {
        t.adsl = None;
        t.spec.weight = None;
        t.spec.covariates = vec![CovariateSpec { column: "ADY".into(), kind: CovariateUse::Number }];
    }),
    ("covariates are missing", |t| {
        (0..7).for_each(|person| t.adsl().set(person, "SEX", "NA"));
        t.adsl().set(2, "AGE", ".");
    }),
    ("a value cannot be true", |t| {
        t.bds.set(row(4, 1), "AVAL", "55");
        (0..3).for_each(|visit| t.bds.set(row(6, visit), "BASE", "-1"));
        t.bds.set(row(6, 0), "AVAL", "-1");
    }),
    ("a subject is not in the file of subjects", |t| drop(t.adsl().rows.remove(3))),
    ("a subject stands twice in the file of subjects", |t| {
        let again = t.adsl().rows[3].clone();
        t.adsl().rows.push(again);
    }),
    ("weights are not above 0 or missing", |t| {
        t.adsl().set(1, "WEIGHT", "0");
        t.adsl().set(2, "WEIGHT", "-1");
        t.adsl().set(3, "WEIGHT", "");
        t.adsl().set(4, "WEIGHT", "heavy");
    }),
    ("events are not whole", |t| {
        t.events().set(0, "ICEDY", "");
        for event in ["S3,,40,", "S99,RESCUE,40,", ",RESCUE,40,"] {
            t.events().rows.push(event.split(',').map(str::to_owned).collect());
        }
    }),
    ("a subject of the file of subjects has no row, and so no baseline", |t| {
        t.bds.keep(|cell| cell("USUBJID") != "S3" || cell("PARAMCD") == "SLEEP");
    }),
    ("five faults at once", |t| {
        t.bds.set(row(8, 2), "AVAL", "5O");
        t.bds.set(row(1, 1), "AVISITN", "5");
        t.bds.set(row(4, 2), "BASE", "6.1");
        t.adsl().set(2, "TRT01P", "placebo");
        t.adsl().set(1, "AGE", "");
    }),
    ("a hundred and sixty faults", |t| {
        let all = t.bds.rows.clone();
        (0..9).for_each(|_| t.bds.rows.extend(all.clone()));
    }),
];

/// What leaves nothing to estimate from.
const DESIGN: [(&str, Spoil); 7] = [
    ("a factor has one level", |t| t.adsl().set_all("SEX", "F")),
    ("there is one arm only", |t| {
        t.spec.arms.truncate(1);
        t.bds.keep(|cell| cell("TRTP") == "Placebo");
        t.adsl().keep(|cell| cell("TRT01P") == "Placebo");
        t.events = None;
    }),
    ("an arm of the plan is empty", |t| t.spec.arms.push("Dose 2".into())),
    ("one subject is left in an arm", |t| {
        t.bds.keep(|cell| cell("AVISITN") == "0" || cell("TRTP") == "Drug" || cell("USUBJID") == "S1");
    }),
    ("all values of a visit are missing", |t| {
        (1..=8).for_each(|subject| t.bds.set(row(subject, 1), "AVAL", ""));
        (1..=8).for_each(|subject| t.bds.set(row(subject, 1), "CHG", ""));
    }),
    ("all values of a visit are missing in one arm", |t| {
        t.bds.keep(|cell| cell("AVISITN") != "8" || cell("TRTP") == "Drug");
    }),
    ("nobody has any value after baseline", |t| t.bds.keep(|cell| cell("AVISITN") == "0")),
];

/// What is only warned of.
const WARNED: [(&str, Spoil); 5] = [
    ("the change is not the difference", |t| {
        t.bds.set(row(4, 1), "CHG", "-1.5");
        t.bds.set(row(5, 1), "CHG", "0");
    }),
    ("some values were carried forward", |t| {
        t.bds.set(row(4, 2), "DTYPE", "LOCF");
        t.bds.set(row(6, 2), "DTYPE", "LOCF");
    }),
    ("a subject without baseline is left out by the plan", |t| {
        t.spec.missing_baseline = Absent::Exclude;
        t.bds.keep(|cell| cell("USUBJID") != "S3" || cell("PARAMCD") == "SLEEP");
    }),
    ("a subject without a covariate is left out by the plan", |t| {
        t.spec.missing_covariate = Absent::Exclude;
        t.adsl().set(2, "AGE", "");
    }),
    ("a subject has events but was never seen", |t| {
        t.adsl = None;
        (t.spec.weight, t.spec.covariates) = (None, Vec::new());
        t.bds.keep(|cell| cell("USUBJID") != "S2");
    }),
];

fn spoilt(spoil: Spoil) -> Trial {
    let mut trial = sound();
    spoil(&mut trial);
    trial
}

fn written(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

#[test]
fn each_broken_trial_gives_exactly_the_faults_on_record() {
    let mut text = String::new();
    for (name, spoil) in FORM.iter().chain(&CONTENT).chain(&DESIGN) {
        let faults = spoilt(*spoil).taken().expect_err(name);
        assert!(faults.iter().any(|fault| fault.severity == Severity::Error), "{name}");
        let first = faults.iter().take(6).cloned().collect::<Vec<_>>();
        let more = faults.len() - first.len();
        let rest = if more == 0 { String::new() } else { format!("({more} more)\n") };
        text.push_str(&format!("# {name}\n{}{rest}\n", written(&first)));
    }
    for (name, spoil) in &WARNED {
        let warnings = spoilt(*spoil).taken().expect(name).warnings;
        text.push_str(&format!("# {name} (not refused)\n{}\n", written(&warnings)));
    }
    page::holds("crates/conus/tests/it/broken_data.txt", &text);
}

#[test]
fn the_sound_trial_is_taken_without_a_word() {
    let Taken { frame, warnings } = sound().taken().unwrap();
    assert_eq!(warnings, []);
    assert_eq!((frame.parameter.as_str(), frame.label.as_str()), ("PAIN", "Pain (0-10)"));
    assert_eq!((frame.arms, frame.synthetic), (vec!["Placebo".to_owned(), "Drug".to_owned()], false));
    let visits: Vec<(&str, f64, Option<f64>)> =
        frame.visits.iter().map(|v| (v.label.as_str(), v.number, v.day)).collect();
    assert_eq!(visits, [("Week 4", 4.0, Some(29.0)), ("Week 8", 8.0, Some(57.0))]);
    let second = &frame.people[1];
    assert_eq!((second.id.as_str(), second.arm, second.baseline), ("S2", 1, Some(5.5)));
    assert_eq!((second.values[1], second.days[1], second.weight), (Some(3.5), Some(57.0), 1.5));
    assert_eq!((second.covariates[0], second.covariates[1]), (Some(32.0), Some(0.0)));
    assert_eq!(second.events.len(), 1);
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_name() {
    let faults = read(std::path::Path::new("no/such/adnrs.csv")).unwrap_err();
    assert_eq!(faults.len(), 1);
    let told = faults[0].to_string();
    assert!(told.starts_with("no/such/adnrs.csv: the file cannot be read: "), "{told}");
}

fn frame_of(change: Spoil) -> Frame {
    spoilt(change).taken().unwrap_or_else(|faults| panic!("{}", written(&faults))).frame
}

#[test]
fn the_order_of_rows_does_not_show_beyond_the_order_of_people() {
    let reversed = frame_of(|t| t.bds.rows.reverse());
    assert_eq!(reversed, frame_of(|_| {}));
}

#[test]
fn without_a_file_of_subjects_people_and_arms_are_those_of_the_rows() {
    let frame = frame_of(|t| {
        t.adsl = None;
        (t.spec.weight, t.spec.covariates) = (None, Vec::new());
        t.spec.arms.truncate(1);
    });
    assert_eq!(frame.people.len(), 8);
    assert_eq!(frame.arms, ["Placebo", "Drug"]);
    assert!(frame.people.iter().all(|person| person.weight.total_cmp(&1.0).is_eq()));
}

#[test]
fn the_baseline_is_that_of_the_flagged_row_where_no_column_holds_it() {
    let with_column = frame_of(|_| {});
    assert_eq!(frame_of(|t| t.bds.without("BASE")), with_column);
    assert_eq!(frame_of(|t| t.bds.without("ABLFL")), with_column);
}

#[test]
fn the_plan_may_call_everything_otherwise() {
    let frame = frame_of(|t| {
        let names = ["id", "group", "what", "words", "when", "week", "day", "score"];
        t.bds.names[..8].copy_from_slice(&names);
        let spec = &mut t.spec;
        spec.names.subject = "id".into();
        spec.names.parameter = Source::required("what");
        spec.names.parameter_label = Source::required("words");
        (spec.names.arm, spec.names.visit) = (Some("group".into()), "when".into());
        spec.names.visit_number = "week".into();
        spec.names.day = Source::required("day");
        spec.names.value = "score".into();
        spec.visits = vec!["Week 8".into()];
        (spec.weight, spec.covariates) = (None, Vec::new());
        (t.adsl, t.events) = (None, None);
    });
    assert_eq!(frame.visits.len(), 1);
    assert_eq!(frame.people[1].values, [Some(3.5)]);
}

#[test]
fn people_outside_the_population_are_nobody_and_their_events_are_no_fault() {
    let frame = frame_of(|t| t.adsl().set(1, "ITTFL", "N"));
    assert_eq!(frame.people.len(), 7);
    assert!(frame.people.iter().all(|person| person.id != "S2" && person.events.is_empty()));
}

#[test]
fn what_is_kept_missing_stays_missing() {
    let frame = frame_of(|t| {
        (t.spec.missing_baseline, t.spec.missing_covariate) = (Absent::Keep, Absent::Keep);
        t.adsl().set(2, "AGE", "");
        t.bds.keep(|cell| cell("USUBJID") != "S3" || cell("PARAMCD") == "SLEEP");
    });
    let third = &frame.people[2];
    assert_eq!(
        (third.baseline, third.covariates[0], third.values.as_slice()),
        (None, None, &[None, None][..])
    );
}

/// What `conus run` writes of a replicate (adam/replicate-00000) is what its simulation holds.
#[test]
fn the_tables_of_a_simulated_trial_come_back_as_its_frame() {
    let plan = trial::study(&[]);
    let played = replicate(&Knowledge::shipped(), &plan, 0, false).unwrap();
    let data = &played.settings[0].1.analysis;
    let reference = data.arms.iter().position(|arm| arm.label == plan.control_arm().label).unwrap();
    let asked = [Confounder::AgeYears, Confounder::MonthsSinceInjury, Confounder::Gabapentinoid];
    let reference = u16::try_from(reference).unwrap();
    let frame = Frame::of_dataset(data, Parameter::NrsMean, &asked, reference).unwrap();
    assert!(frame.synthetic && frame.people.len() == 11 && frame.arms.len() == 2);
    let covariate = |column: &str, kind| CovariateSpec { column: column.into(), kind };
    let spec = Spec {
        covariates: vec![
            covariate("AGE", CovariateUse::Number),
            covariate("MONTHINJ", CovariateUse::Number),
            covariate("GABAFL", CovariateUse::Factor),
        ],
        range: Some([0.0, 10.0]),
        ..Spec::adam("NRSMEAN", &plan.control_arm().label)
    };
    let tables = analysis_tables(data).unwrap();
    let text = |table: &Table| {
        let mut bytes = Vec::new();
        csv::write(&mut bytes, table).unwrap();
        from_bytes("table.csv", bytes).unwrap()
    };
    let columns = |table: &Table| {
        let mut bytes = Vec::new();
        parquet::write(&mut bytes, table).unwrap();
        from_bytes("table.parquet", bytes).unwrap()
    };
    for sheets in [tables.iter().map(text).collect::<Vec<_>>(), tables.iter().map(columns).collect()] {
        let sheets = Sheets { bds: &sheets[1], adsl: Some(&sheets[0]), events: Some(&sheets[4]) };
        let taken = intake(&sheets, &spec).unwrap_or_else(|faults| panic!("{}", written(&faults)));
        assert_eq!((taken.frame, taken.warnings), (frame.clone(), Vec::new()));
    }
}
