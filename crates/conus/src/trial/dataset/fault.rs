//! What makes a data set unfit for analysis?

use super::Parameter;

/// Why a data set cannot be read or written.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum DatasetError {
    /// The study could be taken for a real one.
    #[error(
        "study identifier `{study_id}` does not start with `SYN-`; simulated data must say that they are"
    )]
    NotMarkedSynthetic {
        /// The identifier.
        study_id: String,
    },
    /// An index points to nothing.
    #[error("row {row} of {table} points to {what} {index}, but there are {count}")]
    Dangling {
        /// The table.
        table: &'static str,
        /// Row, counted from 0.
        row: usize,
        /// What it points to.
        what: &'static str,
        /// The index.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// Two subjects share a number.
    #[error("subject number {number} occurs twice; numbers must tell subjects apart")]
    DoubledSubject {
        /// The number.
        number: u32,
    },
    /// Two analysis rows answer the same question.
    #[error("subject {subject} has two analysis rows of {} at visit {visit}; flag one", parameter.code())]
    DoubledObservation {
        /// Index of the subject.
        subject: u32,
        /// The parameter.
        parameter: Parameter,
        /// Index of the visit.
        visit: u16,
    },
    /// A row lies in the table of another instrument.
    #[error("row {row} of {table} holds {}, which belongs to another table", parameter.code())]
    Misplaced {
        /// The table.
        table: &'static str,
        /// Row, counted from 0.
        row: usize,
        /// The parameter.
        parameter: Parameter,
    },
    /// A value lies off its scale or is not a number.
    #[error("row {row} of {table} has {value} for {}, not in 0 to {}", parameter.code(), parameter.highest())]
    OffScale {
        /// The table.
        table: &'static str,
        /// Row, counted from 0.
        row: usize,
        /// The parameter.
        parameter: Parameter,
        /// The value.
        value: f64,
    },
    /// Strata and factors do not fit each other or the columns.
    #[error(
        "stratum {stratum} has {values} values for {factors} factors; give one each, of at most 3 factors"
    )]
    Strata {
        /// Number of factors.
        factors: usize,
        /// Number of values.
        values: usize,
        /// Index of the stratum.
        stratum: usize,
    },
}
