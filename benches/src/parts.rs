//! Where does the time of scalar conus go? Each part alone, times how often a year calls it.

use crate::case::{observe, untreated};
use anyhow::Result;
use conus::biology::STATES;
use conus::biology::compiled::Model;
use conus::patient::course::Follower;
use conus_ode::linear::SparseLu;
use conus_ode::{System, Work};
use cpu_time::ThreadTime;
use std::hint::black_box;

/// Calls in one round of one part.
const CALLS: u32 = 4000;

/// Prints nanoseconds of each part and its share of a year.
///
/// # Errors
/// When a patient cannot be followed.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
pub(crate) fn run(rounds: u32) -> Result<()> {
    let model = Model::compile();
    let cases = untreated(32)?;
    let mut follower = Follower::new(&model);
    let mut year = |looked: bool| -> Result<(f64, Work)> {
        let clock = ThreadTime::now();
        let mut work = Work::default();
        for case in &cases {
            let mut standing = case.standing;
            let looks = if looked { &case.looks[..] } else { &[] };
            let look = |_, _, y: &_| {
                black_box(observe(y, &case.params));
            };
            work += follower.follow(&case.params, &mut standing, case.to, &[], looks, look)?;
        }
        Ok((clock.elapsed().as_secs_f64() / cases.len() as f64, work))
    };
    let mut blind = Vec::new();
    let mut seeing = Vec::new();
    let mut work = Work::default();
    for _ in 0..rounds {
        blind.push(year(false)?.0);
        let (seconds, done) = year(true)?;
        seeing.push(seconds);
        work = done;
    }
    let [blind, seeing] = [blind, seeing].map(|seconds| 1e9 * crate::solver::quantile(&seconds, 0.5));
    let calls = |count: u64| count as f64 / cases.len() as f64;
    println!("steps {:.1}, rejected {:.1} a year", calls(work.steps), calls(work.rejected));
    let [slope, jacobian, factor, solve] = parts(&model, &cases[0], rounds);
    println!("\n| part | ns a call | calls a year | share of a year |\n|---|---|---|---|");
    let stages = calls(work.factorisations) * 8.0;
    for (name, nanoseconds, count) in [
        ("slope", slope, calls(work.slopes)),
        ("jacobian", jacobian, calls(work.jacobians)),
        ("factorisation", factor, calls(work.factorisations)),
        ("solve", solve, stages),
        ("daily output", (seeing - blind) / 366.0, 366.0),
        ("all", seeing, 1.0),
    ] {
        println!(
            "| {name} | {nanoseconds:.0} | {count:.0} | {:.1} % |",
            100.0 * nanoseconds * count / seeing
        );
    }
    Ok(())
}

/// Nanoseconds of slope, Jacobian, factorisation and solve.
fn parts(model: &Model, case: &crate::case::Case, rounds: u32) -> [f64; 4] {
    let cord = case.cord(model);
    let state = case.standing.state.to_array().map(|value| value + 0.05);
    let mut rates = [0.0; STATES];
    let mut entries = vec![0.0; model.pattern().places().len()];
    let mut lu = SparseLu::new(model.pattern());
    cord.jacobian(0.0, &state, &mut entries);
    let mut right = state;
    let slope = time(rounds, || cord.slope(0.0, black_box(&state), &mut rates));
    let jacobian = time(rounds, || cord.jacobian(0.0, black_box(&state), &mut entries));
    let factor = time(rounds, || {
        black_box(lu.factor(black_box(5.0), &entries));
    });
    let solve = time(rounds, || {
        right.copy_from_slice(&state);
        lu.solve(black_box(&mut right));
    });
    [slope, jacobian, factor, solve]
}

fn time(rounds: u32, mut call: impl FnMut()) -> f64 {
    let round = |_| {
        let clock = ThreadTime::now();
        (0..CALLS).for_each(|_| call());
        1e9 * clock.elapsed().as_secs_f64() / f64::from(CALLS)
    };
    let seconds: Vec<f64> = (0..rounds).map(round).collect();
    crate::solver::quantile(&seconds, 0.5)
}
