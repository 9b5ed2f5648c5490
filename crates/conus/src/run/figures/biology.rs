//! Pictures of the biology: where it hurts, what the cells do, which mechanism carries the benefit.

use super::super::RunError;
use super::super::summary::{BiologyRow, KnockOutRow, Summary};
use super::shown::{left_out, shown as shown_arms};
use super::{Drawn, column, frame, number, text, time_since, words};
use crate::patient::pain_site::{Dermatome, Zone};
use crate::report::figure::body_region::REGIONS;
use crate::report::figure::{Estimate, Mark, Quantity, body_map, knockout, mechanism};
use crate::report::page::{Cell, Table};
use crate::trial::course::{GLIMPSES, WEEK_DAYS};
use crate::trial::plan::TrialPlan;
use crate::trial::tested::{Tested, first_day};

/// Every level of injury.
const WHOLE_CORD: Zone = Zone { from: Dermatome::C2, to: Dermatome::S4_5 };

pub(super) fn body_map(summary: &Summary) -> Result<Drawn, RunError> {
    let patients = summary.screened as f64;
    let percent = |count: u64| 100.0 * count as f64 / patients;
    let areas: Vec<body_map::Area> = REGIONS
        .iter()
        .map(|row| {
            let [left, right] = summary.regions[row.region as usize];
            body_map::Area { region: row.region, left_percent: percent(left), right_percent: percent(right) }
        })
        .collect();
    let most = areas.iter().map(|area| area.left_percent.max(area.right_percent)).fold(1.0, f64::max);
    let caption = "Share of screened patients with neuropathic pain in each region, all classes together. Outlined: L4 to S2, the dermatomes of sciatica-like pain.".to_owned();
    let data = body_map::Data {
        frame: crate::report::figure::Frame {
            id: "body-map".to_owned(),
            title: "Where it hurts".to_owned(),
            caption,
            source: "conus; simulated (synthetic) patients; regions by ASIA key sensory points".to_owned(),
        },
        areas: areas.clone(),
        scale_high: (most / 10.0).ceil() * 10.0,
        n: format!("{} screened patients", summary.screened),
    };
    let rows = REGIONS.iter().zip(&areas).map(|(row, area)| {
        vec![
            text(row.name),
            text(row.segments_label),
            number(area.left_percent, 1),
            number(area.right_percent, 1),
        ]
    });
    let table = Table {
        caption: "Pain by region".to_owned(),
        columns: vec![words("region"), words("segments"), column("left", "%"), column("right", "%")],
        rows: rows.collect(),
        note: format!("n = {} screened patients.", summary.screened),
    };
    let counts = summary.prevalence.within(WHOLE_CORD);
    let reading = format!(
        "{:.0} % of all who were screened have pain that counts as sciatica-like.",
        100.0 * counts.sciatica_like as f64 / counts.patients as f64
    );
    Ok(Drawn { name: "body_map", svg: body_map::draw(&data)?, reading, table })
}

/// Place of the stem cells in [`GLIMPSES`].
const STEM_CELLS: usize = 0;

/// Axis of each panel of [`GLIMPSES`]; none follows the values.
const RANGES: [Option<(f64, f64)>; GLIMPSES.len()] = [
    None,
    None,
    None,
    Some((0.0, 1.0)),
    Some((-0.5, 1.0)),
    Some((0.0, 1.0)),
    Some((0.0, 10.0)),
    Some((0.0, 10.0)),
    Some((0.0, 10.0)),
];

pub(super) fn mechanism(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let arms = shown_arms(plan);
    let week = |row: &BiologyRow| {
        let [low, value, high] = row.quantiles;
        Estimate { at: f64::from(row.week), value, low, high }
    };
    let panel = |(place, (name, unit)): (usize, &(&str, &str))| mechanism::Panel {
        quantity: Quantity { name: (*name).to_owned(), unit: (*unit).to_owned() },
        range: RANGES[place],
        series: arms
            .iter()
            .map(|shown| mechanism::Series {
                role: shown.look,
                points: summary
                    .biology
                    .iter()
                    .filter(|row| row.arm == shown.place && row.panel == place)
                    .map(week)
                    .collect(),
            })
            .collect(),
    };
    // Where no cells are given their panel is empty.
    let shown = |place: usize| place != STEM_CELLS || Tested::of(plan).cells;
    let patients = |arm: usize| summary.biology.iter().find(|row| row.arm == arm).map_or(0, |row| row.n);
    let caption = format!(
        "Median and 10 % to 90 % of patients. Trials shown, from the first on: {}. Cytokines are relative to named references (docs/biology.md); inhibition below zero excites.{}",
        plan.study.table_replicates,
        left_out(plan)
    );
    let data = mechanism::Data {
        frame: frame("mechanism", "What happens in the cord", caption, plan),
        time: Quantity { name: time_since(plan).to_owned(), unit: "weeks".to_owned() },
        arms: arms
            .iter()
            .map(|shown| (shown.look, format!("{} (n = {})", shown.arm.label, patients(shown.place))))
            .collect(),
        panels: GLIMPSES.iter().enumerate().filter(|(place, _)| shown(*place)).map(panel).collect(),
        treatment: Some(Mark { at: first_day(plan) / WEEK_DAYS as f64, label: "treatment".to_owned() }),
    };
    let table = told(plan, summary, shown);
    let reading =
        "True values, never reported ones: what the treatment changes in the cord, and for how long."
            .to_owned();
    Ok(Drawn { name: "mechanism", svg: mechanism::draw(&data)?, reading, table })
}

