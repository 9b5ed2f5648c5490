//! How much pain is there, and in how many? Counted in hundredths of a point, so that a million people need no more
//! memory than one.

use super::unit::Unit;
use serde::Serialize;

/// Hundredths of a point of the scale 0 to 10, and the end.
const BINS: usize = 1001;
/// From here on a pain is moderate or severe \[nrs\] (forchheimer2011).
const PAINFUL_NRS: f64 = 4.0;

/// What was found in everybody so far.
#[derive(Clone, Debug)]
pub struct Summary {
    looks: Vec<f64>,
    /// People by hundredths of a point of pain, for each look.
    counts: Vec<Vec<u32>>,
    painful: Vec<u32>,
    /// Everybody who was followed.
    pub patients: u32,
    /// Those of them who could not be followed to the last day.
    pub failures: u32,
}

/// Pain on one day, to a hundredth of a point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OnDay {
    /// Day after the injury.
    pub day: f64,
    /// Half of the people have no more.
    pub median: f64,
    /// All but one in twenty have no less.
    pub low_5_percent: f64,
    /// All but one in twenty have no more.
    pub high_95_percent: f64,
    /// Share of the people with pain of 4 or more.
    pub painful_share: f64,
}

impl Summary {
    /// Nobody yet.
    #[must_use]
    pub fn new(looks: &[f64]) -> Self {
        let counts = vec![vec![0; BINS]; looks.len()];
        Self { looks: looks.to_vec(), counts, painful: vec![0; looks.len()], patients: 0, failures: 0 }
    }

    /// Counts the people of a unit.
    pub fn add(&mut self, unit: &Unit) {
        for person in &unit.people {
            self.patients += 1;
            let Some(seen) = &person.seen else {
                self.failures += 1;
                continue;
            };
            for (look, sight) in seen.iter().enumerate() {
                let pain = sight.pain.0;
                self.counts[look][bin(pain)] += 1;
                self.painful[look] += u32::from(pain >= PAINFUL_NRS);
            }
        }
    }

    /// Pain on each day looked at; none where nobody could be followed.
    #[must_use]
    pub fn days(&self) -> Vec<OnDay> {
        let followed = self.patients - self.failures;
        let on_day = |((day, counts), painful): ((&f64, &Vec<u32>), &u32)| OnDay {
            day: *day,
            median: quantile(counts, followed, 0.5),
            low_5_percent: quantile(counts, followed, 0.05),
            high_95_percent: quantile(counts, followed, 0.95),
            painful_share: f64::from(*painful) / f64::from(followed),
        };
        let days = self.looks.iter().zip(&self.counts).zip(&self.painful);
        if followed == 0 { Vec::new() } else { days.map(on_day).collect() }
    }
}

/// The hundredth in which a pain lies.
fn bin(pain: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies from 0 to 1000")]
    let bin = (100.0 * pain).round().clamp(0.0, (BINS - 1) as f64) as usize;
    bin
}

/// The least pain that this share of the people does not exceed.
fn quantile(counts: &[u32], people: u32, share: f64) -> f64 {
    let wanted = (share * f64::from(people)).max(1.0);
    let mut reached = 0;
    for (bin, count) in (0_u32..).zip(counts) {
        reached += count;
        if f64::from(reached) >= wanted {
            return f64::from(bin) / 100.0;
        }
    }
    10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_sorted_pains_to_a_hundredth() {
        let pains: Vec<f64> = (0..97).map(|k| f64::from(k * 37 % 97) / 9.7).collect();
        let mut counts = vec![0; BINS];
        pains.iter().for_each(|pain| counts[bin(*pain)] += 1);
        let mut sorted = pains;
        sorted.sort_by(f64::total_cmp);
        for (share, place) in [(0.5, 48), (0.05, 4), (0.95, 92)] {
            assert!((quantile(&counts, 97, share) - sorted[place]).abs() <= 0.005, "{share}");
        }
    }
}
