//! What may an equation do with a number? [`Real`] answers it, and [`Num`] lets the equation read as on paper.
//!
//! The biology is written once, generic over [`Real`], and read many times: as value (`f64`), as derivative
//! ([`crate::dual`]), as formula ([`crate::trace`]) and as unit ([`crate::unit`]). There is no comparison here on
//! purpose: an `if` on a state does not compile, so every switch is smooth or is an event.

use crate::elementary;
use crate::lanes::{Lanes, Task};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// The operations that an equation may use. Everything is smooth.
pub trait Real:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// A pure number; quantities with a unit are parameters, never literals.
    fn lit(value: f64) -> Self;
    /// Natural exponential of a pure number.
    fn exp(self) -> Self;
    /// Natural logarithm of a positive pure number.
    fn ln(self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Hyperbolic tangent of a pure number.
    fn tanh(self) -> Self;
    /// `ln(1 + e^x)` of a pure number, safe for large arguments.
    fn softplus(self) -> Self;
    /// A positive number to a constant power.
    fn power(self, exponent: f64) -> Self;
    /// Saturation `x^n / (x^n + half^n)`; one primitive so that its derivative and its unit rule are exact.
    fn hill(self, half: Self, exponent: f64) -> Self;
    /// Gives the value a name that survives into formulas; free for numbers.
    #[inline(always)]
    #[must_use]
    fn named(self, _name: &'static str) -> Self {
        self
    }
}

/// A [`Real`] on which literals may stand on either side: `1.0 - x` is legal and costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(transparent)]
pub struct Num<R>(pub R);

impl<R: Real> Num<R> {
    /// A pure number.
    #[inline(always)]
    #[track_caller]
    pub fn lit(value: f64) -> Self {
        Self(R::lit(value))
    }
    /// Natural exponential of a pure number.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn exp(self) -> Self {
        Self(self.0.exp())
    }
    /// Natural logarithm of a positive pure number.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn ln(self) -> Self {
        Self(self.0.ln())
    }
    /// Square root.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }
    /// Hyperbolic tangent of a pure number.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn tanh(self) -> Self {
        Self(self.0.tanh())
    }
    /// `ln(1 + e^x)` of a pure number.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn softplus(self) -> Self {
        Self(self.0.softplus())
    }
    /// A positive number to a constant power.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn power(self, exponent: f64) -> Self {
        Self(self.0.power(exponent))
    }
    /// Saturation `x^n / (x^n + half^n)`.
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn hill(self, half: Self, exponent: f64) -> Self {
        Self(self.0.hill(half.0, exponent))
    }
    /// Gives the value a name that survives into formulas.
    #[inline(always)]
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self(self.0.named(name))
    }
}

/// One binary operator in its three forms: number by number, number by literal, literal by number. A macro,
/// because the four operators differ in nothing but their name.
macro_rules! operator {
    ($Trait:ident, $method:ident) => {
        impl<R: Real> $Trait for Num<R> {
            type Output = Self;
            #[inline(always)]
            #[track_caller]
            fn $method(self, other: Self) -> Self {
                Self($Trait::$method(self.0, other.0))
            }
        }
        impl<R: Real> $Trait<f64> for Num<R> {
            type Output = Self;
            #[inline(always)]
            #[track_caller]
            fn $method(self, other: f64) -> Self {
                Self($Trait::$method(self.0, R::lit(other)))
            }
        }
        impl<R: Real> $Trait<Num<R>> for f64 {
            type Output = Num<R>;
            #[inline(always)]
            #[track_caller]
            fn $method(self, other: Num<R>) -> Num<R> {
                Num($Trait::$method(R::lit(self), other.0))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl<R: Real> Neg for Num<R> {
    type Output = Self;
    #[inline(always)]
    #[track_caller]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// One double and many: what is done to each lane is the same. The functions of many lanes stand apart, called and not
/// written out: an equation calls a hundred of them, and each is dozens of instructions for every register.
impl<L: Lanes> Real for L {
    #[inline(always)]
    fn lit(value: f64) -> Self {
        L::splat(value)
    }
    #[inline(always)]
    fn exp(self) -> Self {
        apart(Exp(self))
    }
    #[inline(always)]
    fn ln(self) -> Self {
        apart(Ln(self))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.square_root()
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        apart(Tanh(self))
    }
    #[inline(always)]
    fn softplus(self) -> Self {
        apart(Softplus(self))
    }
    #[inline(always)]
    fn power(self, exponent: f64) -> Self {
        apart(Power(self, exponent))
    }
    #[inline(always)]
    fn hill(self, half: Self, exponent: f64) -> Self {
        if elementary::hill_is_products(exponent) {
            elementary::hill(self, half, exponent)
        } else {
            apart(Hill(self, half, exponent))
        }
    }
}

/// Calls a function of many lanes; writes that of one out.
#[inline(always)]
fn apart<L: Lanes, F: Task<Output = L>>(function: F) -> L {
    if L::WIDTH == 1 { function.run() } else { L::apart(function) }
}

/// A function of lanes as a task. A macro, because the six differ in nothing but what they call.
macro_rules! function {
    ($Name:ident($($argument:ty),*), |$of:ident| $call:expr) => {
        struct $Name<L>($($argument),*);

        impl<L: Lanes> Task for $Name<L> {
            type Output = L;

            #[inline(always)]
            fn run(self) -> L {
                let $of = self;
                $call
            }
        }
    };
}
function!(Exp(L), |of| elementary::exp(of.0));
function!(Ln(L), |of| elementary::ln(of.0));
function!(Tanh(L), |of| elementary::tanh(of.0));
function!(Softplus(L), |of| elementary::softplus(of.0));
function!(Power(L, f64), |of| elementary::pow(of.0, of.1));
function!(Hill(L, L, f64), |of| elementary::hill(of.0, of.1, of.2));
