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
//! A file longer than a sheet may be is read as a [`Stream`]: batch by batch, by the same rules.
//!
//! Empty text is missing in every kind, as SAS cannot tell the two apart. In CSV, where nothing else can say
//! missing, the cell `NA` of R is missing too; `.` of SAS is missing where a number is read ([`Cell::number`]).

mod csv;
mod dataset_json;
mod fault;
mod parquet;
mod pieces;
mod stream;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(crate) use fault::Faults;
pub use fault::{Fault, Place, Severity};
pub use stream::{Batch, Row, Stream, Told};

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
        Err(cause) => Err(vec![unreadable(&name, &cause)]),
    }
}

/// Reads the bytes of a file that is called `name` in every fault; the ending of the name says the kind.
///
/// # Errors
/// Every fault of its form that can be told at once.
pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let read = match Kind::of(name)? {
        Kind::Csv => csv::sheet,
        Kind::Parquet => parquet::sheet,
        Kind::Json => dataset_json::sheet,
        Kind::JsonLines => dataset_json::sheet_of_lines,
    };
    let refuse = |problem: &str, expected: String| Err(vec![Fault::of_file(name, problem, expected)]);
    if bytes.is_empty() {
        return refuse("the file is empty", "names of columns and rows of data".into());
    }
    if bytes.len() > LONGEST_FILE {
        let expected = format!("at most {} MiB; keep the rows of the parameter only", LONGEST_FILE >> 20);
        return refuse("the file is too long", expected);
    }
    let sheet = read(name, bytes)?;
    let names = sheet.columns.iter().map(|column| column.name.as_str());
    let faults = faulty_names(name, names, sheet.lines.is_some());
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Parquet,
    Json,
    JsonLines,
}

impl Kind {
    /// By the ending of the name.
    fn of(name: &str) -> Result<Self, Vec<Fault>> {
        let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("parquet") => Ok(Self::Parquet),
            Some("json") => Ok(Self::Json),
            Some("ndjson") => Ok(Self::JsonLines),
            _ => {
                let problem = "the ending of the name says no kind of data that is read here";
                let expected = ".csv, .parquet, .json or .ndjson (CDISC Dataset-JSON 1.1)";
                Err(vec![Fault::of_file(name, problem, expected)])
            }
        }
    }
}

/// Faults of the names of the columns: absent, empty, twice.
fn faulty_names<'n>(file: &str, names: impl Iterator<Item = &'n str>, of_text: bool) -> Vec<Fault> {
    let mut faults = Faults::default();
    let place = if of_text { Place::Line(1) } else { Place::File };
    let wrong =
        |problem: String| Fault::of_file(file, problem, "a name of its own for each column").at(place);
    let mut known = HashSet::new();
    for (at, name) in names.enumerate() {
        if name.is_empty() {
            let rows = (at == 0).then(|| "`row.names = FALSE`, if R wrote the file".to_owned());
            faults.note(wrong(format!("column {} has no name", at + 1)).with(rows));
        } else if !known.insert(name) {
            faults.note(wrong(format!("column {} has the name of an earlier one", at + 1)).of(name));
        }
    }
    if known.is_empty() && !faults.any_error() {
        faults.note(Fault::of_file(file, "the file has no column", "columns with names"));
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

/// The fault of a file that the system does not let be read.
fn unreadable(name: &str, cause: &std::io::Error) -> Fault {
    Fault::of_file(name, format!("the file cannot be read: {cause}"), "a file of trial data")
}

/// The text of a file, without a byte order mark.
fn utf8<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|cause| vec![not_utf8(name, 1, bytes, cause)])
}

/// The fault of bytes that begin in this line and are not text.
fn not_utf8(name: &str, first_line: usize, bytes: &[u8], cause: std::str::Utf8Error) -> Fault {
    let line = first_line + bytes[..cause.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
    let byte = bytes.get(cause.valid_up_to()).map(|byte| format!("byte 0x{byte:02x}"));
    let fault = Fault::of_file(name, "the file is not text in UTF-8", "UTF-8, not Latin-1 or UTF-16");
    let fault = fault.at(Place::Line(line)).about(&byte.unwrap_or_default());
    fault.with(Some("save the file as UTF-8".into()))
}

/// What stands in a cell, before it is kept.
#[derive(Debug, Clone, PartialEq)]
enum Seen<'t> {
    Missing,
    Number(f64),
    Text(Cow<'t, str>),
}

impl<'t> Seen<'t> {
    /// A text, which may be empty.
    fn text(text: &'t str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// What a cell holds.
    fn of(cell: &'t Cell) -> Self {
        match cell {
            Cell::Missing => Self::Missing,
            Cell::Number(number) => Self::Number(*number),
            Cell::Text(text) => Self::Text(Cow::Borrowed(text)),
        }
    }

    /// It as text: a number as the shortest decimal, nothing as no text.
    fn words(self) -> Cow<'t, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Number(number) => decimal(number),
            Self::Text(text) => text,
        }
    }

    /// A whole number: as text where a double would round it, so that no identifier is changed.
    fn whole(number: i128) -> Self {
        const EXACT: i128 = 1 << 53;
        if (-EXACT..=EXACT).contains(&number) {
            Self::Number(number as f64)
        } else {
            Self::Text(Cow::Owned(number.to_string()))
        }
    }

    /// A number; what is infinite or not a number is kept as its word, for who asks for a number to refuse.
    fn real(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(Cow::Owned(number.to_string())) }
    }
}

/// The shortest decimal; digits, which most items are, cost no memory.
fn decimal(number: f64) -> Cow<'static, str> {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let digit = (0_u8..10).find(|&digit| f64::from(digit).to_bits() == number.to_bits());
    match digit {
        Some(digit) => Cow::Borrowed(DIGITS[usize::from(digit)]),
        None => Cow::Owned(number.to_string()),
    }
}

/// Texts that were met before, so that equal texts are kept once.
#[derive(Default)]
struct Texts(HashSet<Arc<str>>);

impl Texts {
    fn keep(&mut self, seen: &Seen<'_>) -> Cell {
        match seen {
            Seen::Missing => Cell::Missing,
            Seen::Number(number) => Cell::Number(*number),
            Seen::Text(text) => self.cell(text),
        }
    }

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
