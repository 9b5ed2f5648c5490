//! Who is in one trial? People are drawn from a block without putting anybody back, so that those of one trial are just
//! so many independent people of that world, and get their arms by chance.
//!
//! One permutation of the block decides over a trial of any size: its first seats. A larger trial has the people of a
//! smaller one in the same arms and more besides, so that what differs between two sizes is their size.
//!
//! A mean over trials from one block is not biased by people being in many of them (the incomplete U-statistic of Blom
//! 1976, Biometrika 63:573-580), but such trials are alike: errors are computed between blocks, see
//! [`super::tally`].

use super::pool::Block;
use crate::patient::chance::{Key, Purpose};
use crate::patient::covariates::DAYS_PER_MONTH;
use conus_num::elementary::ln;

/// A place in a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Index of the person in the block.
    pub person: usize,
    /// Index of the arm in the plan.
    pub arm: usize,
    /// Day of randomisation, counted from that of the first person.
    pub day: f64,
}

/// The seats of trial `trial` in the order of randomisation, as far as there are `people`. Arms have their shares of
/// every number of seats, to the nearest person: `shares` gives the index of each arm that takes part with its share.
#[must_use]
pub fn seats(
    block: &Block,
    trial: u32,
    people: &[usize],
    shares: &[(usize, u32)],
    per_month: f64,
) -> Vec<Seat> {
    let key = Key { seed: block.seed, replicate: block.number, patient: 0 };
    let mut order = people.to_vec();
    key.stream(Purpose::Resampling, trial).shuffle(&mut order);
    let mut arrival = key.stream(Purpose::Recruitment, trial);
    let mut day = 0.0;
    let mut taken = vec![0_u32; shares.len()];
    let seat = |person| {
        let arm = most_behind(shares, &taken);
        taken[arm] += 1;
        let seat = Seat { person, arm: shares[arm].0, day };
        day += -ln(arrival.uniform()) * DAYS_PER_MONTH / per_month;
        seat
    };
    order.into_iter().map(seat).collect()
}

/// The arm that has the fewest of its seats; the first of equals.
fn most_behind(shares: &[(usize, u32)], taken: &[u32]) -> usize {
    // taken / share, compared without division.
    let behind = |&a: &usize, &b: &usize| {
        (u64::from(taken[a]) * u64::from(shares[b].1)).cmp(&(u64::from(taken[b]) * u64::from(shares[a].1)))
    };
    (0..shares.len()).min_by(behind).expect("a trial has arms")
}

/// How many seats a trial has whose first arm under question has `n`.
#[must_use]
pub fn seats_for(n: u32, shares: &[(usize, u32)], first: usize) -> usize {
    let own = shares.iter().find(|(arm, _)| *arm == first).map_or(1, |(_, share)| *share);
    let all: u32 = shares.iter().map(|(_, share)| *share).sum();
    let seats = (u64::from(n) * u64::from(all)).div_ceil(u64::from(own));
    usize::try_from(seats).unwrap_or(usize::MAX)
}
