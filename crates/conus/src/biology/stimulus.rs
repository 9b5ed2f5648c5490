//! How do fibres fire when the skin is touched? By kind and force, from the stored trains of medlock2022.
//!
//! Between the tabulated forces firing follows straight lines, down to none without force. A held stimulus adapts:
//!
//! ```text
//! f(t) = first e^(-a t),   first = mean a T/(1 - e^(-a T)),   T the time over which the table is averaged
//! ```
//!
//! so the mean over T is the table's. One exponential meets the first and the fifth second of both adapting fibre
//! types at high force within 11 %.
//!
//! - pressure: a flat probe, as tabulated
//! - pinch: A-delta and C fibres fire more strongly than under a flat probe (assumed; no recording in hand)
//! - brush: A-beta fibres only, in strokes (assumed)

use super::circuit_time::CircuitTime;
use super::parameters::Status;
use conus_num::elementary::exp;
use serde::{Deserialize, Serialize};

/// What touches the skin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Strokes that reach A-beta fibres only.
    Brush,
    /// An edge that squeezes.
    Pinch,
    /// A flat probe that is held.
    Pressure,
}

/// One stimulus: it begins at second 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stimulus {
    /// What touches the skin.
    pub kind: Kind,
    /// How hard \[mN\].
    pub force_mn: f64,
    /// How long \[s\].
    pub seconds: f64,
}

/// From this second on a fibre type fires so: from `first_hz` on, adapting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switch {
    /// When \[s\].
    pub second: f64,
    /// Which fibres: 0 A-beta, 1 A-delta, 2 C.
    pub fibre: usize,
    /// Firing at that moment \[Hz\].
    pub first_hz: f64,
}

/// Firing under one force, mean over the time of the table.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Force {
    /// Force of the probe \[mN\].
    pub force_mn: f64,
    /// A-beta \[Hz\].
    pub touch: f64,
    /// A-delta \[Hz\].
    pub fast: f64,
    /// C \[Hz\].
    pub slow: f64,
}

/// Firing by force, as in `data/firing_by_force.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiringByForce {
    /// Unit of the firing.
    pub unit: String,
    /// Where it comes from.
    pub status: Status,
    /// Key of the publication.
    pub source: String,
    /// Why so.
    pub why: String,
    /// Rising forces.
    pub forces: Vec<Force>,
}

impl FiringByForce {
    /// The table that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../../../data/firing_by_force.toml");
        toml::from_str(text).expect("a test reads the shipped file")
    }

    /// The strongest tabulated force \[mN\]; nothing is said beyond it.
    #[must_use]
    pub fn strongest_mn(&self) -> f64 {
        self.forces.last().map_or(0.0, |last| last.force_mn)
    }

    /// Mean firing of A-beta, A-delta and C fibres \[Hz\] under a flat probe, held at the strongest force.
    #[must_use]
    pub fn at(&self, force_mn: f64) -> [f64; 3] {
        let mut below = Force { force_mn: 0.0, touch: 0.0, fast: 0.0, slow: 0.0 };
        for above in &self.forces {
            if force_mn <= above.force_mn {
                let share = (force_mn - below.force_mn) / (above.force_mn - below.force_mn);
                return [(below.touch, above.touch), (below.fast, above.fast), (below.slow, above.slow)]
                    .map(|(from, to)| from + share * (to - from));
            }
            below = *above;
        }
        [below.touch, below.fast, below.slow]
    }
}

impl Stimulus {
    /// When each fibre type begins and ends to fire, in order of time. Every fibre type has its delay.
    #[must_use]
    pub fn switches(&self, table: &FiringByForce, t: &CircuitTime<f64>) -> Vec<Switch> {
        let mean = self.mean_hz(table, t);
        let adaptation = [t.touch_adaptation, t.fast_adaptation, t.slow_adaptation].map(|rate| rate.0);
        let delay = [t.touch_delay, t.fast_delay, t.slow_delay].map(|delay| delay.0);
        let mut switches = Vec::new();
        for (from, to) in self.contacts(t) {
            for fibre in 0..3 {
                let first_hz = first(mean[fibre], adaptation[fibre], t.averaged_over.0);
                switches.push(Switch { second: from + delay[fibre], fibre, first_hz });
                switches.push(Switch { second: to + delay[fibre], fibre, first_hz: 0.0 });
            }
        }
        switches.sort_by(|a, b| a.second.total_cmp(&b.second));
        switches
    }

    /// When the skin is touched: from, to \[s\].
    #[must_use]
    pub fn contacts(&self, t: &CircuitTime<f64>) -> Vec<(f64, f64)> {
        if self.kind != Kind::Brush {
            return vec![(0.0, self.seconds)];
        }
        let every = t.brush_stroke.0 + t.brush_pause.0;
        let starts = (0_u32..).map(|stroke| f64::from(stroke) * every);
        let starts = starts.take_while(|start| *start < self.seconds);
        starts.map(|start| (start, (start + t.brush_stroke.0).min(self.seconds))).collect()
    }

