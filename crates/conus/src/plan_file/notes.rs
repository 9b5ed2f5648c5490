//! What is found while a study file is read: where each field stands, and every fault.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fault::{self, Fault};

/// More faults than this are counted, not described; a file with so many is not a study.
const MOST_FAULTS: usize = 100;

/// Places and faults of one file.
pub(crate) struct Notes<'d> {
    file: &'d str,
    text: &'d str,
    faults: Vec<Fault>,
    untold: usize,
    places: BTreeMap<String, Range<usize>>,
    faulty: BTreeSet<String>,
    damaged: bool,
}

/// A fault before its place is worked out.
#[derive(Default)]
pub(crate) struct Finding<'a> {
    /// What is wrong.
    pub(crate) problem: &'a str,
    /// What would be right.
    pub(crate) expected: &'a str,
    /// What the user probably meant.
    pub(crate) suggestion: Option<String>,
}

impl<'d> Notes<'d> {
    /// No faults yet.
    pub(crate) fn new(file: &'d str, text: &'d str) -> Self {
        Self {
            file,
            text,
            faults: Vec::new(),
            untold: 0,
            places: BTreeMap::new(),
            faulty: BTreeSet::new(),
            damaged: false,
        }
    }

    /// Notes what the TOML parser could not read.
    ///
    /// The rest of the file is still read for wrong values, but what seems to be absent or unknown may be a
    /// consequence of the damage, so it is not reported.
    pub(crate) fn syntax(&mut self, slips: &[toml::de::Error]) {
        self.damaged = !slips.is_empty();
        for slip in slips {
            let span = slip.span().unwrap_or(0..0);
            let finding =
                Finding { problem: slip.message(), expected: "valid TOML 1.1", ..Finding::default() };
            self.note("", span, true, &finding);
        }
    }

    /// Whether parts of the file could not be read at all.
    pub(crate) fn damaged(&self) -> bool {
        self.damaged
    }

    /// Remembers where a field stands, for the cross-checks.
    pub(crate) fn place(&mut self, field: &str, span: Range<usize>) {
        self.places.insert(field.to_owned(), span);
    }

    /// Counts a field as faulty without a fault of its own.
    pub(crate) fn distrust(&mut self, field: &str) {
        self.faulty.insert(field.to_owned());
    }

    /// Notes a fault at a value that stands in the file.
    pub(crate) fn wrong(&mut self, field: &str, span: Range<usize>, finding: &Finding<'_>) {
        self.note(field, span, true, finding);
    }

    /// Notes that something is absent; the place is where it should have stood.
    pub(crate) fn absent(&mut self, field: &str, span: Range<usize>, finding: &Finding<'_>) {
        self.note(field, span, false, finding);
    }

    /// Notes that a field contradicts others, unless one of them is faulty already.
    pub(crate) fn contradiction(&mut self, field: &str, others: &[&str], finding: &Finding<'_>) {
        let sound = !self.damaged && !self.is_faulty(field) && !others.iter().any(|o| self.is_faulty(o));
        if sound {
            let span = self.places.get(field).cloned().unwrap_or(0..0);
            self.note(field, span, true, finding);
        }
    }

    /// The faults in the order of the file.
    pub(crate) fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| fault.span.start);
        if self.untold > 0 {
            let problem = format!("{} further faults are not shown", self.untold);
            self.faults.push(of_file(self.file, &problem, "the faults above mended first"));
        }
        self.faults
    }

    /// A field is faulty with its parts and with the table it is in.
    fn is_faulty(&self, field: &str) -> bool {
        let inside = |part: &str, whole: &str| {
            part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.faulty.iter().any(|faulty| inside(faulty, field) || inside(field, faulty))
    }

    fn note(&mut self, field: &str, span: Range<usize>, show_value: bool, finding: &Finding<'_>) {
        if !field.is_empty() {
            self.distrust(field);
        }
        if self.faults.len() == MOST_FAULTS {
            self.untold += 1;
            return;
        }
        let (line, column) = fault::line_and_column(self.text, span.start);
        let value = self.text.get(span.clone()).filter(|_| show_value).unwrap_or_default();
        self.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            column,
            value: fault::shown(value),
            span,
            field: field.to_owned(),
            problem: finding.problem.to_owned(),
            expected: finding.expected.to_owned(),
            suggestion: finding.suggestion.clone(),
        });
    }
}

/// A fault of the file as a whole.
pub(crate) fn of_file(file: &str, problem: &str, expected: &str) -> Fault {
    Fault {
        file: file.to_owned(),
        line: 1,
        column: 1,
        span: 0..0,
        field: String::new(),
        value: String::new(),
        problem: problem.to_owned(),
        expected: expected.to_owned(),
        suggestion: None,
    }
}

/// The fault of a file whose bytes from `first_bad` on are no text.
pub(crate) fn not_text(file: &str, bytes: &[u8], first_bad: usize) -> Fault {
    let good = std::str::from_utf8(&bytes[..first_bad]).unwrap_or_default();
    let (line, column) = fault::line_and_column(good, first_bad);
    Fault {
        line,
        column,
        span: first_bad..first_bad,
        value: bytes.get(first_bad).map(|byte| format!("byte 0x{byte:02x}")).unwrap_or_default(),
        suggestion: Some("save the file as UTF-8".to_owned()),
        ..of_file(file, "the file is not text in UTF-8", "UTF-8")
    }
}
