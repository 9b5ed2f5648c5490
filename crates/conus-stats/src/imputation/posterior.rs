//! How uncertain are the parameters? Draws from their posterior distribution, by data augmentation.
//!
//! Schafer 1997 (Analysis of Incomplete Multivariate Data, section 5.4): a Gibbs sampler goes round
//!
//! 1. the missing outcomes, given coefficients and covariance: normal ([`super::conditional`]);
//! 2. the covariance, given complete outcomes and coefficients: inverse Wishart, n degrees of freedom, scale Σ e e' of
//!    the residuals e;
//! 3. the coefficients, given complete outcomes and covariance: normal, mean A^-1 Σ X' Σ^-1 y and covariance A^-1 with
//!    A = Σ X' Σ^-1 X (generalised least squares).
//!
//! The prior is Jeffreys' for the covariance, |Σ|^(-(v + 1) / 2) with v visits, and flat for the coefficients (Schafer
//! 1997, section 5.2). Schafer draws 2 without the coefficients where the design is the same at all visits; drawing
//! given them has the same posterior for any design, also one shared by arms with their own covariance. The covariance
//! is unstructured. The chain starts at the fit, runs in one line, and what it drew depends on the key alone.

use super::chance::Purpose;
use super::conditional::conditional;
use super::trial::{Alike, factorise};
use super::wishart::inverse_wishart;
use super::{Completed, Key, Matrix, Parameters, Sharing, Subject, Trial};
use crate::StatisticsError;
use crate::error::check_length;
use crate::linear_algebra::times;
use crate::symmetric::{Symmetric, triangle};

/// How long the chain runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Rounds thrown away at the start.
    pub burn_in: usize,
    /// Rounds from one draw to the next.
    pub between: usize,
}

impl Default for Chain {
    /// 200 rounds to forget the start, as PROC MI of SAS has it, and 20 between draws: memory fades from round to round
    /// by about the fraction of missing information (Schafer 1997, section 3.5), and 0.6^20 is below 1e-4.
    fn default() -> Self {
        Self { burn_in: 200, between: 20 }
    }
}

/// Draws parameters from their posterior distribution given the [`super::Subject::modelled`] outcomes.
///
/// # Errors
/// Parameters of another size than the trial, fewer subjects to a covariance matrix than visits, or a design in which
/// a coefficient is decided by the others.
pub fn posterior(
    trial: &Trial,
    start: &Parameters,
    sharing: Sharing,
    chain: Chain,
    draws: usize,
    key: Key,
) -> Result<Vec<Parameters>, StatisticsError> {
    check_length("coefficients", start.coefficients.len(), trial.coefficients())?;
    check_length("covariance matrices", start.covariances.len(), trial.arms())?;
    let mut sampler = Sampler::new(trial, start.clone(), sharing, key);
    let mut drawn = Vec::with_capacity(draws);
    let mut round = 0;
    for draw in 0..draws {
        let rounds = if draw == 0 { chain.burn_in.max(1) } else { chain.between.max(1) };
        for _ in 0..rounds {
            sampler.augment(round)?;
            sampler.draw_covariances(round)?;
            sampler.draw_coefficients(round)?;
            round += 1;
        }
        drawn.push(sampler.parameters.clone());
    }
    Ok(drawn)
}

/// Arms that share a covariance matrix.
struct Sharers {
    arms: Vec<usize>,
    members: Vec<usize>,
    /// For each pair of visits, in the order of a lower triangle: sum over members of the product of their rows of the
    /// design, of both orders where the visits differ.
    products: Vec<Symmetric>,
}

struct Sampler<'a> {
    trial: &'a Trial,
    modelled: Vec<Vec<Option<f64>>>,
    alike: Vec<Alike>,
    sharers: Vec<Sharers>,
    parameters: Parameters,
    /// Mean of each subject at each visit under these parameters.
    means: Matrix,
    completed: Completed,
    key: Key,
}

