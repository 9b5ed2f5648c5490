//! What does a CSV file hold? RFC 4180: names in the first line, quotation marks around text with commas, quotation
//! marks or line ends.
//!
//! Line ends are LF or CRLF, empty lines do not count, a byte order mark is skipped. Every record has as many cells
//! as the header. A quotation mark that is not closed is found by the odd number of them in its record. Every cell
//! is text; an empty cell and `NA` are missing. The apostrophe that [`crate::table::csv`] puts before text that a
//! spreadsheet could run is taken away again.
//!
//! Cells are cut out here and not by the `csv` crate, which copies every cell: a file of a million exams has 137
//! million of them. A test holds both against each other.

use std::borrow::Cow;
use std::io::Read;

use super::pieces::{Ends, Piece, Pieces, open_quote};
use super::stream::{Row, Told};
use super::{
    Cell, Fault, Faults, MOST_CELLS, MOST_COLUMNS, Place, Sheet, SheetColumn, Texts, not_utf8, too_large,
    uneven, utf8,
};

pub(super) fn sheet(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    utf8(name, &bytes)?;
    let (mut text, header) = Text::begin(name, &bytes[..])?;
    let column = |name: &String| SheetColumn { name: name.clone(), label: None, cells: Vec::new() };
    let mut columns: Vec<SheetColumn> = header.iter().map(column).collect();
    let (mut faults, mut texts, mut lines) = (Faults::default(), Texts::default(), Vec::new());
    loop {
        let piece = match text.next() {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(fault) => {
                faults.note(*fault);
                break;
            }
        };
        if (lines.len() + piece.count) * columns.len() > MOST_CELLS {
            return Err(vec![too_large(name)]);
        }
        let ended = each(name, columns.len(), &piece, &mut |row, cells| match cells {
            Ok(cells) => {
                lines.extend(row.line);
                for (column, cell) in columns.iter_mut().zip(cells) {
                    column.cells.push(kept(cell, &mut texts));
                }
            }
            Err(fault) => faults.note(*fault),
        });
        if let Err(fault) = ended {
            faults.note(*fault);
            break;
        }
    }
    if faults.any_error() {
        return Err(faults.into_vec());
    }
    Ok(Sheet { file: name.to_owned(), columns, unread: Vec::new(), lines: Some(lines) })
}

fn kept(cell: &str, texts: &mut Texts) -> Cell {
    if cell == "NA" { Cell::Missing } else { texts.cell(cell) }
}

/// A file of which the header is read.
pub(super) struct Text<R> {
    file: String,
    pieces: Pieces<R>,
    first: Option<Piece>,
}

impl<R: Read> Text<R> {
    /// Begins to read; gives the names of the columns too.
    pub(super) fn begin(file: &str, source: R) -> Result<(Self, Vec<String>), Vec<Fault>> {
        let mut text =
            Self { file: file.to_owned(), pieces: Pieces::of(source, Ends::OutsideQuotes), first: None };
        while let Some(mut piece) = text.next().map_err(|fault| vec![*fault])? {
            if let Some((line, head)) = piece.behead() {
                text.first = Some(piece);
                return Ok((text, names(file, line, &head)?));
            }
        }
        Err(vec![Fault::of_file(file, "the file is empty", "names of columns in the first line")])
    }

    /// The next records; a fault when nothing more can be read.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Box<Fault>> {
        match self.first.take() {
            Some(piece) => Ok(Some(piece)),
            None => self.pieces.next().map_err(|cause| cause.fault(&self.file)),
        }
    }

    /// Bytes read so far.
    pub(super) fn read(&self) -> u64 {
        self.pieces.read
    }
}

fn names(file: &str, line: usize, header: &[u8]) -> Result<Vec<String>, Vec<Fault>> {
    let text = std::str::from_utf8(header).map_err(|cause| vec![not_utf8(file, line, header, cause)])?;
    let names = unquoted(text).ok_or_else(|| vec![open_quote(file, line)])?;
    if names.len() > MOST_COLUMNS {
        return Err(vec![too_large(file)]);
    }
    for (separator, word) in [(';', "semicolons"), ('\t', "tabs")] {
        if names.len() == 1 && names[0].contains(separator) {
            let fault = Fault::of_file(file, format!("the columns are separated by {word}"), "commas");
            let advice = "write the file with commas between the columns and points in the numbers";
            return Err(vec![fault.at(Place::Line(1)).about(&names[0]).with(Some(advice.into()))]);
        }
    }
    Ok(names.into_iter().map(|name| name.trim().to_owned()).collect())
}

