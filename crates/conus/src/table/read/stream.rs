//! How is a file of any length read? In batches that are read one after the other, and told row by row on any thread.
//!
//! | kind | at a time | limit |
//! |---|---|---|
//! | CSV, Dataset-JSON line by line | some 256 KiB of whole rows | 64 MiB for one row |
//! | Parquet | up to 1,024 rows of a row group | 64 MiB of text for one column of them |
//! | Dataset-JSON in one piece | all | [`LONGEST_FILE`](super::LONGEST_FILE): JSON does not say where its columns stand |
//!
//! Every cell is text: a number is the shortest decimal, a missing cell is empty. `NA` is told as it stands, since
//! what it means depends on the column.

use std::borrow::Cow;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::dataset_json::lines::{self, Heads, Lines};
use super::parquet::groups::{self, Groups};
use super::pieces::Piece;
use super::{Fault, Kind, Place, Seen, Sheet, csv, faulty_names, read, unreadable};

/// Rows of a sheet that are told at a time.
const ROWS_OF_A_SHEET: usize = 1_024;

/// Which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its number among the rows of data, the first is 1.
    pub number: usize,
    /// The line in which it begins, in a file that has lines.
    pub line: Option<usize>,
}

impl Row {
    /// Where it stands, for messages.
    #[must_use]
    pub fn place(self) -> Place {
        self.line.map_or(Place::Row(self.number), Place::Line)
    }
}

/// Takes each row: its cells, one for each column, or why it cannot be read.
pub type Told<'t> = dyn FnMut(Row, Result<&[&str], Box<Fault>>) + 't;

/// A file that is read from its beginning to its end.
pub struct Stream {
    file: Arc<str>,
    columns: Vec<String>,
    unread: Vec<Fault>,
    length: u64,
    source: Source,
}

enum Source {
    Csv(Box<csv::Text<File>>),
    Lines(Box<Lines<File>>, Arc<Heads>),
    Parquet(Box<Groups>),
    /// A file that had to be read as a whole, and the first row that is not told.
    Whole(Arc<Sheet>, usize),
}

impl Stream {
    /// Opens a file and reads the names of its columns; the ending of its name says its kind.
    ///
    /// # Errors
    /// Every fault of its form that can be told without reading the rows.
    pub fn open(path: &Path) -> Result<Self, Vec<Fault>> {
        let name = path.display().to_string();
        let kind = Kind::of(&name)?;
        let unreadable = |cause| vec![unreadable(&name, &cause)];
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let (source, columns, unread) = match kind {
            Kind::Csv => {
                let (text, names) = csv::Text::begin(&name, file)?;
                (Source::Csv(Box::new(text)), names, Vec::new())
            }
            Kind::JsonLines => {
                let (lines, heads) = Lines::begin(&name, file)?;
                let names = heads.names.clone();
                (Source::Lines(Box::new(lines), Arc::new(heads)), names, Vec::new())
            }
            Kind::Parquet => {
                let (groups, (names, unread)) = Groups::begin(&name, file)?;
                (Source::Parquet(Box::new(groups)), names, unread)
            }
            Kind::Json => {
                let sheet = whole(path)?;
                let names = sheet.columns.iter().map(|column| column.name.clone()).collect();
                (Source::Whole(Arc::new(sheet), 0), names, Vec::new())
            }
        };
        let of_text = matches!(kind, Kind::Csv | Kind::JsonLines);
        let faults = faulty_names(&name, columns.iter().map(String::as_str), of_text);
        if faults.is_empty() {
            Ok(Self { file: name.into(), columns, unread, length, source })
        } else {
            Err(faults)
        }
    }

    /// Name of the file as the user gave it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Names of the columns, each of its own.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Columns that stand in the file but are of a type that is not read, each with the reason.
    #[must_use]
    pub fn unread(&self) -> &[Fault] {
        &self.unread
    }

    /// Which share of the file is read, from 0 to 1.
    #[must_use]
    pub fn share_read(&self) -> f64 {
        let of = |read: u64, all: u64| if all == 0 { 1.0 } else { (read as f64 / all as f64).min(1.0) };
        match &self.source {
            Source::Csv(text) => of(text.read(), self.length),
            Source::Lines(lines, _) => of(lines.read(), self.length),
            Source::Parquet(groups) => groups.share_read(),
            Source::Whole(sheet, next) => of(*next as u64, sheet.rows() as u64),
        }
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// When the rest of the file cannot be read; what was told before stands.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, Box<Fault>> {
        let rows = match &mut self.source {
            Source::Csv(text) => text.next()?.map(Rows::Csv),
            Source::Lines(lines, heads) => lines.next()?.map(|piece| Rows::Lines(piece, heads.clone())),
            Source::Parquet(groups) => groups.next()?.map(Rows::Parquet),
            Source::Whole(sheet, next) => {
                let rows = *next..sheet.rows().min(*next + ROWS_OF_A_SHEET);
                *next = rows.end;
                (!rows.is_empty()).then(|| Rows::Whole(sheet.clone(), rows))
            }
        };
        let (file, width) = (self.file.clone(), self.columns.len());
        Ok(rows.map(|rows| Batch { file, width, rows }))
    }
}