impl<'a> Sampler<'a> {
    fn new(trial: &'a Trial, parameters: Parameters, sharing: Sharing, key: Key) -> Self {
        let modelled: Vec<Vec<Option<f64>>> = trial.subjects().iter().map(Subject::modelled).collect();
        let groups: Vec<Vec<usize>> = match sharing {
            Sharing::AllArms => vec![(0..trial.arms()).collect()],
            Sharing::EachArm => (0..trial.arms()).map(|arm| vec![arm]).collect(),
        };
        let sharers = groups.into_iter().map(|arms| Sharers::new(trial, arms)).collect();
        let completed =
            modelled.iter().map(|row| row.iter().map(|value| value.unwrap_or(0.0)).collect()).collect();
        let (alike, means) = (trial.alike(&modelled), means(trial, &parameters.coefficients));
        Self { trial, modelled, alike, sharers, parameters, means, completed, key }
    }

    fn augment(&mut self, round: usize) -> Result<(), StatisticsError> {
        for group in self.alike.iter().filter(|group| group.observed.contains(&false)) {
            let given = conditional(&self.parameters.covariances[group.arm], &group.observed)?;
            for &subject in &group.members {
                let mean = given.mean(&self.means[subject], &self.modelled[subject]);
                let mut stream = self.key.stream(Purpose::Augmentation, subject, round);
                for (&visit, value) in given.missing.iter().zip(given.draw(&mean, &mut stream)) {
                    self.completed[subject][visit] = value;
                }
            }
        }
        Ok(())
    }

    fn draw_covariances(&mut self, round: usize) -> Result<(), StatisticsError> {
        for (number, sharers) in self.sharers.iter().enumerate() {
            let scale = self.squares(&sharers.members);
            let mut stream = self.key.stream(Purpose::Covariance, number, round);
            let drawn =
                inverse_wishart(&scale, sharers.members.len(), "covariance of the residuals", &mut stream)?;
            for &arm in &sharers.arms {
                self.parameters.covariances[arm].clone_from(&drawn);
            }
        }
        Ok(())
    }

    /// Sum of residual times transposed residual.
    fn squares(&self, members: &[usize]) -> Symmetric {
        let mut sum = Symmetric::zero(self.trial.visits());
        for &subject in members {
            let residual: Vec<f64> =
                self.completed[subject].iter().zip(&self.means[subject]).map(|(y, mean)| y - mean).collect();
            add_product(&mut sum, &residual, &residual);
        }
        sum
    }

    fn draw_coefficients(&mut self, round: usize) -> Result<(), StatisticsError> {
        let count = self.trial.coefficients();
        let mut information = Symmetric::zero(count);
        let mut centre = vec![0.0; count];
        for sharers in &self.sharers {
            let covariance = &self.parameters.covariances[sharers.arms[0]];
            let precision = factorise(covariance, "covariance")?.inverse();
            for (weight, product) in precision.packed.iter().zip(&sharers.products) {
                information.add(*weight, product);
            }
            for &subject in &sharers.members {
                let pull = precision.times(&self.completed[subject]);
                for (row, weight) in own_design(&self.trial.subjects()[subject]).iter().zip(&pull) {
                    add_scaled(&mut centre, *weight, row);
                }
            }
        }
        let factor = factorise(&information, "information on the coefficients")?;
        // L^-T (L^-1 Σ X' Σ^-1 y + z) has the mean and covariance of step 3.
        factor.forward(&mut centre);
        let mut stream = self.key.stream(Purpose::Coefficients, 0, round);
        centre.iter_mut().for_each(|entry| *entry += stream.normal());
        factor.backward(&mut centre);
        self.means = means(self.trial, &centre);
        self.parameters.coefficients = centre;
        Ok(())
    }
}

