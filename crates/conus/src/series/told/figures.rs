//! Which pictures does an appraisal give? Each printed change as a staircase, and natural course by time of enrolment.

use super::super::Appraisal;
use super::super::natural::{by_share, by_time};
use super::super::outcome::Outcome;
use super::super::plan::SeriesPlan;
use super::super::split::{Split, Spread};
use crate::report::figure::{FigureError, Frame, Interval, Quantity, decomposition, panels};

/// A finished picture.
pub(super) struct Drawn {
    /// Its name, without folder and ending.
    pub(super) name: &'static str,
    /// The drawing.
    pub(super) svg: String,
    /// What to see in it.
    pub(super) reading: String,
}

impl Drawn {
    /// Its file.
    pub(super) fn file(&self) -> String {
        format!("figures/{}.svg", self.name)
    }
}

/// Panels that stand side by side.
const MOST_PANELS: usize = 3;

/// Every picture that the appraisal allows, in the order of the page.
pub(super) fn all(plan: &SeriesPlan, found: &Appraisal) -> Result<Vec<Drawn>, FigureError> {
    let mut drawn = Vec::new();
    if !found.splits.is_empty() {
        drawn.push(parts(plan, found)?);
    }
    drawn.extend(natural(plan, found).transpose()?);
    Ok(drawn)
}

fn frame(plan: &SeriesPlan, id: &str, title: &str, caption: String, table: &str) -> Frame {
    Frame {
        id: id.to_owned(),
        title: title.to_owned(),
        caption,
        source: format!(
            "{} for what was printed; {table}; {} worlds, seed {}; simulated",
            plan.series.source, plan.series.worlds, plan.series.seed
        ),
    }
}

fn parts(plan: &SeriesPlan, found: &Appraisal) -> Result<Drawn, FigureError> {
    let data = decomposition::Data {
        frame: frame(
            plan,
            "parts",
            "What a printed change consists of",
            "Mean of each part over possible worlds, weighed by how likely the printed number is in them; bars on top of them: central 90 %. Each part begins where the one before ends; together with what is not explained they are what was printed.".to_owned(),
            "splits.csv",
        ),
        interval: "90 %".to_owned(),
        staircases: found.splits.iter().map(staircase).collect(),
    };
    Ok(Drawn {
        name: "parts",
        svg: decomposition::draw(&data)?,
        reading: "No number in hand says how large a hatched part is: its prior, and the printed number itself, decide. Hatched parts trade with each other, so a long hatched bar is no finding.".to_owned(),
    })
}

fn staircase(split: &Split) -> decomposition::Staircase {
    let part = |name: &str, spread: Spread, by_prior_alone| decomposition::Part {
        name: name.to_owned(),
        size: Interval {
            value: spread.mean,
            low: spread.low.min(spread.mean),
            high: spread.high.max(spread.mean),
        },
        by_prior_alone,
    };
    let layers = split.parts.iter();
    let mut parts: Vec<decomposition::Part> = layers
        .map(|of| part(of.layer.label(), of.size.after, of.layer.by_prior_alone(split.outcome)))
        .collect();
    parts.push(part("luck of measuring", split.luck.after, false));
    let kind = if split.between_arms { "difference between arms" } else { "change" };
    decomposition::Staircase {
        name: format!("{}, {}", split.outcome.label(), split.group.label()),
        note: format!(
            "n {}; {} worlds, as sure as {:.0} once weighed",
            split.n, split.worlds, split.effective_worlds
        ),
        change: Quantity {
            name: format!("{kind}, {}", split.visit.to_lowercase()),
            unit: split.outcome.unit().to_owned(),
        },
        unexplained: split.unexplained,
        printed: split.printed,
        places: usize::from(split.outcome != Outcome::AisImproved),
        parts,
    }
}

/// Natural course by time of enrolment, of the first outcomes that were printed.
fn natural(plan: &SeriesPlan, found: &Appraisal) -> Option<Result<Drawn, FigureError>> {
    let mut shown: Vec<Outcome> = Vec::new();
    for split in &found.splits {
        if !shown.contains(&split.outcome) && shown.len() < MOST_PANELS {
            shown.push(split.outcome);
        }
    }
    let visit = plan.visits.len() - 1;
    let spread = |spread: Spread| Interval {
        value: spread.mean,
        low: spread.low.min(spread.mean),
        high: spread.high.max(spread.mean),
    };
    let mut rows: Vec<panels::Row> = Vec::new();
    let mut add = |name: String, values: Vec<Vec<Interval>>| {
        if values.len() == shown.len() {
            rows.push(panels::Row { name, values });
        }
    };
    for group in super::super::group::Group::BY_TIME {
        let of = |outcome: &Outcome| {
            let row = by_time(&found.worlds, *outcome, visit).into_iter().find(|row| row.group == group)?;
            Some(vec![spread(row.untreated), spread(row.treated)])
        };
        add(format!("enrolled {}", group.label()), shown.iter().filter_map(of).collect());
    }
    let shares: Vec<f64> = shown
        .first()
        .map(|outcome| by_share(&found.worlds, *outcome, visit))
        .unwrap_or_default()
        .iter()
        .map(|row| row.subacute_percent)
        .collect();
    for (place, share) in shares.iter().enumerate() {
        let of = |outcome: &Outcome| {
            let row = *by_share(&found.worlds, *outcome, visit).get(place)?;
            Some(vec![spread(row.untreated), spread(row.treated)])
        };
        add(format!("all, if {share:.0} % within 6 months"), shown.iter().filter_map(of).collect());
    }
    if rows.is_empty() || shown.is_empty() {
        return None;
    }
    Some(draw_natural(plan, &shown, rows, &plan.visits[visit].label))
}

fn draw_natural(
    plan: &SeriesPlan,
    shown: &[Outcome],
    rows: Vec<panels::Row>,
    visit: &str,
) -> Result<Drawn, FigureError> {
    let panel = |outcome: &Outcome| panels::Panel {
        quantity: Quantity { name: outcome.label().to_owned(), unit: outcome.unit().to_owned() },
        reference: Some(0.0),
        places: usize::from(*outcome != Outcome::AisImproved),
    };
    let data = panels::Data {
        frame: frame(
            plan,
            "natural",
            &format!("Change up to {}, by time of enrolment", visit.to_lowercase()),
            "Mean change and central 90 % over possible worlds, each with the people of one study. Untreated: the same people with the same luck, nothing given and nothing hoped for.".to_owned(),
            "natural.csv",
        ),
        rows_title: "Who".to_owned(),
        series: vec!["untreated".to_owned(), "as the study was".to_owned()],
        panels: shown.iter().map(panel).collect(),
        rows,
    };
    Ok(Drawn {
        name: "natural",
        svg: panels::draw(&data)?,
        reading: "Who is enrolled early still has recovery ahead, whatever is given. How many were is not in hand, so the last rows go through every share.".to_owned(),
    })
}
