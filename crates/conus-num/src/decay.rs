//! How much of something that decays is left, and how much is on its way through what follows?
//!
//! A unit that leaves one compartment at a rate a and the next at a rate b per unit of time stands, after a time t, at
//!
//! ```text
//! left(a)      = e^(-a t)
//! passed(a, b) = [left(a) - left(b)] / (b - a)                   times a: what is in the second
//! passed_twice(a, b, c) = [passed(a, b) - passed(b, c)] / (c - a)     times a b: in the third
//! ```
//!
//! These are divided differences of the exponential. They do not depend on the order of the rates and have a limit
//! where rates are equal, but as written they lose every digit near it. Here the first is written with `e^x - 1`, and
//! the second takes its series where all rates are close (`McCurdy`, Ng & Parlett, Mathematics of Computation 43:501,
//! 1984).
//! Relative errors are below 2e-14 while no exponent is beyond -32, held by `tests/it/decay.rs`.

use crate::elementary::{exp, exp_m1};
use crate::{Lanes, Num};

/// Below this spread of the rates times time the series is taken: it then stops at 2e-14, and the difference has lost a
/// factor of 20.
const CLOSE: f64 = 0.1;

/// Share of one that is left.
#[inline(always)]
#[must_use]
pub fn left<L: Lanes>(rate: Num<L>, time: Num<L>) -> Num<L> {
    Num(exp((-(rate * time)).0))
}

/// What one has become by leaving at one rate and then at another, per unit of the first rate.
#[inline(always)]
#[must_use]
pub fn passed<L: Lanes>(one: Num<L>, other: Num<L>, time: Num<L>) -> Num<L> {
    let (slow, fast) = (lesser(one, other), greater(one, other));
    let apart = (fast - slow) * time;
    // (1 - e^-x) / x, which is 1 at 0.
    let share = -Num(exp_m1((-apart).0)) / apart;
    let nothing = apart.0.equal(L::splat(0.0));
    time * left(slow, time) * Num(L::select(nothing, L::splat(1.0), share.0))
}

/// The same with a third rate, per unit of the first two.
#[inline(always)]
#[must_use]
pub fn passed_twice<L: Lanes>(first: Num<L>, second: Num<L>, third: Num<L>, time: Num<L>) -> Num<L> {
    let (low, high) = (lesser(first, second), greater(first, second));
    let (slow, fast) = (lesser(low, third), greater(high, third));
    let middle = greater(low, lesser(high, third));
    let apart = (passed(slow, middle, time) - passed(middle, fast, time)) / (fast - slow);
    let close = ((fast - slow) * time).0.less(L::splat(CLOSE));
    Num(L::select(close, among_close(slow, middle, fast, time).0, apart.0))
}

/// [`passed_twice`] by its series around the mean m of the rates: `t^2 e^(-m t) sum_n h_n / (n + 2)!`, where `h_n` is
/// the sum of all products of n deviations times t, repeated ones too. Deviations sum to zero, so all follow from p and
/// q; the series stops after `h_6`.
#[inline(always)]
fn among_close<L: Lanes>(slow: Num<L>, middle: Num<L>, fast: Num<L>, time: Num<L>) -> Num<L> {
    let mean = (slow + middle + fast) / 3.0;
    let [x, y, z] = [(mean - slow) * time, (mean - middle) * time, (mean - fast) * time];
    let p = 0.5 * (x * x + y * y + z * z);
    let q = x * y * z;
    let high = p * p / 720.0 + p * q / 2520.0 + (p * p * p + q * q) / 40_320.0;
    time * time * left(mean, time) * (0.5 + p / 24.0 + q / 120.0 + high)
}

#[inline(always)]
fn lesser<L: Lanes>(one: Num<L>, other: Num<L>) -> Num<L> {
    Num(L::select(one.0.less(other.0), one.0, other.0))
}

#[inline(always)]
fn greater<L: Lanes>(one: Num<L>, other: Num<L>) -> Num<L> {
    Num(L::select(one.0.less(other.0), other.0, one.0))
}
