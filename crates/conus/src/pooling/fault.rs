//! Why can published numbers not be pooled?

use conus_stats::StatisticsError;

/// A pool that is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PoolError {
    /// A row that is not there.
    #[error("pool `{pool}`: there is no row `{id}` in the evidence; write an id of data/evidence")]
    Unknown {
        /// The pool.
        pool: String,
        /// The id.
        id: String,
    },
    /// A row that was kept aside.
    #[error(
        "pool `{pool}`: row `{id}` is kept aside (`holdout`) and can be read by validation alone; take it out"
    )]
    HeldOut {
        /// The pool.
        pool: String,
        /// The id.
        id: String,
    },
    /// A row without what is needed.
    #[error("row `{id}` cannot be pooled: {fault}")]
    Unusable {
        /// The id.
        id: String,
        /// What is missing.
        fault: &'static str,
    },
    /// The estimator refuses.
    #[error("`{what}` cannot be pooled: {cause}")]
    Failed {
        /// The pool, or the id of a row.
        what: String,
        /// Why.
        cause: StatisticsError,
    },
}
