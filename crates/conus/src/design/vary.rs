//! What if a number of the study were another one? Any field of the file by its path, and every combination of values.
//!
//! A path is written as in the messages about faults, with an entry of a list by its number or its name:
//! `arm[1].treatment[1].dose_million_cells`, or `arm.cells.treatment.msc.dose_million_cells`.

use crate::trial::plan::{Fault, TrialPlan};
use toml::{Table, Value};

/// A field and the values that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Path of the field.
    pub path: String,
    /// Its values, in turn.
    pub values: Vec<Value>,
}

/// One combination.
#[derive(Debug)]
pub struct Variant {
    /// Value of each axis, as text.
    pub values: Vec<String>,
    /// The study with these values.
    pub plan: TrialPlan,
}

/// Why a study cannot be varied.
#[derive(Debug, thiserror::Error)]
pub enum NotVaried {
    /// It is not written as `path=value,value`.
    #[error(
        "`{text}`: expected a path and its values, such as `arm.cells.treatment.msc.dose_million_cells=3,30`"
    )]
    NotAnAxis {
        /// What was given.
        text: String,
    },
    /// The study has no such field.
    #[error("`{path}`: the study has no `{part}` there; there are {known}")]
    NoField {
        /// The path.
        path: String,
        /// The part of it that leads nowhere.
        part: String,
        /// What is there.
        known: String,
    },
    /// The file is no TOML.
    #[error("the study cannot be read: {0}")]
    NotToml(String),
    /// A combination is no sound study.
    #[error("with {values} the study has faults")]
    Faults {
        /// The combination.
        values: String,
        /// Its faults; lines are those of the study as it would be written out anew.
        faults: Vec<Fault>,
    },
}

/// Reads `path=value,value`; a value is TOML, else text.
///
/// # Errors
/// What is not written so.
pub fn axis(text: &str) -> Result<Axis, NotVaried> {
    let wrong = || NotVaried::NotAnAxis { text: text.to_owned() };
    let (path, values) = text.split_once('=').ok_or_else(wrong)?;
    let value = |text: &str| {
        let read: Result<Table, _> = format!("x = {text}").parse();
        read.ok().and_then(|mut table| table.remove("x")).unwrap_or_else(|| Value::String(text.to_owned()))
    };
    let values: Vec<Value> =
        values.split(',').map(str::trim).filter(|text| !text.is_empty()).map(value).collect();
    if path.trim().is_empty() || values.is_empty() {
        return Err(wrong());
    }
    Ok(Axis { path: path.trim().to_owned(), values })
}

/// The study with every combination of values, the last axis fastest.
///
/// # Errors
/// A path that leads nowhere, or a combination that is no sound study.
pub fn variants(name: &str, text: &str, axes: &[Axis]) -> Result<Vec<Variant>, NotVaried> {
    let study: Table =
        text.parse().map_err(|fault: toml::de::Error| NotVaried::NotToml(fault.to_string()))?;
    let mut combinations: Vec<(Vec<String>, Table)> = vec![(Vec::new(), study)];
    for axis in axes {
        let mut next = Vec::with_capacity(combinations.len() * axis.values.len());
        for (values, study) in &combinations {
            for value in &axis.values {
                let mut study = study.clone();
                set(&mut study, &axis.path, value)?;
                let values = values.iter().cloned().chain([value.to_string()]).collect();
                next.push((values, study));
            }
        }
        combinations = next;
    }
    let plan = |(values, study): (Vec<String>, Table)| {
        let plan = TrialPlan::from_text(name, &study.to_string())
            .map_err(|faults| NotVaried::Faults { values: told(axes, &values), faults })?;
        Ok(Variant { values, plan })
    };
    combinations.into_iter().map(plan).collect()
}

/// A combination in words.
fn told(axes: &[Axis], values: &[String]) -> String {
    let one = |(axis, value): (&Axis, &String)| format!("{} = {value}", axis.path);
    axes.iter().zip(values).map(one).collect::<Vec<_>>().join(", ")
}

