//! What was asked, and what does one answer look like? The parameters of the BDS tables.

/// One value of one parameter at one visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Index of the subject.
    pub subject: u32,
    /// What was asked.
    pub parameter: Parameter,
    /// Index of the visit.
    pub visit: u16,
    /// Day of the answer [days after randomisation].
    pub day: i32,
    /// The answer.
    pub value: f64,
    /// Used by the analysis (ANL01FL): at most one row per subject, parameter and visit.
    pub analysis: bool,
    /// DTYPE: how this row was made when not as the other rows of its parameter (`ADaMIG` 1.3 section 3.3.4).
    /// The weekly mean of the diary is how every row of its parameter is made, so it has none; an imputed or
    /// averaged row has one.
    pub derivation: Option<Derivation>,
}

/// How an exceptional row was made (CDISC codelist C81224).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivation {
    /// Mean of several rows of the parameter, as a baseline over several weeks.
    Average,
    /// Last observation carried forward.
    LastCarriedForward,
    /// Baseline observation carried forward.
    BaselineCarriedForward,
    /// Worst observation carried forward.
    WorstCarriedForward,
}

impl Derivation {
    /// The term of the codelist.
    pub fn code(self) -> &'static str {
        match self {
            Self::Average => "AVERAGE",
            Self::LastCarriedForward => "LOCF",
            Self::BaselineCarriedForward => "BOCF",
            Self::WorstCarriedForward => "WOCF",
        }
    }
}

/// The questionnaire a parameter belongs to; each has its own table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instrument {
    /// Daily pain diary, table ADNRS.
    Diary,
    /// International SCI Pain Basic Data Set, table ADPBDS.
    PainBasicDataSet,
    /// Spinal Cord Independence Measure III, table ADSCIM.
    Scim,
    /// WHOQOL-BREF, table ADWHOQ.
    Whoqol,
}

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// Mean of the week's daily NRS.
    NrsMean,
    /// Highest of the week's daily NRS.
    NrsWorst,
    /// Days of the week with an entry.
    NrsDays,
    /// Interference with day-to-day activities.
    InterferenceActivities,
    /// Interference with mood.
    InterferenceMood,
    /// Interference with sleep.
    InterferenceSleep,
    /// Average intensity of the at-level neuropathic pain.
    IntensityAtLevel,
    /// Average intensity of the below-level neuropathic pain.
    IntensityBelowLevel,
    /// Average intensity of the radicular pain.
    IntensityRadicular,
    /// Days with pain in the last week.
    DaysWithPain,
    /// Worst pain of the last week.
    WorstPain,
    /// Total of SCIM III.
    ScimTotal,
    /// Quality of life, item 1 of WHOQOL-BREF.
    QolOverall,
    /// Physical domain of WHOQOL-BREF.
    QolPhysical,
}

impl Parameter {
    /// Every parameter, in the order of PARAMN.
    pub const ALL: [Self; 14] = [
        Self::NrsMean,
        Self::NrsWorst,
        Self::NrsDays,
        Self::InterferenceActivities,
        Self::InterferenceMood,
        Self::InterferenceSleep,
        Self::IntensityAtLevel,
        Self::IntensityBelowLevel,
        Self::IntensityRadicular,
        Self::DaysWithPain,
        Self::WorstPain,
        Self::ScimTotal,
        Self::QolOverall,
        Self::QolPhysical,
    ];

