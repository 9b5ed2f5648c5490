//! What does the International SCI Pain Basic Data Set (version 2.0, 2014) ask? Interference with activities, mood and
//! sleep in the last week, 0 to 10, and the intensity of each pain.
//!
//! Days with pain and worst pain are declared items beside it, marked `assumed`: which version the published trial
//! used is not known.

pub mod form;

use super::nrs::rated;
use super::reporting::Reporting;
use super::voice::VisitLuck;

/// Answers at one visit, 0 to 10; `None` where an item stayed unanswered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answers {
    /// Interference with day-to-day activities, mood, sleep.
    pub interference: [Option<f64>; 3],
    /// Intensity of the at-level, below-level and radicular pain; `None` also where there is no such pain.
    pub intensity: [Option<f64>; 3],
}

/// What the patient has to say at a visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// What the last week would be called if numbers were not whole \[nrs\].
    pub spoken: f64,
    /// How much more than others the same pain disturbs \[nrs\].
    pub disturbs: f64,
    /// Pain by class as felt, 0 to 10.
    pub by_class: [f64; 3],
    /// Shift of the report against what is felt \[nrs\].
    pub shift: f64,
}

/// Below this a pain is not named as one \[nrs\] (bryce2012 records pains that are reported; 1 is the first number
/// above none).
pub const NAMED: f64 = 1.0;

/// The answers at a visit.
#[must_use]
pub fn answers(r: &Reporting<f64>, week: &Week, luck: &VisitLuck) -> Answers {
    let slopes = [r.interference_activities.0, r.interference_mood.0, r.interference_sleep.0];
    let item = |k: usize, value: f64| (!luck.gap[k]).then(|| rated(value + luck.noise[k]));
    // Who hardly hurts is hardly disturbed: the personal part fades with the pain.
    let personal = week.disturbs * (week.spoken / 5.0).clamp(0.0, 1.0);
    Answers {
        interference: std::array::from_fn(|k| item(k, slopes[k] * week.spoken.max(0.0) + personal)),
        intensity: std::array::from_fn(|k| {
            let felt = week.by_class[k];
            if felt < NAMED { None } else { item(3 + k, felt + week.shift) }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::reporting;
    use super::*;
    use crate::instrument::voice::ITEMS;
    use crate::patient::world::World;

    const LUCK: VisitLuck = VisitLuck { noise: [0.0; ITEMS], gap: [false; ITEMS] };

    /// More pain disturbs more; a pain that is hardly there is not named.
    #[test]
    fn more_pain_disturbs_more_and_a_trace_of_pain_is_not_named() {
        let r = reporting::in_world(&reporting::shipped(), &World::typical());
        let at = |spoken: f64| {
            let week = Week { spoken, disturbs: 1.0, by_class: [spoken, 0.5, 0.0], shift: 0.0 };
            answers(&r, &week, &LUCK)
        };
        let (mild, severe) = (at(2.0), at(8.0));
        assert!((0..3).all(|k| mild.interference[k] < severe.interference[k]));
        assert_eq!(severe.intensity, [Some(8.0), None, None]);
    }

    /// An unanswered item is a gap, not a zero.
    #[test]
    fn an_unanswered_item_is_a_gap() {
        let r = reporting::in_world(&reporting::shipped(), &World::typical());
        let luck = VisitLuck { gap: [true; ITEMS], ..LUCK };
        let week = Week { spoken: 6.0, disturbs: 0.0, by_class: [6.0; 3], shift: 0.0 };
        assert_eq!(answers(&r, &week, &luck), Answers { interference: [None; 3], intensity: [None; 3] });
    }
}
