//! Can the regression be trusted? Leverage, residuals, influence, and whether variance is constant.
//!
//! With residual e, residual deviation s, leverage h, n rows and p columns (Cook and Weisberg 1982, chapters 2
//! and 3):
//!
//!     r = e / (s sqrt(1 - h)),    t = r sqrt((n - p - 1) / (n - p - r²)),    D = r² h / (p (1 - h)).

use super::Fit;
use crate::describe::square_sum;
use crate::error::number;
use crate::linear_algebra::{dot, length, singular_values};
use crate::wald::ChiSquareTest;
use conus_num::distribution::normal;

/// Answers about the whole fit and about each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostics {
    /// One entry per row of the data.
    pub rows: Vec<Influence>,
    /// Studentised residuals in rising order against what a normal sample would show.
    pub quantile_points: Vec<QuantilePoint>,
    /// Does the variance follow the columns? Breusch and Pagan 1979 in the studentised form of Koenker 1981, n R²
    /// of the squared residuals on the columns; none where there is no column but the intercept or the squares
    /// do not vary.
    pub heteroscedasticity: Option<ChiSquareTest>,
    /// Largest over smallest singular value of the columns, each scaled to length one (Belsley, Kuh and
    /// Welsch 1980, chapter 3); above 30 some are nearly dependent.
    pub condition_number: f64,
}

/// How one row stands to the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence {
    /// Prediction.
    pub fitted: f64,
    /// Response minus prediction.
    pub residual: f64,
    /// Weight of the response of the row in its own prediction, from 1/n to 1.
    pub leverage: f64,
    /// What needs a residual that the row does not decide alone; none at leverage one.
    pub studentised: Option<Studentised>,
}

/// A residual in units of its own standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Studentised {
    /// By the deviation of all rows.
    pub internal: f64,
    /// By the deviation of the other rows; none where those leave no degree of freedom or no residual.
    pub external: Option<f64>,
    /// Cook's distance: how far the coefficients move without the row (Cook 1977).
    pub cook_distance: f64,
}

/// One point of a normal quantile-quantile figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantilePoint {
    /// What a normal sample of this size would show.
    pub expected: f64,
    /// Internally studentised residual.
    pub seen: f64,
}

impl Fit {
    /// Leverage, residuals and influence of every row, and the checks of the whole fit.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        let basis = self.factors.orthonormal_columns();
        let leverage = |row: usize| basis.iter().map(|column| column[row] * column[row]).sum();
        let rows: Vec<Influence> =
            (0..self.residuals.len()).map(|row| self.influence(row, leverage(row))).collect();
        Diagnostics {
            quantile_points: quantile_points(&rows),
            heteroscedasticity: self.heteroscedasticity(),
            condition_number: self.condition_number(),
            rows,
        }
    }

    fn influence(&self, row: usize, leverage: f64) -> Influence {
        let residual = self.residuals[row];
        let studentised = (leverage < super::FULL_LEVERAGE).then(|| {
            let internal = residual / (self.residual_deviation * (1.0 - leverage).sqrt());
            let squares_of_others = self.residual_freedom - internal * internal;
            let freedom = self.residual_freedom - 1.0;
            // Less than the rounding of r² means that the other rows lie on the plane.
            let judged = freedom > 0.5 && squares_of_others > 1e-12 * self.residual_freedom;
            Studentised {
                internal,
                external: judged.then(|| internal * (freedom / squares_of_others).sqrt()),
                cook_distance: internal * internal * leverage / (number(self.names.len()) * (1.0 - leverage)),
            }
        });
        Influence { fitted: self.fitted[row], residual, leverage, studentised }
    }

    fn heteroscedasticity(&self) -> Option<ChiSquareTest> {
        // Squared residuals that differ by less than this share of their mean are equal.
        const EQUAL: f64 = 1e-12;
        let squares: Vec<f64> = self.residuals.iter().map(|residual| residual * residual).collect();
        let (total, freedom) = (square_sum(&squares), number(self.names.len() - 1));
        let negligible = EQUAL * EQUAL * dot(&squares, &squares);
        if freedom < 0.5 || total <= negligible {
            return None;
        }
        let unexplained = &self.factors.rotated(&squares)[self.names.len()..];
        let r_squared = 1.0 - dot(unexplained, unexplained) / total;
        Some(ChiSquareTest::new(number(squares.len()) * r_squared, freedom))
    }

    /// The triangle has the singular values of the columns, and its columns have their lengths.
    fn condition_number(&self) -> f64 {
        let triangle = &self.factors.triangle;
        let scaled = |j: usize| {
            let column: Vec<f64> = triangle.iter().map(|row| row[j]).collect();
            let length = length(&column);
            column.iter().map(|entry| entry / length).collect()
        };
        let values = singular_values(&(0..triangle.len()).map(scaled).collect::<Vec<Vec<f64>>>());
        values[0] / values[values.len() - 1]
    }
}

/// Plotting positions (i - a) / (n + 1 - 2a) with a = 3/8 up to ten points (Blom 1958) and a = 1/2 beyond
/// (Hazen 1914), as R's `ppoints`.
fn quantile_points(rows: &[Influence]) -> Vec<QuantilePoint> {
    let mut residuals: Vec<f64> =
        rows.iter().filter_map(|row| row.studentised.map(|studentised| studentised.internal)).collect();
    residuals.sort_by(f64::total_cmp);
    let offset = if residuals.len() <= 10 { 0.375 } else { 0.5 };
    let span = number(residuals.len()) + 1.0 - 2.0 * offset;
    let expected = |index: usize| normal::quantile((number(index + 1) - offset) / span);
    let points = residuals.iter().enumerate();
    points.map(|(index, &seen)| QuantilePoint { expected: expected(index), seen }).collect()
}
