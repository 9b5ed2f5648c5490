//! What does the mixed model say of these people? A fit of any selection of subjects, some of them several times.

use super::trial::Sharing;
use super::{Parameters, Trial};
use crate::StatisticsError;
use crate::mmrm::{Repeated, Settings, fit as fit_repeated};

/// Fits the mixed model for repeated measures to the [`super::Subject::modelled`] outcomes of the subjects at these
/// positions. Somebody listed twice counts as two people.
///
/// # Errors
/// As [`crate::mmrm::fit`], or arms with their own covariance of which one has no outcome.
///
/// # Panics
/// When there is no subject at a position.
pub fn fit(
    trial: &Trial,
    subjects: &[usize],
    sharing: Sharing,
    settings: Settings,
) -> Result<Parameters, StatisticsError> {
    let found = fit_repeated(&repeated(trial, subjects, sharing), settings)?;
    let matrices = found.covariance.len();
    let covariances = match sharing {
        Sharing::AllArms => vec![found.covariance[0].clone(); trial.arms()],
        Sharing::EachArm if matrices == trial.arms() => found.covariance,
        Sharing::EachArm => {
            let what = format!("arm {matrices}");
            return Err(StatisticsError::TooFew { what, count: 0, least: trial.visits() });
        }
    };
    Ok(Parameters { coefficients: found.coefficients, covariances })
}

/// The outcomes in long form, each subject in the design of its own arm.
fn repeated(trial: &Trial, subjects: &[usize], sharing: Sharing) -> Repeated {
    let mut data = Repeated {
        names: (0..trial.coefficients()).map(|number| format!("coefficient {number}")).collect(),
        columns: vec![Vec::new(); trial.coefficients()],
        visits: trial.visits(),
        ..Repeated::default()
    };
    for (number, &position) in subjects.iter().enumerate() {
        let subject = &trial.subjects()[position];
        for (visit, outcome) in subject.modelled().into_iter().enumerate() {
            let Some(outcome) = outcome else { continue };
            data.response.push(outcome);
            data.subject.push(number);
            data.visit.push(visit);
            if sharing == Sharing::EachArm {
                data.group.push(subject.arm);
            }
            for (column, value) in data.columns.iter_mut().zip(&subject.designs[subject.arm][visit]) {
                column.push(*value);
            }
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::synthetic::{everybody, maximum_likelihood, trial};
    use crate::imputation::{Matrix, Subject};
    use crate::mmrm::{Objective, Structure};

    /// Two ways to the top of one likelihood; the iteration stops within 1e-8 of it in standard errors, which are
    /// about a tenth here.
    #[test]
    fn maximum_likelihood_is_that_of_the_closed_form_where_people_only_leave() {
        let trial = trial(40, 0.25);
        let settings = Settings { objective: Objective::Ml, ..Settings::reml(Structure::Unstructured) };
        let seen = fit(&trial, &everybody(&trial), Sharing::AllArms, settings).unwrap();
        let expected = maximum_likelihood(&trial, &everybody(&trial)).unwrap();
        for (seen, expected) in seen.coefficients.iter().zip(&expected.coefficients) {
            assert!((seen - expected).abs() < 1e-8, "{seen} against {expected}");
        }
        for (seen, expected) in seen.covariances[1].packed.iter().zip(&expected.covariances[1].packed) {
            assert!((seen - expected).abs() < 1e-8, "{seen} against {expected}");
        }
    }

    /// The same trial in a model without treatment effects, which a single arm can fit.
    fn without_effects(trial: &Trial) -> Trial {
        let keep = |row: &Vec<f64>| row.chunks(3).flat_map(|of_visit| [of_visit[0], of_visit[2]]).collect();
        let subject = |subject: &Subject| {
            let design: Matrix = subject.designs[0].iter().map(keep).collect();
            Subject { designs: vec![design; 2], ..subject.clone() }
        };
        Trial::new(trial.subjects().iter().map(subject).collect()).unwrap()
    }

    #[test]
    fn an_arm_with_its_own_covariance_and_nobody_in_it_is_an_error() {
        let trial = without_effects(&trial(20, 0.1));
        let settings = Settings::reml(Structure::Unstructured);
        let first: Vec<usize> = (0..20).collect();
        let seen = fit(&trial, &first, Sharing::EachArm, settings);
        assert_eq!(seen, Err(StatisticsError::TooFew { what: "arm 1".into(), count: 0, least: 3 }));
        let both = fit(&trial, &everybody(&trial), Sharing::EachArm, settings).unwrap();
        assert_ne!(both.covariances[0], both.covariances[1]);
    }
}
