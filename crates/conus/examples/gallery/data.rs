//! Synthetic tables for the gallery and its tests. Made-up numbers: they show the drawing, none is a result.

#[path = "analysis.rs"]
pub(crate) mod analysis;
#[path = "design.rs"]
pub(crate) mod design;
#[path = "evidence.rs"]
pub(crate) mod evidence;

use conus::report::figure::body_region::REGIONS;
use conus::report::figure::{
    Band, Estimate, FigureError, Frame, Mark, Quantity, body_map, consort, course, distribution, knockout,
    mechanism, null, p_values, patient, power_curve, responder_curve, small_multiples,
};
use conus::report::theme::Role;

/// Every figure by name.
pub(crate) fn all() -> Vec<(&'static str, Result<String, FigureError>)> {
    let mut drawn = vec![
        ("consort", consort::draw(&flow())),
        ("consort-series", consort::draw(&flow_of_a_series())),
        ("course", course::draw(&pain_course())),
        ("distribution", distribution::draw(&effects())),
        ("distribution-published", distribution::draw(&effects_with_a_published_value())),
        ("p-values", p_values::draw(&p_value_rows())),
        ("power", power_curve::draw(&power())),
        ("responder", responder_curve::draw(&responders())),
        ("mechanism", mechanism::draw(&biology())),
        ("knockout", knockout::draw(&mechanisms_off())),
        ("body-map", body_map::draw(&map())),
        ("patient", patient::draw(&one_patient())),
        ("small-multiples", small_multiples::draw(&grid("Sciatica by compression, cord intact"))),
        ("small-multiples-of-quantities", small_multiples::draw(&grid(""))),
        ("null", null::draw(&without_effect())),
    ];
    drawn.extend(analysis::all());
    drawn.extend(evidence::all());
    drawn.extend(design::all());
    drawn
}

fn frame(id: &str, title: &str, caption: &str) -> Frame {
    let source =
        "synthetic example data, made up to show the drawing; not a result of any simulation or trial.";
    Frame { id: id.into(), title: title.into(), caption: caption.into(), source: source.into() }
}

fn quantity(name: &str, unit: &str) -> Quantity {
    Quantity { name: name.into(), unit: unit.into() }
}

fn counts(rows: &[(&str, &str)]) -> Vec<consort::Count> {
    rows.iter()
        .map(|(label, count)| consort::Count { label: (*label).into(), count: (*count).into() })
        .collect()
}

/// A flow of two arms.
pub(crate) fn flow() -> consort::Data {
    consort::Data {
        frame: frame(
            "flow",
            "Flow of virtual participants",
            "Counts are medians over 400 replicates with the range in brackets. NRS = numerical rating scale of pain.",
        ),
        screened: "112 [96\u{2013}131]".into(),
        excluded: "38 [25\u{2013}52]".into(),
        excluded_by_reason: counts(&[
            ("Mean NRS below 4 at screening", "24 [14\u{2013}36]"),
            ("Not a complete injury", "9 [3\u{2013}16]"),
            ("Pain not neuropathic", "5 [1\u{2013}11]"),
        ]),
        randomised: "74".into(),
        entry_word: "Randomised".into(),
        arms: vec![
            consort::Arm {
                name: "Cells (BMSC + Schwann) with usual care".into(),
                allocated: "37".into(),
                received: "36 [34\u{2013}37]".into(),
                not_received: counts(&[("Infection before injection", "1 [0\u{2013}3]")]),
                discontinued: "3 [0\u{2013}8]".into(),
                discontinued_by_reason: counts(&[
                    ("Lost to follow-up", "2 [0\u{2013}6]"),
                    ("Rescue treatment", "1 [0\u{2013}4]"),
                ]),
                analysed: "37".into(),
                not_analysed: vec![],
            },
            consort::Arm {
                name: "Usual care alone".into(),
                allocated: "37".into(),
                received: "37".into(),
                not_received: vec![],
                discontinued: "7 [2\u{2013}13]".into(),
                discontinued_by_reason: counts(&[
                    ("Lost to follow-up", "4 [1\u{2013}9]"),
                    ("Withdrew consent after learning of allocation", "2 [0\u{2013}5]"),
                    ("Rescue treatment", "1 [0\u{2013}4]"),
                ]),
                analysed: "30 [24\u{2013}35]".into(),
                not_analysed: counts(&[("No measurement after baseline", "7 [2\u{2013}13]")]),
            },
        ],
    }
}

/// A flow of one arm.
pub(crate) fn flow_of_a_series() -> consort::Data {
    let mut data = flow();
    data.frame =
        frame("series-flow", "Flow of virtual participants in a case series", "Counts are of one replicate.");
    data.entry_word = "Enrolled".into();
    data.arms.truncate(1);
    data
}

