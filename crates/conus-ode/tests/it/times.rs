//! Are events exact, and are results blind to who looks when?

use crate::problems::{Decay, decay, kaps, robertson, runge};
use conus_num::elementary::exp;
use conus_ode::{Moment, Solver, System, Timetable, Tolerance, Work, run};

/// Decay of 0.5 per day with a dose of 2 on day 1, a change of rate on day 2 and two acts on day 3.
fn dosed(outputs: &[f64]) -> (Vec<f64>, f64, Work) {
    let mut system: Decay = decay(0.5);
    let mut state = [1.0];
    let mut seen = vec![f64::NAN; outputs.len()];
    let table = Timetable { from: 0.0, to: 4.0, events: &[1.0, 2.0, 3.0, 3.0], outputs };
    let act = |number: usize, system: &mut Decay, state: &mut [f64]| match number {
        0 => state[0] += 2.0,
        1 => system.rate = 1.0,
        2 => state[0] *= 3.0,
        _ => state[0] += 1.0,
    };
    let observe = |number: usize, moment: &Moment<'_>| seen[number] = moment.value(0);
    let tolerance = Tolerance::uniform(1e-10, 1e-12, 1);
    let mut solver = Solver::new(system.pattern());
    let work = run(&mut solver, &mut system, &mut state, &table, &tolerance, act, observe).expect("solvable");
    (seen, state[0], work)
}

fn exact(day: f64) -> f64 {
    let after_dose = exp(-0.5) + 2.0;
    let after_change = after_dose * exp(-0.5);
    let after_both = after_change * exp(-1.0) * 3.0 + 1.0;
    match day {
        day if day < 1.0 => exp(-0.5 * day),
        day if day < 2.0 => after_dose * exp(-0.5 * (day - 1.0)),
        day if day < 3.0 => after_change * exp(-(day - 2.0)),
        day => after_both * exp(-(day - 3.0)),
    }
}

#[test]
fn events_act_at_their_exact_times_and_outputs_there_show_the_state_after_them() {
    let days = [0.0, 0.5, 1.0 - 1e-9, 1.0, 1.0 + 1e-9, 1.5, 2.0, 2.7, 3.0, 3.5, 4.0];
    let (seen, last, _) = dosed(&days);
    for (day, seen) in days.iter().zip(&seen) {
        let relative = (seen - exact(*day)).abs() / exact(*day);
        assert!(relative < 1e-8, "day {day}: {seen}, exact {}", exact(*day));
    }
    assert_eq!(seen[10].to_bits(), last.to_bits());
}

#[test]
fn results_are_equal_to_the_bit_for_2_or_2000_outputs() {
    let few = [1.7, 4.0];
    let mut many: Vec<f64> = (0..=2000).map(|index| f64::from(index) * 0.002).collect();
    many.push(1.7);
    many.sort_by(f64::total_cmp);
    let place = many.iter().position(|day| day.to_bits() == 1.7_f64.to_bits()).expect("it was put there");
    let (of_few, of_many) = (dosed(&few), dosed(&many));
    assert_eq!(of_few.0[0].to_bits(), of_many.0[place].to_bits());
    assert_eq!(of_few.0[1].to_bits(), of_many.0[many.len() - 1].to_bits());
    assert_eq!((of_few.1.to_bits(), of_few.2), (of_many.1.to_bits(), of_many.2));
}

/// The whole patient again in the same solver, after another patient: nothing is remembered.
#[test]
fn a_used_solver_gives_the_same_bits_as_a_new_one() {
    let system = robertson();
    let tolerance = Tolerance::uniform(1e-6, 1e-12, 3);
    let solve = |solver: &mut Solver| {
        let mut state = [1.0, 0.0, 0.0];
        let mut pace = conus_ode::Pace::default();
        solver.advance(&system, &mut state, 0.0..40.0, &tolerance, &mut pace, |_| {}).expect("solvable");
        state.map(f64::to_bits)
    };
    let mut used = Solver::new(system.pattern());
    let mut other = [0.3, 1e-5, 0.7];
    let mut pace = conus_ode::Pace::default();
    used.advance(&system, &mut other, 0.0..1e5, &tolerance, &mut pace, |_| {}).expect("solvable");
    assert_eq!(solve(&mut used), solve(&mut Solver::new(system.pattern())));
}

#[test]
fn a_step_is_continuous_with_its_neighbours_to_the_bit() {
    let system = kaps(1e-3);
    let mut state = [1.0, 1.0];
    let tolerance = Tolerance::uniform(1e-6, 1e-8, 2);
    let mut solver = Solver::new(system.pattern());
    let mut last = state;
    let mut pace = conus_ode::Pace::default();
    let work = solver.advance(&system, &mut state, 0.0..1.0, &tolerance, &mut pace, |step| {
        let mut values = [0.0; 2];
        step.at(&system, step.from).write(&mut values);
        assert_eq!(values.map(f64::to_bits), last.map(f64::to_bits));
        step.at(&system, step.to).write(&mut values);
        assert_eq!(values.to_vec(), step.after.to_vec());
        let middle = 0.5 * (step.from + step.to);
        last = values;
        step.at(&system, middle).write(&mut values);
        assert_eq!(values[1].to_bits(), step.at(&system, middle).value(1).to_bits());
    });
    assert!(work.expect("solvable").steps > 10);
}

/// Fifty events that do nothing cost about one step each, not a new start each.
#[test]
fn the_pace_carries_on_across_events() {
    let mut system = runge();
    let tolerance = Tolerance::uniform(1e-6, 1e-9, 1);
    let mut cost = |events: &[f64]| {
        let mut state = [1.0];
        let table = Timetable { from: 0.0, to: 10.0, events, outputs: &[] };
        let mut solver = Solver::new(system.pattern());
        let work = run(&mut solver, &mut system, &mut state, &table, &tolerance, |_, _, _| {}, |_, _| {});
        (work.expect("solvable"), state[0])
    };
    let days: Vec<f64> = (1..=50).map(|index| f64::from(index) * 0.2).collect();
    let (without, with) = (cost(&[]), cost(&days));
    assert!(with.0.steps <= without.0.steps + 50, "{:?} {:?}", without.0, with.0);
    assert!((with.1 * 101.0 - 1.0).abs() < 1e-5 && (without.1 * 101.0 - 1.0).abs() < 1e-5);
}

/// Late in time, two events closer than any step could be: the crumb between them must not end the solve.
#[test]
fn a_piece_as_short_as_the_rounding_of_the_clock_is_passed() {
    let mut system = decay(0.5);
    let mut state = [1.0];
    let crumb = 1000.0 + 1e-12;
    let table = Timetable { from: 1000.0, to: 1002.0, events: &[crumb], outputs: &[crumb, 1002.0] };
    let tolerance = Tolerance::uniform(1e-10, 1e-12, 1);
    let mut seen = Vec::new();
    let act = |_: usize, _: &mut Decay, state: &mut [f64]| state[0] += 1.0;
    let mut solver = Solver::new(system.pattern());
    let observe = |_: usize, moment: &Moment<'_>| seen.push(moment.value(0));
    run(&mut solver, &mut system, &mut state, &table, &tolerance, act, observe).expect("solvable");
    assert!((seen[0] - 2.0).abs() < 1e-11 && (seen[1] - 2.0 * exp(-1.0)).abs() < 1e-8, "{seen:?}");
}
