//! Where does a tail reach a given size? Newton's method in log-log form, kept inside a bracket.
//!
//! Far out every tail here is a power or an exponential of x, so `ln tail` against `ln x` is nearly
//! straight or bends one way: Newton then needs a handful of steps from any start. A step that would
//! leave what is already known to enclose the root is replaced by the middle of it.

use crate::elementary::{exp, ln};

/// Which way the share goes as x grows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Trend {
    Rises,
    Falls,
}

/// The x between 0 and `most` at which a strictly monotone positive share equals `target`; the function
/// gives the share and its derivative, either of which may underflow to zero.
pub(super) fn invert(
    target: f64,
    start: f64,
    most: f64,
    trend: Trend,
    share_and_slope: impl Fn(f64) -> (f64, f64),
) -> f64 {
    // After a step this small the next error is its square, below rounding.
    const LAST_STEP: f64 = 1e-11;
    // Beyond this the exponential no longer tells how far the step goes.
    const LONGEST_STEP: f64 = 700.0;
    let (mut least, mut most) = (0.0, most);
    let mut x = start;
    for _ in 0..2_000 {
        let (share, slope) = share_and_slope(x);
        if share.is_nan() || slope.is_nan() {
            return f64::NAN;
        }
        let miss = ln(share / target);
        if (miss > 0.0) == (trend == Trend::Rises) {
            most = x;
        } else {
            least = x;
        }
        let step = -miss * share / (x * slope);
        let next = x * exp(step);
        let inside = step.abs() < LONGEST_STEP && next > least && next < most;
        if step.abs() <= LAST_STEP {
            return if inside { next } else { x };
        }
        x = if inside { next } else { middle(least, most) };
        if most <= least * (1.0 + 2.0 * f64::EPSILON) {
            return x;
        }
    }
    f64::NAN
}

/// A point between the two ends, in ratio; an end that is still open is moved by a factor.
fn middle(least: f64, most: f64) -> f64 {
    const FACTOR: f64 = 64.0;
    if least <= 0.0 {
        most / FACTOR
    } else if most.is_infinite() {
        least * FACTOR
    } else {
        least.sqrt() * most.sqrt()
    }
}
