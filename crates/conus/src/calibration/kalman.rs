//! How does an ensemble of possible worlds move towards what was published?
//!
//! Ensemble smoother with multiple data assimilation (emerick2013, section 2), an ensemble Kalman inversion
//! (iglesias2013): in each step every member moves by
//!
//! ```text
//! z_i <- z_i + C_zy (C_yy + a E - L)^-1 (published + e_i - simulated_i),   e_i ~ N(0, a E - L),   sum of 1/a = 1
//! ```
//!
//! E is what a printed number may be wrong by, L the part of it that is chance and already in the simulated numbers,
//! which are those of single trials of the published size. Correlations that an ensemble of this size shows by chance
//! are taken as none (luo2020).

use super::{Discrepancy, Target};
use conus_num::random::Stream;
use conus_stats::symmetric::{Cholesky, Symmetric};

/// Share of covariances between rows of one source that is kept, so that few replicates cannot make them singular
/// (assumed).
const KEPT_COVARIANCE: f64 = 0.9;
/// Smallest pivot, relative to the diagonal.
const LEAST_PIVOT: f64 = 1e-10;

/// What a printed number may be wrong by.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// Covariance of all of it.
    pub all: Symmetric,
    /// The part that is chance and is in every simulated number.
    pub chance: Symmetric,
}

/// What a step moves towards.
pub struct Data<'a> {
    /// What each member printed of each row.
    pub simulated: &'a [Vec<Option<f64>>],
    /// What was published.
    pub published: &'a [f64],
    /// What it may be wrong by.
    pub error: &'a Error,
}

impl Error {
    /// From replicates of one world: chance moves rows of one source together and rows of different sources not. Where a
    /// publication prints a wider error than chance alone, as those that pool studies do, that counts. On top comes what
    /// the model is wrong by.
    #[must_use]
    pub fn of(targets: &[Target], luck: &[Vec<Option<f64>>], discrepancy: Discrepancy) -> Self {
        let filled = filled(luck, targets.len());
        let covariance = covariance(&filled, &filled);
        let together = |a: usize, b: usize| targets[a].source == targets[b].source;
        let chance = Symmetric::from_fn(targets.len(), |a, b| match (a == b, together(a, b)) {
            (true, _) => covariance[a][a].max(f64::MIN_POSITIVE),
            (false, true) => KEPT_COVARIANCE * covariance[a][b],
            (false, false) => 0.0,
        });
        let wider = |a: usize| {
            let printed = targets[a].standard_error.unwrap_or(0.0);
            (printed * printed - chance.at(a, a)).max(0.0)
        };
        let all = Symmetric::from_fn(targets.len(), |a, b| {
            let wrong_by = (discrepancy.of_chance * chance.at(a, a).sqrt())
                .max(discrepancy.of_published * targets[a].published.abs());
            let model = if a == b { wrong_by * wrong_by + wider(a) } else { 0.0 };
            chance.at(a, b) + model
        });
        Self { all, chance }
    }
}

/// Moves the ensemble, in standard deviations of the prior.
///
/// # Panics
/// When members and simulated numbers are of different count.
pub fn step(ensemble: &mut [Vec<f64>], data: &Data<'_>, inflation: f64, threshold: f64, chance: &mut Stream) {
    assert_eq!(ensemble.len(), data.simulated.len(), "every member is simulated");
    let rows = data.published.len();
    let simulated = filled(data.simulated, rows);
    let gain = gain(ensemble, &simulated, threshold);
    let added =
        Symmetric::from_fn(rows, |a, b| inflation * data.error.all.at(a, b) - data.error.chance.at(a, b));
    let of_rows = covariance(&simulated, &simulated);
    let total = Symmetric::from_fn(rows, |a, b| of_rows[a][b] + added.at(a, b));
    let perturb = Cholesky::of_semidefinite(&added, LEAST_PIVOT);
    let total = Cholesky::of_semidefinite(&total, LEAST_PIVOT);
    for (member, printed) in ensemble.iter_mut().zip(&simulated) {
        let noise: Vec<f64> = (0..rows).map(|_| chance.normal()).collect();
        let noise = perturb.times(&noise);
        let misses: Vec<f64> = (0..rows).map(|row| data.published[row] + noise[row] - printed[row]).collect();
        let pull = total.solve(&misses);
        for (unknown, gain) in member.iter_mut().zip(&gain) {
            *unknown += gain.iter().zip(&pull).map(|(gain, pull)| gain * pull).sum::<f64>();
        }
    }
}

/// Covariance of each unknown with each row, where it stands out of the noise.
fn gain(ensemble: &[Vec<f64>], simulated: &[Vec<f64>], threshold: f64) -> Vec<Vec<f64>> {
    let (unknowns, rows) = (covariance(ensemble, ensemble), covariance(simulated, simulated));
    let mut gain = covariance(ensemble, simulated);
    let noise = threshold / (ensemble.len() as f64).sqrt();
    for (unknown, gain) in gain.iter_mut().enumerate() {
        for (row, covariance) in gain.iter_mut().enumerate() {
            let scale = (unknowns[unknown][unknown] * rows[row][row]).sqrt();
            if covariance.abs() <= noise * scale {
                *covariance = 0.0;
            }
        }
    }
    gain
}

