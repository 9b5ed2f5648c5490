//! Of what does a change consist? In each possible world it is split into parts that add up to it; a printed change is then
//! split by the worlds in which it would have been printed.
//!
//! ```text
//! change(all layers) = luck + sum of the parts              in every world, by Shapley values (shapley1953)
//! printed change     = luck + sum of the parts + what no world explains        in the mean of the weighed worlds
//! ```
//!
//! What is left with all layers off is luck: what two measurements of people who stand still differ by.

use super::group::Group;
use super::layer::{LAYERS, Layer, Layers};
use super::outcome::Outcome;
use super::plan::{Printed, SeriesPlan};
use super::play::{Tally, World};
use super::published::Observed;
use super::weigh::{Weights, weigh};
use crate::plan_file::Choice;
use conus_stats::describe::weighted_quantile;
use conus_stats::shapley::shapley;
use serde::Serialize;

/// A number over possible worlds: mean and central 90 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// 5 % of worlds lie below.
    pub low: f64,
    /// 5 % lie above.
    pub high: f64,
}

/// A number before and after the publication was seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// Before: the possible worlds as they are believed without it.
    pub before: Spread,
    /// After: the same worlds, weighed by how well they agree with the printed number.
    pub after: Spread,
}

/// A chance before and after the publication was seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// One part of a change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What makes it.
    pub layer: Layer,
    /// Its size.
    pub size: Seen,
}

/// A printed change and what it consists of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Split {
    /// What was measured.
    pub outcome: Outcome,
    /// In whom.
    pub group: Group,
    /// At which visit.
    pub visit: String,
    /// People.
    pub n: u32,
    /// It is a difference between arms, and not a change.
    pub between_arms: bool,
    /// What was printed, in the unit of the outcome.
    pub printed: f64,
    /// What the study would print.
    pub predicted: Seen,
    /// The parts, in the order of [`Layer::ALL`].
    pub parts: Vec<Part>,
    /// What two measurements differ by when nothing happens.
    pub luck: Seen,
    /// What no world explains: printed less all parts and luck, after seeing.
    pub unexplained: f64,
    /// The same people with nothing given.
    pub untreated: Seen,
    /// The same people in a control arm that nobody can tell from the treatment.
    pub fair_control: Seen,
    /// Chance that the treatment did nothing or harm.
    pub no_benefit: Chance,
    /// The smallest change that matters and its source, and the chance that the treatment did less.
    pub too_small: Option<(f64, &'static str, Chance)>,
    /// Worlds.
    pub worlds: usize,
    /// To how many equally likely worlds the weighed ones amount (kish1965).
    pub effective_worlds: f64,
}

/// The parts of one change in one world, and its luck: they add up to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InWorld {
    /// In the order of [`Layer::ALL`].
    pub parts: [f64; LAYERS],
    /// With every layer off.
    pub luck: f64,
    /// With every layer on.
    pub whole: f64,
    /// With nothing given.
    pub untreated: f64,
    /// In a fair control arm.
    pub fair_control: f64,
}

/// The parts of a change in one world; of the difference between arms where it is one.
///
/// # Panics
/// Never: a tally has a change for every set of layers.
#[must_use]
pub fn in_world(tally: &Tally, between_arms: bool) -> InWorld {
    let worth: Vec<f64> = match (&tally.control, between_arms) {
        (Some((_, control)), true) => tally.by_layers.iter().zip(control).map(|(a, b)| a - b).collect(),
        _ => tally.by_layers.clone(),
    };
    let values = shapley(&worth).expect("every set of layers was played");
    let at = |layers: Layers| worth[layers.place()];
    InWorld {
        parts: values.as_slice().try_into().expect("there is a value for each layer"),
        luck: at(Layers::NONE),
        whole: at(Layers::ALL),
        untreated: at(Layers::untreated()),
        fair_control: at(Layers::fair_control()),
    }
}

