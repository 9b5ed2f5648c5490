//! Who gets which seat? By one random permutation of all seats, or by the patients' own choice.

use super::plan::{AllocationMethod, Role, TrialPlan};
use super::screening::Candidate;
use crate::patient::chance::{Key, Purpose};
use conus_num::elementary::{exp, ln};

/// Index of the arm of each enrolled patient; every arm gets exactly its seats.
#[must_use]
pub fn allocate(plan: &TrialPlan, enrolled: &[Candidate], replicate: u32) -> Vec<usize> {
    let seats: Vec<usize> = plan
        .arms
        .iter()
        .enumerate()
        .flat_map(|(arm, planned)| std::iter::repeat_n(arm, plan.arm_size(planned) as usize))
        .collect();
    let key = Key { seed: plan.study.seed, replicate, patient: 0 };
    match plan.allocation.method {
        AllocationMethod::Random => {
            let mut seats = seats;
            key.stream(Purpose::Allocation, 0).shuffle(&mut seats);
            seats
        }
        AllocationMethod::ByChoice => by_choice(plan, enrolled, seats, key),
    }
}

/// Each patient in turn wants the treatment with odds that rise with pain; who finds no seat there takes another.
fn by_choice(plan: &TrialPlan, enrolled: &[Candidate], mut seats: Vec<usize>, key: Key) -> Vec<usize> {
    let mean = enrolled.iter().filter_map(|patient| patient.week.mean).sum::<f64>() / enrolled.len() as f64;
    let slope = ln(plan.allocation.choice_odds_ratio_per_nrs);
    let wanted = seats.iter().filter(|arm| plan.arms[**arm].role == Role::Treatment).count();
    let odds = wanted as f64 / (seats.len() - wanted) as f64;
    let mut chance = key.stream(Purpose::Allocation, 1);
    let mut chosen = Vec::with_capacity(seats.len());
    for patient in enrolled {
        let more = patient.week.mean.map_or(0.0, |nrs| nrs - mean);
        let odds = odds * exp(slope * more);
        let role = if chance.bernoulli(odds / (1.0 + odds)) { Role::Treatment } else { Role::Control };
        let seat = seats.iter().position(|arm| plan.arms[*arm].role == role).unwrap_or(0);
        chosen.push(seats.remove(seat));
    }
    chosen
}
