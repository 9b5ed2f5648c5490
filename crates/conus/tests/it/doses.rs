//! What does a tablet cost the solver, and what does the cord notice of how it is solved?

use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, STATES, State, injury};
use conus::patient::course::{Follower, Standing, sight};
use conus::treatment::{Event, Gabapentinoid, Intake, Treatment, schedule};
use conus_num::Num;
use conus_ode::{Tolerance, Work};

/// Half a year after the injury, and how long the drug is taken.
const START_DAY: f64 = 180.0;
const DRUG_DAYS: f64 = 30.0;

fn patients() -> [Params<f64>; 2] {
    let p = Parameters::shipped().typical();
    [p, Params { susceptibility_at: Num(0.15), susceptibility_below: Num(1.3), ..p }]
}

fn twice_daily() -> Vec<Event> {
    let course = Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day: START_DAY,
        stop_day: START_DAY + DRUG_DAYS,
        dose_mg_per_day: 300.0,
        titration_days: 0.0,
        intake: Intake::TwiceDaily,
    };
    schedule(&[course], 0.0)
}

/// What is seen and all states every 0.37 days, so at all hours, and what it cost.
fn course(model: &Model, p: &Params<f64>, from: &Standing, tolerance: Tolerance) -> (Vec<Vec<f64>>, Work) {
    let looks: Vec<f64> = (0..81).map(|look| START_DAY + 0.37 * f64::from(look)).collect();
    let (mut standing, mut seen) = (*from, Vec::new());
    let see = |_: usize, _: f64, y: &State<f64>| {
        seen.push([&sight(y, p).to_array()[..], &y.to_array()].concat());
    };
    let mut follower = Follower::with_tolerance(model, tolerance);
    let work = follower.follow(p, &mut standing, START_DAY + DRUG_DAYS, &twice_daily(), &looks, see).unwrap();
    (seen, work)
}

/// With every state solved for it took 25, since the gut is empty in hours. The first tablets cost more than later ones.
#[test]
fn a_tablet_costs_at_most_six_attempts_and_the_error_stays_within_the_tolerance() {
    let model = Model::compile();
    for p in patients() {
        let mut standing = Standing { day: 0.0, state: injury::start(&p), inputs: Inputs::none() };
        let fine = || Tolerance::uniform(1e-11, 1e-13, STATES);
        let mut follower = Follower::with_tolerance(&model, fine());
        follower.follow(&p, &mut standing, START_DAY, &[], &[], |_, _, _| ()).unwrap();

        let (found, work) = course(&model, &p, &standing, Tolerance::uniform(1e-6, 1e-8, STATES));
        let (exact, _) = course(&model, &p, &standing, fine());
        let tried = work.steps + work.rejected;
        assert!(tried <= 6 * twice_daily().len() as u64, "{work:?} for {} events", twice_daily().len());
        for (found, exact) in found.iter().flatten().zip(exact.iter().flatten()) {
            // A pain is a rating of up to ten, a state about one: ten times what a step may be off.
            let far = (found - exact).abs() / (1e-2 + exact.abs());
            assert!(far < 1e-5, "{found} for {exact}");
        }
    }
}
