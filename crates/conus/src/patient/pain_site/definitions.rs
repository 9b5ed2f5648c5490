//! What do we call a pain? The definitions of `data/pain_definitions.toml`, the numbers of `pain_words.toml`.
//!
//! Lists that follow from other entries (levels and roots that reach the sciatic dermatomes) are derived
//! again and compared, so that no override can make the file contradict itself.

use super::Class;
use super::dermatome::{Dermatome, Zone};
use crate::biology::parameters::Status;
use serde::Deserialize;
use std::collections::BTreeMap;

const DEFINITIONS: &str = include_str!("../../../../../data/pain_definitions.toml");
const WORDS: &str = include_str!("../../../../../data/pain_words.toml");
const NEUROPATHIC: &str = "neuropathic";

/// Definitions in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Definitions {
    /// How many dermatomes below the neurological level belong to the at-level zone (bryce2012).
    pub at_level_dermatomes_below: usize,
    /// Which classes are neuropathic, in the order of [`Class::ALL`].
    pub neuropathic: [bool; 3],
    /// Where pain is sciatica-like.
    pub sciatic: Zone,
    /// Classes that may be sciatica-like.
    pub sciatic_classes: Vec<Class>,
    /// How likely below-level pain reaches the sciatic dermatomes, where any lies below the at-level zone.
    pub below_level_reach: f64,
    /// Range in which that probability may lie.
    pub below_level_reach_range: [f64; 2],
    /// Numbers behind words, sides and roots.
    pub words: Words,
}

/// One number with everything that must be known about it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption<T> {
    /// The number.
    pub value: T,
    /// Its unit.
    pub unit: String,
    /// Where it comes from.
    pub status: Status,
    /// Key in `data/literature.bib`, or `none`.
    pub source: String,
    /// Why this value.
    pub why: String,
}

/// Numbers behind words, sides and roots; documented in `data/pain_words.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is documented by its entry in data/pain_words.toml")]
pub struct Words {
    pub least_intensity_nrs: Assumption<f64>,
    pub burning_c_fibre_share: Assumption<f64>,
    pub electric_root_share: Assumption<f64>,
    pub electric_inhibition: Assumption<f64>,
    pub pressing_firing_least_hz: Assumption<f64>,
    pub pressing_firing_most_hz: Assumption<f64>,
    pub touch_adds_hz: Assumption<f64>,
    pub both_sides_at_level: Assumption<f64>,
    pub both_sides_below_level: Assumption<f64>,
    pub both_sides_radicular: Assumption<f64>,
    pub compressed_root: Assumption<BTreeMap<Dermatome, f64>>,
}

/// Why definitions cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// A file is not well formed.
    #[error("`{file}` cannot be read: {cause}")]
    Unreadable {
        /// File name.
        file: &'static str,
        /// What the reader says.
        cause: Box<toml::de::Error>,
    },
    /// A list does not follow from the entries that decide it.
    #[error(
        "`{entry}` in pain_definitions.toml lists {found}, the rest of the file gives {expected}; correct one"
    )]
    Contradiction {
        /// Where.
        entry: &'static str,
        /// What the file says.
        found: String,
        /// What follows from the rest of the file.
        expected: String,
    },
    /// A probability or a set of shares is none.
    #[error("`{entry}` is {found}; give {expected}")]
    OutOfRange {
        /// Where.
        entry: String,
        /// What the file says.
        found: f64,
        /// What is possible.
        expected: &'static str,
    },
}

