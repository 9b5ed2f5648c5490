//! Which column of a file is which item of an instrument, and what becomes of the others?
//!
//! Items are found by their exact names. Who and when (ADaM names) are found whatever their case. Every column that is
//! no item stays beside the scores.

use crate::instrument::scoring::Instrument;
use crate::spelling::misspelt;
use crate::table::read::{Fault, Stream};

/// Most missing columns for which a name that was meant is looked for: each is compared with every name of the file.
const MOST_SUGGESTIONS: usize = 20;

/// Names of the column that says who, the best first.
const SUBJECT: [&str; 7] = ["usubjid", "subjid", "subject_id", "subject", "patient_id", "patient", "id"];

/// Who and when, each as the place of a column in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Which study.
    pub study: Option<usize>,
    /// Who.
    pub subject: Option<usize>,
    /// Name of the visit.
    pub visit: Option<usize>,
    /// Number of the visit.
    pub visit_number: Option<usize>,
    /// Date.
    pub date: Option<usize>,
    /// Day.
    pub day: Option<usize>,
}

/// The columns of a file, by what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Names in the file, in its order.
    pub names: Vec<String>,
    /// Place of each item in the file; none where the file has no such column.
    pub items: Vec<Option<usize>>,
    /// Places of the columns that are no items.
    pub kept: Vec<usize>,
    /// Their names beside the scores: with `_in_file` where a score has the name.
    pub kept_names: Vec<String>,
    /// Who and when.
    pub identity: Identity,
}

impl Columns {
    /// Finds the items of an instrument among the columns of a file.
    ///
    /// # Errors
    /// A fault for each required column that the file lacks.
    pub fn of(stream: &Stream, instrument: &dyn Instrument) -> Result<Self, Vec<Fault>> {
        let names = stream.columns();
        let items = instrument.items();
        let mut places: Vec<Option<usize>> = vec![None; items.len()];
        let mut kept = Vec::new();
        // Sorted, so that a file of ten thousand columns takes no longer than it must.
        let mut by_name: Vec<usize> = (0..items.len()).collect();
        by_name.sort_by_key(|&item| &items[item].name);
        for (at, name) in names.iter().enumerate() {
            match by_name.binary_search_by_key(&name, |&item| &items[item].name) {
                Ok(found) => places[by_name[found]] = Some(at),
                Err(_) => kept.push(at),
            }
        }
        let missing = items.iter().zip(&places).filter(|(item, place)| item.required && place.is_none());
        let faults: Vec<Fault> = missing
            .enumerate()
            .map(|(at, (item, _))| lacking(stream, &kept, &item.name, at < MOST_SUGGESTIONS))
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        if places.iter().all(Option::is_none) {
            let expected = format!("columns of {}; `--columns` lists them", instrument.name());
            return Err(vec![Fault::of_file(
                stream.file(),
                "the file has no column of the instrument",
                expected,
            )]);
        }
        let scores: Vec<&str> = instrument.scores().iter().map(|score| score.name).collect();
        let kept_names = kept.iter().map(|&at| free_name(&names[at], &scores, names)).collect();
        let identity = identity(names, &kept);
        Ok(Self { names: names.to_vec(), items: places, kept, kept_names, identity })
    }

    /// The answers in the cells of a row, one for each item.
    #[must_use]
    pub fn answers<'c>(&self, cells: &[&'c str]) -> Vec<Option<&'c str>> {
        self.items.iter().map(|place| answer(cells[(*place)?])).collect()
    }

    /// Whether a row says of itself that it is synthetic: `Y` in a column `synthetic`, as in every file of conus.
    #[must_use]
    pub fn says_synthetic(&self, cells: &[&str]) -> bool {
        let named = |at: &usize| self.names[*at].eq_ignore_ascii_case("synthetic");
        self.kept.iter().filter(|at| named(at)).any(|at| answer(cells[*at]) == Some("Y"))
    }
}

/// The answer in a cell: none when it is empty, `.` (SAS) or `NA` (R). A whole number with decimals, which a program
/// writes that has no whole numbers with gaps, is the whole number: `3.0` is `3`.
#[must_use]
pub fn answer(cell: &str) -> Option<&str> {
    if let [byte] = cell.as_bytes()
        && byte.is_ascii_alphanumeric()
    {
        return Some(cell);
    }
    match cell.trim() {
        "" | "." | "NA" => None,
        text => match text.split_once('.') {
            Some((whole, decimals)) if digits(whole) && !decimals.is_empty() && zeros(decimals) => {
                Some(whole)
            }
            _ => Some(text),
        },
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn zeros(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

fn lacking(stream: &Stream, kept: &[usize], item: &str, suggest: bool) -> Fault {
    let not_read = stream.unread().iter().find(|fault| fault.column == item);
    if let Some(fault) = not_read {
        return fault.clone();
    }
    let others = || kept.iter().map(|&at| stream.columns()[at].as_str());
    let meant = suggest
        .then(|| others().find(|name| name.eq_ignore_ascii_case(item)).or_else(|| misspelt(item, others())));
    let meant = meant.flatten().map(|name| format!("rename `{name}`, if it is meant"));
    Fault::of_file(stream.file(), "the column is missing", "").of(item).with(meant)
}

/// A name that no score has.
fn free_name(name: &str, scores: &[&str], names: &[String]) -> String {
    let mut free = name.to_owned();
    while scores.contains(&free.as_str()) || (free != name && names.contains(&free)) {
        free.push_str("_in_file");
    }
    free
}

fn identity(names: &[String], kept: &[usize]) -> Identity {
    let place = |wanted: &str| kept.iter().copied().find(|&at| names[at].eq_ignore_ascii_case(wanted));
    Identity {
        study: place("studyid"),
        subject: SUBJECT.iter().find_map(|name| place(name)),
        visit: place("avisit"),
        visit_number: place("avisitn"),
        date: place("adt"),
        day: place("ady"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_same_answer_whatever_program_wrote_it() {
        for (cell, expected) in [
            ("3", Some("3")),
            (" 3 ", Some("3")),
            ("3.0", Some("3")),
            ("12.00", Some("12")),
            ("3.5", Some("3.5")),
            ("-3.0", Some("-3.0")),
            ("3.", Some("3.")),
            (".0", Some(".0")),
            ("NT**", Some("NT**")),
            ("NT", Some("NT")),
            ("", None),
            ("  ", None),
            (".", None),
            ("NA", None),
            ("*", Some("*")),
        ] {
            assert_eq!(answer(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_column_with_the_name_of_a_score_gets_a_name_of_its_own() {
        let names = ["total".to_owned(), "total_in_file".to_owned(), "age".to_owned()];
        assert_eq!(free_name("total", &["total"], &names), "total_in_file_in_file");
        assert_eq!(free_name("age", &["total"], &names), "age");
    }
}
