//! Are untreated people as independent as published? SCIM III under rehabilitation, and before the second trial.

use crate::beside::{Published, Row, Use, nothing, of_correlation, of_mean, of_median, published};
use crate::examined::{exam, scim, whoqol};
use crate::people::{Group, Levels, Person, people};
use conus::biology::compiled::Model;
use conus::instrument::simulated::ItemModel;
use conus::instrument::simulated::examination::Occasion;
use conus::patient::covariates::{Ais, NeurologicalLevel, Region};
use conus::validation::published_baselines;

/// Rehabilitation from day 45 for three months: neither day is published (assumed).
const REHABILITATION: [f64; 2] = [45.0, 135.0];

/// Days of enrolment into the second trial: 14 days to some two years after the injury, of which only "subacute" and
/// "chronic" are published (assumed: each equally likely).
const ENROLMENT: [f64; 5] = [30.0, 120.0, 240.0, 400.0, 700.0];

/// All rows of SCIM III and of the baselines of the second trial.
pub(crate) fn rows(model: &Model, items: &ItemModel<f64>) -> Vec<Row> {
    let mut rows = rehabilitation(model, items);
    rows.extend(second_trial(model, items));
    rows
}

fn rehabilitation(model: &Model, items: &ItemModel<f64>) -> Vec<Row> {
    let group =
        |levels, first| Group { ais: Ais::A, levels, count: 600, first, training: Some(REHABILITATION) };
    // Half tetraplegia, half paraplegia (assumed; no publication prints it).
    let mut all = people(model, group(Levels::Cervical, 8000), &REHABILITATION);
    all.extend(people(model, group(Levels::Thoracolumbar, 8600), &REHABILITATION));
    let assessed = |person: &Person| {
        let [first, last] = [[0, 0], [0, 1]].map(|at| scim(items, person, at, u32::from(at[1] == 1)));
        Some([place(person.who.level), first?, last?])
    };
    let found: Vec<[f64; 3]> = all.iter().filter_map(assessed).collect();
    let column = |of: fn(&[f64; 3]) -> f64| found.iter().map(of).collect::<Vec<_>>();
    let pairs = |of: fn(&[f64; 3]) -> f64| found.iter().map(|row| [row[0], of(row)]).collect::<Vec<_>>();
    let ackerman = |name: &str| published(&format!("ackerman2010.{name}"));
    let level = |name: &str| published(&format!("aidinoff2011.{name}"));
    vec![
        of_median(
            "A, rehabilitation: SCIM III, admission (median)",
            ackerman("scim"),
            Use::Fitted,
            &column(|row| row[1]),
        ),
        of_median(
            "A, rehabilitation: SCIM III, discharge (median)",
            ackerman("scim_discharge"),
            Use::Fitted,
            &column(|row| row[2]),
        ),
        of_median(
            "A, rehabilitation: SCIM III, change (median)",
            ackerman("scim_change"),
            Use::Fitted,
            &column(|row| row[2] - row[1]),
        ),
        of_correlation(
            "A, discharge: SCIM III and level, r",
            level("r_scim_level"),
            Use::Predicted,
            &pairs(|row| row[2]),
        ),
        of_correlation(
            "A, discharge: gain of SCIM III and level, r",
            level("r_gain_level"),
            Use::Predicted,
            &pairs(|row| row[2] - row[1]),
        ),
    ]
}

/// Number of the segment, counted from C1.
fn place(level: NeurologicalLevel) -> f64 {
    let regions = [Region::Cervical, Region::Thoracic, Region::Lumbar, Region::Sacral];
    let all = regions.into_iter().flat_map(|region| {
        (1..=region.segments()).filter_map(move |segment| NeurologicalLevel::new(region, segment))
    });
    let at = all.zip(1_u8..).find(|(other, _)| *other == level);
    f64::from(at.map_or(0, |(_, place)| place))
}

/// What was measured of one person at enrolment.
struct Baseline {
    motor: Option<f64>,
    touch: Option<f64>,
    pin: Option<f64>,
    scim: Option<f64>,
    general: [f64; 2],
}

fn second_trial(model: &Model, items: &ItemModel<f64>) -> Vec<Row> {
    let group = |levels, first| Group { ais: Ais::A, levels, count: 600, first, training: None };
    let cervical = baselines(items, &people(model, group(Levels::Cervical, 9200), &ENROLMENT));
    let below = baselines(items, &people(model, group(Levels::Thoracolumbar, 9800), &ENROLMENT));
    let some =
        |rows: &[Baseline], of: fn(&Baseline) -> Option<f64>| rows.iter().filter_map(of).collect::<Vec<_>>();
    let both = |of: fn(&Baseline) -> Option<f64>| [some(&cervical, of), some(&below, of)].concat();
    let held = |label: &str, id: &str, values: &[f64]| of_mean(label, held_out(id), Use::HeldOut, values);
    let motor: fn(&Baseline) -> Option<f64> = |row| row.motor;
    let mut rows = vec![
        held("S5 baseline, cervical: motor", "motor.cells.cervical.w0", &some(&cervical, motor)),
        held("S5 baseline, thoracolumbar: motor", "motor.cells.thoracolumbar.w0", &some(&below, motor)),
        held("S5 baseline, all: SCIM III", "scim_total.cells.w0", &both(|row| row.scim)),
        held(
            "S5 baseline, all: WHOQOL-BREF quality of life, 0-100",
            "whoqol_overall.cells.w0",
            &both(|row| Some(row.general[0])),
        ),
        held(
            "S5 baseline, all: WHOQOL-BREF general health, 0-100",
            "whoqol_health.cells.w0",
            &both(|row| Some(row.general[1])),
        ),
    ];
    for (name, group) in [("cervical", &cervical), ("thoracolumbar", &below)] {
        rows.push(of_mean(
            &format!("S5 baseline, {name}: light touch"),
            nothing(),
            Use::Nothing,
            &some(group, |row| row.touch),
        ));
        rows.push(of_mean(
            &format!("S5 baseline, {name}: pin prick"),
            nothing(),
            Use::Nothing,
            &some(group, |row| row.pin),
        ));
    }
    rows
}

fn baselines(items: &ItemModel<f64>, people: &[Person]) -> Vec<Baseline> {
    let baseline = |(number, person): (usize, &Person)| {
        let at = number % ENROLMENT.len();
        let found =
            exam(items, person, [at, at], Occasion { number: 0, rater: person.key.patient, hope: 0.0 });
        let answers = whoqol(items, person, at, 0);
        Baseline {
            motor: found.motor,
            touch: found.touch,
            pin: found.pin,
            scim: scim(items, person, [at, at], 0),
            general: [answers[0], answers[1]].map(|answer| 25.0 * (answer - 1.0)),
        }
    };
    people.iter().enumerate().map(baseline).collect()
}

fn held_out(id: &str) -> Published {
    let id = format!("akhlaghpasand2025scrt.{id}");
    let row = published_baselines().into_iter().find(|row| row.id == id);
    let row = row.unwrap_or_else(|| panic!("no baseline `{id}` is held"));
    Published { id, mean: Some(row.mean), range: None, sd: row.sd, n: row.n }
}
