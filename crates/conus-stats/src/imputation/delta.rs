//! What if the missing values were worse than imputed? A fixed amount is added to them before the analysis.
//!
//! Ratitch, O'Kelly and Tosiello 2013 (Pharmaceutical Statistics 12:337-347) and Cro, Morris, Kenward and Carpenter
//! 2020 (Statistics in Medicine 39:2815-2842, section 4): the amount is added to imputed values alone, after the
//! imputation, in people who deviated and from the visit of the deviation on. What was observed stays, and so does a
//! gap before the deviation.

use super::{Completed, Trial};
use crate::StatisticsError;
use crate::error::{check_length, check_values, number};

/// How the amount develops after the deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// The same at every visit.
    Constant,
    /// Once at the first visit of the deviation, twice at the next, and so on.
    Cumulative,
}

/// What is added to imputed values.
#[derive(Clone, Debug, PartialEq)]
pub struct Delta {
    /// Amount for each arm [units of the outcome].
    pub by_arm: Vec<f64>,
    /// How it develops.
    pub course: Course,
}

impl Delta {
    /// The completed trial with the amount added.
    ///
    /// # Errors
    /// An amount that is not finite, another number of arms than the trial has, or another number of subjects.
    pub fn added(&self, trial: &Trial, completed: &[Vec<f64>]) -> Result<Completed, StatisticsError> {
        check_length("delta by arm", self.by_arm.len(), trial.arms())?;
        check_values("delta by arm", &self.by_arm, 1)?;
        check_length("completed trial", completed.len(), trial.subjects().len())?;
        let one = |(subject, row): (&super::Subject, &Vec<f64>)| {
            let Some(deviation) = subject.deviation else { return row.clone() };
            let shifted = |(visit, value): (usize, &f64)| {
                if visit < deviation.visit || subject.outcomes[visit].is_some() {
                    return *value;
                }
                value + self.by_arm[subject.arm] * self.multiple(visit - deviation.visit)
            };
            row.iter().enumerate().map(shifted).collect()
        };
        Ok(trial.subjects().iter().zip(completed).map(one).collect())
    }

    fn multiple(&self, visits_since: usize) -> f64 {
        match self.course {
            Course::Constant => 1.0,
            Course::Cumulative => number(visits_since + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::{Deviation, Strategy, Subject};

    fn people() -> Trial {
        let deviation = Some(Deviation { visit: 1, strategy: Strategy::MissingAtRandom, reference: 0 });
        let designs = vec![vec![vec![1.0]; 4]; 2];
        let leaver = Subject {
            arm: 1,
            outcomes: vec![None, None, Some(3.0), None],
            deviation,
            designs: designs.clone(),
        };
        let stayer = Subject { arm: 1, outcomes: vec![None; 4], deviation: None, designs };
        Trial::new(vec![leaver, stayer]).unwrap()
    }

    fn added(amount: f64, course: Course) -> Completed {
        let delta = Delta { by_arm: vec![7.0, amount], course };
        delta.added(&people(), &[vec![5.0, 4.0, 3.0, 2.0], vec![5.0; 4]]).unwrap()
    }

    #[test]
    fn only_imputed_values_from_the_deviation_on_move() {
        assert_eq!(added(0.5, Course::Constant)[0], [5.0, 4.5, 3.0, 2.5]);
        assert_eq!(added(0.5, Course::Cumulative)[0], [5.0, 4.5, 3.0, 3.5]);
        assert_eq!(added(0.5, Course::Constant)[1], [5.0; 4]);
    }

    #[test]
    fn a_delta_of_zero_changes_nothing() {
        for course in [Course::Constant, Course::Cumulative] {
            assert_eq!(added(0.0, course), [vec![5.0, 4.0, 3.0, 2.0], vec![5.0; 4]]);
        }
    }

    #[test]
    fn a_delta_for_other_arms_is_an_error() {
        let completed = vec![vec![0.0; 4]; 2];
        let delta = |by_arm| Delta { by_arm, course: Course::Constant };
        assert!(delta(vec![1.0]).added(&people(), &completed).is_err());
        assert!(delta(vec![1.0, f64::NAN]).added(&people(), &completed).is_err());
        assert!(delta(vec![1.0, 0.0]).added(&people(), &completed[..1]).is_err());
    }
}
