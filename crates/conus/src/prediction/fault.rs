//! Why can a published number not be simulated as its row says?

/// A row that names something that is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("evidence row `{id}`: there is no {what} `{name}`{of}; name one of: {known}")]
pub struct PredictionError {
    /// Id of the row.
    pub id: String,
    /// What it names.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// In which study it was looked for, as ` in the study ...`; empty where in none.
    pub of: String,
    /// What would be known.
    pub known: String,
}
