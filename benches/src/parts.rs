//! Where does the time of conus go? Each part alone, times how often a year calls it; and what a part costs in lanes.

use crate::case::{Case, observe, untreated};
use anyhow::Result;
use conus::biology::STATES;
use conus::biology::compiled::{Cord, Model};
use conus::biology::parameters::Params;
use conus::patient::course::Follower;
use conus_num::Lanes;
use conus_num::lanes::{Job, Width};
use conus_ode::linear::SparseLu;
use conus_ode::{System, Work};
use cpu_time::ThreadTime;
use std::hint::black_box;

/// Calls in one round of one part.
const CALLS: u32 = 4000;

/// Prints nanoseconds of each part and its share of a year, of one patient; then nanoseconds at every width.
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
    let part = |width: Width| width.run(Parts { model: &model, cases: &cases, rounds });
    let [slope, jacobian, factor, solve] = part(Width::One);
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
    println!("\n| ns a call | slope | jacobian | factorisation | solve |\n|---|---|---|---|---|");
    for width in Width::ALL {
        let cells = part(width).map(|nanoseconds| format!("{nanoseconds:.0}")).join(" | ");
        println!("| {} lanes | {cells} |", width.lanes());
    }
    Ok(())
}

/// Nanoseconds of slope, Jacobian, factorisation and solve, for as many patients at once as there are lanes.
struct Parts<'a> {
    model: &'a Model,
    cases: &'a [Case],
    rounds: u32,
}

impl Job for Parts<'_> {
    type Output = [f64; 4];

    #[inline(always)]
    fn run<L: Lanes>(self) -> [f64; 4] {
        let Self { model, cases, rounds } = self;
        let mut cord = Cord::<L>::new(model, Params::splat(&cases[0].params));
        let mut state = vec![L::splat(0.0); STATES];
        for (lane, case) in cases.iter().enumerate().take(L::WIDTH) {
            cord.params.set_lane(lane, &case.params);
            let values = state.iter_mut().zip(case.standing.state.to_array());
            values.for_each(|(value, of_lane)| value.set_lane(lane, of_lane + 0.05));
        }
        let (never, mut rates) = (L::splat(0.0), state.clone());
        let mut entries = vec![L::splat(0.0); model.pattern().places().len()];
        let mut lu = SparseLu::<L>::new(model.pattern());
        cord.jacobian(never, &state, &mut entries);
        let mut right = state.clone();
        let slope = time(rounds, || cord.slope(never, black_box(&state), &mut rates));
        let jacobian = time(rounds, || cord.jacobian(never, black_box(&state), &mut entries));
        let factor = time(rounds, || {
            black_box(L::holds(cord.factor(&mut lu, L::splat(5.0), black_box(&entries)), 0));
        });
        let solve = time(rounds, || {
            right.copy_from_slice(&state);
            cord.solve(&mut lu, black_box(&mut right));
        });
        [slope, jacobian, factor, solve]
    }
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