impl Definitions {
    /// The definitions that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(DEFINITIONS, WORDS).expect("a test reads the shipped files")
    }

    /// Reads the texts of `pain_definitions.toml` and `pain_words.toml`.
    ///
    /// # Errors
    /// When a text is not well formed, contradicts itself, or holds an impossible probability.
    pub fn parse(definitions: &str, words: &str) -> Result<Self, DefinitionError> {
        let file: File = read("pain_definitions.toml", definitions)?;
        let words: Words = read("pain_words.toml", words)?;
        let needs = [&file.class.at_level, &file.class.below_level, &file.class.radicular];
        let definitions = Self {
            at_level_dermatomes_below: file.level.at_level_dermatomes_below,
            neuropathic: needs.map(|class| class.needs == NEUROPATHIC),
            sciatic: run("sciatica_like.dermatomes", &file.sciatica_like.dermatomes)?,
            sciatic_classes: file.sciatica_like.classes.clone(),
            below_level_reach: file.reach.below_level.probability,
            below_level_reach_range: file.reach.below_level.range,
            words,
        };
        same("dermatomes", &file.dermatomes, &Dermatome::ALL)?;
        same("reach.at_level.levels", &file.reach.at_level.levels, &definitions.levels_that_reach())?;
        let roots: Vec<_> = definitions.sciatic.dermatomes().collect();
        same("reach.radicular.roots", &file.reach.radicular.roots, &roots)?;
        definitions.check_probabilities()?;
        Ok(definitions)
    }

    /// The at-level zone of a neurological level.
    #[must_use]
    pub fn at_level_zone(&self, level: Dermatome) -> Zone {
        Zone { from: level, to: level.below(self.at_level_dermatomes_below).unwrap_or(Dermatome::S4_5) }
    }

    fn levels_that_reach(&self) -> Vec<Dermatome> {
        let reaches = |&level: &Dermatome| self.at_level_zone(level).meets(self.sciatic);
        Dermatome::ALL.into_iter().filter(reaches).collect()
    }

    fn check_probabilities(&self) -> Result<(), DefinitionError> {
        let [least, most] = self.below_level_reach_range;
        let w = &self.words;
        let probabilities = [
            ("reach.below_level.probability", self.below_level_reach),
            ("reach.below_level.range", least),
            ("reach.below_level.range", most),
            ("both_sides_at_level", w.both_sides_at_level.value),
            ("both_sides_below_level", w.both_sides_below_level.value),
            ("both_sides_radicular", w.both_sides_radicular.value),
            ("burning_c_fibre_share", w.burning_c_fibre_share.value),
            ("electric_root_share", w.electric_root_share.value),
        ];
        let roots = w.compressed_root.value.iter().map(|(root, &share)| (root.label(), share));
        for (entry, found) in probabilities.into_iter().chain(roots) {
            if !(0.0..=1.0).contains(&found) {
                let entry = entry.to_owned();
                return Err(DefinitionError::OutOfRange { entry, found, expected: "a number from 0 to 1" });
            }
        }
        let sum: f64 = w.compressed_root.value.values().sum();
        if (sum - 1.0).abs() > 1e-9 {
            let entry = "sum of compressed_root".to_owned();
            return Err(DefinitionError::OutOfRange {
                entry,
                found: sum,
                expected: "shares that add up to 1",
            });
        }
        Ok(())
    }
}

/// What `pain_definitions.toml` says and the program executes; names, sources and reasons are for the reader.
#[derive(Deserialize)]
struct File {
    dermatomes: Vec<Dermatome>,
    level: Level,
    class: Classes,
    sciatica_like: SciaticaLike,
    reach: Reach,
}

#[derive(Deserialize)]
struct Level {
    at_level_dermatomes_below: usize,
}

#[derive(Deserialize)]
struct Classes {
    at_level: OfClass,
    below_level: OfClass,
    radicular: OfClass,
}

#[derive(Deserialize)]
struct OfClass {
    needs: String,
}

#[derive(Deserialize)]
struct SciaticaLike {
    dermatomes: Vec<Dermatome>,
    classes: Vec<Class>,
}

#[derive(Deserialize)]
struct Reach {
    at_level: ReachAtLevel,
    below_level: ReachBelowLevel,
    radicular: ReachRadicular,
}

#[derive(Deserialize)]
struct ReachAtLevel {
    levels: Vec<Dermatome>,
}

