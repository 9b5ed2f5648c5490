//! How does a slope change? [`HyperDual`] carries a value, its derivatives to two inputs, and the mixed second one.
//!
//! Numbers `v + a e1 + b e2 + ab e1 e2` with `e1^2 = e2^2 = 0`, so that one pass gives an exact second derivative
//! without any step size (Fike & Alonso 2011, AIAA 2011-886, section III). With the same input in both places `ab` is
//! its second derivative.

use crate::{Real, elementary};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A value with its first derivatives to two inputs and the mixed second derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HyperDual {
    /// The value itself.
    pub value: f64,
    /// Derivative to the first input.
    pub first: f64,
    /// Derivative to the second input.
    pub second: f64,
    /// Derivative to both.
    pub mixed: f64,
}

impl HyperDual {
    /// A number that does not change with either input.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self { value, first: 0.0, second: 0.0, mixed: 0.0 }
    }

    /// A number that is the first input, the second, both, or neither.
    #[must_use]
    pub fn input(value: f64, is_first: bool, is_second: bool) -> Self {
        let slope = |is: bool| if is { 1.0 } else { 0.0 };
        Self { value, first: slope(is_first), second: slope(is_second), mixed: 0.0 }
    }

    /// Chain rule for a function of one number, from its value, slope and curvature.
    fn through(self, value: f64, slope: f64, curvature: f64) -> Self {
        Self {
            value,
            first: slope * self.first,
            second: slope * self.second,
            mixed: slope * self.mixed + curvature * self.first * self.second,
        }
    }
}

impl Add for HyperDual {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            first: self.first + other.first,
            second: self.second + other.second,
            mixed: self.mixed + other.mixed,
        }
    }
}

impl Sub for HyperDual {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for HyperDual {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            first: self.value * other.first + self.first * other.value,
            second: self.value * other.second + self.second * other.value,
            mixed: self.value * other.mixed
                + self.first * other.second
                + self.second * other.first
                + self.mixed * other.value,
        }
    }
}

impl Div for HyperDual {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let inverse = 1.0 / other.value;
        let square = inverse * inverse;
        self * other.through(inverse, -square, 2.0 * square * inverse)
    }
}

impl Neg for HyperDual {
    type Output = Self;
    fn neg(self) -> Self {
        Self { value: -self.value, first: -self.first, second: -self.second, mixed: -self.mixed }
    }
}

impl Real for HyperDual {
    fn lit(value: f64) -> Self {
        Self::constant(value)
    }
    fn exp(self) -> Self {
        let value = elementary::exp(self.value);
        self.through(value, value, value)
    }
    fn ln(self) -> Self {
        let inverse = 1.0 / self.value;
        self.through(elementary::ln(self.value), inverse, -inverse * inverse)
    }
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        self.through(value, 0.5 / value, -0.25 / (value * self.value))
    }
    fn tanh(self) -> Self {
        let value = elementary::tanh(self.value);
        let slope = 1.0 - value * value;
        self.through(value, slope, -2.0 * value * slope)
    }
    /// Slope `h` and curvature `h (1 - h)`, where `h` is the logistic function, from the exponential that cannot overflow.
    fn softplus(self) -> Self {
        let decay = elementary::exp(-self.value.abs());
        let larger = 1.0 / (1.0 + decay);
        let slope = if self.value < 0.0 { decay * larger } else { larger };
        self.through(elementary::softplus(self.value), slope, decay * larger * larger)
    }
    /// Of a positive number.
    fn power(self, exponent: f64) -> Self {
        let value = elementary::pow(self.value, exponent);
        let slope = exponent * value / self.value;
        self.through(value, slope, (exponent - 1.0) * slope / self.value)
    }
    /// Of positive numbers.
    fn hill(self, half: Self, exponent: f64) -> Self {
        Self::constant(1.0) / (Self::constant(1.0) + (half / self).power(exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::HyperDual;
    use crate::dual::Dual;
    use crate::{Num, Real};

    type Check<R> = fn(Num<R>, Num<R>) -> Num<R>;

    /// Every primitive once, of two inputs that are positive.
    fn primitives<R: Real>() -> [Check<R>; 9] {
        [
            |a, b| a / b - 3.0 * a * b * b,
            |a, b| (a - b * b).exp(),
            |a, b| (a * b).ln() * a,
            |a, b| (a + b * a).sqrt(),
            |a, b| (a - b * b).tanh(),
            |a, b| (a - 3.0 * b * a).softplus(),
            |a, b| (a * b).power(1.7),
            |a, b| a.hill(b, 1.7),
            |a, b| (-(b.hill(a, 3.0))) / a,
        ]
    }

    /// First derivatives are those of [`Dual`], which shares no code; second ones are central differences of its slopes:
    /// step 1e-5, truncation about 1e-10 of third derivatives of some tens, rounding 1e-11.
    #[test]
    fn every_primitive_agrees_with_the_slopes_of_dual_numbers_and_their_differences() {
        let step = 1e-5;
        for (number, (hyper, dual)) in primitives().into_iter().zip(primitives::<Dual<2>>()).enumerate() {
            let slope = |a: f64, b: f64| dual(Num(Dual::input(a, 0)), Num(Dual::input(b, 1))).0;
            for (a, b) in [(0.4, 0.9), (1.1, 0.6), (1.6, 1.7)] {
                let seen =
                    hyper(Num(HyperDual::input(a, true, false)), Num(HyperDual::input(b, false, true))).0;
                let pure = hyper(Num(HyperDual::input(a, true, true)), Num(HyperDual::constant(b))).0.mixed;
                let at = slope(a, b);
                let close = |x: f64, y: f64, allowed: f64| {
                    assert!((x - y).abs() <= allowed * (1.0 + y.abs()), "{number}: {x} against {y}");
                };
                close(seen.value, at.value, 1e-14);
                close(seen.first, at.slope[0], 1e-13);
                close(seen.second, at.slope[1], 1e-13);
                let mixed = (slope(a, b + step).slope[0] - slope(a, b - step).slope[0]) / (2.0 * step);
                close(seen.mixed, mixed, 1e-8);
                let twice = (slope(a + step, b).slope[0] - slope(a - step, b).slope[0]) / (2.0 * step);
                close(pure, twice, 1e-8);
            }
        }
    }
}
