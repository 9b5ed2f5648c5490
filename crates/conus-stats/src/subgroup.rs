//! Does the treatment work alike in everybody? The effect within each subgroup, and the test of interaction.
//!
//!     response = intercept + arm + subgroup + arm:subgroup + covariates + error
//!
//! One model for all, with common slopes and one variance, so that the effects of a forest figure and the test that
//! they are equal belong together (Wang, Lagakos, Ware and others 2007; ICH E9, section 5.7).

use crate::StatisticsError;
use crate::ancova::{Choices, judged, minus};
use crate::design::{Design, Factor, Term, Variable};
use crate::regression::{Estimate, Fit, fit_design};
use crate::wald::FTest;

/// The effect of one arm in one subgroup.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Level of the subgroup factor.
    pub level: String,
    /// Arm minus reference, by the name of both.
    pub difference: Estimate,
    /// People of the subgroup in the reference arm.
    pub count_reference: usize,
    /// People of the subgroup in the other arm.
    pub count_arm: usize,
}

/// The effects in all subgroups of one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Subgroups {
    /// Each level of the factor, and within it each arm but the reference.
    pub effects: Vec<Effect>,
    /// Are the effects equal in all levels?
    pub interaction: FTest,
    /// The regression beneath.
    pub fit: Fit,
    /// Its columns.
    pub design: Design,
}

/// The effect of each arm against the first within each level of `subgroup`.
///
/// # Errors
/// A level without people of some arm, or what [`crate::ancova::compare`] refuses.
pub fn effects(
    response: &[f64],
    arm: &Factor,
    subgroup: &Factor,
    covariates: &[Variable],
    choices: Choices,
) -> Result<Subgroups, StatisticsError> {
    let counts = cell_counts(arm, subgroup)?;
    let both = [arm.clone().into(), subgroup.clone().into()];
    let variables: Vec<Variable> = both.into_iter().chain(covariates.iter().cloned()).collect();
    let interaction = Term::interaction(arm.name(), subgroup.name());
    let mut terms: Vec<Term> = variables.iter().map(|variable| Term::main(variable.name())).collect();
    terms.insert(2, interaction.clone());
    let design = Design::new(&variables, &terms)?;
    let fit = judged(fit_design(response, &design)?, choices.robust)?;
    let weights = |arm_level: usize, level: usize| {
        let held = [
            (arm.name(), arm.levels()[arm_level].as_str()),
            (subgroup.name(), subgroup.levels()[level].as_str()),
        ];
        design.mean_weights(&held, choices.margins)
    };
    let mut effects = Vec::with_capacity(subgroup.levels().len() * (arm.levels().len() - 1));
    for (level, name) in subgroup.levels().iter().enumerate() {
        let reference = weights(0, level)?;
        for (arm_level, arm_name) in arm.levels().iter().enumerate().skip(1) {
            let contrast = minus(&weights(arm_level, level)?, &reference);
            effects.push(Effect {
                level: name.clone(),
                difference: fit.combination(&format!("{arm_name} - {}", arm.levels()[0]), &contrast)?,
                count_reference: counts[level][0],
                count_arm: counts[level][arm_level],
            });
        }
    }
    Ok(Subgroups { effects, interaction: fit.f_test_of(design.columns_of(&interaction)?)?, fit, design })
}

/// People by level of the subgroup and arm; every cell must have somebody.
fn cell_counts(arm: &Factor, subgroup: &Factor) -> Result<Vec<Vec<usize>>, StatisticsError> {
    let mut counts = vec![vec![0; arm.levels().len()]; subgroup.levels().len()];
    for (&arm_level, &level) in arm.codes().iter().zip(subgroup.codes()) {
        counts[level][arm_level] += 1;
    }
    for (level, cells) in counts.iter().enumerate() {
        if let Some(empty) = cells.iter().position(|&count| count == 0) {
            return Err(StatisticsError::EmptyLevel {
                factor: format!("{}:{}", arm.name(), subgroup.name()),
                level: format!("{}:{}", arm.levels()[empty], subgroup.levels()[level]),
            });
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_sample::pooled;

    fn factor(name: &str, levels: [&str; 2], codes: &[usize]) -> Factor {
        Factor::new(name, &levels, codes.to_vec()).unwrap()
    }

    #[test]
    fn without_covariates_the_effects_are_differences_of_cell_means() {
        let response = [4.0, 6.0, 5.0, 3.0, 2.0, 7.0, 8.0, 9.0, 1.0, 3.0];
        let arm = factor("arm", ["control", "cells"], &[0, 0, 0, 1, 1, 0, 0, 1, 1, 1]);
        let sex = factor("sex", ["female", "male"], &[0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
        let seen = effects(&response, &arm, &sex, &[], Choices::default()).unwrap();
        let women = pooled(&response[..3], &response[3..5]).unwrap();
        let men = pooled(&response[5..7], &response[7..]).unwrap();
        assert!((seen.effects[0].difference.value - women.difference).abs() < 1e-14);
        assert!((seen.effects[1].difference.value - men.difference).abs() < 1e-14);
        let counts: Vec<_> = seen.effects.iter().map(|e| (e.count_reference, e.count_arm)).collect();
        assert_eq!(counts, [(3, 2), (2, 3)]);
        // With two arms and two levels the interaction is one coefficient, so F is the square of its t.
        let t = seen.fit.estimates()[3].statistic;
        assert!((seen.interaction.statistic - t * t).abs() < 1e-13);
    }

    #[test]
    fn a_subgroup_without_people_of_an_arm_is_named() {
        let arm = factor("arm", ["control", "cells"], &[0, 0, 1, 1, 0]);
        let sex = factor("sex", ["female", "male"], &[0, 0, 0, 0, 1]);
        let error = effects(&[1.0, 2.0, 4.0, 3.0, 0.0], &arm, &sex, &[], Choices::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no row has level `cells:male` of `arm:sex`; leave the level out or join it with another"
        );
    }
}
