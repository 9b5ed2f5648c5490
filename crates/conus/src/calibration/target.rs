//! To what is conus calibrated? The rows of the evidence that may be fitted and say how they are simulated.

use crate::evidence::{Evidence, FitRow, Label};
use crate::prediction::Simulation;

/// Half-width of a 95 % interval in standard errors.
const OF_95_PERCENT: f64 = 1.96;

/// One published number.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Id of the row.
    pub id: String,
    /// What it is simulated by: chance moves rows of one source together.
    pub source: String,
    /// The number.
    pub published: f64,
    /// Standard error that its printed 95 % interval, or its printed spread and n, imply, where they are printed.
    pub standard_error: Option<f64>,
}

/// All of them, each with what it is about and how it is simulated.
pub fn targets(evidence: &Evidence) -> impl Iterator<Item = (Target, (&Label, &Simulation))> {
    evidence.fit_rows().filter_map(|row| Some((target(&row)?, (row.label, row.label.simulation.as_ref()?))))
}

fn target(row: &FitRow<'_>) -> Option<Target> {
    let simulation = row.label.simulation.as_ref().filter(|simulation| simulation.may_be_calibrated())?;
    let source = simulation.studies().first().map(String::as_str).or_else(|| simulation.cohort())?;
    Some(Target {
        id: row.label.id.clone(),
        source: source.to_owned(),
        published: row.finding.mean?,
        standard_error: by_interval(row).or_else(|| by_spread(row)),
    })
}

fn by_interval(row: &FitRow<'_>) -> Option<f64> {
    row.finding.interval.map(|[low, high]| (high - low) / (2.0 * OF_95_PERCENT))
}

fn by_spread(row: &FitRow<'_>) -> Option<f64> {
    let n: u32 = row.label.n.iter().sum();
    row.finding.sd.filter(|_| n > 0).map(|sd| sd / f64::from(n).sqrt())
}
