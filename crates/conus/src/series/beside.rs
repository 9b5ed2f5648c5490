//! What was published beside what is predicted, as the study was and with nothing given? Numbers by their interval,
//! directions by how often such a study would print them.
//!
//! A study prints that something rose when the t test of the changes finds it at 5 %, that groups differ when the t test
//! between them does (welch1947), and that they do not when it does not. Which tests were used is not held (assumed).

use super::layer::Layers;
use super::outcome::Outcome;
use super::play::{Moments, Report, Tally, World};
use super::split::{Spread, spread};
use crate::evidence::{Direction, Finding, Label};
use crate::prediction::{SeriesNumber, Simulation};
use conus_num::distribution::student_t;
use serde::Serialize;

/// Level at which a study prints a difference (assumed).
const ALPHA: f64 = 0.05;
/// Share of studies from which a direction counts as predicted: as often as a 90 % interval leaves out on one side.
const OFTEN_ENOUGH: f64 = 0.05;

/// One published result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// Id of the row.
    pub id: String,
    /// Claim of the document.
    pub claim: Option<String>,
    /// What was measured.
    pub quantity: String,
    /// In whom.
    pub people: String,
    /// What it is beside.
    pub against: Against,
    /// Whether the prediction holds it.
    pub inside: bool,
    /// Whether it would also be held with nothing given.
    pub inside_untreated: bool,
}

/// Published and predicted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// A number.
    Number {
        /// As printed.
        published: f64,
        /// As the study was.
        predicted: Spread,
        /// With nothing given.
        untreated: Spread,
    },
    /// A direction.
    Words {
        /// As printed.
        published: &'static str,
        /// Share of studies that would print it.
        predicted: f64,
        /// The same with nothing given.
        untreated: f64,
    },
}

/// A published result that this study is simulated for, beside its predictions; none where nothing can be said.
#[must_use]
pub fn beside(label: &Label, finding: &Finding, worlds: &[World]) -> Option<Beside> {
    let Some(Simulation::Series { outcomes, group, against, visit, number, .. }) = &label.simulation else {
        return None;
    };
    let tallies = |outcome: &Outcome, world: &'_ World| -> Option<[Moments; 2]> {
        let of = |group| {
            let tally = world.tally(*outcome, group, *visit)?;
            Some([tally.report.change, tally.untreated])
        };
        let here = of(*group)?;
        let Some(other) = against else { return Some(here) };
        let there = of(*other)?;
        Some([0, 1].map(|arm| less(here[arm], there[arm])))
    };
    let (found, inside, inside_untreated) = match (finding.mean, finding.direction) {
        (Some(published), _) => numbers(published, *number, outcomes.first()?, *group, *visit, worlds)?,
        (None, Some(direction)) => {
            let share = |arm: usize| {
                let prints = |world: &World| {
                    outcomes.iter().all(|outcome| {
                        tallies(outcome, world).is_some_and(|moments| printed(direction, moments[arm]))
                    })
                };
                worlds.iter().filter(|world| prints(world)).count() as f64 / worlds.len() as f64
            };
            let (predicted, untreated) = (share(0), share(1));
            let published = in_words(direction);
            let words = Against::Words { published, predicted, untreated };
            (words, predicted >= OFTEN_ENOUGH, untreated >= OFTEN_ENOUGH)
        }
        (None, None) => return None,
    };
    let when = match number {
        SeriesNumber::Before => ", before",
        SeriesNumber::After => ", at the visit",
        SeriesNumber::Change => "",
    };
    Some(Beside {
        id: label.id.clone(),
        claim: label.claim.clone(),
        quantity: format!("{}{when}", label.quantity),
        people: against
            .map_or(group.label().to_owned(), |other| format!("{} less {}", group.label(), other.label())),
        against: found,
        inside,
        inside_untreated,
    })
}

