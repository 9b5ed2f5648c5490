//! Who was observed when, and what does the model know of everybody?
//!
//! The mean of a person at a visit is a row of the design times the coefficients. A row is given for every arm, since
//! an assumption may ask what the same person would have done in another arm: same baseline, other treatment.

use super::reference::{self, Strategy};
use crate::StatisticsError;
use crate::error::check_length;
use crate::linear_algebra::times;
use crate::symmetric::{Cholesky, Symmetric};

/// A matrix by its rows.
pub type Matrix = Vec<Vec<f64>>;

/// A trial without holes: one row per subject, one column per visit.
pub type Completed = Matrix;

/// The event after which a subject no longer follows the regime it was randomised to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// First visit that the event affects, counted from zero.
    pub visit: usize,
    /// How the subject is assumed to go on.
    pub strategy: Strategy,
    /// The arm that the strategy refers to.
    pub reference: usize,
}

/// One person of the trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Arm by randomisation.
    pub arm: usize,
    /// Outcome at each visit; `None` where it is missing.
    pub outcomes: Vec<Option<f64>>,
    /// The deviation, if there was one. What is missing before it is missing at random.
    pub deviation: Option<Deviation>,
    /// Design of the mean, `designs[arm][visit][coefficient]`.
    pub designs: Vec<Matrix>,
}

impl Subject {
    /// The outcomes that the model is fitted to: without those after a deviation, unless they are assumed to go on as
    /// if nothing had happened (Wolbers and others 2022, section 2). In imputing they all count.
    #[must_use]
    pub fn modelled(&self) -> Vec<Option<f64>> {
        let last = match self.deviation {
            Some(Deviation { visit, strategy, .. }) if strategy != Strategy::MissingAtRandom => visit,
            _ => self.outcomes.len(),
        };
        self.outcomes.iter().enumerate().map(|(visit, outcome)| outcome.filter(|_| visit < last)).collect()
    }
}

/// What a fit of the model gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// Coefficients of the mean.
    pub coefficients: Vec<f64>,
    /// Covariance matrix of the visits in each arm; the same matrix repeated where it is common.
    pub covariances: Vec<Symmetric>,
}

/// Which arms share a covariance matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// One matrix for the trial.
    AllArms,
    /// One matrix for each arm.
    EachArm,
}

/// Subjects that belong together: the same visits, arms and coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    subjects: Vec<Subject>,
}

impl Trial {
    /// Checks that the subjects fit together.
    ///
    /// # Errors
    /// No subjects, no visits, an outcome that is not finite, an arm, reference or visit that does not exist, or a
    /// design of another size.
    pub fn new(subjects: Vec<Subject>) -> Result<Self, StatisticsError> {
        let Some(first) = subjects.first() else {
            return Err(StatisticsError::TooFew { what: "subjects".into(), count: 0, least: 1 });
        };
        let Some(row) = first.designs.first().and_then(|design| design.first()) else {
            return Err(StatisticsError::TooFew { what: "design".into(), count: 0, least: 1 });
        };
        let (arms, visits, coefficients) = (first.designs.len(), first.outcomes.len(), row.len());
        for (number, subject) in subjects.iter().enumerate() {
            check_places(number, subject, arms, visits)?;
            check_design(number, subject, arms, visits, coefficients)?;
        }
        Ok(Self { subjects })
    }

