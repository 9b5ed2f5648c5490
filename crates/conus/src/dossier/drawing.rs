//! How is the robustness of a headline drawn? One interval for each assumption that departs, below the headline as planned.

use super::robustness::{Panel, Row, Standing};
use crate::report::figure::forest::{self, Contrast, Data, Factor};
use crate::report::figure::{FigureError, Frame, Interval, Quantity};

/// Standard errors in half of a 95 % interval.
const REACH: f64 = 1.96;

/// The picture of a panel with at least one row.
pub(super) fn draw(panel: &Panel, headline: &str, source: &str) -> Result<String, FigureError> {
    let mut factors: Vec<Factor> = Vec::new();
    for row in &panel.rows {
        if factors.last().is_none_or(|factor| factor.name != row.group) {
            factors.push(Factor { name: row.group.clone(), p: None, rows: Vec::new() });
        }
        factors.last_mut().expect("one was pushed").rows.push(drawn(row));
    }
    let caption = format!(
        "Each row plays the planned trial again in {} worlds of this run with the same patients' luck and one thing changed. Squares: {headline} as it is then; bars: 95 % Monte-Carlo interval of the change, by pairs. Diamond and dashed line: the headline in the same trials, with its own Monte-Carlo interval.",
        panel.asked
    );
    forest::draw(&Data {
        frame: Frame {
            id: "robustness".to_owned(),
            title: "What the headline rests on".to_owned(),
            caption,
            source: source.to_owned(),
        },
        effect: Quantity { name: capital(headline), unit: panel.unit.clone() },
        contrast: Contrast::Difference,
        interval_name: "95 %".to_owned(),
        effect_title: "Mean".to_owned(),
        name_title: "What is changed".to_owned(),
        treated_title: String::new(),
        control_title: String::new(),
        p_title: String::new(),
        below: panel.sides[0].clone(),
        above: panel.sides[1].clone(),
        overall: panel.rows.first().map(planned),
        prediction: None,
        factors,
    })
}

fn drawn(row: &Row) -> forest::Row {
    let [value, half] = [row.observed.changed(), REACH * row.observed.error];
    let mark = match row.standing {
        Standing::Holds => String::new(),
        other => format!(" \u{2013} {}", other.word()),
    };
    forest::Row {
        name: format!("{}{mark}", row.what),
        treated: String::new(),
        control: String::new(),
        effect: Interval { value, low: value - half, high: value + half },
        p: None,
    }
}

/// The headline in the compared trials, with the error that so few trials have of themselves.
fn planned(row: &Row) -> forest::Row {
    let [value, half] = [row.observed.planned, REACH * row.observed.planned_error];
    forest::Row {
        name: "As planned".to_owned(),
        treated: String::new(),
        control: String::new(),
        effect: Interval { value, low: value - half, high: value + half },
        p: None,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
