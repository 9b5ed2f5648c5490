//! How many people got better by so much? Shares of everybody randomised; whoever has no value has not responded.

use super::super::frame::Frame;
use super::super::method::Question;
use super::rows::{ARM, Rows, left_out};
use super::simple::effect_of;
use super::{Answer, Effect, Mean, Measure, Number};
use conus_stats::StatisticsError;
use conus_stats::design::{Design, Term, Variable};
use conus_stats::logistic;
use conus_stats::proportion::{Share, fisher_exact, risk_difference};
use conus_stats::responder::{reach, reduction_percent};

pub(super) fn responders(
    frame: &Frame,
    question: &Question,
    least_percent: f64,
    adjusted: bool,
) -> Result<Answer, StatisticsError> {
    let unadjusted = Question { baseline: adjusted && question.baseline, ..question.clone() };
    let everybody: Vec<usize> = (0..frame.people.len()).collect();
    let rows = Rows::of_people(frame, &everybody, question.visit);
    let shares: Vec<Share> = (0..frame.arms.len())
        .map(|arm| share(frame, question, arm, least_percent))
        .collect::<Result<_, _>>()?;
    let mean = |(arm, share): (usize, &Share)| Mean {
        arm: frame.arms[arm].clone(),
        visit: frame.visits[question.visit].label.clone(),
        n: rows.count(arm, question.visit),
        number: of_share(*share),
    };
    let effects = if adjusted {
        by_regression(frame, &unadjusted, least_percent)?
    } else {
        let effect = |arm: usize| {
            let (difference, p) =
                (risk_difference(shares[0], shares[arm])?, fisher_exact(shares[0], shares[arm])?);
            let interval_95 = Some([difference.interval_95.lower, difference.interval_95.upper]);
            let number = Number { p: Some(p), interval_95, ..plain(difference.value) };
            Ok(of_measure(effect_of(frame, question, &rows, arm, number), Measure::RiskDifference))
        };
        (1..frame.arms.len()).map(effect).collect::<Result<_, StatisticsError>>()?
    };
    Ok(Answer {
        method: question.method.words(),
        short: question.method.short(),
        means: shares.iter().enumerate().map(mean).collect(),
        effects,
        tests: Vec::new(),
        model: Vec::new(),
        residuals: Vec::new(),
        left_out: if adjusted { left_out(frame, &unadjusted) } else { Vec::new() },
    })
}

/// Reduction from baseline of a person at the visit [%].
fn reduction(frame: &Frame, question: &Question, person: usize) -> Option<f64> {
    let person = &frame.people[person];
    reduction_percent(person.baseline?, person.values[question.visit])
}

fn share(
    frame: &Frame,
    question: &Question,
    arm: usize,
    least_percent: f64,
) -> Result<Share, StatisticsError> {
    let mine = (0..frame.people.len()).filter(|person| frame.people[*person].arm == arm);
    let reductions: Vec<Option<f64>> = mine.map(|person| reduction(frame, question, person)).collect();
    let reached = reach(&reductions, least_percent)?;
    Ok(Share { events: reached.events, total: reached.total })
}

/// Odds ratios of a logistic regression, and the risk differences that it implies for everybody (standardisation).
fn by_regression(
    frame: &Frame,
    question: &Question,
    least_percent: f64,
) -> Result<Vec<Effect>, StatisticsError> {
    let people: Vec<usize> = {
        let grid = Rows::grid(frame, question);
        grid.places.iter().filter(|(_, visit)| *visit == question.visit).map(|(person, _)| *person).collect()
    };
    let rows = Rows::of_people(frame, &people, question.visit);
    let variables: Vec<Variable> =
        std::iter::once(rows.arm()?.into()).chain(rows.covariates(question)?).collect();
    let terms: Vec<Term> = variables.iter().map(|variable| Term::main(variable.name())).collect();
    let design = Design::new(&variables, &terms)?;
    let responded = |person: &usize| {
        let reduction = reduction(frame, question, *person);
        // As `reach` counts: to the rounding of a percentage.
        Ok(reach(&[reduction], least_percent)?.events == 1)
    };
    let events: Vec<bool> = people.iter().map(responded).collect::<Result<_, StatisticsError>>()?;
    let fit = logistic::fit(&events, &design)?;
    let columns = design.columns_of(&Term::main(ARM))?;
    let risks = fit.standardised(ARM)?.differences;
    let ratios = fit.odds_ratios();
    let mut effects = Vec::new();
    for (before, (risk, column)) in risks.iter().zip(columns).enumerate() {
        let effect = effect_of(frame, question, &rows, before + 1, risk.into());
        effects.push(of_measure(effect.clone(), Measure::RiskDifference));
        let ratio = &ratios[column];
        let log = &fit.estimates()[column];
        let number = Number {
            value: ratio.value,
            standard_error: Some(log.standard_error),
            freedom: None,
            statistic: Some(log.statistic),
            p: Some(log.p_two_sided),
            interval_95: Some([ratio.interval_95.lower, ratio.interval_95.upper]),
        };
        effects.push(Effect { number, ..of_measure(effect, Measure::OddsRatio) });
    }
    Ok(effects)
}

fn of_measure(effect: Effect, measure: Measure) -> Effect {
    Effect { measure, ..effect }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
fn of_share(share: Share) -> Number {
    plain(share.events as f64 / share.total as f64)
}

fn plain(value: f64) -> Number {
    Number { value, standard_error: None, freedom: None, statistic: None, p: None, interval_95: None }
}