/// Sets the field that a path leads to; it has to be there.
fn set(study: &mut Table, path: &str, value: &Value) -> Result<(), NotVaried> {
    let parts: Vec<String> = parts(path);
    let (last, way) = parts.split_last().expect("a path has a part");
    let mut whole = Value::Table(std::mem::take(study));
    let mut here = &mut whole;
    for part in way {
        here = inside(here, part, path)?;
    }
    let field = inside(here, last, path)?;
    *field = match (&*field, value) {
        // A whole number where the study has a number with a fraction.
        (Value::Float(_), Value::Integer(whole)) => Value::Float(*whole as f64),
        _ => value.clone(),
    };
    let Value::Table(table) = whole else { unreachable!("the study is a table") };
    *study = table;
    Ok(())
}

/// `arm[1].dose` as `arm`, `1`, `dose`.
fn parts(path: &str) -> Vec<String> {
    let plain = path.replace('[', ".").replace(']', "");
    plain.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// An entry of a table by its key, of a list by its number from 1, its `id` or its `kind`.
fn inside<'v>(here: &'v mut Value, part: &str, path: &str) -> Result<&'v mut Value, NotVaried> {
    let names = |value: &Value| {
        let of = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        of("id").or_else(|| of("kind"))
    };
    let known: Vec<String> = match &*here {
        Value::Table(table) => table.keys().cloned().collect(),
        Value::Array(list) => {
            (1..).zip(list).map(|(at, entry)| names(entry).unwrap_or_else(|| format!("[{at}]"))).collect()
        }
        _ => Vec::new(),
    };
    let found = match here {
        Value::Table(table) => table.get_mut(part),
        Value::Array(list) => {
            let by_number = part.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let by_name = list.iter().position(|entry| names(entry).as_deref() == Some(part));
            by_number.or(by_name).and_then(|at| list.get_mut(at))
        }
        _ => None,
    };
    let (path, part) = (path.to_owned(), part.to_owned());
    found.ok_or(NotVaried::NoField { path, part, known: known.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &str = include_str!("../../../../studies/first-trial.toml");

    fn dose(plan: &TrialPlan) -> f64 {
        match plan.arms[0].treatments[0] {
            crate::treatment::Treatment::Msc { dose_million_cells, .. } => dose_million_cells,
            _ => f64::NAN,
        }
    }

    #[test]
    fn every_combination_is_a_study_of_its_own() {
        let axes = [
            axis("arm.cells.treatment.msc.dose_million_cells=3, 300").unwrap(),
            axis("eligibility.nrs_weekly_mean.min=4,5").unwrap(),
        ];
        let found = variants("first-trial.toml", STUDY, &axes).unwrap();
        let told: Vec<(f64, f64)> =
            found.iter().map(|one| (dose(&one.plan), one.plan.eligibility.nrs_weekly_mean.min)).collect();
        assert_eq!(told, [(3.0, 4.0), (3.0, 5.0), (300.0, 4.0), (300.0, 5.0)]);
        assert_eq!(found[1].values, ["3", "5"]);
    }

    #[test]
    fn an_entry_of_a_list_has_a_number_and_a_name() {
        let by_number = [axis("arm[1].treatment[1].dose_million_cells=7").unwrap()];
        let found = variants("first-trial.toml", STUDY, &by_number).unwrap();
        assert!((dose(&found[0].plan) - 7.0).abs() < 1e-12);
    }

    #[test]
    fn a_path_that_leads_nowhere_says_what_is_there() {
        let axes = [axis("arm.sells.randomised=10").unwrap()];
        let why = variants("first-trial.toml", STUDY, &axes).unwrap_err().to_string();
        assert!(why.contains("`sells`") && why.contains("cells, low-dose, sham"), "{why}");
        assert!(axis("arm.cells").is_err() && axis("=3").is_err() && axis("a=").is_err());
    }

    #[test]
    fn a_value_that_no_study_may_have_is_told_as_a_fault_of_the_study() {
        let axes = [axis("arm.cells.treatment.msc.viability_percent=400").unwrap()];
        let fault = variants("first-trial.toml", STUDY, &axes).unwrap_err();
        assert!(matches!(fault, NotVaried::Faults { ref faults, .. } if faults.len() == 1), "{fault:?}");
    }
}
