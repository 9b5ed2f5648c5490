use crate::arms;
use crate::oracle::{Printed, RELATIVE, assert_agrees, estimate_part, printed};
use conus_stats::ancova::{Ancova, Choices, compare};
use conus_stats::design::{Column, Design, Factor, Margins, Term};
use conus_stats::regression::{Estimate, Fit, Robust, fit_design};
use conus_stats::subgroup::{Subgroups, effects};

fn choices(margins: &str, kind: &str) -> Choices {
    Choices {
        margins: if margins == "equal" { Margins::Equal } else { Margins::Observed },
        robust: match kind {
            "const" => None,
            "hc1" => Some(Robust::Hc1),
            _ => Some(Robust::Hc3),
        },
    }
}

fn change() -> Vec<f64> {
    arms::numeric("change").values
}

fn analysed(case: &str) -> Ancova {
    let (margins, kind) = case.split_once('/').unwrap();
    let [arm, covariates @ ..] = &arms::variables();
    assert_eq!(arm.name(), "arm");
    compare(&change(), &arms::arm(), covariates, choices(margins, kind)).unwrap()
}

#[test]
fn adjusted_means_differences_and_the_test_of_arm_are_those_of_emmeans() {
    let rows = printed(include_str!("../oracle/ancova.csv"));
    let additive: Vec<&Printed> = rows.iter().filter(|row| !row.case.starts_with("crossed")).collect();
    assert_eq!(additive.len(), 266);
    for row in additive {
        let seen = analysed(row.case);
        let (name, which) = row.quantity.split_once(':').unwrap();
        let value = match which {
            "f" => seen.arm_test.statistic,
            "f_p" => seen.arm_test.p,
            _ => {
                let all = seen.means.iter().chain(&seen.pairs);
                estimate_part(all.into_iter().find(|estimate| estimate.name == name).unwrap(), which)
            }
        };
        assert_agrees(row, value, RELATIVE, 0.0);
    }
}

/// Where factors interact, the observed margins are those of the people in each combination of levels.
#[test]
fn means_over_factors_that_interact_are_those_of_emmeans() {
    let site = arms::factor("site", "a");
    let codes = site.codes().iter().map(|&code| usize::from(code > 1)).collect();
    let region = Factor::new("region", &["north", "south"], codes).unwrap();
    let [arm, sex, _, baseline, _] = arms::variables();
    let terms = [
        Term::main("arm"),
        Term::main("sex"),
        Term::main("region"),
        Term::main("baseline"),
        Term::interaction("sex", "region"),
        Term::interaction("arm", "baseline"),
    ];
    let design = Design::new(&[arm, sex, region.into(), baseline], &terms).unwrap();
    let fit: Fit = fit_design(&change(), &design).unwrap();
    let rows = printed(include_str!("../oracle/ancova.csv"));
    let crossed: Vec<&Printed> = rows.iter().filter(|row| row.case.starts_with("crossed")).collect();
    assert_eq!(crossed.len(), 42);
    for row in crossed {
        let (level, which) = row.quantity.split_once(':').unwrap();
        let margins = if row.case.ends_with("equal") { Margins::Equal } else { Margins::Observed };
        let weights = design.mean_weights(&[("arm", level)], margins).unwrap();
        assert_agrees(row, estimate_part(&fit.combination(level, &weights).unwrap(), which), RELATIVE, 0.0);
    }
}

fn in_subgroups(case: &str) -> Subgroups {
    let (by, kind) = case.split_once('/').unwrap();
    let older = arms::numeric("age").values.iter().map(|&age| usize::from(age >= 46.0)).collect();
    let factor = match by {
        "sex" => arms::factor("sex", "female"),
        _ => Factor::new("older", &["younger", "older"], older).unwrap(),
    };
    let [_, _, site, baseline, _] = arms::variables();
    effects(&change(), &arms::arm(), &factor, &[site, baseline], choices("equal", kind)).unwrap()
}

#[test]
fn effects_in_subgroups_and_the_test_of_interaction_are_those_of_emmeans() {
    let rows = printed(include_str!("../oracle/subgroup.csv"));
    assert_eq!(rows.len(), 120);
    for row in rows {
        let seen = in_subgroups(row.case);
        let cells: Vec<&str> = row.quantity.split(':').collect();
        let (level, name, which) = (cells[0], cells[1], cells[2]);
        let value = match which {
            "f" => seen.interaction.statistic,
            "f_p" => seen.interaction.p,
            _ => {
                let found = seen.effects.iter().find(|e| e.level == level && e.difference.name == name);
                estimate_part(&found.unwrap().difference, which)
            }
        };
        assert_agrees(&row, value, RELATIVE, 0.0);
    }
}

#[test]
fn every_person_is_counted_in_one_subgroup() {
    let seen = in_subgroups("sex/const");
    let counts: Vec<[usize; 2]> =
        seen.effects.iter().map(|effect| [effect.count_reference, effect.count_arm]).collect();
    assert_eq!(counts, [[18, 9], [18, 9], [19, 24], [19, 15]]);
}

/// The scale and the origin of a covariate are nobody's business.
#[test]
fn shifting_and_scaling_a_covariate_changes_no_difference() {
    let plain = analysed("equal/const");
    let [_, sex, site, _, age] = arms::variables();
    let celsius = arms::numeric("baseline").values.iter().map(|value| 1000.0 + 32.0 * value).collect();
    let baseline = Column { name: "baseline".into(), values: celsius };
    let covariates = [sex, site, baseline.into(), age];
    let moved = compare(&change(), &arms::arm(), &covariates, Choices::default()).unwrap();
    for (one, other) in plain.pairs.iter().chain(&plain.means).zip(moved.pairs.iter().chain(&moved.means)) {
        let close = |part: fn(&Estimate) -> f64| (part(one) / part(other) - 1.0).abs() < RELATIVE;
        assert!(close(|e| e.value) && close(|e| e.standard_error), "{}", one.name);
    }
}
