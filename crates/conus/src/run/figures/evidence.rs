//! Pictures that hold the simulated trials against the published one.

use super::super::RunError;
use super::super::summary::{SettingSummary, Summary, needed};
use super::{Drawn, Effects, column, frame, number, text, words};
use crate::analysis::Share;
use crate::analysis::inverse::JudgedWorld;
use crate::evidence::PValue;
use crate::report::figure::{Estimate, Quantity, distribution, null, p_values, power_curve};
use crate::report::page::{Cell, Table};
use crate::report::theme::Role;
use crate::run::story::outcome_name;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::setting::{Content, Setting};
use crate::validation::published_p_values;

/// p-values are drawn no smaller than this.
const LEAST_P: f64 = 1e-12;

pub(super) fn p_values(plan: &TrialPlan, summary: &Summary, effects: &Effects) -> Result<Drawn, RunError> {
    let published = published_p_values();
    let rows = plan.analysis.outcomes.iter().zip(&effects.p).map(|(outcome, p)| {
        let counted = summary.planned().operating.outcomes.iter().find(|row| row.outcome == *outcome);
        let counted = needed("p-values", counted.ok_or("no replicate judged it"))?;
        let quantiles = needed("p-values", counted.p.clone())?;
        let printed = published.iter().find(|row| row.outcome == *outcome);
        let reached = printed.map(|row| p.iter().filter(|p| row.is_reached_by(**p)).count());
        Ok(p_values::Row {
            outcome: outcome_name(*outcome).to_owned(),
            p: p.iter().map(|p| p.max(LEAST_P)).collect(),
            median: quantiles[3].max(LEAST_P),
            low: quantiles[1].max(LEAST_P),
            high: quantiles[5].max(LEAST_P),
            published: match printed.map(|row| row.p) {
                Some(PValue::Equal(p)) => p_values::PublishedP::Equal(p),
                Some(PValue::Below(p)) => p_values::PublishedP::Below(p),
                None => p_values::PublishedP::NotHeld,
            },
            share: reached.map_or("-".to_owned(), |n| format!("{:.0} %", 100.0 * n as f64 / p.len() as f64)),
        })
    });
    let rows: Vec<p_values::Row> = rows.collect::<Result<_, RunError>>()?;
    let caption = format!(
        "p-values of {} simulated trials with the potency of the cells drawn from its prior. Ridge: all trials; bar: 5 % to 95 %, tick: median. Diamond or hatching: the published p. Right: share of simulated trials at least as extreme as published.",
        summary.replicates
    );
    let table = Table {
        caption: "p-values of the planned setting".to_owned(),
        columns: vec![
            words("outcome"),
            column("5 %", ""),
            column("median", ""),
            column("95 %", ""),
            words("as extreme as published"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    text(&row.outcome),
                    number(row.low, 5),
                    number(row.median, 4),
                    number(row.high, 3),
                    text(&row.share),
                ]
            })
            .collect(),
        note: "Quantiles over replicates.".to_owned(),
    };
    let data = p_values::Data {
        frame: frame("p-values", "Predicted and published p-values", caption.clone(), plan),
        rows,
        share_title: "as extreme".to_owned(),
    };
    Ok(Drawn { name: "p_values", svg: p_values::draw(&data)?, caption, table })
}

pub(super) fn distribution(
    plan: &TrialPlan,
    summary: &Summary,
    effects: &Effects,
) -> Result<Drawn, RunError> {
    let counted = summary.planned().operating.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean);
    let counted = needed("difference in mean pain", counted.ok_or("the plan does not compare it"))?;
    let quantiles = needed("difference in mean pain", counted.difference.clone())?;
    let truth = summary.planned().true_effect;
    let caption = format!(
        "Difference in weekly mean pain at {}, treated minus control, in {} simulated trials; below zero favours cells. The spread holds chance, open-label expectation and the unknown potency of the cells. The published means are not held, so none is marked.",
        plan.analysed_visit().label,
        summary.replicates
    );
    let data = distribution::Data {
        frame: frame("effects", "Predicted difference in pain", caption.clone(), plan),
        effect: Quantity {
            name: "Difference in mean pain, cells - control".to_owned(),
            unit: "NRS points".to_owned(),
        },
        values: effects.difference.clone(),
        median: quantiles[3],
        low: quantiles[1],
        high: quantiles[5],
        interval_name: "5 % to 95 %".to_owned(),
        published: distribution::Published::NotHeld { label: "published: p only, no mean held".to_owned() },
        below_zero: "favours cells".to_owned(),
        above_zero: "favours control".to_owned(),
    };
    let row = |name: &str, q: [f64; 7]| {
        vec![text(name), number(q[1], 2), number(q[2], 2), number(q[3], 2), number(q[4], 2), number(q[5], 2)]
    };
    let table = Table {
        caption: "Difference in mean pain".to_owned(),
        columns: vec![
            words("quantity"),
            column("5 %", "NRS"),
            column("25 %", "NRS"),
            column("median", "NRS"),
            column("75 %", "NRS"),
            column("95 %", "NRS"),
        ],
        rows: vec![
            row("difference as analysed", quantiles),
            row("true effect of the cells on the treated", truth),
        ],
        note: "Quantiles over replicates; the true effect leaves out expectation and noise.".to_owned(),
    };
    Ok(Drawn { name: "effects", svg: distribution::draw(&data)?, caption, table })
}

