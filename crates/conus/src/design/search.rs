//! Which designs are worth having? Every combination of what may be chosen, with every size, raced against the others in
//! the same possible worlds with the same people, until what is left is not clearly worse in anything.
//!
//! A choice is worth having if no other gives at least as much assurance for no more money, time and harm (Pareto). Worlds
//! are added in rounds; after each, a combination leaves the race when at every size another one is as cheap, as short and as
//! harmless, and gives more assurance by twice the standard error of the difference, taken world by world.
//!
//! Choices are few and each takes seconds, so all are tried: a race finds what an evolutionary search would, with errors.

use super::play::{Asked, BlockRecord, Sizing};
use super::power::SizingError;
use super::tally::{OverBlocks, Tally};
use super::vary::Variant;
use crate::analysis::Computed;
use crate::patient::chance::{Key, Purpose};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Cost, TrialPlan};
use rayon::prelude::*;
use serde::Serialize;

/// What is asked of a search.
#[derive(Clone, Debug)]
pub struct Search {
    /// Sizes of the first arm under question, rising (people).
    pub n: Vec<u32>,
    /// Possible worlds in all.
    pub worlds: u32,
    /// Trials of each size from each world.
    pub trials: u32,
    /// Most that a trial may cost, in the unit of the prices.
    pub budget: Option<f64>,
}

/// One combination at one size.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Value of each axis, as text.
    pub values: Vec<String>,
    /// People of the first arm under question.
    pub n: u32,
    /// Probability of success over what is uncertain.
    pub assurance: OverBlocks,
    /// Cost, in the unit of the prices.
    pub cost: f64,
    /// Months from the first randomisation to the conclusion.
    pub months: f64,
    /// Adverse events of at least moderate severity for each person, the first arm under question minus the control.
    pub harm: f64,
    /// Worlds in which it was played.
    pub worlds: u32,
    /// Whether nothing else is at least as good in everything.
    pub on_front: bool,
    /// How often that holds when worlds are drawn anew.
    pub front_share: f64,
}

/// A combination on its way.
struct Runner<'v> {
    variant: &'v Variant,
    sizing: Sizing,
    cost: Cost,
    records: Vec<BlockRecord>,
}

/// What a combination gives at one size: success by world, and what is paid for it.
#[derive(Clone, Debug)]
struct Point {
    by_world: Vec<f64>,
    paid: [f64; 3],
}

/// Standard errors that count as clearly.
const CLEARLY: f64 = 2.0;
/// Fewest worlds before anything leaves the race.
const FIRST_ROUND: u32 = 8;
/// Draws of worlds anew.
const DRAWS: u32 = 400;

/// Races all combinations. `progress` is told after each world of each.
///
/// # Errors
/// When a world has too few people, or a combination has a design without boundaries.
pub fn search(
    knowledge: &Knowledge,
    variants: &[Variant],
    asked: &Search,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Choice>, SizingError> {
    let mut racing: Vec<Runner<'_>> =
        variants.iter().map(|variant| runner(variant, asked)).collect::<Result<_, _>>()?;
    let mut out: Vec<Runner<'_>> = Vec::new();
    let mut done = 0;
    while done < asked.worlds {
        let until = (2 * done).max(FIRST_ROUND).min(asked.worlds);
        let played = (done..until).flat_map(|number| (0..racing.len()).map(move |at| (at, number)));
        let played: Vec<(usize, u32)> = played.collect();
        let records: Vec<BlockRecord> = played
            .par_iter()
            .map(|(at, number)| {
                let record = racing[*at].sizing.record(knowledge, *number);
                progress(1);
                record
            })
            .collect::<Result<_, _>>()?;
        for ((at, _), record) in played.iter().zip(records) {
            racing[*at].records.push(record);
        }
        done = until;
        let (stay, leave) = parted(racing, asked);
        progress(leave.len() as u64 * u64::from(asked.worlds - done));
        racing = stay;
        out.extend(leave);
    }
    Ok(choices(&racing, &out, asked))
}

fn runner<'v>(variant: &'v Variant, asked: &Search) -> Result<Runner<'v>, SizingError> {
    let plan = alone(&variant.plan);
    let asked = Asked {
        n: asked.n.clone(),
        worlds: asked.worlds,
        typical: 0,
        trials: asked.trials,
        spare_percent: 100,
        planned_only: true,
        believed_only: true,
        beliefs: String::new(),
    };
    let cost = plan.cost.ok_or(SizingError::NoPrices)?;
    Ok(Runner { variant, sizing: Sizing::new(&plan, &asked)?, cost, records: Vec::new() })
}

