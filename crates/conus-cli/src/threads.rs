//! How many threads work? All cores, unless a command is told otherwise; it never changes a result.

use anyhow::Context;

/// Lets so many threads work from now on.
pub(crate) fn limit(threads: Option<u16>) -> anyhow::Result<()> {
    let Some(threads) = threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().context("the threads could not be started")
}
