//! Who is in the trial? One entry per randomised subject, with what ADSL says of each.

use super::event::Reason;

/// One randomised subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// SUBJID; unique within the study.
    pub number: u32,
    /// SITEID.
    pub site: u16,
    /// Age at randomisation [years].
    pub age_years: u8,
    /// Sex.
    pub sex: Sex,
    /// Index of the arm drawn at randomisation.
    pub arm: u16,
    /// Index of the arm whose treatment was given; `None` when none was.
    pub actual_arm: Option<u16>,
    /// Accrual: day of randomisation [days after the start of the study].
    pub randomised_day: i32,
    /// First treatment [days after randomisation]; `None` when never treated.
    pub treated_day: Option<i32>,
    /// In the intention-to-treat population.
    pub intention_to_treat: bool,
    /// In the safety population.
    pub safety: bool,
    /// In the per-protocol population.
    pub per_protocol: bool,
    /// How and when the study ended.
    pub end: EndOfStudy,
    /// Index into [`super::Strata::strata`]; `None` in a trial without strata.
    pub stratum: Option<u16>,
    /// Neurological level of injury.
    pub level: NeurologicalLevel,
    /// ASIA impairment scale at baseline.
    pub ais: Ais,
    /// Time from injury to randomisation [months].
    pub months_since_injury: f64,
    /// Has neuropathic pain at the level of injury at baseline.
    pub at_level_pain: bool,
    /// Has neuropathic pain below the level of injury at baseline.
    pub below_level_pain: bool,
    /// Has radicular pain at baseline.
    pub radicular_pain: bool,
    /// Pain at baseline is neuropathic, in L4 to S2, from buttock to leg.
    pub sciatica_like: bool,
    /// Takes a gabapentinoid at baseline.
    pub gabapentinoid: bool,
    /// Mean NRS of the baseline week; `None` when the diary was empty.
    pub baseline_nrs: Option<f64>,
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

/// How a subject left the study; days count from randomisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfStudy {
    /// Came to the last visit.
    Completed {
        /// Day of the last visit.
        day: i32,
    },
    /// Left before.
    Discontinued {
        /// Day of leaving.
        day: i32,
        /// Why.
        reason: Reason,
    },
}

impl EndOfStudy {
    /// Day of the end [days after randomisation].
    pub fn day(self) -> i32 {
        match self {
            Self::Completed { day } | Self::Discontinued { day, .. } => day,
        }
    }

    /// The term of CDISC codelist SBJTSTAT.
    pub fn status(self) -> &'static str {
        match self {
            Self::Completed { .. } => "COMPLETED",
            Self::Discontinued { .. } => "DISCONTINUED",
        }
    }

    /// Why the subject left; `None` for completers.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Completed { .. } => None,
            Self::Discontinued { reason, .. } => Some(reason),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    }
}