/// A course over six months.
pub(crate) fn pain_course() -> course::Data {
    let arm = |name: &str, role, gain: f64, n: [u32; 6]| {
        let times = [0.0, 1.0, 2.0, 3.0, 4.5, 6.0];
        let mean = |at: f64| 7.1 - gain * at / (at + 1.4);
        course::Arm {
            name: name.into(),
            role,
            visits: times
                .iter()
                .zip(n)
                .map(|(&at, n)| {
                    let half = 1.96 * 1.9 / f64::from(n).sqrt();
                    let (low, high) = (mean(at) - half, mean(at) + half);
                    course::Visit { at, mean: mean(at), low, high, n: n.to_string() }
                })
                .collect(),
            envelope: times.map(|at| Band { at, low: mean(at) - 0.9, high: mean(at) + 0.9 }).to_vec(),
        }
    };
    course::Data {
        frame: frame(
            "course",
            "Mean pain over time by arm",
            "Points are means over patients of one replicate, bars their 95 % confidence intervals; shaded: middle 95 % \
             of the mean over 400 replicates. Points of the arms are moved aside slightly.",
        ),
        time: quantity("Time since injection", "months"),
        outcome: quantity("Mean NRS", "points, 0\u{2013}10"),
        outcome_low: 0.0,
        outcome_high: 10.0,
        arms: vec![
            arm("Cells with usual care", Role::Treatment, 3.2, [37, 37, 36, 36, 35, 34]),
            arm("Usual care alone", Role::Control, 1.2, [30, 30, 29, 28, 27, 26]),
        ],
        marks: vec![Mark { at: 0.0, label: "Intrathecal injection".into() }],
    }
}

/// Bell-shaped values without a random number: quantiles of a logistic-like curve.
fn bell(n: u32, centre: f64, width: f64) -> Vec<f64> {
    (0..n)
        .map(|i| {
            let u = 2.0 * (f64::from(i) + 0.5) / f64::from(n) - 1.0;
            centre + width * u / (1.08 - u.abs()).sqrt()
        })
        .collect()
}

/// Effects without a published mean.
pub(crate) fn effects() -> distribution::Data {
    distribution::Data {
        frame: frame(
            "effects",
            "Predicted treatment effect on mean NRS at 6 months",
            "Bars count replicates; the rug shows each of them. Point and line below: median and middle 95 %.",
        ),
        effect: quantity("Difference in change of mean NRS, cells minus control", "points"),
        values: bell(400, -0.9, 0.62),
        median: -0.9,
        low: -2.35,
        high: 0.55,
        interval_name: "95 % of replicates".into(),
        published: distribution::Published::NotHeld { label: "Published: P value only, no mean held".into() },
        below_zero: "favours cells".into(),
        above_zero: "favours control".into(),
    }
}

/// Effects with a published value and its interval.
pub(crate) fn effects_with_a_published_value() -> distribution::Data {
    let mut data = effects();
    data.frame.id = "effects-published".into();
    let interval = Some((-1.0, 0.5));
    data.published = distribution::Published::Value { value: -0.25, interval, label: "Published".into() };
    data
}

/// Six outcomes.
pub(crate) fn p_value_rows() -> p_values::Data {
    use p_values::PublishedP::{Below, Equal, NotHeld};
    let row = |outcome: &str, strength: f64, published, share: &str| {
        let p: Vec<f64> = (0..400)
            .map(|i| {
                let u = (f64::from(i) + 0.5) / 400.0;
                u * u * u * (1.0 - strength) + u * u * u * u * u * u * u * u * strength
            })
            .collect();
        let (median, low, high) = (p[200], p[20], p[380]);
        p_values::Row { outcome: outcome.into(), p, median, low, high, published, share: share.into() }
    };
    p_values::Data {
        frame: frame(
            "p-values",
            "P values of the simulated trial beside the published ones",
            "Each ridge is the distribution over 400 replicates; values below 0.0001 stand in the first bin. Hatched: \
             published only as an upper bound.",
        ),
        rows: vec![
            row("Interference: activities", 0.9, Below(0.001), "41 %"),
            row("Interference: mood", 0.7, Equal(0.012), "58 %"),
            row("Interference: sleep", 0.8, Below(0.001), "36 %"),
            row("Pain frequency", 0.5, Equal(0.031), "47 %"),
            row("Mean NRS", 0.97, Below(0.001), "52 %"),
            row("Worst NRS", 0.2, NotHeld, "\u{2013}"),
        ],
        share_title: "Replicates at or below published P".into(),
    }
}

