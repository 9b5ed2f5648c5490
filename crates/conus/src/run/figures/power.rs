//! Which true effects would be found, and which agree with what was published?

use super::super::RunError;
use super::super::summary::{Summary, needed};
use super::{Drawn, column, frame, share, text, words};
use crate::analysis::inverse::JudgedWorld;
use crate::report::figure::{Estimate, Quantity, power_curve};
use crate::report::page::{Cell, Table};
use crate::report::theme::Role;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::tested::Tested;

pub(super) fn power(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let agreeing: Vec<f64> = summary
        .inverse
        .iter()
        .filter(|world| world.compatible == Ok(true))
        .map(|world| world.true_effect_nrs)
        .collect();
    let tested = Tested::of(plan);
    let caption = format!(
        "Share of {} simulated trials with p < {} for mean pain, when {} {} true pain by exactly so much and expectation is on. Shading: 95 % interval. Dashed: closed form of the t test at the simulated mean difference and spread. Marked: effects under which every published p lies in the central 95 % of its simulated distribution.",
        summary.replicates,
        plan.analysis.alpha,
        tested.subject,
        tested.agree("lowers", "lower")
    );
    let data = power_curve::Data {
        frame: frame("power", "Power against the true effect", caption, plan),
        effect: Quantity {
            name: format!("True relief by {}", tested.subject),
            unit: "NRS points".to_owned(),
        },
        success: format!("p < {} for mean pain", plan.analysis.alpha),
        curves: vec![curve(summary)],
        compatible: agreeing.first().zip(agreeing.last()).map(|(low, high)| power_curve::Compatible {
            low: *low,
            high: *high,
            label: "agrees with what was published".to_owned(),
        }),
    };
    let first = data.curves[0].points.first();
    let reading = first.map_or_else(String::new, |point| {
        format!(
            "With {:.1} points of true relief {:.0} % of trials report a difference.",
            point.at, point.value
        )
    });
    Ok(Drawn { name: "power", svg: power_curve::draw(&data)?, reading, table: table(summary)? })
}

/// Power of mean pain, simulated and in closed form.
fn curve(summary: &Summary) -> power_curve::Curve {
    let point = |world: &JudgedWorld| {
        let row = world.operating.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean)?;
        let found = row.significant.as_ref().ok()?;
        let [low, high] = found.interval_95.map(|end| 100.0 * end);
        Some(Estimate { at: world.true_effect_nrs, value: 100.0 * found.share, low, high })
    };
    let closed = |world: &JudgedWorld| {
        let row = world.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean)?;
        Some((world.true_effect_nrs, 100.0 * row.closed_form.as_ref().ok()?.power))
    };
    power_curve::Curve {
        name: "mean pain".to_owned(),
        role: Role::Treatment,
        points: summary.inverse.iter().filter_map(point).collect(),
        closed_form: summary.inverse.iter().filter_map(closed).collect(),
    }
}

fn table(summary: &Summary) -> Result<Table, RunError> {
    let row = |world: &JudgedWorld| {
        let power = world.operating.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean);
        let power = needed("power", power.ok_or("the plan does not compare mean pain"))?;
        let found = needed("power", power.significant.clone())?;
        let same = world.operating.same_conclusions.as_ref();
        let same = same.map_or_else(|why| Cell::NotHeld(why.to_string()), share);
        let agrees = match &world.compatible {
            Ok(true) => text("yes"),
            Ok(false) => text("no"),
            Err(why) => Cell::NotHeld(why.to_string()),
        };
        Ok(vec![text(&format!("{:.1}", world.true_effect_nrs)), share(&found), same, agrees])
    };
    Ok(Table {
        caption: "What would be reported under each true effect".to_owned(),
        columns: vec![
            words("true relief, NRS"),
            column("power, mean pain (95 % interval)", "%"),
            column("every published p reached (95 % interval)", "%"),
            words("agrees with what was published"),
        ],
        rows: summary.inverse.iter().map(row).collect::<Result<_, RunError>>()?,
        note: "Agreement is our own rule: see the text.".to_owned(),
    })
}
