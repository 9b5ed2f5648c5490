//! What was found, beside what was declared before anybody looked?

/// What is declared beforehand about a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Declared {
    /// Not above this.
    AtMost(f64),
    /// Not below this.
    AtLeast(f64),
    /// Not outside these two.
    Within(f64, f64),
    /// Nothing: it is shown and not judged.
    Shown,
}

impl Declared {
    /// Whether this number is what was declared. What is no number never is.
    #[must_use]
    pub fn allows(self, found: f64) -> bool {
        match self {
            Self::AtMost(most) => found <= most,
            Self::AtLeast(least) => found >= least,
            Self::Within(low, high) => (low..=high).contains(&found),
            Self::Shown => true,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {}", rounded(most)),
            Self::AtLeast(least) => format!("at least {}", rounded(least)),
            Self::Within(low, high) => format!("{} to {}", rounded(low), rounded(high)),
            Self::Shown => "shown, not judged".to_owned(),
        }
    }
}

/// To two digits behind the point.
fn rounded(bound: f64) -> f64 {
    (100.0 * bound).round() / 100.0
}

/// One number of a behaviour.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is, with its unit.
    pub what: String,
    /// What was declared beforehand.
    pub declared: Declared,
    /// What conus gives.
    pub found: f64,
}

impl Finding {
    /// Whether conus gives what was declared.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.declared.allows(self.found)
    }
}

/// A number that must not be above a bound.
pub(super) fn at_most(most: f64, what: impl Into<String>, found: f64) -> Finding {
    Finding { what: what.into(), declared: Declared::AtMost(most), found }
}

/// A number that must not be below a bound.
pub(super) fn at_least(least: f64, what: impl Into<String>, found: f64) -> Finding {
    Finding { what: what.into(), declared: Declared::AtLeast(least), found }
}

/// A number that must lie between two bounds.
pub(super) fn within(low: f64, high: f64, what: impl Into<String>, found: f64) -> Finding {
    Finding { what: what.into(), declared: Declared::Within(low, high), found }
}

/// A number that is shown and not judged.
pub(super) fn shown(what: impl Into<String>, found: f64) -> Finding {
    Finding { what: what.into(), declared: Declared::Shown, found }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bounds belong to what is declared; a number that could not be computed does not hold.
    #[test]
    fn what_is_no_number_never_holds() {
        assert!(Declared::AtMost(1.0).allows(1.0) && !Declared::AtMost(1.0).allows(1.1));
        assert!(Declared::AtLeast(1.0).allows(1.0) && !Declared::AtLeast(1.0).allows(0.9));
        assert!(Declared::Within(1.0, 2.0).allows(2.0) && !Declared::Within(1.0, 2.0).allows(2.1));
        for declared in [Declared::AtMost(1.0), Declared::AtLeast(1.0), Declared::Within(0.0, 1.0)] {
            assert!(!declared.allows(f64::NAN), "{declared:?}");
        }
    }
}