fn numbers(
    published: f64,
    number: SeriesNumber,
    outcome: &Outcome,
    group: super::group::Group,
    visit: usize,
    worlds: &[World],
) -> Option<(Against, bool, bool)> {
    let tallies: Vec<&Tally> =
        worlds.iter().filter_map(|world| world.tally(*outcome, group, visit)).collect();
    if tallies.is_empty() {
        return None;
    }
    let even = vec![1.0 / tallies.len() as f64; tallies.len()];
    let over = |of: &dyn Fn(&Tally) -> f64| {
        spread(&tallies.iter().map(|tally| of(tally)).collect::<Vec<_>>(), &even)
    };
    let predicted = over(&|tally| number_of(&tally.report, number));
    let untreated = over(&|tally| match number {
        SeriesNumber::Before => tally.report.before.mean,
        SeriesNumber::After => tally.untreated_after.mean,
        SeriesNumber::Change => tally.by_layers[Layers::untreated().place()],
    });
    let holds = |spread: Spread| (spread.low..=spread.high).contains(&published);
    Some((Against::Number { published, predicted, untreated }, holds(predicted), holds(untreated)))
}

/// A number as a study would print it.
#[must_use]
pub fn number_of(report: &Report, number: SeriesNumber) -> f64 {
    match number {
        SeriesNumber::Before => report.before.mean,
        SeriesNumber::After => report.after.mean,
        SeriesNumber::Change => report.change.mean,
    }
}

/// Difference of two groups: `n` becomes the degrees of freedom of Welch and Satterthwaite plus one, `sd` such that
/// sd/sqrt(n) is the standard error; so the t test of a single group is that of the difference.
fn less(one: Moments, other: Moments) -> Moments {
    let part = |of: Moments| of.sd * of.sd / f64::from(of.n.max(1));
    let (a, b) = (part(one), part(other));
    let freedom = |variance: f64, of: Moments| variance * variance / (f64::from(of.n.max(2)) - 1.0);
    let degrees = (a + b) * (a + b) / (freedom(a, one) + freedom(b, other)).max(f64::MIN_POSITIVE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the people of both groups"
    )]
    let n = degrees.clamp(1.0, 1.0e9) as u32 + 1;
    Moments { n, mean: one.mean - other.mean, sd: ((a + b) * f64::from(n)).sqrt() }
}

/// Whether a study with these changes prints the direction.
fn printed(direction: Direction, change: Moments) -> bool {
    let significant = change.n >= 2 && change.sd > 0.0 && {
        let t = change.mean.abs() / (change.sd / f64::from(change.n).sqrt());
        t > student_t::quantile(1.0 - 0.5 * ALPHA, f64::from(change.n) - 1.0)
    };
    match direction {
        Direction::Higher => significant && change.mean > 0.0,
        Direction::Lower => significant && change.mean < 0.0,
        Direction::Associated => significant,
        Direction::NoDifference => !significant,
    }
}

fn in_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
        Direction::Associated => "associated",
        Direction::NoDifference => "no difference",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(n: u32, mean: f64, sd: f64) -> Moments {
        Moments { n, mean, sd }
    }

    /// t = 2.5 with 24 degrees of freedom lies beyond 2.06, t = 2.0 does not.
    #[test]
    fn a_rise_is_printed_when_the_test_finds_it() {
        assert!(printed(Direction::Higher, change(25, 0.5, 1.0)));
        assert!(!printed(Direction::Higher, change(25, 0.4, 1.0)));
        assert!(printed(Direction::NoDifference, change(25, 0.4, 1.0)));
        assert!(!printed(Direction::Lower, change(25, 0.5, 1.0)));
    }

    /// Two groups alike: the standard error is that of a difference, the degrees of freedom 2 (n - 1).
    #[test]
    fn a_difference_has_the_error_of_both_groups() {
        let found = less(change(10, 3.0, 2.0), change(10, 1.0, 2.0));
        assert_eq!(found.n, 19);
        let error = found.sd / f64::from(found.n).sqrt();
        assert!((found.mean - 2.0).abs() < 1e-12 && (error - (0.8_f64).sqrt()).abs() < 1e-12);
    }
}
