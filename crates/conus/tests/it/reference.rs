//! Seven courses solved by another program: the same equations in Python, LSODA at rtol 1e-9, printed with six digits.

use conus::biology::compiled::Model;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, STATES, State, injury};
use conus::patient::course::{Follower, Standing, sight, touched};
use conus::treatment::{Action, Event, Gabapentinoid, Intake, Route, Treatment, schedule};
use conus_num::Num;
use conus_ode::Tolerance;

const PRINTED: &str = include_str!("reference.csv");
/// Six printed digits, and the error of either solver, which LSODA's own runs at 1e-7 and 1e-10 bound by 1e-6.
const RELATIVE: f64 = 5e-6;
const ABSOLUTE: f64 = 2e-6;

fn scenario(name: &str) -> (Params<f64>, Vec<Event>) {
    // The other program knows no training that pain prevents.
    let p = Params { training_lost: Num(0.0), ..Parameters::shipped().typical() };
    let below = Params { susceptibility_at: Num(0.15), susceptibility_below: Num(1.3), ..p };
    let sciatica = Params { severity: Num(0.0), root_compression_start: Num(0.8), ..p };
    let cells = |trained: bool| {
        let mut events = schedule(
            &[
                Treatment::Msc {
                    day: 180.0,
                    dose_million_cells: 30.0,
                    route: Route::Intrathecal,
                    magnet_gain: 1.0,
                    viability_percent: 90.0,
                },
                Treatment::Schwann {
                    day: 180.0,
                    dose_million_cells: 10.0,
                    route: Route::Intrathecal,
                    viability_percent: 90.0,
                },
            ],
            0.0,
        );
        if trained {
            events.push(Event { day: 180.0, action: Action::Training { intensity: 1.0 } });
        }
        events
    };
    let pregabalin = Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day: 180.0,
        stop_day: 264.0,
        dose_mg_per_day: 450.0,
        titration_days: 7.0,
        intake: Intake::Steady,
    };
    match name {
        "healthy" => (Params { severity: Num(0.0), ..p }, vec![]),
        "sci_below_untreated" => (below, vec![]),
        "sciatica_natural" => (sciatica, vec![]),
        "sciatica_decompressed_d42" => (sciatica, schedule(&[Treatment::Decompression { day: 42.0 }], 0.0)),
        "pregabalin450_d180_d264" => (below, schedule(&[pregabalin], 0.0)),
        "msc30_sc10_d180" => (below, cells(false)),
        "msc30_sc10_rehab_d180" => (below, cells(true)),
        other => panic!("the reference has no scenario `{other}`"),
    }
}

fn named(y: &State<f64>, p: &Params<f64>, column: &str) -> f64 {
    let seen = sight(y, p);
    match column {
        "pain" => seen.pain.0,
        "pain_at" => seen.pain_at.0,
        "pain_below" => seen.pain_below.0,
        "pain_radicular" => seen.pain_radicular.0,
        "inhibition_at" => seen.inhibition_at.0,
        "inhibition_below" => seen.inhibition_below.0,
        "touched_at" => touched(y, p)[0],
        "touched_below" => touched(y, p)[1],
        state => {
            let index = State::<f64>::NAMES.iter().position(|name| *name == state);
            y.to_array()[index.unwrap_or_else(|| panic!("no state `{state}`"))]
        }
    }
}

#[test]
fn every_course_agrees_with_an_independent_solver() {
    let mut lines = PRINTED.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let rows: Vec<_> = lines.collect();
    let model = Model::compile();
    let mut follower = Follower::with_tolerance(&model, Tolerance::uniform(1e-9, 1e-11, STATES));
    let mut compared = 0;
    for course in rows.chunk_by(|a, b| a[0] == b[0]) {
        let (p, events) = scenario(course[0][0]);
        let days: Vec<f64> = course.iter().map(|row| row[1].parse().unwrap()).collect();
        let mut standing = Standing { day: 0.0, state: injury::start(&p), inputs: Inputs::none() };
        follower
            .follow(&p, &mut standing, 365.0, &events, &days, |number, day, y| {
                for (column, printed) in columns.iter().zip(&course[number]).skip(2) {
                    let expected: f64 = printed.parse().unwrap();
                    let found = named(y, &p, column);
                    let allowed = ABSOLUTE + RELATIVE * expected.abs();
                    assert!(
                        (found - expected).abs() <= allowed,
                        "{} day {day} {column}: {found} for {expected}",
                        course[0][0]
                    );
                    compared += 1;
                }
            })
            .unwrap();
    }
    assert_eq!(compared, 133 * 42);
}
