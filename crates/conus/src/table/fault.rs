//! Why can a table not leave the program?

/// Why a table cannot leave the program.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Names are restricted so that SAS and every file system take them.
    #[error(
        "name `{name}` in table `{table}` must be 1 to 8 upper-case letters and digits, starting with a letter"
    )]
    Name {
        /// The table.
        table: String,
        /// The bad name, of a column or of the table.
        name: String,
    },
    /// Labels are restricted by SAS transport files.
    #[error("label of `{name}` in table `{table}` has {characters} characters; shorten it to 1 to 40")]
    Label {
        /// The table.
        table: String,
        /// The column, or the table itself.
        name: String,
        /// Length found.
        characters: usize,
    },
    /// Two columns share a name.
    #[error("table `{table}` has two columns named `{name}`; rename one")]
    Duplicate {
        /// The table.
        table: String,
        /// The name.
        name: String,
    },
    /// Columns differ in length.
    #[error("column `{name}` of table `{table}` has {found} rows, the first column has {expected}")]
    Length {
        /// The table.
        table: String,
        /// The column.
        name: String,
        /// Rows of the column.
        found: usize,
        /// Rows of the first column.
        expected: usize,
    },
    /// A number is infinite or not a number; a missing value must be written as missing.
    #[error(
        "row {row} of column `{name}` in table `{table}` is not a finite number; make it missing or mend it"
    )]
    NotFinite {
        /// The table.
        table: String,
        /// The column.
        name: String,
        /// Row, counted from 1.
        row: usize,
    },
    /// Two tables that were to be joined are not of the same form.
    #[error(
        "rows of table `{found}` do not fit table `{table}`: names, labels or types of the columns differ"
    )]
    Form {
        /// The table to be continued.
        table: String,
        /// The table that was to be added.
        found: String,
    },
    /// The file could not be written.
    #[error("table `{table}` could not be written; check space and permission of the output folder")]
    Write {
        /// The table.
        table: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The Parquet file could not be written.
    #[error(
        "table `{table}` could not be written as parquet; check space and permission of the output folder"
    )]
    Parquet {
        /// The table.
        table: String,
        /// What the writer said.
        #[source]
        source: ::parquet::errors::ParquetError,
    },
}