/// Sample covariance of each column of one table with each of the other.
fn covariance(one: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (one, other) = (centred(one), centred(other));
    let freedom = one.first().map_or(0, Vec::len).saturating_sub(1).max(1) as f64;
    let product = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / freedom;
    one.iter().map(|a| other.iter().map(|b| product(a, b)).collect()).collect()
}

/// The columns of a table about their means.
fn centred(table: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let columns = table.first().map_or(0, Vec::len);
    let column = |at: usize| {
        let values: Vec<f64> = table.iter().map(|row| row[at]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.into_iter().map(|value| value - mean).collect()
    };
    (0..columns).map(column).collect()
}

/// What a member could not print is taken as what the others print on average: it then moves nobody.
fn filled(table: &[Vec<Option<f64>>], rows: usize) -> Vec<Vec<f64>> {
    let mean = |at: usize| {
        let known: Vec<f64> = table.iter().filter_map(|member| member[at]).collect();
        known.iter().sum::<f64>() / known.len().max(1) as f64
    };
    let means: Vec<f64> = (0..rows).map(mean).collect();
    let filled = |member: &Vec<Option<f64>>| {
        member.iter().zip(&means).map(|(value, mean)| value.unwrap_or(*mean)).collect()
    };
    table.iter().map(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBERS: u32 = 4000;

    /// Two unknowns, three rows: y1 = z1, y2 = z1 + z2, y3 = chance alone; every row with chance of variance 0.25.
    fn simulated(ensemble: &[Vec<f64>], seed: u64) -> Vec<Vec<Option<f64>>> {
        let mut chance = Stream::new(seed, 1, 0, 0, 0);
        let noise = |chance: &mut Stream| 0.5 * chance.normal();
        ensemble
            .iter()
            .map(|z| {
                let exact = [z[0], z[0] + z[1], 0.0];
                exact.iter().map(|value| Some(value + noise(&mut chance))).collect()
            })
            .collect()
    }

    fn target(row: usize) -> Target {
        let id = format!("row{row}");
        Target { source: id.clone(), id, published: 0.0, standard_error: None }
    }

    /// With a linear model the posterior is known in closed form: precision I + A'A / 0.25. However the work is cut
    /// into steps, the ensemble ends there.
    #[test]
    fn a_linear_model_ends_at_its_exact_posterior() {
        let published = [0.8, -0.4, 0.3];
        let targets: Vec<Target> = (0..3).map(target).collect();
        let chance = Symmetric::from_fn(targets.len(), |a, b| if a == b { 0.25 } else { 0.0 });
        let error = Error { all: chance.clone(), chance };
        for inflation in [vec![1.0001], vec![2.0, 2.0], vec![8.0, 8.0, 4.0, 2.0]] {
            let mut chance = Stream::new(5, 2, 0, 0, 0);
            let mut ensemble: Vec<Vec<f64>> =
                (0..MEMBERS).map(|_| vec![chance.normal(), chance.normal()]).collect();
            for (seed, inflation) in (10..).zip(inflation) {
                let simulated = simulated(&ensemble, seed);
                let data = Data { simulated: &simulated, published: &published, error: &error };
                step(&mut ensemble, &data, inflation, 2.0, &mut chance);
            }
            // Precision [[9, 4], [4, 5]]; A'y / 0.25 = [1.6, -1.6]; mean = [14.4, -20.8] / 29; covariance = [[5, -4], [-4, 9]] / 29.
            let mean = |at: usize| ensemble.iter().map(|z| z[at]).sum::<f64>() / f64::from(MEMBERS);
            let covariance = covariance(&ensemble, &ensemble);
            // Four thousand members: three standard errors are 0.027 of a mean, 0.02 of a covariance.
            assert!((mean(0) - 14.4 / 29.0).abs() < 0.03 && (mean(1) + 20.8 / 29.0).abs() < 0.03);
            for (found, exact) in [
                (covariance[0][0], 5.0 / 29.0),
                (covariance[1][1], 9.0 / 29.0),
                (covariance[0][1], -4.0 / 29.0),
            ] {
                assert!((found - exact).abs() < 0.025, "{found} {exact}");
            }
        }
    }

    /// A row that an unknown does not move leaves it at its prior.
    #[test]
    fn what_no_row_informs_stays_at_its_prior() {
        let mut chance = Stream::new(6, 2, 0, 0, 0);
        let mut ensemble: Vec<Vec<f64>> = (0..200).map(|_| vec![chance.normal()]).collect();
        let before = ensemble.clone();
        let only_chance: Vec<Vec<Option<f64>>> =
            (0..200).map(|_| vec![Some(chance.normal()), None, Some(0.0)]).collect();
        let targets: Vec<Target> = (0..3).map(target).collect();
        let error = Error::of(&targets, &only_chance, Discrepancy { of_chance: 0.5, of_published: 0.0 });
        let data = Data { simulated: &only_chance, published: &[5.0, 1.0, 0.0], error: &error };
        step(&mut ensemble, &data, 1.5, 3.0, &mut chance);
        assert_eq!(ensemble, before);
    }
}
