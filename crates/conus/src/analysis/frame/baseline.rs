//! What was each person's value at baseline?
//!
//! BASE, where the file has it, else the value of the row with ABLFL. Where both are there they have to agree, and so
//! has BASE on all rows of a subject, for an analysis would otherwise depend on the row that is read (`ADaMIG` 1.3
//! section 3.3.4: BASE is a copy of the AVAL of the row with ABLFL).

use super::columns::{Columns, Located};
use super::subjects::Subject;
use crate::table::read::Faults;

/// Numbers that one program wrote as equal differ by less than this part of themselves, or of 1: every way of writing
/// keeps seven digits (SAS `BEST12.` keeps eleven).
const SEVEN_DIGITS: f64 = 1e-6;

/// Whether a derived number is what it should be.
pub(super) fn agrees(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= SEVEN_DIGITS * expected.abs().max(1.0)
}

/// The value at baseline of one person.
pub(super) struct Baseline<'a> {
    /// The cell it stands in and the value.
    pub(super) found: Option<(Located<'a>, usize, f64)>,
    /// Whether it could not be read, which has been noted.
    told: bool,
}

impl Baseline<'_> {
    /// Whether the file has none.
    pub(super) fn is_missing(&self) -> bool {
        self.found.is_none() && !self.told
    }
}

/// The value at baseline of each person.
pub(super) fn baselines<'a>(
    columns: &Columns<'a>,
    subjects: &[Subject],
    faults: &mut Faults,
) -> Vec<Baseline<'a>> {
    let mut baselines = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let before = faults.errors();
        let copied = columns.baseline.and_then(|base| copied(base, subject, faults));
        let flagged = flagged(columns, subject, faults);
        if let (Some((base, row, copied)), Some((at, other, value))) = (copied, flagged)
            && !agrees(copied, value)
        {
            let expected = format!("{value}, the `{}` of {}", at.column.name, at.sheet.place(other));
            faults.note(base.fault(row, "the baseline is not the value of the baseline row", &expected));
        }
        baselines.push(Baseline { found: copied.or(flagged), told: faults.errors() > before });
    }
    baselines
}

/// The baseline that stands on the rows of a subject: the first cell of it.
fn copied<'a>(
    base: Located<'a>,
    subject: &Subject,
    faults: &mut Faults,
) -> Option<(Located<'a>, usize, f64)> {
    let mut first: Option<(usize, f64)> = None;
    let mut told = false;
    for &row in &subject.rows {
        let Some(value) = base.number(row, faults) else { continue };
        match first {
            None => first = Some((row, value)),
            Some((at, earlier)) if !told && !agrees(value, earlier) => {
                let expected = format!("{earlier}, as in {}", base.sheet.place(at));
                let problem = format!("the baseline of subject {} changes", subject.id);
                faults.note(base.fault(row, &problem, &expected));
                told = true;
            }
            Some(_) => {}
        }
    }
    first.map(|(row, value)| (base, row, value))
}

/// The value of the row that is flagged as baseline.
fn flagged<'a>(
    columns: &Columns<'a>,
    subject: &Subject,
    faults: &mut Faults,
) -> Option<(Located<'a>, usize, f64)> {
    let flag = columns.baseline_flag?;
    let mut rows = subject.rows.iter().copied().filter(|&row| flag.holds(row));
    let first = rows.next()?;
    for row in rows {
        let expected =
            format!("one baseline row for each subject; the other is {}", flag.at.sheet.place(first));
        let problem = format!("subject {} has another baseline row", subject.id);
        faults.note(flag.at.fault(row, &problem, &expected));
    }
    columns.value.number(first, faults).map(|value| (columns.value, first, value))
}
