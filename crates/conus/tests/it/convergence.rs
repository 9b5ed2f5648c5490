//! Does the error on conus's own equations fall as the order of the method promises, over smooth days and over events?
//!
//! Measured with steps fixed from outside: a stretch of days is cut at its event, each side into equal steps, and the
//! steps are halved again and again. The error is the largest over all states at the end of the stretch, each in units
//! of its size; the order is the slope of its logarithm over the logarithm of the number of steps. A kink inside a step
//! would hold the order at one or two, however smooth the rest.

use conus::biology::compiled::{Cord, Model};
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, STATES, State, injury};
use conus::patient::course::{Follower, Standing};
use conus::treatment::{Action, Event, act};
use conus_num::Num;
use conus_num::elementary::ln;
use conus_ode::{Pace, Solver, Tolerance};

/// Days of a stretch on either side of its event.
const SIDE_DAYS: f64 = 1.0;

fn patients() -> [(&'static str, Params<f64>); 3] {
    let p = Parameters::shipped().typical();
    let susceptible = |at, below| Params { susceptibility_at: Num(at), susceptibility_below: Num(below), ..p };
    [("typical", p), ("below the level", susceptible(0.15, 1.3)), ("at the level", susceptible(1.3, 0.15))]
}

/// Where an untreated patient stands on a day, solved far better than any of the fixed steps.
fn standing(model: &Model, p: &Params<f64>, day: f64, events: &[Event]) -> Standing {
    let mut follower = Follower::with_tolerance(model, Tolerance::uniform(1e-11, 1e-13, STATES));
    let mut standing = Standing { day: 0.0, state: injury::start(p), inputs: Inputs::none() };
    follower.follow(p, &mut standing, day, events, &[], |_, _, _| ()).unwrap();
    standing
}

/// The state after a stretch that begins at `from` and has its event in the middle, with `count` steps on either side.
fn after(model: &Model, p: &Params<f64>, from: &Standing, event: Option<&Action>, count: u32) -> [f64; STATES] {
    let mut cord = Cord::new(model, *p);
    cord.inputs = from.inputs;
    let mut state = from.state.to_array();
    let mut solver = Solver::new(model.pattern());
    // So loose that every step is accepted: the step is fixed from outside.
    let tolerance = Tolerance::uniform(1e9, 1e9, STATES);
    for side in 0..2 {
        let start = from.day + SIDE_DAYS * f64::from(side);
        let end = |index: u32| start + SIDE_DAYS * f64::from(index) / f64::from(count);
        for index in 0..count {
            let span = end(index)..end(index + 1);
            let mut pace = Pace::starting_with(span.end - span.start);
            let work = solver.advance(&cord, &mut state, span, &tolerance, &mut pace, |_| ()).unwrap();
            assert_eq!(work.steps, 1);
        }
        if let (0, Some(action)) = (side, event) {
            let mut after = State::from_array(&state);
            act(action, &mut after, &mut cord.inputs, p);
            state = after.to_array();
        }
    }
    state
}

fn distance(found: &[f64; STATES], exact: &[f64; STATES]) -> f64 {
    let apart = found.iter().zip(exact).map(|(found, exact)| (found - exact).abs() / (1e-3 + exact.abs()));
    apart.fold(0.0, f64::max)
}

/// Errors with 8, 16, 32 ... steps on either side, down to the rounding, and the order between each two.
fn orders(model: &Model, p: &Params<f64>, from: &Standing, event: Option<&Action>) -> Vec<(f64, f64)> {
    let exact = after(model, p, from, event, 2048);
    let errors: Vec<f64> =
        [8, 16, 32, 64, 128, 256].iter().map(|&count| distance(&after(model, p, from, event, count), &exact)).collect();
    errors.windows(2).map(|pair| (pair[0], ln(pair[0] / pair[1]) / ln(2.0))).collect()
}

#[test]
fn look() {
    let model = Model::compile();
    for (name, p) in patients() {
        for day in [1.0, 14.0, 180.0] {
            let from = standing(&model, &p, day, &[]);
            println!("{name} day {day}: {:?}", orders(&model, &p, &from, None));
            for action in [
                Action::DrugRate { dose_mg_per_day: 300.0 },
                Action::Tablet { dose_mg: 150.0 },
                Action::StemCellsToFluid { million_cells: 30.0, magnet_gain: 1.0 },
                Action::NerveBlock,
                Action::Training { intensity: 1.0 },
                Action::Decompression,
            ] {
                println!("   {action:?}: {:?}", orders(&model, &p, &from, Some(&action)));
            }
        }
    }
}
