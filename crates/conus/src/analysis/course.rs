//! How does a score run over the visits in each arm? Mean of those who answered, with its 95 % interval.

use super::contrast::randomised;
use super::{AnalysisError, Computed, NotComputed, Summary};
use crate::trial::dataset::{Dataset, Parameter};
use conus_num::distribution::student_t;
use serde::{Deserialize, Serialize};

/// One arm at one visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoursePoint {
    /// Label of the arm.
    pub arm: String,
    /// Label of the visit.
    pub visit: String,
    /// Number of the visit (AVISITN).
    pub visit_number: i32,
    /// Those who answered, of the arm drawn at randomisation.
    pub answers: Summary,
    /// 95 % interval of the mean by the t distribution; none with fewer than two answers.
    pub interval_95: Computed<[f64; 2]>,
}

/// Every arm at every visit, arm by arm.
///
/// # Errors
/// A data set with a fault.
pub fn course(data: &Dataset, parameter: Parameter) -> Result<Vec<CoursePoint>, AnalysisError> {
    let lookup = data.lookup()?;
    let mut points = Vec::new();
    for (arm, label) in (0_u16..).zip(&data.arms) {
        let people = randomised(data, arm);
        for (visit, at) in (0_u16..).zip(&data.visits) {
            let values: Vec<f64> =
                people.iter().filter_map(|&subject| lookup.value(subject, parameter, visit)).collect();
            let answers = Summary::of(&values);
            points.push(CoursePoint {
                arm: label.label.clone(),
                visit: at.label.clone(),
                visit_number: at.number,
                interval_95: interval_of_mean(&answers),
                answers,
            });
        }
    }
    Ok(points)
}

/// Mean plus and minus t sd / sqrt(n).
fn interval_of_mean(answers: &Summary) -> Computed<[f64; 2]> {
    let (Some(mean), Some(sd)) = (answers.mean, answers.sd) else {
        return Err(NotComputed::too_few("answers", answers.n as usize, 2));
    };
    let n = f64::from(answers.n);
    let half = student_t::upper_quantile(0.025, n - 1.0) * sd / n.sqrt();
    Ok([mean - half, mean + half])
}

#[cfg(test)]
mod tests {
    use super::super::Why;
    use super::super::by_hand::{self, close};
    use super::*;

    /// t with 5 degrees of freedom has the 97.5 % quantile 2.570581836; sd = sqrt(2), n = 6.
    #[test]
    fn each_visit_has_the_mean_of_its_answers_and_the_interval_of_the_t_table() {
        let points = course(&by_hand::trial(), Parameter::NrsMean).unwrap();
        let place: Vec<(&str, i32)> = points.iter().map(|p| (p.arm.as_str(), p.visit_number)).collect();
        assert_eq!(place, [("cells", 0), ("cells", 6), ("control", 0), ("control", 6)]);
        let last = &points[1];
        assert!(close(last.answers.mean.unwrap(), 3.0) && last.visit == "Month 6");
        let half = 2.570_581_836 * (2.0_f64 / 6.0).sqrt();
        let [lower, upper] = *last.interval_95.as_ref().unwrap();
        assert!((lower - 3.0 + half).abs() < 1e-8 && (upper - 3.0 - half).abs() < 1e-8, "{last:?}");
    }

    #[test]
    fn a_visit_that_one_person_or_nobody_came_to_has_no_interval() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| row.visit == 0 || row.subject == 7);
        let points = course(&data, Parameter::NrsMean).unwrap();
        assert_eq!((points[1].answers.n, points[1].answers.mean), (0, None));
        assert_eq!((points[3].answers.n, points[3].answers.mean), (1, Some(5.0)));
        assert!([1, 3].iter().all(|&at| points[at].interval_95.as_ref().unwrap_err().why == Why::TooFew));
    }
}
