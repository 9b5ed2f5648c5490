//! How is a Parquet file of any length read? Some rows of all columns at a time, row group after row group.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::column::reader::ColumnReader;
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use bytes::Bytes;
use rayon::prelude::*;

use super::super::pieces::LONGEST_RECORD;
use super::super::stream::{Row, Told};
use super::super::{Fault, MOST_COLUMNS, Seen, too_large};
use super::column::fill;
use super::{Meaning, broken, caught, check_codecs, damaged, meaning, rows_of, unread};

/// Cells decoded at a time, as far as there are rows.
const CELLS: usize = 1 << 18;
/// Most rows decoded at a time.
const MOST_ROWS: usize = 1_024;

/// A file of which some rows are read.
pub(in super::super) struct Groups {
    file: String,
    reader: SerializedFileReader<Shared>,
    columns: Vec<Column>,
    /// The next row group.
    group: usize,
    /// The columns of the row group at hand, and how many of its rows are left.
    open: Vec<ColumnReader>,
    left: usize,
    row: usize,
}

/// A column that is read.
struct Column {
    name: String,
    at: usize,
    meaning: Meaning,
}

/// What stands in the schema: names of columns that are read, and faults of those that are not.
pub(in super::super) type Schema = (Vec<String>, Vec<Fault>);

impl Groups {
    /// Reads the footer.
    pub(in super::super) fn begin(name: &str, file: File) -> Result<(Self, Schema), Vec<Fault>> {
        caught(name, || begun(name, file)).unwrap_or_else(|fault| Err(vec![*fault]))
    }

    /// The next rows; a fault when nothing more can be read.
    pub(in super::super) fn next(&mut self) -> Result<Option<Rows>, Box<Fault>> {
        let file = self.file.clone();
        caught(&file, || self.decoded()).and_then(|rows| rows)
    }

    /// Which share of the rows is read.
    pub(in super::super) fn share_read(&self) -> f64 {
        let all = self.reader.metadata().file_metadata().num_rows();
        if all > 0 { (self.row as f64 / all as f64).min(1.0) } else { 1.0 }
    }

    fn decoded(&mut self) -> Result<Option<Rows>, Box<Fault>> {
        while self.left == 0 {
            if self.group == self.reader.num_row_groups() {
                return Ok(None);
            }
            self.open_group().map_err(|cause| Box::new(damaged(&self.file, &cause)))?;
        }
        let count = self.left.min((CELLS / self.columns.len().max(1)).clamp(1, MOST_ROWS));
        let file = &self.file;
        let columns = self.open.par_iter_mut().zip(&self.columns).map(|(reader, column)| {
            Words::read(reader, count, column.meaning)
                .map_err(|cause| Box::new(damaged(file, &cause).of(&column.name)))
        });
        let rows = Rows { first: self.row, count, columns: columns.collect::<Result<_, _>>()? };
        self.row += count;
        self.left -= count;
        Ok(Some(rows))
    }

    fn open_group(&mut self) -> ParquetResult<()> {
        let group = self.reader.get_row_group(self.group)?;
        self.left = rows_of(group.metadata().num_rows())?;
        self.open =
            self.columns.iter().map(|column| group.get_column_reader(column.at)).collect::<Result<_, _>>()?;
        self.group += 1;
        Ok(())
    }
}

fn begun(name: &str, file: File) -> Result<(Groups, Schema), Vec<Fault>> {
    let told = |cause: ParquetError| vec![damaged(name, &cause)];
    let length = file.metadata().map_err(|cause| told(cause.into()))?.len();
    let shared = Shared { file: Arc::new(Mutex::new(file)), length };
    let reader = SerializedFileReader::new(shared).map_err(told)?;
    check_codecs(name, reader.metadata())?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    if schema.num_columns() > MOST_COLUMNS {
        return Err(vec![too_large(name)]);
    }
    let (mut columns, mut not_read) = (Vec::new(), Vec::new());
    for (at, column) in schema.columns().iter().enumerate() {
        match meaning(column) {
            Ok(meaning) => columns.push(Column { name: column.name().to_owned(), at, meaning }),
            Err(kind) => not_read.push(unread(name, column, &kind)),
        }
    }
    let names = columns.iter().map(|column| column.name.clone()).collect();
    let groups =
        Groups { file: name.to_owned(), reader, columns, group: 0, open: Vec::new(), left: 0, row: 0 };
    Ok((groups, (names, not_read)))
}

/// Some rows of all columns.
pub(in super::super) struct Rows {
    /// Rows before them.
    first: usize,
    count: usize,
    columns: Vec<Words>,
}

/// Tells each of the rows.
pub(in super::super) fn each(rows: &Rows, tell: &mut Told<'_>) {
    let mut cells = Vec::with_capacity(rows.columns.len());
    for at in 0..rows.count {
        cells.clear();
        cells.extend(rows.columns.iter().map(|column| column.cell(at)));
        tell(Row { number: rows.first + at + 1, line: None }, Ok(&cells));
    }
}

/// The cells of one column, one behind the other.
#[derive(Default)]
struct Words {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<usize>,
}

impl Words {
    fn read(reader: &mut ColumnReader, rows: usize, meaning: Meaning) -> ParquetResult<Self> {
        let mut words = Self { text: String::new(), ends: Vec::with_capacity(rows) };
        fill(reader, rows, meaning, &mut |seen| words.push(seen))?;
        Ok(words)
    }

    fn push(&mut self, seen: Seen<'_>) -> ParquetResult<()> {
        self.text.push_str(&seen.words());
        self.ends.push(self.text.len());
        if self.text.len() > LONGEST_RECORD { Err(broken("cells that are too long")) } else { Ok(()) }
    }

    fn cell(&self, at: usize) -> &str {
        let begin = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[begin..self.ends[at]]
    }
}

/// A file that several columns read by turns. Handles that the system duplicates share one place in the file, so
/// that each read has to say where it begins.
#[derive(Clone)]
struct Shared {
    file: Arc<Mutex<File>>,
    length: u64,
}

impl Length for Shared {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Shared {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(BufReader::new(From { shared: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let end = start.checked_add(length as u64).filter(|&end| end <= self.length);
        end.ok_or_else(|| ParquetError::EOF("the file ends too early".to_owned()))?;
        let mut bytes = Vec::with_capacity(length);
        From { shared: self.clone(), at: start }.take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() == length { Ok(bytes.into()) } else { Err(broken("the file ends too early")) }
    }
}

/// The file from a place on.
struct From {
    shared: Shared,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.shared.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let got = file.read(buffer)?;
        self.at += got as u64;
        Ok(got)
    }
}
