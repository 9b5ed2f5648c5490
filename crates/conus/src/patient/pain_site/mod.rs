//! What is this patient's pain? Class, side, dermatomes and words, derived from what makes it (S1).
//!
//! A [`Site`] is where a patient's pains would be felt, drawn once for life; [`pains`] are those felt in a
//! state. The central generator (S1.3) has no place of its own: it adds to the total pain, to no class.

pub mod body_map;
pub mod definitions;
pub mod dermatome;
pub mod prevalence;
pub mod quality;

pub use definitions::Definitions;
pub use dermatome::{Dermatome, Zone};
pub use quality::Qualities;

use crate::biology::State;
use crate::biology::parameters::Params;
use crate::patient::chance::{Key, Purpose};
use crate::patient::course::sight;
use serde::Deserialize;

/// Class of a neuropathic pain, after the International SCI Pain Classification (bryce2012), with root
/// compression kept apart because it answers to decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// In the dermatomes of the injured segments.
    AtLevel,
    /// Below them.
    BelowLevel,
    /// In the dermatome of a compressed root.
    Radicular,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 3] = [Self::AtLevel, Self::BelowLevel, Self::Radicular];
}

/// On which side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Left and right.
    Both,
    /// Left only.
    Left,
    /// Right only.
    Right,
}

/// Where a patient's pains would be felt: fixed for life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// At-level zone.
    pub at_level: Zone,
    /// Side of at-level pain.
    pub at_level_sides: Sides,
    /// Where below-level pain is felt; `None` when nothing lies below the at-level zone.
    pub below_level: Option<Zone>,
    /// Side of below-level pain.
    pub below_level_sides: Sides,
    /// The lumbosacral root that is compressed, if one is.
    pub root: Dermatome,
    /// Side of the root.
    pub root_sides: Sides,
}

/// A pain that is felt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pain {
    /// What makes it.
    pub class: Class,
    /// How strong it is, 0 to 10, in truth: unrounded, unreported.
    pub intensity_nrs: f64,
    /// Where on the left.
    pub left: Option<Zone>,
    /// Where on the right.
    pub right: Option<Zone>,
    /// Words for it.
    pub qualities: Qualities,
    /// Whether it is neuropathic.
    pub neuropathic: bool,
}

/// Draws where a patient with this neurological level would feel pain.
///
/// `chance` gives numbers in (0, 1); always five are taken, in a fixed order, so that a changed definition
/// moves only those patients whom it concerns.
#[must_use]
pub fn site(definitions: &Definitions, level: Dermatome, chance: &mut impl FnMut() -> f64) -> Site {
    let [at, below, reach, root, root_side] = std::array::from_fn(|_| chance());
    let words = &definitions.words;
    let at_level = definitions.at_level_zone(level);
    Site {
        at_level,
        at_level_sides: sides(at, words.both_sides_at_level.value),
        below_level: below_level(definitions.sciatic, at_level, reach < definitions.below_level_reach),
        below_level_sides: sides(below, words.both_sides_below_level.value),
        root: compressed_root(definitions, root),
        root_sides: sides(root_side, words.both_sides_radicular.value),
    }
}

/// Where the patient of this key would feel pain.
#[must_use]
pub fn site_of(definitions: &Definitions, level: Dermatome, key: Key) -> Site {
    let mut chance = key.stream(Purpose::Site, 0);
    site(definitions, level, &mut || chance.uniform())
}

