//! How do all patients of a trial live at once? Whoever needs a course that was not followed yet waits, and what they
//! wait for is followed side by side. Who waits with whom changes nothing.

use super::life::{Life, Untold, Way};
use super::plan::TrialPlan;
use crate::patient::crowd::{Followers, Journey};
use crate::patient::replay::Unfinished;

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
    for ((number, way), arrival) in waiting.iter().zip(followers.follow_to_the_end(&journeys)) {
        lives[*number].arrive(*way, arrival);
    }
}
