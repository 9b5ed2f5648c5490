//! What are many completed trials, and what do they say together? One for each draw of the parameters.
//!
//! Rubin 1987, chapter 4, and Carpenter, Roger and Kenward 2013, section 3: draw the parameters, draw the missing values
//! given them and the observed ones, analyse each completed trial as if it were complete, and pool ([`super::rubin`]).

use super::chance::Purpose;
use super::conditional::{completed, groups};
use super::rubin::{Analysed, Pooled, pool};
use super::{Completed, Key, Parameters, Trial};
use crate::StatisticsError;

/// One completed trial for each draw of the parameters. The same subject in the same draw has the same luck whatever
/// the assumption, so that assumptions and deltas are compared without noise.
///
/// # Errors
/// As [`Trial::mean`] and [`Trial::covariance`], or a covariance of observed visits that is not positive definite.
pub fn impute(trial: &Trial, draws: &[Parameters], key: Key) -> Result<Vec<Completed>, StatisticsError> {
    let groups = groups(trial);
    let one = |(draw, parameters): (usize, &Parameters)| {
        completed(trial, &groups, parameters, |subject, conditional, mean| {
            conditional.draw(&mean, &mut key.stream(Purpose::Imputation, subject, draw))
        })
    };
    draws.iter().enumerate().map(one).collect()
}

/// Analyses each completed trial and pools the answers. `analyse` gets the positions of the subjects, here all, and
/// the outcomes of everybody.
///
/// # Errors
/// The first error of an analysis, or as [`pool`].
pub fn analyse(
    completed: &[Completed],
    analyse: impl Fn(&[usize], &[Vec<f64>]) -> Result<Analysed, StatisticsError>,
) -> Result<Pooled, StatisticsError> {
    let everybody: Vec<usize> = (0..completed.first().map_or(0, Vec::len)).collect();
    let answers: Result<Vec<Analysed>, _> = completed.iter().map(|one| analyse(&everybody, one)).collect();
    pool(&answers?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::synthetic::{KEY, difference, everybody, maximum_likelihood, trial};

    #[test]
    fn observed_values_stay_and_only_missing_ones_differ_between_draws() {
        let trial = trial(15, 0.3);
        let parameters = maximum_likelihood(&trial, &everybody(&trial)).unwrap();
        let seen = impute(&trial, &vec![parameters; 2], KEY).unwrap();
        for (number, subject) in trial.subjects().iter().enumerate() {
            for (visit, outcome) in subject.outcomes.iter().enumerate() {
                let [one, other] = [seen[0][number][visit], seen[1][number][visit]];
                match outcome {
                    Some(value) => assert!(one.total_cmp(value).is_eq() && other.total_cmp(value).is_eq()),
                    None => assert!((one - other).abs() > 0.0),
                }
            }
        }
    }

    #[test]
    fn the_same_key_gives_the_same_bits_and_another_gives_others() {
        let trial = trial(15, 0.3);
        let draws = vec![maximum_likelihood(&trial, &everybody(&trial)).unwrap(); 3];
        let seen = impute(&trial, &draws, KEY);
        assert_eq!(seen, impute(&trial, &draws, KEY));
        assert_ne!(seen, impute(&trial, &draws, Key { replicate: 1, ..KEY }));
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "equal by construction, to the last bit")]
    fn a_trial_without_missing_values_gives_its_own_analysis() {
        let trial = trial(15, 0.0);
        let draws = vec![maximum_likelihood(&trial, &everybody(&trial)).unwrap(); 4];
        let completed = impute(&trial, &draws, KEY).unwrap();
        let pooled = analyse(&completed, |subjects, one| difference(&trial, subjects, one)).unwrap();
        let alone = difference(&trial, &everybody(&trial), &completed[0]).unwrap();
        assert_eq!(
            (pooled.estimate, pooled.standard_error, pooled.freedom),
            (alone.estimate, alone.standard_error, alone.freedom)
        );
        assert_eq!(pooled.between, 0.0);
    }
}
