//! Which arm is compared with which, and when?

use super::AnalysisError;
use crate::trial::dataset::Dataset;

/// Two arms and the visit at which they are compared, by their indices in the data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contrast {
    /// Index of the visit.
    pub visit: u16,
    /// Index of the arm under question.
    pub treated_arm: u16,
    /// Index of the arm it is compared with.
    pub control_arm: u16,
}

impl Contrast {
    /// The contrast of a trial of two arms at the visit called `at`.
    ///
    /// A data set knows the labels of its visits only, so a plan's `month6` is the visit labelled `Month 6`:
    /// case and everything but letters and digits are ignored unless a label fits to the letter.
    ///
    /// # Errors
    /// Other than two arms, a control that is none of them, or a name that fits no visit or several.
    pub fn of_two_arms(data: &Dataset, at: &str, control_arm: u16) -> Result<Self, AnalysisError> {
        check_arm(data, control_arm)?;
        match data.arms.len() {
            2 => Ok(Self { visit: visit(data, at)?, treated_arm: 1 - control_arm, control_arm }),
            count => Err(AnalysisError::NotTwoArms { count }),
        }
    }

    /// Does the data set have these arms and this visit?
    pub(super) fn check(self, data: &Dataset) -> Result<(), AnalysisError> {
        if usize::from(self.visit) >= data.visits.len() {
            return Err(AnalysisError::NoSuchVisit { visit: self.visit, count: data.visits.len() });
        }
        check_arm(data, self.treated_arm)?;
        check_arm(data, self.control_arm)?;
        if self.treated_arm == self.control_arm {
            return Err(AnalysisError::SameArm { arm: self.control_arm });
        }
        Ok(())
    }
}

/// Everybody of the intention-to-treat population in the arm drawn at randomisation, whatever was given.
pub(super) fn randomised(data: &Dataset, arm: u16) -> Vec<u32> {
    let people = (0_u32..).zip(&data.subjects);
    people.filter(|(_, s)| s.intention_to_treat && s.arm == arm).map(|(index, _)| index).collect()
}

fn check_arm(data: &Dataset, arm: u16) -> Result<(), AnalysisError> {
    let count = data.arms.len();
    if usize::from(arm) < count { Ok(()) } else { Err(AnalysisError::NoSuchArm { arm, count }) }
}

fn visit(data: &Dataset, at: &str) -> Result<u16, AnalysisError> {
    let labels: Vec<&str> = data.visits.iter().map(|visit| visit.label.as_str()).collect();
    let index = named(&labels, at).map_err(|matches| AnalysisError::UnknownVisit {
        at: at.to_owned(),
        matches,
        visits: labels.iter().map(|label| (*label).to_owned()).collect(),
    })?;
    Ok(u16::try_from(index).expect("a data set indexes its visits with 16 bits"))
}

/// The index of the one label that is the name to the letter, or else reads alike.
///
/// # Errors
/// How many labels read alike, if not one.
pub(super) fn named(labels: &[&str], name: &str) -> Result<usize, usize> {
    if let Some(index) = labels.iter().position(|label| *label == name) {
        return Ok(index);
    }
    let alike: Vec<usize> = (0..labels.len()).filter(|at| plain(labels[*at]) == plain(name)).collect();
    match alike[..] {
        [only] => Ok(only),
        _ => Err(alike.len()),
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::by_hand;
    use super::*;

    #[test]
    fn a_visit_is_found_by_its_label_or_by_the_id_that_reads_alike() {
        let data = by_hand::trial();
        for at in ["Month 6", "month6", "month_6", "MONTH-6"] {
            let found = Contrast::of_two_arms(&data, at, 1).unwrap();
            assert_eq!(found, Contrast { visit: 1, treated_arm: 0, control_arm: 1 });
        }
        assert_eq!(Contrast::of_two_arms(&data, "baseline", 0).unwrap().treated_arm, 1);
    }

    #[test]
    fn a_question_that_the_data_set_cannot_answer_is_refused_by_name() {
        use AnalysisError as E;
        let mut data = by_hand::trial();
        let ask = |data: &Dataset, at: &str, control| Contrast::of_two_arms(data, at, control).unwrap_err();
        assert!(matches!(ask(&data, "month12", 1), E::UnknownVisit { matches: 0, .. }));
        assert_eq!(ask(&data, "month6", 2), E::NoSuchArm { arm: 2, count: 2 });
        let same = Contrast { visit: 1, treated_arm: 1, control_arm: 1 };
        assert_eq!(same.check(&data).unwrap_err(), E::SameArm { arm: 1 });
        let late = Contrast { visit: 9, treated_arm: 0, control_arm: 1 };
        assert_eq!(late.check(&data).unwrap_err(), E::NoSuchVisit { visit: 9, count: 2 });
        data.visits[0].label = "month-6".into();
        assert!(matches!(ask(&data, "month6", 1), E::UnknownVisit { matches: 2, .. }));
        data.arms.push(data.arms[0].clone());
        assert_eq!(ask(&data, "Month 6", 1), E::NotTwoArms { count: 3 });
    }

    #[test]
    fn people_count_in_the_arm_that_was_drawn_even_if_they_got_the_other_or_nothing() {
        let mut data = by_hand::trial();
        data.subjects[0].actual_arm = Some(1);
        data.subjects[1].actual_arm = None;
        assert_eq!(randomised(&data, 0), [0, 1, 2, 3, 4, 5]);
        data.subjects[2].intention_to_treat = false;
        assert_eq!(randomised(&data, 0), [0, 1, 3, 4, 5]);
    }
}
