//! How wide is this processor? [`Width::best`] asks it, and [`Width::run`] runs a job with lanes of that width.

#![expect(
    unsafe_code,
    reason = "enters a function compiled for instructions that the processor was asked for"
)]

use super::Lanes;
#[cfg(target_arch = "x86_64")]
use super::{
    Pair,
    register::{Eight, Four},
};

/// Work that can be done at any width.
///
/// Everything on the way from `run` down to the arithmetic must be `#[inline(always)]` and free of closures over
/// lanes, or it is compiled without the instructions of its register and becomes many times slower.
pub trait Job {
    /// What comes out.
    type Output;

    /// Does it, with lanes of one kind.
    fn run<L: Lanes>(self) -> Self::Output;
}

/// Work over lanes of a kind that is known already.
pub trait Task {
    /// What comes out.
    type Output;

    /// Does it; to be `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

/// How many patients are computed side by side. It never changes a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// One after the other.
    One,
    /// Four.
    Four,
    /// Eight.
    Eight,
}

impl Width {
    /// All widths.
    pub const ALL: [Self; 3] = [Self::One, Self::Four, Self::Eight];

    /// The fastest width measured: eight, in one register or in two, of which one fills the waiting of the other.
    #[must_use]
    pub fn best() -> Self {
        Self::Eight
    }

    /// The width of that many lanes.
    #[must_use]
    pub fn of(lanes: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|width| width.lanes() == lanes)
    }

    /// How many lanes.
    #[must_use]
    pub fn lanes(self) -> usize {
        match self {
            Self::One => 1,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// Does a job with lanes of this width, in as few registers as the processor allows.
    #[cfg(target_arch = "x86_64")]
    pub fn run<J: Job>(self, job: J) -> J::Output {
        use std::arch::is_x86_feature_detected as has;
        let wide = has!("avx512f") && has!("avx512dq");
        match self {
            // SAFETY: the processor has AVX-512, parts F and DQ.
            Self::Eight if wide => unsafe { with_avx512::<Eight, J>(job) },
            // SAFETY: the processor has AVX2.
            Self::Eight if has!("avx2") => unsafe { with_avx2::<Pair<Four>, J>(job) },
            // SAFETY: the processor has AVX2.
            Self::Four if has!("avx2") => unsafe { with_avx2::<Four, J>(job) },
            _ => job.run::<f64>(),
        }
    }

    /// Does a job one after the other, as long as no register of this processor is known.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn run<J: Job>(self, job: J) -> J::Output {
        job.run::<f64>()
    }
}

/// Compiled for AVX2, with all that is inlined into it.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline(never)]
fn with_avx2<L: Lanes, J: Job>(job: J) -> J::Output {
    job.run::<L>()
}

/// Compiled for AVX-512, the same.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
#[inline(never)]
fn with_avx512<L: Lanes, J: Job>(job: J) -> J::Output {
    job.run::<L>()
}
