//! Which tables does a cohort become? `COHORT`, one row for each person and day looked at, and `PEOPLE`, one row for each
//! person.

use super::unit::{Followed, Unit};
use crate::patient::course::Sight;
use crate::table::{Column, Table, Variable};
use std::sync::Arc;

const WORLD: Variable =
    Variable::own("WORLD", "World", "", "What nobody knows is drawn once for everybody in a world");
const PATIENT: Variable = Variable::own("PATIENT", "Patient", "", "Number in the cohort, from 0");

const TRUE: &str = "True value of the simulated patient: not rounded, not reported";

/// A column, and what it takes from what was seen.
type Told = (Variable, fn(&Sight<f64>) -> f64);

/// What is told of a day.
const TOLD: [Told; 8] = [
    (Variable::own("PAIN", "Pain, All Sources", "NRS 0-10", TRUE), |seen| seen.pain.0),
    (Variable::own("PAINAT", "At-Level Neuropathic Pain", "NRS 0-10", TRUE), |seen| seen.pain_at.0),
    (Variable::own("PAINBEL", "Below-Level Neuropathic Pain", "NRS 0-10", TRUE), |seen| seen.pain_below.0),
    (Variable::own("PAINRAD", "Radicular Pain", "NRS 0-10", TRUE), |seen| seen.pain_radicular.0),
    (Variable::own("INHAT", "Inhibition at the Level", "1 = healthy", TRUE), |seen| seen.inhibition_at.0),
    (Variable::own("INHBEL", "Inhibition below the Level", "1 = healthy", TRUE), |seen| {
        seen.inhibition_below.0
    }),
    (Variable::own("DIZZY", "Hazard of Dizziness", "1/day", TRUE), |seen| seen.dizziness.0),
    (Variable::own("SOMNO", "Hazard of Somnolence", "1/day", TRUE), |seen| seen.somnolence.0),
];

/// One row for each person who could be followed to the last day, and each day looked at.
pub(super) fn cohort(unit: &Unit, looks: &[f64]) -> Table {
    let followed = || unit.people.iter().filter_map(|person| Some((person.patient, person.seen.as_ref()?)));
    let rows = || followed().flat_map(|(patient, seen)| seen.iter().map(move |sight| (patient, sight)));
    let days = followed().flat_map(|_| looks.iter().map(|day| Some(*day)));
    let mut columns = vec![
        Column::integer(WORLD, rows().map(|_| Some(i64::from(unit.number)))),
        Column::integer(PATIENT, rows().map(|(patient, _)| Some(i64::from(patient)))),
        Column::float(Variable::own("DAY", "Day after Injury", "day", "Day looked at"), days),
    ];
    columns.extend(
        TOLD.map(|(variable, told)| Column::float(variable, rows().map(|(_, sight)| Some(told(sight))))),
    );
    Table { name: "COHORT", label: "Patients by day (synthetic data)", columns }
}

/// One row for each person.
pub(super) fn people(unit: &Unit) -> Table {
    let drawn = "Drawn from the population of the shipped study";
    let float = |variable, of: &dyn Fn(&Followed) -> f64| {
        Column::float(variable, unit.people.iter().map(|person| Some(of(person))))
    };
    let text = |variable, of: &dyn Fn(&Followed) -> String| {
        Column::text(variable, unit.people.iter().map(|person| Some(Arc::from(of(person)))))
    };
    Table {
        name: "PEOPLE",
        label: "Patients of the cohort (synthetic data)",
        columns: vec![
            Column::integer(WORLD, unit.people.iter().map(|_| Some(i64::from(unit.number)))),
            Column::integer(PATIENT, unit.people.iter().map(|person| Some(i64::from(person.patient)))),
            float(Variable::own("AGE", "Age", "year", drawn), &|person| person.who.age_years),
            text(Variable::own("SEX", "Sex", "", drawn), &|person| person.who.sex.code().to_owned()),
            text(Variable::own("LEVEL", "Neurological Level of Injury", "", drawn), &|person| {
                person.who.level.label()
            }),
            text(Variable::own("AIS", "ASIA Impairment Scale", "", drawn), &|person| {
                person.who.ais.code().to_owned()
            }),
            float(Variable::own("SEVERITY", "Severity of the Cord Injury", "", drawn), &|person| {
                person.who.severity
            }),
            float(Variable::own("ROOT", "Compression of a Root on Day 0", "", drawn), &|person| {
                person.who.root_compression
            }),
            text(Variable::own("SOLVED", "Followed to the Last Day", "", "Y or N"), &|person| {
                if person.seen.is_some() { "Y".to_owned() } else { "N".to_owned() }
            }),
            float(Variable::own("REACHED", "Last Day Reached", "day", "Day after the injury"), &|person| {
                person.reached
            }),
        ],
    }
}
