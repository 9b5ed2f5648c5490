//! What does a file of trial data hold? CSV, Parquet and CDISC Dataset-JSON become the same [`Sheet`].
//!
//! The file is not trusted: its length and its cells are bounded, and whatever its bytes, the answer is a sheet or
//! a list of faults. A reader says what stands in the file and judges form only; what a column means, and whether
//! its cells are numbers, is asked later by whoever needs the column.
//!
//! | kind | names it by | takes |
//! |---|---|---|
//! | CSV | `.csv` | RFC 4180 in UTF-8, first line the names |
//! | Parquet | `.parquet` | flat columns, uncompressed or Snappy |
//! | Dataset-JSON | `.json`, `.ndjson` | CDISC Dataset-JSON 1.1, whole or line by line |
//!
//! Empty text is missing in every kind, as SAS cannot tell the two apart. In CSV, where nothing else can say
//! missing, the cell `NA` of R is missing too; `.` of SAS is missing where a number is read ([`Cell::number`]).

mod csv;
mod dataset_json;
mod fault;
mod parquet;

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(crate) use fault::Faults;
pub use fault::{Fault, Place, Severity};

/// The longest file that is read (byte): 64 MiB, the diaries of some hundred thousand patient weeks.
pub const LONGEST_FILE: usize = 64 << 20;

/// The most cells of a file, so that a small file that unfolds to a huge table is refused.
pub const MOST_CELLS: usize = 20_000_000;

/// The most columns of a file; ADaM tables have some hundred.
pub const MOST_COLUMNS: usize = 10_000;

/// What a file holds: columns of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the file as the user gave it.
    pub file: String,
    /// In the order of the file.
    pub columns: Vec<SheetColumn>,
    /// Columns that stand in the file but are of a type that is not read, each with the reason.
    pub unread: Vec<Fault>,
    /// Line of each row in a text file; none where rows have no lines of their own.
    pub lines: Option<Vec<usize>>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetColumn {
    /// Its name, unique in the file.
    pub name: String,
    /// Its label, where the file has one.
    pub label: Option<String>,
    /// One cell for each row.
    pub cells: Vec<Cell>,
}

/// One cell, as the file has it: all cells of CSV are text.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Missing,
    /// A finite number.
    Number(f64),
    /// Text, never empty. Shared, as most text of a trial is repeated.
    Text(Arc<str>),
}

/// Why text is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongNumber {
    /// Other text.
    Text,
    /// A number with a decimal comma; with a point it would be this.
    DecimalComma(String),
    /// Infinite, or the word that something is not a number.
    NotFinite,
}

impl Cell {
    /// Text, or missing when there is none.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(Arc::from(text)) }
    }

    /// The number in it; none when it is missing, `.` or `NA`. Blanks around a number do not count.
    ///
    /// # Errors
    /// When it is text that is no finite number.
    pub fn number(&self) -> Result<Option<f64>, WrongNumber> {
        match self {
            Self::Missing => Ok(None),
            Self::Number(number) => Ok(Some(*number)),
            Self::Text(text) => match text.trim() {
                "" | "." | "NA" => Ok(None),
                text => parsed(text).map(Some),
            },
        }
    }

    /// The words in it without blanks around them, a number as the shortest decimal; none when it is missing.
    pub fn words(&self) -> Option<Arc<str>> {
        match self {
            Self::Missing => None,
            Self::Number(number) => Some(Arc::from(number.to_string())),
            Self::Text(text) => match text.trim() {
                "" => None,
                trimmed if trimmed.len() == text.len() => Some(text.clone()),
                trimmed => Some(Arc::from(trimmed)),
            },
        }
    }
}

fn parsed(text: &str) -> Result<f64, WrongNumber> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(WrongNumber::NotFinite),
        Err(_) => {
            let pointed = text.replacen(',', ".", 1);
            let comma = text.contains(',') && pointed.parse::<f64>().is_ok_and(f64::is_finite);
            Err(if comma { WrongNumber::DecimalComma(pointed) } else { WrongNumber::Text })
        }
    }
}

impl Sheet {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&SheetColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Where a row stands, for messages.
    pub fn place(&self, row: usize) -> Place {
        match &self.lines {
            Some(lines) => lines.get(row).map_or(Place::File, |&line| Place::Line(line)),
            None => Place::Row(row + 1),
        }
    }
}

