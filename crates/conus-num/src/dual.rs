//! How does an equation change with its inputs? [`Dual`] answers it number by number, as a check of other answers.
//!
//! A dual number carries its value and its derivatives to `N` inputs through every operation (forward accumulation:
//! Griewank & Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3). The solver uses the traced Jacobian of
//! [`crate::trace`]; this one shares no code with it, so both can be wrong only independently.

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

/// `x^exponent` also at the edge `x = 0`, `exponent >= 0`, which [`elementary::pow`] does not promise.
fn power(x: f64, exponent: f64) -> f64 {
    if exponent.abs() < f64::EPSILON {
        1.0
    } else if x.abs() < f64::MIN_POSITIVE && exponent > 0.0 {
        0.0
    } else {
        elementary::pow(x, exponent)
    }
}
