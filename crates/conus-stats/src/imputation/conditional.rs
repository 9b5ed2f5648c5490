//! What do the observed visits say about the missing ones? A regression of each missing visit on all observed ones.
//!
//! With the visits split into observed (o) and missing (m), the missing ones are normal with
//! ```text
//! mean = μm + Σmo Σoo^-1 (y - μo),    covariance = Σmm - Σmo Σoo^-1 Σom
//! ```
//! (Anderson 2003, theorem 2.5.1). Gaps between observed visits and a missing end are treated alike.

use super::trial::{Alike, factorise};
use super::{Completed, Matrix, Parameters, Trial};
use crate::StatisticsError;
use crate::linear_algebra::dot;
use crate::symmetric::{Cholesky, Symmetric};
use conus_num::random::Stream;

/// The missing visits of one pattern, given the observed ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// Observed visits.
    pub observed: Vec<usize>,
    /// Missing visits.
    pub missing: Vec<usize>,
    /// Slopes of each missing visit on the observed ones, `slopes[missing][observed]`.
    pub slopes: Matrix,
    /// Covariance of the missing visits once the observed ones are known.
    pub covariance: Symmetric,
    root: Cholesky,
}

/// The regression of the missing on the observed visits for a covariance matrix of all visits.
///
/// # Errors
/// A covariance of the observed visits that is not positive definite.
pub fn conditional(covariance: &Symmetric, observed: &[bool]) -> Result<Conditional, StatisticsError> {
    let (observed, missing): (Vec<usize>, Vec<usize>) =
        (0..observed.len()).partition(|&visit| observed[visit]);
    let factor = factorise(&covariance.select(&observed), "covariance of the observed visits")?;
    // L^-1 Σom by its columns: both the slopes and what is explained come from it.
    let mut slopes: Matrix = missing
        .iter()
        .map(|&gone| observed.iter().map(|&seen| covariance.at(gone, seen)).collect())
        .collect();
    slopes.iter_mut().for_each(|column| factor.forward(column));
    let left = Symmetric::from_fn(missing.len(), |i, j| {
        covariance.at(missing[i], missing[j]) - dot(&slopes[i], &slopes[j])
    });
    slopes.iter_mut().for_each(|column| factor.backward(column));
    // What is left may be rounding where observed visits decide a missing one.
    let root = Cholesky::of_semidefinite(&left, f64::EPSILON);
    Ok(Conditional { observed, missing, slopes, covariance: left, root })
}

impl Conditional {
    /// Mean of the missing visits, for the marginal mean of all visits and the outcomes.
    ///
    /// # Panics
    /// When an outcome is missing where this pattern has it observed.
    #[must_use]
    pub fn mean(&self, marginal: &[f64], outcomes: &[Option<f64>]) -> Vec<f64> {
        let value = |visit: usize| outcomes[visit].expect("observed in this pattern");
        let surprise: Vec<f64> = self.observed.iter().map(|&visit| value(visit) - marginal[visit]).collect();
        let expected = |(&visit, slopes): (&usize, &Vec<f64>)| marginal[visit] + dot(slopes, &surprise);
        self.missing.iter().zip(&self.slopes).map(expected).collect()
    }

    /// One draw of the missing visits around their mean; takes one number of the stream for each.
    pub(super) fn draw(&self, mean: &[f64], stream: &mut Stream) -> Vec<f64> {
        let luck: Vec<f64> = mean.iter().map(|_| stream.normal()).collect();
        self.root.times(&luck).iter().zip(mean).map(|(deviation, mean)| mean + deviation).collect()
    }
}

/// Subjects whose missing visits have one conditional distribution but for the mean.
pub(super) fn groups(trial: &Trial) -> Vec<Alike> {
    let outcomes: Vec<Vec<Option<f64>>> =
        trial.subjects().iter().map(|subject| subject.outcomes.clone()).collect();
    trial.alike(&outcomes)
}