/// The biology at start, half-way and end, in the panels that are shown.
fn told(plan: &TrialPlan, summary: &Summary, shown: impl Fn(usize) -> bool) -> Table {
    let last = summary.biology.iter().map(|row| row.week).max().unwrap_or(0);
    let told = summary
        .biology
        .iter()
        .filter(|row| shown(row.panel) && (row.week == 0 || row.week == last || row.week == last / 2));
    let rows = told.map(|row| {
        let [low, value, high] = row.quantiles;
        let (name, unit) = GLIMPSES[row.panel];
        let label = format!("{}, {name} [{unit}], week {}", plan.arms[row.arm].label, row.week);
        vec![text(&label), Cell::Interval { value, low, high, places: 3 }]
    });
    Table {
        caption: "Biology at start, half-way and end".to_owned(),
        columns: vec![words("arm, quantity, time"), column("median (10 % to 90 % of patients)", "")],
        rows: rows.collect(),
        note: String::new(),
    }
}

pub(super) fn knock_outs(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let bar = |row: &KnockOutRow, name: String| knockout::Bar {
        id: row.claim.clone(),
        name,
        value: row.value,
        low: row.envelope[0],
        high: row.envelope[1],
        text: format!("{:.2}", row.value),
    };
    let full = &summary.knock_outs[0];
    let lost = summary.knock_outs[1..].iter().map(|row| bar(row, row.mechanism.clone()));
    let caption = format!(
        "Relief of true pain at {} in treated patients, and how much of it is lost when one mechanism of the cells is switched off. Bars: mean over trials; whiskers: 5 % to 95 % of trials. Losses need not add up: mechanisms act together.",
        plan.analysed_visit().label
    );
    let data = knockout::Data {
        frame: frame("knock-outs", "Which mechanism carries the benefit", caption, plan),
        benefit: Quantity { name: "Relief of true pain".to_owned(), unit: "NRS points".to_owned() },
        full: bar(full, "all mechanisms".to_owned()),
        lost: lost.collect(),
        text_title: "mean".to_owned(),
        n: format!("{} treated patients in {} trials", full.patients, summary.replicates),
    };
    let rows = summary.knock_outs.iter().map(|row| {
        let name = if row.mechanism == "all" {
            "full benefit".to_owned()
        } else {
            format!("lost without {} ({})", row.mechanism, row.claim)
        };
        vec![text(&name), number(row.value, 3), number(row.envelope[0], 3), number(row.envelope[1], 3)]
    });
    let table = Table {
        caption: "Benefit and what is lost without each mechanism".to_owned(),
        columns: vec![
            words("quantity"),
            column("mean", "NRS"),
            column("5 % of trials", "NRS"),
            column("95 % of trials", "NRS"),
        ],
        rows: rows.collect(),
        note: format!("{} treated patients.", full.patients),
    };
    Ok(Drawn { name: "knock_outs", svg: knockout::draw(&data)?, reading: largest_loss(summary), table })
}

/// Which mechanism is missed most.
fn largest_loss(summary: &Summary) -> String {
    let full = summary.knock_outs[0].value;
    let lost = summary.knock_outs[1..].iter().max_by(|a, b| a.value.total_cmp(&b.value));
    lost.map_or(String::new(), |row| {
        let beyond = if row.value > full {
            " That is more than all: what is left of the cells then adds to pain."
        } else {
            ""
        };
        format!("Of {full:.2} points of relief, {:.2} are lost without {}.{beyond}", row.value, row.mechanism)
    })
}
