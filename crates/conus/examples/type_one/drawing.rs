//! How are the rejections drawn? One row for each method of each scenario without an effect, beside the gate.

use crate::GATE;
use crate::rate::{LEVEL, Row, Share};
use conus::report::figure::type_one::{Data, Rate, Scenario, draw as draw_rates};
use conus::report::figure::{FigureError, Frame, Interval};
use conus::report::theme::Role;
use conus_stats::mmrm::Freedom;

/// The figure of the rows whose null hypothesis is true.
///
/// # Errors
/// As the figure.
pub(crate) fn draw(rows: &[Row]) -> Result<String, FigureError> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for row in rows.iter().filter(|row| row.scenario.effect.abs() <= 0.0) {
        let name = format!("{} people; {}", row.scenario.people, row.scenario.name);
        match scenarios.last_mut().filter(|last| last.name == name) {
            Some(last) => last.rates.push(rate(row)),
            None => scenarios.push(Scenario { name, rates: vec![rate(row)] }),
        }
    }
    draw_rates(&Data {
        frame: Frame {
            id: "type-one".into(),
            title: "How often a mixed model finds an effect that is not there".into(),
            caption: "Synthetic trials of two arms with four visits. Two-sided tests at 5 % of the difference at the last \
                      visit, unstructured covariance. The gate was declared before any trial was played, for the first row."
                .into(),
            source: "docs/figures/type_one.csv; seed 2026; cargo run --release -p conus --example type_one".into(),
        },
        nominal: 100.0 * LEVEL,
        gate: (100.0 * GATE.start(), 100.0 * GATE.end()),
        interval_name: "95 % Monte-Carlo interval".into(),
        scenarios,
    })
}

fn rate(row: &Row) -> Rate {
    let (method, role) = match row.method {
        Freedom::KenwardRoger => ("Kenward\u{2013}Roger", Role::Treatment),
        Freedom::Satterthwaite => ("Satterthwaite", Role::Control),
        Freedom::KenwardRogerMmrm => ("Kenward\u{2013}Roger, R mmrm", Role::Third),
        Freedom::BetweenWithin => ("Between-within", Role::Fourth),
        other => (other.name(), Role::Fifth),
    };
    let Share { estimate, low, high } = row.rejected;
    let [value, low, high] = [estimate, low, high].map(|share| 100.0 * share);
    Rate {
        method: method.into(),
        role,
        percent: Interval { value, low, high },
        trials: row.analysed,
        gated: row.gated(),
    }
}
