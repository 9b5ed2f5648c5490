use crate::oracle::{Printed, assert_agrees, printed};
use conus_stats::sample_size_reestimation::{conditional_power, inverse_normal};
use conus_stats::sequential::conclusion::{conclude, upper_probability};
use conus_stats::sequential::futility::{ErrorSpending, Planned, binding, non_binding};
use conus_stats::sequential::{Boundaries, Sides, Spending, boundary, planning};
use std::collections::BTreeMap;

/// rpact integrates by Newton and Cotes and stops its searches at 1e-10; where errors are spent late the
/// boundary depends strongly on them. Seven digits of the statistic are more than any plan states.
const RPACT: f64 = 1e-6;

/// The case of a line of `design.csv`: sides/alpha/information/boundary/futility.
fn plan(case: &str) -> (f64, Planned) {
    let cells: Vec<&str> = case.split('/').collect();
    let sides = if cells[0] == "1" { Sides::One } else { Sides::Two };
    let alpha: f64 = cells[1].parse().unwrap();
    let information: Vec<f64> = cells[2].split('_').map(|cell| cell.parse().unwrap()).collect();
    let efficacy = || efficacy(cells[3], sides, alpha, &information);
    let planned = match cells[4].split_once('_') {
        None => {
            let boundaries = efficacy();
            let drift = planning::drift_for_power(&boundaries, 0.8).unwrap();
            Planned { boundaries, drift }
        }
        Some(("free", name)) => {
            non_binding(&efficacy(), ErrorSpending { total: 0.2, spending: spending(name) }).unwrap()
        }
        Some((_, name)) => {
            let alpha =
                ErrorSpending { total: alpha, spending: spending(cells[3].strip_prefix("spend_").unwrap()) };
            binding(sides, &information, alpha, ErrorSpending { total: 0.2, spending: spending(name) })
                .unwrap()
        }
    };
    (alpha, planned)
}

fn efficacy(name: &str, sides: Sides, alpha: f64, information: &[f64]) -> Boundaries {
    match name {
        "of" => boundary::obrien_fleming(sides, alpha, information),
        "pocock" => boundary::pocock(sides, alpha, information),
        "wt_0.25" => boundary::wang_tsiatis(sides, alpha, information, 0.25),
        other => {
            let spending = spending(other.strip_prefix("spend_").unwrap());
            boundary::alpha_spending(sides, alpha, information, spending)
        }
    }
    .unwrap()
}

fn spending(name: &str) -> Spending {
    match name.split_once('_') {
        None if name == "of" => Spending::OBrienFleming,
        None => Spending::Pocock,
        Some(("power", exponent)) => Spending::Power(exponent.parse().unwrap()),
        Some((_, gamma)) => Spending::Gamma(gamma.parse().unwrap()),
    }
}

/// The part of a plan that a printed quantity names.
fn part(name: &str, alpha: f64, plan: &Planned) -> f64 {
    let cells: Vec<&str> = name.split('_').collect();
    let look = || cells[cells.len() - 1].parse::<usize>().unwrap() - 1;
    let crossing = || plan.boundaries.crossing(cells[1].parse().unwrap()).unwrap();
    match cells[0] {
        "efficacy" => plan.boundaries.efficacy()[look()],
        "futility" => plan.boundaries.futility()[look()],
        "drift" => plan.drift,
        "inflation" => planning::inflation_factor(&plan.boundaries, alpha, 0.8).unwrap(),
        "power" => crossing().power(),
        "expected" => plan.boundaries.expected_information(cells[1].parse().unwrap()).unwrap(),
        "reject" => crossing().upper[look()],
        unknown => panic!("a plan has no `{unknown}`"),
    }
}

#[test]
fn boundaries_power_and_expected_information_are_those_of_rpact() {
    let mut cases: BTreeMap<&str, Vec<Printed>> = BTreeMap::new();
    for row in printed(include_str!("../oracle/sequential/design.csv")) {
        cases.entry(row.case).or_default().push(row);
    }
    for (case, rows) in cases {
        let (alpha, plan) = plan(case);
        for row in rows {
            assert_agrees(&row, part(row.quantity, alpha, &plan), RPACT, 1.0);
        }
    }
}

/// Two-sided, rpact orders outcomes as if nobody had stopped at the boundary opposite to the statistic, and
/// does not double the p of a first look. So its numbers are compared with those of an upper boundary of the
/// same height; that the lower one counts here is tested in `sequential::conclusion`.
#[test]
fn p_estimate_and_interval_after_stopping_are_those_of_rpact() {
    for row in printed(include_str!("../oracle/sequential/conclusion.csv")) {
        let cells: Vec<&str> = row.case.split('/').collect();
        let sides = if cells[0] == "1" { Sides::One } else { Sides::Two };
        let people: Vec<f64> = cells[2].split('_').map(|cell| 100.0 * cell.parse::<f64>().unwrap()).collect();
        let plan = efficacy(cells[1], sides, 0.025 * sides.count(), &people);
        let upper = Boundaries::of_efficacy(Sides::One, &people, plan.efficacy()).unwrap();
        let so_far: f64 = cells[3].parse().unwrap();
        let look = people.iter().position(|people| (people - so_far).abs() < 0.5).unwrap();
        let z: f64 = cells[4].parse().unwrap();
        let seen = conclude(&upper, look, z, 0.95).unwrap();
        let part = match row.quantity {
            "p" if sides == Sides::Two && look > 0 => {
                2.0 * upper_probability(&upper, look, z.abs(), 0.0).unwrap()
            }
            "p" => seen.p_one_sided,
            "median" => seen.median_unbiased,
            "lower" => seen.interval.lower,
            _ => seen.interval.upper,
        };
        assert_agrees(&row, part, RPACT, 1.0);
    }
}

#[test]
fn combined_stages_and_conditional_power_are_those_of_rpact() {
    for row in printed(include_str!("../oracle/sequential/combination.csv")) {
        let cells: Vec<&str> = row.case.split('/').collect();
        let numbers =
            |cell: &str| -> Vec<f64> { cell.split('_').map(|number| number.parse().unwrap()).collect() };
        let information = numbers(cells[0]);
        let combined = inverse_normal(&information, &numbers(cells[1])).unwrap();
        let seen = match row.quantity.strip_prefix("combined_") {
            Some(stage) => combined[stage.parse::<usize>().unwrap() - 1],
            None => {
                let plan = efficacy("spend_of", Sides::One, 0.025, &information);
                let before = combined[combined.len() - 2];
                conditional_power(&plan, before, cells[3].parse().unwrap(), cells[2].parse().unwrap())
                    .unwrap()
            }
        };
        assert_agrees(&row, seen, RPACT, 1.0);
    }
}
