//! What is a random number of an imputation for? Every draw has an address, so that two assumptions about the same
//! trial share all their luck and differ by the assumption alone.

use conus_num::random::Stream;

/// What a stream is for. The numbers are part of every result: never renumber, only append. They start at 1000 so that
/// a trial simulated and imputed under one seed draws each number once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Which subjects are drawn again.
    Bootstrap = 1000,
    /// Missing values on the way of the Gibbs sampler.
    Augmentation = 1001,
    /// Coefficients of the Gibbs sampler.
    Coefficients = 1002,
    /// Covariance matrices of the Gibbs sampler.
    Covariance = 1003,
    /// Missing values of a completed trial.
    Imputation = 1004,
}

/// Address of everything that chance does in the imputation of one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Seed of the analysis.
    pub seed: u64,
    /// Number of the trial, if many are simulated.
    pub replicate: u32,
}

impl Key {
    /// The stream of one subject or arm on one occasion: a sample, an iteration, a completed trial.
    pub(super) fn stream(self, purpose: Purpose, who: usize, occasion: usize) -> Stream {
        let [who, occasion] =
            [who, occasion].map(|n| u32::try_from(n).expect("fewer than four billion subjects and draws"));
        Stream::new(self.seed, purpose as u32, self.replicate, who, occasion)
    }
}
