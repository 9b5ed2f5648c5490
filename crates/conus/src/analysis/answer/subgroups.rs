//! Does the treatment work alike in everybody? The effect within each level of a factor, at one visit.

use super::super::frame::{CovariateKind, Frame};
use super::super::method::Question;
use super::rows::Rows;
use super::{Effect, Measure, Test};
use conus_stats::StatisticsError;
use conus_stats::ancova::Choices;
use conus_stats::design::Variable;
use conus_stats::subgroup::effects;
use serde::Serialize;

/// Effects in the levels of one factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subgroup {
    /// Name of the factor.
    pub factor: String,
    /// Each level, and within it each arm against the reference.
    pub effects: Vec<(String, Effect)>,
    /// Are the effects equal in all levels?
    pub interaction: Test,
}

/// The effect in each level of a factor among the covariates, adjusted for the others.
///
/// # Errors
/// No factor of that name, a level without people of some arm, or what the regression refuses.
///
/// # Panics
/// When a trial has four billion people or more.
pub fn subgroup(frame: &Frame, question: &Question, factor: &str) -> Result<Subgroup, StatisticsError> {
    let rows = Rows::with_value(frame, question, &[question.visit]);
    let is_factor = |kind: &CovariateKind| matches!(kind, CovariateKind::Factor { .. });
    let known: Vec<&str> = frame
        .covariates
        .iter()
        .filter(|covariate| is_factor(&covariate.kind))
        .map(|covariate| covariate.name.as_str())
        .collect();
    let (mine, others): (Vec<Variable>, Vec<Variable>) =
        rows.covariates(question)?.into_iter().partition(|variable| variable.name() == factor);
    let Some(Variable::Factor(levels)) = mine.into_iter().next() else {
        return Err(StatisticsError::UnknownName {
            name: factor.to_owned(),
            of: "factors with two levels among the people analysed".to_owned(),
            known: known.join(", "),
        });
    };
    let choices = Choices { margins: question.margins, robust: None };
    let found = effects(&rows.response(question), &rows.arm()?, &levels, &others, choices)?;
    let per_level = frame.arms.len() - 1;
    let count = |people: usize| u32::try_from(people).expect("a trial has fewer than four billion people");
    let effect = |(at, effect): (usize, &conus_stats::subgroup::Effect)| {
        let told = Effect {
            arm: frame.arms[1 + at % per_level].clone(),
            reference: frame.arms[0].clone(),
            visit: frame.visits[question.visit].label.clone(),
            measure: Measure::MeanDifference,
            n_arm: count(effect.count_arm),
            n_reference: count(effect.count_reference),
            number: (&effect.difference).into(),
        };
        (effect.level.clone(), told)
    };
    let test = &found.interaction;
    Ok(Subgroup {
        factor: factor.to_owned(),
        effects: found.effects.iter().enumerate().map(effect).collect(),
        interaction: Test {
            name: format!("the effect differs between the levels of {factor}"),
            statistic: test.statistic,
            freedom_above: test.freedom_above,
            freedom_below: test.freedom_below,
            p: test.p,
        },
    })
}
