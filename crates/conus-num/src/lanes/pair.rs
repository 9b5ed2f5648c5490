//! What are twice as many lanes? Two of what there is: the processor works at one while the other waits.

#![expect(unsafe_code, reason = "looks at two halves as one row of doubles")]

use super::{Lanes, MOST_LANES, Task};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Two halves side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Pair<L>(pub L, pub L);

/// One operator on both halves. A macro, because the four differ in nothing but their name.
macro_rules! operator {
    ($Trait:ident, $method:ident) => {
        impl<L: Lanes> $Trait for Pair<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self($Trait::$method(self.0, other.0), $Trait::$method(self.1, other.1))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl<L: Lanes> Neg for Pair<L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl<L: Lanes> Lanes for Pair<L> {
    type Mask = (L::Mask, L::Mask);
    /// For each half: the lane within a half, and whether that is the second half.
    type Pick = [(L::Pick, L::Mask); 2];

    const WIDTH: usize = 2 * L::WIDTH;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(L::splat(value), L::splat(value))
    }
    #[inline(always)]
    fn each(&self) -> &[f64] {
        // SAFETY: two halves in a row, each of them doubles in a row and nothing else.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), Self::WIDTH) }
    }
    #[inline(always)]
    fn each_mut(&mut self) -> &mut [f64] {
        // SAFETY: the same, and nobody else looks at them.
        unsafe { std::slice::from_raw_parts_mut(std::ptr::from_mut(self).cast(), Self::WIDTH) }
    }
    #[inline(always)]
    fn less(self, other: Self) -> Self::Mask {
        (self.0.less(other.0), self.1.less(other.1))
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> Self::Mask {
        (self.0.at_most(other.0), self.1.at_most(other.1))
    }
    #[inline(always)]
    fn equal(self, other: Self) -> Self::Mask {
        (self.0.equal(other.0), self.1.equal(other.1))
    }
    #[inline(always)]
    fn both(one: Self::Mask, other: Self::Mask) -> Self::Mask {
        (L::both(one.0, other.0), L::both(one.1, other.1))
    }
    #[inline(always)]
    fn select(first: Self::Mask, yes: Self, no: Self) -> Self {
        Self(L::select(first.0, yes.0, no.0), L::select(first.1, yes.1, no.1))
    }
    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        Self(self.0.at_least(least.0), self.1.at_least(least.1))
    }
    #[inline(always)]
    fn no_more_than(self, most: Self) -> Self {
        Self(self.0.no_more_than(most.0), self.1.no_more_than(most.1))
    }
    #[inline(always)]
    fn holds(mask: Self::Mask, lane: usize) -> bool {
        if lane < L::WIDTH { L::holds(mask.0, lane) } else { L::holds(mask.1, lane - L::WIDTH) }
    }
    #[inline(always)]
    fn pick(lanes: &[usize]) -> Self::Pick {
        let (first, second) = lanes.split_at(lanes.len().min(L::WIDTH));
        [half::<L>(first), half::<L>(second)]
    }
    #[inline(always)]
    fn picked(self, pick: &Self::Pick) -> Self {
        let [one, other] = pick;
        Self(
            L::select(one.1, self.1.picked(&one.0), self.0.picked(&one.0)),
            L::select(other.1, self.1.picked(&other.0), self.0.picked(&other.0)),
        )
    }
    #[inline(always)]
    fn square_root(self) -> Self {
        Self(self.0.square_root(), self.1.square_root())
    }
    #[inline(always)]
    fn magnitude(self) -> Self {
        Self(self.0.magnitude(), self.1.magnitude())
    }
    #[inline(always)]
    fn signed_as(self, sign: Self) -> Self {
        Self(self.0.signed_as(sign.0), self.1.signed_as(sign.1))
    }
    #[inline(always)]
    fn head(self) -> Self {
        Self(self.0.head(), self.1.head())
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.power_of_two(), self.1.power_of_two())
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let (one, other) = (self.0.mantissa_and_exponent(), self.1.mantissa_and_exponent());
        (Self(one.0, other.0), Self(one.1, other.1))
    }
    #[inline(always)]
    fn apart<T: Task>(task: T) -> T::Output {
        L::apart(task)
    }
}

/// From where one half is taken.
#[inline(always)]
fn half<L: Lanes>(lanes: &[usize]) -> (L::Pick, L::Mask) {
    let (mut within, mut second) = ([0; MOST_LANES], L::splat(0.0));
    for (place, lane) in lanes.iter().enumerate() {
        within[place] = lane % L::WIDTH;
        if *lane >= L::WIDTH {
            second.set_lane(place, 1.0);
        }
    }
    (L::pick(&within[..lanes.len()]), second.equal(L::splat(1.0)))
}
