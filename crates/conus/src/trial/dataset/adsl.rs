//! Table ADSL: who is in the trial, one row per subject (`ADaMIG` 1.3 section 3.2).

use std::sync::Arc;

use super::identity::{Identity, arm_number, yes_no};
use super::variables as v;
use super::{Dataset, EndOfStudy, Subject};
use crate::patient::covariates::Ais;
use crate::table::{Column, Table, Variable};

pub(super) fn table(data: &Dataset, identity: &Identity<'_>) -> Table {
    let subjects = &data.subjects;
    let indices: Vec<u32> = (0..).take(subjects.len()).collect();
    let mut columns = identity.key_columns(&indices);
    columns.extend(person(subjects));
    columns.extend(arms(data, identity));
    columns.extend(course(subjects, identity));
    columns.extend(strata(data));
    columns.extend(injury(subjects));
    columns.push(identity.replicate_column(subjects.len()));
    Table { name: "ADSL", label: "Subject-Level Analysis Dataset", columns }
}

fn words(variable: Variable, subjects: &[Subject], word: impl Fn(&Subject) -> Option<Arc<str>>) -> Column {
    Column::text(variable, subjects.iter().map(word))
}

fn flag(variable: Variable, subjects: &[Subject], holds: impl Fn(&Subject) -> bool) -> Column {
    words(variable, subjects, |subject| yes_no(holds(subject)))
}

fn person(subjects: &[Subject]) -> Vec<Column> {
    vec![
        words(v::SUBJID, subjects, |s| Some(format!("{:04}", s.number).into())),
        words(v::SITEID, subjects, |s| Some(format!("{:02}", s.site).into())),
        Column::integer(v::AGE, subjects.iter().map(|s| Some(i64::from(s.age_years)))),
        words(v::AGEU, subjects, |_| Some("YEARS".into())),
        words(v::SEX, subjects, |s| Some(s.sex.code().into())),
        words(v::RACE, subjects, |_| Some("NOT REPORTED".into())),
    ]
}

fn arms(data: &Dataset, identity: &Identity<'_>) -> Vec<Column> {
    let subjects = &data.subjects;
    vec![
        words(v::ARM, subjects, |s| Some(identity.arm(s.arm))),
        words(v::ARMCD, subjects, |s| Some(data.arms[usize::from(s.arm)].code.as_str().into())),
        words(v::TRT01P, subjects, |s| Some(identity.arm(s.arm))),
        Column::integer(v::TRT01PN, subjects.iter().map(|s| Some(arm_number(s.arm)))),
        words(v::TRT01A, subjects, |s| s.actual_arm.map(|arm| identity.arm(arm))),
        Column::integer(v::TRT01AN, subjects.iter().map(|s| s.actual_arm.map(arm_number))),
    ]
}

fn course(subjects: &[Subject], identity: &Identity<'_>) -> Vec<Column> {
    let dates = |variable: Variable, day: fn(&Subject) -> Option<i32>| {
        Column::integer(variable, subjects.iter().map(|s| day(s).map(|day| identity.date(s, day))))
    };
    vec![
        dates(v::RANDDT, |_| Some(0)),
        dates(v::TRTSDT, |s| s.treated_day),
        flag(v::ITTFL, subjects, |s| s.intention_to_treat),
        flag(v::SAFFL, subjects, |s| s.safety),
        flag(v::PPROTFL, subjects, |s| s.per_protocol),
        words(v::EOSSTT, subjects, |s| Some(s.end.status().into())),
        words(v::DCSREAS, subjects, |s| s.end.reason().map(|reason| reason.label().into())),
        dates(v::EOSDT, |s| Some(EndOfStudy::day(s.end))),
    ]
}

/// STRATAR, and a description and a value for each factor of the plan; none in a trial without strata.
fn strata(data: &Dataset) -> Vec<Column> {
    let numbered = [(v::STRAT1D, v::STRAT1R), (v::STRAT2D, v::STRAT2R), (v::STRAT3D, v::STRAT3R)];
    let values = |s: &Subject| s.stratum.map(|at| data.strata.strata[usize::from(at)].as_slice());
    let mut columns = Vec::new();
    if !data.strata.factors.is_empty() {
        columns.push(words(v::STRATAR, &data.subjects, |s| values(s).map(|all| all.join(", ").into())));
    }
    for (at, (factor, (description, value))) in data.strata.factors.iter().zip(numbered).enumerate() {
        columns.push(words(description, &data.subjects, |_| Some(factor.as_str().into())));
        columns.push(words(value, &data.subjects, |s| values(s).map(|all| all[at].as_str().into())));
    }
    columns
}

/// What is known of the injury; where nobody has one (grade E), what stands in its place.
fn injury(subjects: &[Subject]) -> Vec<Column> {
    let whole = subjects.iter().any(|s| s.ais == Ais::E);
    let says =
        |variable: Variable, derivation| if whole { Variable { derivation, ..variable } } else { variable };
    let level = says(v::NLI, "no injury of the cord: segment of the compressed root");
    let grade = says(v::AISGR, "E for everybody: no injury of the cord");
    let months = says(v::MONTHINJ, "no injury: time from the onset of pain, exact in the simulation");
    vec![
        words(v::LEVELGR1, subjects, |s| Some(s.level.group().label().into())),
        words(level, subjects, |s| Some(s.level.label().into())),
        words(grade, subjects, |s| Some(s.ais.code().into())),
        Column::float(months, subjects.iter().map(|s| Some(s.months_since_injury))),
        flag(v::ATLVLFL, subjects, |s| s.at_level_pain),
        flag(v::BLLVLFL, subjects, |s| s.below_level_pain),
        flag(v::RADICFL, subjects, |s| s.radicular_pain),
        flag(v::SCIATFL, subjects, |s| s.sciatica_like),
        flag(v::GABAFL, subjects, |s| s.gabapentinoid),
        Column::float(v::NRSBL, subjects.iter().map(|s| s.baseline_nrs)),
    ]
}
