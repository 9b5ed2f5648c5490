//! What would the mean be in a population in which the factors were balanced? Weights of least-squares means.
//!
//! The adjusted mean of Searle, Speed and Milliken 1980: the prediction with every covariate at its mean over
//! the rows, averaged over the levels of the factors that are not held. The product of two covariates is
//! the product of their means.

use super::{Design, product};
use crate::StatisticsError;
use crate::describe::centre;

/// How the levels of a factor that is not held are averaged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margins {
    /// Every combination of levels counts the same: as if the trial had been balanced.
    #[default]
    Equal,
    /// Every combination counts as often as the rows have it: as the people were.
    Observed,
}

impl Design {
    /// One weight per column: their sum with the coefficients is the mean at the held levels, given as pairs of
    /// factor and level.
    ///
    /// # Errors
    /// A factor or level that the model does not have, or a factor held twice.
    pub fn mean_weights(&self, held: &[(&str, &str)], margins: Margins) -> Result<Vec<f64>, StatisticsError> {
        let held = self.held_levels(held)?;
        let imagined: Vec<Vec<usize>> = match margins {
            Margins::Equal => self.combinations(&held),
            Margins::Observed => (0..self.rows).map(|row| self.levels_of(row, &held)).collect(),
        };
        let means: Vec<f64> = self.numerics.iter().map(|column| centre(&column.values)).collect();
        let weight = |recipe: &Vec<_>| {
            let at = |levels: &Vec<usize>| product(recipe, |factor| levels[factor], |numeric| means[numeric]);
            centre(&imagined.iter().map(at).collect::<Vec<f64>>())
        };
        Ok(self.recipes.iter().map(weight).collect())
    }

    fn held_levels(&self, held: &[(&str, &str)]) -> Result<Vec<Option<usize>>, StatisticsError> {
        let mut levels = vec![None; self.factors.len()];
        for (factor, level) in held {
            let position = self.factor_position(factor)?;
            if levels[position].is_some() {
                return Err(StatisticsError::NamedTwice { name: (*factor).to_owned() });
            }
            levels[position] = Some(self.factors[position].level(level)?);
        }
        Ok(levels)
    }

    /// Every combination of the levels of the factors that are not held.
    fn combinations(&self, held: &[Option<usize>]) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::with_capacity(held.len())];
        for (factor, held) in self.factors.iter().zip(held) {
            let levels = held.map_or(0..factor.levels().len(), |level| level..level + 1);
            let extended = |before: &Vec<usize>| {
                let before = before.clone();
                levels.clone().map(move |level| before.iter().copied().chain([level]).collect::<Vec<_>>())
            };
            all = all.iter().flat_map(extended).collect();
        }
        all
    }

    fn levels_of(&self, row: usize, held: &[Option<usize>]) -> Vec<usize> {
        self.factors.iter().zip(held).map(|(factor, held)| held.unwrap_or(factor.codes()[row])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Column, Factor, Term};

    fn design() -> Design {
        let arm = Factor::new("arm", &["control", "cells"], vec![0, 0, 0, 0, 1, 1, 1, 1]).unwrap();
        let site = Factor::new("site", &["a", "b", "c"], vec![0, 1, 1, 2, 1, 1, 1, 2]).unwrap();
        let baseline = Column { name: "baseline".into(), values: (0..8).map(f64::from).collect() };
        let terms = [
            Term::main("arm"),
            Term::main("site"),
            Term::main("baseline"),
            Term::interaction("arm", "baseline"),
        ];
        Design::new(&[arm.into(), site.into(), baseline.into()], &terms).unwrap()
    }

    #[test]
    fn equal_margins_ignore_how_many_people_a_level_has() {
        let seen = design().mean_weights(&[("arm", "cells")], Margins::Equal).unwrap();
        for (seen, expected) in seen.iter().zip([1.0, 1.0, 1.0 / 3.0, 1.0 / 3.0, 3.5, 3.5]) {
            // A third is rounded once more when three numbers are averaged.
            assert!((seen - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn observed_margins_count_people() {
        let seen = design().mean_weights(&[("arm", "control")], Margins::Observed).unwrap();
        assert_eq!(seen, [1.0, 0.0, 0.625, 0.25, 3.5, 0.0]);
    }

    #[test]
    fn a_cell_with_everything_held_is_a_row_of_the_design() {
        let seen = design().mean_weights(&[("site", "b"), ("arm", "cells")], Margins::Equal).unwrap();
        assert_eq!(seen, [1.0, 1.0, 1.0, 0.0, 3.5, 3.5]);
    }

    #[test]
    fn an_unknown_level_or_factor_is_an_error() {
        let design = design();
        let error = design.mean_weights(&[("arm", "drug")], Margins::Equal).unwrap_err();
        assert_eq!(error.to_string(), "`drug` is not among the levels of arm: control, cells");
        assert!(design.mean_weights(&[("baseline", "3")], Margins::Equal).is_err());
        assert!(design.mean_weights(&[("arm", "cells"), ("arm", "control")], Margins::Equal).is_err());
    }
}