/// A sheet, with the advice for one that is too long.
fn whole(path: &Path) -> Result<Sheet, Vec<Fault>> {
    read(path).map_err(|faults| {
        let advice = |fault: Fault| {
            let too_long = fault.problem.contains("too l");
            let try_lines = "write it line by line as .ndjson; that may be of any length".to_owned();
            if too_long { fault.with(Some(try_lines)) } else { fault }
        };
        faults.into_iter().map(advice).collect()
    })
}

/// Some rows that follow each other.
pub struct Batch {
    file: Arc<str>,
    width: usize,
    rows: Rows,
}

enum Rows {
    Csv(Piece),
    Lines(Piece, Arc<Heads>),
    Parquet(groups::Rows),
    Whole(Arc<Sheet>, Range<usize>),
}

impl Batch {
    /// Tells each row: its cells, one for each column, or why it cannot be read.
    ///
    /// # Errors
    /// When what follows the rows told cannot be what its writer meant.
    pub fn each(&self, tell: &mut Told<'_>) -> Result<(), Box<Fault>> {
        match &self.rows {
            Rows::Csv(piece) => return csv::each(&self.file, self.width, piece, tell),
            Rows::Lines(piece, heads) => lines::each(&self.file, heads, piece, tell),
            Rows::Parquet(rows) => groups::each(rows, tell),
            Rows::Whole(sheet, rows) => each_of_sheet(sheet, rows.clone(), tell),
        }
        Ok(())
    }
}

