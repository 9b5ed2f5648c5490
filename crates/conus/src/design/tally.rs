//! How often does a design succeed, and how far off is it? Sums over the trials of a block, and shares over blocks.
//!
//! Trials of one block share world and people, so a block is one draw. With B blocks, in each of which s of m trials
//! succeed,
//!
//! ```text
//! P(success)          = mean over blocks of s / m
//! Monte-Carlo error   = standard deviation over blocks of s / m, over the root of B
//! ```
//!
//! and alike for every mean over trials. Measures are those of Morris, White and Crowther 2019, table 6.

use super::conduct::Concluded;
use super::reading::Judged;
use crate::analysis::{Computed, NotComputed};
use conus_num::distribution::normal;
use conus_stats::describe::{mean, variance};
use serde::{Deserialize, Serialize};

/// Sums over the trials of one block: one scenario, design, size and reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Trials.
    pub trials: u32,
    /// Trials that conclude a benefit.
    pub successes: u32,
    /// Trials whose number could not be computed; they conclude nothing.
    pub not_computed: u32,
    /// Sum of the estimates.
    pub estimate: f64,
    /// Sum of estimate minus truth.
    pub error: f64,
    /// Sum of its square.
    pub squared_error: f64,
    /// Intervals that hold the truth, of so many.
    pub covered: u32,
    /// Trials with an interval.
    pub intervals: u32,
    /// Trials that stopped before their planned end.
    pub stopped_early: u32,
    /// Sum of the people randomised.
    pub people: f64,
    /// Sum of the days from first randomisation to conclusion.
    pub days: f64,
    /// Sum of the shares without a value at the compared visit.
    pub missing: f64,
}

impl Tally {
    /// Counts what one reading says of a trial; `truth` is the value of its estimand among the people of the block.
    pub fn add(&mut self, trial: &Concluded, reading: usize, truth: Option<f64>) {
        self.trials += 1;
        self.successes += u32::from(trial.success[reading]);
        self.stopped_early += u32::from(trial.stopped_early);
        self.people += trial.people as f64;
        self.days += trial.days;
        self.missing += trial.missing;
        match &trial.judged[reading] {
            Ok(Judged { value, interval_95, .. }) => {
                self.estimate += value;
                let Some(truth) = truth else { return };
                self.error += value - truth;
                self.squared_error += (value - truth) * (value - truth);
                if let Some([low, high]) = interval_95 {
                    self.intervals += 1;
                    self.covered += u32::from((*low..=*high).contains(&truth));
                }
            }
            Err(_) => self.not_computed += 1,
        }
    }

    /// Share of the trials that conclude a benefit.
    #[must_use]
    pub fn share(&self) -> f64 {
        f64::from(self.successes) / f64::from(self.trials.max(1))
    }

    /// Trials whose number was computed.
    #[must_use]
    pub fn computed(&self) -> u32 {
        self.trials - self.not_computed
    }
}

/// A mean over blocks with its Monte-Carlo error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverBlocks {
    /// The mean.
    pub value: f64,
    /// Its Monte-Carlo standard error, with a block as one draw.
    pub error: f64,
}

impl OverBlocks {
    /// Its 95 % Monte-Carlo interval, by the normal distribution.
    #[must_use]
    pub fn interval_95(self) -> [f64; 2] {
        let half = normal::upper_quantile(0.025) * self.error;
        [self.value - half, self.value + half]
    }

    /// The mean over blocks of `part / whole`, without blocks whose whole is nothing.
    ///
    /// # Errors
    /// Fewer than two such blocks.
    pub fn of(
        blocks: &[Tally],
        part: impl Fn(&Tally) -> f64,
        whole: impl Fn(&Tally) -> u32,
    ) -> Computed<Self> {
        let some = blocks.iter().filter(|block| whole(block) > 0);
        Self::of_values(&some.map(|block| part(block) / f64::from(whole(block))).collect::<Vec<f64>>())
    }

    /// The share of trials that something happens in. Where it happens in none or in all, blocks have no spread; the error is
    /// then that of so many independent trials, with two more on either side (Agresti and Coull 1998, American Statistician
    /// 52:119-126).
    ///
    /// # Errors
    /// Fewer than two blocks with trials.
    pub fn share(
        blocks: &[Tally],
        events: impl Fn(&Tally) -> u32,
        trials: impl Fn(&Tally) -> u32,
    ) -> Computed<Self> {
        let found = Self::of(blocks, |block| f64::from(events(block)), &trials)?;
        if found.error > 0.0 {
            return Ok(found);
        }
        let sum = |of: &dyn Fn(&Tally) -> u32| blocks.iter().map(|block| f64::from(of(block))).sum::<f64>();
        let all = sum(&trials) + 4.0;
        let middle = (sum(&events) + 2.0) / all;
        Ok(Self { error: (middle * (1.0 - middle) / all).sqrt(), ..found })
    }

    /// The mean of one number of each block.
    ///
    /// # Errors
    /// Fewer than two numbers.
    pub fn of_values(values: &[f64]) -> Computed<Self> {
        if values.len() < 2 {
            return Err(NotComputed::too_few("blocks", values.len(), 2));
        }
        let error = (variance(values)? / values.len() as f64).sqrt();
        Ok(Self { value: mean(values)?, error })
    }

    /// The root of a mean of squares, its error by the first derivative.
    #[must_use]
    pub fn root(self) -> Self {
        let value = self.value.max(0.0).sqrt();
        Self { value, error: if value > 0.0 { 0.5 * self.error / value } else { 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_happens_is_not_known_without_error() {
        let block = |successes| Tally { trials: 10, successes, ..Tally::default() };
        let share =
            |blocks: &[Tally]| OverBlocks::share(blocks, |one| one.successes, |one| one.trials).unwrap();
        let never = share(&[block(0), block(0)]);
        // Two of 24: sqrt(2/24 22/24 / 24).
        assert!(never.value.abs() < 1e-12 && (never.error - 0.056_417).abs() < 1e-6, "{never:?}");
        let sometimes = share(&[block(2), block(4)]);
        assert!((sometimes.value - 0.3).abs() < 1e-12 && (sometimes.error - 0.1).abs() < 1e-12);
    }
}
