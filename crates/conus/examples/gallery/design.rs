//! Made-up numbers of the figures that size a trial.

use super::{frame, quantity};
use conus::report::figure::{Estimate, FigureError, Interval, decomposition, looks, panels, pareto};

/// Every figure of this kind.
pub(crate) fn all() -> Vec<(&'static str, Result<String, FigureError>)> {
    vec![
        ("panels", panels::draw(&ways())),
        ("decomposition", decomposition::draw(&staircases())),
        ("looks", looks::draw(&one_trial())),
        ("pareto", pareto::draw(&choices())),
    ]
}

fn around(value: f64, half: f64) -> Interval {
    Interval { value, low: value - half, high: value + half }
}

/// Three designs in three respects.
pub(crate) fn ways() -> panels::Data {
    let row = |name: &str, success: f64, people: f64| panels::Row {
        name: name.into(),
        values: vec![
            vec![around(success, 4.0), around(success - 18.0, 6.0)],
            vec![around(people, 0.0), around(people - 14.0, 0.0)],
            vec![around(people / 5.0, 0.0), around(people / 5.5, 0.0)],
        ],
    };
    let panel = |name: &str, unit: &str, reference| panels::Panel {
        quantity: quantity(name, unit),
        reference,
        places: 0,
    };
    panels::Data {
        frame: frame("panels", "What each design gives and costs", "Made-up numbers with their intervals."),
        rows_title: "Design".into(),
        series: vec!["relief 1".into(), "as believed".into()],
        panels: vec![
            panel("P(success)", "%", Some(80.0)),
            panel("Randomised, all arms", "patients", None),
            panel("Duration", "months", None),
        ],
        rows: vec![
            row("Fixed", 81.0, 160.0),
            row("O'Brien-Fleming, with stops for futility", 76.0, 142.0),
            row("Promising zone", 85.0, 189.0),
        ],
    }
}

/// A change of five points, most of it not the treatment's.
pub(crate) fn staircases() -> decomposition::Data {
    let part = |name: &str, size: f64, half: f64, by_prior_alone| decomposition::Part {
        name: name.into(),
        size: around(size, half),
        by_prior_alone,
    };
    decomposition::Data {
        frame: frame("decomposition", "What a printed change consists of", "Made-up numbers."),
        interval: "90 %".into(),
        staircases: vec![decomposition::Staircase {
            name: "ASIA motor score, cervical".into(),
            note: "n 53; 200 worlds, as sure as 60 once weighed".into(),
            change: quantity("Change, month 12", "points"),
            parts: vec![
                part("selection", -0.1, 0.3, false),
                part("natural course", 2.4, 1.2, false),
                part("rating bias", 1.3, 1.3, true),
                part("treatment", 0.9, 0.8, true),
            ],
            unexplained: 0.5,
            printed: 5.0,
            places: 1,
        }],
    }
}

/// A trial that stops at its second look.
pub(crate) fn one_trial() -> looks::Data {
    let look = |at: f64, statistic: f64, efficacy: f64, futility: Option<f64>, people: &str| looks::Look {
        at,
        statistic: Some(statistic),
        efficacy: Some(efficacy),
        futility,
        people: people.into(),
    };
    looks::Data {
        frame: frame("looks", "One trial look by look", "Made-up statistics."),
        time: quantity("Time from the first randomisation", "months"),
        statistic: quantity("Test statistic", "z"),
        looks: vec![
            look(18.0, 1.4, 2.96, Some(0.2), "60 of 104"),
            look(25.0, 2.6, 2.36, Some(1.1), "90 of 120"),
        ],
        conclusion: "a benefit is concluded".into(),
    }
}

/// Choices on and off the front.
pub(crate) fn choices() -> pareto::Data {
    let choice = |cost: f64, value: f64, on_front: bool, number| pareto::Choice {
        point: Estimate { at: cost, value, low: value - 6.0, high: value + 6.0 },
        on_front,
        number,
    };
    pareto::Data {
        frame: frame("pareto", "What assurance costs", "Made-up choices."),
        cost: quantity("Cost", "thousand euro"),
        gain: quantity("Assurance", "%"),
        choices: vec![
            choice(1400.0, 26.0, true, Some(1)),
            choice(1950.0, 61.0, true, Some(2)),
            choice(2600.0, 74.0, true, Some(3)),
            choice(2500.0, 58.0, true, None),
            choice(3100.0, 70.0, false, None),
        ],
        named: vec![
            (1, "dose million cells 30, n 20".into()),
            (2, "dose million cells 300, n 20".into()),
            (3, "dose million cells 300, magnet gain 3, n 40".into()),
        ],
    }
}
