//! Pictures of the trial itself: who went through it, how they fared, how many responded.

use super::super::RunError;
use super::super::summary::{ArmCounts, Count, ResponderRow, Summary};
use super::shown::{left_out, shown as shown_arms};
use super::{Drawn, column, frame, number, text, time_since, words};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::report::figure::{Band, Mark, Quantity, consort, course, responder_curve};
use crate::report::page::{Cell, Table};
use crate::trial::plan::{Condition, TrialPlan};
use crate::trial::tested::first_day;

/// Days in a month, as visits are named.
/// A count as the flow chart prints it: mean over replicates and its range.
fn shown(count: &Count) -> String {
    if (count.high - count.low).abs() < 0.5 {
        format!("{:.0}", count.mean)
    } else {
        format!("{:.1} ({:.0} to {:.0})", count.mean, count.low, count.high)
    }
}

fn labelled((label, count): &(String, Count)) -> consort::Count {
    consort::Count { label: label.clone(), count: shown(count) }
}

fn sum<'a>(counts: impl Iterator<Item = &'a (String, Count)>) -> String {
    // The sum of nothing is a negative zero, which would be printed so.
    format!("{:.1}", counts.map(|(_, count)| count.mean).sum::<f64>() + 0.0)
}

pub(super) fn consort(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let flow = &summary.flow;
    let arm = |arm: &ArmCounts| consort::Arm {
        name: arm.arm.clone(),
        allocated: shown(&arm.allocated),
        received: shown(&arm.allocated),
        not_received: Vec::new(),
        discontinued: sum(arm.left.iter()),
        discontinued_by_reason: arm.left.iter().map(labelled).collect(),
        analysed: shown(&arm.analysed),
        not_analysed: Vec::new(),
    };
    let randomised: f64 = flow.arms.iter().map(|arm| arm.allocated.mean).sum();
    let caption = format!(
        "Mean over {} simulated trials; in brackets 5 % to 95 % of trials. Analysed: a weekly mean of pain at the analysed visit.{}",
        summary.replicates,
        left_out(plan)
    );
    let data = consort::Data {
        frame: frame("consort", "Flow of patients", caption, plan),
        screened: shown(&flow.screened),
        excluded: sum(flow.excluded.iter()),
        excluded_by_reason: flow.excluded.iter().map(labelled).collect(),
        randomised: format!("{randomised:.0}"),
        entry_word: match plan.allocation.method {
            crate::trial::plan::AllocationMethod::Random => "Randomised".to_owned(),
            crate::trial::plan::AllocationMethod::ByChoice => "Enrolled, arm by choice".to_owned(),
        },
        arms: shown_arms(plan).iter().map(|shown| arm(&flow.arms[shown.place])).collect(),
    };
    let mut rows = vec![row("screened", &flow.screened)];
    rows.extend(flow.excluded.iter().map(|(label, count)| row(&format!("excluded: {label}"), count)));
    for arm in &flow.arms {
        rows.push(row(&format!("{}: allocated", arm.arm), &arm.allocated));
        rows.extend(arm.left.iter().map(|(label, count)| row(&format!("{}: left, {label}", arm.arm), count)));
        rows.push(row(&format!("{}: analysed", arm.arm), &arm.analysed));
    }
    let table = Table {
        caption: "Patients per trial".to_owned(),
        columns: vec![words("stage"), column("mean", ""), column("5 %", ""), column("95 %", "")],
        rows,
        note: format!("{} trials.", summary.replicates),
    };
    let analysed: f64 = flow.arms.iter().map(|arm| arm.analysed.mean).sum();
    let reading =
        format!("Of {randomised:.0} patients {analysed:.1} are analysed at {}.", plan.analysed_visit().label);
    Ok(Drawn { name: "consort", svg: consort::draw(&data)?, reading, table })
}

/// How far pain falls in each arm.
fn falls(plan: &TrialPlan, summary: &Summary) -> String {
    let fall = |arm: &crate::trial::plan::Arm| {
        let mut rows = summary.course.iter().filter(|row| row.arm == arm.label);
        let first = rows.next().map_or(0.0, |row| row.mean);
        let last = rows.next_back().map_or(first, |row| row.mean);
        format!("{} from {first:.1} to {last:.1}", arm.label)
    };
    let falls: Vec<String> = shown_arms(plan).iter().map(|shown| fall(shown.arm)).collect();
    format!("Pain falls: {}. A fall without treatment is {}.", falls.join("; "), untreated_fall(plan))
}

/// Why pain falls in people who are not treated.
fn untreated_fall(plan: &TrialPlan) -> String {
    let mut causes = vec!["regression to the mean"];
    if plan.population.condition == Condition::Sciatica {
        causes.push("natural recovery of the root");
    }
    if plan.blinding.expectation && !plan.blinding.open_label {
        causes.push("what people expect of a blinded treatment");
    }
    causes.join(", ")
}

fn row(label: &str, count: &Count) -> Vec<Cell> {
    vec![text(label), number(count.mean, 1), number(count.low, 0), number(count.high, 0)]
}

