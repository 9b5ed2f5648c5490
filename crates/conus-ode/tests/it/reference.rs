//! Published end values: Mazzia & Magherini, Test Set for Initial Value Problem Solvers, release 2.4 (2008), computed
//! there by RADAU in quadruple or extended precision with tolerances near 1e-18.

use crate::problems::{hires, robertson, van_der_pol};
use conus_ode::{Pace, Solver, System, Tolerance, Work};

/// Largest relative error at the end, and the cost.
fn solve(
    system: &impl System,
    start: &[f64],
    end: f64,
    reference: &[f64],
    tolerance: &Tolerance,
) -> (f64, Work) {
    let mut state = start.to_vec();
    let mut solver = Solver::new(system.pattern());
    let work = solver.advance(system, &mut state, 0.0..end, tolerance, &mut Pace::default(), |_| {});
    let work = work.expect("the reference problems are solvable");
    let error = state.iter().zip(reference).fold(0.0, |worst: f64, (y, r)| worst.max(((y - r) / r).abs()));
    eprintln!("end {end:e} rtol {:e} error {error:.2e} {work:?}", tolerance.relative);
    (error, work)
}

/// Solves at three tolerances; the error must stay below `allowed` times the tolerance and the cost below `steps`.
fn meets(
    system: &impl System,
    start: &[f64],
    end: f64,
    reference: &[f64],
    absolute: f64,
    limits: (f64, u64),
) {
    for relative in [1e-5, 1e-7, 1e-9] {
        let tolerance = Tolerance::uniform(relative, absolute * relative, start.len());
        let (error, work) = solve(system, start, end, reference, &tolerance);
        assert!(error < limits.0 * relative, "relative error {error:e} at tolerance {relative:e}");
        assert!(work.steps < limits.1, "{work:?}");
    }
}

#[test]
fn robertson_ends_at_the_published_values_after_1e11() {
    let reference = [0.2083340149701255e-7, 0.8333360770334713e-13, 0.999999979166505];
    meets(&robertson(), &[1.0, 0.0, 0.0], 1e11, &reference, 1e-9, (100.0, 2000));
}

#[test]
fn hires_ends_at_the_published_values() {
    let reference = [
        0.7371312573325668e-3,
        0.1442485726316185e-3,
        0.5888729740967575e-4,
        0.1175651343283149e-2,
        0.2386356198831331e-2,
        0.6238968252742796e-2,
        0.2849998395185769e-2,
        0.2850001604814231e-2,
    ];
    let start = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057];
    meets(&hires(), &start, 321.8122, &reference, 1e-4, (100.0, 2000));
}

#[test]
fn van_der_pol_ends_at_the_published_values() {
    let reference = [0.1706167732170483e1, -0.8928097010247975];
    meets(&van_der_pol(1e-6), &[2.0, 0.0], 2.0, &reference, 1.0, (100.0, 5000));
}
