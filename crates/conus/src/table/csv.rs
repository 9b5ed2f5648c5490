//! How is a table written as CSV that every reader takes and no spreadsheet executes?
//!
//! RFC 4180 quoting with a line feed alone; first line = names; a missing value (and empty text, which SAS
//! cannot tell from missing) is an empty cell. Text that a spreadsheet could take for a formula (first
//! character `=`, `+`, `-`, `@`, tab, carriage return or line feed) gets a leading apostrophe, as OWASP
//! advises ("CSV Injection", owasp.org/www-community/attacks/CSV_Injection). Numbers are never altered: the
//! shortest decimal that reads back to the same bits.

use std::io::{self, Write};

use super::{Column, Table, TableError, Values};

/// Writes the names and all rows.
///
/// # Errors
/// When the table breaks a rule of [`Table::check`] or the sink refuses.
pub fn write(sink: &mut impl Write, table: &Table) -> Result<(), TableError> {
    table.check()?;
    let names: Vec<&str> = table.columns.iter().map(|column| column.variable.name).collect();
    writeln!(sink, "{}", names.join(",")).map_err(|source| refused(table, source))?;
    write_rows(sink, table)
}

/// Writes the rows alone, to continue a file begun by [`write()`] with the next replicate.
///
/// # Errors
/// When the table breaks a rule of [`Table::check`] or the sink refuses.
pub fn write_rows(sink: &mut impl Write, table: &Table) -> Result<(), TableError> {
    table.check()?;
    for row in 0..table.rows() {
        write_row(sink, &table.columns, row).map_err(|source| refused(table, source))?;
    }
    Ok(())
}

/// One line of text cells, quoted and defused as those of a table; a number in digits is left as it is.
///
/// # Panics
/// Never: writing to memory does not fail, and text stays text.
#[must_use]
pub fn line(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let mut written = Vec::new();
        write_cell(&mut written, cell).expect("memory does not refuse");
        String::from_utf8(written).expect("text stays text")
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

fn refused(table: &Table, source: io::Error) -> TableError {
    TableError::Write { table: table.name.into(), source }
}

fn write_row(sink: &mut impl Write, columns: &[Column], row: usize) -> io::Result<()> {
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            sink.write_all(b",")?;
        }
        match &column.values {
            Values::Text(values) => values[row].as_deref().map_or(Ok(()), |text| write_text(sink, text))?,
            Values::Float(values) => values[row].map_or(Ok(()), |number| write_float(sink, number))?,
            Values::Integer(values) => values[row].map_or(Ok(()), |number| write!(sink, "{number}"))?,
        }
    }
    sink.write_all(b"\n")
}

/// Text, or a number in digits that is left as it is.
pub(crate) fn write_cell(sink: &mut impl Write, text: &str) -> io::Result<()> {
    // Only a sign makes a number look like a formula.
    if text.starts_with(['+', '-']) && text.parse::<f64>().is_ok() {
        return sink.write_all(text.as_bytes());
    }
    write_text(sink, text)
}

/// Text, quoted and defused where it must be.
pub(crate) fn write_text(sink: &mut impl Write, text: &str) -> io::Result<()> {
    let apostrophe: &[u8] = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { b"'" } else { b"" };
    if text.contains([',', '"', '\n', '\r']) {
        sink.write_all(b"\"")?;
        sink.write_all(apostrophe)?;
        sink.write_all(text.replace('"', "\"\"").as_bytes())?;
        return sink.write_all(b"\"");
    }
    sink.write_all(apostrophe)?;
    sink.write_all(text.as_bytes())
}

/// Both forms of Rust print the shortest digits that read back exactly; the exponent keeps extremes short.
pub(crate) fn write_float(sink: &mut impl Write, number: f64) -> io::Result<()> {
    let size = number.abs();
    if number.fract() == 0.0 && size < 1e15 && !(number == 0.0 && number.is_sign_negative()) {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 1e15")]
        return write!(sink, "{}", number as i64);
    }
    if size == 0.0 || (1e-5..1e15).contains(&size) {
        write!(sink, "{number}")
    } else {
        write!(sink, "{number:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hostile, plain};
    use super::*;
    use std::sync::Arc;

    fn printed(table: &Table) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes, table).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn hostile_cells_are_quoted_defused_or_empty() {
        let expected = "WORDS,REALS,COUNTS\n\
            '=1+1,-0.1,-9223372036854775808\n\
            ,,-1\n\
            \"a,\"\"b\"\"\r\nc\",1e300,\n\
            µ\t\u{1F600}\0,5e-324,9223372036854775807\n\
            ,-0,0\n";
        assert_eq!(printed(&hostile()), expected);
    }

    #[test]
    fn every_opening_character_of_a_formula_is_defused_and_no_other() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\n"] {
            let text = format!("{first}cmd|' /C calc'!A0,\"x\"");
            let mut bytes = Vec::new();
            write_text(&mut bytes, &text).unwrap();
            let cell = String::from_utf8(bytes).unwrap();
            assert!(cell.starts_with("\"'"), "{cell:?}");
            assert_eq!(cell[2..cell.len() - 1].replace("\"\"", "\""), text);
        }
        for text in ["a=b", "T6", "'=1", " -1", "0-1"] {
            let mut bytes = Vec::new();
            write_text(&mut bytes, text).unwrap();
            assert_eq!(bytes, text.as_bytes());
        }
    }

    #[test]
    fn negative_numbers_are_numbers_and_read_back_to_the_same_bits() {
        let numbers =
            [-1.0, -0.0, 0.1 + 0.2, 1e-5, 9.9e-6, 1e15, 123_456_789.123_456_79, f64::MAX, 5e-324, 2.0 / 3.0];
        for number in numbers {
            let mut bytes = Vec::new();
            write_float(&mut bytes, number).unwrap();
            let cell = String::from_utf8(bytes).unwrap();
            assert_eq!(cell.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{cell}");
            assert!(cell.len() <= 24, "{cell} is longer than the shortest form of any double");
        }
    }

    #[test]
    fn a_file_continued_with_rows_equals_the_file_of_the_joined_table() {
        let mut parts = Vec::new();
        write(&mut parts, &hostile()).unwrap();
        write_rows(&mut parts, &hostile()).unwrap();
        let mut joined = hostile();
        joined.append(hostile()).unwrap();
        assert_eq!(parts, printed(&joined).into_bytes());
    }

    #[test]
    fn a_table_that_breaks_a_rule_writes_no_byte() {
        let mut table = hostile();
        table.columns.push(Column::text(plain("SHORT"), [Some(Arc::from("x"))]));
        let mut bytes = Vec::new();
        assert!(write(&mut bytes, &table).is_err());
        assert_eq!(bytes.len(), 0);
    }

    #[test]
    fn a_cell_is_quoted_or_defused_where_it_must_be_and_a_number_is_left_alone() {
        assert_eq!(line(&["a,b", "=1+1", "-1.5", "say \"x\""]), "\"a,b\",'=1+1,-1.5,\"say \"\"x\"\"\"\n");
    }
}