    /// PARAMCD.
    pub fn code(self) -> &'static str {
        match self {
            Self::NrsMean => "NRSMEAN",
            Self::NrsWorst => "NRSWORST",
            Self::NrsDays => "NRSDAYS",
            Self::InterferenceActivities => "PBINTACT",
            Self::InterferenceMood => "PBINTMOD",
            Self::InterferenceSleep => "PBINTSLP",
            Self::IntensityAtLevel => "PBAVGAL",
            Self::IntensityBelowLevel => "PBAVGBL",
            Self::IntensityRadicular => "PBAVGRA",
            Self::DaysWithPain => "PBDAYS",
            Self::WorstPain => "PBWORST",
            Self::ScimTotal => "SCIMTOT",
            Self::QolOverall => "WQQOL",
            Self::QolPhysical => "WQPHYSH",
        }
    }

    /// PARAM. Items that version 2.0 of the data set is not known to hold are marked `assumed`.
    pub fn label(self) -> &'static str {
        match self {
            Self::NrsMean => "Weekly Mean of Daily Pain NRS (0-10)",
            Self::NrsWorst => "Weekly Worst of Daily Pain NRS (0-10)",
            Self::NrsDays => "Diary Days Answered in Week (0-7)",
            Self::InterferenceActivities => "ISCIPBDS v2 Interference with Activities (0-10)",
            Self::InterferenceMood => "ISCIPBDS v2 Interference with Mood (0-10)",
            Self::InterferenceSleep => "ISCIPBDS v2 Interference with Sleep (0-10)",
            Self::IntensityAtLevel => "ISCIPBDS v2 Average Intensity, At-level Pain (0-10)",
            Self::IntensityBelowLevel => "ISCIPBDS v2 Average Intensity, Below-level Pain (0-10)",
            Self::IntensityRadicular => "ISCIPBDS v2 Average Intensity, Radicular Pain (0-10)",
            Self::DaysWithPain => "Days with Pain in Last Week (0-7), assumed item",
            Self::WorstPain => "Worst Pain NRS in Last Week (0-10), assumed item",
            Self::ScimTotal => "SCIM III Total (0-100)",
            Self::QolOverall => "WHOQOL-BREF Quality of Life (1-5)",
            Self::QolPhysical => "WHOQOL-BREF Physical Health (0-100)",
        }
    }

    /// PARAMN, counted from 1 in the order of [`Self::ALL`].
    pub fn number(self) -> u8 {
        match self {
            Self::NrsMean => 1,
            Self::NrsWorst => 2,
            Self::NrsDays => 3,
            Self::InterferenceActivities => 4,
            Self::InterferenceMood => 5,
            Self::InterferenceSleep => 6,
            Self::IntensityAtLevel => 7,
            Self::IntensityBelowLevel => 8,
            Self::IntensityRadicular => 9,
            Self::DaysWithPain => 10,
            Self::WorstPain => 11,
            Self::ScimTotal => 12,
            Self::QolOverall => 13,
            Self::QolPhysical => 14,
        }
    }

    /// The lowest value.
    pub fn lowest(self) -> f64 {
        if self == Self::QolOverall { 1.0 } else { 0.0 }
    }

    /// The highest value.
    pub fn highest(self) -> f64 {
        match self {
            Self::NrsDays | Self::DaysWithPain => 7.0,
            Self::ScimTotal | Self::QolPhysical => 100.0,
            Self::QolOverall => 5.0,
            _ => 10.0,
        }
    }

    /// Whether more of it is better: independence and quality of life, unlike pain.
    pub fn higher_is_better(self) -> bool {
        matches!(self.instrument(), Instrument::Scim | Instrument::Whoqol)
    }

    /// The value of who fares worst.
    pub fn worst(self) -> f64 {
        if self.higher_is_better() { self.lowest() } else { self.highest() }
    }

    /// The questionnaire it belongs to.
    pub fn instrument(self) -> Instrument {
        match self {
            Self::NrsMean | Self::NrsWorst | Self::NrsDays => Instrument::Diary,
            Self::ScimTotal => Instrument::Scim,
            Self::QolOverall | Self::QolPhysical => Instrument::Whoqol,
            _ => Instrument::PainBasicDataSet,
        }
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.number()) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_labels_and_numbers_tell_parameters_apart_and_fit_adam() {
        for (at, one) in Parameter::ALL.into_iter().enumerate() {
            assert_eq!(one.index(), at);
            assert!(one.code().len() <= 8 && one.code().starts_with(|c: char| c.is_ascii_uppercase()));
            for other in &Parameter::ALL[..at] {
                assert_ne!(one.code(), other.code());
                assert_ne!(one.label(), other.label());
            }
        }
    }

    /// 200 replicates of 74 subjects, 27 weeks and 3 parameters are 29 MB.
    #[test]
    fn a_row_takes_no_more_than_24_bytes() {
        assert!(size_of::<Observation>() <= 24);
    }
}
