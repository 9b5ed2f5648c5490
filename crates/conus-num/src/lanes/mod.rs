//! How are several patients computed at once? A [`Lanes`] holds one double of each, and every operation acts on all.
//!
//! Only operations whose result IEEE 754 fixes to the last bit are used, lane by lane, so a patient's numbers are the
//! same to the bit at every width, beside whatever neighbours and on every processor.
//!
//! | width | processor with AVX-512 | with AVX2 | any other |
//! |---|---|---|---|
//! | 8 | one register of 8 | two registers of 4 | one double after the other |
//! | 4 | one register of 4 | one register of 4 | one double after the other |
//! | 1 | one double after the other | the same | the same |
//!
//! A register exists only inside [`Width::run`], which has asked the processor first. That is why its
//! operations are safe to call, and why this folder alone may say `unsafe`.

mod pair;
#[cfg(target_arch = "x86_64")]
mod register;
mod width;

pub use pair::Pair;
pub use width::{Job, Task, Width};

/// No width has more lanes than this.
pub const MOST_LANES: usize = 8;

use std::ops::{Add, Div, Mul, Neg, Sub};

/// Only the types of this folder are rows of doubles and nothing else, on which [`Pair`] relies.
mod sealed {
    /// Nobody outside can say this of a type.
    pub trait Sealed {}
}
use sealed::Sealed;

impl Sealed for f64 {}
impl<L: Lanes> Sealed for Pair<L> {}

/// As many doubles as there are lanes. What an equation needs of it is [`crate::Real`], which every such type has.
pub trait Lanes:
    Sealed
    + Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Send
    + Sync
    + 'static
{
    /// A truth for each lane.
    type Mask: Copy;

    /// From which lane each lane is to be taken.
    type Pick: Copy;

    /// How many lanes.
    const WIDTH: usize;

    /// The same value in every lane.
    fn splat(value: f64) -> Self;

    /// The doubles, lane by lane.
    fn each(&self) -> &[f64];

    /// The same, to be changed.
    fn each_mut(&mut self) -> &mut [f64];

    /// The value of one lane.
    #[inline(always)]
    fn lane(&self, lane: usize) -> f64 {
        self.each()[lane]
    }

    /// Changes the value of one lane.
    #[inline(always)]
    fn set_lane(&mut self, lane: usize, value: f64) {
        self.each_mut()[lane] = value;
    }

    /// Where it is less; nowhere that either is not a number.
    fn less(self, other: Self) -> Self::Mask;

    /// Where it is less or equal; nowhere that either is not a number.
    fn at_most(self, other: Self) -> Self::Mask;

    /// Where it is equal.
    fn equal(self, other: Self) -> Self::Mask;

    /// Where both are true.
    fn both(one: Self::Mask, other: Self::Mask) -> Self::Mask;

    /// One of two values that have both been computed.
    fn select(first: Self::Mask, yes: Self, no: Self) -> Self;

    /// The value, but no less than `least`; what is not a number stays so.
    fn at_least(self, least: Self) -> Self;

    /// The value, but no more than `most`; what is not a number stays so.
    fn no_more_than(self, most: Self) -> Self;

    /// Truth of one lane.
    fn holds(mask: Self::Mask, lane: usize) -> bool;

    /// Takes lane k from lane `lanes[k]`, all below the width; where nothing is said, from lane 0.
    fn pick(lanes: &[usize]) -> Self::Pick;

    /// The same values in other lanes, some of them several times.
    fn picked(self, pick: &Self::Pick) -> Self;

    /// Square root.
    fn square_root(self) -> Self;

    /// Size without sign.
    fn magnitude(self) -> Self;

    /// The same size with the sign of another.
    fn signed_as(self, sign: Self) -> Self;

    /// The upper 26 bits of the significand: two such heads multiply without rounding.
    fn head(self) -> Self;

    /// 2^k, where the low bits of the value are the integer k in two's complement and k is the exponent of a normal
    /// number.
    fn power_of_two(self) -> Self;

    /// A positive normal number as m 2^k with m between sqrt(1/2) and sqrt(2).
    fn mantissa_and_exponent(self) -> (Self, Self);

    /// Does a task over these lanes in a function of its own, compiled for their instructions.
    fn apart<T: Task>(task: T) -> T::Output;
}

/// Moves the border between two exponents from 1 to sqrt(1/2).
const TO_ROOT_HALF: u64 = 0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd;
/// The bias of the exponent, in its field.
const BIAS: u64 = 1023 << 52;
/// 2^52, whose low bits can be filled with an integer.
const TWO_52: f64 = 4_503_599_627_370_496.0;
/// All bits but the lower 27 of a significand.
const HEAD: u64 = !0x7ff_ffff;

impl Lanes for f64 {
    type Mask = bool;
    type Pick = ();

    const WIDTH: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn each(&self) -> &[f64] {
        std::slice::from_ref(self)
    }
    #[inline(always)]
    fn each_mut(&mut self) -> &mut [f64] {
        std::slice::from_mut(self)
    }
    #[inline(always)]
    fn less(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> bool {
        self <= other
    }
    #[expect(clippy::float_cmp, reason = "the question is whether they are the same")]
    #[inline(always)]
    fn equal(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn both(one: bool, other: bool) -> bool {
        one & other
    }
    #[inline(always)]
    fn select(first: bool, yes: Self, no: Self) -> Self {
        if first { yes } else { no }
    }
    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        if self < least { least } else { self }
    }
    #[inline(always)]
    fn no_more_than(self, most: Self) -> Self {
        if most < self { most } else { self }
    }
    #[inline(always)]
    fn holds(mask: bool, _lane: usize) -> bool {
        mask
    }
    #[inline(always)]
    fn pick(_lanes: &[usize]) {}
    #[inline(always)]
    fn picked(self, (): &()) -> Self {
        self
    }
    #[inline(always)]
    fn square_root(self) -> Self {
        self.sqrt()
    }
    #[inline(always)]
    fn magnitude(self) -> Self {
        self.abs()
    }
    #[inline(always)]
    fn signed_as(self, sign: Self) -> Self {
        self.copysign(sign)
    }
    #[inline(always)]
    fn head(self) -> Self {
        Self::from_bits(self.to_bits() & HEAD)
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // The shift by 52 moves k into the exponent field and drops all above it.
        Self::from_bits((self.to_bits() << 52).wrapping_add(BIAS))
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let bits = self.to_bits();
        let biased = bits.wrapping_add(TO_ROOT_HALF) >> 52;
        let k = Self::from_bits(biased | TWO_52.to_bits()) - (TWO_52 + 1023.0);
        let m = Self::from_bits(bits.wrapping_add(BIAS).wrapping_sub(biased << 52));
        (m, k)
    }
    #[inline(never)]
    fn apart<T: Task>(task: T) -> T::Output {
        task.run()
    }
}
