//! Does a patient fare the same in a crowd as alone? Sixteen synthetic patients, untreated, on a drug and with cells, at
//! every width.

use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, injury};
use conus::patient::course::{Follower, Standing, hazards, sight};
use conus::patient::crowd::{Arrival, Journey, Seen, follow_all};
use conus::treatment::{Event, Intake, Route, Treatment, schedule};
use conus_num::Num;
use conus_num::lanes::Width;

fn people() -> Vec<(Params<f64>, Vec<Event>)> {
    let typical = Parameters::shipped().typical();
    let drug = Treatment::Gabapentinoid {
        start_day: 40.0,
        stop_day: 50.0,
        dose_mg_per_day: 300.0,
        titration_days: 3.0,
        intake: Intake::TwiceDaily,
    };
    let cells = Treatment::Msc {
        day: 30.0,
        dose_million_cells: 30.0,
        route: Route::Intrathecal,
        magnet_gain: 1.0,
        viability_percent: 90.0,
    };
    let care = [vec![], vec![drug.clone()], vec![cells.clone()], vec![cells, drug]];
    let person = |number: usize| {
        let severity = Num(0.2 + 0.05 * number as f64);
        let susceptibility_below = Num(0.5 + 0.1 * number as f64);
        (Params { severity, susceptibility_below, ..typical }, schedule(&care[number % care.len()], 0.0))
    };
    (0..16).map(person).collect()
}

#[test]
fn a_patient_fares_the_same_in_a_crowd_as_alone_to_the_bit() {
    let model = Model::compile();
    let people = people();
    let looks: Vec<f64> = (0..=80).map(f64::from).collect();
    let start = |p: &Params<f64>| Standing { day: 0.0, state: injury::start(p), inputs: Inputs::none() };
    let mut follower = Follower::new(&model);
    let mut alone = Vec::new();
    for (params, events) in &people {
        let (mut standing, mut seen) = (start(params), Vec::<Seen>::new());
        let look = |_: usize, _: f64, y: &_| {
            let (now, [dizzy, sleepy]) = (sight(y, params), hazards(y, params));
            let pains = [now.pain, now.pain_at, now.pain_below, now.pain_radicular];
            let others = [now.inhibition_at, now.inhibition_below, dizzy, sleepy];
            seen.push([pains, others].concat().try_into().unwrap());
        };
        let work = follower.follow(params, &mut standing, 80.0, events, &looks, look).unwrap();
        alone.push(Arrival { standing, seen, outcome: Ok(work) });
    }
    let journeys: Vec<Journey<'_>> = people
        .iter()
        .map(|(params, events)| Journey { params, standing: start(params), to: 80.0, events, looks: &looks })
        .collect();
    for width in Width::ALL {
        let mut found = vec![None; journeys.len()];
        follow_all(&model, width, &journeys, &mut |number, arrival| found[number] = Some(arrival));
        for (number, (found, alone)) in found.iter().zip(&alone).enumerate() {
            assert_eq!(found.as_ref(), Some(alone), "patient {number}, {width:?}");
        }
    }
}
