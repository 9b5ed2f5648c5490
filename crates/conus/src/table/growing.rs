//! How does a table grow on disk that is too long for memory? Rows are gathered to groups of a fixed size and written
//! group by group, so the bytes depend on the rows alone and not on the pieces in which they came.

use super::{Table, TableError, csv, parquet};
use std::io::{BufWriter, Write};

/// Rows of a group; the last one may have fewer, and a piece is never cut.
const ROWS: usize = 1 << 16;

/// What the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, for every program.
    Csv,
    /// Columns, for long tables.
    Parquet,
}

impl Kind {
    /// Ending of the file name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

/// A table that grows on disk.
pub struct Growing<W: Write + Send> {
    /// Rows that are gathered.
    group: Table,
    rows: usize,
    file: File<W>,
}

enum File<W: Write + Send> {
    Csv(BufWriter<W>),
    Parquet(Box<parquet::Writer<W>>),
}

impl<W: Write + Send> Growing<W> {
    /// Begins a file for rows of the form of this table, which must have none.
    ///
    /// # Errors
    /// When the table breaks a rule of [`Table::check`] or the sink refuses.
    pub fn begin(sink: W, kind: Kind, form: Table) -> Result<Self, TableError> {
        let file = match kind {
            Kind::Csv => {
                let mut file = BufWriter::new(sink);
                csv::write(&mut file, &form)?;
                File::Csv(file)
            }
            Kind::Parquet => File::Parquet(Box::new(parquet::Writer::begin(sink, &form)?)),
        };
        Ok(Self { group: form, rows: 0, file })
    }

    /// Adds the rows of a table.
    ///
    /// # Errors
    /// When the table breaks a rule, differs in form from the first, or the sink refuses.
    pub fn add(&mut self, rows: Table) -> Result<(), TableError> {
        self.rows += rows.rows();
        self.group.append(rows)?;
        if self.group.rows() >= ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), TableError> {
        match &mut self.file {
            File::Csv(file) => csv::write_rows(file, &self.group)?,
            File::Parquet(file) => file.write(&self.group)?,
        }
        self.group = self.group.without_rows();
        Ok(())
    }

    /// Writes what is left; says what the table is and how many rows it has.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn finish(mut self) -> Result<(Table, usize), TableError> {
        if self.group.rows() > 0 {
            self.flush()?;
        }
        let refused = |source| TableError::Write { table: self.group.name.into(), source };
        match self.file {
            File::Csv(mut file) => file.flush().map_err(refused)?,
            File::Parquet(file) => file.finish()?,
        }
        Ok((self.group, self.rows))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::hostile;
    use super::*;

    fn grown(kind: Kind, pieces: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut growing = Growing::begin(&mut bytes, kind, hostile().without_rows()).unwrap();
        for _ in 0..pieces {
            growing.add(hostile()).unwrap();
        }
        let (form, rows) = growing.finish().unwrap();
        assert_eq!((form, rows), (hostile().without_rows(), 5 * pieces));
        bytes
    }

    #[test]
    fn a_table_that_grows_is_the_table_that_is_written_at_once() {
        let mut whole = hostile();
        whole.append(hostile()).unwrap();
        let (mut text, mut columns) = (Vec::new(), Vec::new());
        csv::write(&mut text, &whole).unwrap();
        parquet::write(&mut columns, &whole).unwrap();
        assert_eq!(grown(Kind::Csv, 2), text);
        assert_eq!(grown(Kind::Parquet, 2), columns);
    }
}
