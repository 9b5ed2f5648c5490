//! How is Dataset-JSON of any length read? Line by line: the first line holds the columns, every other one row.

use std::borrow::Cow;
use std::io::Read;

use super::super::pieces::{Ends, Piece, Pieces, Record};
use super::super::stream::{Row, Told};
use super::super::{Fault, MOST_COLUMNS, not_utf8, too_large, uneven};
use super::{Head, Kind, Value, document, not_json, other_count, unknown_types};

/// A file of lines of which the first is read.
pub(in super::super) struct Lines<R> {
    file: String,
    pieces: Pieces<R>,
    first: Option<Piece>,
    records: Option<u64>,
}

/// What the first line says of the columns.
pub(in super::super) struct Heads {
    /// Their names.
    pub(in super::super) names: Vec<String>,
    kinds: Vec<Kind>,
}

impl<R: Read> Lines<R> {
    /// Begins to read.
    pub(in super::super) fn begin(file: &str, source: R) -> Result<(Self, Heads), Vec<Fault>> {
        let mut pieces = Pieces::of(source, Ends::EveryLine);
        while let Some(mut piece) = pieces.next().map_err(|cause| vec![*cause.fault(file)])? {
            if let Some((line, head)) = piece.behead() {
                let text =
                    std::str::from_utf8(&head).map_err(|cause| vec![not_utf8(file, line, &head, cause)])?;
                let document = document(file, text, line)?;
                let records = document.records;
                let heads = heads(file, document.columns.unwrap_or_default())?;
                return Ok((Self { file: file.to_owned(), pieces, first: Some(piece), records }, heads));
            }
        }
        // An empty text is no document, and its fault says so.
        Err(document(file, "", 1).err().unwrap_or_default())
    }

    /// The next lines; a fault when nothing more can be read, or when there were fewer or more rows than promised.
    pub(in super::super) fn next(&mut self) -> Result<Option<Piece>, Box<Fault>> {
        if let Some(piece) = self.first.take() {
            return Ok(Some(piece));
        }
        let piece = self.pieces.next().map_err(|cause| cause.fault(&self.file))?;
        let rows = self.pieces.records() - 1;
        match self.records.filter(|_| piece.is_none()) {
            Some(promised) if promised != rows as u64 => Err(other_count(&self.file, promised, rows).into()),
            _ => Ok(piece),
        }
    }

    /// Bytes read so far.
    pub(in super::super) fn read(&self) -> u64 {
        self.pieces.read
    }
}

fn heads(file: &str, heads: Vec<Head>) -> Result<Heads, Vec<Fault>> {
    if heads.len() > MOST_COLUMNS {
        return Err(vec![too_large(file)]);
    }
    let faults: Vec<Fault> = unknown_types(file, &heads).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let kinds = heads.iter().filter_map(|head| Kind::of(&head.data_type)).collect();
    Ok(Heads { names: heads.into_iter().map(|head| head.name.trim().to_owned()).collect(), kinds })
}

/// Tells each row of a piece: its cells, numbers as the shortest decimal, or why it is none.
pub(in super::super) fn each(file: &str, heads: &Heads, piece: &Piece, tell: &mut Told<'_>) {
    for (at, record) in piece.records().enumerate() {
        // The line of the columns is record 0.
        let row = Row { number: piece.first + at, line: Some(record.line) };
        let values = values(file, &record);
        match values.as_ref().map_err(Clone::clone).and_then(|values| cells(file, heads, row, values)) {
            Ok(cells) => tell(row, Ok(&cells.iter().map(Cow::as_ref).collect::<Vec<_>>())),
            Err(fault) => tell(row, Err(fault)),
        }
    }
}

fn values<'p>(file: &str, record: &Record<'p>) -> Result<Vec<Value<'p>>, Box<Fault>> {
    let text = std::str::from_utf8(record.bytes)
        .map_err(|cause| not_utf8(file, record.line, record.bytes, cause))?;
    Ok(serde_json::from_str(text).map_err(|cause| not_json(file, &cause, record.line))?)
}

/// The cells of a row as text.
fn cells<'v>(
    file: &str,
    heads: &Heads,
    row: Row,
    values: &'v [Value<'_>],
) -> Result<Vec<Cow<'v, str>>, Box<Fault>> {
    if values.len() != heads.kinds.len() {
        return Err(uneven(file, row.place(), values.len(), heads.kinds.len()).into());
    }
    let cell = |((value, kind), name): ((&'v Value<'_>, &Kind), &String)| {
        let seen = kind.seen(value).ok_or_else(|| Box::new(kind.refused(file, row.place(), name, value)))?;
        Ok(seen.words())
    };
    values.iter().zip(&heads.kinds).zip(&heads.names).map(cell).collect()
}
