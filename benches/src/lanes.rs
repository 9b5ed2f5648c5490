//! What do lanes bring? The same patients, the same steps and the same bits, at every width.

use crate::case::{Case, on_drug, untreated};
use crate::solver::quantile;
use anyhow::{Result, ensure};
use conus::biology::compiled::Model;
use conus::patient::course::{Follower, sight};
use conus::patient::crowd::{Arrival, Followers, Journey};
use conus::treatment::Intake;
use conus_num::lanes::Width;
use cpu_time::ThreadTime;

/// Prints patients a second at each width, untreated and on a drug, with daily output of all that is seen.
///
/// # Errors
/// When the shipped study cannot be read, or anybody fares otherwise than alone, by one bit.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
pub(crate) fn run(patients: u32, rounds: u32) -> Result<()> {
    let model = Model::compile();
    let cases = [
        ("untreated, a year from the injury", untreated(patients)?),
        ("300 mg/d as a steady rate for 180 days", on_drug(&model, patients, Intake::Steady)?),
    ];
    for (name, cases) in &cases {
        println!(
            "\n### {name}: {patients} patients, {rounds} rounds\n\n| lanes | patients/s | to one |\n|---|---|---|"
        );
        let mut seconds = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..rounds {
            let expected = cases.iter().map(|case| alone(&model, case)).collect::<Result<Vec<_>>>()?;
            for (width, seconds) in Width::ALL.into_iter().zip(&mut seconds) {
                let clock = ThreadTime::now();
                let arrivals = follow(&model, width, cases);
                seconds.push(clock.elapsed().as_secs_f64());
                ensure!(arrivals == expected, "{width:?} differs from each alone");
            }
        }
        let medians = seconds.map(|seconds| quantile(&seconds, 0.5));
        for (width, median) in Width::ALL.into_iter().zip(medians) {
            let speed = f64::from(patients) / median;
            println!("| {} | {speed:.0} | {:.2} |", width.lanes(), medians[0] / median);
        }
    }
    Ok(())
}

/// How a patient fares alone.
fn alone(model: &Model, case: &Case) -> Result<Arrival> {
    let (mut standing, params, mut seen) = (case.standing, &case.params, Vec::new());
    let look = |_, _, y: &_| seen.push(sight(y, params));
    let work =
        Follower::new(model).follow(params, &mut standing, case.to, &case.events, &case.looks, look)?;
    Ok(Arrival { standing, seen, outcome: Ok(work) })
}

fn follow(model: &Model, width: Width, cases: &[Case]) -> Vec<Arrival> {
    let followers = Followers { width, ..Followers::new(model.clone()) };
    let journey = |case: &Case| Journey {
        params: case.params,
        standing: case.standing,
        to: case.to,
        events: case.events.clone(),
        looks: case.looks.clone(),
    };
    followers.follow(&cases.iter().map(journey).collect::<Vec<_>>())
}
