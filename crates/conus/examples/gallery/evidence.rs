//! Made-up numbers of the figures that set predictions beside publications and ask what moves them.

use super::{frame, quantity};
use conus::report::figure::{Estimate, FigureError, Interval, agreement, dose, ledger, tornado};
use conus::report::theme::Role;

/// Every figure of this kind.
pub(crate) fn all() -> Vec<(&'static str, Result<String, FigureError>)> {
    vec![
        ("ledger", ledger::draw(&beside())),
        ("agreement", agreement::draw(&against())),
        ("tornado", tornado::draw(&moved())),
        ("dose", dose::draw(&by_dose())),
    ]
}

/// A row that holds, one that misses and one that was kept aside.
fn beside() -> ledger::Data {
    let row = |name: &str, published: f64, value: f64, held_out: bool| ledger::Row {
        name: name.into(),
        n: "70/67".into(),
        published,
        predicted: Interval { value, low: value - 0.5, high: value + 0.5 },
        inside: (published - value).abs() <= 0.5,
        held_out,
    };
    ledger::Data {
        frame: frame("ledger", "Published and predicted", "Mean and 90 % interval."),
        interval_name: "90 % interval".into(),
        families: vec![ledger::Family {
            name: "pain (NRS 0-10)".into(),
            rows: vec![
                row("made.up.holds", 6.5, 6.3, false),
                row("made.up.misses", 4.5, 6.0, false),
                row("made.up.aside", 5.0, 5.2, true),
            ],
        }],
        places: 2,
    }
}

/// Six kinds of number: one with many rows, one of p-values, some with misses and rows that were kept aside.
pub(crate) fn against() -> agreement::Data {
    let point = |published: f64, value: f64, half: f64, held_out: bool| agreement::Point {
        name: format!("made.up.{published}"),
        published,
        at_most: false,
        predicted: Interval { value, low: value - half, high: value + half },
        inside: (published - value).abs() <= half,
        held_out,
    };
    let panel = |name: &str, unit: &str, points| agreement::Panel {
        quantity: quantity(name, unit),
        decades: None,
        points,
    };
    let p = |published: f64, value: f64, at_most: bool| agreement::Point {
        predicted: Interval { value, low: value / 20.0, high: (value * 9.0).min(1.0) },
        inside: value / 20.0 <= published,
        at_most,
        ..point(published, value, 0.0, true)
    };
    let many = (0..9).map(f64::from).map(|k| point(3.0 + 0.6 * k, 3.4 + 0.5 * k, 0.7, false)).collect();
    let shares =
        vec![point(53.0, 41.0, 6.0, false), point(59.0, 57.0, 9.0, false), point(30.0, 37.0, 3.0, true)];
    agreement::Data {
        frame: frame(
            "agreement",
            "Predicted against published",
            "Bars: 90 % interval of the printed number.",
        ),
        interval_name: "90 % interval".into(),
        panels: vec![
            panel("pain before and after treatment, by arm", "NRS 0-10", many),
            panel("any neuropathic pain", "%", shares),
            panel(
                "difference from placebo",
                "NRS 0-10",
                vec![point(-1.5, -1.1, 0.6, false), point(0.5, -0.3, 0.5, false)],
            ),
            panel("duration", "min", vec![point(123.0, 140.0, 40.0, false)]),
            agreement::Panel {
                decades: Some((1e-4, 1.0)),
                ..panel("p of the trial", "", vec![p(0.001, 0.05, true), p(0.002, 0.01, false)])
            },
            panel("onset", "day", vec![point(8.0, 11.0, 2.0, true)]),
        ],
    }
}

fn moved() -> tornado::Data {
    let bar = |name: &str, at_low: f64, at_high: f64| tornado::Bar {
        name: name.into(),
        at_low,
        at_high,
        range: "× 0.60 to 1.70".into(),
    };
    tornado::Data {
        frame: frame("tornado", "What moves it most", "Each number alone at its ends."),
        answer: quantity("effect", "NRS points"),
        middle: -1.0,
        ends: ["at its 10th percentile", "at its 90th percentile"].map(str::to_owned),
        range_title: "Factor".into(),
        n: "true, not reported".into(),
        bars: vec![bar("potency_half", -1.9, -0.3), bar("pain_half", -0.9, -1.2)],
        places: 2,
    }
}

fn by_dose() -> dose::Data {
    let series = |name: &str, role, high: f64| dose::Series {
        name: name.into(),
        role,
        points: [1.0, 10.0, 100.0]
            .map(|at| {
                let value = high * at / (at + 10.0);
                Estimate { at, value, low: 0.7 * value, high: 1.2 * value }
            })
            .into(),
    };
    dose::Data {
        frame: frame("dose", "Relief by dose", "Mean and 90 % of worlds."),
        dose: quantity("stem cells", "million"),
        relief: quantity("relief", "NRS points"),
        above_title: "gain in relief".into(),
        panels: vec![dose::Panel {
            name: "by default".into(),
            series: vec![series("with magnet", Role::Treatment, 3.0), series("without", Role::Control, 2.0)],
            above: vec!["×1.5".into(), "×1.5".into(), "×1.5".into()],
        }],
    }
}
