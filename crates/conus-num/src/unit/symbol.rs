//! How is a unit written? As powers of symbols that the caller declares, with a power of ten in front.
//!
//! Symbols stay as written (`mL` does not turn into `L`), so a message shows the words of the author;
//! dimension and scale are compared through the base symbols.

use crate::elementary;
use std::fmt;

/// The most symbols that one table may hold.
const MOST: usize = 24;
/// Powers are counted in twelfths, so that roots of roots and cube roots stay exact.
const WHOLE: i16 = 12;

/// One symbol of a unit. A table of them is the caller's, since only the caller knows what is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbol {
    name: &'static str,
    base: &'static str,
    scale: f64,
}

impl Symbol {
    /// A symbol with a dimension of its own.
    #[must_use]
    pub const fn base(name: &'static str) -> Self {
        Self { name, base: name, scale: 1.0 }
    }

    /// Another size of a base symbol: `mL` is 0.001 of `L`.
    #[must_use]
    pub const fn scaled(name: &'static str, scale: f64, base: &'static str) -> Self {
        Self { name, base, scale }
    }
}

/// Why a unit cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A word that is no symbol of the table.
    #[error("unknown symbol `{symbol}` in unit `{text}`; known are {known}")]
    UnknownSymbol {
        /// The unit as written.
        text: String,
        /// The word that is not known.
        symbol: String,
        /// Symbols of the table.
        known: String,
    },
    /// A power that is no number in twelfths, or too large.
    #[error(
        "cannot read power `{power}` in unit `{text}`; write a whole number or a fraction such as `(1/2)`"
    )]
    BadPower {
        /// The unit as written.
        text: String,
        /// The power as written.
        power: String,
    },
    /// A place where a symbol is missing.
    #[error("unit `{text}` is not complete; write it like `mg/L`, `1/d` or `10^6 cells`")]
    Incomplete {
        /// The unit as written.
        text: String,
    },
    /// A table that no unit can be read with.
    #[error(
        "symbol `{symbol}` is declared wrongly: a table has at most 24 symbols, each with a base symbol in it"
    )]
    BadTable {
        /// The symbol at fault.
        symbol: String,
    },
}

/// A power of ten and powers of symbols, in twelfths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Powers {
    symbols: &'static [Symbol],
    ten: i16,
    of: [i16; MOST],
}

/// How two units differ.
pub(super) enum Difference {
    None,
    /// Same dimension; the first is so many times the second.
    Scale(f64),
    Dimension,
}

impl Powers {
    pub(super) const PURE: Self = Self { symbols: &[], ten: 0, of: [0; MOST] };

    pub(super) fn parse(symbols: &'static [Symbol], text: &str) -> Result<Self, UnitError> {
        check_table(symbols)?;
        let mut unit = Self { symbols, ..Self::PURE };
        for (position, part) in outside_parentheses(text).into_iter().enumerate() {
            let sign = if position == 0 { 1 } else { -1 };
            let mut factors = part.split_whitespace().peekable();
            if factors.peek().is_none() {
                return Err(UnitError::Incomplete { text: text.to_owned() });
            }
            // A slash divides by the one factor that follows it.
            for (index, factor) in factors.enumerate() {
                unit.multiply(factor, if index == 0 { sign } else { 1 }, text)?;
            }
        }
        Ok(unit)
    }

    fn multiply(&mut self, factor: &str, sign: i16, text: &str) -> Result<(), UnitError> {
        let (word, power) = factor.split_once('^').unwrap_or((factor, "1"));
        let bad = || UnitError::BadPower { text: text.to_owned(), power: power.to_owned() };
        let power = twelfths(power).ok_or_else(bad)? * sign;
        let place = match word {
            "1" => return Ok(()),
            "10" => &mut self.ten,
            _ => {
                let position = self.symbols.iter().position(|symbol| symbol.name == word);
                &mut self.of[position.ok_or_else(|| unknown(self.symbols, word, text))?]
            }
        };
        *place = place.checked_add(power).ok_or_else(bad)?;
        Ok(())
    }

    /// Symbols with their powers where these are not zero, the power of ten first.
    pub(super) fn factors(self) -> Vec<(&'static str, f64)> {
        let all = std::iter::once(("10", self.ten)).chain(self.symbols.iter().map(|s| s.name).zip(self.of));
        let factor = |(name, power)| (name, f64::from(power) / f64::from(WHOLE));
        all.filter(|(_, power)| *power != 0).map(factor).collect()
    }

    /// The product with a power of another unit; none when they come from two tables or grow out of all
    /// bounds.
    pub(super) fn times(self, other: Self, sign: i16) -> Option<Self> {
        let symbols = match (self.symbols, other.symbols) {
            ([], symbols) | (symbols, []) => symbols,
            (one, two) if one == two => one,
            _ => return None,
        };
        let mut product = Self { symbols, ten: self.ten.checked_add(sign * other.ten)?, of: self.of };
        for (power, factor) in product.of.iter_mut().zip(other.of) {
            *power = power.checked_add(sign * factor)?;
        }
        Some(product)
    }

