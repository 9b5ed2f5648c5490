//! What does a CSV file hold? RFC 4180: names in the first line, quotation marks around text with commas, quotation
//! marks or line ends.
//!
//! Line ends are LF or CRLF, empty lines do not count, a byte order mark is skipped. Every record has as many cells
//! as the header. A quotation mark that is not closed is found by the odd number of them in its record. Every cell
//! is text; an empty cell and `NA` are missing. The apostrophe that [`crate::table::csv`] puts before text that a
//! spreadsheet could run is taken away again.

use ::csv::{ReaderBuilder, StringRecord};

use super::{
    Cell, Fault, Faults, MOST_CELLS, MOST_COLUMNS, Place, Sheet, SheetColumn, Texts, too_large, uneven, utf8,
};

pub(super) fn sheet(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let text = utf8(name, &bytes)?;
    let mut records = Records::of(name, text);
    let header = match records.next() {
        Some(Ok((_, header))) => header,
        Some(Err(faults)) => return Err(faults),
        None => {
            return Err(vec![Fault::of_file(
                name,
                "the file is empty",
                "names of columns in the first line",
            )]);
        }
    };
    let mut sheet = with_header(name, &header)?;
    fill(&mut sheet, records)?;
    Ok(sheet)
}

fn with_header(name: &str, header: &StringRecord) -> Result<Sheet, Vec<Fault>> {
    if header.len() > MOST_COLUMNS {
        return Err(vec![too_large(name)]);
    }
    for (separator, word) in [(';', "semicolons"), ('\t', "tabs")] {
        if header.len() == 1 && header[0].contains(separator) {
            let fault = Fault::of_file(name, format!("the columns are separated by {word}"), "commas");
            let advice = "write the file with commas between the columns and points in the numbers";
            return Err(vec![fault.at(Place::Line(1)).about(&header[0]).with(Some(advice.into()))]);
        }
    }
    let column = |name: &str| SheetColumn { name: name.trim().to_owned(), label: None, cells: Vec::new() };
    Ok(Sheet {
        file: name.to_owned(),
        columns: header.iter().map(column).collect(),
        unread: Vec::new(),
        lines: Some(Vec::new()),
    })
}

fn fill(sheet: &mut Sheet, records: Records<'_>) -> Result<(), Vec<Fault>> {
    let (mut faults, mut texts, mut lines) = (Faults::default(), Texts::default(), Vec::new());
    let width = sheet.columns.len();
    for record in records {
        let (line, record) = match record {
            Ok(found) => found,
            Err(found) => {
                found.into_iter().for_each(|fault| faults.note(fault));
                break;
            }
        };
        if record.len() != width {
            let fault = uneven(&sheet.file, Place::Line(line), record.len(), width);
            let advice = "put quotation marks around text that holds a comma".to_owned();
            faults.note(fault.with((record.len() > width).then_some(advice)));
            continue;
        }
        if (lines.len() + 1) * width > MOST_CELLS {
            return Err(vec![too_large(&sheet.file)]);
        }
        lines.push(line);
        for (column, cell) in sheet.columns.iter_mut().zip(&record) {
            column.cells.push(read(cell, &mut texts));
        }
    }
    sheet.lines = Some(lines);
    if faults.any_error() { Err(faults.into_vec()) } else { Ok(()) }
}

fn read(cell: &str, texts: &mut Texts) -> Cell {
    match cell.strip_prefix('\'') {
        Some(defused) if defused.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => texts.cell(defused),
        _ if cell == "NA" => Cell::Missing,
        _ => texts.cell(cell),
    }
}

/// The records of a text, each with the line in which it begins.
///
/// The lines are counted here: the reader of the `csv` crate counts those that it has passed, which is one fewer
/// after CRLF and more after empty lines.
struct Records<'t> {
    file: &'t str,
    text: &'t str,
    reader: ::csv::Reader<&'t [u8]>,
    /// Bytes of which the line ends are counted, and how many there are.
    counted: (usize, usize),
    broken: bool,
}

impl<'t> Records<'t> {
    fn of(file: &'t str, text: &'t str) -> Self {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { file, text, reader, counted: (0, 0), broken: false }
    }

    /// The line of a byte behind all those asked for before.
    fn line_of(&mut self, byte: usize) -> usize {
        let (from, ends) = self.counted;
        let ends = ends + self.text.as_bytes()[from..byte].iter().filter(|&&b| b == b'\n').count();
        self.counted = (byte, ends);
        ends + 1
    }

    fn read(&mut self) -> Result<Option<(usize, StringRecord)>, Vec<Fault>> {
        let mut record = StringRecord::new();
        let before = self.place();
        let found = self.reader.read_record(&mut record);
        let after = self.place();
        let piece = &self.text[before..after];
        let start = before + piece.len() - piece.trim_start_matches(['\r', '\n']).len();
        let line = self.line_of(start.min(after));
        let wrong = |problem: String, expected: &str| {
            Err(vec![Fault::of_file(self.file, problem, expected).at(Place::Line(line))])
        };
        match found {
            Err(cause) => wrong(format!("the row cannot be read: {cause}"), "CSV as in RFC 4180"),
            Ok(false) => Ok(None),
            Ok(true) if piece.matches('"').count() % 2 == 1 => wrong(
                "a quotation mark is not closed".into(),
                "quotation marks in pairs, those within text doubled",
            ),
            Ok(true) => Ok(Some((line, record))),
        }
    }

    fn place(&self) -> usize {
        usize::try_from(self.reader.position().byte())
            .map_or(self.text.len(), |byte| byte.min(self.text.len()))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<(usize, StringRecord), Vec<Fault>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken {
            return None;
        }
        let read = self.read().transpose();
        // What follows an open quotation mark is not what its writer meant.
        self.broken = read.as_ref().is_some_and(Result::is_err);
        read
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
}
