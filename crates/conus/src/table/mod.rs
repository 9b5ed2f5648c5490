//! What is a table that leaves the program or enters it? Named, labelled, typed columns of equal length, how they
//! are written, and in [`read`] what comes from outside.
//!
//! Names and labels obey the limits of CDISC ADaM (SAS transport version 5: names of 8 characters, labels of
//! 40), so that every file can be read by the tools that trial statisticians use. All data are synthetic;
//! `dictionary` says so in every folder and `parquet` in every file.

pub mod csv;
pub mod dataset_json;
pub mod dictionary;
mod fault;
pub mod folder;
pub mod growing;
pub mod parquet;
pub mod read;

use std::sync::Arc;

pub use fault::TableError;

/// The line that goes with every table of this program.
pub const SYNTHETIC: &str =
    "SYNTHETIC DATA: simulated subjects, not patients; for research and teaching, no clinical advice";

/// Longest variable or table name \[characters\]: SAS transport version 5, required by `ADaMIG` 1.3 section
/// 3.1.1.
pub const LONGEST_NAME: usize = 8;

/// Longest label \[characters\]: SAS transport version 5, required by `ADaMIG` 1.3 section 3.1.1.
pub const LONGEST_LABEL: usize = 40;

/// Who defined a variable: its name, label and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A CDISC standard; the text names the document.
    Cdisc(&'static str),
    /// This program.
    Conus,
}

impl Origin {
    /// The short word of the dictionary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cdisc(_) => "CDISC",
            Self::Conus => "conus",
        }
    }

    /// The document that defines the variable.
    pub fn source(self) -> &'static str {
        match self {
            Self::Cdisc(document) => document,
            Self::Conus => "conus",
        }
    }
}

/// What a column is about, without its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Upper case, at most [`LONGEST_NAME`] characters.
    pub name: &'static str,
    /// At most [`LONGEST_LABEL`] characters.
    pub label: &'static str,
    /// Unit of the values; empty for text, counts and codes.
    pub unit: &'static str,
    /// How the values come about, in one sentence.
    pub derivation: &'static str,
    /// Who defined it.
    pub origin: Origin,
}

impl Variable {
    /// One that conus defines.
    #[must_use]
    pub const fn own(
        name: &'static str,
        label: &'static str,
        unit: &'static str,
        derivation: &'static str,
    ) -> Self {
        Self { name, label, unit, derivation, origin: Origin::Conus }
    }
}

/// The type of the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Characters.
    Text,
    /// Real numbers.
    Float,
    /// Whole numbers; dates are whole days.
    Integer,
}

impl Kind {
    /// The word of the dictionary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Float => "float",
            Self::Integer => "integer",
        }
    }
}

/// The values of a column; `None` is missing. Text is shared, as most text of a trial is repeated thousands
/// of times.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Characters.
    Text(Vec<Option<Arc<str>>>),
    /// Real numbers, finite.
    Float(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is about.
    pub variable: Variable,
    /// What it holds.
    pub values: Values,
}

impl Column {
    /// A column of text.
    pub fn text(variable: Variable, values: impl IntoIterator<Item = Option<Arc<str>>>) -> Self {
        Self { variable, values: Values::Text(values.into_iter().collect()) }
    }

    /// A column of real numbers.
    pub fn float(variable: Variable, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self { variable, values: Values::Float(values.into_iter().collect()) }
    }

    /// A column of whole numbers.
    pub fn integer(variable: Variable, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        Self { variable, values: Values::Integer(values.into_iter().collect()) }
    }

    /// The type of the values.
    pub fn kind(&self) -> Kind {
        match self.values {
            Values::Text(_) => Kind::Text,
            Values::Float(_) => Kind::Float,
            Values::Integer(_) => Kind::Integer,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Text(values) => values.len(),
            Values::Float(values) => values.len(),
            Values::Integer(values) => values.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A table: columns of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Upper case, at most [`LONGEST_NAME`] characters; the file name in lower case.
    pub name: &'static str,
    /// At most [`LONGEST_LABEL`] characters.
    pub label: &'static str,
    /// In the order of the file.
    pub columns: Vec<Column>,
}

impl Table {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.variable.name == name)
    }

    /// Whether another table has the same name, columns and types, so that its rows may follow.
    pub fn same_form(&self, other: &Self) -> bool {
        let form = |table: &Self| table.columns.iter().map(|c| (c.variable, c.kind())).collect::<Vec<_>>();
        self.name == other.name && self.label == other.label && form(self) == form(other)
    }

    /// Its form alone.
    #[must_use]
    pub fn without_rows(&self) -> Self {
        let empty = |column: &Column| match column.kind() {
            Kind::Text => Column::text(column.variable, []),
            Kind::Float => Column::float(column.variable, []),
            Kind::Integer => Column::integer(column.variable, []),
        };
        Self { columns: self.columns.iter().map(empty).collect(), ..*self }
    }

