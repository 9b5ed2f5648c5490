//! Does the error on conus's own equations fall as the order of the method promises, over smooth days and over events?
//!
//! Measured with steps fixed from outside: a stretch of days is cut at its event, each side into equal steps, and the
//! steps are halved again and again. The error is the largest over all states at the end of the stretch, each in units
//! of its size, against steps eight times as short as the shortest. The order is that of the last halving that is still
//! a thousand roundings away from the reference. A kink inside a step would hold it at one or two, however smooth the
//! rest.

use conus::biology::compiled::{Cord, Model};
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, STATES, State, injury};
use conus::patient::course::{Follower, Standing};
use conus::treatment::{Action, act};
use conus_num::Num;
use conus_num::elementary::ln;
use conus_ode::{Pace, Solver, Tolerance};

/// Days of a stretch on either side of its event: some forty half-lives of the fastest state, which is a drug's.
const SIDE_DAYS: f64 = 1.0;
/// Steps on either side.
const COUNTS: [u32; 6] = [8, 16, 32, 64, 128, 256];
const REFERENCE_COUNT: u32 = 2048;
/// Errors below this are rounding: summed over two thousand steps.
const ROUNDING: f64 = 1e-12;

fn patients() -> [(&'static str, Params<f64>); 3] {
    let p = Parameters::shipped().typical();
    let susceptible =
        |at, below| Params { susceptibility_at: Num(at), susceptibility_below: Num(below), ..p };
    [("typical", p), ("below the level", susceptible(0.15, 1.3)), ("at the level", susceptible(1.3, 0.15))]
}

/// Where an untreated patient stands on a day, solved far better than by any of the fixed steps.
fn standing(model: &Model, p: &Params<f64>, day: f64) -> Standing {
    let mut follower = Follower::with_tolerance(model, Tolerance::uniform(1e-11, 1e-13, STATES));
    let mut standing = Standing { day: 0.0, state: injury::start(p), inputs: Inputs::none() };
    follower.follow(p, &mut standing, day, &[], &[], |_, _, _| ()).unwrap();
    standing
}

/// The state at the end of a stretch with an event in the middle and `count` steps on either side.
fn after(
    model: &Model,
    p: &Params<f64>,
    from: &Standing,
    event: Option<&Action>,
    count: u32,
) -> [f64; STATES] {
    let mut cord = Cord::new(model, *p);
    cord.inputs = from.inputs;
    let mut values = from.state.to_array();
    side(&cord, model, &mut values, from.day, count);
    if let Some(action) = event {
        let mut state = State::from_array(&values);
        act(action, &mut state, &mut cord.inputs, p);
        values = state.to_array();
    }
    side(&cord, model, &mut values, from.day + SIDE_DAYS, count);
    values
}

fn side(cord: &Cord<'_>, model: &Model, values: &mut [f64; STATES], from: f64, count: u32) {
    let mut solver = Solver::new(model.pattern());
    // So loose that every step is accepted: the step is fixed from outside.
    let tolerance = Tolerance::uniform(1e9, 1e9, STATES);
    let end = |index: u32| from + SIDE_DAYS * f64::from(index) / f64::from(count);
    for index in 0..count {
        let span = end(index)..end(index + 1);
        let mut pace = Pace::starting_with(span.end - span.start);
        let work = solver.advance(cord, values, span, &tolerance, &mut pace, |_| ()).unwrap();
        assert_eq!(work.steps, 1);
    }
}

fn distance(found: &[f64; STATES], exact: &[f64; STATES]) -> f64 {
    let apart = found.iter().zip(exact).map(|(found, exact)| (found - exact).abs() / (1e-3 + exact.abs()));
    apart.fold(0.0, f64::max)
}

/// The order of the last halving above rounding.
fn order(model: &Model, p: &Params<f64>, from: &Standing, event: Option<&Action>) -> f64 {
    let exact = after(model, p, from, event, REFERENCE_COUNT);
    let errors = COUNTS.map(|count| distance(&after(model, p, from, event, count), &exact));
    let last = errors.windows(2).rfind(|pair| pair[1] > ROUNDING).expect("eight steps a day are not exact");
    ln(last[0] / last[1]) / ln(2.0)
}

/// The method has order 5 (steinebach2023); 0.3 covers what is left of the next order at these steps.
#[test]
fn the_order_is_five_over_smooth_days_of_the_injury() {
    let model = Model::compile();
    for (name, p) in patients() {
        for day in [1.0, 7.0] {
            let order = order(&model, &p, &standing(&model, &p, day), None);
            assert!((4.7..5.3).contains(&order), "{name}, day {day}: {order}");
        }
    }
}

#[test]
fn the_order_is_five_over_drug_cells_and_training() {
    let model = Model::compile();
    let events = [
        Action::DrugRate { dose_mg_per_day: 300.0 },
        Action::Tablet { dose_mg: 150.0 },
        Action::StemCellsToFluid { million_cells: 30.0, magnet_gain: 1.0 },
        Action::StemCellsToLesion { million_cells: 30.0 },
        Action::SchwannCells { million_cells: 10.0 },
        Action::Training { intensity: 1.0 },
    ];
    for (name, p) in patients() {
        let p = Params { root_compression_start: Num(0.8), ..p };
        let from = standing(&model, &p, 14.0);
        for event in &events {
            let order = order(&model, &p, &from, Some(event));
            assert!(order > 4.6, "{name}, {event:?}: {order}");
        }
    }
}
