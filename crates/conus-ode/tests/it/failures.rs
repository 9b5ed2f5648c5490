//! Is every failure counted, named and never hidden?

use crate::problems::{Closures, decay, kaps, runge};
use conus_num::elementary::exp;
use conus_ode::{
    Pace, Pattern, RODAS5P, SolveError, Solver, System, Timetable, Tolerance, Work, check_jacobian, run,
};

/// Solves over days `0..end` and returns the last state beside the outcome.
fn solve(
    system: &impl System,
    start: &[f64],
    end: f64,
    mut pace: Pace,
) -> (Vec<f64>, Result<Work, SolveError>) {
    let mut state = start.to_vec();
    let tolerance = Tolerance::uniform(1e-6, 1e-9, start.len());
    let mut solver = Solver::new(system.pattern());
    let outcome = solver.advance(system, &mut state, 0.0..end, &tolerance, &mut pace, |_| {});
    (state, outcome)
}

#[test]
fn a_solution_that_leaves_to_infinity_stops_at_its_pole() {
    let square = Closures {
        pattern: Pattern::dense(1),
        slope: |y: &[f64], f: &mut [f64]| f[0] = y[0] * y[0],
        jacobian: |y: &[f64], j: &mut [f64]| j[0] = 2.0 * y[0],
    };
    let (state, outcome) = solve(&square, &[1.0], 2.0, Pace::default());
    let Err(SolveError::StepTooSmall { day, least_day, state: name }) = outcome else {
        panic!("{outcome:?}")
    };
    assert!((day - 1.0).abs() < 1e-5 && least_day < 1e-14, "{day} {least_day}");
    assert_eq!(name, "state 0");
    assert!(state[0].is_finite() && state[0] > 1e5);
}

/// The clock as a state, so that the slope can stop being a number past day 1.
fn ends_on_day_one(bad: f64) -> impl System {
    Closures {
        pattern: Pattern::new(2, vec![(1, 1)]).expect("sorted"),
        slope: move |y: &[f64], f: &mut [f64]| {
            f[0] = 1.0;
            f[1] = if y[0] > 1.0 { bad } else { -y[1] };
        },
        jacobian: |_: &[f64], j: &mut [f64]| j[0] = -1.0,
    }
}

#[test]
fn a_slope_that_is_no_number_past_a_day_stops_there_and_names_the_state() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let (state, outcome) = solve(&ends_on_day_one(bad), &[0.0, 1.0], 2.0, Pace::default());
        let Err(SolveError::NotFinite { day, state: name }) = outcome else { panic!("{bad}: {outcome:?}") };
        assert!((day - 1.0).abs() < 1e-9, "{day}");
        assert_eq!(name, "state 1");
        assert!((state[1] - exp(-1.0)).abs() < 1e-6);
    }
}

#[test]
fn a_start_that_is_no_number_is_refused() {
    let (_, outcome) = solve(&kaps(1.0), &[1.0, f64::NAN], 1.0, Pace::default());
    assert_eq!(outcome, Err(SolveError::NotFinite { day: 0.0, state: "state 1".into() }));
}

/// Growth at exactly `1 / (h gamma)` makes the only pivot zero; a shorter step removes it.
#[test]
fn a_zero_pivot_is_met_with_a_shorter_step() {
    let step = 0.25;
    let rate = 1.0 / (step * RODAS5P.gamma);
    let growth = decay(-rate);
    let (state, outcome) = solve(&growth, &[1.0], 1.0, Pace::starting_with(step));
    let work = outcome.expect("half the step is fine");
    assert!(work.rejected >= 1 && work.pivoted == 0, "{work:?}");
    assert!((state[0] / exp(rate) - 1.0).abs() < 1e-4);
}

/// Two states that trade places 1e12 times a day: without row exchanges the small diagonal drowns, at any step of use.
fn trade(coupling: f64) -> impl System {
    Closures {
        pattern: Pattern::dense(3),
        slope: move |y: &[f64], f: &mut [f64]| {
            f.copy_from_slice(&[coupling * y[1], -coupling * y[0], -y[2]]);
        },
        jacobian: move |_: &[f64], j: &mut [f64]| {
            j.copy_from_slice(&[0.0, coupling, 0.0, -coupling, 0.0, 0.0, 0.0, 0.0, -1.0]);
        },
    }
}

#[test]
fn factors_that_cannot_be_trusted_are_rescued_by_pivoting_and_counted() {
    let (state, outcome) = solve(&trade(1e12), &[0.0, 0.0, 1.0], 5.0, Pace::starting_with(1.0));
    let work = outcome.expect("pivoting rescues it");
    assert!(work.pivoted > 0 && work.pivoted == work.steps, "{work:?}");
    assert!((state[2] - exp(-5.0)).abs() < 1e-6);
    let (_, gentle) = solve(&trade(10.0), &[0.0, 0.0, 1.0], 5.0, Pace::starting_with(1.0));
    assert_eq!(gentle.expect("solvable").pivoted, 0);
}