/// Splits a printed change; none where no world has anybody in the group.
#[must_use]
pub fn split(plan: &SeriesPlan, worlds: &[World], printed: &Printed, observed: &Observed) -> Option<Split> {
    let visit = plan.visit(&printed.visit)?;
    let tallies: Vec<&Tally> =
        worlds.iter().filter_map(|world| world.tally(printed.outcome, printed.group, visit)).collect();
    let between_arms = matches!(observed, Observed::Difference { .. });
    let found: Vec<InWorld> = tallies.iter().map(|tally| in_world(tally, between_arms)).collect();
    let weights = weigh(&tallies, printed, observed)?;
    let seen = |of: &dyn Fn(&InWorld) -> f64| seen(&found, &weights, of);
    let size = |place: usize| seen(&|world| world.parts[place]);
    let parts: Vec<Part> = Layer::ALL
        .iter()
        .enumerate()
        .map(|(place, layer)| Part { layer: *layer, size: size(place) })
        .collect();
    let luck = seen(&|world| world.luck);
    let value = value(&tallies, &weights, printed, observed);
    let explained: f64 = parts.iter().map(|part| part.size.after.mean).sum::<f64>() + luck.after.mean;
    let better = printed.outcome.better();
    let treatment = |world: &InWorld| better.benefit(world.parts[Layer::Treatment as usize]);
    let chance = |of: &dyn Fn(&InWorld) -> bool| chance(&found, &weights, of);
    Some(Split {
        outcome: printed.outcome,
        group: printed.group,
        visit: plan.visits[visit].label.clone(),
        n: people(printed, observed, &tallies),
        between_arms,
        printed: value,
        predicted: seen(&|world| world.whole),
        luck,
        unexplained: value - explained,
        untreated: seen(&|world| world.untreated),
        fair_control: seen(&|world| world.fair_control),
        no_benefit: chance(&|world| treatment(world) <= 0.0),
        too_small: printed
            .outcome
            .matters_from()
            .map(|(least, source)| (least, source, chance(&|world| treatment(world) < least))),
        parts,
        worlds: found.len(),
        effective_worlds: weights.effective(),
    })
}

/// The printed number in the unit of the outcome.
fn value(tallies: &[&Tally], weights: &Weights, printed: &Printed, observed: &Observed) -> f64 {
    match observed {
        Observed::Change(change) => *change,
        Observed::Improved { improved, of } => 100.0 * f64::from(*improved) / f64::from(*of),
        Observed::Difference { standardised, .. } => {
            let spread =
                tallies.iter().zip(&weights.after).map(|(tally, weight)| weight * tally.report.after.sd);
            printed.outcome.better().benefit(standardised * spread.sum::<f64>())
        }
    }
}

fn people(printed: &Printed, observed: &Observed, tallies: &[&Tally]) -> u32 {
    match observed {
        Observed::Improved { of, .. } => *of,
        Observed::Difference { people: [treated, control], .. } => treated + control,
        Observed::Change(_) => {
            let mean = tallies.iter().map(|tally| f64::from(tally.report.change.n)).sum::<f64>()
                / tallies.len() as f64;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most the people of a study"
            )]
            let mean = mean.round() as u32;
            printed.n.unwrap_or(mean)
        }
    }
}

/// A number over worlds, before and after.
pub(super) fn seen<T>(found: &[T], weights: &Weights, of: &dyn Fn(&T) -> f64) -> Seen {
    let values: Vec<f64> = found.iter().map(of).collect();
    Seen { before: spread(&values, &weights.before), after: spread(&values, &weights.after) }
}

/// Mean and central 90 % of weighed values; the weights sum to 1.
pub(super) fn spread(values: &[f64], weights: &[f64]) -> Spread {
    let at = |share| weighted_quantile(values, weights, share).unwrap_or(f64::NAN);
    let mean = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    Spread { mean, low: at(0.05), high: at(0.95) }
}

fn chance(found: &[InWorld], weights: &Weights, of: &dyn Fn(&InWorld) -> bool) -> Chance {
    let sum = |weights: &[f64]| {
        found.iter().zip(weights).filter(|(world, _)| of(world)).fold(0.0, |sum, (_, weight)| sum + weight)
    };
    Chance { before: sum(&weights.before), after: sum(&weights.after) }
}
