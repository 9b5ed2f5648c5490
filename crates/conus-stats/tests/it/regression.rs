use crate::oracle::{Printed, RELATIVE, assert_agrees, column, estimate_part, printed, trial};
use conus_stats::ancova::adjusted;
use conus_stats::regression::{Column, Fit, Robust, fit};

/// Longley's columns with the intercept have a condition number of 5e9, so nine digits of a double may go; seen is an
/// agreement of 1.3e-11.
const LONGLEY: f64 = 1e-9;

const COVARIATES: [&str; 4] = ["arm", "baseline", "age", "months"];

fn covariates(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column { name: (*name).to_owned(), values: trial(name) }).collect()
}

fn longley() -> Fit {
    let text = include_str!("../oracle/longley.csv");
    let named = |name: &str| Column { name: name.to_owned(), values: column(text, name) };
    let names = ["deflator", "gnp", "unemployed", "armed_forces", "population", "year"];
    fit(&column(text, "employed"), &names.map(named)).unwrap()
}

fn of_fit(fit: &Fit, row: &Printed) -> f64 {
    match row.quantity.split_once(':') {
        None if row.quantity == "r_squared" => fit.r_squared,
        None if row.quantity == "deviation" => fit.residual_deviation,
        None => fit.residual_freedom,
        Some((name, which)) => {
            let j = fit.names.iter().position(|other| other == name).unwrap();
            if which == "inflation" {
                fit.variance_inflation[j - 1]
            } else {
                estimate_part(&fit.estimates()[j], which)
            }
        }
    }
}

#[test]
fn regression_and_adjusted_means_are_those_of_r() {
    let trial_fit = fit(&trial("week12"), &covariates(&COVARIATES)).unwrap();
    let in_second: Vec<bool> = trial("arm").iter().map(|arm| *arm > 0.5).collect();
    let ancova = adjusted(&trial("week12"), &in_second, &covariates(&["baseline", "age"])).unwrap();
    for row in printed(include_str!("../oracle/regression.csv")) {
        let seen = match row.case {
            "longley" => of_fit(&longley(), &row),
            "trial" => of_fit(&trial_fit, &row),
            "mean_first" => estimate_part(&ancova.mean_first, row.quantity),
            "mean_second" => estimate_part(&ancova.mean_second, row.quantity),
            _ => estimate_part(&ancova.difference, row.quantity),
        };
        let relative = if row.case == "longley" { LONGLEY } else { RELATIVE };
        assert_agrees(&row, seen, relative, 0.0);
    }
}

/// Coefficients and standard deviations certified to 15 digits by NIST (Statistical Reference Datasets,
/// Longley, in people and dollars; here in thousands and millions as R keeps them, which moves the
/// decimal point).
#[test]
fn the_intercept_of_longley_is_the_certified_one() {
    let intercept = &longley().estimates()[0];
    assert!((intercept.value / -3_482.258_634_595_82 - 1.0).abs() < LONGLEY);
    assert!((intercept.standard_error / 890.420_383_607_373 - 1.0).abs() < LONGLEY);
}

#[test]
fn the_robust_variance_is_that_of_statsmodels() {
    let fit = fit(&trial("week12"), &covariates(&COVARIATES)).unwrap();
    let estimates = fit.estimates_with(&fit.robust_covariance(Robust::Hc3).unwrap());
    let rows = printed(include_str!("../oracle/statsmodels.csv"));
    let hc3: Vec<&Printed> = rows.iter().filter(|row| row.case == "hc3").collect();
    assert_eq!(hc3.len(), 10);
    for row in hc3 {
        let (name, which) = row.quantity.split_once(':').unwrap();
        let estimate = estimates.iter().find(|estimate| estimate.name == name).unwrap();
        assert_agrees(row, estimate_part(estimate, which), RELATIVE, 0.0);
    }
}
