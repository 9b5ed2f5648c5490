//! How uncertain are the parameters? As much as they scatter over samples of the people, drawn again with replacement.
//!
//! Efron 1994 (JASA 89:463-475) and Little and Rubin 2002 (section 10.2.3, 6): parameters fitted to a
//! bootstrap sample are approximately a draw from their posterior distribution. Arms keep their sizes. Whatever can be
//! fitted can be drawn so, any covariance structure included.

use super::chance::Purpose;
use super::{Key, Parameters, Trial};
use crate::StatisticsError;

/// Parameters of bootstrap samples, and the samples that could not be analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// As many as asked for.
    pub parameters: Vec<Parameters>,
    /// Samples that were drawn but could not be analysed; the next sample took their place.
    pub failed: usize,
}

/// Fits `count` bootstrap samples. `fit` gets the positions of the subjects of a sample, some of them several times,
/// and must look at [`super::Subject::modelled`] outcomes alone.
///
/// # Errors
/// The error of the fit, once more samples have failed than `most_failures` allows.
pub fn bootstrap(
    trial: &Trial,
    fit: impl Fn(&[usize]) -> Result<Parameters, StatisticsError>,
    count: usize,
    most_failures: usize,
    key: Key,
) -> Result<Drawn, StatisticsError> {
    let mut drawn = Drawn { parameters: Vec::with_capacity(count), failed: 0 };
    let mut number = 0;
    while drawn.parameters.len() < count {
        match fit(&sample(trial, number, key)) {
            Ok(parameters) => drawn.parameters.push(parameters),
            Err(cause) if drawn.failed >= most_failures => {
                return Err(StatisticsError::PartFailed {
                    part: format!("bootstrap sample {number}"),
                    cause: Box::new(cause),
                });
            }
            Err(_) => drawn.failed += 1,
        }
        number += 1;
    }
    Ok(drawn)
}

/// Positions of one sample: from each arm as many as it has, drawn with replacement, arm after arm.
fn sample(trial: &Trial, number: usize, key: Key) -> Vec<usize> {
    let of_arm = |arm: usize| {
        let members: Vec<usize> =
            (0..trial.subjects().len()).filter(|&subject| trial.subjects()[subject].arm == arm).collect();
        let size = u32::try_from(members.len()).expect("fewer than four billion subjects");
        let mut stream = key.stream(Purpose::Bootstrap, arm, number);
        (0..size).map(|_| members[stream.below(size) as usize]).collect::<Vec<usize>>()
    };
    (0..trial.arms()).flat_map(of_arm).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::synthetic;

    const KEY: Key = Key { seed: 3, replicate: 0 };

    #[test]
    fn a_sample_keeps_the_arms_and_depends_on_its_number_alone() {
        let trial = synthetic::trial(20, 0.2);
        let seen = sample(&trial, 7, KEY);
        let in_first = seen.iter().filter(|&&subject| trial.subjects()[subject].arm == 0).count();
        assert_eq!((seen.len(), in_first), (40, 20));
        assert_eq!(seen, sample(&trial, 7, KEY));
        assert_ne!(seen, sample(&trial, 8, KEY));
        // 20 drawn from 20 are all different once in 4e7 trials, and that twice.
        assert!((0..40).any(|subject| !seen.contains(&subject)));
    }

    #[test]
    fn a_sample_that_cannot_be_fitted_is_counted_and_too_many_are_an_error() {
        let trial = synthetic::trial(20, 0.2);
        let fitted = Parameters { coefficients: vec![], covariances: vec![] };
        let moody = |subjects: &[usize]| {
            if subjects[0] < 10 {
                Ok(fitted.clone())
            } else {
                Err(StatisticsError::NoSpread { what: "mood".into() })
            }
        };
        let seen = bootstrap(&trial, moody, 10, 40, KEY).unwrap();
        assert_eq!(seen.parameters.len(), 10);
        assert!(seen.failed > 0);
        let refused = bootstrap(&trial, moody, 10, 0, KEY).unwrap_err().to_string();
        assert!(
            refused.starts_with("bootstrap sample") && refused.contains("`mood` does not vary"),
            "{refused}"
        );
    }
}