/// Tells each record of a piece: its cells, or why it is none. A fault is returned when what follows cannot be what
/// its writer meant.
pub(super) fn each(file: &str, width: usize, piece: &Piece, tell: &mut Told<'_>) -> Result<(), Box<Fault>> {
    let mut cells = Vec::with_capacity(width);
    for (at, record) in piece.records().enumerate() {
        // The header is record 0.
        let row = Row { number: piece.first + at, line: Some(record.line) };
        let text = match std::str::from_utf8(record.bytes) {
            Ok(text) => text,
            Err(cause) => {
                tell(row, Err(not_utf8(file, record.line, record.bytes, cause).into()));
                continue;
            }
        };
        if record.quoted {
            let words = unquoted(text).ok_or_else(|| Box::new(open_quote(file, record.line)))?;
            let words: Vec<&str> = words.iter().map(|word| defused(word)).collect();
            tell(row, even(file, width, row, &words));
        } else {
            split(text, &mut cells);
            tell(row, even(file, width, row, &cells));
        }
    }
    Ok(())
}

fn even<'c, 't>(
    file: &str,
    width: usize,
    row: Row,
    cells: &'c [&'t str],
) -> Result<&'c [&'t str], Box<Fault>> {
    if cells.len() == width {
        return Ok(cells);
    }
    let advice = "put quotation marks around text that holds a comma".to_owned();
    let fault = uneven(file, row.place(), cells.len(), width);
    Err(fault.with((cells.len() > width).then_some(advice)).into())
}

/// The cells of a record without quotation marks.
fn split<'r>(record: &'r str, cells: &mut Vec<&'r str>) {
    cells.clear();
    let mut begin = 0;
    for (at, byte) in record.bytes().enumerate() {
        if byte == b',' {
            cells.push(defused(&record[begin..at]));
            begin = at + 1;
        }
    }
    cells.push(defused(&record[begin..]));
}

fn defused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => text,
        _ => cell,
    }
}

/// The cells of a record with quotation marks; none when one of them is not closed where it should be.
fn unquoted(record: &str) -> Option<Vec<Cow<'_, str>>> {
    let (mut cells, mut rest) = (Vec::new(), record);
    loop {
        let (mut cell, behind) = match rest.strip_prefix('"') {
            Some(inside) => closed(inside)?,
            None => (Cow::Borrowed(""), rest),
        };
        let end = behind.find(',').unwrap_or(behind.len());
        let bare = &behind[..end];
        if bare.contains(['\n', '\r']) {
            return None;
        }
        match &mut cell {
            Cow::Borrowed("") => cell = Cow::Borrowed(bare),
            // Text behind a closed quotation mark belongs to the cell.
            _ if !bare.is_empty() => cell.to_mut().push_str(bare),
            _ => {}
        }
        cells.push(cell);
        match behind.get(end + 1..) {
            Some(next) => rest = next,
            None => return Some(cells),
        }
    }
}

