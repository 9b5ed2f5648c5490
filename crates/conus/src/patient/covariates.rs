//! Who is this? Covariates that a clinic would write down: age, sex, level, grade, time since injury.

use super::chance::{Key, Purpose};
use super::people::People;
use crate::trial::plan::{Background, Between, Population};
use conus_num::random::Stream;
use serde::{Deserialize, Serialize};

/// Days in a month: 365.25 / 12.
pub const DAYS_PER_MONTH: f64 = 30.4375;

/// What is known of a patient before anybody asks about pain, and the two facts of the injury that nobody measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covariates {
    /// Age at screening \[years\].
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Neurological level of injury.
    pub level: NeurologicalLevel,
    /// Grade of the ASIA impairment scale.
    pub ais: Ais,
    /// Time from injury to screening \[months\].
    pub months_since_injury: f64,
    /// Takes a gabapentinoid as usual care.
    pub gabapentinoid: bool,
    /// Trains beyond usual care.
    pub training: bool,
    /// Severity of the cord injury, 0 to 1; the clinic knows the grade only.
    pub severity: f64,
    /// Compression of a root on day 0, 0 to 1.
    pub root_compression: f64,
}

/// Draws a patient of the population. Each covariate has a stream of its own, so that a change of one assumption
/// leaves the others as they were.
#[must_use]
pub fn draw(population: &Population, background: &Background, people: &People<f64>, key: Key) -> Covariates {
    let chance = |occasion| key.stream(Purpose::Covariates, occasion);
    let ais = population.ais[index(&mut chance(0), population.ais.len())];
    let level = level(&mut chance(1), population);
    Covariates {
        age_years: between(&mut chance(2), population.age_years),
        sex: if chance(3).bernoulli(population.male_percent / 100.0) { Sex::Male } else { Sex::Female },
        level,
        ais,
        months_since_injury: between(&mut chance(4), population.months_since_injury),
        gabapentinoid: chance(5).bernoulli(background.gabapentinoid_percent / 100.0),
        training: chance(6).bernoulli(background.rehabilitation_percent / 100.0),
        severity: severity(&mut chance(7), ais, people),
        root_compression: root_compression(&mut chance(8), level, people),
    }
}

/// A value of a range, each equally likely.
pub(crate) fn between(chance: &mut Stream, range: Between) -> f64 {
    range.min + (range.max - range.min) * chance.uniform()
}

fn index(chance: &mut Stream, count: usize) -> usize {
    let count = u32::try_from(count).expect("a plan lists a handful of grades");
    chance.below(count) as usize
}

/// Within a group every segment is equally likely: C3 to C8, T1 to T12, L1 to S2 (assumed; higher cervical and lower
/// sacral levels are rare among those who are screened).
fn level(chance: &mut Stream, population: &Population) -> NeurologicalLevel {
    let shares = population.level_percent;
    let drawn = 100.0 * chance.uniform();
    let (region, segment) = if drawn < shares.cervical {
        (Region::Cervical, 3 + chance.below(6))
    } else if drawn < shares.cervical + shares.thoracic {
        (Region::Thoracic, 1 + chance.below(12))
    } else {
        match chance.below(7) {
            lumbar @ 0..5 => (Region::Lumbar, 1 + lumbar),
            sacral => (Region::Sacral, sacral - 4),
        }
    };
    let segment = u8::try_from(segment).expect("a region has at most twelve segments");
    NeurologicalLevel::new(region, segment).expect("only segments of the region are drawn")
}

/// The grade that goes with a severity, by the ranges in which it is drawn; E below them.
#[must_use]
pub fn grade_of(severity: f64, people: &People<f64>) -> Ais {
    let from = [
        (Ais::A, people.severity_a_min),
        (Ais::B, people.severity_b_min),
        (Ais::C, people.severity_c_min),
        (Ais::D, people.severity_d_min),
    ];
    from.into_iter().find(|(_, least)| severity >= least.0).map_or(Ais::E, |(grade, _)| grade)
}

/// The level of an acute complete cervical injury, higher than in those who are screened for a trial later: C3 and a
/// binomial number of five further segments.
#[must_use]
pub fn acute_cervical_level(people: &People<f64>, key: Key) -> NeurologicalLevel {
    let chance = &mut key.stream(Purpose::Covariates, 9);
    let further = (0..5).map(|_| u8::from(chance.bernoulli(people.acute_cervical_step.0))).sum::<u8>();
    NeurologicalLevel { region: Region::Cervical, segment: 3 + further }
}

