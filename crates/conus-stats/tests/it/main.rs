//! Every estimator against the printed output of another program (`../oracle`, scripts beside their output).

#![expect(clippy::unwrap_used, reason = "a table that cannot be read fails its test")]

/// Agreement of raters and items agrees with R.
mod agreement;
/// Adjusted means, differences and subgroups of several arms agree with R.
mod ancova;
/// The made-up trial of three arms, read from `../oracle`.
mod arms;
/// Means, quantiles and intervals of a share agree with R.
mod describe;
/// Robust covariances, residuals, influence, checks of a regression and joint tests agree with R.
mod diagnostics;
/// Assumptions, pooling, carried values and posterior draws agree with R and mice.
mod imputation;
/// Logistic regression, also penalised, agrees with R.
mod logistic;
/// Several studies together agree with metafor.
mod meta_analysis;
/// The mixed model for repeated measures agrees with five programs and with its formulas to a hundred digits.
mod mmrm;
/// Printed numbers and trial data, read from `../oracle`.
mod oracle;
/// Power agrees with R and statsmodels.
mod power;
/// Tests and intervals of shares, and adjusted p, agree with R and statsmodels.
mod proportion;
/// The rank-sum and signed-rank tests agree with R.
mod rank;
/// Re-estimated sample sizes keep the level of their test, as they should, in made-up trials.
mod reestimation;
/// Regression and analysis of covariance agree with R and statsmodels, also on Longley's ill-conditioned
/// data.
mod regression;
/// Group-sequential plans and conclusions agree with rpact.
mod sequential;
/// The t tests and effect sizes agree with R.
mod two_sample;
