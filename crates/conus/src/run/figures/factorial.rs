//! In a factorial trial, what does each treatment do in truth, and what do two do beyond their sum?

use super::super::RunError;
use super::super::summary::{Count, PAIR, Summary, TermRow};
use super::{Drawn, column, frame, share, text, words};
use crate::report::figure::forest::{self, Contrast, Factor, Row};
use crate::report::figure::{Interval, Quantity};
use crate::report::page::{Cell, Table};
use crate::trial::plan::TrialPlan;

pub(super) fn factorial(plan: &TrialPlan, summary: &Summary) -> Result<Drawn, RunError> {
    let visit = &plan.analysed_visit().label;
    let caption = format!(
        "Least squares of the true effect at {visit} on treatments and pairs, in {} simulated trials. Squares: mean over trials; bars: 5 % to 95 % of trials, each in a possible world of its own. Upper rows: what a treatment does alone. Lower rows: what two do beyond the sum of both; 0 is a sum.",
        summary.replicates
    );
    let factor = |name: &str, pairs: bool| Factor {
        name: name.to_owned(),
        p: None,
        rows: summary.factorial.iter().filter(|term| term.is_pair() == pairs).map(row).collect(),
    };
    let data = forest::Data {
        frame: frame(
            "factorial",
            "What each treatment does, and what two do beyond their sum",
            caption,
            plan,
        ),
        effect: Quantity { name: "True change of mean pain".to_owned(), unit: "NRS points".to_owned() },
        contrast: Contrast::Difference,
        interval_name: "90 % of trials".to_owned(),
        effect_title: "Mean".to_owned(),
        name_title: "Treatment".to_owned(),
        treated_title: String::new(),
        control_title: String::new(),
        p_title: String::new(),
        below: "less pain".to_owned(),
        above: "more pain".to_owned(),
        overall: None,
        prediction: None,
        factors: vec![factor("Alone", false), factor("Together, beyond the sum", true)],
    };
    Ok(Drawn {
        name: "factorial",
        svg: forest::draw(&data)?,
        reading: reading(summary),
        table: told(summary),
    })
}

fn row(term: &TermRow) -> Row {
    Row {
        name: term.name.replace(PAIR, " and "),
        treated: String::new(),
        control: String::new(),
        effect: Interval { value: term.truth.mean, low: term.truth.low, high: term.truth.high },
        p: None,
    }
}

/// The pair that departs most from a sum.
fn reading(summary: &Summary) -> String {
    let pairs = summary.factorial.iter().filter(|term| term.is_pair());
    let most = pairs.max_by(|a, b| a.truth.mean.abs().total_cmp(&b.truth.mean.abs()));
    most.map_or_else(String::new, |term| {
        format!(
            "The pair that departs most from a sum is {}: {:+.2} points in truth; {:.0} % of trials of this size would call it an interaction.",
            term.name.replace(PAIR, " and "),
            term.truth.mean,
            100.0 * term.found.share
        )
    })
}

fn told(summary: &Summary) -> Table {
    let rows = summary.factorial.iter().map(|term| {
        let interval =
            |count: &Count| Cell::Interval { value: count.mean, low: count.low, high: count.high, places: 2 };
        vec![text(&term.name), interval(&term.truth), interval(&term.estimate), share(&term.found)]
    });
    Table {
        caption: "Treatments and pairs, in truth and as trials estimate them".to_owned(),
        columns: vec![
            words("treatment or pair"),
            column("in truth, mean (5 % to 95 % of trials)", "NRS"),
            column("estimated, mean (5 % to 95 % of trials)", "NRS"),
            column("trials whose 95 % interval excludes 0 (95 % interval)", "%"),
        ],
        rows: rows.collect(),
        note: "Estimates hold what people expect and how they rate; the truth does not.".to_owned(),
    }
}