#[derive(Deserialize)]
struct ReachBelowLevel {
    probability: f64,
    range: [f64; 2],
}

#[derive(Deserialize)]
struct ReachRadicular {
    roots: Vec<Dermatome>,
}

fn read<T: for<'a> Deserialize<'a>>(file: &'static str, text: &str) -> Result<T, DefinitionError> {
    toml::from_str(text).map_err(|cause| DefinitionError::Unreadable { file, cause: Box::new(cause) })
}

/// The zone that a list without gaps spans.
fn run(entry: &'static str, list: &[Dermatome]) -> Result<Zone, DefinitionError> {
    let zone = match list {
        [] => Zone { from: Dermatome::L4, to: Dermatome::S2 },
        [first, .., last] => Zone { from: *first, to: *last },
        [only] => Zone { from: *only, to: *only },
    };
    same(entry, list, &zone.dermatomes().collect::<Vec<_>>())?;
    Ok(zone)
}

fn same(entry: &'static str, found: &[Dermatome], expected: &[Dermatome]) -> Result<(), DefinitionError> {
    if found == expected {
        return Ok(());
    }
    Err(DefinitionError::Contradiction { entry, found: listed(found), expected: listed(expected) })
}

fn listed(dermatomes: &[Dermatome]) -> String {
    dermatomes.iter().map(|dermatome| dermatome.label()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patient::pain_site::dermatome::Dermatome::{L1, L3, L4, S2, S3, S4_5, T12};

    /// The shipped files are read, and what they say is what the classification says (bryce2012).
    #[test]
    fn the_shipped_files_agree_with_themselves() {
        let shipped = Definitions::shipped();
        assert_eq!(shipped.sciatic, Zone { from: L4, to: S2 });
        assert_eq!(shipped.neuropathic, [true; 3]);
        assert_eq!(shipped.sciatic_classes, Class::ALL);
        assert_eq!(shipped.at_level_zone(T12), Zone { from: T12, to: L3 });
        assert_eq!(shipped.at_level_zone(S3), Zone { from: S3, to: S4_5 });
        let [least, most] = shipped.below_level_reach_range;
        assert!(least < shipped.below_level_reach && shipped.below_level_reach < most);
        assert!(shipped.levels_that_reach().contains(&L1));
    }

    /// A zone that is one dermatome shorter no longer lets L1 reach L4: the list of levels is then wrong.
    #[test]
    fn a_list_that_contradicts_the_rule_is_refused() {
        let shorter = DEFINITIONS.replace("at_level_dermatomes_below = 3", "at_level_dermatomes_below = 2");
        assert_ne!(shorter, DEFINITIONS);
        let message = Definitions::parse(&shorter, WORDS).unwrap_err().to_string();
        assert_eq!(
            message,
            "`reach.at_level.levels` in pain_definitions.toml lists L1 L2 L3 L4 L5 S1 S2, the rest of the \
             file gives L2 L3 L4 L5 S1 S2; correct one"
        );
    }

    /// Shares that do not add up, impossible probabilities and unknown dermatomes are refused by name.
    #[test]
    fn impossible_numbers_are_refused() {
        let fails = |from: &str, to: &str| {
            let (definitions, words) = (DEFINITIONS.replace(from, to), WORDS.replace(from, to));
            assert!(definitions != DEFINITIONS || words != WORDS, "{from} stands in no file");
            Definitions::parse(&definitions, &words).unwrap_err().to_string()
        };
        assert!(fails("L5 = 0.45", "L5 = 0.25").contains("sum of compressed_root"));
        assert!(fails("probability = 0.7", "probability = 1.7").contains("reach.below_level.probability"));
        assert!(fails("L5 = 0.45", "L6 = 0.45").contains("`L6` is no dermatome"));
        assert!(
            fails("\"L4\", \"L5\", \"S1\", \"S2\"]\ncourse", "\"L4\", \"S2\"]\ncourse")
                .contains("sciatica_like")
        );
    }
}
