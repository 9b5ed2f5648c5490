//! How does one patient talk about pain? Everything that chance adds to a report is drawn here, once for each patient,
//! so that the same patient talks in the same way in every world.

use super::reporting::Reporting;
use crate::patient::chance::{Key, Purpose};
use conus_num::elementary::exp;

/// Days before randomisation on which a diary is kept: the screening week.
pub const SCREENING_DAYS: usize = 7;
/// Answers at a visit that can each stay out.
pub const ITEMS: usize = 6;

/// All luck of one patient's reports. Series start [`SCREENING_DAYS`] days before randomisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Slow ups and downs \[nrs\], by day.
    pub flare: Vec<f64>,
    /// One day against the next \[nrs\], by day.
    pub noise: Vec<f64>,
    /// Days on which the diary stays empty.
    pub gap: Vec<bool>,
    /// How this patient differs from others in what the same expectation does \[nrs\].
    pub expectation: f64,
    /// How this patient differs from others in what the same pain disturbs \[nrs\].
    pub interference: f64,
}

/// What chance does to the answers at one visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitLuck {
    /// One visit against the next \[nrs\], by item.
    pub noise: [f64; ITEMS],
    /// Items that stay unanswered.
    pub gap: [bool; ITEMS],
}

/// The voice of a patient over the screening week and `days` days of trial.
#[must_use]
pub fn voice(r: &Reporting<f64>, key: Key, days: usize) -> Voice {
    let length = SCREENING_DAYS + days;
    let mut diary = key.stream(Purpose::Diary, 0);
    let mut noise = Vec::with_capacity(length);
    let mut gap = Vec::with_capacity(length);
    for _ in 0..length {
        noise.push(r.day_sd.0 * diary.normal());
        gap.push(diary.bernoulli(r.diary_missing.0));
    }
    let mut person = key.stream(Purpose::Expectation, 0);
    Voice {
        flare: flare(r, key, length),
        noise,
        gap,
        expectation: r.expectation_sd.0 * person.normal(),
        interference: r.interference_person_sd.0 * person.normal(),
    }
}

/// A stationary series of the first order: correlation e^(-1/flare_days) from day to day.
fn flare(r: &Reporting<f64>, key: Key, length: usize) -> Vec<f64> {
    let mut chance = key.stream(Purpose::Flare, 0);
    let kept = exp(-1.0 / r.flare_days.0);
    let fresh = (1.0 - kept * kept).sqrt();
    let mut now = chance.normal();
    (0..length)
        .map(|_| {
            now = kept * now + fresh * chance.normal();
            r.flare_sd.0 * now
        })
        .collect()
}

/// The luck of one visit.
#[must_use]
pub fn visit_luck(r: &Reporting<f64>, key: Key, visit: u32) -> VisitLuck {
    let mut chance = key.stream(Purpose::Visit, visit);
    let noise = std::array::from_fn(|_| r.interference_visit_sd.0 * chance.normal());
    let gap = std::array::from_fn(|_| chance.bernoulli(r.item_missing.0));
    VisitLuck { noise, gap }
}

/// What a patient expects, by what they know and get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expects {
    /// Nothing: the layer is switched off.
    Nothing,
    /// Relief by a treatment that everybody knows is given.
    OpenTreatment,
    /// Little: everybody knows that care is unchanged.
    OpenControl,
    /// Perhaps relief: nobody knows what is given.
    Blinded,
}

/// Change of the report by expectation on a day after randomisation \[nrs\]; its plateau comes within a month
/// (byon2010).
#[must_use]
pub fn expectation(r: &Reporting<f64>, voice: &Voice, expects: Expects, day: f64) -> f64 {
    let plateau = match expects {
        Expects::Nothing => return 0.0,
        Expects::OpenTreatment => r.expectation_open.0,
        Expects::OpenControl => r.expectation_control.0,
        Expects::Blinded => r.expectation_blinded.0,
    };
    if day <= 0.0 {
        return 0.0;
    }
    -(plateau + voice.expectation) * (1.0 - exp(-day / r.expectation_days.0))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "before the trial nothing is expected, exactly")]
mod tests {
    use super::super::reporting;
    use super::*;
    use crate::patient::world::World;

    fn layer() -> Reporting<f64> {
        reporting::in_world(&reporting::shipped(), &World::typical())
    }

    /// Two weeks half-way apart correlate as the data say: 0.68 with people who differ by an SD of 1.5 (jrrd2005).
    #[test]
    fn reports_of_distant_weeks_correlate_as_published() {
        let r = layer();
        let person = 1.5;
        let variance = r.flare_sd.0 * r.flare_sd.0;
        let correlation = person * person / (person * person + variance);
        assert!((correlation - 0.68).abs() < 0.02, "{correlation}");
    }

    /// The ups and downs have the stated spread and memory.
    #[test]
    fn the_flare_is_stationary_with_the_stated_memory() {
        let r = layer();
        let series: Vec<Vec<f64>> =
            (0..4000).map(|patient| flare(&r, Key { seed: 3, replicate: 0, patient }, 60)).collect();
        let product = |a: usize, b: usize| series.iter().map(|s| s[a] * s[b]).sum::<f64>() / 4000.0;
        // Four thousand people: standard errors near 0.022 and 0.016.
        assert!((product(5, 5) - 1.0).abs() < 0.09);
        assert!((product(50, 50) - 1.0).abs() < 0.09);
        assert!((product(20, 34) - exp(-1.0)).abs() < 0.07);
    }

    /// Nothing is expected before randomisation; a month later the plateau is there.
    #[test]
    fn expectation_starts_with_the_trial_and_reaches_a_plateau() {
        let r = layer();
        let voice = Voice { expectation: 0.0, ..voice(&r, Key { seed: 1, replicate: 0, patient: 1 }, 10) };
        let at = |day: f64| expectation(&r, &voice, Expects::OpenTreatment, day);
        assert_eq!(at(-3.0), 0.0);
        assert!(at(30.0) < 0.94 * at(1000.0) && at(1000.0) < 0.0);
    }
}
