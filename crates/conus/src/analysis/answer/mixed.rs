//! What do all visits say together? The mixed model for repeated measures on a frame.
//!
//! ```text
//! value = baseline (for each visit) + covariates + arm + visit + arm:visit + error
//! ```

use super::super::frame::Frame;
use super::super::method::{Mixed, Question};
use super::rows::{ARM, Rows, VISIT, left_out};
use super::{Answer, Effect, Mean, Measure, Residual, Test};
use conus_stats::design::{Design, Term};
use conus_stats::mmrm::{Chosen, Inference, Repeated, Settings, Structure, first_that_fits};
use conus_stats::symmetric::Cholesky;
use conus_stats::wald::single;
use conus_stats::{Estimate, StatisticsError};

pub(super) fn mixed(frame: &Frame, question: &Question, plan: &Mixed) -> Result<Answer, StatisticsError> {
    fitted(frame, question, plan, |asked, data, chosen| {
        Ok(Answer {
            method: question.method.words(),
            short: question.method.short(),
            means: asked.means()?,
            effects: asked.effects(asked.cells(1))?,
            tests: asked.tests()?,
            model: facts(chosen, plan),
            residuals: residuals(frame, asked.rows, data, chosen),
            left_out: left_out(frame, question),
        })
    })
}

/// The effects at the analysed visit, and nothing else.
pub(super) fn effects(
    frame: &Frame,
    question: &Question,
    plan: &Mixed,
) -> Result<Vec<Effect>, StatisticsError> {
    let here = (1..frame.arms.len()).map(|arm| (arm, question.visit));
    fitted(frame, question, plan, |asked, _, _| asked.effects(here))
}

/// Fits the model and tells of it.
fn fitted<T>(
    frame: &Frame,
    question: &Question,
    plan: &Mixed,
    tell: impl FnOnce(&Asked<'_>, &Repeated, &Chosen) -> Result<T, StatisticsError>,
) -> Result<T, StatisticsError> {
    let visits: Vec<usize> = (0..frame.visits.len()).collect();
    let rows = Rows::with_value(frame, question, &visits);
    let design = rows.long_design(question, plan.baseline_by_visit)?;
    let data = repeated(frame, question, plan, &rows, &design);
    let settings = Settings { objective: plan.objective, ..Settings::reml(Structure::Unstructured) };
    let chosen = first_that_fits(&data, &plan.chain, settings)?;
    let inference = match plan.sandwich {
        None => chosen.fit.inference(plan.freedom),
        Some(sandwich) => chosen.fit.robust(&data, sandwich, plan.freedom)?,
    };
    tell(&Asked { frame, question, rows: &rows, design: &design, inference: &inference }, &data, &chosen)
}

fn repeated(frame: &Frame, question: &Question, plan: &Mixed, rows: &Rows<'_>, design: &Design) -> Repeated {
    let people = || rows.places.iter().map(|(person, _)| *person);
    let weighted = frame.people.iter().any(|person| (person.weight - 1.0).abs() > 0.0);
    Repeated {
        names: design.names().to_vec(),
        columns: design.columns().to_vec(),
        response: rows.response(question),
        subject: people().collect(),
        visit: rows.places.iter().map(|(_, visit)| *visit).collect(),
        visits: frame.visits.len(),
        group: if plan.by_arm { people().map(|at| frame.people[at].arm).collect() } else { Vec::new() },
        weight: if weighted { people().map(|at| frame.people[at].weight).collect() } else { Vec::new() },
    }
}

/// What is asked of a fitted model.
struct Asked<'a> {
    frame: &'a Frame,
    question: &'a Question,
    rows: &'a Rows<'a>,
    design: &'a Design,
    inference: &'a Inference<'a>,
}

