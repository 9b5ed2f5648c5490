//! Many patients fare to the bit as each alone, at every width, whoever sits beside them.

use conus::patient::chance::Key;
use conus::patient::course::{Follower, Precision, sight};
use conus::patient::covariates::draw;
use conus::patient::crowd::{Arrival, Followers, Journey, Width};
use conus::patient::natural_history::from_injury;
use conus::patient::sample::params;
use conus::patient::world::World;
use conus::treatment::{Gabapentinoid, Intake, Route, Treatment, schedule};
use conus_num::Num;

use crate::trial::{KNOWLEDGE, study};

/// More than the widest crowd has lanes, and no multiple of any width.
const PATIENTS: u32 = 13;
/// Whose cells are cleared faster than a number can say.
const BROKEN: usize = 4;

/// Everybody is made of something else and is followed for another time; every third is on a drug, every fourth gets
/// cells, and one cannot be followed for long.
fn journeys() -> Vec<Journey> {
    let (plan, world) = (study(&[]), World::typical());
    let one = |patient: u32| {
        let key = Key { seed: 11, replicate: 0, patient };
        let who = draw(&plan.population, &plan.background, &KNOWLEDGE.people, key);
        let mut params = params(&KNOWLEDGE.parameters, &KNOWLEDGE.people, &world, &who, key);
        if patient as usize == BROKEN {
            params.msc_clearance = Num(5e307);
        }
        let to = 60.0 + 7.5 * f64::from(patient);
        let mut given = Vec::new();
        if patient.is_multiple_of(3) {
            given.push(Treatment::Gabapentinoid {
                drug: Gabapentinoid::Pregabalin,
                start_day: 20.0,
                stop_day: 50.25,
                dose_mg_per_day: 300.0,
                titration_days: 7.0,
                intake: if patient.is_multiple_of(2) { Intake::Steady } else { Intake::TwiceDaily },
            });
        }
        if patient.is_multiple_of(4) {
            given.push(Treatment::Msc {
                day: 30.0,
                dose_million_cells: 10.0,
                route: Route::Intrathecal,
                magnet_gain: 1.0,
                viability_percent: 90.0,
            });
        }
        let looks = (0_u32..).map(|number| 0.75 * f64::from(number)).take_while(|day| *day <= to).collect();
        from_injury(&params, to, schedule(&given, 0.0), looks)
    };
    (0..PATIENTS).map(one).collect()
}

/// How somebody fares alone, looked at state by state.
fn alone(journey: &Journey) -> Arrival {
    let Journey { params, standing, to, events, looks } = journey;
    let (mut standing, mut seen) = (*standing, Vec::new());
    let outcome = Follower::new(&KNOWLEDGE.followers.model).follow(
        params,
        &mut standing,
        *to,
        events,
        looks,
        |_, _, y| seen.push(sight(y, params)),
    );
    Arrival { standing, seen, outcome }
}

#[test]
fn everybody_fares_as_alone_at_every_width() {
    let journeys = journeys();
    let expected: Vec<Arrival> = journeys.iter().map(alone).collect();
    for width in Width::ALL {
        let followers = Followers { width, ..KNOWLEDGE.followers.clone() };
        let arrivals = followers.follow(&journeys);
        for (number, (found, expected)) in arrivals.iter().zip(&expected).enumerate() {
            assert_eq!(found.outcome, expected.outcome, "{width:?}, patient {number}");
            assert_eq!(found.seen, expected.seen, "{width:?}, patient {number}");
            assert_eq!(found.outcome.is_err(), number == BROKEN);
            if number != BROKEN {
                assert_eq!(found.standing, expected.standing, "{width:?}, patient {number}");
            }
        }
        let last = &arrivals[BROKEN].standing;
        assert!(last.day >= 30.0 && last.day < journeys[BROKEN].to, "{}", last.day);
    }
}

#[test]
fn whoever_needs_more_steps_than_are_allowed_is_told_so() {
    let precision = Precision { most_steps: 3, ..Precision::STUDY };
    let followers = Followers { precision, ..KNOWLEDGE.followers.clone() };
    for arrival in followers.follow(&journeys()) {
        let cause = arrival.outcome.unwrap_err().to_string();
        assert!(cause.starts_with("3 steps were used up"), "{cause}");
    }
}