    /// Everybody, in the order given.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// Number of arms.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.subjects[0].designs.len()
    }

    /// Number of visits.
    #[must_use]
    pub fn visits(&self) -> usize {
        self.subjects[0].outcomes.len()
    }

    /// Number of coefficients of the mean.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        self.subjects[0].designs[0][0].len()
    }

    /// The same trial with one assumption about everybody who deviated.
    ///
    /// # Errors
    /// A reference arm that does not exist.
    pub fn under(&self, strategy: Strategy, reference: usize) -> Result<Self, StatisticsError> {
        let mut subjects = self.subjects.clone();
        for deviation in subjects.iter_mut().filter_map(|subject| subject.deviation.as_mut()) {
            (deviation.strategy, deviation.reference) = (strategy, reference);
        }
        Self::new(subjects)
    }

    /// Mean of a subject at each visit under its assumption, before looking at what was observed.
    ///
    /// # Errors
    /// As [`reference::mean`].
    ///
    /// # Panics
    /// When there is no such subject, or the parameters belong to another trial.
    pub fn mean(&self, parameters: &Parameters, subject: usize) -> Result<Vec<f64>, StatisticsError> {
        let subject = &self.subjects[subject];
        let in_arm = |arm: usize| times(&subject.designs[arm], &parameters.coefficients);
        match subject.deviation {
            None => Ok(in_arm(subject.arm)),
            Some(Deviation { visit, strategy, reference }) => {
                reference::mean(&in_arm(subject.arm), &in_arm(reference), strategy, visit)
            }
        }
    }

    /// Covariance of a subject's visits under its assumption.
    ///
    /// # Errors
    /// As [`reference::covariance`].
    ///
    /// # Panics
    /// When there is no such subject, or the parameters belong to another trial.
    pub fn covariance(&self, parameters: &Parameters, subject: usize) -> Result<Symmetric, StatisticsError> {
        let subject = &self.subjects[subject];
        let own = &parameters.covariances[subject.arm];
        match subject.deviation {
            None => Ok(own.clone()),
            Some(Deviation { visit, strategy, reference }) => {
                reference::covariance(own, &parameters.covariances[reference], strategy, visit)
            }
        }
    }

    /// Subjects in groups with one conditional distribution but for the mean, in the order of their first member.
    /// `outcomes` are those of the subjects, or as many of them as count.
    pub(super) fn alike(&self, outcomes: &[Vec<Option<f64>>]) -> Vec<Alike> {
        let mut groups: Vec<Alike> = Vec::new();
        for (number, (subject, row)) in self.subjects.iter().zip(outcomes).enumerate() {
            let observed: Vec<bool> = row.iter().map(Option::is_some).collect();
            let same = |group: &&mut Alike| {
                let first = &self.subjects[group.members[0]];
                (first.arm, first.deviation) == (subject.arm, subject.deviation) && group.observed == observed
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.members.push(number),
                None => groups.push(Alike { arm: subject.arm, observed, members: vec![number] }),
            }
        }
        groups
    }
}

/// Subjects of one arm with the same deviation and the same visits observed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alike {
    pub(super) arm: usize,
    pub(super) observed: Vec<bool>,
    pub(super) members: Vec<usize>,
}

/// The factor of a covariance matrix. What is left of a variance after the entries before it are taken out is rounding
/// below 1e-13 of it: a double leaves about 1e-16 times the number of visits.
pub(super) fn factorise(matrix: &Symmetric, what: &str) -> Result<Cholesky, StatisticsError> {
    const LEAST_SHARE_LEFT: f64 = 1e-13;
    Cholesky::of(matrix, LEAST_SHARE_LEFT)
        .ok_or_else(|| StatisticsError::NotPositiveDefinite { what: what.to_owned() })
}

fn check_places(number: usize, subject: &Subject, arms: usize, visits: usize) -> Result<(), StatisticsError> {
    check_length(&format!("outcomes of subject {number}"), subject.outcomes.len(), visits)?;
    check_below(&format!("arm of subject {number}"), subject.arm, arms, "an arm that has a design")?;
    if let Some(deviation) = subject.deviation {
        let what = format!("visit of deviation of subject {number}");
        check_below(&what, deviation.visit, visits, "a visit of the trial")?;
        let what = format!("reference arm of subject {number}");
        check_below(&what, deviation.reference, arms, "an arm that has a design")?;
    }
    let outcomes = subject.outcomes.iter().enumerate();
    match outcomes.filter_map(|(row, value)| Some((row, (*value)?))).find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some((row, value)) => {
            Err(StatisticsError::NotFinite { what: format!("outcomes of subject {number}"), row, value })
        }
    }
}

