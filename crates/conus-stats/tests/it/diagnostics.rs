use crate::arms;
use crate::oracle::{Printed, RELATIVE, assert_agrees, column, printed, trial};
use conus_stats::design::{Column, Term};
use conus_stats::regression::{Diagnostics, Fit, Robust, Studentised, fit, fit_design};
use conus_stats::wald::{chi_square_test, single};

/// As in `regression`: the condition number of 5e9 takes nine digits and more. The condition number itself
/// is the reciprocal of a singular value of 1e-5 of the largest and keeps ten.
const LONGLEY: f64 = 1e-9;

const KINDS: [(&str, Option<Robust>); 5] = [
    ("const", None),
    ("hc0", Some(Robust::Hc0)),
    ("hc1", Some(Robust::Hc1)),
    ("hc2", Some(Robust::Hc2)),
    ("hc3", Some(Robust::Hc3)),
];

fn covariates(text: &str, names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column { name: (*name).to_owned(), values: column(text, name) }).collect()
}

fn fits() -> [(&'static str, Fit); 3] {
    let (small, longley) = (include_str!("../oracle/trial.csv"), include_str!("../oracle/longley.csv"));
    let economy = ["deflator", "gnp", "unemployed", "armed_forces", "population", "year"];
    let trial = fit(&trial("week12"), &covariates(small, &["arm", "baseline", "age", "months"])).unwrap();
    let longley = fit(&column(longley, "employed"), &covariates(longley, &economy)).unwrap();
    [("trial", trial), ("longley", longley), ("arms", of_arms())]
}

fn of_arms() -> Fit {
    let design = arms::main_effects(&["arm", "sex", "site", "baseline", "age"]);
    fit_design(&arms::numeric("change").values, &design).unwrap()
}

fn robust(fit: &Fit, kind: &str) -> Fit {
    let (_, robust) = KINDS.into_iter().find(|(name, _)| *name == kind).unwrap();
    robust.map_or_else(|| fit.clone(), |robust| fit.clone().robust(robust).unwrap())
}

fn of_row(diagnostics: &Diagnostics, name: &str, index: usize) -> f64 {
    let row = diagnostics.rows[index];
    let studentised = |part: fn(Studentised) -> f64| part(row.studentised.unwrap());
    match name {
        "fitted" => row.fitted,
        "leverage" => row.leverage,
        "internal" => studentised(|residual| residual.internal),
        "external" => studentised(|residual| residual.external.unwrap()),
        "cook" => studentised(|residual| residual.cook_distance),
        "expected" => diagnostics.quantile_points[index].expected,
        _ => diagnostics.quantile_points[index].seen,
    }
}

#[test]
fn robust_errors_residuals_influence_and_checks_are_those_of_r() {
    let fits = fits().map(|(case, fit)| (case, fit.diagnostics(), fit));
    let mut rows = printed(include_str!("../oracle/diagnostics.csv"));
    rows.extend(printed(include_str!("../oracle/longley_robust.csv")));
    let of_one_fit: Vec<&Printed> = rows.iter().filter(|row| !row.case.starts_with("joint")).collect();
    assert_eq!(of_one_fit.len(), 1293);
    for row in of_one_fit {
        let (_, diagnostics, fit) = fits.iter().find(|(case, ..)| *case == row.case).unwrap();
        let (name, which) = row.quantity.split_once(':').unwrap();
        let seen = match (name, which) {
            ("bp", "statistic") => diagnostics.heteroscedasticity.unwrap().statistic,
            ("bp", "freedom") => diagnostics.heteroscedasticity.unwrap().freedom,
            ("bp", _) => diagnostics.heteroscedasticity.unwrap().p,
            ("condition", _) => diagnostics.condition_number,
            (name, index) => {
                let index = index.parse::<usize>().unwrap() - 1;
                if name.starts_with("hc") {
                    robust(fit, name).estimates()[index].standard_error
                } else {
                    of_row(diagnostics, name, index)
                }
            }
        };
        let relative = if row.case == "longley" { LONGLEY } else { RELATIVE };
        // A residual is a difference of numbers of the order of one, as are the quantiles.
        let scale = if name.starts_with("hc") || name == "cook" { 0.0 } else { 1.0 };
        assert_agrees(row, seen, relative, scale);
    }
}

#[test]
fn joint_tests_of_a_term_are_those_of_r() {
    let fit = of_arms();
    let design = arms::main_effects(&["arm", "sex", "site", "baseline", "age"]);
    let rows = printed(include_str!("../oracle/diagnostics.csv"));
    let joint: Vec<&Printed> = rows.iter().filter(|row| row.case.starts_with("joint")).collect();
    assert_eq!(joint.len(), 40);
    for row in joint {
        let (kind, which) = row.quantity.split_once(':').unwrap();
        let fit = robust(&fit, kind);
        let positions = design.columns_of(&Term::main(&row.case["joint_".len()..])).unwrap();
        let combinations = single(positions.clone(), fit.names.len());
        let f = fit.f_test_of(positions).unwrap();
        let chi = chi_square_test(&fit.coefficients, &fit.covariance, &combinations).unwrap();
        let seen = match which {
            "f" => f.statistic,
            "f_p" => f.p,
            "chi" => chi.statistic,
            _ => chi.p,
        };
        assert_agrees(row, seen, RELATIVE, 0.0);
    }
}

/// Deleting a row and fitting again is what the formulas of influence spare us.
#[test]
fn a_deleted_row_moves_the_coefficients_by_cooks_distance() {
    let (response, names) = (trial("week12"), ["arm", "baseline", "age", "months"]);
    let all = covariates(include_str!("../oracle/trial.csv"), &names);
    let whole = fit(&response, &all).unwrap();
    let without = |values: &[f64], row: usize| {
        let kept = values.iter().enumerate().filter(|(other, _)| *other != row);
        kept.map(|(_, value)| *value).collect::<Vec<f64>>()
    };
    for (row, influence) in whole.diagnostics().rows.iter().enumerate().step_by(7) {
        let fewer = all.iter().map(|c| Column { name: c.name.clone(), values: without(&c.values, row) });
        let other = fit(&without(&response, row), &fewer.collect::<Vec<_>>()).unwrap();
        let shift: Vec<f64> =
            whole.coefficients.iter().zip(&other.coefficients).map(|(all, fewer)| all - fewer).collect();
        let in_errors = conus_stats::wald::f_test(&shift, &whole.covariance, &single(0..5, 5), 56.0).unwrap();
        let cook = influence.studentised.unwrap().cook_distance;
        // Both are exact on paper; the shift is a difference of coefficients that agree in two to four digits.
        assert!((in_errors.statistic - cook).abs() < 1e-10 * cook.max(1e-3), "{row}");
    }
}
