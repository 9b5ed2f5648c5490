//! Where do the rows of a long text begin and end? The text is cut into pieces of whole records, each with its place.
//!
//! In CSV a record ends at a line end (LF, CRLF or CR) that has an even number of quotation marks before it; in
//! line by line JSON at every LF. Empty records do not count. Lines are counted by LF, as an editor does.

use std::io::{self, Read};

use super::{Fault, Place, unreadable};

/// Length of a piece (byte), unless one record is longer.
const PIECE: usize = 1 << 18;

/// The longest record (byte): nothing longer is kept in memory in the hope of its end.
pub(super) const LONGEST_RECORD: usize = 64 << 20;

/// What ends a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line end outside of quotation marks.
    OutsideQuotes,
    /// Every line feed.
    EveryLine,
}

impl Ends {
    /// Where the first record ends, and whether it has a quotation mark that matters.
    fn first(self, bytes: &[u8]) -> Option<(usize, bool)> {
        if self == Self::EveryLine {
            return bytes.iter().position(|&byte| byte == b'\n').map(|end| (end, false));
        }
        let (mut open, mut quoted) = (false, false);
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => (open, quoted) = (!open, true),
                b'\n' | b'\r' if !open => return Some((at, quoted)),
                _ => {}
            }
        }
        None
    }

    /// Whether these bytes without a line end are a record at all.
    fn counts(self, record: &[u8]) -> bool {
        match self {
            Self::OutsideQuotes => !record.is_empty(),
            Self::EveryLine => !record.trim_ascii().is_empty(),
        }
    }
}

/// Why a text cannot be cut further.
#[derive(Debug)]
pub(super) enum Uncut {
    /// The system refused to read.
    System(io::Error),
    /// A record is longer than is read, or its quotation mark is never closed; it begins in this line.
    Endless { line: usize, open: bool },
}

impl Uncut {
    /// As it is told of a file.
    pub(super) fn fault(self, file: &str) -> Box<Fault> {
        Box::new(match self {
            Self::System(cause) => unreadable(file, &cause),
            Self::Endless { line, open: true } => open_quote(file, line),
            Self::Endless { line, open: false } => {
                let expected = format!("rows of at most {} MiB", LONGEST_RECORD >> 20);
                Fault::of_file(file, "the row has no end", expected).at(Place::Line(line))
            }
        })
    }
}

/// The fault of a quotation mark that is not closed in the record that begins in this line.
pub(super) fn open_quote(file: &str, line: usize) -> Fault {
    let expected = "quotation marks in pairs, those within text doubled";
    Fault::of_file(file, "a quotation mark is not closed", expected).at(Place::Line(line))
}

/// One record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record<'p> {
    /// The line in which it begins.
    pub(super) line: usize,
    /// Its bytes without line end.
    pub(super) bytes: &'p [u8],
    /// Whether a quotation mark stands in it.
    pub(super) quoted: bool,
}

/// Whole records that follow each other.
#[derive(Debug)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    ends: Ends,
    /// Line of the first byte.
    line: usize,
    /// Number of the first record, the first of the text is 0.
    pub(super) first: usize,
    /// How many records there are.
    pub(super) count: usize,
}

impl Piece {
    /// The records in their order.
    pub(super) fn records(&self) -> Records<'_> {
        Records { rest: &self.bytes, ends: self.ends, line: self.line }
    }

    /// Takes the first record away, with its line.
    pub(super) fn behead(&mut self) -> Option<(usize, Vec<u8>)> {
        let mut records = self.records();
        let head = records.next()?;
        let (place, head) = (head.line, head.bytes.to_vec());
        let (rest, line) = (records.rest.len(), records.line);
        self.bytes.drain(..self.bytes.len() - rest);
        (self.line, self.first, self.count) = (line, self.first + 1, self.count - 1);
        Some((place, head))
    }
}

/// See [`Piece::records`].
pub(super) struct Records<'p> {
    rest: &'p [u8],
    ends: Ends,
    line: usize,
}

impl<'p> Iterator for Records<'p> {
    type Item = Record<'p>;

    fn next(&mut self) -> Option<Record<'p>> {
        while !self.rest.is_empty() {
            let (end, quoted) = self.ends.first(self.rest).unwrap_or_else(|| {
                let quoted = self.ends == Ends::OutsideQuotes && self.rest.contains(&b'"');
                (self.rest.len(), quoted)
            });
            let (bytes, line) = (&self.rest[..end], self.line);
            self.line += usize::from(self.rest.get(end) == Some(&b'\n'));
            self.line += if quoted { line_feeds(bytes) } else { 0 };
            self.rest = &self.rest[self.rest.len().min(end + 1)..];
            if self.ends.counts(bytes) {
                return Some(Record { line, bytes, quoted });
            }
        }
        None
    }
}

fn line_feeds(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte == b'\n').count()
}

/// Cuts a text into pieces.
pub(super) struct Pieces<R> {
    source: R,
    ends: Ends,
    /// The beginning of a record that is not whole yet.
    held: Vec<u8>,
    line: usize,
    records: usize,
    begun: bool,
    /// Bytes read so far.
    pub(super) read: u64,
}

impl<R: Read> Pieces<R> {
    /// Begins at the first byte of a source.
    pub(super) fn of(source: R, ends: Ends) -> Self {
        Self { source, ends, held: Vec::new(), line: 1, records: 0, begun: false, read: 0 }
    }

