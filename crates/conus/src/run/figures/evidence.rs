//! Pictures that hold the simulated trials against the published one.

use super::super::RunError;
use super::super::summary::{SettingSummary, Summary, needed, published_p_of};
use super::{Drawn, Effects, column, frame, number, share, text, words};
use crate::evidence::{Evidence, PValue};
use crate::report::figure::{Quantity, distribution, null, p_values};
use crate::report::page::{Cell, Table};
use crate::report::theme::Role;
use crate::run::story::outcome_name;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::setting::{Content, Setting};
use crate::trial::tested::Tested;

/// p-values are drawn no smaller than this.
const LEAST_P: f64 = 1e-12;

pub(super) fn p_values(plan: &TrialPlan, summary: &Summary, effects: &Effects) -> Result<Drawn, RunError> {
    let published = published_p_of(plan);
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
    let (drawn_from, beside) = if published.is_empty() {
        ("", "None is published in a form that is held.")
    } else {
        (
            " with the potency of the cells drawn from its prior",
            "Diamond or hatching: the published p. Right: share of simulated trials at least as extreme as published.",
        )
    };
    let caption = format!(
        "p-values of {} simulated trials{drawn_from}. Ridge: all trials; bar: 5 % to 95 %, tick: median. {beside}",
        summary.replicates
    );
    let table = p_table(&rows);
    let title = if published.is_empty() { "Predicted p-values" } else { "Predicted and published p-values" };
    let data = p_values::Data {
        frame: frame("p-values", title, caption, plan),
        rows,
        share_title: "as extreme".to_owned(),
    };
    let reading = if published.is_empty() {
        "What the planned test says in the simulated trials.".to_owned()
    } else {
        "The model does not know the published p-values: they are held out.".to_owned()
    };
    Ok(Drawn { name: "p_values", svg: p_values::draw(&data)?, reading, table })
}

/// Published and predicted p-values, row by row.
fn p_table(rows: &[p_values::Row]) -> Table {
    let printed = |row: &p_values::Row| match row.published {
        p_values::PublishedP::Equal(p) => text(&format!("{p}")),
        p_values::PublishedP::Below(p) => text(&format!("< {p}")),
        p_values::PublishedP::NotHeld => Cell::NotHeld("not held".to_owned()),
    };
    let is_held = |row: &p_values::Row| !matches!(row.published, p_values::PublishedP::NotHeld);
    let held = rows.iter().any(is_held);
    let extreme = |row: &p_values::Row| if is_held(row) { text(&row.share) } else { printed(row) };
    let cells = |row: &p_values::Row| {
        let predicted = [number(row.low, 5), number(row.median, 4), number(row.high, 3)];
        let mut cells = vec![text(&row.outcome)];
        cells.extend(held.then(|| printed(row)));
        cells.extend(predicted);
        cells.extend(held.then(|| extreme(row)));
        cells
    };
    let mut columns = vec![words("outcome")];
    columns.extend(held.then(|| words("published")));
    columns.extend([column("predicted, 5 %", ""), column("median", ""), column("95 %", "")]);
    columns.extend(held.then(|| words("as extreme as published")));
    let (caption, share) = if held {
        (
            "Published p-values (held out) beside the predicted ones",
            "; share of replicates with a p at least as small",
        )
    } else {
        ("Predicted p-values", "")
    };
    Table {
        caption: caption.to_owned(),
        columns,
        rows: rows.iter().map(cells).collect(),
        note: format!("Quantiles over replicates{share}."),
    }
}

/// Quantiles of the difference as analysed and of the true effect.
fn differences(tested: &Tested, quantiles: [f64; 7], truth: [f64; 7]) -> Table {
    let row = |name: &str, q: [f64; 7]| {
        vec![text(name), number(q[1], 2), number(q[2], 2), number(q[3], 2), number(q[4], 2), number(q[5], 2)]
    };
    Table {
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
            row(&format!("true effect of {} on the treated", tested.subject), truth),
        ],
        note: "Quantiles over replicates; the true effect leaves out expectation and noise.".to_owned(),
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
    let tested = Tested::of(plan);
    let published = published_difference(plan);
    let spread = if tested.cells {
        "chance, open-label expectation and the unknown potency of the cells"
    } else {
        "chance and what nobody knows of the biology"
    };
    let marked = match published {
        distribution::Published::Value { .. } => "Marked: what the trial published.",
        distribution::Published::NotHeld { .. } => "The published means are not held, so none is marked.",
    };
    let caption = format!(
        "Difference in weekly mean pain at {}, treated minus control, in {} simulated trials; below zero favours {}. The spread holds {spread}. {marked}",
        plan.analysed_visit().label,
        summary.replicates,
        tested.name
    );
    let data = distribution::Data {
        frame: frame("effects", "Predicted difference in pain", caption, plan),
        effect: Quantity {
            name: format!("Difference in mean pain, {} - control", tested.name),
            unit: "NRS points".to_owned(),
        },
        values: effects.difference.clone(),
        median: quantiles[3],
        low: quantiles[1],
        high: quantiles[5],
        interval_name: "5 % to 95 %".to_owned(),
        published,
        below_zero: format!("favours {}", tested.name),
        above_zero: "favours control".to_owned(),
    };
    let table = differences(&tested, quantiles, truth);
    let reading = format!(
        "Median difference {:.2} points, of which {} {} {:.2} in the treated.",
        quantiles[3],
        tested.subject,
        tested.agree("causes", "cause"),
        truth[3]
    );
    Ok(Drawn { name: "effects", svg: distribution::draw(&data)?, reading, table })
}

/// The difference that the study names as published, or that none is held.
fn published_difference(plan: &TrialPlan) -> distribution::Published {
    let held = plan.analysis.published.as_ref().and_then(|id| {
        let (label, finding) = Evidence::shipped().open_rows().find(|(label, _)| label.id == *id)?;
        Some((label, finding, finding.mean?))
    });
    match held {
        Some((label, finding, value)) => distribution::Published::Value {
            value,
            interval: finding.interval.map(|[low, high]| (low, high)),
            label: format!("published: {}", label.publication),
        },
        None if Tested::of(plan).cells => {
            distribution::Published::NotHeld { label: "published: p only, no mean held".to_owned() }
        }
        None => {
            distribution::Published::NotHeld { label: "published: no difference of means held".to_owned() }
        }
    }
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
                Setting::Null | Setting::HarmsOnly => Role::Control,
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
        "Share of {} simulated trials that report p < {} in either direction, with 95 % Wilson interval. In the null world {} nothing, the patients and their luck are the same, and expectation stays as planned.",
        summary.replicates,
        plan.analysis.alpha,
        Tested::of(plan).does()
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
    Ok(Drawn { name: "null", svg: null::draw(&data)?, reading: found_in_null(plan, summary)?, table })
}

/// How often mean pain differs although nothing is done.
fn found_in_null(plan: &TrialPlan, summary: &Summary) -> Result<String, RunError> {
    let outcomes = summary.null().map(|row| &row.operating.outcomes);
    let pain = outcomes.and_then(|outcomes| outcomes.iter().find(|row| row.outcome == Outcome::NrsMean));
    let found = needed("null", needed("null", pain.ok_or("it was not run"))?.significant.clone())?;
    let percent = 100.0 * found.share;
    Ok(format!(
        "Although {} nothing, {percent:.0} % of trials report a difference in mean pain.",
        Tested::of(plan).does()
    ))
}