/// Two sizes of trial.
pub(crate) fn power() -> power_curve::Data {
    let curve = |name: &str, role, half: f64| {
        let share = |effect: f64| 5.0 + 95.0 * effect * effect * effect / (effect * effect * effect + half);
        let points = (0..=16)
            .map(|i| {
                let at = f64::from(i) / 4.0;
                let value = share(at);
                let band = 1.96 * (value * (100.0 - value) / 400.0).sqrt();
                Estimate { at, value, low: (value - band).max(0.0), high: (value + band).min(100.0) }
            })
            .collect();
        let closed_form =
            (0..=80).map(|i| (f64::from(i) / 20.0, share(f64::from(i) / 20.0 + 0.04))).collect();
        power_curve::Curve { name: name.into(), role, points, closed_form }
    };
    power_curve::Data {
        frame: frame(
            "power",
            "Power against the true effect",
            "Points: share of 400 replicates; band: 95 % Monte-Carlo interval; dashed: closed form. Grey: effects under \
             which the published pattern of P values occurs in at least 5 % of replicates.",
        ),
        effect: quantity("True difference in mean NRS at 6 months", "points"),
        success: "P < 0.05".into(),
        curves: vec![
            curve("n = 37 + 30 (as published)", Role::Treatment, 1.7),
            curve("n = 20 + 20", Role::Control, 5.5),
        ],
        compatible: Some(power_curve::Compatible {
            low: 1.1,
            high: 3.3,
            label: "compatible with what was published".into(),
        }),
    }
}

/// Two arms.
pub(crate) fn responders() -> responder_curve::Data {
    let arm = |name: &str, role, n: &str, shape: f64| {
        let share = |reduction: f64| 100.0 * (1.0 - reduction / 100.0) / (1.0 + shape * reduction / 100.0);
        responder_curve::Arm {
            name: name.into(),
            role,
            n: n.into(),
            points: (0..=25).map(|i| (f64::from(i) * 4.0, share(f64::from(i) * 4.0))).collect(),
            band: (0..=25)
                .map(|i| {
                    let at = f64::from(i) * 4.0;
                    Band { at, low: (share(at) - 8.0).max(0.0), high: (share(at) + 8.0).min(100.0) }
                })
                .collect(),
            at_30: share(32.0),
            at_50: share(52.0),
        }
    };
    responder_curve::Data {
        frame: frame(
            "responder",
            "Patients with at least a given reduction of pain",
            "Steps: share of patients; shaded: middle 95 % over 400 replicates. Patients without a measurement at \
             6 months count as not improved.",
        ),
        reduction_of: "Reduction of mean NRS from baseline to 6 months".into(),
        arms: vec![
            arm("Cells with usual care", Role::Treatment, "37", 1.0),
            arm("Usual care alone", Role::Control, "30", 4.2),
        ],
    }
}

/// Nine panels.
pub(crate) fn biology() -> mechanism::Data {
    let series = |role, from: f64, to: f64, rate: f64| mechanism::Series {
        role,
        points: (0..=36)
            .map(|i| {
                let at = f64::from(i) * 10.0;
                let since = (at - 180.0).max(0.0);
                let value = from + (to - from) * since / (since + rate);
                Estimate { at, value, low: value * 0.75, high: value * 1.25 }
            })
            .collect(),
    };
    let panel = |name: &str, unit: &str, range, from: f64, treated: f64, control: f64| mechanism::Panel {
        quantity: quantity(name, unit),
        range,
        series: vec![
            series(Role::Control, from, control, 60.0),
            series(Role::Treatment, from, treated, 40.0),
        ],
    };
    mechanism::Data {
        frame: frame(
            "mechanism",
            "Biology of the cord by arm",
            "Lines are medians over patients, bands the middle 80 %. The dashed line marks the injection.",
        ),
        time: quantity("Time since injury", "days"),
        arms: vec![(Role::Treatment, "Cells (n = 37)".into()), (Role::Control, "Usual care (n = 30)".into())],
        panels: vec![
            panel("Cells at the lesion", "10\u{2076}", None, 0.0, 4.8, 0.0),
            panel("TNF-\u{3b1}", "relative to uninjured", None, 6.1, 2.4, 5.2),
            panel("IL-1\u{3b2}", "relative to uninjured", None, 4.3, 2.1, 3.9),
            panel("Active microglia", "fraction", Some((0.0, 1.0)), 0.62, 0.35, 0.60),
            panel("Inhibition (chloride)", "mM", None, 12.0, 8.5, 11.6),
            panel("Descending control", "fraction", Some((0.0, 1.0)), 0.41, 0.52, 0.40),
            panel("At-level pain", "NRS, 0\u{2013}10", Some((0.0, 10.0)), 5.2, 3.3, 4.7),
            panel("Below-level pain", "NRS, 0\u{2013}10", Some((0.0, 10.0)), 6.8, 4.4, 6.1),
            panel("Radicular pain", "NRS, 0\u{2013}10", Some((0.0, 10.0)), 3.6, 3.2, 3.4),
        ],
        treatment: Some(Mark { at: 180.0, label: "Injection".into() }),
    }
}

