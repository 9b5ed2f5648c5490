//! On what does a behaviour hang? It is played again with noise on all parameters at once.

use crate::biology::parameters::{Parameters, Params};
use crate::patient::chance::{Key, Purpose};
use crate::patient::sample::occasion_of;

/// Seed of the noise: the same in every behaviour, so that they can be compared.
const SEED: u64 = 1;

/// A factor on every parameter.
#[derive(Clone, Debug)]
pub struct Noise {
    factors: Vec<f64>,
    /// Which parameters are shares below 1, and stay so.
    shares: Vec<bool>,
}

impl Noise {
    /// None: every parameter is what the files say.
    #[must_use]
    pub fn none() -> Self {
        Self { factors: vec![1.0; Params::<f64>::COUNT], shares: vec![false; Params::<f64>::COUNT] }
    }

    /// One draw: log-normal factors with this standard deviation of the logarithm. A share below 1 stays at most 1,
    /// and the switches of `mechanisms.toml` are no numbers to be in doubt about.
    #[must_use]
    pub fn draw(number: u32, log_sd: f64) -> Self {
        let key = Key { seed: SEED, replicate: number, patient: 0 };
        let factor = |name: &&str| {
            let is_switch = name.starts_with("mechanism_");
            if is_switch { 1.0 } else { key.stream(Purpose::Noise, occasion_of(name)).lognormal(1.0, log_sd) }
        };
        let entries = Parameters::shipped().entries;
        let shares = entries.iter().map(|entry| entry.unit == "1" && entry.value < 1.0).collect();
        Self { factors: Params::<f64>::NAMES.iter().map(factor).collect(), shares }
    }

    /// The parameters under this noise.
    #[must_use]
    pub fn on(&self, params: &Params<f64>) -> Params<f64> {
        let mut values = params.to_array();
        for ((value, factor), share) in values.iter_mut().zip(&self.factors).zip(&self.shares) {
            let noisy = *value * factor;
            *value = if *share && *value <= 1.0 { noisy.min(1.0) } else { noisy };
        }
        Params::from_array(&values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise of 10 % moves every number but switches and zeros, makes no share a surplus and is the same twice.
    #[test]
    fn noise_moves_everything_but_switches_and_zeros() {
        let typical = Parameters::shipped().typical();
        let noisy = Noise::draw(3, 0.1).on(&typical);
        assert_eq!(noisy, Noise::draw(3, 0.1).on(&typical));
        assert_eq!(Noise::none().on(&typical), typical);
        let pairs = typical.to_array().into_iter().zip(noisy.to_array());
        for ((name, entry), (before, after)) in
            Params::<f64>::NAMES.iter().zip(Parameters::shipped().entries).zip(pairs)
        {
            let fixed = name.starts_with("mechanism_") || before.to_bits() == 0.0_f64.to_bits();
            assert_eq!(before.to_bits() == after.to_bits(), fixed, "{name}");
            assert!(entry.unit != "1" || before >= 1.0 || after <= 1.0, "{name}: {after}");
        }
    }
}
