//! Every estimator against the printed output of another program (`../oracle`, scripts beside their output).

#![expect(clippy::unwrap_used, reason = "a table that cannot be read fails its test")]

/// Means, quantiles and intervals of a share agree with R.
mod describe;
/// Assumptions, pooling, carried values and posterior draws agree with R and mice.
mod imputation;
/// Printed numbers and trial data, read from `../oracle`.
mod oracle;
/// Power agrees with R and statsmodels.
mod power;
/// Tests and intervals of shares, and adjusted p, agree with R and statsmodels.
mod proportion;
/// The rank-sum test agrees with R.
mod rank;
/// Regression and analysis of covariance agree with R and statsmodels, also on Longley's ill-conditioned
/// data.
mod regression;
/// The t tests and effect sizes agree with R.
mod two_sample;
