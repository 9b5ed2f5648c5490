//! How does an equation change with its inputs? [`Dual`] answers it number by number, as a check.
//!
//! A dual number carries its value and its derivatives to `N` inputs through every operation (forward
//! accumulation: Griewank & Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3). The solver uses
//! the traced Jacobian of [`crate::trace`]; this one shares no code with it, so both can be wrong only
//! independently.

use crate::{Real, elementary};
use std::array;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A value with its derivatives to `N` inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<const N: usize> {
    /// The value itself.
    pub value: f64,
    /// Derivative to each input.
    pub slope: [f64; N],
}

impl<const N: usize> Dual<N> {
    /// A number that does not change with any input.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self { value, slope: [0.0; N] }
    }

    /// The input of this position: it changes with itself alone.
    ///
    /// # Panics
    /// When `position` is not below `N`.
    #[must_use]
    pub fn input(value: f64, position: usize) -> Self {
        let mut input = Self::constant(value);
        input.slope[position] = 1.0;
        input
    }

    /// Chain rule for a function of one number.
    fn through(self, value: f64, slope: f64) -> Self {
        Self { value, slope: self.slope.map(|inner| slope * inner) }
    }

    /// Chain rule for a function of two numbers.
    fn with(self, other: Self, value: f64, to_self: f64, to_other: f64) -> Self {
        let slope = array::from_fn(|k| to_self * self.slope[k] + to_other * other.slope[k]);
        Self { value, slope }
    }
}

impl<const N: usize> Add for Dual<N> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, self.value + other.value, 1.0, 1.0)
    }
}

impl<const N: usize> Sub for Dual<N> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, self.value - other.value, 1.0, -1.0)
    }
}

impl<const N: usize> Mul for Dual<N> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, self.value * other.value, other.value, self.value)
    }
}

impl<const N: usize> Div for Dual<N> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let ratio = self.value / other.value;
        self.with(other, ratio, 1.0 / other.value, -ratio / other.value)
    }
}

impl<const N: usize> Neg for Dual<N> {
    type Output = Self;
    fn neg(self) -> Self {
        self.through(-self.value, -1.0)
    }
}

impl<const N: usize> Real for Dual<N> {
    fn lit(value: f64) -> Self {
        Self::constant(value)
    }
    fn exp(self) -> Self {
        let value = elementary::exp(self.value);
        self.through(value, value)
    }
    fn ln(self) -> Self {
        self.through(elementary::ln(self.value), 1.0 / self.value)
    }
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        self.through(value, 0.5 / value)
    }
    fn tanh(self) -> Self {
        let value = elementary::tanh(self.value);
        self.through(value, 1.0 - value * value)
    }
    /// The slope is the logistic function, from the side whose exponential cannot overflow.
    fn softplus(self) -> Self {
        let decay = elementary::exp(-self.value.abs());
        let larger = 1.0 / (1.0 + decay);
        let slope = if self.value < 0.0 { decay * larger } else { larger };
        self.through(elementary::softplus(self.value), slope)
    }
    fn power(self, exponent: f64) -> Self {
        let slope = exponent * power(self.value, exponent - 1.0);
        self.through(elementary::pow(self.value, exponent), slope)
    }
    /// `n h (1 - h) / x`, with `h / x` written as `x^(n-1) (1 - h) / half^n` so that it holds at `x = 0`.
    fn hill(self, half: Self, exponent: f64) -> Self {
        let value = elementary::hill(self.value, half.value, exponent);
        let rest = 1.0 - value;
        let to_self = exponent * power(self.value / half.value, exponent - 1.0) * rest * rest / half.value;
        let to_half = -exponent * value * rest / half.value;
        self.with(half, value, to_self, to_half)
    }
}

