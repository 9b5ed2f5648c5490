//! What does it feel like? Words for a pain by the mechanism that makes it (`data/pain_words.toml`).
//!
//! Each word is a reading of the circuit in the same state, with one mechanism taken away or a touch added:
//! burning = firing that ceases without spontaneous nociceptors; electric = firing that a root adds, or
//! inhibition near or past the point where it excites; pressing = moderate firing at rest; evoked by touch =
//! firing that 25 mN add.

use super::Class;
use super::definitions::Words;
use crate::biology::State;
use crate::biology::brain::{Firing, firing_at_rest};
use crate::biology::parameters::Params;
use crate::patient::course::{sight, touched};
use conus_num::Num;

/// What drives a pain of one class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drivers {
    /// Share of the firing at rest that ceases without spontaneously active nociceptors (C fibres).
    pub c_fibre_share: f64,
    /// Share of the firing at rest that a compressed root adds; 0 for the other classes.
    pub root_share: f64,
    /// Efficacy of inhibition where the pain is made, 1 healthy, below 0 it excites.
    pub inhibition: f64,
    /// Firing at rest \[Hz\].
    pub firing_hz: f64,
    /// What a touch of 25 mN adds to it \[Hz\].
    pub touch_adds_hz: f64,
}

/// Words that a patient would use; none or several may fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Qualities {
    /// Burning.
    pub burning: bool,
    /// Electric, shooting.
    pub electric: bool,
    /// Pressing, dull.
    pub pressing: bool,
    /// Evoked by touch (allodynia).
    pub evoked_by_touch: bool,
}

impl Qualities {
    /// The words of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            burning: self.burning || other.burning,
            electric: self.electric || other.electric,
            pressing: self.pressing || other.pressing,
            evoked_by_touch: self.evoked_by_touch || other.evoked_by_touch,
        }
    }
}

/// What drives the three classes in this state, in the order of [`Class::ALL`].
///
/// A root is taken to feel touch as the lumbosacral segment that it reaches does.
#[must_use]
pub fn drivers(y: &State<f64>, p: &Params<f64>) -> [Drivers; 3] {
    let rest = firing_at_rest(y, p);
    let silent = State { nociceptors_at: Num(0.0), nociceptors_below: Num(0.0), ..*y };
    let without = firing_at_rest(&silent, p);
    let [touched_at, touched_below] = touched(y, p);
    let seen = sight(y, p);
    Class::ALL.map(|class| {
        let firing_hz = of(class, &rest);
        let below = of(Class::BelowLevel, &rest);
        let (inhibition, touch_adds_hz) = match class {
            Class::AtLevel => (seen.inhibition_at.0, touched_at - firing_hz),
            Class::BelowLevel | Class::Radicular => (seen.inhibition_below.0, touched_below - below),
        };
        let root_share = if class == Class::Radicular { lost(firing_hz, below) } else { 0.0 };
        Drivers {
            c_fibre_share: lost(firing_hz, of(class, &without)),
            root_share,
            inhibition,
            firing_hz,
            touch_adds_hz,
        }
    })
}

/// The words that these drivers earn.
#[must_use]
pub fn qualities(words: &Words, drivers: &Drivers) -> Qualities {
    let moderate = words.pressing_firing_least_hz.value..=words.pressing_firing_most_hz.value;
    let by_root = drivers.root_share >= words.electric_root_share.value;
    let by_bursts = drivers.inhibition <= words.electric_inhibition.value;
    Qualities {
        burning: drivers.c_fibre_share >= words.burning_c_fibre_share.value,
        electric: by_root || by_bursts,
        pressing: moderate.contains(&drivers.firing_hz),
        evoked_by_touch: drivers.touch_adds_hz >= words.touch_adds_hz.value,
    }
}

fn of(class: Class, firing: &Firing<f64>) -> f64 {
    match class {
        Class::AtLevel => firing.at.0,
        Class::BelowLevel => firing.below.0,
        Class::Radicular => firing.with_root.0,
    }
}

/// Share of the firing that is lost when only `left` remains; a silent neuron has nothing to lose.
fn lost(firing: f64, left: f64) -> f64 {
    if firing > 0.0 { 1.0 - left / firing } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use crate::patient::pain_site::Definitions;

    fn words(change: State<f64>) -> [Qualities; 3] {
        let p = Parameters::shipped().typical();
        drivers(&change, &p).map(|drivers| qualities(&Definitions::shipped().words, &drivers))
    }

    #[test]
    fn a_healthy_cord_has_no_words() {
        assert_eq!(words(State::healthy()), [Qualities::default(); 3]);
    }

    /// Each word answers to its own mechanism.
    #[test]
    fn each_mechanism_earns_its_own_word() {
        let burning = words(State { nociceptors_at: Num(0.8), sensitised_at: Num(0.6), ..State::healthy() });
        assert!(burning[0].burning && !burning[0].electric && !burning[1].burning);
        let shooting = words(State { root_compression: Num(0.8), ..State::healthy() });
        assert!(
            shooting[2].electric && !shooting[2].burning && !shooting[0].electric && !shooting[1].electric
        );
        let touchy = words(State { kcc2_below: Num(0.4), ..State::healthy() });
        assert!(touchy[1].evoked_by_touch && !touchy[1].electric && !touchy[0].evoked_by_touch);
        let exciting =
            words(State { kcc2_below: Num(0.0), bdnf: Num(1.0), trkb: Num(1.0), ..State::healthy() });
        assert!(exciting[1].electric && !exciting[0].electric);
    }

    #[test]
    fn pressing_is_firing_between_the_two_bounds() {
        let numbers = Definitions::shipped().words;
        let at = |firing_hz: f64| {
            let drivers = Drivers {
                c_fibre_share: 0.0,
                root_share: 0.0,
                inhibition: 1.0,
                firing_hz,
                touch_adds_hz: 0.0,
            };
            qualities(&numbers, &drivers).pressing
        };
        assert_eq!([1.6, 1.63, 3.0, 5.46, 5.5].map(at), [false, true, true, true, false]);
    }
}