fn check_below(what: &str, index: usize, end: usize, allowed: &'static str) -> Result<(), StatisticsError> {
    if index < end {
        return Ok(());
    }
    let value = crate::error::number(index);
    Err(StatisticsError::OutOfRange { what: what.to_owned(), value, allowed })
}

fn check_design(
    number: usize,
    subject: &Subject,
    arms: usize,
    visits: usize,
    coefficients: usize,
) -> Result<(), StatisticsError> {
    let what = format!("design of subject {number}");
    check_length(&what, subject.designs.len(), arms)?;
    for design in &subject.designs {
        check_length(&what, design.len(), visits)?;
        for row in design {
            check_length(&what, row.len(), coefficients)?;
            crate::error::check_values(&what, row, 1)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        let design = |arm: f64| vec![vec![1.0, arm], vec![1.0, 2.0 * arm]];
        Subject {
            arm: 1,
            outcomes: vec![Some(5.0), None],
            deviation: None,
            designs: vec![design(0.0), design(1.0)],
        }
    }

    fn deviating(strategy: Strategy) -> Subject {
        Subject { deviation: Some(Deviation { visit: 1, strategy, reference: 0 }), ..subject() }
    }

    #[test]
    fn a_model_leaves_out_what_follows_a_deviation_unless_it_is_missing_at_random() {
        let seen =
            |strategy| Subject { outcomes: vec![Some(5.0), Some(4.0)], ..deviating(strategy) }.modelled();
        assert_eq!(seen(Strategy::JumpToReference), [Some(5.0), None]);
        assert_eq!(seen(Strategy::MissingAtRandom), [Some(5.0), Some(4.0)]);
        assert_eq!(subject().modelled(), subject().outcomes);
    }

    #[test]
    fn subjects_that_do_not_fit_together_are_named() {
        let message = |odd: Subject| Trial::new(vec![subject(), odd]).unwrap_err().to_string();
        let seen = message(Subject { arm: 2, ..subject() });
        assert_eq!(seen, "`arm of subject 1` is 2; it must be an arm that has a design");
        let seen = message(Subject { outcomes: vec![None], ..subject() });
        assert_eq!(seen, "`outcomes of subject 1` has 1 rows where 2 are expected");
        let seen = message(Subject { outcomes: vec![None, Some(f64::NAN)], ..subject() });
        assert!(seen.starts_with("`outcomes of subject 1` is NaN at row 1"), "{seen}");
        let late = Deviation { visit: 2, strategy: Strategy::CopyReference, reference: 0 };
        let seen = message(Subject { deviation: Some(late), ..subject() });
        assert!(seen.starts_with("`visit of deviation of subject 1` is 2"), "{seen}");
        assert!(Trial::new(vec![]).is_err());
    }

    #[test]
    fn without_a_deviation_a_subject_follows_its_own_arm() {
        let covariance = Symmetric { order: 2, packed: vec![4.0, 1.0, 3.0] };
        let parameters =
            Parameters { coefficients: vec![6.0, -1.0], covariances: vec![covariance.clone(); 2] };
        let trial = Trial::new(vec![subject(), deviating(Strategy::JumpToReference)]).unwrap();
        assert_eq!(trial.mean(&parameters, 0), Ok(vec![5.0, 4.0]));
        assert_eq!(trial.mean(&parameters, 1), Ok(vec![5.0, 6.0]));
        let own = trial.under(Strategy::JumpToReference, 1).unwrap();
        assert_eq!(own.mean(&parameters, 1), trial.mean(&parameters, 0));
        assert_eq!(own.covariance(&parameters, 1), Ok(covariance));
        assert!(trial.under(Strategy::JumpToReference, 2).is_err());
    }
}