/// `x^exponent` also at `x = 0` and for whole exponents below it, which [`elementary::pow`] does not promise.
fn power(x: f64, exponent: f64) -> f64 {
    let size = if exponent == 0.0 { 1.0 } else { elementary::pow(x.abs(), exponent) };
    match (x < 0.0, exponent % 2.0 == 0.0, exponent.fract() == 0.0) {
        (false, ..) | (true, true, _) => size,
        (true, false, true) => -size,
        (true, false, false) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::Dual;
    use crate::{Num, elementary};

    type Check = fn(Num<Dual<2>>, Num<Dual<2>>) -> Num<Dual<2>>;

    /// The slopes of `equation` at two inputs, to the first and to the second.
    fn slopes(equation: Check, a: f64, b: f64) -> [f64; 2] {
        equation(Num(Dual::input(a, 0)), Num(Dual::input(b, 1))).0.slope
    }

    /// A few roundings: both sides are one short formula. What is as small as 1e-300 counts as zero.
    fn close(found: [f64; 2], expected: [f64; 2]) {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!(
                (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs() + 1e-300,
                "{found} against {expected}"
            );
        }
    }

    #[test]
    fn arithmetic_has_its_known_slopes() {
        close(slopes(|a, b| a + b, 0.7, 1.3), [1.0, 1.0]);
        close(slopes(|a, b| a - b, 0.7, 1.3), [1.0, -1.0]);
        close(slopes(|a, b| a * b, 0.7, 1.3), [1.3, 0.7]);
        close(slopes(|a, b| a / b, 0.7, 1.3), [1.0 / 1.3, -0.7 / (1.3 * 1.3)]);
        close(slopes(|a, _| -a, 0.7, 1.3), [-1.0, 0.0]);
        close(slopes(|a, _| 2.0 * a - 5.0, 0.7, 1.3), [2.0, 0.0]);
    }

    #[test]
    fn functions_have_their_known_slopes() {
        let (e, logistic) = (elementary::exp(0.7), 1.0 / (1.0 + elementary::exp(-0.7)));
        close(slopes(|a, _| a.exp(), 0.7, 0.0), [e, 0.0]);
        close(slopes(|a, _| a.ln(), 0.7, 0.0), [1.0 / 0.7, 0.0]);
        close(slopes(|a, _| a.sqrt(), 0.7, 0.0), [0.5 / 0.7_f64.sqrt(), 0.0]);
        close(slopes(|a, _| a.tanh(), 0.7, 0.0), [1.0 - elementary::tanh(0.7) * elementary::tanh(0.7), 0.0]);
        close(slopes(|a, _| a.softplus(), 0.7, 0.0), [logistic, 0.0]);
        close(slopes(|a, _| (-a).softplus(), 0.7, 0.0), [logistic - 1.0, 0.0]);
        close(slopes(|a, _| a.power(3.0), 0.7, 0.0), [3.0 * 0.7 * 0.7, 0.0]);
        close(slopes(|a, _| a.power(-1.0), 0.7, 0.0), [-1.0 / (0.7 * 0.7), 0.0]);
    }

    /// With exponent 2 and `s = (x^2 + h^2)^2` the slopes are `2 x h^2 / s` and `-2 x^2 h / s`.
    #[test]
    fn saturation_has_its_known_slopes() {
        let (x, h): (f64, f64) = (0.7, 1.3);
        let square = (x * x + h * h) * (x * x + h * h);
        close(slopes(|a, b| a.hill(b, 2.0), x, h), [2.0 * x * h * h / square, -2.0 * x * x * h / square]);
        close(slopes(|a, b| a.hill(b, 1.0), x, h), [h / ((x + h) * (x + h)), -x / ((x + h) * (x + h))]);
    }

    /// Step 1e-6: truncation about 1e-12, rounding about 2e-10 of the value; 1e-9 of the value is allowed.
    #[test]
    fn every_primitive_agrees_with_central_differences() {
        fn value(equation: Check, a: f64, b: f64) -> f64 {
            equation(Num(Dual::constant(a)), Num(Dual::constant(b))).0.value
        }
        let primitives: [Check; 9] = [
            |a, b| a / b,
            |a, b| (a - b).exp(),
            |a, b| (a * b).ln(),
            |a, b| (a + b).sqrt(),
            |a, b| (a - b).tanh(),
            |a, b| (a - 3.0 * b).softplus(),
            |a, b| (a * b).power(1.7),
            |a, b| a.hill(b, 1.7),
            |a, b| b.hill(a, 3.0),
        ];
        let step = 1e-6;
        for (number, equation) in primitives.into_iter().enumerate() {
            for (a, b) in [(0.4, 0.9), (1.1, 0.6), (1.6, 1.7)] {
                let found = slopes(equation, a, b);
                let to_a = (value(equation, a + step, b) - value(equation, a - step, b)) / (2.0 * step);
                let to_b = (value(equation, a, b + step) - value(equation, a, b - step)) / (2.0 * step);
                let allowed = 1e-9 * (1.0 + value(equation, a, b).abs());
                assert!((found[0] - to_a).abs() < allowed, "{number}: {} against {to_a}", found[0]);
                assert!((found[1] - to_b).abs() < allowed, "{number}: {} against {to_b}", found[1]);
            }
        }
    }

    #[test]
    fn slopes_stay_finite_at_the_edges() {
        close(slopes(|a, b| a.hill(b, 1.0), 0.0, 0.5), [2.0, 0.0]);
        close(slopes(|a, b| a.hill(b, 1.5), 0.0, 0.5), [0.0, 0.0]);
        close(slopes(|a, b| a.hill(b, 4.0), 0.0, 0.5), [0.0, 0.0]);
        close(slopes(|a, b| a.hill(b, 2.0), -1e-9, 0.5), [-8e-9, -1.6e-17]);
        close(slopes(|a, _| a.power(1.0), 0.0, 0.0), [1.0, 0.0]);
        close(slopes(|a, _| a.power(1.5), 0.0, 0.0), [0.0, 0.0]);
        close(slopes(|a, b| a.softplus() + b.softplus(), 800.0, -800.0), [1.0, 0.0]);
    }
}
