//! Which tables does a cohort become? `COHORT`, one row for each person and day looked at, and `PEOPLE`, one row for each
//! person.

use super::unit::{Followed, Unit};
use crate::table::{Column, Origin, Table, Variable};
use std::sync::Arc;

const fn own(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    derivation: &'static str,
) -> Variable {
    Variable { name, label, unit, derivation, origin: Origin::Conus }
}

const WORLD: Variable = own("WORLD", "World", "", "What nobody knows is drawn once for everybody in a world");
const PATIENT: Variable = own("PATIENT", "Patient", "", "Number in the cohort, from 0");

const TRUE: &str = "True value of the simulated patient: not rounded, not reported";

/// In the order of [`crate::patient::crowd::SEEN`].
const SEEN: [Variable; 8] = [
    own("PAIN", "Pain, All Sources", "NRS 0-10", TRUE),
    own("PAINAT", "At-Level Neuropathic Pain", "NRS 0-10", TRUE),
    own("PAINBEL", "Below-Level Neuropathic Pain", "NRS 0-10", TRUE),
    own("PAINRAD", "Radicular Pain", "NRS 0-10", TRUE),
    own("INHAT", "Inhibition at the Level", "1 = healthy", TRUE),
    own("INHBEL", "Inhibition below the Level", "1 = healthy", TRUE),
    own("DIZZY", "Hazard of Dizziness", "1/day", TRUE),
    own("SOMNO", "Hazard of Somnolence", "1/day", TRUE),
];

/// One row for each person who could be followed to the last day, and each day looked at.
pub(super) fn cohort(unit: &Unit, looks: &[f64]) -> Table {
    let rows = || {
        let followed = |person: &'_ Followed| Some((person.patient, person.seen.as_ref()?.clone()));
        unit.people.iter().filter_map(followed)
    };
    let days = || rows().flat_map(|(patient, _)| looks.iter().map(move |day| (patient, *day)));
    let mut columns = vec![
        Column::integer(WORLD, days().map(|_| Some(i64::from(unit.number)))),
        Column::integer(PATIENT, days().map(|(patient, _)| Some(i64::from(patient)))),
        Column::float(
            own("DAY", "Day after Injury", "day", "Day looked at"),
            days().map(|(_, day)| Some(day)),
        ),
    ];
    for (at, variable) in SEEN.into_iter().enumerate() {
        let values = rows().flat_map(|(_, seen)| seen.into_iter().map(move |seen| Some(seen[at])));
        columns.push(Column::float(variable, values));
    }
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
            float(own("AGE", "Age", "year", drawn), &|person| person.who.age_years),
            text(own("SEX", "Sex", "", drawn), &|person| person.who.sex.code().to_owned()),
            text(own("LEVEL", "Neurological Level of Injury", "", drawn), &|person| person.who.level.label()),
            text(own("AIS", "ASIA Impairment Scale", "", drawn), &|person| person.who.ais.code().to_owned()),
            float(own("SEVERITY", "Severity of the Cord Injury", "", drawn), &|person| person.who.severity),
            float(own("ROOT", "Compression of a Root on Day 0", "", drawn), &|person| {
                person.who.root_compression
            }),
            text(own("SOLVED", "Followed to the Last Day", "", "Y or N"), &|person| {
                if person.seen.is_some() { "Y".to_owned() } else { "N".to_owned() }
            }),
            float(own("REACHED", "Last Day Reached", "day", "Day after the injury"), &|person| {
                person.reached
            }),
        ],
    }
}
