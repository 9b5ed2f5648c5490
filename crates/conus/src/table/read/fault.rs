//! What is wrong with a file of data, and where?

use std::fmt;

use crate::spelling::{shortened, shown};

/// More faults than this of one kind of work are counted, not described.
const MOST_FAULTS: usize = 100;

/// Longest part of a message (character), for names and words of the file may stand in it.
const LONGEST_PART: usize = 600;

/// Whether the data can be used in spite of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The data are not analysed.
    Error,
    /// The data are analysed, and the report says so.
    Warning,
}

/// Where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line of a text file, the first (the header of CSV) is 1.
    Line(usize),
    /// A row of data, the first is 1: in a file without lines of its own.
    Row(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// One fault of a file of data. All faults are reported at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Whether the data can be used in spite of it.
    pub severity: Severity,
    /// Name of the file as the user gave it.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// Name of the column; empty when the whole row or file is meant.
    pub column: String,
    /// What stands there, shortened and with control characters made visible; empty when nothing does.
    pub value: String,
    /// What is wrong with it.
    pub problem: String,
    /// What would be right; empty when the problem says it.
    pub expected: String,
    /// What the user probably meant, or can do.
    pub suggestion: Option<String>,
}

impl Fault {
    /// An error of a file as a whole.
    pub(crate) fn of_file(file: &str, problem: impl AsRef<str>, expected: impl AsRef<str>) -> Self {
        Self {
            severity: Severity::Error,
            file: shortened(file, LONGEST_PART),
            place: Place::File,
            column: String::new(),
            value: String::new(),
            problem: shortened(problem.as_ref(), LONGEST_PART),
            expected: shortened(expected.as_ref(), LONGEST_PART),
            suggestion: None,
        }
    }

    /// The line, where the fault stands in one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        if let Place::Line(line) = self.place { Some(line) } else { None }
    }

    /// The same at a place.
    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same in a column.
    pub(crate) fn of(self, column: &str) -> Self {
        Self { column: shown(column), ..self }
    }

    /// The same about a value.
    pub(crate) fn about(self, value: &str) -> Self {
        Self { value: shown(value), ..self }
    }

    /// The same with advice.
    pub(crate) fn with(self, suggestion: Option<String>) -> Self {
        Self { suggestion: suggestion.map(|advice| shortened(&advice, LONGEST_PART)), ..self }
    }

    /// The same as a warning.
    #[must_use]
    pub fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

/// One fault in plain lines, without colours.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.place != Place::File {
            write!(f, ", {}", self.place)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column `{}`", self.column)?;
        }
        let warning = if self.severity == Severity::Warning { "warning: " } else { "" };
        write!(f, ": {warning}{}", self.problem)?;
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

/// The faults found so far, of which only so many are kept.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    kept: Vec<Fault>,
    untold: usize,
    errors: usize,
}

impl Faults {
    /// Notes a fault.
    pub(crate) fn note(&mut self, fault: Fault) {
        self.errors += usize::from(fault.severity == Severity::Error);
        if self.kept.len() < MOST_FAULTS {
            self.kept.push(fault);
        } else {
            self.untold += 1;
        }
    }

    /// How many errors there are among them.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether there is an error among them.
    pub(crate) fn any_error(&self) -> bool {
        self.errors > 0
    }

    /// All of them: file by file as first met, each from top to bottom.
    pub(crate) fn into_vec(self) -> Vec<Fault> {
        let mut files: Vec<String> = Vec::new();
        for fault in &self.kept {
            if !files.contains(&fault.file) {
                files.push(fault.file.clone());
            }
        }
        let mut faults = self.kept;
        faults.sort_by_key(|fault| (files.iter().position(|file| *file == fault.file), fault.place));
        if self.untold > 0 {
            let file = files.first().map(String::as_str).unwrap_or_default();
            let problem = format!("{} further faults are not shown", self.untold);
            faults.push(Fault::of_file(file, problem, "the faults above mended first"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(file: &str, place: Place) -> Fault {
        Fault::of_file(file, "it is wrong", "").at(place)
    }

    #[test]
    fn a_fault_reads_from_the_place_to_the_advice() {
        let full =
            Fault::of_file("a.csv", "the value is no number", "a number").at(Place::Line(7)).of("AVAL");
        let full = full.about("3,5\u{1b}").with(Some("3.5".into()));
        let expected = "a.csv, line 7, column `AVAL`: the value is no number\n  found     3,5\\u{1b}\n  \
            expected  a number\n  try       3.5";
        assert_eq!(full.to_string(), expected);
        let warning = fault("a.csv", Place::File).into_warning();
        assert_eq!(warning.to_string(), "a.csv: warning: it is wrong");
    }

    #[test]
    fn no_part_of_a_fault_drives_a_terminal_or_is_without_end() {
        let hostile = "\u{1b}[31m".repeat(1_000);
        let fault = Fault::of_file(&hostile, &hostile, &hostile).of(&hostile).about(&hostile);
        let told = fault.with(Some(hostile.clone())).to_string();
        assert!(told.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(told.len() < 10 * 6 * LONGEST_PART);
    }

    #[test]
    fn faults_come_file_by_file_and_from_top_to_bottom() {
        let mut faults = Faults::default();
        for (file, place) in
            [("b", Place::Row(9)), ("a", Place::Line(2)), ("b", Place::Row(3)), ("b", Place::File)]
        {
            faults.note(fault(file, place));
        }
        let order: Vec<(String, Place)> = faults.into_vec().into_iter().map(|f| (f.file, f.place)).collect();
        let expected =
            [("b", Place::File), ("b", Place::Row(3)), ("b", Place::Row(9)), ("a", Place::Line(2))];
        assert!(order.iter().map(|(file, place)| (file.as_str(), *place)).eq(expected));
    }

    #[test]
    fn the_hundred_and_first_fault_is_counted_only() {
        let mut faults = Faults::default();
        (0..250).for_each(|row| faults.note(fault("a", Place::Row(row))));
        assert!(faults.any_error());
        let faults = faults.into_vec();
        assert_eq!(faults.len(), MOST_FAULTS + 1);
        assert_eq!(faults[MOST_FAULTS].problem, "150 further faults are not shown");
    }
}