/// The text up to the quotation mark that closes it, doubled ones made single, and what stands behind.
fn closed(inside: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut text = Cow::Borrowed("");
    let mut rest = inside;
    loop {
        let (before, behind) = rest.split_once('"')?;
        if text.is_empty() {
            text = Cow::Borrowed(before);
        } else {
            text.to_mut().push_str(before);
        }
        match behind.strip_prefix('"') {
            Some(next) => {
                text.to_mut().push('"');
                rest = next;
            }
            None => return Some((text, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{WrongNumber, from_bytes};
    use super::*;
    use crate::table::tests::hostile;
    use crate::table::{Values, csv as writer};

    fn read(text: &str) -> Sheet {
        from_bytes("a.csv", text.into()).unwrap()
    }

    fn told(text: &[u8]) -> String {
        let faults = from_bytes("a.csv", text.into()).unwrap_err();
        faults.iter().map(|fault| format!("{fault}\n")).collect()
    }

    fn words<'a>(sheet: &'a Sheet, name: &str) -> Vec<&'a str> {
        let text = |cell: &'a Cell| if let Cell::Text(text) = cell { text.as_ref() } else { "-" };
        sheet.column(name).unwrap().cells.iter().map(text).collect()
    }

    #[test]
    fn what_this_program_writes_comes_back() {
        let mut bytes = Vec::new();
        writer::write(&mut bytes, &hostile()).unwrap();
        let sheet = from_bytes("adhost.csv", bytes).unwrap();
        assert_eq!(words(&sheet, "WORDS"), ["=1+1", "-", "a,\"b\"\r\nc", "µ\t\u{1F600}\0", "-"]);
        let Values::Float(reals) = &hostile().columns[1].values else { unreachable!() };
        let read = sheet.column("REALS").unwrap().cells.iter().map(|cell| cell.number().unwrap());
        assert!(read.map(|n| n.map(f64::to_bits)).eq(reals.iter().map(|n| n.map(f64::to_bits))));
        assert_eq!(words(&sheet, "COUNTS"), ["-9223372036854775808", "-1", "-", "9223372036854775807", "0"]);
        assert_eq!(sheet.lines, Some(vec![2, 3, 4, 6, 7]), "the third record takes two lines");
    }

    #[test]
    fn lines_are_those_of_an_editor_with_crlf_empty_lines_and_a_byte_order_mark() {
        let sheet = read("\u{feff}A,B\r\n1,\"x\r\ny\"\r\n\r\n2,z\r\n");
        assert_eq!(sheet.lines, Some(vec![2, 5]));
        assert_eq!((words(&sheet, "A"), words(&sheet, "B")), (vec!["1", "2"], vec!["x\r\ny", "z"]));
        assert_eq!(read("A\n\n1\n2").lines, Some(vec![3, 4]));
    }

    #[test]
    fn missing_is_empty_or_na_and_a_point_where_a_number_is_read() {
        let sheet = read("A,B\n,x\nNA,x\n.,x\n'-1,x\n'a,x\n");
        assert_eq!(words(&sheet, "A"), ["-", "-", ".", "-1", "'a"]);
        let numbers: Vec<_> = sheet.columns[0].cells.iter().map(Cell::number).collect();
        assert_eq!(numbers, [Ok(None), Ok(None), Ok(None), Ok(Some(-1.0)), Err(WrongNumber::Text)]);
    }

    #[test]
    fn every_ragged_row_is_told_with_its_line() {
        let told = told(b"A,B\n1,2,3\n1,2\n1\n");
        let expected = "a.csv, line 2: the row is too long\n  found     3 cells\n  \
            expected  2 cells, one for each column\n  \
            try       put quotation marks around text that holds a comma\n\
            a.csv, line 4: the row is too short\n  found     1 cell\n  \
            expected  2 cells, one for each column\n";
        assert_eq!(told, expected);
    }

    #[test]
    fn an_open_quotation_mark_is_told_where_its_row_begins_and_nothing_behind_it() {
        let told = told(b"A,B\n1,2\n3,\"x\n4,\"y\"\n5,6,7\n");
        assert!(told.starts_with("a.csv, line 3: a quotation mark is not closed\n"), "{told}");
        assert_eq!(told.matches("a.csv").count(), 1);
        assert!(self::told(b"A,B\n1,5\" pipe\n").starts_with("a.csv, line 2: a quotation mark"));
    }

    #[test]
    fn latin_1_is_told_with_the_line_and_the_byte() {
        let told = told(b"A\nx\nM\xfcller\n");
        assert!(
            told.starts_with("a.csv, line 3: the file is not text in UTF-8\n  found     byte 0xfc\n"),
            "{told}"
        );
    }

    #[test]
    fn names_that_are_absent_or_twice_are_told_together() {
        let told = told(b"A,,A\n1,2,3\n");
        assert!(
            told.contains("column 2 has no name") && told.contains("column `A`: column 3 has the name"),
            "{told}"
        );
    }

    #[test]
    fn the_csv_of_european_spreadsheets_is_recognised() {
        assert!(told(b"A;B\n1,5;2\n").contains("separated by semicolons"));
        assert!(told(b"A\tB\n").contains("separated by tabs"));
    }

    /// Cells of each record by the `csv` crate, as far as every record has an even number of quotation marks.
    fn peer(text: &str) -> Option<Vec<Vec<String>>> {
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let (mut found, mut record, mut from) = (Vec::new(), ::csv::StringRecord::new(), 0);
        while reader.read_record(&mut record).unwrap() {
            let end = usize::try_from(reader.position().byte()).unwrap();
            if !text[from..end].matches('"').count().is_multiple_of(2) {
                return None;
            }
            from = end;
            found.push(record.iter().map(str::to_owned).collect());
        }
        Some(found)
    }

    fn ours(text: &str) -> Option<Vec<Vec<String>>> {
        let mut pieces = Pieces::of(text.as_bytes(), Ends::OutsideQuotes);
        let mut found = Vec::new();
        while let Some(piece) = pieces.next().ok()? {
            for record in piece.records() {
                let text = std::str::from_utf8(record.bytes).unwrap();
                let cells =
                    if record.quoted { unquoted(text)? } else { text.split(',').map(Cow::from).collect() };
                found.push(cells.into_iter().map(Cow::into_owned).collect());
            }
        }
        Some(found)
    }

    /// Every text of seven characters. We refuse more: a bare quotation mark before an open one on the same line.
    #[test]
    fn records_and_cells_are_those_of_the_csv_crate() {
        const LETTERS: [char; 5] = ['a', ',', '"', '\n', '\r'];
        let (mut alike, mut stricter) = (0, 0);
        for number in 0..5_usize.pow(7) {
            let letter = |place: u32| LETTERS[number / 5_usize.pow(place) % 5];
            let text: String = (0..7).map(letter).collect();
            match (ours(&text), peer(&text)) {
                (None, Some(_)) => {
                    let bare = |line: &str| line.contains("a\"");
                    assert!(text.split(['\n', '\r']).any(bare), "{text:?}");
                    stricter += 1;
                }
                (ours, peer) => {
                    assert_eq!(ours, peer, "{text:?}");
                    alike += 1;
                }
            }
        }
        assert_eq!((alike, stricter), (77_689, 436));
    }
}
