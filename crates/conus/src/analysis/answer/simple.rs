//! What does one visit say of those who have a value there? Analysis of covariance and tests of two groups.

use super::super::frame::Frame;
use super::super::method::{Method, Question};
use super::rows::{Rows, left_out};
use super::{Answer, Effect, Mean, Measure, Number, Residual, Test};
use conus_stats::ancova::{Ancova, Choices, compare};
use conus_stats::regression::{Fit, Robust};
use conus_stats::two_sample::{Comparison, pooled, welch};
use conus_stats::{StatisticsError, describe, rank};

pub(super) fn covariance(
    frame: &Frame,
    question: &Question,
    robust: Option<Robust>,
) -> Result<Answer, StatisticsError> {
    let rows = Rows::with_value(frame, question, &[question.visit]);
    of_rows(frame, question, &rows, &rows.response(question), robust)
}

/// Analysis of covariance of these rows with this response.
pub(super) fn of_rows(
    frame: &Frame,
    question: &Question,
    rows: &Rows<'_>,
    response: &[f64],
    robust: Option<Robust>,
) -> Result<Answer, StatisticsError> {
    let choices = Choices { margins: question.margins, robust };
    let found = compare(response, &rows.arm()?, &rows.covariates(question)?, choices)?;
    let Ancova { means, against_reference, arm_test, fit, .. } = &found;
    let mean = |(arm, estimate)| mean_of(frame, question, rows, arm, estimate);
    let effect = |(before, estimate)| effect_of(frame, question, rows, before + 1, estimate);
    Ok(Answer {
        method: question.method.words(),
        short: question.method.short(),
        means: means.iter().map(Number::from).enumerate().map(mean).collect(),
        effects: against_reference.iter().map(Number::from).enumerate().map(effect).collect(),
        tests: vec![Test {
            name: "arms differ".to_owned(),
            statistic: arm_test.statistic,
            freedom_above: arm_test.freedom_above,
            freedom_below: arm_test.freedom_below,
            p: arm_test.p,
        }],
        model: facts(fit),
        residuals: residuals(frame, question, rows, fit),
        left_out: left_out(frame, question),
    })
}

fn facts(fit: &Fit) -> Vec<(String, String)> {
    let diagnostics = fit.diagnostics();
    let mut facts = vec![
        ("residual standard deviation".to_owned(), format!("{:.4}", fit.residual_deviation)),
        ("residual degrees of freedom".to_owned(), format!("{}", fit.residual_freedom)),
        ("R squared".to_owned(), format!("{:.4}", fit.r_squared)),
        ("condition number of the design".to_owned(), format!("{:.1}", diagnostics.condition_number)),
    ];
    if let Some(test) = diagnostics.heteroscedasticity {
        facts.push(("p of equal variances (Breusch, Pagan, Koenker)".to_owned(), format!("{:.4}", test.p)));
    }
    facts
}

fn residuals(frame: &Frame, question: &Question, rows: &Rows<'_>, fit: &Fit) -> Vec<Residual> {
    let residual = |((person, _), influence): (&(usize, usize), &conus_stats::regression::Influence)| {
        let standardised = influence.studentised?.internal;
        Some(Residual {
            subject: frame.people[*person].id.clone(),
            visit: frame.visits[question.visit].label.clone(),
            fitted: influence.fitted,
            standardised,
        })
    };
    rows.places.iter().zip(&fit.diagnostics().rows).filter_map(residual).collect()
}

pub(super) fn mean_of(
    frame: &Frame,
    question: &Question,
    rows: &Rows<'_>,
    arm: usize,
    number: Number,
) -> Mean {
    Mean {
        arm: frame.arms[arm].clone(),
        visit: frame.visits[question.visit].label.clone(),
        n: rows.count(arm, question.visit),
        number,
    }
}

pub(super) fn effect_of(
    frame: &Frame,
    question: &Question,
    rows: &Rows<'_>,
    arm: usize,
    number: Number,
) -> Effect {
    Effect {
        arm: frame.arms[arm].clone(),
        reference: frame.arms[0].clone(),
        visit: frame.visits[question.visit].label.clone(),
        measure: Measure::MeanDifference,
        n_arm: rows.count(arm, question.visit),
        n_reference: rows.count(0, question.visit),
        number,
    }
}

pub(super) fn two_sample(frame: &Frame, question: &Question) -> Result<Answer, StatisticsError> {
    let unadjusted = Question { baseline: false, ..question.clone() };
    let rows = Rows::with_value(frame, &unadjusted, &[question.visit]);
    let response = rows.response(question);
    let of_arm = |arm: usize| -> Vec<f64> {
        let mine =
            rows.places.iter().zip(&response).filter(|((person, _), _)| frame.people[*person].arm == arm);
        mine.map(|(_, value)| *value).collect()
    };
    let reference = of_arm(0);
    let mut effects = Vec::new();
    for arm in 1..frame.arms.len() {
        let (measure, number) = compared(&question.method, &reference, &of_arm(arm))?;
        let effect = effect_of(frame, question, &rows, arm, number);
        effects.push(Effect { measure, ..effect });
    }
    let mean = |arm: usize| Ok(mean_of(frame, question, &rows, arm, plain_mean(&of_arm(arm))?));
    Ok(Answer {
        method: question.method.words(),
        short: question.method.short(),
        means: (0..frame.arms.len()).map(mean).collect::<Result<_, StatisticsError>>()?,
        effects,
        tests: Vec::new(),
        model: Vec::new(),
        residuals: Vec::new(),
        left_out: left_out(frame, &unadjusted),
    })
}

fn compared(method: &Method, reference: &[f64], arm: &[f64]) -> Result<(Measure, Number), StatisticsError> {
    match method {
        Method::Ranks => {
            let ranked = rank::rank_sum(reference, arm)?;
            let value = rank::hodges_lehmann(reference, arm)?;
            let number = Number {
                value,
                standard_error: None,
                freedom: None,
                statistic: Some(ranked.z),
                p: Some(ranked.p_two_sided),
                interval_95: None,
            };
            Ok((Measure::MedianDifference, number))
        }
        Method::Student => Ok((Measure::MeanDifference, of_comparison(&pooled(reference, arm)?))),
        _ => Ok((Measure::MeanDifference, of_comparison(&welch(reference, arm)?))),
    }
}

fn of_comparison(found: &Comparison) -> Number {
    Number {
        value: found.difference,
        standard_error: Some(found.standard_error),
        freedom: Some(found.freedom),
        statistic: Some(found.statistic),
        p: Some(found.p_two_sided),
        interval_95: Some([found.interval_95.lower, found.interval_95.upper]),
    }
}

/// A mean with its own standard error.
fn plain_mean(values: &[f64]) -> Result<Number, StatisticsError> {
    let n = f64::from(u32::try_from(values.len()).expect("a trial has fewer than four billion people"));
    let error = describe::standard_deviation(values)? / n.sqrt();
    Ok((&conus_stats::Estimate::new("mean", describe::mean(values)?, error, n - 1.0)).into())
}
