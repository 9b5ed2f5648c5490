//! Which pictures does a sizing give? Power over size, designs side by side, analyses side by side, one trial look by look,
//! and what decides.

use super::super::characteristics::Row;
use super::super::decision::Sway;
use super::super::play::Sizing;
use super::super::scenario::Scenario;
use super::super::story::Story;
use super::super::tally::OverBlocks;
use super::{Told, believed};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::report::figure::{
    Estimate, FigureError, Frame, Interval, Quantity, estimators, looks, panels, power_curve, tornado,
};
use crate::report::theme::Role;
use crate::report::wording::true_minus;
use crate::trial::plan::{Choice, Outcome};

/// A finished picture.
pub(super) struct Drawn {
    /// Its name, without folder and ending.
    pub(super) name: &'static str,
    /// The drawing.
    pub(super) svg: String,
    /// What to see in it.
    pub(super) reading: String,
}

/// Curves and bars that a figure holds.
const MOST_CURVES: usize = 5;
const MOST_BARS: usize = 12;
/// Every picture that the sizing allows, in the order of the report.
pub(super) fn all(sizing: &Sizing, told: &Told) -> Result<Vec<Drawn>, FigureError> {
    let mut drawn = vec![power(sizing, told)?];
    if sizing.protocols.len() > 1 {
        drawn.extend(designs(sizing, told).transpose()?);
    }
    drawn.extend(analyses(sizing, told).transpose()?);
    if let Some(story) = told.stories.iter().find(|story| story.looks.len() > 1) {
        drawn.push(look_by_look(sizing, story)?);
    }
    if told_apart(told).next().is_some() {
        drawn.push(decision(sizing, told)?);
    }
    Ok(drawn)
}

fn frame(sizing: &Sizing, id: &str, title: &str, caption: String) -> Frame {
    Frame {
        id: id.to_owned(),
        title: title.to_owned(),
        caption,
        source: format!(
            "conus power {}, seed {}; tables/oc.csv; simulated",
            sizing.plan.study.id, sizing.plan.study.seed
        ),
    }
}

/// An estimate with its 95 % Monte-Carlo interval, in some unit, held within a range.
fn interval(found: OverBlocks, factor: f64, range: [f64; 2]) -> Interval {
    let [low, high] = found.interval_95().map(|end| (factor * end).clamp(range[0], range[1]));
    let value = (factor * found.value).clamp(low, high);
    Interval { value, low, high }
}

/// A share in percent.
fn percent(found: OverBlocks) -> Interval {
    interval(found, 100.0, [0.0, 100.0])
}

fn power(sizing: &Sizing, told: &Told) -> Result<Drawn, FigureError> {
    let design = &sizing.protocols[0].design.label;
    let roles = [Role::Control, Role::Third, Role::Fourth, Role::Fifth, Role::Treatment];
    let shown: Vec<String> = sizing.scenarios.iter().filter(|one| !one.is_null()).map(Scenario::id).collect();
    let skipped = shown.len().saturating_sub(MOST_CURVES);
    let last_role = roles.len() - shown.len().min(MOST_CURVES);
    let curve = |(scenario, role): (&String, Role)| power_curve::Curve {
        name: scenario.clone(),
        role,
        points: told.planned(scenario, design).filter_map(point).collect(),
        closed_form: told
            .planned(scenario, design)
            .filter_map(|row| Some((f64::from(row.n), 100.0 * row.closed_form?)))
            .collect(),
    };
    let curves = shown[skipped..].iter().zip(roles[last_role..].iter().copied()).map(curve).collect();
    let caption = format!(
        "Share of simulated trials that conclude a benefit (one-sided {}), by people randomised to the first arm under question. Relief: the true effect is exactly so many NRS points. Best guess: every unknown at its best guess. As believed: every unknown as uncertain as it is, so that the curve is the assurance. Shading: 95 % Monte-Carlo interval over {} worlds and {} groups of people, {} trials of each. Dashed: noncentral t at the same true effects and spread.",
        0.5 * sizing.plan.analysis.alpha,
        sizing.asked.worlds,
        sizing.asked.typical,
        sizing.asked.trials
    );
    let data = power_curve::Data {
        frame: frame(sizing, "power", &format!("Power and assurance, {}", design.to_lowercase()), caption),
        effect: Quantity { name: "Randomised to the first arm".to_owned(), unit: "patients".to_owned() },
        success: "a benefit concluded".to_owned(),
        curves,
        compatible: None,
    };
    let reading = needed_words(told, design);
    Ok(Drawn { name: "power", svg: power_curve::draw(&data)?, reading })
}