/// Five mechanisms.
pub(crate) fn mechanisms_off() -> knockout::Data {
    let bar = |id: &str, name: &str, value: f64, half: f64| knockout::Bar {
        id: id.into(),
        name: name.into(),
        value,
        low: value - half,
        high: value + half,
        text: format!("{value:.2} ({:.2} to {:.2})", value - half, value + half).replace('-', "\u{2212}"),
    };
    knockout::Data {
        frame: frame(
            "knockout",
            "Benefit lost when one mechanism of the cells is switched off",
            "Bars: mean over patients with a 95 % interval over parameter draws. Losses need not add up to the full \
             benefit, because the mechanisms interact. Dashed: full benefit.",
        ),
        benefit: quantity("Reduction of mean NRS at 6 months", "points"),
        full: bar("", "Full benefit, all five at work", 1.42, 0.41),
        lost: vec![
            bar("S3.1", "Homing", 0.93, 0.33),
            bar("S3.2", "Immunomodulation", 1.08, 0.36),
            bar("S3.3", "Neurotrophic support", 0.22, 0.19),
            bar("S3.4", "Supportive (Schwann) cells", 0.07, 0.11),
            bar("S3.5", "Local environment", 0.12, 0.10),
        ],
        text_title: "Points (95 % interval)".into(),
        n: "500 patients".into(),
    }
}

/// A body map.
pub(crate) fn map() -> body_map::Data {
    let shares = [1.0, 2.0, 3.0, 4.0, 6.0, 11.0, 17.0, 22.0, 26.0, 31.0, 52.0, 47.0, 38.0, 24.0];
    let areas = REGIONS
        .iter()
        .zip(shares)
        .map(|(row, share)| body_map::Area {
            region: row.region,
            left_percent: share,
            right_percent: share * 0.82,
        })
        .collect();
    body_map::Data {
        frame: frame(
            "body-map",
            "Where neuropathic pain is felt",
            "Share of patients with pain at or above NRS 4 in a region at enrolment, each side counted by itself. \
             Regions follow the key sensory points of the ISNCSCI; borders between them are schematic. Heavy outline and \
             bold rows: L4 to S2.",
        ),
        areas,
        scale_high: 60.0,
        n: "500".into(),
    }
}

fn saturating(name: &str, from: f64, to: f64, rate: f64) -> patient::Curve {
    let time = |i: u32| f64::from(i) * 6.0;
    let points = (0..=120).map(|i| (time(i), from + (to - from) * time(i) / (time(i) + rate))).collect();
    patient::Curve { name: name.into(), points }
}

/// Name, unit, upper end of the axis, and curves as (name, start, end, half time).
type PanelRow = (&'static str, &'static str, Option<f64>, &'static [(&'static str, f64, f64, f64)]);

fn panels_of_one_patient() -> Vec<patient::Panel> {
    let rows: [PanelRow; 6] = [
        (
            "Injury and inflammation",
            "relative to peak",
            Some(1.0),
            &[
                ("Debris", 1.0, 0.02, 40.0),
                ("TNF-\u{3b1}", 0.9, 0.15, 90.0),
                ("IL-1\u{3b2}", 0.8, 0.12, 60.0),
            ],
        ),
        (
            "Glia, BDNF and KCC2",
            "fraction",
            Some(1.0),
            &[("Microglia", 0.1, 0.75, 50.0), ("BDNF", 0.1, 0.7, 70.0), ("KCC2", 1.0, 0.4, 60.0)],
        ),
        (
            "Inhibition",
            "fraction of intact",
            Some(1.0),
            &[("Chloride gradient", 1.0, 0.35, 70.0), ("Descending control", 0.6, 0.42, 90.0)],
        ),
        ("Firing rate", "Hz", None, &[("Projection", 2.0, 31.0, 80.0), ("C fibre", 1.0, 6.0, 30.0)]),
        (
            "Pain by class",
            "NRS, 0\u{2013}10",
            Some(10.0),
            &[("At-level", 6.0, 3.5, 60.0), ("Below-level", 0.0, 7.6, 120.0), ("Radicular", 4.0, 3.4, 40.0)],
        ),
        (
            "Function and quality of life",
            "% of maximum",
            Some(100.0),
            &[("SCIM III total", 10.0, 48.0, 100.0), ("WHOQOL-BREF overall", 30.0, 44.0, 140.0)],
        ),
    ];
    let panel = |(name, unit, high, curves): PanelRow| patient::Panel {
        quantity: quantity(name, unit),
        range: high.map(|high| (0.0, high)),
        curves: curves.iter().map(|&(name, from, to, rate)| saturating(name, from, to, rate)).collect(),
    };
    rows.into_iter().map(panel).collect()
}

