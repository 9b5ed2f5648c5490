//! Which visits are missing, and in how many people? The patterns of a trial, arm by arm.

use super::Trial;
use std::collections::BTreeMap;

/// Where the missing visits lie (Little and Rubin 2002, section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing is missing.
    Complete,
    /// Everything is observed up to a visit and missing after it.
    Monotone,
    /// A missing visit lies before an observed one.
    Intermittent,
}

/// People with the same visits observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Is each visit observed?
    pub observed: Vec<bool>,
    /// Where the missing ones lie.
    pub shape: Shape,
    /// People in each arm.
    pub count_by_arm: Vec<u64>,
}

/// Shape of the missing visits.
#[must_use]
pub fn shape(observed: &[bool]) -> Shape {
    if observed.iter().all(|&seen| seen) {
        Shape::Complete
    } else if observed.windows(2).any(|pair| !pair[0] && pair[1]) {
        Shape::Intermittent
    } else {
        Shape::Monotone
    }
}

/// Every pattern that occurs, from complete to empty: those observed at the first visit first, and so on.
#[must_use]
pub fn patterns(trial: &Trial) -> Vec<Pattern> {
    let mut counts: BTreeMap<Vec<bool>, Vec<u64>> = BTreeMap::new();
    for subject in trial.subjects() {
        let observed = subject.outcomes.iter().map(Option::is_some).collect();
        counts.entry(observed).or_insert_with(|| vec![0; trial.arms()])[subject.arm] += 1;
    }
    let named = |(observed, count_by_arm): (Vec<bool>, Vec<u64>)| {
        let shape = shape(&observed);
        Pattern { observed, shape, count_by_arm }
    };
    counts.into_iter().rev().map(named).collect()
}

/// People of each arm observed at each visit, `observed[arm][visit]`.
#[must_use]
pub fn observed_by_visit(trial: &Trial) -> Vec<Vec<u64>> {
    let mut observed = vec![vec![0; trial.visits()]; trial.arms()];
    for subject in trial.subjects() {
        for (count, outcome) in observed[subject.arm].iter_mut().zip(&subject.outcomes) {
            *count += u64::from(outcome.is_some());
        }
    }
    observed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::Subject;

    fn people(rows: &[(usize, [u8; 3])]) -> Trial {
        let person = |&(arm, row): &(usize, [u8; 3])| Subject {
            arm,
            outcomes: row.iter().map(|&seen| (seen == 1).then_some(5.0)).collect(),
            deviation: None,
            designs: vec![vec![vec![1.0]; 3]; 2],
        };
        Trial::new(rows.iter().map(person).collect()).unwrap()
    }

    #[test]
    fn patterns_are_counted_by_arm_from_complete_to_empty() {
        let rows =
            [(0, [1, 1, 0]), (1, [1, 1, 1]), (1, [0, 0, 0]), (0, [1, 0, 1]), (1, [1, 1, 0]), (0, [1, 1, 1])];
        let trial = people(&rows);
        let seen: Vec<(Shape, Vec<u64>)> =
            patterns(&trial).into_iter().map(|pattern| (pattern.shape, pattern.count_by_arm)).collect();
        let expected = [
            (Shape::Complete, vec![1, 1]),
            (Shape::Monotone, vec![1, 1]),
            (Shape::Intermittent, vec![1, 0]),
            (Shape::Monotone, vec![0, 1]),
        ];
        assert_eq!(seen, expected);
        assert_eq!(observed_by_visit(&trial), [[3, 2, 2], [2, 2, 1]]);
    }
}
