//! Pictures that hold the simulated trials against the published one.

use super::super::RunError;
use super::super::summary::{SettingSummary, Summary, needed};
use super::{Drawn, Effects, column, frame, number, share, text, words};
use crate::evidence::PValue;
use crate::report::figure::{Quantity, distribution, null, p_values};
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
    let table = p_table(&rows);
    let data = p_values::Data {
        frame: frame("p-values", "Predicted and published p-values", caption, plan),
        rows,
        share_title: "as extreme".to_owned(),
    };
    let reading = "The model does not know the published p-values: they are held out.".to_owned();
    Ok(Drawn { name: "p_values", svg: p_values::draw(&data)?, reading, table })
}

/// Published and predicted p-values, row by row.
fn p_table(rows: &[p_values::Row]) -> Table {
    let printed = |row: &p_values::Row| match row.published {
        p_values::PublishedP::Equal(p) => text(&format!("{p}")),
        p_values::PublishedP::Below(p) => text(&format!("< {p}")),
        p_values::PublishedP::NotHeld => Cell::NotHeld("not held".to_owned()),
    };
    let cells = |row: &p_values::Row| {
        vec![
            text(&row.outcome),
            printed(row),
            number(row.low, 5),
            number(row.median, 4),
            number(row.high, 3),
            text(&row.share),
        ]
    };
    Table {
        caption: "Published p-values (held out) beside the predicted ones".to_owned(),
        columns: vec![
            words("outcome"),
            words("published"),
            column("predicted, 5 %", ""),
            column("median", ""),
            column("95 %", ""),
            words("as extreme as published"),
        ],
        rows: rows.iter().map(cells).collect(),
        note: "Quantiles over replicates; share of replicates with a p at least as small.".to_owned(),
    }
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
        frame: frame("effects", "Predicted difference in pain", caption, plan),
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
    let reading = format!(
        "Median difference {:.2} points, of which the cells cause {:.2} in the treated.",
        quantiles[3], truth[3]
    );
    Ok(Drawn { name: "effects", svg: distribution::draw(&data)?, reading, table })
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
            let found =
                needed("share of significant trials", setting.operating.outcomes[place].significant.clone())?;
            rows.push(vec![text(&format!("{}: {}", outcome_name(*outcome), setting.label)), share(&found)]);
            shares.push(null::Share {
                scenario: setting.label.clone(),
                role: *role,
                percent: 100.0 * found.share,
                low: 100.0 * found.interval_95[0],
                high: 100.0 * found.interval_95[1],
                text: format!("{:.0}", 100.0 * found.share),
            });
        }
        outcomes.push(null::Outcome { name: outcome_name(*outcome).to_owned(), shares });
    }
    let caption = format!(
        "Share of {} simulated trials that report p < {} in either direction, with 95 % Wilson interval. In the null world the cells do nothing, the patients and their luck are the same, and expectation stays as planned.",
        summary.replicates, plan.analysis.alpha
    );
    let data = null::Data {
        frame: frame("null", "How often would a difference be reported?", caption, plan),
        event: format!("Trials with p < {}", plan.analysis.alpha),
        nominal: 100.0 * plan.analysis.alpha,
        text_title: "% of trials".to_owned(),
        n: summary.replicates.to_string(),
        outcomes,
    };
    let table = Table {
        caption: "Share of trials that report a difference".to_owned(),
        columns: vec![words("outcome: world"), column("share (95 % interval)", "%")],
        rows,
        note: "Wilson interval; its width is Monte-Carlo error only.".to_owned(),
    };
    Ok(Drawn { name: "null", svg: null::draw(&data)?, reading: found_in_null(summary)?, table })
}

/// How often mean pain differs although the cells do nothing.
fn found_in_null(summary: &Summary) -> Result<String, RunError> {
    let outcomes = summary.null().map(|row| &row.operating.outcomes);
    let pain = outcomes.and_then(|outcomes| outcomes.iter().find(|row| row.outcome == Outcome::NrsMean));
    let found = needed("null", needed("null", pain.ok_or("it was not run"))?.significant.clone())?;
    let percent = 100.0 * found.share;
    Ok(format!("Although the cells do nothing, {percent:.0} % of trials report a difference in mean pain."))
}
