//! What does any analysis read, whether the data came from a file or from a simulation? One variable of one trial,
//! subject by visit.
//!
//! [`Frame::of_dataset`] takes it from a simulated trial, [`intake()`] from ADaM files with every fault at once. A
//! frame holds what was observed and nothing derived from it: change from baseline, imputed values and what counts
//! under an estimand are the business of an analysis.

mod baseline;
mod columns;
mod design;
mod events;
mod facts;
mod intake;
mod simulated;
mod spec;
mod subjects;
mod visits;

use conus_stats::describe;

pub use intake::{Sheets, Taken, intake};
pub use spec::{Absent, CovariateSpec, CovariateUse, EventColumns, Flag, Names, Source, Spec};

/// One variable of one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// PARAMCD, or the name that the plan gives the variable.
    pub parameter: String,
    /// PARAM, or the same as the parameter.
    pub label: String,
    /// Whether it is known that the data are simulated.
    pub synthetic: bool,
    /// Labels of the arms; the first is the reference.
    pub arms: Vec<String>,
    /// Visits after baseline, in order of time.
    pub visits: Vec<FrameVisit>,
    /// What is known of everybody beside arm and baseline; fixed in time.
    pub covariates: Vec<Covariate>,
    /// Everybody of the analysis population, in the order of the data.
    pub people: Vec<Person>,
}

/// One visit after baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameVisit {
    /// AVISIT.
    pub label: String,
    /// AVISITN.
    pub number: f64,
    /// Median day (ADY) of the values at this visit; none where no value has a day.
    pub day: Option<f64>,
}

/// What is known of everybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariate {
    /// Name of the column.
    pub name: String,
    /// How it is coded.
    pub kind: CovariateKind,
}

/// How a covariate is coded in [`Person::covariates`].
#[derive(Debug, Clone, PartialEq)]
pub enum CovariateKind {
    /// A number as it is.
    Number,
    /// The index of a level.
    Factor {
        /// The levels that occur; in the order of numbers when all of them are, else of their characters.
        levels: Vec<String>,
    },
}

/// One person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// USUBJID.
    pub id: String,
    /// Index of the arm drawn at randomisation.
    pub arm: usize,
    /// Value at baseline.
    pub baseline: Option<f64>,
    /// Value at each visit.
    pub values: Vec<Option<f64>>,
    /// Day (ADY) of each value; none where there is no value or no day.
    pub days: Vec<Option<f64>>,
    /// Each covariate: its number or the index of its level.
    pub covariates: Vec<Option<f64>>,
    /// Above 0; 1 unless the plan names a column.
    pub weight: f64,
    /// Intercurrent events in order of time.
    pub events: Vec<Happened>,
}

/// One intercurrent event.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Which kind, as the data call it.
    pub category: String,
    /// First day on the scale of [`Person::days`].
    pub day: f64,
    /// Why; empty where the data do not say.
    pub reason: String,
}

/// Median day of the values at a visit.
fn median_day(people: &[Person], visit: usize) -> Option<f64> {
    let days: Vec<f64> = people.iter().filter_map(|person| person.days[visit]).collect();
    describe::median(&days).ok()
}

/// The levels of a factor from its words: in the order of numbers when all of them are, else of their characters.
fn levels<'w>(words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let mut levels: Vec<String> = words.map(str::to_owned).collect();
    levels.sort();
    levels.dedup();
    let numbers: Option<Vec<f64>> =
        levels.iter().map(|level| level.parse().ok().filter(|n: &f64| n.is_finite())).collect();
    if let Some(numbers) = numbers {
        let mut order: Vec<usize> = (0..levels.len()).collect();
        order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
        levels = order.into_iter().map(|at| levels[at].clone()).collect();
    }
    levels
}

/// The index of a level.
fn index_of(levels: &[String], word: &str) -> Option<f64> {
    let index = levels.iter().position(|level| level == word)?;
    u32::try_from(index).ok().map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_that_are_numbers_are_in_the_order_of_numbers_and_words_in_that_of_characters() {
        assert_eq!(levels(["10", "9", "1", "9"].into_iter()), ["1", "9", "10"]);
        assert_eq!(levels(["B", "10", "9", "A"].into_iter()), ["10", "9", "A", "B"]);
        assert_eq!(index_of(&levels(["F", "M"].into_iter()), "M"), Some(1.0));
    }
}
