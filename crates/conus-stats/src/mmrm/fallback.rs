//! Which covariance was used, when the first of a declared chain does not fit?

use super::{Fit, Repeated, Settings, Structure, fit};
use crate::StatisticsError;

/// The fit that was reached, and why those before it were not.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The fit.
    pub fit: Fit,
    /// Structures tried before, with the reason.
    pub failed: Vec<(Structure, StatisticsError)>,
}

/// Fits the first structure of the chain that converges. The chain is declared before the data are seen; a fault of the
/// data themselves ends it at once.
///
/// # Errors
/// An empty chain, a fault of the data, or the reason of the last structure.
pub fn first_that_fits(
    data: &Repeated,
    chain: &[Structure],
    settings: Settings,
) -> Result<Chosen, StatisticsError> {
    let mut failed = Vec::new();
    for structure in chain {
        match fit(data, Settings { structure: *structure, ..settings }) {
            Ok(fit) => return Ok(Chosen { fit, failed }),
            Err(reason) if of_the_structure(&reason) => failed.push((*structure, reason)),
            Err(fault) => return Err(fault),
        }
    }
    let none = StatisticsError::TooFew { what: "covariance structures".into(), count: 0, least: 1 };
    Err(failed.pop().map_or(none, |(_, reason)| reason))
}

/// Whether another structure may do where this one did not.
fn of_the_structure(reason: &StatisticsError) -> bool {
    matches!(
        reason,
        StatisticsError::NotConverged { .. }
            | StatisticsError::NotIdentified { .. }
            | StatisticsError::NeverTogether { .. }
    )
}