    /// Checks names, labels, lengths and numbers; every writer calls it first.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), TableError> {
        check_words(self.name, self.name, self.label)?;
        for (at, column) in self.columns.iter().enumerate() {
            let name = column.variable.name;
            check_words(self.name, name, column.variable.label)?;
            if self.columns.iter().take(at).any(|earlier| earlier.variable.name == name) {
                return Err(TableError::Duplicate { table: self.name.into(), name: name.into() });
            }
            if column.len() != self.rows() {
                let (found, expected) = (column.len(), self.rows());
                return Err(TableError::Length {
                    table: self.name.into(),
                    name: name.into(),
                    found,
                    expected,
                });
            }
            if let Some(row) = first_not_finite(&column.values) {
                return Err(TableError::NotFinite {
                    table: self.name.into(),
                    name: name.into(),
                    row: row + 1,
                });
            }
        }
        Ok(())
    }

    /// Puts the rows of another table of the same form below these: several replicates become one table.
    ///
    /// # Errors
    /// When names, labels or types differ.
    pub fn append(&mut self, other: Self) -> Result<(), TableError> {
        if !self.same_form(&other) {
            return Err(TableError::Form { table: self.name.into(), found: other.name.into() });
        }
        for (mine, theirs) in self.columns.iter_mut().zip(other.columns) {
            match (&mut mine.values, theirs.values) {
                (Values::Text(a), Values::Text(b)) => a.extend(b),
                (Values::Float(a), Values::Float(b)) => a.extend(b),
                (Values::Integer(a), Values::Integer(b)) => a.extend(b),
                _ => return Err(TableError::Form { table: self.name.into(), found: other.name.into() }),
            }
        }
        Ok(())
    }
}

fn check_words(table: &str, name: &str, label: &str) -> Result<(), TableError> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_uppercase());
    let plain = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if !starts_well || !plain || name.len() > LONGEST_NAME {
        return Err(TableError::Name { table: table.into(), name: name.into() });
    }
    let characters = label.chars().count();
    if characters == 0 || characters > LONGEST_LABEL {
        return Err(TableError::Label { table: table.into(), name: name.into(), characters });
    }
    Ok(())
}

fn first_not_finite(values: &Values) -> Option<usize> {
    match values {
        Values::Float(values) => values.iter().position(|value| value.is_some_and(|v| !v.is_finite())),
        Values::Text(_) | Values::Integer(_) => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A variable of this program with nothing to tell but its name.
    pub(crate) fn plain(name: &'static str) -> Variable {
        Variable { name, label: "Label", unit: "", derivation: "", origin: Origin::Conus }
    }

    /// A small table with every type, missing cells and text that wants to break a file.
    pub(crate) fn hostile() -> Table {
        let text = [Some("=1+1"), None, Some("a,\"b\"\r\nc"), Some("µ\t\u{1F600}\0"), Some("")];
        Table {
            name: "ADHOST",
            label: "Hostile, \"quoted\" label; -1+1",
            columns: vec![
                Column::text(plain("WORDS"), text.map(|cell| cell.map(Arc::from))),
                Column::float(plain("REALS"), [Some(-0.1), None, Some(1e300), Some(5e-324), Some(-0.0)]),
                Column::integer(plain("COUNTS"), [Some(i64::MIN), Some(-1), None, Some(i64::MAX), Some(0)]),
            ],
        }
    }

    fn one(name: &'static str, label: &'static str) -> Table {
        let variable = Variable { label, ..plain(name) };
        Table { name: "ADONE", label: "One", columns: vec![Column::float(variable, [Some(1.0)])] }
    }

    #[test]
    fn names_that_sas_or_a_file_system_would_refuse_are_refused() {
        for name in ["", "TOOLONG99", "lower", "1FIRST", "A B", "A/B", "_A", "É"] {
            assert!(matches!(one(name, "Label").check(), Err(TableError::Name { .. })), "{name:?} passed");
        }
        assert!(one("EXACTLY8", "Label").check().is_ok());
    }

    #[test]
    fn labels_are_one_to_forty_characters_not_bytes() {
        assert!(one("A", "µ".repeat(40).leak()).check().is_ok());
        assert!(matches!(one("A", "").check(), Err(TableError::Label { .. })));
        let long = "12345678901234567890123456789012345678901";
        assert!(matches!(one("A", long).check(), Err(TableError::Label { characters: 41, .. })));
    }

    #[test]
    fn doubled_names_uneven_columns_and_numbers_that_are_none_are_refused() {
        let mut table = hostile();
        table.columns.push(table.columns[0].clone());
        assert!(matches!(table.check(), Err(TableError::Duplicate { .. })));
        table.columns[3] = Column::float(plain("SHORT"), [Some(1.0)]);
        assert!(matches!(table.check(), Err(TableError::Length { found: 1, expected: 5, .. })));
        table.columns[3] = Column::float(plain("BROKEN"), [Some(1.0), None, Some(f64::NAN), None, None]);
        assert!(matches!(table.check(), Err(TableError::NotFinite { row: 3, .. })));
    }

    #[test]
    fn tables_of_one_form_join_in_order_and_others_do_not() {
        let mut joined = hostile();
        joined.append(hostile()).unwrap();
        assert_eq!(joined.rows(), 10);
        let Values::Integer(counts) = &joined.column("COUNTS").unwrap().values else { unreachable!() };
        assert_eq!(counts[5..], counts[..5]);
        assert!(matches!(joined.append(one("A", "Label")), Err(TableError::Form { .. })));
        assert!(joined.check().is_ok(), "a refused table leaves the rows as they were");
    }
}
