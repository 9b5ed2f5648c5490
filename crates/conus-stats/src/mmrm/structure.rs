//! How do the visits of one person hang together? Nine covariance structures, one equation each.
//!
//! Each is written once, generic over [`Real`], in its *natural* parameters (those that SAS prints: PROC MIXED, table
//! "Covariance Structures"), and reached from *free* parameters, any real numbers, in which it is fitted: logarithms of
//! standard deviations, then correlations. Names and free parameters are those of the R package mmrm (vignette
//! `covariance`); `adh` is SAS's ANTE(1).
//!
//! | name | sigma(i, j) | natural parameters |
//! |---|---|---|
//! | us | s_ij | s_ij |
//! | toep | v_abs(i-j) | v_0 ... v_(m-1) |
//! | ar1 | v r^abs(i-j) | v, r |
//! | cs | v, and c where i != j | v, c |
//! | ad | v r_i ... r_(j-1) | v, r_1 ... r_(m-1) |
//! | toeph, ar1h, csh, adh | the same correlations times sqrt(v_i v_j) | v_1 ... v_m, then correlations |

use super::shape::Shape;
use super::unstructured;
use crate::error::number;
use crate::symmetric::{Cholesky, Symmetric, place};
use conus_num::elementary::ln;
use conus_num::{Num, Real};

/// A covariance structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the names, and the module has the equations")]
pub enum Structure {
    Unstructured,
    Toeplitz,
    ToeplitzHeterogeneous,
    Autoregressive,
    AutoregressiveHeterogeneous,
    CompoundSymmetry,
    CompoundSymmetryHeterogeneous,
    AnteDependence,
    AnteDependenceHeterogeneous,
}

/// How correlations are made of their parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Correlation {
    /// By distance.
    Toeplitz,
    /// Powers of one.
    Autoregressive,
    /// All equal.
    Equal,
    /// Products of neighbours.
    AnteDependence,
}

impl Structure {
    /// Every structure, from the most free to the least within its kind.
    pub const ALL: [Self; 9] = [
        Self::Unstructured,
        Self::AnteDependenceHeterogeneous,
        Self::ToeplitzHeterogeneous,
        Self::AutoregressiveHeterogeneous,
        Self::CompoundSymmetryHeterogeneous,
        Self::AnteDependence,
        Self::Toeplitz,
        Self::Autoregressive,
        Self::CompoundSymmetry,
    ];

