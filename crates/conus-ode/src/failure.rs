//! Why did a solve stop? A failure is data: counted and reported with its day and state, never replaced by a value.

/// Why one solve stopped.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SolveError {
    /// The error test failed down to the smallest step; the named state has the largest error.
    #[error("step fell below {least_day:.1e} day at day {day}; the error is largest in `{state}`")]
    StepTooSmall {
        /// Where the solve stopped.
        day: f64,
        /// The smallest step allowed there.
        least_day: f64,
        /// The state with the largest scaled error.
        state: String,
    },
    /// A slope, a Jacobian entry or a new state was not a finite number, however small the step.
    #[error("`{state}` is not a finite number just after day {day}; check its equation and inputs there")]
    NotFinite {
        /// The last day with finite numbers.
        day: f64,
        /// The first state found without a finite value.
        state: String,
    },
    /// The step matrix could not be factorised, with pivoting and however small the step.
    #[error("the step matrix is singular at day {day}, even with pivoting; check the Jacobian there")]
    SingularMatrix {
        /// Where the solve stopped.
        day: f64,
    },
    /// The budget of steps was used up.
    #[error("{steps} steps were used up at day {day}; raise `most_steps` or loosen the tolerance")]
    TooManySteps {
        /// Where the solve stopped.
        day: f64,
        /// Steps tried, rejected ones included.
        steps: u64,
    },
    /// Two parts of the question disagree about the number of states.
    #[error("{what} has {found} entries, the system has {expected} states")]
    WrongSize {
        /// Which part.
        what: &'static str,
        /// Number of states of the solver.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// A day lies outside the span, is out of order, or is not a number.
    #[error("{what} {day} is outside {from}..{to} or out of order; days must ascend")]
    WrongDay {
        /// Which day.
        what: &'static str,
        /// The day.
        day: f64,
        /// Start of the span.
        from: f64,
        /// End of the span.
        to: f64,
    },
    /// A tolerance is negative, zero where it must not be, or not a number.
    #[error("tolerances must be finite and positive, found relative {relative} and absolute {absolute}")]
    WrongTolerance {
        /// The relative tolerance.
        relative: f64,
        /// The first bad absolute tolerance, or the first one.
        absolute: f64,
    },
}

impl SolveError {
    /// The last day reached; none when nothing was solved.
    #[must_use]
    pub fn day(&self) -> Option<f64> {
        match self {
            Self::StepTooSmall { day, .. }
            | Self::NotFinite { day, .. }
            | Self::SingularMatrix { day }
            | Self::TooManySteps { day, .. } => Some(*day),
            Self::WrongSize { .. } | Self::WrongDay { .. } | Self::WrongTolerance { .. } => None,
        }
    }

    /// The state that is to blame; none when none is.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::StepTooSmall { state, .. } | Self::NotFinite { state, .. } => Some(state),
            _ => None,
        }
    }
}

/// Why a list of places is no [`crate::Pattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A place lies outside the matrix.
    #[error("place ({row}, {column}) lies outside a {size} by {size} matrix")]
    Outside {
        /// Row of the place.
        row: usize,
        /// Column of the place.
        column: usize,
        /// Number of states.
        size: usize,
    },
    /// A place comes twice or out of order.
    #[error("place ({row}, {column}) comes twice or out of order; sort by row, then column")]
    Unsorted {
        /// Row of the place.
        row: usize,
        /// Column of the place.
        column: usize,
    },

    /// More states are said to be known than a look at a patient makes room for.
    #[error("{count} states are listed as exact; eight are the most")]
    ManyExact {
        /// How many.
        count: usize,
    },
    /// A state that is said to be known depends on one that is not.
    #[error(
        "state {row} is listed as exact but depends on state {column}, which is not; list both or neither"
    )]
    Driven {
        /// The state that is listed.
        row: usize,
        /// The state that drives it.
        column: usize,
    },
}