#[test]
fn a_matrix_that_is_singular_at_every_step_is_a_failure() {
    let singular = Closures {
        pattern: Pattern::dense(2),
        slope: |_: &[f64], f: &mut [f64]| f.fill(0.0),
        jacobian: |_: &[f64], j: &mut [f64]| j.fill(1e300),
    };
    let (_, outcome) = solve(&singular, &[0.0, 0.0], 1.0, Pace::default());
    assert_eq!(outcome, Err(SolveError::SingularMatrix { day: 0.0 }));
}

#[test]
fn a_used_up_budget_of_steps_is_a_failure() {
    let system = kaps(1e-3);
    let mut solver = Solver::new(system.pattern());
    solver.most_steps = 5;
    let tolerance = Tolerance::uniform(1e-10, 1e-12, 2);
    let mut state = [1.0, 1.0];
    let outcome = solver.advance(&system, &mut state, 0.0..1.0, &tolerance, &mut Pace::default(), |_| {});
    assert!(matches!(outcome, Err(SolveError::TooManySteps { steps: 5, .. })), "{outcome:?}");
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let system = kaps(1.0);
    let mut solver = Solver::new(system.pattern());
    let mut ask = |state: &mut [f64], span: std::ops::Range<f64>, tolerance: &Tolerance| {
        solver.advance(&system, state, span, tolerance, &mut Pace::default(), |_| {})
    };
    let good = Tolerance::uniform(1e-6, 1e-9, 2);
    assert!(matches!(ask(&mut [1.0], 0.0..1.0, &good), Err(SolveError::WrongSize { found: 1, .. })));
    assert!(matches!(ask(&mut [1.0; 2], 1.0..0.0, &good), Err(SolveError::WrongDay { .. })));
    assert!(matches!(ask(&mut [1.0; 2], 0.0..f64::NAN, &good), Err(SolveError::WrongDay { .. })));
    let short = Tolerance::uniform(1e-6, 1e-9, 1);
    assert!(matches!(ask(&mut [1.0; 2], 0.0..1.0, &short), Err(SolveError::WrongSize { found: 1, .. })));
    let zero = Tolerance::uniform(1e-6, 0.0, 2);
    assert!(matches!(ask(&mut [1.0; 2], 0.0..1.0, &zero), Err(SolveError::WrongTolerance { .. })));
    assert_eq!(ask(&mut [1.0; 2], 1.0..1.0, &good), Ok(Work::default()));
}

#[test]
fn a_timetable_out_of_order_is_refused() {
    for (events, outputs) in
        [(&[2.0, 1.0][..], &[][..]), (&[], &[0.5, 11.0]), (&[-1.0], &[]), (&[f64::NAN], &[])]
    {
        let mut system = runge();
        let mut solver = Solver::new(system.pattern());
        let table = Timetable { from: 0.0, to: 10.0, events, outputs };
        let tolerance = Tolerance::uniform(1e-6, 1e-9, 1);
        let outcome = run(&mut solver, &mut system, &mut [1.0], &table, &tolerance, |_, _, _| {}, |_, _| {});
        assert!(matches!(outcome, Err(SolveError::WrongDay { .. })), "{events:?} {outputs:?}: {outcome:?}");
    }
}

#[test]
fn patterns_must_be_sorted_and_inside() {
    assert!(Pattern::new(2, vec![(0, 1), (0, 0)]).is_err());
    assert!(Pattern::new(2, vec![(0, 1), (0, 1)]).is_err());
    assert!(Pattern::new(2, vec![(0, 2)]).is_err());
}

#[test]
fn a_wrong_jacobian_is_found_and_a_right_one_passes() {
    assert!(check_jacobian(&kaps(1e-3), 0.0, &[0.7, 0.4]).relative < 1e-6);
    assert!(check_jacobian(&runge(), 0.5, &[0.7]).relative < 1e-6);
    let wrong = Closures {
        pattern: Pattern::new(2, vec![(0, 0), (1, 1)]).expect("sorted"),
        slope: |y: &[f64], f: &mut [f64]| f.copy_from_slice(&[-y[0], y[0] - y[1]]),
        jacobian: |_: &[f64], j: &mut [f64]| j.fill(-1.0),
    };
    let found = check_jacobian(&wrong, 0.0, &[0.7, 0.4]);
    assert!(found.relative > 0.1 && (found.row, found.column) == (1, Some(0)), "{found:?}");
}