fn each_of_sheet(sheet: &Sheet, rows: Range<usize>, tell: &mut Told<'_>) {
    for at in rows {
        let words: Vec<Cow<'_, str>> =
            sheet.columns.iter().map(|column| Seen::of(&column.cells[at]).words()).collect();
        let row = Row { number: at + 1, line: None };
        tell(row, Ok(&words.iter().map(Cow::as_ref).collect::<Vec<_>>()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::from_bytes;
    use super::*;
    use crate::table::tests::hostile;
    use crate::table::{csv as csv_writer, dataset_json, parquet};
    use std::fs;

    fn opened(name: &str, bytes: &[u8]) -> Result<Stream, Vec<Fault>> {
        let folder = std::env::temp_dir().join(format!("conus-stream-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let stream = Stream::open(&path);
        // An open file can still be read; on systems where it cannot be removed the folder stays.
        let _ = fs::remove_file(&path);
        stream
    }

    /// Rows as text, or the problem of a row; at last why reading ended too early.
    fn told(stream: &mut Stream) -> (Vec<(Row, String)>, Option<String>) {
        let mut found = Vec::new();
        loop {
            let ended = match stream.next_batch() {
                Ok(None) => return (found, None),
                Ok(Some(batch)) => batch.each(&mut |row, cells| {
                    found.push((row, cells.map_or_else(|fault| fault.problem, |cells| cells.join("|"))));
                }),
                Err(fault) => Err(fault),
            };
            if let Err(fault) = ended {
                return (found, Some(fault.to_string()));
            }
        }
    }

    fn written() -> [(&'static str, Vec<u8>); 3] {
        let (mut as_csv, mut as_parquet, mut as_json) = (Vec::new(), Vec::new(), Vec::new());
        csv_writer::write(&mut as_csv, &hostile()).unwrap();
        parquet::write(&mut as_parquet, &hostile()).unwrap();
        dataset_json::write(&mut as_json, &hostile()).unwrap();
        [("a.csv", as_csv), ("b.parquet", as_parquet), ("c.json", as_json)]
    }

    #[test]
    fn a_stream_tells_the_rows_of_the_sheet_in_every_kind() {
        for (name, bytes) in written() {
            let mut stream = opened(name, &bytes).unwrap();
            let sheet = from_bytes(name, bytes).unwrap();
            assert!(stream.columns().iter().eq(sheet.columns.iter().map(|column| &column.name)));
            let (rows, fault) = told(&mut stream);
            assert_eq!((rows.len(), fault), (5, None));
            for (at, (row, text)) in rows.into_iter().enumerate() {
                assert_eq!((row.number, row.place()), (at + 1, sheet.place(at)), "{name}");
                let cells: Vec<Cow<'_, str>> =
                    sheet.columns.iter().map(|column| Seen::of(&column.cells[at]).words()).collect();
                assert_eq!(text, cells.join("|"), "{name}");
            }
            assert!(stream.share_read() >= 1.0);
        }
    }

    #[test]
    fn row_groups_follow_each_other_and_a_cut_file_is_damaged() {
        let mut bytes = Vec::new();
        let mut file = parquet::Writer::begin(&mut bytes, &hostile()).unwrap();
        (0..3).for_each(|_| file.write(&hostile()).unwrap());
        file.finish().unwrap();
        let (rows, fault) = told(&mut opened("d.parquet", &bytes).unwrap());
        assert_eq!((rows.len(), rows[14].0.number, fault), (15, 15, None));
        assert_eq!(rows[0].1, rows[10].1);
        for length in [0, 7, bytes.len() / 2, bytes.len() - 1] {
            let faults = opened("e.parquet", &bytes[..length]).err().unwrap();
            assert!(faults[0].problem.contains("damaged"), "{}", faults[0]);
        }
        // The footer is whole and the pages are not.
        bytes[20..200].fill(0xff);
        let (rows, fault) = told(&mut opened("f.parquet", &bytes).unwrap());
        assert!(rows.is_empty() && fault.unwrap().contains("damaged"));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told_and_the_next_one_is_read() {
        let text = b"A,B\n1,2\n1\n\xff,2\n3,\"x\ny\"\n'=4,NA\n";
        let (rows, fault) = told(&mut opened("g.csv", text).unwrap());
        let row = |number, line, text: &str| (Row { number, line: Some(line) }, text.to_owned());
        let expected = [
            row(1, 2, "1|2"),
            row(2, 3, "the row is too short"),
            row(3, 4, "the file is not text in UTF-8"),
            row(4, 5, "3|x\ny"),
            row(5, 7, "=4|NA"),
        ];
        assert_eq!((rows, fault), (expected.into(), None));
    }

    #[test]
    fn behind_an_open_quotation_mark_nothing_is_told() {
        let (rows, fault) = told(&mut opened("h.csv", b"A,B\n1,2\n3,\"x\n4,y\n").unwrap());
        assert_eq!(rows.len(), 1);
        assert!(fault.unwrap().contains("h.csv, line 3: a quotation mark is not closed"));
    }

    #[test]
    fn lines_of_dataset_json_are_rows_and_their_number_is_held_to_the_promise() {
        let head = |records: usize| {
            format!(
                "{{\"datasetJSONVersion\":\"1.1.0\",\"records\":{records},\"columns\":[{}]}}\n",
                ["string", "integer"]
                    .map(|kind| format!("{{\"name\":\"{kind}\",\"dataType\":\"{kind}\"}}"))
                    .join(",")
            )
        };
        let text = head(3) + "[\"a\\nb\",1]\n\n[\"c\"]\n[\"d\",\"1\"]\n";
        let (rows, fault) = told(&mut opened("i.ndjson", text.as_bytes()).unwrap());
        let texts: Vec<(Option<usize>, &str)> =
            rows.iter().map(|(row, text)| (row.line, text.as_str())).collect();
        let wrong = "the value is not of the type of its column";
        assert_eq!(texts, [(Some(2), "a\nb|1"), (Some(4), "the row is too short"), (Some(5), wrong)]);
        assert_eq!(fault, None);
        let (rows, fault) = told(&mut opened("j.ndjson", (head(2) + "[\"a\",1]\n").as_bytes()).unwrap());
        assert!(rows.len() == 1 && fault.unwrap().contains("expected  2 rows"));
    }

    #[test]
    fn faults_of_the_head_are_those_of_the_sheet() {
        let files: [(&str, &[u8]); 8] = [
            ("a.csv", b""),
            ("a.csv", b"\n\n"),
            ("a.csv", b"A;B\n"),
            ("a.csv", b"A,,A\n1,2,3\n"),
            ("a.csv", b"\"A\n"),
            ("a.ndjson", b"{}\n"),
            ("a.ndjson", b"\n \n"),
            ("a.txt", b"A"),
        ];
        for (name, bytes) in files {
            let of_stream = opened(name, bytes).err().unwrap();
            let of_sheet = from_bytes(name, bytes.to_vec()).unwrap_err();
            assert_eq!(of_stream[0].problem, of_sheet[0].problem, "{name}");
        }
    }
}
