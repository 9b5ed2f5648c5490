//! How does a plan in TOML become settings without fault, or all its faults at once?
//!
//! Whoever has a plan says which fields it has (`Kind`); reading, places, spelling and messages are the same for all.

pub(crate) mod fault;
pub(crate) mod notes;
pub(crate) mod reader;

pub use fault::Fault;

use notes::Notes;
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use toml::de::DeTable;

/// The longest plan that is read (byte).
pub const LONGEST_FILE: usize = 1 << 20;

/// A choice among named possibilities of a plan.
pub trait Choice: Copy + PartialEq + Serialize + 'static {
    /// Every possibility, in the order in which they are offered.
    const ALL: &'static [Self];

    /// The name as the plan writes it.
    fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        }
    }
}

/// A kind of plan.
pub(crate) struct Kind<T> {
    /// What the file should be, for the reader of a fault.
    pub(crate) file: &'static str,
    /// What it should hold.
    pub(crate) holds: &'static str,
    /// Its fields, with an allowed value wherever a fault was noted.
    pub(crate) fields: for<'d> fn(&'d DeTable<'d>, &mut Notes<'d>) -> T,
    /// Which entries contradict each other.
    pub(crate) contradictions: fn(&T, &mut Notes<'_>),
}

/// The plan in a file.
pub(crate) fn read<T>(path: &Path, kind: &Kind<T>) -> Result<T, Vec<Fault>> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let limit = LONGEST_FILE as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    match read {
        Ok(_) => read_bytes(&name, &bytes, kind),
        Err(cause) => {
            Err(vec![notes::of_file(&name, &format!("the file cannot be read: {cause}"), kind.file)])
        }
    }
}

/// The plan in the bytes of a file that is called `name` in every fault.
pub(crate) fn read_bytes<T>(name: &str, bytes: &[u8], kind: &Kind<T>) -> Result<T, Vec<Fault>> {
    if bytes.len() > LONGEST_FILE {
        let expected = format!("at most {LONGEST_FILE} bytes");
        return Err(vec![notes::of_file(name, "the file is too long", &expected)]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_text(name, text, kind),
        Err(cause) => Err(vec![notes::not_text(name, bytes, cause.valid_up_to())]),
    }
}

/// The plan in a text that is called `name` in every fault.
pub(crate) fn read_text<T>(name: &str, text: &str, kind: &Kind<T>) -> Result<T, Vec<Fault>> {
    if text.len() > LONGEST_FILE {
        return read_bytes(name, text.as_bytes(), kind);
    }
    let mut notes = Notes::new(name, text);
    let (document, slips) = DeTable::parse_recoverable(text);
    notes.syntax(&slips);
    if slips.is_empty() && document.get_ref().is_empty() {
        return Err(vec![notes::of_file(name, "the file is empty", kind.holds)]);
    }
    let plan = (kind.fields)(document.get_ref(), &mut notes);
    (kind.contradictions)(&plan, &mut notes);
    let faults = notes.into_faults();
    if faults.is_empty() { Ok(plan) } else { Err(faults) }
}