/// One patient.
pub(crate) fn one_patient() -> patient::Data {
    patient::Data {
        frame: frame(
            "patient",
            "One virtual patient: male, 34 years, T11, AIS A",
            "Latent course without measurement error; n = 1. Dotted lines mark the events named on top.",
        ),
        time: quantity("Time since injury", "days"),
        panels: panels_of_one_patient(),
        events: vec![
            Mark { at: 0.0, label: "Injury".into() },
            Mark { at: 4.0, label: "Decompression".into() },
            Mark { at: 60.0, label: "Pregabalin 150 mg/day".into() },
            Mark { at: 90.0, label: "Pregabalin 300 mg/day".into() },
            Mark { at: 240.0, label: "Intrathecal cells".into() },
            Mark { at: 700.0, label: "Last visit, month 23".into() },
        ],
    }
}

/// Six outcomes under five scenarios.
pub(crate) fn without_effect() -> null::Data {
    let share = |scenario: &str, role, percent: f64| {
        let half = 1.96 * (percent * (100.0 - percent) / 400.0).sqrt();
        let (low, high) = ((percent - half).max(0.0), (percent + half).min(100.0));
        let text = format!("{percent:.1} ({low:.1}\u{2013}{high:.1})");
        null::Share { scenario: scenario.into(), role, percent, low, high, text }
    };
    let outcome = |name: &str, raise: f64| null::Outcome {
        name: name.into(),
        shares: vec![
            share("Prediction", Role::Treatment, 44.0 + raise),
            share("No effect, open-label expectation", Role::Control, 26.0 + raise / 2.0),
            share("No effect, blinded", Role::Third, 5.3),
            share("Control with rehabilitation", Role::Fourth, 33.0 + raise / 3.0),
            share("Control with sham injection", Role::Fifth, 38.0 + raise / 4.0),
        ],
    };
    null::Data {
        frame: frame(
            "null",
            "How often a trial of this size reports P < 0.05",
            "Points: share of 400 replicates; lines: 95 % Monte-Carlo intervals. Dashed: the nominal 5 %.",
        ),
        event: "Replicates reporting P < 0.05".into(),
        nominal: 5.0,
        text_title: "% (95 % interval)".into(),
        n: "400".into(),
        outcomes: vec![
            outcome("Interference: activities", 6.0),
            outcome("Interference: mood", 1.0),
            outcome("Interference: sleep", 8.0),
            outcome("Pain frequency", -4.0),
            outcome("Mean NRS", 21.0),
            outcome("Worst NRS", 14.0),
        ],
    }
}

/// A grid of small panels, with or without a head beside each row.
pub(crate) fn grid(head: &str) -> small_multiples::Data {
    let cell = |high: f64| small_multiples::Cell {
        curves: vec![
            saturating("in this column", high, 0.4 * high, 50.0),
            saturating("without treatment", high, 0.9 * high, 90.0),
        ],
        shades: vec![(84.0, 168.0)],
        marks: vec![84.0],
        says: "12 wk: 10.0".into(),
    };
    let columns = ["No treatment", "Pregabalin, 12 weeks", "Decompression", "Cells and training"];
    let row = |high: f64| small_multiples::Row {
        head: head.into(),
        quantity: quantity("Pain", "NRS 0 to 10"),
        range: (high > 5.0).then_some((0.0, 10.0)),
        cells: columns.iter().map(|_| cell(high)).collect(),
    };
    small_multiples::Data {
        frame: frame(
            if head.is_empty() { "grid-of-quantities" } else { "grid" },
            "Two virtual patients under four treatments",
            "Solid: with the treatment of the column; dashed: without.",
        ),
        across: quantity("Time since onset", "days"),
        columns: columns
            .iter()
            .map(|name| small_multiples::Head { name: (*name).into(), says: "n = 1".into() })
            .collect(),
        rows: vec![row(8.0), row(3.0)],
    }
}
