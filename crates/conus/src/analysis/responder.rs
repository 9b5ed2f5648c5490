//! How many people had how much relief? The cumulative responder curve of each arm.
//!
//! Share of all randomised people whose mean NRS fell by at least x per cent, for x = 0 to 100 (Farrar,
//! Dworkin and Max 2006); 30 % and 50 % are the usual marks. Whoever has no answer at the visit has not
//! responded.

use super::contrast::randomised;
use super::{AnalysisError, Computed};
use crate::trial::dataset::{Dataset, Parameter};
use conus_stats::responder::{reach, reduction_percent};
use serde::{Deserialize, Serialize};

/// The curve of one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponderCurve {
    /// Label of the arm.
    pub arm: String,
    /// 101 points, for a reduction of at least 0, 1, ..., 100 %; or why there are none.
    pub points: Computed<Vec<Responders>>,
}

/// People of one arm who reached one reduction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Responders {
    /// Least reduction from baseline that counts [%].
    pub reduction_percent: u32,
    /// People who reached it.
    pub events: u64,
    /// People randomised.
    pub total: u64,
    /// Events over total.
    pub share: f64,
    /// 95 % interval of the share (Wilson 1927).
    pub interval_95: [f64; 2],
}

impl ResponderCurve {
    /// The point at a whole reduction of 0 to 100 %, such as 30 or 50.
    #[must_use]
    pub fn at(&self, reduction_percent: u32) -> Option<&Responders> {
        self.points.as_ref().ok()?.iter().find(|point| point.reduction_percent == reduction_percent)
    }
}

/// The curve of every arm at a visit, in the order of the arms.
///
/// # Errors
/// A data set with a fault, or without that visit.
pub fn curves(data: &Dataset, visit: u16) -> Result<Vec<ResponderCurve>, AnalysisError> {
    let lookup = data.lookup()?;
    if usize::from(visit) >= data.visits.len() {
        return Err(AnalysisError::NoSuchVisit { visit, count: data.visits.len() });
    }
    let reduction = |subject: u32| {
        let last = lookup.value(subject, Parameter::NrsMean, visit);
        reduction_percent(lookup.baseline(subject, Parameter::NrsMean)?, last)
    };
    let arms = (0_u16..).zip(&data.arms).map(|(arm, label)| {
        let reductions: Vec<Option<f64>> = randomised(data, arm).into_iter().map(reduction).collect();
        ResponderCurve {
            arm: label.label.clone(),
            points: (0..=100).map(|least| point(&reductions, least)).collect(),
        }
    });
    Ok(arms.collect())
}

fn point(reductions: &[Option<f64>], least_percent: u32) -> Computed<Responders> {
    let reached = reach(reductions, f64::from(least_percent))?;
    Ok(Responders {
        reduction_percent: least_percent,
        events: reached.events,
        total: reached.total,
        share: reached.share,
        interval_95: [reached.interval_95.lower, reached.interval_95.upper],
    })
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::{self, close};
    use super::super::{Share, Why};
    use super::*;

    /// Treated 8, 8, 7, 8, 7, 8 to 1, 2, 3, 4, 5, 3: 87.5, 75, 57.1, 50, 28.6, 62.5 %.
    /// Controls 8, 7, 8, 7, 8, 9 to 4, 5, 6, 7, 8, 6: 50, 28.6, 25, 0, 0, 33.3 %.
    #[test]
    fn thirty_and_fifty_per_cent_are_counted_as_on_paper() {
        let curves = curves(&by_hand::trial(), 1).unwrap();
        let events = |arm: usize, percent| curves[arm].at(percent).unwrap().events;
        assert_eq!([events(0, 30), events(0, 50), events(0, 51), events(0, 88)], [5, 5, 4, 0]);
        assert_eq!([events(1, 0), events(1, 30), events(1, 50), events(1, 51)], [6, 2, 1, 0]);
        let half = curves[0].at(50).unwrap();
        let direct = Share::of([true, true, true, true, true, false]).unwrap();
        assert!(close(half.share, direct.share) && close(half.interval_95[0], direct.interval_95[0]));
        assert_eq!((curves[0].arm.as_str(), curves[0].points.as_ref().unwrap().len()), ("cells", 101));
        assert_eq!(curves[0].at(101), None);
    }

    #[test]
    fn a_curve_never_rises_and_the_missing_stay_in_its_denominator() {
        let mut data = by_hand::trial();
        data.nrs.retain(|row| !(row.visit == 1 && row.subject == 0));
        data.nrs.retain(|row| !(row.visit == 0 && row.subject == 1));
        let curves = curves(&data, 1).unwrap();
        let points = curves[0].points.as_ref().unwrap();
        assert!(points.windows(2).all(|pair| pair[0].events >= pair[1].events));
        assert!(points.iter().all(|point| point.total == 6));
        assert_eq!((points[0].events, points[30].events, points[50].events), (4, 3, 3));
    }

    #[test]
    fn an_arm_without_people_has_a_reason_and_no_curve() {
        let mut data = by_hand::trial();
        data.subjects.iter_mut().for_each(|person| person.arm = 1);
        let curves = curves(&data, 1).unwrap();
        assert_eq!(curves[0].points.as_ref().unwrap_err().why, Why::TooFew);
        assert_eq!(curves[1].at(0).unwrap().total, 12);
        assert_eq!(super::curves(&data, 5).unwrap_err(), AnalysisError::NoSuchVisit { visit: 5, count: 2 });
    }
}
