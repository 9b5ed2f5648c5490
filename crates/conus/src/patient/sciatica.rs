//! Who has sciatica without an injury of the cord? The contrast of S1.5: a compressed root, and nothing else.

use super::chance::{Key, Purpose};
use super::covariates::{Ais, Covariates, NeurologicalLevel, between};
use super::pain_site::{Definitions, Dermatome, site_of};
use super::people::People;
use crate::trial::plan::{Background, Between, Population};

/// Draws somebody with sciatica: a person of the population whose cord is whole and one of whose lumbosacral roots is
/// pressed from day 0, the onset of pain. The level that tables hold is that of the root.
///
/// # Panics
/// Never: every root that may be pressed is a lumbar or sacral segment.
#[must_use]
pub fn draw(
    population: &Population,
    background: &Background,
    people: &People<f64>,
    definitions: &Definitions,
    key: Key,
) -> Covariates {
    // Which root it is does not depend on the level that the place of pain is asked for.
    let root = site_of(definitions, Dermatome::L5, key).root;
    let compression =
        Between { min: people.sciatica_compression_min.0, max: people.sciatica_compression_max.0 };
    Covariates {
        level: NeurologicalLevel::parse(root.label()).expect("the shares of roots name lumbosacral segments"),
        ais: Ais::E,
        severity: 0.0,
        root_compression: between(&mut key.stream(Purpose::Covariates, 8), compression),
        ..super::covariates::draw(population, background, people, key)
    }
}