pub(super) fn null(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let shown: Vec<(&SettingSummary, Role)> = summary
        .settings
        .iter()
        .filter_map(|row| {
            let role = match row.setting {
                Setting::Planned { control: Content::UsualCare } => Role::Treatment,
                Setting::Planned { control: Content::ShamLike } => Role::Third,
                Setting::Planned { control: Content::TitratedGabapentinoid } => Role::Fourth,
                Setting::Null => Role::Control,
                Setting::Imposed { .. } => return None,
            };
            Some((row, role))
        })
        .collect();
    let mut outcomes = Vec::new();
    let mut rows = Vec::new();
    for (place, outcome) in plan.analysis.outcomes.iter().enumerate() {
        let mut shares = Vec::new();
        for (setting, role) in &shown {
            let share =
                needed("share of significant trials", setting.operating.outcomes[place].significant.clone())?;
            rows.push(vec![
                text(&format!("{}: {}", outcome_name(*outcome), setting.label)),
                interval(&share),
            ]);
            shares.push(null::Share {
                scenario: setting.label.clone(),
                role: *role,
                percent: 100.0 * share.share,
                low: 100.0 * share.interval_95[0],
                high: 100.0 * share.interval_95[1],
                text: format!("{:.0}", 100.0 * share.share),
            });
        }
        outcomes.push(null::Outcome { name: outcome_name(*outcome).to_owned(), shares });
    }
    let caption = format!(
        "Share of {} simulated trials that report p < {} in either direction, with 95 % Wilson interval. In the null world the cells do nothing, the patients and their luck are the same, and open-label expectation stays on.",
        summary.replicates, plan.analysis.alpha
    );
    let data = null::Data {
        frame: frame("null", "How often would a difference be reported?", caption.clone(), plan),
        event: format!("Trials with p < {}", plan.analysis.alpha),
        nominal: 100.0 * plan.analysis.alpha,
        text_title: "% of trials".to_owned(),
        n: format!("{} trials in each world", summary.replicates),
        outcomes,
    };
    let table = Table {
        caption: "Share of trials that report a difference".to_owned(),
        columns: vec![words("outcome: world"), column("share (95 % interval)", "%")],
        rows,
        note: "Wilson interval; its width is Monte-Carlo error only.".to_owned(),
    };
    Ok(Drawn { name: "null", svg: null::draw(&data)?, caption, table })
}

fn interval(share: &Share) -> Cell {
    let [low, high] = share.interval_95.map(|end| 100.0 * end);
    Cell::Interval { value: 100.0 * share.share, low, high, places: 1 }
}

pub(super) fn power(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let curve = |outcome: Outcome, name: &str, role: Role| {
        let point = |world: &JudgedWorld| {
            let row = world.operating.outcomes.iter().find(|row| row.outcome == outcome)?;
            let share = row.significant.as_ref().ok()?;
            let [low, high] = share.interval_95.map(|end| 100.0 * end);
            Some(Estimate { at: world.true_effect_nrs, value: 100.0 * share.share, low, high })
        };
        let closed = |world: &JudgedWorld| {
            let row = world.outcomes.iter().find(|row| row.outcome == outcome)?;
            Some((world.true_effect_nrs, 100.0 * row.closed_form.as_ref().ok()?.power))
        };
        power_curve::Curve {
            name: name.to_owned(),
            role,
            points: summary.inverse.iter().filter_map(point).collect(),
            closed_form: summary.inverse.iter().filter_map(closed).collect(),
        }
    };
    let compatible: Vec<f64> = summary
        .inverse
        .iter()
        .filter(|world| world.compatible == Ok(true))
        .map(|world| world.true_effect_nrs)
        .collect();
    let caption = format!(
        "Share of {} simulated trials with p < {} for mean pain, when the cells lower true pain by exactly so much and expectation is on. Shading: 95 % interval. Dashed: closed form of the t test at the simulated mean difference and spread. Marked: effects under which every published p lies in the central 95 % of its simulated distribution.",
        summary.replicates, plan.analysis.alpha
    );
    let data = power_curve::Data {
        frame: frame("power", "Power against the true effect", caption.clone(), plan),
        effect: Quantity { name: "True relief by the cells".to_owned(), unit: "NRS points".to_owned() },
        success: format!("Trials with p < {} (%)", plan.analysis.alpha),
        curves: vec![curve(Outcome::NrsMean, "mean pain", Role::Treatment)],
        compatible: compatible.first().zip(compatible.last()).map(|(low, high)| power_curve::Compatible {
            low: *low,
            high: *high,
            label: "agrees with what was published".to_owned(),
        }),
    };
    let row = |world: &JudgedWorld| {
        let power = world.operating.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean);
        let power = needed("power", power.ok_or("the plan does not compare mean pain"))?;
        let share = needed("power", power.significant.clone())?;
        let same = needed("same conclusions", world.operating.same_conclusions.clone())?;
        let compatible = match &world.compatible {
            Ok(true) => text("yes"),
            Ok(false) => text("no"),
            Err(why) => Cell::NotHeld(why.to_string()),
        };
        Ok(vec![
            text(&format!("{:.1}", world.true_effect_nrs)),
            interval(&share),
            interval(&same),
            compatible,
        ])
    };
    let table = Table {
        caption: "What would be reported under each true effect".to_owned(),
        columns: vec![
            words("true relief, NRS"),
            column("power, mean pain (95 % interval)", "%"),
            column("all six published p reached (95 % interval)", "%"),
            words("agrees with what was published"),
        ],
        rows: summary.inverse.iter().map(row).collect::<Result<_, RunError>>()?,
        note: "Agreement is our own rule: see the text.".to_owned(),
    };
    Ok(Drawn { name: "power", svg: power_curve::draw(&data)?, caption, table })
}
