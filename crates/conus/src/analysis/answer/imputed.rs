//! What would the analysis say if the missing values were known? Imputation under a stated assumption.
//!
//! Who has no value from some visit to the end has deviated there; gaps before are missing at random. The model is
//! unstructured with one covariance matrix for all arms; each completed data set is judged by analysis of covariance at the
//! visit. Reference-based assumptions refer to the first arm, and their jackknife standard error is reported beside
//! Rubin's: the two answer different questions (docs/statistics.md, "Missing data").

use super::super::frame::Frame;
use super::super::method::{Draws, Imputed, Question};
use super::rows::{ARM, Rows, compared, left_out};
use super::simple::{effect_of, mean_of};
use super::{Answer, Effect, Number};
use conus_stats::ancova::{Ancova, Choices, compare};
use conus_stats::imputation::bootstrap::bootstrap;
use conus_stats::imputation::conditional_mean::{ConditionalMean, jackknife};
use conus_stats::imputation::delta::{Course, Delta};
use conus_stats::imputation::multiple::impute;
use conus_stats::imputation::posterior::{Chain, posterior};
use conus_stats::imputation::rubin::{Analysed, Pooled, pool};
use conus_stats::imputation::{
    Completed, Deviation, Key, Matrix, Parameters, Sharing, Strategy, Subject, Trial, model,
};
use conus_stats::mmrm::{Settings, Structure};
use conus_stats::{Estimate, StatisticsError};

/// Bootstrap samples that may fail for each that is asked for.
const FAILURES_FOR_EACH: usize = 1;

/// A frame as imputation sees it.
struct Holes<'f> {
    frame: &'f Frame,
    question: &'f Question,
    /// Index of each subject of the trial in the frame.
    people: Vec<usize>,
    trial: Trial,
}

pub(super) fn multiple(
    frame: &Frame,
    question: &Question,
    plan: &Imputed,
) -> Result<Answer, StatisticsError> {
    let holes = Holes::of(frame, question, plan.strategy)?;
    let completed = holes.completed(plan)?;
    let ancovas = completed.iter().map(|data| holes.judged(&holes.everybody(), data));
    let ancovas: Vec<Ancova> = ancovas.collect::<Result<_, _>>()?;
    let rows = holes.rows();
    let mut answer = holes.empty();
    for arm in 0..frame.arms.len() {
        let pooled = pooled(&ancovas, |ancova| &ancova.means[arm])?;
        answer.means.push(mean_of(frame, question, &rows, arm, of_pooled(&pooled)));
    }
    for arm in 1..frame.arms.len() {
        let pooled = pooled(&ancovas, |ancova| &ancova.against_reference[arm - 1])?;
        answer.model.extend(facts(&frame.arms[arm], &pooled));
        answer.effects.push(effect_of(frame, question, &rows, arm, of_pooled(&pooled)));
        if plan.strategy != Strategy::MissingAtRandom && plan.delta == 0.0 {
            let jackknife = holes.jackknife(arm)?;
            let name = format!(
                "{}: estimate and standard error by conditional means and jackknife",
                frame.arms[arm]
            );
            let both = format!("{:.4}, {:.4}", jackknife.estimate, jackknife.standard_error);
            answer.model.push((name, both));
        }
    }
    Ok(answer)
}

pub(super) fn conditional_mean(
    frame: &Frame,
    question: &Question,
    strategy: Strategy,
) -> Result<Answer, StatisticsError> {
    let holes = Holes::of(frame, question, strategy)?;
    let rows = holes.rows();
    let effect = |arm: usize| -> Result<Effect, StatisticsError> {
        let found = holes.jackknife(arm)?;
        let number = Number {
            value: found.estimate,
            standard_error: Some(found.standard_error),
            freedom: None,
            statistic: Some(found.statistic),
            p: Some(found.p_two_sided),
            interval_95: Some([found.interval_95.lower, found.interval_95.upper]),
        };
        Ok(effect_of(frame, question, &rows, arm, number))
    };
    let effects = (1..frame.arms.len()).map(effect).collect::<Result<_, _>>()?;
    Ok(Answer { effects, ..holes.empty() })
}

