//! How do all patients of a trial live at once? Whoever needs a course that was not followed yet waits, and what they
//! wait for is followed side by side. Who waits with whom changes nothing.

use super::life::{Life, Untold, Way};
use super::plan::TrialPlan;
use super::scales::asked;
use crate::biology::State;
use crate::patient::course::Standing;
use crate::patient::crowd::{Followers, Journey};
use crate::patient::replay::Unfinished;
use crate::treatment::Event;

/// Follows everybody on every way that their seat in the trial is sure to ask for.
pub fn begin(followers: &Followers, plan: &TrialPlan, lives: &mut [Life<'_>]) {
    let sure = |(number, life): (usize, &Life<'_>)| life.sure_ways(plan).map(move |way| (number, way));
    let waiting: Vec<(usize, Way)> = lives.iter().enumerate().flat_map(sure).collect();
    follow(followers, plan, lives, &waiting);
}

/// Lets everybody live, in their order.
///
/// # Panics
/// Never: a life has few ways, and each is followed once.
pub fn live_all<T>(
    followers: &Followers,
    plan: &TrialPlan,
    lives: &mut [Life<'_>],
    live: impl Fn(&Life<'_>) -> Result<T, Untold>,
) -> Vec<Result<T, Unfinished>> {
    let mut lived: Vec<Option<Result<T, Unfinished>>> = lives.iter().map(|_| None).collect();
    loop {
        let mut waiting = Vec::new();
        for (number, (life, told)) in lives.iter().zip(&mut lived).enumerate() {
            if told.is_some() {
                continue;
            }
            match live(life) {
                Ok(lived) => *told = Some(Ok(lived)),
                Err(Untold::Unsolved(unfinished)) => *told = Some(Err(unfinished)),
                Err(Untold::Unfollowed(way)) => waiting.push((number, way)),
            }
        }
        if waiting.is_empty() {
            return lived.into_iter().map(|told| told.expect("nobody waits any more")).collect();
        }
        follow(followers, plan, lives, &waiting);
    }
}

/// Follows each of these lives on a way, in one crowd.
fn follow(followers: &Followers, plan: &TrialPlan, lives: &mut [Life<'_>], waiting: &[(usize, Way)]) {
    let journeys: Vec<Journey> =
        waiting.iter().map(|(number, way)| lives[*number].journey(plan, *way)).collect();
    let states = states_at_visits(followers, plan, &journeys);
    let arrivals = followers.follow_to_the_end(&journeys).into_iter().zip(states);
    for ((number, way), (arrival, states)) in waiting.iter().zip(arrivals) {
        lives[*number].arrive(*way, arrival, states);
    }
}

/// The state on the day of each visit of each journey, in one crowd from visit to visit; nothing is followed for it where
/// the study asks no scale. The journeys themselves stay as they are, so no other answer depends on what is asked here.
fn states_at_visits(
    followers: &Followers,
    plan: &TrialPlan,
    journeys: &[Journey],
) -> Vec<Result<Vec<State<f64>>, Unfinished>> {
    if asked(plan).is_empty() {
        return vec![Ok(Vec::new()); journeys.len()];
    }
    states_on(followers, plan.visits.iter().map(|visit| f64::from(visit.day)), journeys)
}

/// The state of each journey on these days after its start, ascending, before anything is done on them; in one crowd from
/// day to day.
pub(crate) fn states_on(
    followers: &Followers,
    days: impl Iterator<Item = f64>,
    journeys: &[Journey],
) -> Vec<Result<Vec<State<f64>>, Unfinished>> {
    let mut found: Vec<Result<Vec<State<f64>>, Unfinished>> = vec![Ok(Vec::new()); journeys.len()];
    let mut standing: Vec<Standing> = journeys.iter().map(|journey| journey.standing).collect();
    for day in days {
        let going: Vec<usize> = (0..journeys.len()).filter(|number| found[*number].is_ok()).collect();
        let legs: Vec<Journey> =
            going.iter().map(|&number| leg(&journeys[number], standing[number], day)).collect();
        for (number, arrival) in going.into_iter().zip(followers.follow_to_the_end(&legs)) {
            match (arrival, &mut found[number]) {
                (Ok(arrival), Ok(states)) => {
                    standing[number] = arrival.standing;
                    states.push(arrival.standing.state);
                }
                (Err(unfinished), states) => *states = Err(unfinished),
                (Ok(_), Err(_)) => {}
            }
        }
    }
    found
}

/// The part of a journey from where somebody stands to a day of the trial; what happens on that day comes after it.
fn leg(journey: &Journey, standing: Standing, day: f64) -> Journey {
    let to = journey.standing.day + day;
    let within = |event: &&Event| standing.day <= event.day && event.day < to;
    let events = journey.events.iter().filter(within).copied().collect();
    Journey { params: journey.params, standing, to, events, looks: Vec::new() }
}