    fn mean_hz(&self, table: &FiringByForce, t: &CircuitTime<f64>) -> [f64; 3] {
        let [touch, fast, slow] = table.at(self.force_mn);
        match self.kind {
            Kind::Brush => [touch, 0.0, 0.0],
            Kind::Pinch => [touch, t.pinch_gain.0 * fast, t.pinch_gain.0 * slow],
            Kind::Pressure => [touch, fast, slow],
        }
    }
}

/// Where firing begins that falls at this rate and has this mean over so many seconds.
fn first(mean: f64, rate: f64, seconds: f64) -> f64 {
    if rate == 0.0 { mean } else { mean * rate * seconds / (1.0 - exp(-rate * seconds)) }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "tabulated forces give tabulated numbers, exactly")]
mod tests {
    use super::*;

    fn press(kind: Kind, force_mn: f64, seconds: f64) -> Vec<Switch> {
        Stimulus { kind, force_mn, seconds }.switches(&FiringByForce::shipped(), &CircuitTime::shipped())
    }

    #[test]
    fn firing_is_the_table_at_its_forces_and_straight_between_them() {
        let table = FiringByForce::shipped();
        assert!(table.forces.windows(2).all(|pair| pair[0].force_mn < pair[1].force_mn));
        for force in &table.forces {
            assert_eq!(table.at(force.force_mn), [force.touch, force.fast, force.slow]);
        }
        assert_eq!(table.at(0.0), [0.0; 3]);
        assert_eq!(table.at(5.0), [1.27, 0.01, 0.0]);
        assert_eq!(table.at(1e9), table.at(table.strongest_mn()));
    }

    /// A-delta falls 25.5 to 10.8 Hz and C 26.0 to 8.4 Hz from the first to the fifth second (medlock2022). One
    /// exponential with the mean of the table is off by up to 11 %, and the header says so.
    #[test]
    fn adapting_firing_keeps_the_mean_of_the_table_and_meets_the_first_and_the_fifth_second() {
        let t = CircuitTime::shipped();
        let mean_between = |first: f64, rate: f64, from: f64, to: f64| {
            first * (exp(-rate * from) - exp(-rate * to)) / (rate * (to - from))
        };
        let cases = [(18.57, t.fast_adaptation.0, 25.5, 10.8), (14.33, t.slow_adaptation.0, 26.0, 8.4)];
        for (mean, rate, early, late) in cases {
            let first = first(mean, rate, 5.0);
            assert!((mean_between(first, rate, 0.0, 5.0) - mean).abs() < 1e-12);
            assert!((mean_between(first, rate, 0.0, 1.0) / early - 1.0).abs() < 0.11);
            assert!((mean_between(first, rate, 4.0, 5.0) / late - 1.0).abs() < 0.11);
        }
    }

    #[test]
    fn a_brush_strokes_touch_fibres_only_and_pauses() {
        let strokes = press(Kind::Brush, 25.0, 1.7);
        assert!(strokes.iter().all(|switch| switch.fibre == 0 || switch.first_hz == 0.0));
        let times: Vec<f64> = strokes.iter().filter(|s| s.fibre == 0).map(|s| s.second).collect();
        assert_eq!(times, [0.001, 0.501, 1.001, 1.501]);
    }

    #[test]
    fn a_pinch_fires_pain_fibres_more_and_touch_fibres_alike() {
        let (pinch, pressure) = (press(Kind::Pinch, 200.0, 1.0), press(Kind::Pressure, 200.0, 1.0));
        for (pinched, pressed) in pinch.iter().zip(&pressure) {
            assert_eq!((pinched.second, pinched.fibre), (pressed.second, pressed.fibre));
            let gain = if pressed.fibre == 0 { 1.0 } else { CircuitTime::shipped().pinch_gain.0 };
            // The factor is applied before the mean becomes a first value: one rounding apart.
            assert!((pinched.first_hz - gain * pressed.first_hz).abs() < 1e-12 * pressed.first_hz.max(1.0));
        }
    }

    /// C fibres are slower than A-delta fibres, and those than A-beta fibres; what begins ends.
    #[test]
    fn fibres_begin_one_after_the_other_and_all_end() {
        let switches = press(Kind::Pressure, 100.0, 1.0);
        assert_eq!(switches.iter().map(|s| s.fibre).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
        assert!(switches[..3].iter().all(|s| s.first_hz > 0.0));
        assert!(switches[3..].iter().all(|s| s.first_hz == 0.0));
    }
}
