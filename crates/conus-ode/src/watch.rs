//! What was tried, step by step? For whoever looks closely at one patient; a crowd that does not watch pays nothing.

use crate::implicit::Trial;
use crate::piece::Piece;
use crate::{Solver, Tolerance};
use conus_num::Lanes;

/// A step that was tried in one lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// Day on which it begins.
    pub day: f64,
    /// Its length \[d\].
    pub length: f64,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Error of all states together, 1 where it is just allowed; none when a number was not finite or the step matrix
    /// could not be factorised.
    pub error: Option<f64>,
    /// The state with the largest error, and that error in units of what is allowed; the first state without a finite
    /// number, with an infinite error; none when no state is to blame.
    pub worst: Option<(usize, f64)>,
}

impl<L: Lanes> Solver<L> {
    /// The step that was tried in a lane, to be asked between a trial and its settlement.
    pub(crate) fn tried(
        &self,
        lane: usize,
        state: &[L],
        piece: &Piece,
        tolerance: &Tolerance,
    ) -> Option<Tried> {
        let (day, length, accepted, trial) = piece.tried()?;
        let (error, worst) = match trial {
            Trial::Error(error) => {
                let worst = self.stepper.largest_error(lane, state, tolerance);
                (Some(error), Some((worst, self.stepper.scaled_error(worst, lane, state, tolerance))))
            }
            Trial::NotFinite => (None, Some((self.stepper.first_not_finite(lane), f64::INFINITY))),
            Trial::Unusable => (None, None),
        };
        Some(Tried { day, length, accepted, error, worst })
    }
}
