//! GROUND: statistics. This crate knows no biology; it judges two columns of numbers or a table of shares.
//!
//! Every sum runs in the order of its input, so the same data give the same bits. Degenerate input is a
//! [`StatisticsError`], never a NaN. Each estimator is checked against the printed output of another program
//! (`tests/oracle`).
//!
//! - [`describe`]: what do the numbers say by themselves?
//! - [`two_sample`], [`rank`]: do two groups differ?
//! - [`design`]: which columns does a model have?
//! - [`regression`], [`ancova`]: do they differ once covariates are taken into account?
//! - [`mmrm`]: do they differ at each visit, when people are measured repeatedly?
//! - [`subgroup`]: is the effect the same in everybody?
//! - [`wald`]: are several coefficients zero at once?
//! - [`logistic`]: on what does the chance of an event depend?
//! - [`proportion`], [`responder`]: do shares of people differ?
//! - [`agreement`]: do raters, occasions and items say the same?
//! - [`multiplicity`]: what is a p worth among others?
//! - [`power`]: how many people are needed?
//! - [`sequential`]: when may a trial stop before its end?
//! - [`sample_size_reestimation`]: how many more does a running trial need?
//! - [`imputation`]: what would the missing values have been, and what does not knowing them cost?
//! - [`meta_analysis`]: what do several studies say together?
//! - [`scoring`]: how good was a prediction?
//! - [`shapley`]: how much of the whole is due to each part?
//! - [`smooth`]: how does a share change along a scale?
//! - [`linear_algebra`], [`symmetric`]: small dense matrices

#![forbid(unsafe_code)]

pub mod agreement;
pub mod ancova;
pub mod describe;
pub mod design;
mod error;
mod estimate;
pub mod imputation;
pub mod linear_algebra;
pub mod logistic;
pub mod meta_analysis;
pub mod mmrm;
pub mod multiplicity;
pub mod power;
pub mod proportion;
pub mod rank;
pub mod regression;
pub mod responder;
mod root;
pub mod sample_size_reestimation;
pub mod scoring;
pub mod sequential;
pub mod shapley;
pub mod smooth;
pub mod subgroup;
pub mod symmetric;
pub mod two_sample;
pub mod wald;

pub use describe::Interval;
pub use error::StatisticsError;
pub use estimate::Estimate;
