//! Where does chance come from? From counters: a random number is a pure function of what it is for.
//!
//! Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, *Parallel random numbers: as easy as 1, 2, 3*, SC11,
//! section 3.3; round constants from their reference code Random123, `philox.h`) scrambles a 128-bit counter
//! under a 64-bit key. Nothing is shared and nothing has to be drawn before: patient 17 of replicate 3 gets
//! the same numbers on any thread, in any order, with any other patient left out.
//!
//! | word | holds |
//! |---|---|
//! | key 0 | lower half of the scrambled seed, xor purpose |
//! | key 1 | upper half of the scrambled seed |
//! | counter 0 | block: the draws of a stream, two to a block |
//! | counter 1 | occasion (a visit, a day) |
//! | counter 2 | patient |
//! | counter 3 | replicate |
//!
//! Under one seed no two streams share a block: purposes differ in the key, everything else in the counter.
//! The seed is scrambled by a bijection (`SplitMix64`: Steele, Lea and Flood 2014, OOPSLA, with the constants
//! of Vigna's `splitmix64.c`), so that purposes of neighbouring seeds do not land on one key, as seed 1
//! purpose 0 and seed 0 purpose 1 would with a plain xor.

use crate::elementary;
use crate::normal::normal_quantile;

/// Multipliers of the two halves of the counter.
const MULTIPLIERS: [u32; 2] = [0xd251_1f53, 0xcd9e_8d57];
/// Steps of the key from round to round (golden ratio and sqrt(3) - 1).
const KEY_STEPS: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];
/// 2^-53, the distance between uniform numbers.
const UNIT: f64 = f64::EPSILON / 2.0;

/// A stream of random numbers with its own purpose, replicate, patient and occasion.
///
/// Every draw but [`Stream::below`] and [`Stream::shuffle`] takes exactly one 64-bit word, so that two arms
/// that ask the same questions in the same order get the same answers (common random numbers). A stream holds
/// 2^33 words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
    /// Of the next block to be made.
    counter: [u32; 4],
    /// The second word of the last block, if not yet used.
    kept: Option<u64>,
}

impl Stream {
    /// The stream for one purpose of one patient on one occasion.
    #[must_use]
    pub fn new(seed: u64, purpose: u32, replicate: u32, patient: u32, occasion: u32) -> Self {
        let [low, high] = halves(scrambled(seed));
        Self { key: [low ^ purpose, high], counter: [0, occasion, patient, replicate], kept: None }
    }

    /// Evenly spread over the open interval (0, 1): the upper 53 bits of a word times 2^-53, where zero
    /// becomes 2^-54. So a logarithm or a quantile of it is always finite.
    pub fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
        let integer = (self.word() >> 11) as f64;
        (integer * UNIT).max(0.5 * UNIT)
    }

    /// Standard normal, as the quantile of one uniform: monotone in it, so paired draws stay paired.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// Log-normal with the given median and standard deviation of the logarithm.
    pub fn lognormal(&mut self, median: f64, log_sd: f64) -> f64 {
        median * elementary::exp(log_sd * self.normal())
    }

    /// True with probability p: never for p <= 0, always for p >= 1.
    pub fn bernoulli(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// A whole number from 0 to n - 1, each exactly as likely. Takes one word but for a chance of n / 2^64.
    ///
    /// # Panics
    /// If n is zero: there is nothing to choose from.
    pub fn below(&mut self, n: u32) -> u32 {
        u32::try_from(self.below_wide(u64::from(n))).expect("a number below a u32 is a u32")
    }

    /// Puts the items in random order, each order equally likely (Fisher and Yates; Durstenfeld 1964, CACM
    /// algorithm 235). Takes one word for each item but the first.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the number is at most an index of the slice"
            )]
            let chosen = self.below_wide(last as u64 + 1) as usize;
            items.swap(last, chosen);
        }
    }

    /// Lemire 2019 (ACM TOMACS 29(1):3, algorithm 5): the upper half of word times n, after throwing away the
    /// few words that would favour some numbers.
    fn below_wide(&mut self, n: u64) -> u64 {
        assert!(n > 0, "cannot choose a number below zero");
        let surplus = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.word()) * u128::from(n);
            let [low, high] = [product & u128::from(u64::MAX), product >> 64]
                .map(|half| u64::try_from(half).expect("half of 128 bits"));
            if low >= surplus {
                return high;
            }
        }
    }

    /// The next 64 bits: words 0 and 1 of a block, lower half first, then words 2 and 3.
    fn word(&mut self) -> u64 {
        if let Some(word) = self.kept.take() {
            return word;
        }
        let [a, b, c, d] = philox4x32_10(self.counter, self.key);
        self.counter[0] = self.counter[0].wrapping_add(1);
        self.kept = Some(joined(c, d));
        joined(a, b)
    }
}

/// The Philox function with ten rounds: a bijection of counters for each key.
#[must_use]
pub fn philox4x32_10(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let [low_0, high_0] = halves(u64::from(MULTIPLIERS[0]) * u64::from(counter[0]));
        let [low_1, high_1] = halves(u64::from(MULTIPLIERS[1]) * u64::from(counter[2]));
        counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0];
        key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
    }
    counter
}

/// A bijection of 64 bits in which every bit of the input moves half of the output (the finaliser of
/// `SplitMix64`, with its first step so that zero does not map to zero).
fn scrambled(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Lower and upper 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "cutting a word in two is the purpose")]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// 64 bits from their lower and upper half.
fn joined(low: u32, high: u32) -> u64 {
    u64::from(low) | (u64::from(high) << 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random123, `tests/kat_vectors`, the three lines "philox4x32 10".
    #[test]
    fn philox_gives_the_published_known_answers() {
        assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox4x32_10([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox4x32_10([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    /// Vigna's splitmix64.c, first output from state 0, as widely published: e220a8397b1dcdaf.
    #[test]
    fn the_seed_is_scrambled_as_published() {
        assert_eq!(scrambled(0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn words_come_from_the_documented_places_of_the_block() {
        let mut stream = Stream::new(7, 5, 4, 3, 2);
        let [low, high] = halves(scrambled(7));
        let block = |number| philox4x32_10([number, 2, 3, 4], [low ^ 5, high]);
        let words: Vec<u64> = (0..4).map(|_| stream.word()).collect();
        let expected: Vec<u64> = [0, 1]
            .into_iter()
            .flat_map(|n| [joined(block(n)[0], block(n)[1]), joined(block(n)[2], block(n)[3])])
            .collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn the_extreme_words_stay_inside_the_open_interval() {
        let uniform_of = |word: u64| Stream { key: [0; 2], counter: [0; 4], kept: Some(word) }.uniform();
        assert_eq!(uniform_of(0).to_bits(), (0.5 * UNIT).to_bits());
        assert_eq!(uniform_of(u64::MAX).to_bits(), (1.0 - UNIT).to_bits());
        assert_eq!(uniform_of(1 << 63).to_bits(), 0.5_f64.to_bits());
    }

    #[test]
    fn a_word_that_would_favour_some_numbers_is_thrown_away() {
        // 2^64 mod 3 = 1: the word 0 is the one surplus word for n = 3.
        let mut stream = Stream { kept: Some(0), ..Stream::new(1, 0, 0, 0, 0) };
        let mut next = Stream::new(1, 0, 0, 0, 0);
        assert_eq!(stream.below_wide(3), next.below_wide(3));
        assert_eq!(stream, next);
    }
}
