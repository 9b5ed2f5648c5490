//! What stands in the diary? A whole number from 0 to 10 for each day, and one for its worst moment.

use super::reporting::Reporting;
use super::voice::{SCREENING_DAYS, Voice};
use conus_num::elementary::exp;

/// Highest rating.
pub const HIGHEST: f64 = 10.0;
/// Days of a diary week.
pub const WEEK: usize = 7;

/// A week of the diary as it is read at a visit; `None` where too few days were filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Days filled in.
    pub days: u8,
    /// Mean of the daily ratings.
    pub mean: Option<f64>,
    /// Highest of the daily worst ratings.
    pub worst: Option<f64>,
    /// Days that count as days with pain.
    pub pain_days: Option<f64>,
}

/// What one patient feels and what shifts its report, by day from the start of the screening week.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Pain as it is felt, 0 to 10, by day.
    pub felt: &'a [f64],
    /// Shift of the report \[nrs\], by day.
    pub shift: &'a [f64],
}

/// The rating on the scale: a whole number, never off its ends.
#[must_use]
pub fn rated(value: f64) -> f64 {
    value.clamp(0.0, HIGHEST).round()
}

/// Mean over the week before `day` of what would be said if numbers were not whole.
#[must_use]
pub fn spoken_mean(voice: &Voice, said: &Said<'_>, day: usize) -> f64 {
    let days = week_before(day);
    let sum: f64 = days.clone().map(|at| said.felt[at] + said.shift[at] + voice.flare[at]).sum();
    sum / WEEK as f64
}

/// The diary of the week before a day of the trial.
#[must_use]
pub fn week(r: &Reporting<f64>, voice: &Voice, said: &Said<'_>, day: usize) -> Week {
    let (mut days, mut sum, mut worst, mut pain_days) = (0_u8, 0.0, 0.0_f64, 0.0);
    for at in week_before(day).filter(|at| !voice.gap[*at]) {
        let spoken = said.felt[at] + said.shift[at] + voice.flare[at] + voice.noise[at];
        let rating = rated(spoken);
        days += 1;
        sum += rating;
        worst = worst.max(rated(spoken + excess(r, said.felt[at])));
        pain_days += f64::from(u8::from(rating >= r.pain_day.0));
    }
    let enough = f64::from(days) >= r.diary_least_days.0;
    let only = |value: f64| enough.then_some(value);
    let pain_days = days_of_seven(pain_days, f64::from(days.max(1)));
    Week { days, mean: only(sum / f64::from(days.max(1))), worst: only(worst), pain_days: only(pain_days) }
}

/// So many of the rated days, scaled to a week of seven, to the nearest whole day.
#[must_use]
pub fn days_of_seven(count: f64, rated: f64) -> f64 {
    (count * WEEK as f64 / rated).round()
}

/// How far the worst moment lies above the day's mean [nrs]; who feels nothing has no worst moment.
fn excess(r: &Reporting<f64>, felt: f64) -> f64 {
    r.worst_excess.0 * (1.0 - exp(-felt))
}

fn week_before(day: usize) -> std::ops::Range<usize> {
    let end = SCREENING_DAYS + day;
    end - WEEK..end
}

#[cfg(test)]
mod tests {
    use super::super::reporting;
    use super::*;
    use crate::patient::world::World;

    fn quiet(length: usize) -> Voice {
        Voice {
            flare: vec![0.0; length],
            noise: vec![0.0; length],
            gap: vec![false; length],
            expectation: 0.0,
            interference: 0.0,
        }
    }

    fn layer() -> Reporting<f64> {
        reporting::in_world(&reporting::shipped(), &World::typical())
    }

    /// Without noise the week says what is felt, to the nearest whole number.
    #[test]
    fn a_quiet_voice_rounds_what_is_felt() {
        let (felt, shift) = (vec![6.3; 20], vec![0.0; 20]);
        let week = week(&layer(), &quiet(20), &Said { felt: &felt, shift: &shift }, 0);
        assert_eq!((week.days, week.mean, week.worst, week.pain_days), (7, Some(6.0), Some(8.0), Some(7.0)));
    }

    /// Three days of seven are not a week; four are.
    #[test]
    fn a_week_needs_four_days() {
        let (felt, shift) = (vec![5.0; 20], vec![0.0; 20]);
        let mut voice = quiet(20);
        for day in 0..3 {
            voice.gap[day] = true;
        }
        let said = Said { felt: &felt, shift: &shift };
        assert_eq!(week(&layer(), &voice, &said, 0).mean, Some(5.0));
        voice.gap[3] = true;
        assert_eq!(week(&layer(), &voice, &said, 0).mean, None);
        assert_eq!(week(&layer(), &voice, &said, 0).days, 3);
    }

    /// The scale ends at 0 and 10, whatever is felt and whatever is expected.
    #[test]
    fn nobody_leaves_the_scale() {
        for (felt, shift) in [(9.9, 5.0), (0.1, -5.0)] {
            let (felt, shift) = (vec![felt; 20], vec![shift; 20]);
            let week = week(&layer(), &quiet(20), &Said { felt: &felt, shift: &shift }, 3);
            assert!((0.0..=10.0).contains(&week.mean.unwrap()));
            assert!((0.0..=10.0).contains(&week.worst.unwrap()));
        }
    }
}