impl Asked<'_> {
    /// Weights of the mean of an arm at a visit.
    fn weights(&self, arm: usize, visit: usize) -> Result<Vec<f64>, StatisticsError> {
        let (arm, visit) = (self.frame.arms[arm].as_str(), self.frame.visits[visit].label.as_str());
        let held: &[(&str, &str)] =
            if self.frame.visits.len() > 1 { &[(ARM, arm), (VISIT, visit)] } else { &[(ARM, arm)] };
        self.design.mean_weights(held, self.question.margins)
    }

    fn cells(&self, first_arm: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let arms = first_arm..self.frame.arms.len();
        (0..self.frame.visits.len()).flat_map(move |visit| arms.clone().map(move |arm| (arm, visit)))
    }

    fn means(&self) -> Result<Vec<Mean>, StatisticsError> {
        let mean = |(arm, visit): (usize, usize)| {
            let label = &self.frame.visits[visit].label;
            let estimate = self.inference.combination(label, &self.weights(arm, visit)?)?;
            Ok(Mean {
                arm: self.frame.arms[arm].clone(),
                visit: label.clone(),
                n: self.rows.count(arm, visit),
                number: (&estimate).into(),
            })
        };
        self.cells(0).map(mean).collect()
    }

    fn effect(&self, arm: usize, visit: usize) -> Result<Estimate, StatisticsError> {
        self.inference.combination(&self.frame.visits[visit].label, &self.contrast(arm, visit)?)
    }

    fn contrast(&self, arm: usize, visit: usize) -> Result<Vec<f64>, StatisticsError> {
        let (own, reference) = (self.weights(arm, visit)?, self.weights(0, visit)?);
        Ok(own.iter().zip(reference).map(|(a, b)| a - b).collect())
    }

    fn effects(&self, cells: impl Iterator<Item = (usize, usize)>) -> Result<Vec<Effect>, StatisticsError> {
        let effect = |(arm, visit): (usize, usize)| {
            Ok(Effect {
                arm: self.frame.arms[arm].clone(),
                reference: self.frame.arms[0].clone(),
                visit: self.frame.visits[visit].label.clone(),
                measure: Measure::MeanDifference,
                n_arm: self.rows.count(arm, visit),
                n_reference: self.rows.count(0, visit),
                number: (&self.effect(arm, visit)?).into(),
            })
        };
        cells.map(effect).collect()
    }

    fn tests(&self) -> Result<Vec<Test>, StatisticsError> {
        let all = self.cells(1).map(|(arm, visit)| self.contrast(arm, visit));
        let mut tests = vec![self.test("arms differ at any visit", &all.collect::<Result<Vec<_>, _>>()?)?];
        if self.frame.visits.len() > 1 {
            let columns = self.design.columns_of(&Term::interaction(ARM, VISIT))?;
            let rows = single(columns, self.design.names().len());
            tests.push(self.test("the difference changes between visits", &rows)?);
        }
        Ok(tests)
    }

    fn test(&self, name: &str, rows: &[Vec<f64>]) -> Result<Test, StatisticsError> {
        let test = self.inference.joint(rows)?;
        Ok(Test {
            name: name.to_owned(),
            statistic: test.statistic,
            freedom_above: test.freedom_above,
            freedom_below: test.freedom_below,
            p: test.p,
        })
    }
}

/// How the model was fitted, for a table.
fn facts(chosen: &Chosen, plan: &Mixed) -> Vec<(String, String)> {
    let fit = &chosen.fit;
    let structure = fit.settings.structure;
    let mut facts = vec![
        ("covariance used".to_owned(), structure.name().to_owned()),
        ("in the parameters".to_owned(), structure.natural_parameters().to_owned()),
    ];
    for (structure, reason) in &chosen.failed {
        facts.push((format!("covariance {} was not used", structure.name()), reason.to_string()));
    }
    facts.extend([
        ("-2 log likelihood".to_owned(), format!("{:.4}", fit.minus_twice_log_likelihood)),
        ("Akaike's criterion".to_owned(), format!("{:.4}", fit.akaike())),
        ("covariance parameters".to_owned(), fit.covariance_parameters().to_string()),
        ("observations".to_owned(), fit.observations.to_string()),
        ("people".to_owned(), fit.people.to_string()),
        ("steps to the optimum".to_owned(), fit.steps.to_string()),
        ("degrees of freedom".to_owned(), plan.freedom.name().to_owned()),
    ]);
    facts
}

/// Scaled residuals: those of a person, freed from what hangs together by the Cholesky factor of the fitted covariance, so
/// that a right model leaves independent standard normal numbers (Fitzmaurice, Laird and Ware 2011, section 10.2).
fn residuals(frame: &Frame, rows: &Rows<'_>, data: &Repeated, chosen: &Chosen) -> Vec<Residual> {
    let coefficients = &chosen.fit.coefficients;
    let fitted = |row: usize| -> f64 {
        data.columns.iter().zip(coefficients).map(|(column, b)| column[row] * b).sum()
    };
    let weight = |row: usize| data.weight.get(row).copied().unwrap_or(1.0);
    let mut residuals = Vec::with_capacity(data.response.len());
    let mut first = 0;
    // Rows of a person follow each other, visit by visit.
    for own in data.subject.chunk_by(|a, b| a == b) {
        let mine = first..first + own.len();
        first = mine.end;
        let matrix = &chosen.fit.covariance[data.group.get(mine.start).copied().unwrap_or(0)];
        let seen = matrix.select(&data.visit[mine.clone()]);
        let factor = Cholesky::of(&seen, f64::EPSILON).expect("it was positive definite when fitted");
        let mut scaled: Vec<f64> =
            mine.clone().map(|row| (data.response[row] - fitted(row)) * weight(row).sqrt()).collect();
        factor.forward(&mut scaled);
        for (row, standardised) in mine.zip(scaled) {
            let (person, visit) = rows.places[row];
            residuals.push(Residual {
                subject: frame.people[person].id.clone(),
                visit: frame.visits[visit].label.clone(),
                fitted: fitted(row),
                standardised,
            });
        }
    }
    residuals
}
