//! What is a random number for? Every draw has an address: seed, purpose, replicate, patient, occasion. Nobody draws
//! without one, so no draw depends on another, and two worlds that differ in one assumption share all other luck.

use conus_num::random::Stream;

/// What a stream is for. The numbers are part of every result: never renumber, only append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What nobody knows: one draw for each uncertain number.
    World = 1,
    /// Age, sex, level, grade, time since injury.
    Covariates = 2,
    /// How people differ: one draw for each parameter.
    Parameters = 3,
    /// Which patient gets which seat.
    Allocation = 4,
    /// Slow ups and downs of the report.
    Flare = 5,
    /// One day against the next.
    Diary = 6,
    /// Answers at a visit.
    Visit = 7,
    /// What a patient expects.
    Expectation = 8,
    /// Leaving the study.
    Leaving = 9,
    /// Adverse events.
    Harm = 10,
    /// Where the pain is felt.
    Site = 11,
    /// Accrual: when and where a patient is enrolled.
    Accrual = 12,
    /// What of the cord a person has kept, segment by segment.
    Body = 13,
    /// One neurological examination.
    Exam = 14,
    /// What a rater always does; the place of the patient is the rater's.
    Rater = 15,
    /// Answers of an independence scale.
    Independence = 16,
    /// Answers of a quality-of-life questionnaire.
    WellBeing = 17,
    /// What a patient says has changed.
    ReportedChange = 18,
    /// Taking rescue medication.
    Rescue = 19,
    /// Which people of a block are in which trial; the place of the patient is empty.
    Resampling = 20,
    /// When they are randomised.
    Recruitment = 21,
    /// Made-up rows of files, with which an instrument is checked. No patient has them.
    Check = 1000,
    /// Noise on all parameters, under which a behaviour is played again. No patient has it.
    Noise = 1001,
}

/// Address of everything that happens to one patient of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replicate.
    pub replicate: u32,
    /// Number of the candidate in the order of screening.
    pub patient: u32,
}

impl Key {
    /// The stream for a purpose and an occasion within it.
    #[must_use]
    pub fn stream(self, purpose: Purpose, occasion: u32) -> Stream {
        Stream::new(self.seed, purpose as u32, self.replicate, self.patient, occasion)
    }
}
