//! Does the error fall with the promised power of the step, at the ends and between them?

use crate::problems::{dosed, kaps, riccati, runge};
use conus_num::elementary::{exp, ln, tanh};
use conus_ode::{Pace, RODAS4P, RODAS5P, Solver, System, Tableau, Tolerance};

/// Largest error at the end, and at thirds between the steps, with `count` equal steps over one day.
fn errors(
    method: &'static Tableau,
    system: &impl System,
    exact: &impl Fn(f64) -> Vec<f64>,
    count: u32,
) -> (f64, f64) {
    let distance = |state: &[f64], day: f64| {
        state.iter().zip(exact(day)).fold(0.0, |worst: f64, (y, exact)| worst.max((y - exact).abs()))
    };
    let (mut state, mut between) = (exact(0.0), 0.0_f64);
    let mut solver = Solver::with_method(system.pattern(), method);
    // So loose that every step is accepted: the step is fixed from outside.
    let tolerance = Tolerance::uniform(1e3, 1e3, state.len());
    for index in 0..count {
        let span = f64::from(index) / f64::from(count)..f64::from(index + 1) / f64::from(count);
        let mut pace = Pace::starting_with(span.end - span.start);
        let work = solver.advance(system, &mut state, span, &tolerance, &mut pace, |step| {
            for share in [0.2, 1.0 / 3.0, 0.5, 0.7] {
                let day = step.from + share * (step.to - step.from);
                let mut values = vec![0.0; step.before.len()];
                step.at(system, day).write(&mut values);
                between = between.max(distance(&values, day));
            }
        });
        assert_eq!(work.expect("smooth problems are solvable").steps, 1);
    }
    (distance(&state, 1.0), between)
}

/// Measured orders at the end and between steps, from 8 to 32 steps.
fn orders(method: &'static Tableau, system: &impl System, exact: impl Fn(f64) -> Vec<f64>) -> (f64, f64) {
    let (coarse, fine) = (errors(method, system, &exact, 8), errors(method, system, &exact, 32));
    let order = |coarse: f64, fine: f64| ln(coarse / fine) / ln(4.0);
    (order(coarse.0, fine.0), order(coarse.1, fine.1))
}

fn all_orders(method: &'static Tableau) -> Vec<(f64, f64)> {
    vec![
        orders(method, &kaps(1.0), |day| vec![exp(-2.0 * day), exp(-day)]),
        orders(method, &riccati(), |day| vec![tanh(day)]),
        orders(method, &runge(), |day| vec![1.0 / (1.0 + day * day)]),
        orders(method, &dosed(0.5), |day| {
            let known = exp(-0.5 * day);
            vec![1.0 / (1.0 + day * day + 2.0 * (1.0 - known)), known]
        }),
    ]
}

/// The lowest order at the ends over all problems; errors of opposite sign may cancel and show a higher one.
fn lowest_order(method: &'static Tableau) -> f64 {
    all_orders(method).iter().fold(f64::INFINITY, |least, (ends, _)| least.min(*ends))
}

#[test]
fn rodas5p_converges_with_order_five_on_nonlinear_problems() {
    let order = lowest_order(&RODAS5P);
    assert!((4.8..5.2).contains(&order), "{order}");
}

#[test]
fn rodas4p_converges_with_order_four_on_nonlinear_problems() {
    let order = lowest_order(&RODAS4P);
    assert!((3.8..4.2).contains(&order), "{order}");
}

/// Order four between the steps means a local error of the fifth power.
#[test]
fn values_between_steps_of_rodas5p_have_a_local_error_of_the_fifth_power() {
    for (_, between) in all_orders(&RODAS5P) {
        assert!(between > 4.7, "{between}");
    }
}

#[test]
fn stiff_decay_to_a_slow_curve_matches_the_exact_solution() {
    for epsilon in [1e-3, 1e-6, 1e-9] {
        let system = kaps(epsilon);
        let mut state = [1.0, 1.0];
        let tolerance = Tolerance::uniform(1e-8, 1e-10, 2);
        let mut solver = Solver::new(system.pattern());
        let work = solver.advance(&system, &mut state, 0.0..1.0, &tolerance, &mut Pace::default(), |_| {});
        let error = (state[0] - exp(-2.0)).abs().max((state[1] - exp(-1.0)).abs());
        assert!(error < 1e-8, "epsilon {epsilon:e}, error {error:e}");
        assert!(work.expect("solvable").steps < 200);
    }
}

#[test]
fn the_error_falls_with_the_tolerance() {
    let mut last = f64::INFINITY;
    for relative in [1e-4, 1e-6, 1e-8, 1e-10] {
        let system = runge();
        let mut state = [1.0];
        let tolerance = Tolerance::uniform(relative, 1e-3 * relative, 1);
        let mut solver = Solver::new(system.pattern());
        let mut pace = Pace::default();
        solver.advance(&system, &mut state, 0.0..10.0, &tolerance, &mut pace, |_| {}).expect("solvable");
        let error = (state[0] * 101.0 - 1.0).abs();
        assert!(
            error < 10.0 * relative && error < 0.1 * last,
            "tolerance {relative:e}, error {error:e}, before {last:e}"
        );
        last = error;
    }
}