    /// This unit to a power; none where a twelfth is not fine enough.
    pub(super) fn raised(self, exponent: f64) -> Option<Self> {
        let mut raised = self;
        for power in raised.of.iter_mut().chain([&mut raised.ten]) {
            *power = whole(f64::from(*power) * exponent)?;
        }
        Some(raised)
    }

    pub(super) fn difference(self, other: Self) -> Difference {
        let Some(ratio) = self.times(other, -1) else { return Difference::Dimension };
        let mut dimension = [0_i32; MOST];
        let mut logarithm = f64::from(ratio.ten) * elementary::ln(10.0);
        for (symbol, power) in ratio.symbols.iter().zip(ratio.of) {
            let base = ratio.symbols.iter().position(|base| base.name == symbol.base);
            dimension[base.expect("the table was checked when the unit was read")] += i32::from(power);
            logarithm += f64::from(power) * elementary::ln(symbol.scale);
        }
        // Far above the rounding of a few logarithms, far below any two scales that a person would write.
        let same = logarithm.abs() < 1e-9;
        match dimension == [0; MOST] {
            false => Difference::Dimension,
            true if same => Difference::None,
            true => Difference::Scale(short(elementary::exp(logarithm / f64::from(WHOLE)))),
        }
    }
}

/// Parts between slashes that do not stand in parentheses.
fn outside_parentheses(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let slash = |letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == '/' && depth == 0
    };
    text.split(slash).collect()
}

fn check_table(symbols: &[Symbol]) -> Result<(), UnitError> {
    let has_base = |symbol: &Symbol| {
        symbols.iter().any(|base| base.name == symbol.base && base.base == base.name) && symbol.scale > 0.0
    };
    let wrong = symbols.iter().enumerate().find(|(position, symbol)| *position >= MOST || !has_base(symbol));
    wrong.map_or(Ok(()), |(_, symbol)| Err(UnitError::BadTable { symbol: symbol.name.to_owned() }))
}

fn unknown(symbols: &[Symbol], word: &str, text: &str) -> UnitError {
    let known: Vec<_> = symbols.iter().map(|symbol| format!("`{}`", symbol.name)).collect();
    UnitError::UnknownSymbol { text: text.to_owned(), symbol: word.to_owned(), known: known.join(", ") }
}

/// Reads `2`, `-1` or `(1/2)` as a number of twelfths.
fn twelfths(power: &str) -> Option<i16> {
    let inner = power.strip_prefix('(').and_then(|power| power.strip_suffix(')')).unwrap_or(power);
    let (above, below) = inner.split_once('/').unwrap_or((inner, "1"));
    let (above, below) = (above.parse::<i16>().ok()?, below.parse::<i16>().ok().filter(|&below| below > 0)?);
    let scaled = above.checked_mul(WHOLE)?;
    (scaled % below == 0).then_some(scaled / below)
}

/// A number of twelfths that is whole but for rounding.
#[expect(clippy::cast_possible_truncation, reason = "the bounds are checked first")]
fn whole(twelfths: f64) -> Option<i16> {
    let rounded = twelfths.round();
    let fits = (rounded - twelfths).abs() < 1e-9 && rounded.abs() <= f64::from(i16::MAX);
    fits.then_some(rounded as i16)
}

/// Six digits, as many as a person wants to read.
fn short(scale: f64) -> f64 {
    format!("{scale:.5e}").parse().expect("a printed number reads back")
}

impl fmt::Display for Powers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all =
            || std::iter::once(("10", self.ten)).chain(self.symbols.iter().map(|s| s.name).zip(self.of));
        let factor = |name: &str, power: i16| match (power / WHOLE, power % WHOLE) {
            (1, 0) => name.to_owned(),
            (whole, 0) => format!("{name}^{whole}"),
            _ => format!("{name}^({})", fraction(power)),
        };
        // A power of ten always stands in front, so `10^-3 L` is not `L/10^3`.
        let above = all().filter(|&(name, power)| power > 0 || (name == "10" && power != 0));
        let above: Vec<_> = above.map(|(name, power)| factor(name, power)).collect();
        let below = all().filter(|&(name, power)| power < 0 && name != "10");
        let below: String = below.map(|(name, power)| format!("/{}", factor(name, -power))).collect();
        let above = if above.is_empty() { "1".to_owned() } else { above.join(" ") };
        write!(f, "{above}{below}")
    }
}

/// Twelfths as a fraction in lowest terms.
fn fraction(twelfths: i16) -> String {
    let divisor = [12, 6, 4, 3, 2].into_iter().find(|d| twelfths % d == 0 && WHOLE % d == 0).unwrap_or(1);
    format!("{}/{}", twelfths / divisor, WHOLE / divisor)
}
