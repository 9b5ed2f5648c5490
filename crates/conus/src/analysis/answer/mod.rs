//! What does one trial say of one variable? Adjusted means, effects and tests by the method that was planned.
//!
//! Every method reads a [`Frame`] and nothing else, so that a real trial and a simulated one are judged alike. An effect
//! is the arm minus the reference, the first arm of the frame. What could not be computed is a [`StatisticsError`] that
//! names the term, never a number.

mod carried;
mod imputed;
mod mixed;
mod r_code;
mod responders;
mod rows;
mod simple;
mod subgroups;

pub(crate) use carried::completed_change;
pub use r_code::{Columns, r_code};
pub use subgroups::{Subgroup, subgroup};

use super::frame::Frame;
use super::method::{Method, Question};
use conus_stats::{Estimate, StatisticsError};
use serde::Serialize;

/// What one analysis found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was done, in words.
    pub method: String,
    /// The same in a few words, for a row of a figure.
    pub short: String,
    /// Adjusted mean of each arm, at the visit or at every visit.
    pub means: Vec<Mean>,
    /// Each arm against the reference, at the visit or at every visit.
    pub effects: Vec<Effect>,
    /// Tests of several coefficients at once.
    pub tests: Vec<Test>,
    /// How the model beneath was fitted, if there is one.
    pub model: Vec<(String, String)>,
    /// Residuals of the model beneath, if there is one.
    pub residuals: Vec<Residual>,
    /// Who could not be used, and why.
    pub left_out: Vec<LeftOut>,
}

/// An adjusted mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mean {
    /// Label of the arm.
    pub arm: String,
    /// Label of the visit.
    pub visit: String,
    /// People with a value there.
    pub n: u32,
    /// The mean.
    pub number: Number,
}

/// An arm against the reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Label of the arm.
    pub arm: String,
    /// Label of the reference.
    pub reference: String,
    /// Label of the visit.
    pub visit: String,
    /// What kind of number it is.
    pub measure: Measure,
    /// People of the arm who count.
    pub n_arm: u32,
    /// People of the reference who count.
    pub n_reference: u32,
    /// The effect.
    pub number: Number,
}

/// What an effect is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Difference of means.
    MeanDifference,
    /// Median of all differences between the arms.
    MedianDifference,
    /// Difference of shares.
    RiskDifference,
    /// Ratio of odds; its standard error is that of the logarithm.
    OddsRatio,
}

/// A number with what is known about it; what a method does not give is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Number {
    /// Best value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of t; none where the test has none.
    pub freedom: Option<f64>,
    /// t or z.
    pub statistic: Option<f64>,
    /// Two-sided p.
    pub p: Option<f64>,
    /// 95 % confidence interval.
    pub interval_95: Option<[f64; 2]>,
}

/// A test of several coefficients at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// What is asked.
    pub name: String,
    /// F.
    pub statistic: f64,
    /// Degrees of freedom above.
    pub freedom_above: f64,
    /// Degrees of freedom below.
    pub freedom_below: f64,
    /// p.
    pub p: f64,
}

/// What a model leaves of one value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Residual {
    /// USUBJID.
    pub subject: String,
    /// Label of the visit.
    pub visit: String,
    /// Prediction.
    pub fitted: f64,
    /// Residual in units of its standard deviation; of a mixed model, freed from the others of the person.
    pub standardised: f64,
}

/// Somebody who could not be used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// USUBJID.
    pub subject: String,
    /// Why.
    pub because: String,
}

/// Analyses a frame as planned.
///
/// # Errors
/// Whatever the method cannot do with these data, with the term or group that it fails at.
pub fn answer(frame: &Frame, question: &Question) -> Result<Answer, StatisticsError> {
    match &question.method {
        Method::Mixed(plan) => mixed::mixed(frame, question, plan),
        Method::Covariance { robust } => simple::covariance(frame, question, *robust),
        Method::Welch | Method::Student | Method::Ranks => simple::two_sample(frame, question),
        Method::Responders { reduction_percent, adjusted } => {
            responders::responders(frame, question, *reduction_percent, *adjusted)
        }
        Method::Imputed(plan) => imputed::multiple(frame, question, plan),
        Method::ConditionalMean { strategy } => imputed::conditional_mean(frame, question, *strategy),
        Method::Carried(carried) => carried::carried(frame, question, *carried),
    }
}

/// The effects at the analysed visit alone: what is needed of each of many simulated trials.
///
/// # Errors
/// As [`answer`].
pub fn effects(frame: &Frame, question: &Question) -> Result<Vec<Effect>, StatisticsError> {
    match &question.method {
        Method::Mixed(plan) => mixed::effects(frame, question, plan),
        _ => Ok(answer(frame, question)?.effects),
    }
}

impl Answer {
    /// The effects at one visit.
    pub fn effects_at(&self, visit: &str) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(move |effect| effect.visit == visit)
    }
}

impl From<&Estimate> for Number {
    fn from(estimate: &Estimate) -> Self {
        let Estimate { value, standard_error, freedom, statistic, p_two_sided, interval_95, .. } = estimate;
        Self {
            value: *value,
            standard_error: Some(*standard_error),
            freedom: freedom.is_finite().then_some(*freedom),
            statistic: Some(*statistic),
            p: Some(*p_two_sided),
            interval_95: Some([interval_95.lower, interval_95.upper]),
        }
    }
}