pub(super) fn course(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let at = |day: i32| f64::from(day) / DAYS_PER_MONTH;
    let arms = shown_arms(plan).into_iter().map(|shown| {
        let rows = || summary.course.iter().filter(|row| row.arm == shown.arm.label);
        course::Arm {
            name: shown.arm.label.clone(),
            role: shown.look,
            visits: rows()
                .map(|row| course::Visit {
                    at: at(row.day),
                    mean: row.mean,
                    low: row.interval_95[0],
                    high: row.interval_95[1],
                    n: format!("{:.0}", row.n),
                })
                .collect(),
            envelope: rows()
                .map(|row| Band { at: at(row.day), low: row.envelope[0], high: row.envelope[1] })
                .collect(),
        }
    });
    let caption = format!(
        "Weekly mean of the daily pain diary. Points: mean over {} trials. Bars: 95 % interval of the mean as a single trial would print it. Shading: 5 % to 95 % of trials. n: patients per trial with a diary week.{}",
        summary.replicates,
        left_out(plan)
    );
    let data = course::Data {
        frame: frame("course", "Pain over time by arm", caption, plan),
        time: Quantity { name: time_since(plan).to_owned(), unit: "months".to_owned() },
        outcome: Quantity { name: "Pain, weekly mean".to_owned(), unit: "NRS 0-10".to_owned() },
        outcome_low: 0.0,
        outcome_high: 10.0,
        arms: arms.collect(),
        marks: vec![Mark { at: first_day(plan) / DAYS_PER_MONTH, label: "treatment".to_owned() }],
    };
    let rows = summary.course.iter().map(|row| {
        let [low, high] = row.interval_95;
        vec![
            text(&format!("{}, {}", row.arm, row.visit)),
            number(row.n, 1),
            Cell::Interval { value: row.mean, low, high, places: 2 },
            number(row.envelope[0], 2),
            number(row.envelope[1], 2),
        ]
    });
    let table = Table {
        caption: "Pain by arm and visit".to_owned(),
        columns: vec![
            words("arm, visit"),
            column("n", "patients"),
            column("mean (95 % interval of one trial)", "NRS"),
            column("5 % of trials", "NRS"),
            column("95 % of trials", "NRS"),
        ],
        rows: rows.collect(),
        note: String::new(),
    };
    Ok(Drawn { name: "course", svg: course::draw(&data)?, reading: falls(plan, summary), table })
}

pub(super) fn responders(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let arms = shown_arms(plan).into_iter().map(|shown| {
        let rows = || summary.responders.iter().filter(|row| row.arm == shown.arm.label);
        let at = |reduction: u32| rows().find(|row| row.reduction_percent == reduction).map_or(0.0, percent);
        responder_curve::Arm {
            name: shown.arm.label.clone(),
            role: shown.look,
            n: format!(
                "{} patients in {} trials",
                rows().next().map_or(0, |row| row.total),
                summary.replicates
            ),
            points: rows().map(|row| (f64::from(row.reduction_percent), percent(row))).collect(),
            band: rows()
                .map(|row| Band {
                    at: f64::from(row.reduction_percent),
                    low: row.envelope_percent[0],
                    high: row.envelope_percent[1],
                })
                .collect(),
            at_30: at(30),
            at_50: at(50),
        }
    });
    let caption = format!(
        "Share of patients whose weekly mean pain fell by at least so much from baseline to {}; who has no value there counts as a non-responder. Line: all trials together; shading: 5 % to 95 % of trials.{}",
        plan.analysed_visit().label,
        left_out(plan)
    );
    let data = responder_curve::Data {
        frame: frame("responders", "Cumulative responders", caption, plan),
        reduction_of: "Reduction of weekly mean pain from baseline".to_owned(),
        arms: arms.collect(),
    };
    let reading: Vec<String> = data
        .arms
        .iter()
        .map(|arm| format!("{}: {:.0} % reach 30 %, {:.0} % reach 50 %", arm.name, arm.at_30, arm.at_50))
        .collect();
    Ok(Drawn {
        name: "responders",
        svg: responder_curve::draw(&data)?,
        reading: format!("{}.", reading.join("; ")),
        table: responder_table(summary),
    })
}

fn percent(row: &ResponderRow) -> f64 {
    100.0 * row.events as f64 / row.total as f64
}

fn responder_table(summary: &Summary) -> Table {
    let rows = summary.responders.iter().filter(|row| row.reduction_percent % 10 == 0).map(|row| {
        vec![
            text(&format!("{}, {} %", row.arm, row.reduction_percent)),
            number(percent(row), 1),
            number(row.envelope_percent[0], 1),
            number(row.envelope_percent[1], 1),
        ]
    });
    Table {
        caption: "Responders by threshold".to_owned(),
        columns: vec![
            words("arm, reduction of at least"),
            column("responders", "%"),
            column("5 % of trials", "%"),
            column("95 % of trials", "%"),
        ],
        rows: rows.collect(),
        note: String::new(),
    }
}
