use crate::arms;
use crate::oracle::{Printed, RELATIVE, assert_agrees, estimate_part, printed};
use conus_stats::Interval;
use conus_stats::design::{Design, Factor, Term, Variable};
use conus_stats::logistic::{Fit, fit, fit_penalised};

/// R seeks the top of the penalised likelihood, with a coefficient held, by its value alone, which leaves nine
/// digits of what follows from it.
const SOUGHT: f64 = 1e-9;

fn design(terms: &[Term]) -> Design {
    let site = arms::factor("site", "a");
    let codes = site.codes().iter().map(|&code| usize::from(code > 1)).collect();
    let region = Factor::new("region", &["north", "south"], codes).unwrap();
    let [arm, sex, _, baseline, age] = arms::variables();
    let variables: [Variable; 5] = [arm, sex, region.into(), baseline, age];
    Design::new(&variables, terms).unwrap()
}

fn main_effects(names: &[&str]) -> Vec<Term> {
    names.iter().map(|name| Term::main(name)).collect()
}

/// Everybody in the arm of the higher dose responds.
fn separated() -> Vec<bool> {
    let arm = arms::arm();
    arms::responders().iter().zip(arm.codes()).map(|(&event, &code)| event || code == 2).collect()
}

fn fitted(case: &str) -> (Fit, Design) {
    let terms = match case {
        "main" => main_effects(&["arm", "sex", "region", "baseline", "age"]),
        "crossed" => {
            let mut terms = main_effects(&["arm", "sex", "baseline"]);
            terms.push(Term::interaction("arm", "sex"));
            terms
        }
        _ => main_effects(&["arm", "sex", "baseline"]),
    };
    let design = design(&terms);
    let fit = match case {
        "firth_responder" => fit_penalised(&arms::responders(), &design),
        "firth_separated" => fit_penalised(&separated(), &design),
        _ => fit(&arms::responders(), &design),
    };
    (fit.unwrap(), design)
}

fn of_coefficient(fit: &Fit, position: usize, which: &str) -> f64 {
    let limits = |part: fn(Interval) -> f64| part(fit.profile_interval(position).unwrap());
    match which {
        "odds" => fit.odds_ratios()[position].value,
        "odds_upper" => fit.odds_ratios()[position].interval_95.upper,
        "profile_lower" => limits(|interval| interval.lower),
        "profile_upper" => limits(|interval| interval.upper),
        _ => estimate_part(&fit.estimates()[position], which),
    }
}

fn of_test(fit: &Fit, design: &Design, kind: &str, term: &str, which: &str) -> f64 {
    let term = match term.split_once(':') {
        Some((one, other)) => Term::interaction(one, other),
        None => Term::main(term),
    };
    let positions = design.columns_of(&term).unwrap();
    let test = match kind {
        "ratio" => fit.likelihood_ratio_test(positions),
        _ => fit.wald_test(positions),
    };
    if which == "p" { test.unwrap().p } else { test.unwrap().statistic }
}

fn standardised(fit: &Fit, kind: &str, level: &str, which: &str) -> f64 {
    let seen = fit.standardised("arm").unwrap();
    let (all, name) = match kind {
        "risk" => (seen.risks, level.to_owned()),
        _ => (seen.differences, format!("{level} - control")),
    };
    estimate_part(all.iter().find(|estimate| estimate.name == name).unwrap(), which)
}

fn seen(row: &Printed) -> f64 {
    let (fit, design) = fitted(row.case);
    let (name, which) = row.quantity.rsplit_once(':').unwrap();
    if let Ok(position) = name.parse::<usize>() {
        return of_coefficient(&fit, position - 1, which);
    }
    match name.split_once('_') {
        None if which == "deviance" => fit.deviance,
        None => fit.log_likelihood,
        Some((kind @ ("risk" | "difference"), level)) => standardised(&fit, kind, level, which),
        Some((kind, term)) => of_test(&fit, &design, kind, term, which),
    }
}

#[test]
fn odds_tests_profiles_and_standardised_risks_are_those_of_r() {
    let rows = printed(include_str!("../oracle/logistic.csv"));
    assert_eq!(rows.len(), 336);
    for row in rows {
        let penalised = row.case.starts_with("firth");
        let sought = row.quantity.contains("profile") || row.quantity.contains("ratio");
        assert_agrees(&row, seen(&row), if penalised && sought { SOUGHT } else { RELATIVE }, 0.0);
    }
}

#[test]
fn an_arm_in_which_everybody_responds_is_named() {
    let design = design(&main_effects(&["arm", "sex", "baseline"]));
    let error = fit(&separated(), &design).unwrap_err();
    assert!(error.to_string().starts_with("`arm[cells_twice]` separates"), "{error}");
}

/// The order of people decides nothing, to the last digits.
#[test]
fn the_order_of_rows_does_not_matter() {
    let events = arms::responders();
    let order: Vec<usize> = (0..events.len()).rev().collect();
    let arm = arms::arm();
    let turned = Factor::new("arm", arm.levels(), order.iter().map(|&row| arm.codes()[row]).collect());
    let mut baseline = arms::numeric("baseline");
    baseline.values.reverse();
    let terms = main_effects(&["arm", "baseline"]);
    let plain = fit(&events, &design(&terms)).unwrap();
    let design = Design::new(&[turned.unwrap().into(), baseline.into()], &terms).unwrap();
    let other = fit(&order.iter().map(|&row| events[row]).collect::<Vec<_>>(), &design).unwrap();
    for (one, other) in plain.coefficients.iter().zip(&other.coefficients) {
        assert!((one / other - 1.0).abs() < 1e-12);
    }
}
