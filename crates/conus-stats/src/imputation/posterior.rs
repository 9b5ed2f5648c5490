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
use super::cholesky::factorise;
use super::conditional::{Conditional, conditional};
use super::trial::Alike;
use super::wishart::inverse_wishart;
use super::{Completed, Key, Matrix, Parameters, Subject, Trial};
use crate::StatisticsError;
use crate::error::check_length;
use crate::linear_algebra::times;

/// Which arms share a covariance matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// One matrix for the trial.
    AllArms,
    /// One matrix for each arm.
    EachArm,
}

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
    /// Sum over members of row times transposed row of the design, for each pair of visits.
    products: Vec<Vec<Matrix>>,
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
        let means = Matrix::new();
        let mut sampler = Self {
            trial,
            alike: trial.alike(&modelled),
            modelled,
            sharers,
            parameters,
            means,
            completed,
            key,
        };
        sampler.means = sampler.means_now();
        sampler
    }

    fn own_design(&self, subject: usize) -> &Matrix {
        let subject = &self.trial.subjects()[subject];
        &subject.designs[subject.arm]
    }

    fn means_now(&self) -> Matrix {
        let mean = |subject| times(self.own_design(subject), &self.parameters.coefficients);
        (0..self.completed.len()).map(mean).collect()
    }

    fn augment(&mut self, round: usize) -> Result<(), StatisticsError> {
        for group in &self.alike {
            let given: Conditional = conditional(&self.parameters.covariances[group.arm], &group.observed)?;
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
    fn squares(&self, members: &[usize]) -> Matrix {
        let mut sum = vec![vec![0.0; self.trial.visits()]; self.trial.visits()];
        for &subject in members {
            let residual: Vec<f64> =
                self.completed[subject].iter().zip(&self.means[subject]).map(|(y, mean)| y - mean).collect();
            add_product(&mut sum, &residual, &residual);
        }
        sum
    }

    fn draw_coefficients(&mut self, round: usize) -> Result<(), StatisticsError> {
        let count = self.trial.coefficients();
        let mut information = vec![vec![0.0; count]; count];
        let mut weighted = vec![0.0; count];
        for sharers in &self.sharers {
            let covariance = &self.parameters.covariances[sharers.arms[0]];
            let precision = factorise(covariance, "covariance")?.inverse();
            sharers.add_information(&mut information, &precision);
            for &subject in &sharers.members {
                let pull = times(&precision, &self.completed[subject]);
                for (row, weight) in self.own_design(subject).iter().zip(&pull) {
                    add_scaled(&mut weighted, *weight, row);
                }
            }
        }
        let root = factorise(&information, "information on the coefficients")?;
        let mut stream = self.key.stream(Purpose::Coefficients, 0, round);
        let luck: Vec<f64> = (0..count).map(|_| stream.normal()).collect();
        let scatter = root.solve_upper(&luck);
        let centre = root.solve(&weighted);
        self.parameters.coefficients = centre.iter().zip(&scatter).map(|(mean, off)| mean + off).collect();
        self.means = self.means_now();
        Ok(())
    }
}

impl Sharers {
    fn new(trial: &Trial, arms: Vec<usize>) -> Self {
        let (visits, count) = (trial.visits(), trial.coefficients());
        let subjects = trial.subjects();
        let members: Vec<usize> = (0..subjects.len()).filter(|&i| arms.contains(&subjects[i].arm)).collect();
        let product = |one: usize, other: usize| {
            let mut sum = vec![vec![0.0; count]; count];
            for &subject in &members {
                let design = &subjects[subject].designs[subjects[subject].arm];
                add_product(&mut sum, &design[one], &design[other]);
            }
            sum
        };
        let products =
            (0..visits).map(|one| (0..visits).map(|other| product(one, other)).collect()).collect();
        Self { arms, members, products }
    }

    /// Adds Σ X' P X for the precision P.
    fn add_information(&self, information: &mut Matrix, precision: &[Vec<f64>]) {
        for (weights, products) in precision.iter().zip(&self.products) {
            for (weight, product) in weights.iter().zip(products) {
                for (sum, row) in information.iter_mut().zip(product) {
                    add_scaled(sum, *weight, row);
                }
            }
        }
    }
}

/// `sum += one other'`
fn add_product(sum: &mut Matrix, one: &[f64], other: &[f64]) {
    for (row, value) in sum.iter_mut().zip(one) {
        add_scaled(row, *value, other);
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
        let covariance: Matrix =
            (0..3).map(|i| (0..3).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
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
        for (row, expected) in squares.iter().zip(&fit.covariances[0]) {
            for (seen, expected) in row.iter().zip(expected) {
                assert!((seen / 60.0 - expected).abs() < 1e-12);
            }
        }
    }
}
