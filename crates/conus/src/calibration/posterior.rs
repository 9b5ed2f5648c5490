//! What is believed after calibration? Draws that travel inside the binary, with the digests of what they came from.

use super::{Calibration, CalibrationError};
use crate::biology::export::equations;
use crate::biology::parameters::{Parameter, Params};
use crate::instrument::reporting::Reporting;
use crate::patient::people::People;
use crate::patient::world::{Beliefs, Unknown};
use crate::trial::knowledge::Knowledge;
use conus_stats::symmetric::Symmetric;
use sha2::{Digest as _, Sha256};

/// The draws that the binary carries.
const TEXT: &str = include_str!("../../../../data/posterior.csv");
/// The line of the priors.
const PRIOR: &str = "prior_log_sd";

/// Draws of the posterior, each with the logarithm of the factor on every calibrated number.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// The draws.
    pub beliefs: Beliefs,
    /// Standard deviation of the same logarithm in the prior.
    pub prior: Vec<f64>,
}

/// What a posterior came from, as SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The fitted rows, the priors, the studies and cohorts that are played, and the method.
    pub data: String,
    /// The printed equations.
    pub model: String,
}

/// One direction in which calibrated numbers were informed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Combination {
    /// Share of its prior variance that is gone, 0 to 1.
    pub contraction: f64,
    /// Weight of each number, in standard deviations of its prior; the squares add up to 1.
    pub weights: Vec<f64>,
}

/// SHA-256 of the text of draws, as 64 hexadecimal digits.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    hexadecimal(Sha256::new_with_prefix(text))
}

impl Posterior {
    /// The posterior that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(TEXT).expect("a test reads the shipped file").0
    }

    /// What the posterior that the binary carries came from.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped_digest() -> Digest {
        Self::read(TEXT).expect("a test reads the shipped file").1
    }

    /// Reads what [`Self::written`] wrote.
    ///
    /// # Errors
    /// The first line that is not well formed.
    pub fn read(text: &str) -> Result<(Self, Digest), CalibrationError> {
        let fault = |line: usize, what: String| CalibrationError::Posterior { line: line + 1, what };
        let mut digest = Digest { data: String::new(), model: String::new() };
        let mut lines = text.lines().enumerate().filter(|(_, line)| {
            let comment = line.strip_prefix("# ");
            if let Some(data) = comment.and_then(|comment| comment.strip_prefix("data ")) {
                data.clone_into(&mut digest.data);
            }
            if let Some(model) = comment.and_then(|comment| comment.strip_prefix("model ")) {
                model.clone_into(&mut digest.model);
            }
            comment.is_none()
        });
        let (at, head) = lines.next().ok_or_else(|| fault(0, "there is no line of names".to_owned()))?;
        let unknown = |label: &str| {
            Unknown::named(label).ok_or_else(|| fault(at, format!("`{label}` is no number of the model")))
        };
        let unknowns: Vec<Unknown> = head.split(',').skip(1).map(unknown).collect::<Result<_, _>>()?;
        let mut prior = Vec::new();
        let mut draws = Vec::new();
        for (at, line) in lines {
            let mut cells = line.split(',');
            let name = cells.next().unwrap_or_default();
            let numbers: Result<Vec<f64>, _> = cells.map(str::parse).collect();
            let numbers = numbers.map_err(|cause| fault(at, cause.to_string()))?;
            if numbers.len() != unknowns.len() || !numbers.iter().all(|number| number.is_finite()) {
                return Err(fault(at, format!("expected {} finite numbers", unknowns.len())));
            }
            if name == PRIOR { prior = numbers } else { draws.push(numbers) }
        }
        if prior.len() != unknowns.len() {
            return Err(fault(at, format!("there is no line `{PRIOR}`")));
        }
        Ok((Self { beliefs: Beliefs { unknowns, draws }, prior }, digest))
    }

    /// As a file: six significant digits say more than a few hundred draws know.
    #[must_use]
    pub fn written(&self, digest: &Digest) -> String {
        let mut text = format!(
            "# Draws from the posterior of conus: the logarithm of the factor on each calibrated number. Made by `conus calibrate`.\n# data {}\n# model {}\n",
            digest.data, digest.model
        );
        let labels: Vec<String> = self.beliefs.unknowns.iter().map(|unknown| unknown.label()).collect();
        text.push_str(&format!("draw,{}\n", labels.join(",")));
        let row = |numbers: &[f64], name: &str| {
            let cells: Vec<String> = numbers.iter().map(|number| format!("{number:.6}")).collect();
            format!("{name},{}\n", cells.join(","))
        };
        text.push_str(&row(&self.prior, PRIOR));
        for (number, draw) in (1..).zip(&self.beliefs.draws) {
            text.push_str(&row(draw, &i32::to_string(&number)));
        }
        text
    }

    /// Share of the prior variance of each number that is gone, 0 to 1; below zero where the draws spread wider.
    #[must_use]
    pub fn contraction(&self) -> Vec<f64> {
        let covariance = self.covariance();
        (0..self.prior.len()).map(|at| 1.0 - covariance.at(at, at)).collect()
    }

    /// Median of the factor on each number, and its central 90 %.
    #[must_use]
    pub fn factors(&self) -> Vec<[f64; 3]> {
        let column = |at: usize| -> Vec<f64> { self.beliefs.draws.iter().map(|draw| draw[at]).collect() };
        let quantile = |values: &[f64], share| {
            conus_num::elementary::exp(conus_stats::describe::quantile(values, share).unwrap_or(0.0))
        };
        (0..self.prior.len())
            .map(|at| {
                let values = column(at);
                [quantile(&values, 0.5), quantile(&values, 0.05), quantile(&values, 0.95)]
            })
            .collect()
    }

    /// The directions along which the draws spread, the best informed first.
    #[must_use]
    pub fn combinations(&self) -> Vec<Combination> {
        let covariance = self.covariance();
        let mut combinations: Vec<Combination> = covariance
            .principal_axes()
            .into_iter()
            .map(|weights| Combination { contraction: 1.0 - covariance.quadratic(&weights), weights })
            .collect();
        combinations.sort_by(|a, b| b.contraction.total_cmp(&a.contraction));
        combinations
    }

    /// Covariance of the draws in standard deviations of the prior.
    fn covariance(&self) -> Symmetric {
        let draws = &self.beliefs.draws;
        let mean = |at: usize| draws.iter().map(|draw| draw[at]).sum::<f64>() / draws.len() as f64;
        let means: Vec<f64> = (0..self.prior.len()).map(mean).collect();
        Symmetric::from_fn(self.prior.len(), |a, b| {
            let product: f64 = draws.iter().map(|draw| (draw[a] - means[a]) * (draw[b] - means[b])).sum();
            product / (draws.len() as f64 - 1.0) / (self.prior[a] * self.prior[b])
        })
    }
}