impl<'f> Holes<'f> {
    fn of(frame: &'f Frame, question: &'f Question, strategy: Strategy) -> Result<Self, StatisticsError> {
        let grid = Rows::grid(frame, question);
        let people: Vec<usize> =
            grid.places.iter().filter(|(_, visit)| *visit == 0).map(|(person, _)| *person).collect();
        let designs = designs(frame, question, &grid)?;
        let subject = |(number, at): (usize, &usize)| {
            let person = &frame.people[*at];
            let outcomes: Vec<Option<f64>> =
                (0..frame.visits.len()).map(|visit| compared(person, question.value, visit)).collect();
            let seen = outcomes.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
            let deviation =
                (seen < outcomes.len()).then_some(Deviation { visit: seen, strategy, reference: 0 });
            let of_arm =
                |design: &Matrix| design[number * outcomes.len()..(number + 1) * outcomes.len()].to_vec();
            Subject { arm: person.arm, deviation, designs: designs.iter().map(of_arm).collect(), outcomes }
        };
        let trial = Trial::new(people.iter().enumerate().map(subject).collect())?;
        Ok(Self { frame, question, people, trial })
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.people.len()).collect()
    }

    fn rows(&self) -> Rows<'f> {
        Rows::of_people(self.frame, &self.people, self.question.visit)
    }

    fn empty(&self) -> Answer {
        Answer {
            method: self.question.method.words(),
            short: self.question.method.short(),
            means: Vec::new(),
            effects: Vec::new(),
            tests: Vec::new(),
            model: Vec::new(),
            residuals: Vec::new(),
            left_out: left_out(self.frame, self.question),
        }
    }

    /// The fit that imputation rests on.
    fn fitted(&self, subjects: &[usize]) -> Result<Parameters, StatisticsError> {
        model::fit(&self.trial, subjects, Sharing::AllArms, Settings::reml(Structure::Unstructured))
    }

    /// The imputed data sets.
    fn completed(&self, plan: &Imputed) -> Result<Vec<Completed>, StatisticsError> {
        let key = Key { seed: plan.seed, replicate: 0 };
        let draws = match plan.draws {
            Draws::Posterior => {
                let start = self.fitted(&self.everybody())?;
                posterior(&self.trial, &start, Sharing::AllArms, Chain::default(), plan.imputations, key)?
            }
            Draws::Bootstrap => {
                let fit = |subjects: &[usize]| self.fitted(subjects);
                let most = FAILURES_FOR_EACH * plan.imputations;
                bootstrap(&self.trial, fit, plan.imputations, most, key)?.parameters
            }
        };
        let by_arm = (0..self.frame.arms.len()).map(|arm| if arm == 0 { 0.0 } else { plan.delta }).collect();
        let delta = Delta { by_arm, course: Course::Constant };
        impute(&self.trial, &draws, key)?.iter().map(|data| delta.added(&self.trial, data)).collect()
    }

    /// Analysis of covariance of some subjects at the visit.
    fn judged(&self, subjects: &[usize], data: &[Vec<f64>]) -> Result<Ancova, StatisticsError> {
        let people: Vec<usize> = subjects.iter().map(|subject| self.people[*subject]).collect();
        let response: Vec<f64> = subjects.iter().map(|subject| data[*subject][self.question.visit]).collect();
        let rows = Rows::of_people(self.frame, &people, self.question.visit);
        let choices = Choices { margins: self.question.margins, robust: None };
        compare(&response, &rows.arm()?, &rows.covariates(self.question)?, choices)
    }

    fn jackknife(&self, arm: usize) -> Result<ConditionalMean, StatisticsError> {
        jackknife(
            &self.trial,
            |subjects| self.fitted(subjects),
            |subjects, data| Ok(self.judged(subjects, data)?.against_reference[arm - 1].value),
        )
    }
}

/// For each arm the rows of the design as if everybody were in it.
fn designs(frame: &Frame, question: &Question, grid: &Rows<'_>) -> Result<Vec<Matrix>, StatisticsError> {
    let design = grid.long_design(question, true)?;
    let of_arm = |arm: &String| {
        let columns = design.columns_if_all_had(ARM, arm)?;
        let row = |row: usize| columns.iter().map(|column| column[row]).collect();
        Ok((0..grid.places.len()).map(row).collect())
    };
    frame.arms.iter().map(of_arm).collect()
}

fn pooled<'a>(
    ancovas: &'a [Ancova],
    number: impl Fn(&'a Ancova) -> &'a Estimate,
) -> Result<Pooled, StatisticsError> {
    let analysed = |ancova| {
        let Estimate { value, standard_error, freedom, .. } = *number(ancova);
        Analysed { estimate: value, standard_error, freedom }
    };
    pool(&ancovas.iter().map(analysed).collect::<Vec<_>>())
}

fn of_pooled(pooled: &Pooled) -> Number {
    Number {
        value: pooled.estimate,
        standard_error: Some(pooled.standard_error),
        freedom: Some(pooled.freedom),
        statistic: Some(pooled.statistic),
        p: Some(pooled.p_two_sided),
        interval_95: Some([pooled.interval_95.lower, pooled.interval_95.upper]),
    }
}

fn facts(arm: &str, pooled: &Pooled) -> [(String, String); 3] {
    [
        (
            format!("{arm}: share of information that is missing"),
            format!("{:.3}", pooled.missing_information),
        ),
        (format!("{arm}: relative efficiency"), format!("{:.4}", pooled.relative_efficiency)),
        (format!("{arm}: Monte-Carlo error of the estimate"), format!("{:.4}", pooled.simulation_error)),
    ]
}