/// The study with its first design, and the arms that take part in it.
fn alone(plan: &TrialPlan) -> TrialPlan {
    let mut plan = plan.clone();
    plan.designs.truncate(1);
    let named = plan.designs.first().map(|design| design.arms.clone()).unwrap_or_default();
    plan.arms.retain(|arm| named.is_empty() || named.contains(&arm.id));
    plan
}

/// Parts those who stay from those who leave. Who is dearer than the budget at every size leaves at once.
fn parted<'v>(racing: Vec<Runner<'v>>, asked: &Search) -> (Vec<Runner<'v>>, Vec<Runner<'v>>) {
    let points: Vec<Vec<Point>> = racing.iter().map(|one| one.points(asked)).collect();
    let beaten = |at: usize| {
        points[at].iter().all(|mine| {
            let others = points.iter().enumerate().filter(|(other, _)| *other != at);
            others.flat_map(|(_, points)| points).any(|other| clearly_better(other, mine))
        })
    };
    let leaves: Vec<bool> = (0..racing.len()).map(beaten).collect();
    let mut leaves = leaves.iter();
    racing.into_iter().partition(|_| !leaves.next().copied().unwrap_or(false))
}

/// As cheap, short and harmless, and clearly more successful world by world.
fn clearly_better(one: &Point, other: &Point) -> bool {
    let no_dearer = one.paid.iter().zip(&other.paid).all(|(a, b)| a <= b);
    let differences: Vec<f64> = one.by_world.iter().zip(&other.by_world).map(|(a, b)| a - b).collect();
    let more = OverBlocks::of_values(&differences);
    no_dearer && more.is_ok_and(|more| more.value > CLEARLY * more.error && more.value > 0.0)
}

impl Runner<'_> {
    /// What it gives at each size that the budget allows.
    fn points(&self, asked: &Search) -> Vec<Point> {
        let all = (0..asked.n.len()).map(|place| self.point(place));
        all.filter(|point| asked.budget.is_none_or(|most| point.paid[0] <= most)).collect()
    }

    fn point(&self, place: usize) -> Point {
        let tallies = self.records.iter().map(|record| &record.tallies[0][0][place][0]);
        let by_world: Vec<f64> = tallies.clone().map(Tally::share).collect();
        let worlds = self.records.len().max(1) as f64;
        let mean = |of: &dyn Fn(&BlockRecord) -> f64| self.records.iter().map(of).sum::<f64>() / worlds;
        let trials: f64 = tallies.clone().map(|one| f64::from(one.trials)).sum();
        let days = tallies.clone().map(|one| one.days).sum::<f64>() / trials.max(1.0);
        let people = tallies.map(|one| one.people).sum::<f64>() / trials.max(1.0);
        let months = days / DAYS_PER_MONTH;
        let setup = &self.sizing.protocols[0].setup;
        let shares: u32 = setup.arms.iter().map(|(_, share)| *share).sum();
        let of_arm = |(arm, share): &(usize, u32)| (*arm, people * f64::from(*share) / f64::from(shares));
        let arms: Vec<(usize, f64)> = setup.arms.iter().map(of_arm).collect();
        let screened = mean(&|record| f64::from(record.screened) / f64::from(record.people.max(1)));
        let cost = self.cost.of(&self.sizing.plan, &arms, screened, months);
        let of = |record: &BlockRecord, arm: usize| record.harms[0].get(arm).copied().unwrap_or(0.0);
        let harm = mean(&|record| of(record, setup.arms[1].0) - of(record, setup.arms[0].0));
        Point { by_world, paid: [cost, months, harm] }
    }
}