impl Calibration {
    /// What this calibration comes from.
    ///
    /// # Panics
    /// Never: what is digested holds only finite numbers and text.
    #[must_use]
    pub fn digest(&self, knowledge: &Knowledge) -> Digest {
        let mut data = Sha256::new();
        for (target, row) in self.targets.iter().zip(self.battery.rows_as_json()) {
            data.update(format!("{} {} {:?} {row}\n", target.id, target.published, target.standard_error));
        }
        let biology = Params::<f64>::NAMES.iter().zip(&knowledge.parameters.entries);
        for (name, entry) in biology.chain(Reporting::<f64>::NAMES.iter().zip(&knowledge.reporting)) {
            data.update(numbers(name, entry));
        }
        for (name, value) in People::<f64>::NAMES.iter().zip(knowledge.people.to_array()) {
            data.update(format!("{name} {value}\n"));
        }
        data.update(self.battery.digest());
        data.update(format!("{:?} {:?} {:?}", self.unknowns, self.prior, self.method));
        Digest { data: hexadecimal(data), model: hexadecimal(Sha256::new_with_prefix(equations())) }
    }
}

fn numbers(name: &str, entry: &Parameter) -> String {
    let people = entry.population.map(|people| (people.median, people.log_sd, people.max));
    let prior = entry.uncertainty.map(|prior| (prior.log_sd, prior.spread_log_sd, prior.max));
    format!("{name} {} {people:?} {prior:?}\n", entry.value)
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::Settings;
    use crate::evidence::Evidence;

    fn posterior() -> Posterior {
        let unknowns = ["release_most", "flare_sd"].map(|label| Unknown::named(label).unwrap()).into();
        let draws = vec![vec![0.1, 0.25], vec![-0.1, 0.25], vec![0.0, -0.5]];
        Posterior { beliefs: Beliefs { unknowns, draws }, prior: vec![0.2, 0.5] }
    }

    #[test]
    fn what_is_written_reads_back() {
        let digest = Digest { data: "d".to_owned(), model: "m".to_owned() };
        assert_eq!(Posterior::read(&posterior().written(&digest)).unwrap(), (posterior(), digest));
        for broken in
            ["", "draw,release_mist\n", "draw,release_most\nprior_log_sd,0.2\n1,x\n", "draw,flare_sd\n1,2\n"]
        {
            assert!(Posterior::read(broken).is_err(), "{broken}");
        }
    }

    /// Variances 0.01 and 0.1875 against priors of 0.04 and 0.25.
    #[test]
    fn contraction_is_the_share_of_the_prior_variance_that_is_gone() {
        let contraction = posterior().contraction();
        assert!((contraction[0] - 0.75).abs() < 1e-12 && (contraction[1] - 0.25).abs() < 1e-12);
        let best = &posterior().combinations()[0];
        assert!(best.contraction >= contraction[0] - 1e-12);
    }

    /// After a change of a fitted row, a prior, a played study or an equation the draws must be made anew.
    #[test]
    fn the_shipped_draws_come_from_the_data_and_the_model_at_hand() {
        let knowledge = Knowledge::shipped();
        let calibration = Settings::shipped().calibration(&knowledge, Evidence::shipped(), false).unwrap();
        let (posterior, digest) = Posterior::read(TEXT).unwrap();
        assert_eq!(
            digest,
            calibration.digest(&knowledge),
            "run `conus calibrate` and copy its posterior.csv"
        );
        assert_eq!(posterior.beliefs.draws.len(), calibration.method.members);
    }
}