fn point(row: &Row) -> Option<Estimate> {
    let Interval { value, low, high } = percent(*row.success.as_ref().ok()?);
    Some(Estimate { at: f64::from(row.n), value, low, high })
}

/// How many people reach the wanted probability, in words.
fn needed_words(told: &Told, design: &str) -> String {
    let of = told.needed.iter().filter(|one| one.design == design);
    let words = of.map(|one| match &one.people {
        Ok(found) => {
            format!("{}: {:.0} (standard error {:.0})", one.scenario, found.value.ceil(), found.error)
        }
        Err(why) => format!("{}: {why}", one.scenario),
    });
    format!("Patients of the first arm for 80 %: {}.", words.collect::<Vec<_>>().join("; "))
}

fn designs(sizing: &Sizing, told: &Told) -> Option<Result<Drawn, FigureError>> {
    let series: Vec<String> =
        [sizing.scenarios.get(1).map(Scenario::id), believed(sizing)].into_iter().flatten().collect();
    let row = |label: &String| {
        let rows: Vec<&Row> = series.iter().filter_map(|scenario| told.at_size(scenario, label)).collect();
        let success: Vec<Interval> =
            rows.iter().filter_map(|row| Some(percent(*row.success.as_ref().ok()?))).collect();
        let exactly = |value: f64| Interval { value, low: value, high: value };
        (success.len() == series.len()).then(|| panels::Row {
            name: label.clone(),
            values: vec![
                success,
                rows.iter().map(|row| exactly(row.people)).collect(),
                rows.iter().map(|row| exactly(row.months)).collect(),
            ],
        })
    };
    let rows: Vec<panels::Row> = sizing.protocols.iter().filter_map(|one| row(&one.design.label)).collect();
    if rows.is_empty() {
        return None;
    }
    let caption = format!(
        "The same patients under every design, {} planned in the first arm under question. P(success) with its 95 % Monte-Carlo interval; people randomised and months from the first randomisation to the conclusion are means. Dashed: 80 %.",
        told.compared_at
    );
    let quantity = |name: &str, unit: &str| Quantity { name: name.to_owned(), unit: unit.to_owned() };
    let data = panels::Data {
        frame: frame(sizing, "designs", "What each design gives and costs", caption),
        rows_title: "Design".to_owned(),
        series,
        panels: vec![
            panels::Panel { quantity: quantity("P(success)", "%"), reference: Some(80.0), places: 0 },
            panels::Panel {
                quantity: quantity("Randomised, all arms", "patients"),
                reference: None,
                places: 0,
            },
            panels::Panel { quantity: quantity("Duration", "months"), reference: None, places: 0 },
        ],
        rows,
    };
    let reading = "A design that stops early saves people and time where the effect is large; what it costs is power where it is small.";
    Some(panels::draw(&data).map(|svg| Drawn { name: "designs", svg, reading: reading.to_owned() }))
}

fn analyses(sizing: &Sizing, told: &Told) -> Option<Result<Drawn, FigureError>> {
    let design = &sizing.protocols[0].design.label;
    let of = |scenario: &String| {
        let rows = told
            .rows
            .iter()
            .filter(|row| row.scenario == *scenario && row.design == *design && row.n == told.compared_at);
        let same_unit = rows
            .filter(|row| row.outcome == Outcome::NrsMean.name() && !row.analysis.starts_with("responders"));
        let estimator = |row: &Row| {
            Some(estimators::Estimator {
                name: row.analysis.clone(),
                bias: interval(*row.bias.as_ref().ok()?, 1.0, [f64::MIN, f64::MAX]),
                coverage: percent(*row.coverage.as_ref().ok()?),
                replicates: row.trials,
            })
        };
        let rows: Vec<&Row> = same_unit.collect();
        let truth = rows.first()?.truth.clone().ok()?;
        Some(estimators::Estimand {
            name: scenario.clone(),
            truth: interval(truth, 1.0, [f64::MIN, f64::MAX]),
            estimators: rows.into_iter().filter_map(estimator).collect(),
        })
    };
    let scenarios: Vec<String> = sizing.scenarios.iter().map(Scenario::id).collect();
    let shown = [scenarios.first(), scenarios.iter().rev().nth(1), scenarios.last()];
    let estimands: Vec<estimators::Estimand> = shown.into_iter().flatten().filter_map(of).collect();
    if estimands.is_empty() {
        return None;
    }
    let data = estimators::Data {
        frame: frame(
            sizing,
            "analyses",
            "Which analysis finds what is true",
            format!(
                "The same trials, {} in the first arm, by each analysis. Truth is the estimand's value from both potential outcomes of the same people.",
                told.compared_at
            ),
        ),
        bias: Quantity { name: "Bias of the difference in mean NRS".to_owned(), unit: "points".to_owned() },
        nominal: 95.0,
        interval_name: "95 % Monte-Carlo interval".to_owned(),
        estimands,
    };
    let reading = "Carrying a value forward answers another question; where pain changes until the end and who leaves is in pain, it is biased.";
    Some(estimators::draw(&data).map(|svg| Drawn { name: "analyses", svg, reading: reading.to_owned() }))
}