    /// Its name in plans, tables and the R package mmrm.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unstructured => "us",
            Self::Toeplitz => "toep",
            Self::ToeplitzHeterogeneous => "toeph",
            Self::Autoregressive => "ar1",
            Self::AutoregressiveHeterogeneous => "ar1h",
            Self::CompoundSymmetry => "cs",
            Self::CompoundSymmetryHeterogeneous => "csh",
            Self::AnteDependence => "ad",
            Self::AnteDependenceHeterogeneous => "adh",
        }
    }

    /// The structure of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|structure| structure.name() == name)
    }

    /// The parameters in which it is written, in words.
    #[must_use]
    pub fn natural_parameters(self) -> &'static str {
        match self {
            Self::Unstructured => "variances and covariances",
            Self::Toeplitz => "variance and one covariance for each distance",
            Self::CompoundSymmetry => "variance and covariance",
            Self::Autoregressive => "variance and correlation",
            Self::AnteDependence => "variance and correlations of neighbours",
            Self::ToeplitzHeterogeneous => "variances and one correlation for each distance",
            Self::AutoregressiveHeterogeneous | Self::CompoundSymmetryHeterogeneous => {
                "variances and correlation"
            }
            Self::AnteDependenceHeterogeneous => "variances and correlations of neighbours",
        }
    }

    /// Its number of parameters with so many visits.
    #[must_use]
    pub fn parameters(self, visits: usize) -> usize {
        match self.parts() {
            None => visits * (visits + 1) / 2,
            Some((kind, _)) => self.variances(visits) + kind.parameters(visits),
        }
    }

    /// Correlation and whether variances differ; none where nothing is assumed.
    fn parts(self) -> Option<(Correlation, bool)> {
        match self {
            Self::Unstructured => None,
            Self::Toeplitz => Some((Correlation::Toeplitz, false)),
            Self::ToeplitzHeterogeneous => Some((Correlation::Toeplitz, true)),
            Self::Autoregressive => Some((Correlation::Autoregressive, false)),
            Self::AutoregressiveHeterogeneous => Some((Correlation::Autoregressive, true)),
            Self::CompoundSymmetry => Some((Correlation::Equal, false)),
            Self::CompoundSymmetryHeterogeneous => Some((Correlation::Equal, true)),
            Self::AnteDependence => Some((Correlation::AnteDependence, false)),
            Self::AnteDependenceHeterogeneous => Some((Correlation::AnteDependence, true)),
        }
    }

    fn variances(self, visits: usize) -> usize {
        if self.parts().is_some_and(|(_, heterogeneous)| heterogeneous) { visits } else { 1 }
    }

    /// Lower triangle of the covariance matrix from natural parameters.
    pub(super) fn covariance<R: Real>(self, visits: usize, natural: &[Num<R>]) -> Vec<Num<R>> {
        let Some((kind, heterogeneous)) = self.parts() else {
            return natural.to_vec();
        };
        let (variances, rest) = natural.split_at(self.variances(visits));
        let by_bands = matches!(self, Self::Toeplitz | Self::CompoundSymmetry);
        let deviations: Vec<Num<R>> =
            if heterogeneous { variances.iter().map(|v| v.sqrt()).collect() } else { Vec::new() };
        lower(visits, |i, j| {
            if i == j {
                return variances[if heterogeneous { i } else { 0 }];
            }
            let correlation = kind.between(rest, i, j);
            if by_bands {
                correlation
            } else if heterogeneous {
                correlation * deviations[i] * deviations[j]
            } else {
                correlation * variances[0]
            }
        })
    }

    /// Whether the covariance matrix is linear in its natural parameters.
    pub(super) fn is_linear(self) -> bool {
        matches!(self, Self::Unstructured | Self::Toeplitz | Self::CompoundSymmetry)
    }

    /// The covariance matrix and its derivatives to the free parameters.
    pub(super) fn shape(self, visits: usize, free: &[f64]) -> Shape {
        match self {
            Self::Unstructured => unstructured::shape(visits, free),
            _ => Shape::of(free, |x| self.of_free(visits, x)),
        }
    }

    /// Natural parameters from free ones.
    pub(super) fn natural<R: Real>(self, visits: usize, free: &[Num<R>]) -> Vec<Num<R>> {
        let Some((kind, _)) = self.parts() else {
            return from_cholesky(visits, free);
        };
        let (deviations, rest) = free.split_at(self.variances(visits));
        let variances: Vec<Num<R>> = deviations.iter().map(|log| (2.0 * *log).exp()).collect();
        let scale = if matches!(self, Self::Toeplitz | Self::CompoundSymmetry) {
            variances[0]
        } else {
            Num::lit(1.0)
        };
        let correlations = rest.iter().map(|free| scale * kind.correlation(*free, visits));
        variances.iter().copied().chain(correlations).collect()
    }

    /// Lower triangle of the covariance matrix from free parameters.
    pub(super) fn of_free<R: Real>(self, visits: usize, free: &[Num<R>]) -> Vec<Num<R>> {
        self.covariance(visits, &self.natural(visits, free))
    }

    /// Free parameters near a covariance matrix, to start from; none if it is not positive definite.
    pub(super) fn start(self, near: &Symmetric) -> Option<Vec<f64>> {
        let visits = near.order;
        let Some((kind, heterogeneous)) = self.parts() else {
            return Some(cholesky_free(&Cholesky::of(near, 1e-8)?, visits));
        };
        let half_log = |variance: f64| 0.5 * ln(variance);
        let deviations: Vec<f64> = if heterogeneous {
            (0..visits).map(|visit| half_log(near.at(visit, visit))).collect()
        } else {
            vec![half_log((0..visits).map(|visit| near.at(visit, visit)).sum::<f64>() / number(visits))]
        };
        Some(deviations.into_iter().chain(kind.start(near)).collect())
    }
}

impl Correlation {
    fn parameters(self, visits: usize) -> usize {
        match self {
            Self::Toeplitz | Self::AnteDependence => visits - 1,
            Self::Autoregressive | Self::Equal => 1,
        }
    }