/// Reads a file; its ending says its kind.
///
/// # Errors
/// Every fault of its form that can be told at once.
pub fn read(path: &Path) -> Result<Sheet, Vec<Fault>> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let limit = LONGEST_FILE as u64 + 1;
    match File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) => from_bytes(&name, bytes),
        Err(cause) => {
            let problem = format!("the file cannot be read: {cause}");
            Err(vec![Fault::of_file(&name, problem, "a file of trial data")])
        }
    }
}

/// Reads the bytes of a file that is called `name` in every fault; the ending of the name says the kind.
///
/// # Errors
/// Every fault of its form that can be told at once.
pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let refuse = |problem: &str, expected: String| Err(vec![Fault::of_file(name, problem, expected)]);
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let read = match ending.as_deref() {
        Some("csv") => csv::sheet,
        Some("parquet") => parquet::sheet,
        Some("json") => dataset_json::sheet,
        Some("ndjson") => dataset_json::sheet_of_lines,
        _ => {
            return refuse(
                "the ending of the name says no kind of data that is read here",
                ".csv, .parquet, .json or .ndjson (CDISC Dataset-JSON 1.1)".into(),
            );
        }
    };
    if bytes.is_empty() {
        return refuse("the file is empty", "names of columns and rows of data".into());
    }
    if bytes.len() > LONGEST_FILE {
        let expected = format!("at most {} MiB; keep the rows of the parameter only", LONGEST_FILE >> 20);
        return refuse("the file is too long", expected);
    }
    let sheet = read(name, bytes)?;
    let faults = faulty_names(&sheet);
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

/// Faults of the names of the columns: absent, empty, twice.
fn faulty_names(sheet: &Sheet) -> Vec<Fault> {
    let mut faults = Faults::default();
    let place = if sheet.lines.is_some() { Place::Line(1) } else { Place::File };
    let wrong =
        |problem: String| Fault::of_file(&sheet.file, problem, "a name of its own for each column").at(place);
    if sheet.columns.is_empty() {
        faults.note(Fault::of_file(&sheet.file, "the file has no column", "columns with names"));
    }
    let mut known = HashSet::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        if column.name.is_empty() {
            let rows = (at == 0).then(|| "`row.names = FALSE`, if R wrote the file".to_owned());
            faults.note(wrong(format!("column {} has no name", at + 1)).with(rows));
        } else if !known.insert(column.name.as_str()) {
            faults.note(wrong(format!("column {} has the name of an earlier one", at + 1)).of(&column.name));
        }
    }
    faults.into_vec()
}

/// The fault of a row that has more or fewer cells than there are columns.
fn uneven(file: &str, place: Place, found: usize, columns: usize) -> Fault {
    let problem = if found < columns { "the row is too short" } else { "the row is too long" };
    let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    let expected = format!("{}, one for each column", cells(columns));
    Fault::of_file(file, problem, expected).at(place).about(&cells(found))
}

/// The fault of a table that is too large to be read.
fn too_large(name: &str) -> Fault {
    let expected = format!("at most {MOST_CELLS} cells in at most {MOST_COLUMNS} columns");
    Fault::of_file(name, "the table is too large", expected)
}

/// The text of a file, without a byte order mark.
fn utf8<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|cause| {
        let line = bytes[..cause.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let byte = bytes.get(cause.valid_up_to()).map(|byte| format!("byte 0x{byte:02x}"));
        let fault = Fault::of_file(name, "the file is not text in UTF-8", "UTF-8, not Latin-1 or UTF-16");
        let fault = fault.at(Place::Line(line)).about(&byte.unwrap_or_default());
        vec![fault.with(Some("save the file as UTF-8".into()))]
    })
}

/// Texts that were met before, so that equal texts are kept once.
#[derive(Default)]
struct Texts(HashSet<Arc<str>>);

impl Texts {
    fn cell(&mut self, text: &str) -> Cell {
        if text.is_empty() {
            return Cell::Missing;
        }
        if let Some(known) = self.0.get(text) {
            return Cell::Text(known.clone());
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(new.clone());
        Cell::Text(new)
    }
}

/// A whole number as a cell: as text where a double would round it, so that no identifier is changed.
fn whole(number: i128, texts: &mut Texts) -> Cell {
    const EXACT: i128 = 1 << 53;
    if (-EXACT..=EXACT).contains(&number) {
        Cell::Number(number as f64)
    } else {
        texts.cell(&number.to_string())
    }
}