fn look_by_look(sizing: &Sizing, story: &Story) -> Result<Drawn, FigureError> {
    let all = story.looks.len();
    let seen = story.looks.iter().map(|seen| looks::Look {
        at: seen.day / DAYS_PER_MONTH,
        statistic: Some(seen.z).filter(|z| z.is_finite()),
        efficacy: seen.efficacy,
        futility: seen.futility,
        people: format!("{} of {}", seen.finished, seen.people),
    });
    let end = &story.looks[all - 1];
    let data = looks::Data {
        frame: frame(
            sizing,
            "looks",
            &format!("One trial look by look: {}", story.design),
            "The test statistic of the planned analysis at each look (standard normal without an effect, positive: benefit). Bars: where the trial stops. Below: people who have come to the compared visit or left before, of those randomised by then.".to_owned(),
        ),
        time: Quantity { name: "Time from the first randomisation".to_owned(), unit: "months".to_owned() },
        statistic: Quantity { name: "Test statistic".to_owned(), unit: "z".to_owned() },
        looks: seen.collect(),
        conclusion: end.decision.clone(),
    };
    let true_effect =
        story.truth.map_or_else(String::new, |truth| format!(" What was true: {truth:.2} points."));
    let reading = format!("After {all} looks: {}.{true_effect}", end.decision);
    Ok(Drawn { name: "looks", svg: looks::draw(&data)?, reading: true_minus(&reading) })
}

/// Uncertain numbers whose bar is longer than chance makes it, the longest first.
fn told_apart(told: &Told) -> impl Iterator<Item = &Sway> {
    told.sways.iter().filter(|sway| sway.is_told_apart())
}

fn decision(sizing: &Sizing, told: &Told) -> Result<Drawn, FigureError> {
    let bar = |sway: &Sway| tornado::Bar {
        name: sway.number.clone(),
        at_low: 100.0 * sway.low.value,
        at_high: 100.0 * sway.high.value,
        range: format!("× {:.2} to {:.2}", sway.factors[0], sway.factors[1]),
    };
    let design = &sizing.protocols[0].design.label;
    let middle =
        believed(sizing).and_then(|scenario| told.at_size(&scenario, design)?.success.as_ref().ok().copied());
    let data = tornado::Data {
        frame: frame(
            sizing,
            "decision",
            "What decides about success",
            format!(
                "Assurance of the first design with {} in its first arm, if it were known that an uncertain number lies in its lowest or in its highest third (other numbers as believed). Shown are the {} of {} numbers whose bar is longer than its 95 % Monte-Carlo interval; of the others, one in twenty would be by chance.",
                told.compared_at,
                told_apart(told).count(),
                told.sways.len()
            ),
        ),
        answer: Quantity { name: "P(success)".to_owned(), unit: "%".to_owned() },
        middle: 100.0 * middle.map_or(0.5, |found| found.value),
        ends: ["in its lowest third", "in its highest third"].map(str::to_owned),
        range_title: "Middle third".to_owned(),
        n: format!("{} worlds", sizing.asked.worlds),
        bars: told_apart(told).take(MOST_BARS).map(bar).collect(),
        places: 0,
    };
    let longest = told_apart(told).next().unwrap_or(&told.sways[0]);
    let reading = format!(
        "Most is moved by {}: {:.0} % where it is low, {:.0} % where it is high.",
        longest.number,
        100.0 * longest.low.value,
        100.0 * longest.high.value
    );
    Ok(Drawn { name: "decision", svg: tornado::draw(&data)?, reading })
}