/// The pains felt in this state, strong enough to be named, in the order of [`Class::ALL`].
///
/// Class is a matter of place: where the at-level zone reaches the end of the body, what the lumbosacral cord
/// makes is felt within that zone and is at-level pain, the stronger of the two.
#[must_use]
pub fn pains(definitions: &Definitions, site: &Site, y: &State<f64>, p: &Params<f64>) -> Vec<Pain> {
    let seen = sight(y, p);
    let intensities = [seen.pain_at.0, seen.pain_below.0, seen.pain_radicular.0];
    let mut felt: Vec<Pain> = Vec::new();
    for ((made, intensity_nrs), drivers) in
        Class::ALL.into_iter().zip(intensities).zip(quality::drivers(y, p))
    {
        if intensity_nrs < definitions.words.least_intensity_nrs.value {
            continue;
        }
        let qualities = quality::qualities(&definitions.words, &drivers);
        let pain = placed(definitions, site, made, intensity_nrs, qualities);
        match felt.iter_mut().find(|other| other.class == pain.class) {
            Some(other) => {
                other.intensity_nrs = other.intensity_nrs.max(intensity_nrs);
                other.qualities = other.qualities.and(qualities);
            }
            None => felt.push(pain),
        }
    }
    felt
}

/// Whether a pain is sciatica-like: neuropathic, of a class that counts, in one of the sciatic dermatomes.
#[must_use]
pub fn is_sciatica_like(definitions: &Definitions, pain: &Pain) -> bool {
    let counts = pain.neuropathic && definitions.sciatic_classes.contains(&pain.class);
    let reaches = |zone: Option<Zone>| zone.is_some_and(|zone| zone.meets(definitions.sciatic));
    counts && (reaches(pain.left) || reaches(pain.right))
}

/// Whether any of a patient's pains is sciatica-like.
#[must_use]
pub fn sciatica_like(definitions: &Definitions, pains: &[Pain]) -> bool {
    pains.iter().any(|pain| is_sciatica_like(definitions, pain))
}

/// The strongest sciatica-like pain, 0 to 10, in truth; 0 when there is none.
#[must_use]
pub fn sciatica_like_nrs(definitions: &Definitions, pains: &[Pain]) -> f64 {
    let like = pains.iter().filter(|pain| is_sciatica_like(definitions, pain));
    like.map(|pain| pain.intensity_nrs).fold(0.0, f64::max)
}

fn placed(
    definitions: &Definitions,
    site: &Site,
    made: Class,
    intensity_nrs: f64,
    qualities: Qualities,
) -> Pain {
    let (class, zone, sides) = match (made, site.below_level) {
        (Class::Radicular, _) => (made, Zone { from: site.root, to: site.root }, site.root_sides),
        (Class::BelowLevel, Some(below)) => (made, below, site.below_level_sides),
        (Class::BelowLevel, None) | (Class::AtLevel, _) => {
            (Class::AtLevel, site.at_level, site.at_level_sides)
        }
    };
    Pain {
        class,
        intensity_nrs,
        left: (sides != Sides::Right).then_some(zone),
        right: (sides != Sides::Left).then_some(zone),
        qualities,
        neuropathic: definitions.neuropathic[class as usize],
    }
}

fn sides(chance: f64, both: f64) -> Sides {
    match chance {
        chance if chance < both => Sides::Both,
        chance if chance < both + 0.5 * (1.0 - both) => Sides::Left,
        _ => Sides::Right,
    }
}

/// All dermatomes below the at-level zone; without `reach` those above the sciatic ones, else those below.
fn below_level(sciatic: Zone, at_level: Zone, reach: bool) -> Option<Zone> {
    let from = at_level.to.below(1)?;
    let to = Dermatome::S4_5;
    if reach || from > sciatic.to {
        return Some(Zone { from, to });
    }
    match sciatic.from.above().filter(|&above| from <= above) {
        Some(above) => Some(Zone { from, to: above }),
        None => sciatic.to.below(1).map(|from| Zone { from, to }),
    }
}

fn compressed_root(definitions: &Definitions, chance: f64) -> Dermatome {
    let shares = &definitions.words.compressed_root.value;
    let mut reached = 0.0;
    let drawn = shares.iter().find(|&(_, &share)| {
        reached += share;
        chance < reached
    });
    let last = || shares.iter().rfind(|&(_, &share)| share > 0.0);
    *drawn.or_else(last).expect("the shares add up to 1").0
}

#[cfg(test)]
mod tests;