/// Every choice, those who left the race without a place on the front; the cheapest first.
fn choices(racing: &[Runner<'_>], out: &[Runner<'_>], asked: &Search) -> Vec<Choice> {
    let all = racing.iter().map(|one| (one, true)).chain(out.iter().map(|one| (one, false)));
    let points: Vec<(&Runner<'_>, bool, u32, Point)> = all
        .flat_map(|(one, stayed)| {
            let sizes = asked.n.iter().enumerate();
            sizes.map(move |(place, n)| (one, stayed, *n, one.point(place)))
        })
        .filter(|(.., point)| asked.budget.is_none_or(|most| point.paid[0] <= most))
        .collect();
    let in_race: Vec<&Point> =
        points.iter().filter(|(_, stayed, ..)| *stayed).map(|(.., point)| point).collect();
    let shares = front_shares(&in_race, racing.first().map_or(0, |one| one.sizing.plan.study.seed));
    let whole: Vec<usize> = (0..asked.worlds as usize).collect();
    let front = front(&in_race, &whole);
    let mut places = front.into_iter().zip(shares);
    let choice = |(one, stayed, n, point): &(&Runner<'_>, bool, u32, Point)| -> Computed<Choice> {
        let (on_front, front_share) =
            if *stayed { places.next().unwrap_or((false, 0.0)) } else { (false, 0.0) };
        Ok(Choice {
            values: one.variant.values.clone(),
            n: *n,
            assurance: OverBlocks::of_values(&point.by_world)?,
            cost: point.paid[0],
            months: point.paid[1],
            harm: point.paid[2],
            worlds: u32::try_from(point.by_world.len()).unwrap_or(u32::MAX),
            on_front,
            front_share,
        })
    };
    let mut found: Vec<Choice> = points.iter().map(choice).filter_map(Result::ok).collect();
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found
}

/// Which points no other one is at least as good as in everything and better in something, over these worlds.
fn front(points: &[&Point], worlds: &[usize]) -> Vec<bool> {
    let mean = |point: &Point| worlds.iter().map(|at| point.by_world[*at]).sum::<f64>();
    let seen: Vec<[f64; 4]> =
        points.iter().map(|point| [-mean(point), point.paid[0], point.paid[1], point.paid[2]]).collect();
    let beats = |one: &[f64; 4], other: &[f64; 4]| {
        one.iter().zip(other).all(|(a, b)| a <= b) && one.iter().zip(other).any(|(a, b)| a < b)
    };
    seen.iter().map(|mine| !seen.iter().any(|other| beats(other, mine))).collect()
}

/// How often each point is on the front when worlds are drawn anew (bootstrap: Efron 1979).
fn front_shares(points: &[&Point], seed: u64) -> Vec<f64> {
    let mut counts = vec![0.0; points.len()];
    let Some(worlds) = points.first().map(|point| point.by_world.len()).filter(|worlds| *worlds > 0) else {
        return counts;
    };
    let below = u32::try_from(worlds).unwrap_or(u32::MAX);
    for draw in 0..DRAWS {
        let mut luck = Key { seed, replicate: draw, patient: 0 }.stream(Purpose::Resampling, u32::MAX);
        let drawn: Vec<usize> = (0..worlds).map(|_| luck.below(below) as usize).collect();
        for (count, on_front) in counts.iter_mut().zip(front(points, &drawn)) {
            *count += f64::from(u8::from(on_front)) / f64::from(DRAWS);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(success: &[f64], paid: [f64; 3]) -> Point {
        Point { by_world: success.to_vec(), paid }
    }

    #[test]
    fn on_the_front_is_what_nothing_else_beats_in_everything() {
        let dear = point(&[1.0, 0.8], [3.0, 10.0, 0.1]);
        let cheap = point(&[0.5, 0.4], [1.0, 10.0, 0.1]);
        let waste = point(&[0.5, 0.4], [2.0, 10.0, 0.1]);
        let harmless = point(&[0.5, 0.4], [2.0, 10.0, 0.0]);
        let points = [&dear, &cheap, &waste, &harmless];
        assert_eq!(front(&points, &[0, 1]), [true, true, false, true]);
        let shares = front_shares(&points, 7);
        assert!(shares[0] > 0.99 && shares[1] > 0.99 && shares[2] < 0.01 && shares[3] > 0.99, "{shares:?}");
    }

    /// Two points that differ by luck alone share the front as worlds are drawn anew.
    #[test]
    fn a_place_on_the_front_that_rests_on_one_world_is_no_sure_place() {
        let steady = point(&[0.5, 0.5, 0.5, 0.5], [1.0, 1.0, 0.0]);
        let lucky = point(&[0.4, 0.4, 0.4, 1.0], [1.0, 1.0, 0.0]);
        let shares = front_shares(&[&steady, &lucky], 3);
        assert!(shares.iter().all(|share| (0.1..0.9).contains(share)), "{shares:?}");
    }

    #[test]
    fn clearly_better_needs_more_than_luck_and_never_costs_more() {
        let mine = point(&[0.2, 0.3, 0.2, 0.3], [2.0, 1.0, 0.0]);
        let better = point(&[0.7, 0.8, 0.8, 0.7], [2.0, 1.0, 0.0]);
        let dearer = point(&[0.7, 0.8, 0.8, 0.7], [2.5, 1.0, 0.0]);
        let perhaps = point(&[0.9, 0.1, 0.2, 0.4], [2.0, 1.0, 0.0]);
        assert!(clearly_better(&better, &mine) && !clearly_better(&mine, &better));
        assert!(!clearly_better(&dearer, &mine) && !clearly_better(&perhaps, &mine));
    }
}
