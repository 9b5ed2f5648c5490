//! What is wrong with a study file, and where.
use std::fmt;
use std::ops::Range;

pub(crate) use crate::spelling::{is_direction_mark, misspelt, shown};

/// One fault of a study file. All faults of a file are reported at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file as the user gave it.
    pub file: String,
    /// Line, the first is 1.
    pub line: usize,
    /// Column in characters, the first is 1.
    pub column: usize,
    /// The faulty bytes of the file's text.
    pub span: Range<usize>,
    /// Path of the field, such as `arm[2].randomised` (the second arm); empty when the whole file is meant.
    pub field: String,
    /// What stands there, shortened and with control characters made visible; empty when nothing does.
    pub value: String,
    /// What is wrong with it.
    pub problem: String,
    /// What would be right.
    pub expected: String,
    /// What the user probably meant.
    pub suggestion: Option<String>,
}

/// One fault in plain lines, without colours.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        write!(f, "{}", self.problem)?;
        if !self.value.is_empty() {
            write!(f, "\n  found     {}", self.value)?;
        }
        if !self.expected.is_empty() {
            write!(f, "\n  expected  {}", self.expected)?;
        }
        match &self.suggestion {
            Some(suggestion) => write!(f, "\n  try       {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// Line and column, both from 1 and the column in characters, of a byte of the text.
///
/// A byte order mark takes no column: editors do not show it.
pub(crate) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let start_of_line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[start_of_line..].chars().filter(|&c| c != '\u{feff}').count() + 1;
    (before.matches('\n').count() + 1, column)
}

/// The name among `known` with the same first word: `dose_mg` for `dose_million_cells` is a slip of the unit.
pub(crate) fn other_unit<'k>(found: &str, mut known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let first_word = |name: &str| name.split('_').next().map(str::to_owned);
    known.find(|name| first_word(name) == first_word(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_and_not_the_byte_order_mark() {
        let text = "\u{feff}a = 1\r\nµµ = 2\r\n";
        assert_eq!(line_and_column(text, 3), (1, 1));
        assert_eq!(line_and_column(text, text.find('2').unwrap()), (2, 6));
    }

    #[test]
    fn a_slip_of_spelling_or_of_unit_is_understood_and_another_word_is_not() {
        let known = || ["day", "dose_million_cells", "msc", "viability_percent"].into_iter();
        assert_eq!(misspelt("viabilty_percent", known()), Some("viability_percent"));
        assert_eq!(misspelt("mcs", known()), Some("msc"));
        assert_eq!(misspelt("dose_mg", known()), None);
        assert_eq!(other_unit("dose_mg", known()), Some("dose_million_cells"));
        assert_eq!(other_unit("dose", known()), Some("dose_million_cells"));
        assert_eq!((misspelt("colour", known()), other_unit("colour", known())), (None, None));
        assert_eq!(misspelt(&"day".repeat(100), known()), None);
    }
}
