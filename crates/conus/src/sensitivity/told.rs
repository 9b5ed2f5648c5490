//! How is a sensitivity analysis told? As tables and figures.

use super::attribution::{Attribution, Part};
use super::interaction::{Interaction, OUTCOMES as OUTCOMES_TOGETHER};
use super::morris::Effect;
use super::tornado::Swing;
use super::world::{OUTCOMES, Outcome};
use crate::report::figure::knockout::{self, Bar};
use crate::report::figure::{FigureError, Frame, Quantity, tornado};
use crate::report::wording;
use crate::trial::knock_out::MECHANISMS;
use crate::trial::knowledge::Uncertain;

/// Bars of a tornado.
const LONGEST: usize = 15;

/// The screening, one row for each number.
#[must_use]
pub fn screening_csv(moved: &[Uncertain], effects: &[[Effect; OUTCOMES.len()]]) -> String {
    let mut text = "number,prior_log_sd,outcome,mu_star,low_95,high_95,sigma\n".to_owned();
    for (moved, effects) in moved.iter().zip(effects) {
        for (outcome, effect) in OUTCOMES.iter().zip(effects) {
            let Effect { mu_star, interval: [low, high], sigma } = effect;
            let label = moved.unknown.label();
            text.push_str(&format!("{label},{},{outcome},{mu_star},{low},{high},{sigma}\n", moved.log_sd));
        }
    }
    text
}

/// The swings, one row for each number.
#[must_use]
pub fn tornado_csv(swings: &[Swing]) -> String {
    let mut text = "number,calibrated,factor_low,factor_high,outcome,at_low,at_high\n".to_owned();
    for swing in swings {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let [low, high] = swing.outcomes.map(|end| end.map_or(String::new(), |end| end[at].to_string()));
            let [least, most] = swing.factors;
            let (label, calibrated) = (swing.unknown.label(), swing.calibrated);
            text.push_str(&format!("{label},{calibrated},{least},{most},{outcome},{low},{high}\n"));
        }
    }
    text
}

/// The parts of the relief.
#[must_use]
pub fn attribution_csv(attribution: &Attribution) -> String {
    let mut text = "claim,mechanism,relief,low_95,high_95,worlds_low_90,worlds_high_90\n".to_owned();
    let whole = (("", "all"), &attribution.relief);
    for ((claim, name), part) in std::iter::once(whole).chain(MECHANISMS.into_iter().zip(&attribution.parts))
    {
        let Part { value, interval: [low, high], worlds: [least, most] } = part;
        text.push_str(&format!("{claim},{name},{value},{low},{high},{least},{most}\n"));
    }
    text
}

/// Treatment, training and both, one row for each outcome.
#[must_use]
pub fn interaction_csv(found: &[Interaction]) -> String {
    let mut text = "outcome,unit,change_by,value,low_95,high_95,worlds_low_90,worlds_high_90\n".to_owned();
    for ((outcome, unit), found) in OUTCOMES_TOGETHER.iter().zip(found) {
        let rows = [
            ("treatment", found.treatment),
            ("training", found.training),
            ("both", found.both),
            ("both beyond the sum", found.beyond_the_sum),
        ];
        for (name, Part { value, interval: [low, high], worlds: [least, most] }) in rows {
            text.push_str(&format!("{outcome},{unit},{name},{value},{low},{high},{least},{most}\n"));
        }
    }
    text
}

/// The longest swings of one outcome.
///
/// # Errors
/// When nothing moved.
pub fn tornado(study: &str, at: usize, middle: Outcome, swings: &[Swing]) -> Result<String, FigureError> {
    let bar = |swing: &Swing| {
        let [low, high] = swing.outcomes;
        let [least, most] = swing.factors;
        let kind = if swing.calibrated { "" } else { " *" };
        let range = format!("× {least:.2} to {most:.2}{kind}");
        Some(tornado::Bar { name: swing.unknown.label(), at_low: low?[at], at_high: high?[at], range })
    };
    let mut bars: Vec<tornado::Bar> = swings.iter().filter_map(bar).collect();
    let width = |bar: &tornado::Bar| (bar.at_high - bar.at_low).abs();
    bars.sort_by(|a, b| width(b).total_cmp(&width(a)));
    bars.truncate(LONGEST);
    tornado::draw(&tornado::Data {
        frame: Frame {
            id: format!("tornado-{at}"),
            title: format!("What moves it most: {}", OUTCOMES[at]),
            caption: "Each uncertain number alone at its 10th and 90th percentile, all others in the middle; the same patients and the same luck. Ranges are those of the posterior; with * of the prior, since no published number informs them. `.spread` is how much people differ.".to_owned(),
            source: format!("conus sensitivity {study}; tornado.csv; simulated"),
        },
        answer: Quantity { name: OUTCOMES[at].to_owned(), unit: "NRS points".to_owned() },
        middle: middle[at],
        ends: ["at its 10th percentile", "at its 90th percentile"].map(str::to_owned),
        range_title: "Factor".to_owned(),
        n: "true, not reported".to_owned(),
        bars,
        places: 2,
    })
}

/// The parts of the relief as bars.
///
/// # Errors
/// When there is no relief to share.
pub fn attribution(study: &str, found: &Attribution) -> Result<String, FigureError> {
    let bar = |id: &str, name: &str, part: &Part| {
        let [low, high] = part.interval;
        let text = wording::interval(part.value, (low, high), 2);
        Bar { id: id.to_owned(), name: name.to_owned(), value: part.value, low, high, text }
    };
    let parts = MECHANISMS.into_iter().zip(&found.parts).map(|((claim, name), part)| bar(claim, name, part));
    knockout::draw(&knockout::Data {
        frame: Frame {
            id: "attribution".to_owned(),
            title: "Which mechanism of the cells relieves".to_owned(),
            caption: format!(
                "Shapley values over all 32 subsets of the five mechanisms, in the same patients; the parts add up to the relief. Without homing nothing else can act, so homing shares the credit of all. Mean and 95 % bootstrap interval over {} possible worlds, {} treated patients.",
                found.replicates, found.patients
            ),
            source: format!("conus sensitivity {study}; attribution.csv; simulated"),
        },
        benefit: Quantity { name: "relief".to_owned(), unit: "NRS points".to_owned() },
        full: bar("", "all five together", &found.relief),
        lost: parts.collect(),
        text_title: "Points (95 % interval)".to_owned(),
        n: format!("{} worlds", found.replicates),
    })
}