    /// Correlation of two visits, i after j.
    fn between<R: Real>(self, natural: &[Num<R>], i: usize, j: usize) -> Num<R> {
        match self {
            Self::Toeplitz => natural[i - j - 1],
            Self::Equal => natural[0],
            Self::Autoregressive => (1..i - j).fold(natural[0], |product, _| product * natural[0]),
            Self::AnteDependence => {
                natural[j + 1..i].iter().fold(natural[j], |product, next| product * *next)
            }
        }
    }

    /// From a real number to a correlation: x / sqrt(1 + x²), or onto (-1 / (m - 1), 1) where all are equal.
    fn correlation<R: Real>(self, free: Num<R>, visits: usize) -> Num<R> {
        match self {
            Self::Equal => {
                let lowest = 1.0 / (number(visits) - 1.0);
                let share = 1.0 / (1.0 + (-free).exp());
                share * (1.0 + lowest) - lowest
            }
            _ => free / (1.0 + free * free).sqrt(),
        }
    }

    /// And back.
    fn free(self, correlation: f64, visits: usize) -> f64 {
        match self {
            Self::Equal => {
                let lowest = 1.0 / (number(visits) - 1.0);
                let share = (correlation + lowest) / (1.0 + lowest);
                ln(share / (1.0 - share))
            }
            _ => correlation / (1.0 - correlation * correlation).sqrt(),
        }
    }

    /// Mean correlations of a matrix, a little nearer to zero so that the start lies inside.
    fn start(self, near: &Symmetric) -> Vec<f64> {
        let visits = near.order;
        let between = |i: usize, j: usize| near.at(i, j) / (near.at(i, i) * near.at(j, j)).sqrt();
        let mean = |wanted: &dyn Fn(usize, usize) -> bool| {
            let pairs = (0..visits).flat_map(|i| (0..i).map(move |j| (i, j)));
            let (sum, count) = pairs
                .filter(|(i, j)| wanted(*i, *j))
                .fold((0.0, 0.0), |(sum, count), (i, j)| (sum + between(i, j), count + 1.0));
            0.9 * sum / count
        };
        let lowest = -0.9 / (number(visits) - 1.0);
        let inside = |correlation: f64| correlation.clamp(lowest, 0.95);
        let means: Vec<f64> = match self {
            Self::Toeplitz => (1..visits).map(|lag| mean(&|i, j| i - j == lag)).collect(),
            Self::AnteDependence => (1..visits).map(|at| mean(&|i, j| i == at && j + 1 == at)).collect(),
            Self::Autoregressive => vec![mean(&|i, j| i - j == 1)],
            Self::Equal => vec![mean(&|_, _| true)],
        };
        means.into_iter().map(|correlation| self.free(inside(correlation), visits)).collect()
    }
}

/// A lower triangle by rows.
fn lower<R: Real>(visits: usize, entry: impl Fn(usize, usize) -> Num<R>) -> Vec<Num<R>> {
    let mut triangle = Vec::with_capacity(visits * (visits + 1) / 2);
    for i in 0..visits {
        for j in 0..=i {
            triangle.push(entry(i, j));
        }
    }
    triangle
}

/// Where the multiplier of column j in row i > j stands among free parameters.
const fn multiplier(visits: usize, i: usize, j: usize) -> usize {
    visits + i * (i - 1) / 2 + j
}

/// L L' with L = D M: D holds exponentials, M has a unit diagonal and free multipliers below it.
fn from_cholesky<R: Real>(visits: usize, free: &[Num<R>]) -> Vec<Num<R>> {
    let scale: Vec<Num<R>> = free[..visits].iter().map(|log| log.exp()).collect();
    let factor =
        lower(visits, |i, j| if i == j { scale[i] } else { scale[i] * free[multiplier(visits, i, j)] });
    lower(visits, |i, j| {
        let product = |k: usize| factor[place(i, k)] * factor[place(j, k)];
        (1..=j).fold(product(0), |sum, k| sum + product(k))
    })
}

