//! Tails and quantiles against `oracle/distribution.csv`, made by `oracle/distribution.py` with 400 digits.
//!
//! Tolerance 1e-12 relative from 1e-300 upwards: a tail of 1e-300 is the exponential of -690, and
//! rounding -690 once already costs 690 * 1.1e-16 = 8e-14, a few such roundings 4e-13.

#![expect(clippy::unwrap_used, reason = "a table that cannot be read fails its test")]

use conus_num::distribution::{beta, f, gamma, noncentral_t, normal, student_t};

const RELATIVE: f64 = 1e-12;

struct Row {
    function: String,
    arguments: [f64; 3],
    value: f64,
}

fn rows(function: &str) -> Vec<Row> {
    let number = |cell: &str| if cell.is_empty() { 0.0 } else { cell.parse().unwrap() };
    let rows: Vec<Row> = include_str!("../oracle/distribution.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let arguments = [number(cells[1]), number(cells[2]), number(cells[3])];
            Row { function: cells[0].to_owned(), arguments, value: number(cells[4]) }
        })
        .filter(|row| row.function == function)
        .collect();
    assert!(rows.len() >= 15, "the table holds {} rows of {function}", rows.len());
    rows
}

/// Every row of the function agrees; the worst one is named.
fn check(function: &str, relative: f64, absolute: f64, seen: impl Fn([f64; 3]) -> f64) {
    for row in rows(function) {
        let seen = seen(row.arguments);
        let miss = (seen - row.value).abs();
        assert!(
            miss <= relative * row.value + absolute,
            "{function}{:?}: seen {seen:e}, expected {:e}, relative {:e}",
            row.arguments,
            row.value,
            miss / row.value
        );
    }
}

#[test]
fn tails_agree_with_four_hundred_digits() {
    check("normal_upper", RELATIVE, 0.0, |[z, ..]| normal::upper_tail(z));
    check("normal_upper", RELATIVE, 0.0, |[z, ..]| 0.5 * normal::two_sided(-z));
    check("t_upper", RELATIVE, 0.0, |[t, freedom, _]| student_t::upper_tail(t, freedom));
    check("t_upper", RELATIVE, 0.0, |[t, freedom, _]| student_t::cdf(-t, freedom));
    check("f_upper", RELATIVE, 0.0, |[ratio, above, below]| f::upper_tail(ratio, above, below));
    check("beta_lower", RELATIVE, 0.0, |[x, a, b]| beta::cdf(x, a, b));
    check("gamma_upper", RELATIVE, 0.0, |[x, shape, _]| gamma::upper_tail(x, shape, 1.0));
    check("gamma_lower", RELATIVE, 0.0, |[x, shape, _]| gamma::cdf(x, shape, 1.0));
}

/// Absolute, because a power is never needed to a relative digit below 1e-13.
#[test]
fn the_noncentral_tail_agrees_with_quadrature() {
    check("noncentral_t_upper", 0.0, 1e-13, |[t, freedom, delta]| {
        noncentral_t::upper_tail(t, freedom, delta)
    });
    check("noncentral_t_upper", 0.0, 1e-13, |[t, freedom, delta]| 1.0 - noncentral_t::cdf(t, freedom, delta));
}

/// A double p carries half a unit in its last place; near the middle of a distribution the quantile turns
/// that into at most that share of p over x times density, which is what is allowed above the plain
/// tolerance.
fn check_quantile(
    function: &str,
    quantile: impl Fn(f64, [f64; 3]) -> f64,
    density: impl Fn([f64; 3]) -> f64,
) {
    for row in rows(function) {
        let seen = quantile(row.value, row.arguments);
        let x = row.arguments[0];
        let from_p = f64::EPSILON * row.value / density(row.arguments);
        assert!(
            (seen - x).abs() <= RELATIVE * x + 2.0 * from_p,
            "{function}{:?}: p {:e} gives {seen:e}",
            row.arguments,
            row.value
        );
    }
}

#[test]
fn quantiles_invert_the_four_hundred_digit_tails() {
    check_quantile("normal_upper", |p, _| normal::upper_quantile(p), |[z, ..]| normal::density(z));
    check_quantile("normal_upper", |p, _| -normal::quantile(p), |[z, ..]| normal::density(z));
    let density = |[t, freedom, _]: [f64; 3]| student_t::density(t, freedom);
    check_quantile("t_upper", |p, [_, freedom, _]| student_t::upper_quantile(p, freedom), density);
    check_quantile("t_upper", |p, [_, freedom, _]| -student_t::quantile(p, freedom), density);
    let density = |[x, a, b]: [f64; 3]| beta::density(x, a, b);
    check_quantile("beta_lower", |p, [_, a, b]| beta::quantile(p, a, b), density);
    let density = |[x, shape, _]: [f64; 3]| gamma::density(x, shape, 1.0);
    check_quantile("gamma_upper", |p, [_, shape, _]| gamma::upper_quantile(p, shape, 1.0), density);
    check_quantile("gamma_lower", |p, [_, shape, _]| gamma::quantile(p, shape, 1.0), density);
}

/// Second library, at the 1e-9 to which its own incomplete beta function is good.
#[test]
fn a_second_library_agrees_in_the_middle() {
    use statrs::distribution::{ContinuousCDF, StudentsT};
    for freedom in [2.5, 11.0, 57.3] {
        for t in [-2.0, -0.4, 0.3, 1.1, 4.0] {
            let theirs = StudentsT::new(0.0, 1.0, freedom).unwrap().sf(t);
            let ours = student_t::upper_tail(t, freedom);
            assert!((ours / theirs - 1.0).abs() < 1e-9, "t {t}, freedom {freedom}: {ours} {theirs}");
        }
    }
}