fn severity(chance: &mut Stream, ais: Ais, people: &People<f64>) -> f64 {
    let (min, max) = match ais {
        Ais::A => (people.severity_a_min.0, people.severity_a_max.0),
        Ais::B => (people.severity_b_min.0, people.severity_a_min.0),
        Ais::C => (people.severity_c_min.0, people.severity_b_min.0),
        Ais::D | Ais::E => (people.severity_d_min.0, people.severity_c_min.0),
    };
    between(chance, Between { min, max })
}

fn root_compression(chance: &mut Stream, level: NeurologicalLevel, people: &People<f64>) -> f64 {
    let compressed = chance.bernoulli(people.root_share_lumbosacral.0);
    let compression =
        between(chance, Between { min: people.root_compression_min.0, max: people.root_compression_max.0 });
    if compressed && level.group() == LevelGroup::Lumbosacral { compression } else { 0.0 }
}

/// Sex, as SDTM codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// F.
    Female,
    /// M.
    Male,
}

impl Sex {
    /// The term of CDISC codelist C66731.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
        }
    }
}

/// A part of the spinal cord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// C1 to C8.
    Cervical,
    /// T1 to T12.
    Thoracic,
    /// L1 to L5.
    Lumbar,
    /// S1 to S5.
    Sacral,
}

impl Region {
    /// Number of segments.
    pub fn segments(self) -> u8 {
        match self {
            Self::Cervical => 8,
            Self::Thoracic => 12,
            Self::Lumbar | Self::Sacral => 5,
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Cervical => 'C',
            Self::Thoracic => 'T',
            Self::Lumbar => 'L',
            Self::Sacral => 'S',
        }
    }
}

/// Neurological level of injury: the most caudal segment with normal function (ISNCSCI).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeurologicalLevel {
    region: Region,
    segment: u8,
}

impl NeurologicalLevel {
    /// The level of that segment, counted from 1; `None` where the region has no such segment.
    pub fn new(region: Region, segment: u8) -> Option<Self> {
        (1..=region.segments()).contains(&segment).then_some(Self { region, segment })
    }

    /// The level of that label, for example `T6`; `None` where there is no such segment.
    pub fn parse(label: &str) -> Option<Self> {
        let all = [Region::Cervical, Region::Thoracic, Region::Lumbar, Region::Sacral];
        let region = all.into_iter().find(|region| label.starts_with(region.letter()))?;
        Self::new(region, label[1..].parse().ok()?)
    }

    /// The number of the segment within its region, 6 for `T6`.
    pub fn segment(self) -> u8 {
        self.segment
    }

    /// For example `T6`.
    pub fn label(self) -> String {
        format!("{}{}", self.region.letter(), self.segment)
    }

    /// The group that tables compare.
    pub fn group(self) -> LevelGroup {
        match self.region {
            Region::Cervical => LevelGroup::Cervical,
            Region::Thoracic => LevelGroup::Thoracic,
            Region::Lumbar | Region::Sacral => LevelGroup::Lumbosacral,
        }
    }
}

/// Levels of injury as tables group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LevelGroup {
    /// C1 to C8.
    Cervical,
    /// T1 to T12.
    Thoracic,
    /// L1 to S5.
    Lumbosacral,
}

impl LevelGroup {
    /// The word of LEVELGR1.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cervical => "CERVICAL",
            Self::Thoracic => "THORACIC",
            Self::Lumbosacral => "LUMBOSACRAL",
        }
    }
}

/// ASIA impairment scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ais {
    /// Complete.
    A,
    /// Sensory incomplete.
    B,
    /// Motor incomplete, most key muscles weaker than grade 3.
    C,
    /// Motor incomplete, at least half of the key muscles of grade 3 or more.
    D,
    /// Normal, with prior deficit.
    E,
}

impl Ais {
    /// The letter.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_segments_that_a_spine_has_are_levels() {
        let all = [Region::Cervical, Region::Thoracic, Region::Lumbar, Region::Sacral];
        let levels =
            all.iter().flat_map(|&region| (0..=20).filter_map(move |at| NeurologicalLevel::new(region, at)));
        assert_eq!(levels.count(), 30);
        let level = NeurologicalLevel::new(Region::Sacral, 1).unwrap();
        assert_eq!((level.label().as_str(), level.group().label()), ("S1", "LUMBOSACRAL"));
        assert_eq!(NeurologicalLevel::parse("S1"), Some(level));
        assert_eq!(["S9", "S", "", "X1", "S1a"].map(NeurologicalLevel::parse), [None; 5]);
    }
}
