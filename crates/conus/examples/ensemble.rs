//! How fast are many patients followed? `cargo run --release -p conus --example ensemble -- 400`
use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, injury};
use conus::patient::chance::Key;
use conus::patient::course::{Follower, Standing, sight};
use conus::patient::covariates::draw;
use conus::patient::crowd::{Arrival, Journey, follow_all};
use conus::patient::people::People;
use conus::patient::sample::{World, params};
use conus::trial::plan::TrialPlan;
use conus::trial::studies::shipped;
use conus_num::lanes::Width;
use std::time::Instant;

fn people(count: u32) -> Vec<Params<f64>> {
    let study = shipped()[0];
    let plan = TrialPlan::from_text(study.name, study.text).unwrap();
    let (parameters, people) = (Parameters::shipped(), People::shipped());
    let person = |patient| {
        let key = Key { seed: 5, replicate: patient, patient };
        let world = World::draw(&parameters, 5, patient);
        let who = draw(&plan.population, &plan.background, &people, key);
        params(&parameters, &people, &world, &who, key)
    };
    (0..count).map(person).collect()
}

fn main() {
    let count: u32 = std::env::args().nth(1).map_or(400, |n| n.parse().unwrap());
    let model = Model::compile();
    let params = people(count);
    let looks: Vec<f64> = (0..=365).map(f64::from).collect();
    let standing = |p: &Params<f64>| Standing { day: 0.0, state: injury::start(p), inputs: Inputs::none() };
    for _ in 0..3 {
        let clock = Instant::now();
        let mut follower = Follower::new(&model);
        let mut alone = Vec::new();
        for p in &params {
            let mut at = standing(p);
            let mut seen = Vec::new();
            follower.follow(p, &mut at, 365.0, &[], &looks, |_, _, y| seen.push(sight(y, p).pain)).unwrap();
            alone.push((at.state, seen));
        }
        let base = clock.elapsed().as_secs_f64();
        println!("alone {:.0}/s", f64::from(count) / base);
        let journeys: Vec<Journey<'_>> = params
            .iter()
            .map(|p| Journey { params: p, standing: standing(p), to: 365.0, events: &[], looks: &looks })
            .collect();
        for width in Width::ALL {
            let clock = Instant::now();
            let mut arrivals: Vec<Option<Arrival>> = vec![None; journeys.len()];
            follow_all(&model, width, &journeys, &mut |number, arrival| arrivals[number] = Some(arrival));
            let took = clock.elapsed().as_secs_f64();
            let same = arrivals.iter().zip(&alone).all(|(arrival, (state, seen))| {
                let arrival = arrival.as_ref().unwrap();
                arrival.standing.state == *state && arrival.seen.iter().map(|s| s[0]).eq(seen.iter().copied())
            });
            println!("{width:?} {:.0}/s, {:.2} times, same bits {same}", f64::from(count) / took, base / took);
        }
    }
}