/// The trial with the missing outcomes of each subject filled by `fill`, which is given the subject, the distribution
/// and its mean.
pub(super) fn completed(
    trial: &Trial,
    groups: &[Alike],
    parameters: &Parameters,
    fill: impl Fn(usize, &Conditional, Vec<f64>) -> Vec<f64>,
) -> Result<Completed, StatisticsError> {
    let observed = |outcome: &Option<f64>| outcome.unwrap_or(f64::NAN);
    let mut completed: Completed =
        trial.subjects().iter().map(|subject| subject.outcomes.iter().map(observed).collect()).collect();
    for group in groups.iter().filter(|group| group.observed.contains(&false)) {
        let given = conditional(&trial.covariance(parameters, group.members[0])?, &group.observed)?;
        for &number in &group.members {
            let marginal = trial.mean(parameters, number)?;
            let mean = given.mean(&marginal, &trial.subjects()[number].outcomes);
            for (&visit, value) in given.missing.iter().zip(fill(number, &given, mean)) {
                completed[number][visit] = value;
            }
        }
    }
    Ok(completed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariance() -> Symmetric {
        Symmetric { order: 3, packed: vec![4.0, 2.0, 5.0, 1.0, 3.0, 6.0] }
    }

    /// On paper: the gap at the second visit is regressed on both neighbours. Σoo = [4 1; 1 6], det 23, and
    /// Σmo Σoo^-1 = (2, 3) [6 -1; -1 4] / 23 = (9, 10) / 23; variance 5 - (9 · 2 + 10 · 3) / 23 = 67 / 23.
    #[test]
    fn a_gap_is_regressed_on_both_neighbours() {
        let gap = conditional(&covariance(), &[true, false, true]).unwrap();
        let mean = gap.mean(&[1.0, 2.0, 3.0], &[Some(2.0), None, Some(2.0)]);
        assert!((mean[0] - (2.0 + (9.0 - 10.0) / 23.0)).abs() < 1e-15);
        assert!((gap.covariance.at(0, 0) - 67.0 / 23.0).abs() < 1e-15);
    }

    #[test]
    fn with_nothing_observed_it_is_the_marginal_distribution() {
        let all = conditional(&covariance(), &[false; 3]).unwrap();
        assert_eq!(all.covariance, covariance());
        assert_eq!(all.mean(&[1.0, 2.0, 3.0], &[None; 3]), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn with_everything_observed_nothing_is_missing() {
        let none = conditional(&covariance(), &[true; 3]).unwrap();
        assert!(none.missing.is_empty() && none.covariance.packed.is_empty());
    }

    #[test]
    fn observed_visits_that_repeat_each_other_are_an_error() {
        let repeated = Symmetric { order: 3, packed: vec![1.0; 6] };
        let seen = conditional(&repeated, &[true, true, false]).unwrap_err();
        assert!(seen.to_string().contains("covariance of the observed visits"), "{seen}");
        assert!(conditional(&repeated, &[true, false, false]).is_ok());
    }

    /// 40,000 draws: the Monte-Carlo error of a mean is sd / 200 and of a variance about sqrt(2) / 200 of it; five of
    /// them are allowed.
    #[test]
    fn draws_have_the_conditional_mean_and_covariance() {
        let last = conditional(&covariance(), &[true, false, false]).unwrap();
        let mut stream = Stream::new(5, 1, 0, 0, 0);
        let draws: Vec<Vec<f64>> = (0..40_000).map(|_| last.draw(&[0.0, 0.0], &mut stream)).collect();
        for (i, j) in [(0, 0), (0, 1), (1, 1)] {
            let average = |of: &dyn Fn(&Vec<f64>) -> f64| draws.iter().map(of).sum::<f64>() / 40_000.0;
            assert!(average(&|draw| draw[i]).abs() < 5.0 * last.covariance.at(i, i).sqrt() / 200.0);
            let scale = (last.covariance.at(i, i) * last.covariance.at(j, j)).sqrt();
            let gap = average(&|draw| draw[i] * draw[j]) - last.covariance.at(i, j);
            assert!(gap.abs() < 5.0 * 1.5 * scale / 200.0, "{i}, {j}: {gap}");
        }
    }
}