fn cholesky_free(factor: &Cholesky, visits: usize) -> Vec<f64> {
    let scales = (0..visits).map(|i| ln(factor.at(i, i)));
    let multipliers = (1..visits).flat_map(|i| (0..i).map(move |j| (i, j)));
    scales.chain(multipliers.map(|(i, j)| factor.at(i, j) / factor.at(i, i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A covariance matrix that every structure can hold: equal variances 4, equal correlations 0.3.
    fn even(visits: usize) -> Symmetric {
        Symmetric::from_fn(visits, |i, j| if i == j { 4.0 } else { 1.2 })
    }

    fn values(numbers: &[Num<f64>]) -> Vec<f64> {
        numbers.iter().map(|number| number.0).collect()
    }

    #[test]
    fn the_start_of_an_unstructured_matrix_is_the_matrix() {
        let near = Symmetric { order: 3, packed: vec![4.0, 1.0, 3.0, -0.5, 0.7, 2.0] };
        let free = Structure::Unstructured.start(&near).unwrap();
        let back = Structure::Unstructured.of_free(3, &free.iter().map(|x| Num(*x)).collect::<Vec<_>>());
        for (seen, expected) in values(&back).iter().zip(&near.packed) {
            assert!((seen - expected).abs() < 1e-14, "{seen} against {expected}");
        }
    }

    #[test]
    fn every_structure_keeps_the_variance_of_its_start_and_takes_nine_tenths_of_the_correlation() {
        for structure in Structure::ALL {
            let free = structure.start(&even(4)).unwrap();
            assert_eq!(free.len(), structure.parameters(4), "{}", structure.name());
            let seen = values(&structure.of_free(4, &free.iter().map(|x| Num(*x)).collect::<Vec<_>>()));
            let share = if structure == Structure::Unstructured { 0.3 } else { 0.27 };
            assert!((seen[0] - 4.0).abs() < 1e-13 && (seen[9] - 4.0).abs() < 1e-13);
            assert!((seen[1] - 4.0 * share).abs() < 1e-13, "{}: {seen:?}", structure.name());
        }
    }

    #[test]
    fn natural_parameters_give_the_printed_matrices() {
        let matrix = |structure: Structure, natural: &[f64]| {
            values(&structure.covariance(3, &natural.iter().map(|x| Num(*x)).collect::<Vec<_>>()))
        };
        assert_eq!(matrix(Structure::Toeplitz, &[4.0, 2.0, 1.0]), [4.0, 2.0, 4.0, 1.0, 2.0, 4.0]);
        assert_eq!(matrix(Structure::CompoundSymmetry, &[4.0, 1.0]), [4.0, 1.0, 4.0, 1.0, 1.0, 4.0]);
        assert_eq!(matrix(Structure::Autoregressive, &[4.0, 0.5]), [4.0, 2.0, 4.0, 1.0, 2.0, 4.0]);
        assert_eq!(matrix(Structure::AnteDependence, &[4.0, 0.5, 0.25]), [4.0, 2.0, 4.0, 0.5, 1.0, 4.0]);
        let uneven = [4.0, 9.0, 16.0];
        let with = |rest: &[f64]| [&uneven, rest].concat();
        let adh = matrix(Structure::AnteDependenceHeterogeneous, &with(&[0.5, 0.25]));
        assert_eq!(adh, [4.0, 3.0, 9.0, 1.0, 3.0, 16.0]);
        let csh = matrix(Structure::CompoundSymmetryHeterogeneous, &with(&[0.5]));
        assert_eq!(csh, [4.0, 3.0, 9.0, 4.0, 6.0, 16.0]);
        let ar1h = matrix(Structure::AutoregressiveHeterogeneous, &with(&[0.5]));
        assert_eq!(ar1h, [4.0, 3.0, 9.0, 2.0, 6.0, 16.0]);
        let toeph = matrix(Structure::ToeplitzHeterogeneous, &with(&[0.5, 0.25]));
        assert_eq!(toeph, [4.0, 3.0, 9.0, 2.0, 6.0, 16.0]);
    }

    #[test]
    fn names_are_read_back() {
        assert!(
            Structure::ALL.into_iter().all(|structure| Structure::named(structure.name()) == Some(structure))
        );
        assert_eq!(Structure::named("unstructured"), None);
    }
}
