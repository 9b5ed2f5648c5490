//! Does an equation add like to like? [`Unit`] is a number that is only its unit, so the equation tells.
//!
//! [`check`] runs an equation on units and returns every mismatch with its file and line. Sums need equal
//! units, scale included: `1/h` is not `1/d`. Functions need a pure number, a saturation needs one unit for
//! its argument and its half. A literal is a pure number, only the literal 0 fits everywhere. After a
//! mismatch the value fits everywhere too, so that one mistake is told once. The symbols are the caller's
//! own; see [`Symbol`].

mod report;
mod symbol;

pub use report::{Mismatch, check};
pub use symbol::{Symbol, UnitError};

use crate::Real;
use report::mismatch;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};
use symbol::{Difference, Powers};

/// A number of which only the unit is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit(Kind);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A unit, a pure number included.
    Known(Powers),
    /// The literal 0, in any unit.
    Zero,
    /// What a mismatch leaves behind; nothing more is said about it.
    Mismatched,
}

impl Unit {
    /// A pure number.
    pub const PURE: Self = Self(Kind::Known(Powers::PURE));
    const MISMATCHED: Self = Self(Kind::Mismatched);

    /// Reads text such as `mg/L`, `1/d`, `10^6 cells/mL` or `mg^(1/2)`, written with the given symbols.
    ///
    /// # Errors
    /// When a symbol or a power cannot be read.
    pub fn parse(symbols: &'static [Symbol], text: &str) -> Result<Self, UnitError> {
        Powers::parse(symbols, text).map(|powers| Self(Kind::Known(powers)))
    }

    /// Symbols with their powers, the power of ten first; nothing for a pure number or one that fits everywhere.
    #[must_use]
    pub fn factors(self) -> Vec<(&'static str, f64)> {
        if let Kind::Known(powers) = self.0 { powers.factors() } else { Vec::new() }
    }

    /// Records a mismatch unless this value has the expected unit; `what` names the value.
    #[track_caller]
    pub fn require(self, expected: Self, what: &str) {
        if let (Kind::Known(a), Kind::Known(b)) = (self.0, expected.0) {
            self.compare(a, b, |detail| format!("`{what}` is `{self}`, not `{expected}`{detail}"));
        }
    }

    /// The unit of both when they agree.
    #[track_caller]
    fn compare(self, a: Powers, b: Powers, text: impl FnOnce(String) -> String) -> Self {
        let detail = match a.difference(b) {
            Difference::None => return self,
            Difference::Scale(scale) => format!(": same dimension, scale {scale}"),
            Difference::Dimension => String::new(),
        };
        mismatch(text(detail));
        Self::MISMATCHED
    }

    #[track_caller]
    fn sum(self, other: Self, text: impl FnOnce(String) -> String) -> Self {
        match (self.0, other.0) {
            (Kind::Mismatched, _) | (_, Kind::Mismatched) => Self::MISMATCHED,
            (Kind::Zero, _) => other,
            (_, Kind::Zero) => self,
            // Scale of the second, seen from the first.
            (Kind::Known(a), Kind::Known(b)) => self.compare(b, a, text),
        }
    }

    #[track_caller]
    fn pure(self, function: &str) -> Self {
        match self.0 {
            Kind::Known(powers) => {
                let text = |detail| format!("`{function}` needs a pure number, not `{self}`{detail}");
                Self::PURE.compare(powers, Powers::PURE, text)
            }
            Kind::Zero => Self::PURE,
            Kind::Mismatched => self,
        }
    }

    /// A unit, or a mismatch where there is none.
    #[track_caller]
    fn known(powers: Option<Powers>, text: impl FnOnce() -> String) -> Self {
        if let Some(powers) = powers {
            return Self(Kind::Known(powers));
        }
        mismatch(text());
        Self::MISMATCHED
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Known(powers) => powers.fmt(f),
            Kind::Zero => f.write_str("0"),
            Kind::Mismatched => f.write_str("mismatch"),
        }
    }
}

impl Add for Unit {
    type Output = Self;
    #[track_caller]
    fn add(self, other: Self) -> Self {
        self.sum(other, |detail| format!("cannot add `{other}` to `{self}`{detail}"))
    }
}

impl Sub for Unit {
    type Output = Self;
    #[track_caller]
    fn sub(self, other: Self) -> Self {
        self.sum(other, |detail| format!("cannot subtract `{other}` from `{self}`{detail}"))
    }
}

impl Mul for Unit {
    type Output = Self;
    #[track_caller]
    fn mul(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Kind::Mismatched, _) | (_, Kind::Mismatched) => Self::MISMATCHED,
            (Kind::Zero, _) | (_, Kind::Zero) => Self(Kind::Zero),
            (Kind::Known(a), Kind::Known(b)) => Self::known(a.times(b, 1), || {
                format!("cannot multiply `{self}` by `{other}`: two tables of symbols")
            }),
        }
    }
}

impl Div for Unit {
    type Output = Self;
    #[track_caller]
    fn div(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Kind::Mismatched, _) | (_, Kind::Mismatched) => Self::MISMATCHED,
            (_, Kind::Zero) => Self::known(None, || format!("cannot divide `{self}` by the literal 0")),
            (Kind::Zero, _) => self,
            (Kind::Known(a), Kind::Known(b)) => Self::known(a.times(b, -1), || {
                format!("cannot divide `{self}` by `{other}`: two tables of symbols")
            }),
        }
    }
}

impl Neg for Unit {
    type Output = Self;
    fn neg(self) -> Self {
        self
    }
}

impl Real for Unit {
    fn lit(value: f64) -> Self {
        if value == 0.0 { Self(Kind::Zero) } else { Self::PURE }
    }
    #[track_caller]
    fn exp(self) -> Self {
        self.pure("exp")
    }
    #[track_caller]
    fn ln(self) -> Self {
        self.pure("ln")
    }
    #[track_caller]
    fn sqrt(self) -> Self {
        let Kind::Known(powers) = self.0 else { return self };
        Self::known(powers.raised(0.5), || format!("`{self}` has no square root"))
    }
    #[track_caller]
    fn tanh(self) -> Self {
        self.pure("tanh")
    }
    #[track_caller]
    fn softplus(self) -> Self {
        self.pure("softplus")
    }
    /// A unit can be raised to whole powers and to simple fractions; everything else needs a pure number.
    #[track_caller]
    fn power(self, exponent: f64) -> Self {
        let Kind::Known(powers) = self.0 else { return self };
        Self::known(powers.raised(exponent), || {
            format!("cannot raise `{self}` to the power {exponent}: it needs a pure number")
        })
    }
    #[track_caller]
    fn hill(self, half: Self, _exponent: f64) -> Self {
        match (self.0, half.0) {
            (Kind::Mismatched, _) | (_, Kind::Mismatched) => Self::MISMATCHED,
            (Kind::Zero, _) | (_, Kind::Zero) => Self::PURE,
            (Kind::Known(a), Kind::Known(b)) => Self::PURE
                .compare(a, b, |detail| format!("saturation of `{self}` has its half in `{half}`{detail}")),
        }
    }
}

#[cfg(test)]
mod tests;