impl Sharers {
    fn new(trial: &Trial, arms: Vec<usize>) -> Self {
        let subjects = trial.subjects();
        let members: Vec<usize> = (0..subjects.len()).filter(|&i| arms.contains(&subjects[i].arm)).collect();
        let mut products = vec![Symmetric::zero(trial.coefficients()); triangle(trial.visits())];
        for subject in members.iter().map(|&member| &subjects[member]) {
            let design = own_design(subject);
            let pairs = (0..design.len()).flat_map(|late| (0..=late).map(move |early| (late, early)));
            for (sum, (late, early)) in products.iter_mut().zip(pairs) {
                add_product(sum, &design[late], &design[early]);
                if late != early {
                    add_product(sum, &design[early], &design[late]);
                }
            }
        }
        Self { arms, members, products }
    }
}

/// The design of a subject in its own arm.
fn own_design(subject: &Subject) -> &Matrix {
    &subject.designs[subject.arm]
}

/// Mean of each subject at each visit.
fn means(trial: &Trial, coefficients: &[f64]) -> Matrix {
    trial.subjects().iter().map(|subject| times(own_design(subject), coefficients)).collect()
}

/// Adds the lower triangle of one times transposed other.
fn add_product(sum: &mut Symmetric, one: &[f64], other: &[f64]) {
    let mut rest = sum.packed.as_mut_slice();
    for (row, value) in one.iter().enumerate() {
        let (entries, later) = rest.split_at_mut(row + 1);
        add_scaled(entries, *value, other);
        rest = later;
    }
}

/// `sum += weight vector`
fn add_scaled(sum: &mut [f64], weight: f64, vector: &[f64]) {
    for (entry, value) in sum.iter_mut().zip(vector) {
        *entry += weight * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::synthetic::{KEY, everybody, maximum_likelihood, trial};

    fn drawn(sharing: Sharing, draws: usize) -> Vec<Parameters> {
        let trial = trial(30, 0.2);
        let start = maximum_likelihood(&trial, &everybody(&trial)).unwrap();
        posterior(&trial, &start, sharing, Chain { burn_in: 20, between: 2 }, draws, KEY).unwrap()
    }

    #[test]
    fn arms_share_a_covariance_only_when_asked_to() {
        let common = &drawn(Sharing::AllArms, 1)[0].covariances;
        assert_eq!(common[0], common[1]);
        let own = &drawn(Sharing::EachArm, 1)[0].covariances;
        assert_ne!(own[0], own[1]);
    }

    #[test]
    fn more_draws_continue_the_same_chain() {
        assert_eq!(drawn(Sharing::AllArms, 3), drawn(Sharing::AllArms, 5)[..3]);
    }

    #[test]
    fn parameters_of_another_trial_are_an_error() {
        let trial = trial(30, 0.2);
        let start = Parameters { coefficients: vec![0.0; 2], covariances: vec![] };
        let seen = posterior(&trial, &start, Sharing::AllArms, Chain::default(), 1, KEY);
        assert!(seen.unwrap_err().to_string().starts_with("`coefficients` has 2 rows where 9"));
    }

    #[test]
    fn fewer_people_than_visits_have_no_covariance() {
        let trial = trial(2, 0.0);
        let covariance = Symmetric::from_fn(3, |i, j| if i == j { 1.0 } else { 0.0 });
        let start = Parameters { coefficients: vec![0.0; 9], covariances: vec![covariance; 2] };
        let seen = posterior(&trial, &start, Sharing::EachArm, Chain::default(), 1, KEY);
        assert!(matches!(seen, Err(StatisticsError::TooFew { count: 2, least: 3, .. })), "{seen:?}");
    }

    #[test]
    fn squares_of_residuals_over_people_are_the_likeliest_covariance() {
        let trial = trial(30, 0.0);
        let fit = maximum_likelihood(&trial, &everybody(&trial)).unwrap();
        let sampler = Sampler::new(&trial, fit.clone(), Sharing::AllArms, KEY);
        let squares = sampler.squares(&sampler.sharers[0].members);
        // Maximum likelihood divides by the number of people; both are sums of the same sixty products.
        for (seen, expected) in squares.packed.iter().zip(&fit.covariances[0].packed) {
            assert!((seen / 60.0 - expected).abs() < 1e-12);
        }
    }
}