    /// How many records there were.
    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// The next records; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Uncut> {
        let mut bytes = std::mem::take(&mut self.held);
        let mut wanted = PIECE;
        loop {
            let ended = self.fill(&mut bytes, wanted).map_err(Uncut::System)?;
            let (whole, count) = self.whole(&bytes);
            if whole > 0 {
                self.held = bytes.split_off(whole);
                return Ok(Some(self.piece(bytes, count)));
            }
            let marks = bytes.iter().filter(|&&byte| byte == b'"').count();
            let open = self.ends == Ends::OutsideQuotes && marks % 2 == 1;
            let endless = Uncut::Endless { line: self.line, open };
            match ended {
                true if bytes.is_empty() => return Ok(None),
                true if open => return Err(endless),
                true => {
                    let count = usize::from(self.ends.counts(&bytes));
                    return Ok(Some(self.piece(bytes, count)));
                }
                false if bytes.len() >= LONGEST_RECORD => return Err(endless),
                // Twice as many, so that no byte is looked at more than a few times.
                false => wanted = (2 * bytes.len()).min(LONGEST_RECORD),
            }
        }
    }

    fn piece(&mut self, bytes: Vec<u8>, count: usize) -> Piece {
        let piece = Piece { ends: self.ends, line: self.line, first: self.records, count, bytes };
        self.line += line_feeds(&piece.bytes);
        self.records += count;
        piece
    }

    /// Reads until there are so many bytes; says whether the text has ended.
    fn fill(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        let lacking = wanted.saturating_sub(bytes.len());
        bytes.reserve(lacking);
        let got = self.source.by_ref().take(lacking as u64).read_to_end(bytes)?;
        self.read += got as u64;
        if !std::mem::replace(&mut self.begun, true) && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Ok(got < lacking)
    }

    /// The length of the whole records at the beginning, and how many they are.
    fn whole(&self, bytes: &[u8]) -> (usize, usize) {
        let (mut length, mut count) = (0, 0);
        while let Some((end, _)) = self.ends.first(&bytes[length..]) {
            count += usize::from(self.ends.counts(&bytes[length..length + end]));
            length += end + 1;
        }
        (length, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of all pieces with their lines and numbers.
    fn cut(text: &[u8], ends: Ends) -> Vec<(usize, usize, Vec<u8>)> {
        let mut pieces = Pieces::of(text, ends);
        let mut found = Vec::new();
        while let Some(piece) = pieces.next().unwrap() {
            assert_eq!(piece.records().count(), piece.count);
            for (at, record) in piece.records().enumerate() {
                found.push((piece.first + at, record.line, record.bytes.to_vec()));
            }
        }
        assert_eq!(found.len(), pieces.records());
        found
    }

    fn texts(text: &str, ends: Ends) -> Vec<(usize, String)> {
        let found = cut(text.as_bytes(), ends).into_iter();
        found.map(|(_, line, bytes)| (line, String::from_utf8(bytes).unwrap())).collect()
    }

    #[test]
    fn line_ends_within_quotation_marks_end_no_record() {
        let found = texts("\u{feff}a,b\r\n\r\n1,\"x\ny\"\n\n2,z", Ends::OutsideQuotes);
        let expected = [(1, "a,b"), (3, "1,\"x\ny\""), (6, "2,z")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn in_lines_of_json_every_line_feed_ends_a_record_and_blank_lines_do_not_count() {
        let found = texts("{\"a\": \"\\\"\"}\n  \n[1]\r\n", Ends::EveryLine);
        assert_eq!(found, [(1, "{\"a\": \"\\\"\"}".to_owned()), (3, "[1]\r".to_owned())]);
    }

    /// A record may lie across any number of pieces.
    #[test]
    fn long_texts_lose_no_record_and_no_line_at_the_cuts() {
        let record = |at: usize| {
            let fill = if at.is_multiple_of(50) { 200_000 } else { at % 90 };
            format!("{at},\"{}\n\"", "x".repeat(fill))
        };
        let text: String = (0..2_000).map(|at| record(at) + "\n").collect();
        let found = cut(text.as_bytes(), Ends::OutsideQuotes);
        assert_eq!(found.len(), 2_000);
        for (at, (number, line, bytes)) in found.into_iter().enumerate() {
            assert_eq!((number, line, bytes), (at, 1 + 2 * at, record(at).into_bytes()));
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told_with_its_line_after_what_stood_before() {
        let mut pieces = Pieces::of(&b"a\nb\n\"c\nd\n"[..], Ends::OutsideQuotes);
        assert_eq!(pieces.next().unwrap().unwrap().count, 2);
        assert!(matches!(pieces.next(), Err(Uncut::Endless { line: 3, open: true })));
    }

    #[test]
    fn a_record_without_end_is_given_up_at_a_bounded_length() {
        let mut pieces = Pieces::of(io::repeat(b'x'), Ends::OutsideQuotes);
        assert!(matches!(pieces.next(), Err(Uncut::Endless { line: 1, open: false })));
        assert_eq!(pieces.read, LONGEST_RECORD as u64);
    }

    #[test]
    fn the_first_record_is_taken_away_with_its_line() {
        let mut pieces = Pieces::of(&b"\n\na,b\n1,2\n"[..], Ends::OutsideQuotes);
        let mut piece = pieces.next().unwrap().unwrap();
        assert_eq!(piece.behead(), Some((3, b"a,b".to_vec())));
        let left = piece.records().map(|record| (record.line, record.bytes)).collect::<Vec<_>>();
        assert_eq!((piece.first, piece.count, left), (1, 1, vec![(4, &b"1,2"[..])]));
        assert_eq!(piece.behead().map(|(line, _)| line), Some(4));
        assert_eq!(piece.behead(), None);
    }
}
