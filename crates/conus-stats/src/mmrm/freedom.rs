//! How many degrees of freedom has a test of a mixed model? Four answers.
//!
//! With P the covariance matrix of the coefficients, l a combination, g the slope of l'Pl to each element of the covariance
//! matrices and O the covariance of those elements (inverse information):
//!
//! - Satterthwaite 1946: 2 (l'Pl)² / g'Og; several rows: Fai and Cornelius 1996 (J Stat Comput Simul 54:363), section 2,
//!   over the principal axes of their covariance
//! - Kenward and Roger 1997 (Biometrics 53:983): the same for one row; several rows: `kenward_roger.rs`
//! - between and within persons: Schluchter and Elashoff 1990 (J Stat Comput Simul 37:69), in the rule of R mmrm (vignette
//!   `between_within`): the least over the coefficients that take part
//! - residual: answers minus coefficients

use super::kenward_roger::{self, Curvature};
use super::pattern::people;
use super::{Fit, Repeated};
use crate::StatisticsError;
use crate::error::number;
use crate::symmetric::Symmetric;

/// Which standard errors and degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// Model-based standard errors, Satterthwaite's degrees of freedom.
    Satterthwaite,
    /// Kenward and Roger 1997 in the natural parameters of the structure. For `us` those are the elements of the covariance
    /// matrix, as in SAS; R mmrm calls that `Kenward-Roger-Linear`.
    KenwardRoger,
    /// Without second derivatives of the covariance matrix, in any parameters.
    KenwardRogerLinear,
    /// In the free parameters, as R mmrm does by default.
    KenwardRogerMmrm,
    /// Model-based standard errors; between or within persons.
    BetweenWithin,
    /// Model-based standard errors; answers minus coefficients.
    Residual,
}

impl Freedom {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Satterthwaite,
        Self::KenwardRoger,
        Self::KenwardRogerLinear,
        Self::KenwardRogerMmrm,
        Self::BetweenWithin,
        Self::Residual,
    ];

    /// Its name in plans and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Satterthwaite => "satterthwaite",
            Self::KenwardRoger => "kenward-roger",
            Self::KenwardRogerLinear => "kenward-roger-linear",
            Self::KenwardRogerMmrm => "kenward-roger-mmrm",
            Self::BetweenWithin => "between-within",
            Self::Residual => "residual",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|freedom| freedom.name() == name)
    }

    /// For Kenward and Roger's: which second derivatives the adjusted covariance takes.
    pub(super) fn curvature(self) -> Option<Curvature> {
        match self {
            Self::KenwardRoger => Some(Curvature::Natural),
            Self::KenwardRogerLinear => Some(Curvature::None),
            Self::KenwardRogerMmrm => Some(Curvature::Free),
            Self::Satterthwaite | Self::BetweenWithin | Self::Residual => None,
        }
    }
}

/// Where a coefficient is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The same in every row.
    Intercept,
    /// Differs between people alone.
    Between,
    /// Differs within a person.
    Within,
}

/// The level of each column.
#[expect(clippy::float_cmp, reason = "a column that is constant holds the same number")]
pub(super) fn levels(data: &Repeated) -> Vec<Level> {
    let people = people(data);
    let level = |column: &Vec<f64>| {
        let within = people.iter().any(|rows| rows.iter().any(|row| column[*row] != column[rows[0]]));
        let between = column.iter().any(|entry| *entry != column[0]);
        match (within, between) {
            (true, _) => Level::Within,
            (false, true) => Level::Between,
            (false, false) => Level::Intercept,
        }
    };
    data.columns.iter().map(level).collect()
}

/// Degrees of freedom of one combination, with its weights in the design and in the basis.
pub(super) fn of(
    fit: &Fit,
    freedom: Freedom,
    weights: &[f64],
    inside: &[f64],
) -> Result<f64, StatisticsError> {
    match freedom {
        Freedom::BetweenWithin => between_within(fit, &[weights.to_vec()]),
        Freedom::Residual => left(number(fit.observations) - number(fit.names.len())),
        _ => left(satterthwaite(fit, inside)),
    }
}

/// Scale of F and degrees of freedom of several combinations; none where they depend on each other.
pub(super) fn of_joint(
    fit: &Fit,
    freedom: Freedom,
    rows: &[Vec<f64>],
    inside: &[Vec<f64>],
) -> Option<Result<(f64, f64), StatisticsError>> {
    let plain = |freedom: Result<f64, StatisticsError>| freedom.map(|freedom| (1.0, freedom));
    Some(match freedom {
        Freedom::BetweenWithin => plain(between_within(fit, rows)),
        Freedom::Residual => plain(left(number(fit.observations) - number(fit.names.len()))),
        Freedom::Satterthwaite => plain(left(fai_cornelius(fit, inside))),
        _ => Ok(kenward_roger::joint(fit, inside)?),
    })
}

/// 2 (l'Pl)² / g'Og.
pub(super) fn satterthwaite(fit: &Fit, inside: &[f64]) -> f64 {
    let covariance = &fit.optimum.likelihood.covariance;
    let image = covariance.times(inside);
    let variance: f64 = image.iter().zip(inside).map(|(a, b)| a * b).sum();
    let slope: Vec<f64> = fit.design().iter().map(|design| design.quadratic(&image)).collect();
    2.0 * variance * variance / fit.optimum.of_elements.quadratic(&slope)
}

/// 2 E / (E - q), where E is the sum of n / (n - 2) over the Satterthwaite freedom n of each of q principal axes; 2 where an
/// axis has no more than two, as R's `lmerTest` and mmrm have it.
fn fai_cornelius(fit: &Fit, inside: &[Vec<f64>]) -> f64 {
    let covariance: Symmetric = fit.optimum.likelihood.covariance.between(inside);
    let axes = covariance.principal_axes();
    let along = |axis: &Vec<f64>| {
        let columns = inside[0].len();
        let mixed: Vec<f64> =
            (0..columns).map(|j| axis.iter().zip(inside).map(|(share, row)| share * row[j]).sum()).collect();
        satterthwaite(fit, &mixed)
    };
    let each: Vec<f64> = axes.iter().map(along).collect();
    let least = each.iter().fold(f64::INFINITY, |least, nu| least.min(*nu));
    let most = each.iter().fold(0.0_f64, |most, nu| most.max(*nu));
    if most - least < 1e-8 * most {
        return least;
    }
    if least <= 2.0 {
        return 2.0;
    }
    let sum: f64 = each.iter().map(|nu| nu / (nu - 2.0)).sum();
    2.0 * sum / (sum - number(inside.len()))
}

fn between_within(fit: &Fit, rows: &[Vec<f64>]) -> Result<f64, StatisticsError> {
    let count = |level: Level| number(fit.levels.iter().filter(|other| **other == level).count());
    let intercept = count(Level::Intercept).min(1.0);
    let between = number(fit.people) - intercept - count(Level::Between);
    let within = number(fit.observations) - number(fit.people) - count(Level::Within);
    let takes_part = |at: usize| rows.iter().any(|row| row[at].abs() > 0.0);
    let of = |at: usize| if fit.levels[at] == Level::Between { between } else { within };
    left((0..fit.levels.len()).filter(|at| takes_part(*at)).map(of).fold(f64::INFINITY, f64::min))
}

fn left(freedom: f64) -> Result<f64, StatisticsError> {
    if freedom > 0.0 {
        return Ok(freedom);
    }
    let what = "degrees of freedom".to_owned();
    Err(StatisticsError::OutOfRange { what, value: freedom, allowed: "above 0; there are too few answers" })
}
