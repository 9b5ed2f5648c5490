//! Why is there no answer? The data or the question do not allow one.

/// Why a statistic could not be computed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StatisticsError {
    /// Fewer observations than the method needs.
    #[error("`{what}` has {count} observations and needs at least {least}")]
    TooFew {
        /// The group or column.
        what: String,
        /// Observations present.
        count: usize,
        /// Observations needed.
        least: usize,
    },
    /// A NaN or an infinity among the data.
    #[error("`{what}` is {value} at row {row}; leave missing values out before the analysis")]
    NotFinite {
        /// The group or column.
        what: String,
        /// Zero-based position.
        row: usize,
        /// The value found.
        value: f64,
    },
    /// All values are equal, so there is no scale to judge by.
    #[error("`{what}` does not vary; a test needs spread")]
    NoSpread {
        /// The group or column.
        what: String,
    },
    /// Two columns that belong together differ in length.
    #[error("`{what}` has {count} rows where {expected} are expected")]
    LengthMismatch {
        /// The column.
        what: String,
        /// Rows present.
        count: usize,
        /// Rows of the other column.
        expected: usize,
    },
    /// A column is a linear combination of those before it.
    #[error("column `{column}` is a linear combination of the columns before it; remove one of them")]
    RankDeficient {
        /// The first column that adds nothing.
        column: String,
    },
    /// A covariance matrix in which one entry is decided by others.
    #[error("`{what}` is not positive definite: one of its entries follows from the others; leave it out")]
    NotPositiveDefinite {
        /// The matrix.
        what: String,
    },
    /// A part of the data that was analysed for a bootstrap or a jackknife gave no answer.
    #[error("{part} could not be analysed: {cause}")]
    PartFailed {
        /// The part of the data.
        part: String,
        /// Why not.
        cause: Box<Self>,
    },
    /// The variance of this estimate is not defined because one row decides a coefficient alone.
    #[error("row {row} alone decides a coefficient (leverage one); the robust variance is not defined")]
    FullLeverage {
        /// Zero-based position.
        row: usize,
    },
    /// A column, with others, tells those with the event from those without, so the likelihood has no top.
    #[error(
        "`{column}` separates those with the event from those without {kind}, so it has no finite odds ratio; \
         use the penalised fit (Firth) or leave the column out"
    )]
    Separated {
        /// The column that contributes most.
        column: String,
        /// `completely`, or `in part` where some rows lie on the border.
        kind: &'static str,
    },
    /// A search that did not come to an end.
    #[error(
        "the {what} did not settle in {iterations} iterations; look for columns that are nearly dependent"
    )]
    NotSettled {
        /// What was sought.
        what: String,
        /// How often it was tried.
        iterations: usize,
    },
    /// More events than people.
    #[error("{events} events among {total} people; events are at most people, and people at least one")]
    ImpossibleCount {
        /// People with the event.
        events: u64,
        /// All people.
        total: u64,
    },
    /// A person with two answers at one visit.
    #[error("rows {first} and {second} are answers of one person at one visit; keep one of them")]
    DoubledVisit {
        /// Zero-based position.
        first: usize,
        /// Zero-based position.
        second: usize,
    },
    /// A visit at which nobody answered.
    #[error("visit {visit} has no answer; leave it out of the model")]
    EmptyVisit {
        /// Zero-based number of the visit.
        visit: usize,
    },
    /// Two visits that nobody has both of, so that their covariance cannot be estimated.
    #[error(
        "nobody of group {group} has an answer at both visit {early} and visit {late}; their covariance has no data"
    )]
    NeverTogether {
        /// Zero-based number of the group.
        group: usize,
        /// Zero-based number of the visit.
        early: usize,
        /// Zero-based number of the visit.
        late: usize,
    },
    /// The top of a likelihood was not reached.
    #[error("the fit of `{what}` did not converge in {steps} steps (decrement {decrement:.1e})")]
    NotConverged {
        /// The model.
        what: String,
        /// Steps taken.
        steps: usize,
        /// How far the likelihood was from its top, by the last step.
        decrement: f64,
    },
    /// The likelihood is flat at its top, so a parameter has no estimate.
    #[error("the data do not determine all parameters of `{what}`; choose a model with fewer")]
    NotIdentified {
        /// The model.
        what: String,
    },
    /// A name that is not among those it should be one of.
    #[error("`{name}` is not among the {of}: {known}")]
    UnknownName {
        /// The name asked for.
        name: String,
        /// What it should be one of.
        of: String,
        /// The names there are.
        known: String,
    },
    /// Two things of one name, so that a name no longer says which.
    #[error("`{name}` is named twice; give each its own name, once")]
    NamedTwice {
        /// The name.
        name: String,
    },
    /// A level that no row has, so that nothing can be said about it.
    #[error("no row has level `{level}` of `{factor}`; leave the level out or join it with another")]
    EmptyLevel {
        /// The factor.
        factor: String,
        /// Its empty level.
        level: String,
    },
    /// A quantity that cannot be made to meet what is asked of it.
    #[error("no {what} from {lower} to {upper} does what is asked; ask for less")]
    OutOfReach {
        /// The quantity sought.
        what: String,
        /// Least value tried.
        lower: f64,
        /// Greatest value tried.
        upper: f64,
    },
    /// A number outside the range the method allows.
    #[error("`{what}` is {value}; it must be {allowed}")]
    OutOfRange {
        /// The quantity.
        what: String,
        /// The value given.
        value: f64,
        /// The range in words.
        allowed: &'static str,
    },
}

impl StatisticsError {
    /// A name that is not among the known ones.
    pub(crate) fn unknown(name: &str, of: &str, known: &[impl AsRef<str>]) -> Self {
        let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        Self::UnknownName { name: name.to_owned(), of: of.to_owned(), known: known.join(", ") }
    }
}

/// Every value is a finite number and there are at least `least` of them.
pub(crate) fn check_values(what: &str, values: &[f64], least: usize) -> Result<(), StatisticsError> {
    if values.len() < least {
        return Err(StatisticsError::TooFew { what: what.to_owned(), count: values.len(), least });
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(StatisticsError::NotFinite { what: what.to_owned(), row, value: values[row] }),
        None => Ok(()),
    }
}

/// The two columns have the same number of rows.
pub(crate) fn check_length(what: &str, count: usize, expected: usize) -> Result<(), StatisticsError> {
    if count == expected {
        return Ok(());
    }
    Err(StatisticsError::LengthMismatch { what: what.to_owned(), count, expected })
}

/// A quantity that must lie strictly between zero and one.
pub(crate) fn check_open_share(what: &str, value: f64) -> Result<(), StatisticsError> {
    if value > 0.0 && value < 1.0 {
        return Ok(());
    }
    Err(StatisticsError::OutOfRange { what: what.to_owned(), value, allowed: "between 0 and 1" })
}

/// A count as a number; exact below 2^53, which no trial reaches.
#[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

/// A count as a number; exact below 2^53, which no trial reaches.
#[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
pub(crate) fn number_of(count: u64) -> f64 {
    count as f64
}
