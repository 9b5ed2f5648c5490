//! Are states that are known never solved for, and exact wherever somebody looks?

use crate::problems::{Closures, dosed};
use conus_num::elementary::exp;
use conus_ode::{
    Moment, Pace, Pattern, PatternError, SolveError, Solver, System, Timetable, Tolerance, Work,
    check_jacobian, run,
};

/// Doses of 1 on days 0.5 and 1 of what leaves at a rate of 40 a day; looked at on some days.
fn two_doses(relative: f64, outputs: &[f64]) -> (Vec<[f64; 2]>, Work) {
    let (mut system, mut state) = (dosed(40.0), [1.0, 1.0]);
    let table = Timetable { from: 0.0, to: 3.0, events: &[0.5, 1.0], outputs };
    let tolerance = Tolerance::uniform(relative, 1e-2 * relative, 2);
    let (mut seen, mut solver) = (Vec::new(), Solver::new(system.pattern()));
    let observe = |_: usize, moment: &Moment<'_>| {
        let mut both = [0.0; 2];
        moment.write(&mut both);
        assert_eq!(both.map(f64::to_bits), [0, 1].map(|index| moment.value(index).to_bits()));
        seen.push(both);
    };
    let act = |_: usize, _: &mut _, state: &mut [f64]| state[1] += 1.0;
    let work = run(&mut solver, &mut system, &mut state, &table, &tolerance, act, observe).expect("solvable");
    (seen, work)
}

/// What is left of all doses so far, and how much of them has acted.
fn known(day: f64) -> (f64, f64) {
    let doses = [0.0, 0.5, 1.0].iter().filter(|dose| **dose <= day);
    doses.fold((0.0, 0.0), |(left, acted), dose| {
        let of_dose = exp(-40.0 * (day - dose));
        (left + of_dose, acted + (1.0 - of_dose))
    })
}

#[test]
fn a_known_state_is_exact_at_any_look_and_drives_the_others_within_their_tolerance() {
    let days: Vec<f64> = (0..=300).map(|index| f64::from(index) * 0.01).collect();
    let (seen, work) = two_doses(1e-8, &days);
    for (day, [y, x]) in days.iter().zip(&seen) {
        let (left, acted) = known(*day);
        // The rounding of exponents up to 80 (2e-14) and of some fifty factors, one for each step (1e-14).
        assert!((x - left).abs() <= 1e-13 * left, "day {day}: {x}, exact {left}");
        let exact = 1.0 / (1.0 + day * day + 2.0 * acted);
        assert!((y - exact).abs() < 1e-7 * exact, "day {day}: {y}, exact {exact}");
    }
    assert!(work.steps > 10, "{work:?}");
}

/// A slow state beside one that decays a million times a day and drives nothing.
struct Fast(Pattern);

impl System for Fast {
    fn pattern(&self) -> &Pattern {
        &self.0
    }
    fn slope(&self, _day: f64, y: &[f64], f: &mut [f64]) {
        f.copy_from_slice(&[-0.1 * y[0], -1e6 * y[1]]);
    }
    fn jacobian(&self, _day: f64, _y: &[f64], entries: &mut [f64]) {
        entries.copy_from_slice(&[-0.1, -1e6]);
    }
    fn move_on(&self, _day: f64, elapsed: f64, exact: &mut [f64]) {
        exact[0] *= exp(-1e6 * elapsed);
    }
}

#[test]
fn a_fast_known_state_asks_for_no_steps_of_its_own() {
    let pattern = Pattern::new(2, vec![(0, 0), (1, 1)]).expect("sorted");
    let known = pattern.clone().with_exact(vec![1]).expect("nothing drives it");
    let [solved, known] = [pattern, known].map(|pattern| {
        let system = Fast(pattern);
        let (mut state, mut pace) = ([1.0, 1.0], Pace::default());
        let tolerance = Tolerance::uniform(1e-6, 1e-9, 2);
        let mut solver = Solver::new(system.pattern());
        let work = solver.advance(&system, &mut state, 0.0..10.0, &tolerance, &mut pace, |_| {});
        assert!((state[0] - exp(-1.0)).abs() < 1e-6);
        work.expect("solvable").steps
    });
    assert!(2 * known <= solved, "{known} steps where it is known, {solved} where it is solved for");
}

#[test]
fn a_pattern_whose_known_states_depend_on_others_is_refused() {
    let pattern = || Pattern::new(3, vec![(0, 1), (1, 1), (2, 0)]).expect("sorted");
    assert_eq!(pattern().with_exact(vec![2]), Err(PatternError::Driven { row: 2, column: 0 }));
    assert_eq!(pattern().with_exact(vec![0]), Err(PatternError::Driven { row: 0, column: 1 }));
    assert_eq!(pattern().with_exact(vec![3]), Err(PatternError::Outside { row: 3, column: 3, size: 3 }));
    assert_eq!(pattern().with_exact(vec![1, 0]), Err(PatternError::Unsorted { row: 0, column: 0 }));
    assert_eq!(pattern().with_exact((0..9).collect()), Err(PatternError::ManyExact { count: 9 }));
    assert_eq!(pattern().with_exact(vec![0, 1]).expect("a chain").exact(), [0, 1]);
    assert!(check_jacobian(&dosed(3.0), 0.5, &[0.7, 0.3]).relative < 1e-6);
}

/// Who lists a state as known and does not say how it moves is told so by name.
#[test]
fn a_known_state_without_a_closed_form_is_a_failure_with_its_name() {
    let pattern = Pattern::new(2, vec![(0, 0), (0, 1), (1, 1)]).expect("sorted");
    let silent = Closures {
        pattern: pattern.with_exact(vec![1]).expect("nothing drives it"),
        slope: |y: &[f64], f: &mut [f64]| f.copy_from_slice(&[-y[0] - y[1], -y[1]]),
        jacobian: |_: &[f64], j: &mut [f64]| j.fill(-1.0),
    };
    let tolerance = Tolerance::uniform(1e-6, 1e-9, 2);
    let (mut state, mut pace) = ([1.0, 1.0], Pace::default());
    let mut solver = Solver::new(silent.pattern());
    let outcome = solver.advance(&silent, &mut state, 0.0..1.0, &tolerance, &mut pace, |_| {});
    assert_eq!(outcome, Err(SolveError::NotFinite { day: 0.0, state: "state 1".into() }));
}
