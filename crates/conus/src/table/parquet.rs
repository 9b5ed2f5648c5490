//! How is a table written as Parquet with the same bytes on every machine?
//!
//! Plain columnar writer without Arrow: text as UTF-8 byte arrays, real numbers as doubles, whole numbers as
//! 64-bit integers, every column optional. Snappy, fixed `created_by`, no time stamp. Labels, units and the
//! word that the data are synthetic travel as key-value metadata of the file.
//!
//! What could change bytes from machine to machine was looked up in the sources of `parquet` 60.1 and `snap`
//! 1.1: the dictionary numbers its entries in order of first appearance (`util/interner.rs`; the random hash
//! only finds duplicates) and its size limit counts stored bytes, not hash-table memory; `snap` asks the CPU
//! only for the checksum of its frame format, which Parquet does not use. Numbers are written without
//! dictionary.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{ColumnPath, Type};

use super::{Column, Kind, SYNTHETIC, Table, TableError, Values};

/// Writes a whole table as one row group.
///
/// # Errors
/// When the table breaks a rule of [`Table::check`] or the sink refuses.
pub fn write(sink: impl Write + Send, table: &Table) -> Result<(), TableError> {
    let mut writer = Writer::begin(sink, table)?;
    writer.write(table)?;
    writer.finish()
}

/// A Parquet file that grows by one row group per table, so that replicates need not be in memory together.
pub struct Writer<W: Write + Send> {
    form: Table,
    file: SerializedFileWriter<W>,
}

impl<W: Write + Send> Writer<W> {
    /// Opens a file for tables of the form of this one; its rows are not written yet.
    ///
    /// # Errors
    /// When the table breaks a rule of [`Table::check`] or the sink refuses.
    pub fn begin(sink: W, table: &Table) -> Result<Self, TableError> {
        table.check()?;
        let form = table.without_rows();
        let file = schema(table)
            .and_then(|schema| SerializedFileWriter::new(sink, Arc::new(schema), Arc::new(properties(table))))
            .map_err(|source| refused(table, source))?;
        Ok(Self { form, file })
    }

    /// Adds the rows of a table as one row group.
    ///
    /// # Errors
    /// When the table breaks a rule, differs in form from the first, or the sink refuses.
    pub fn write(&mut self, table: &Table) -> Result<(), TableError> {
        table.check()?;
        if !self.form.same_form(table) {
            return Err(TableError::Form { table: self.form.name.into(), found: table.name.into() });
        }
        write_group(&mut self.file, &table.columns).map_err(|source| refused(table, source))
    }

    /// Writes the footer; without it the file cannot be read.
    ///
    /// # Errors
    /// When the sink refuses.
    pub fn finish(self) -> Result<(), TableError> {
        let Self { form, file } = self;
        file.close().map(|_| ()).map_err(|source| refused(&form, source))
    }
}

fn refused(table: &Table, source: ParquetError) -> TableError {
    TableError::Parquet { table: table.name.into(), source }
}

fn schema(table: &Table) -> ParquetResult<Type> {
    let fields = table.columns.iter().map(|column| {
        let physical = match column.kind() {
            Kind::Text => Physical::BYTE_ARRAY,
            Kind::Float => Physical::DOUBLE,
            Kind::Integer => Physical::INT64,
        };
        let logical = (column.kind() == Kind::Text).then_some(LogicalType::String);
        Type::primitive_type_builder(column.variable.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    });
    Type::group_type_builder(table.name).with_fields(fields.collect::<ParquetResult<_>>()?).build()
}

fn properties(table: &Table) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by("conus".into())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(key_values(table)));
    for column in &table.columns {
        let path = ColumnPath::from(column.variable.name);
        builder = builder.set_column_dictionary_enabled(path, column.kind() == Kind::Text);
    }
    builder.build()
}

fn key_values(table: &Table) -> Vec<KeyValue> {
    let mut pairs = vec![
        KeyValue::new("conus.synthetic".into(), SYNTHETIC.to_owned()),
        KeyValue::new("conus.label".into(), table.label.to_owned()),
    ];
    for column in &table.columns {
        let variable = column.variable;
        pairs.push(KeyValue::new(format!("conus.label.{}", variable.name), variable.label.to_owned()));
        if !variable.unit.is_empty() {
            pairs.push(KeyValue::new(format!("conus.unit.{}", variable.name), variable.unit.to_owned()));
        }
    }
    pairs
}

fn write_group<W: Write + Send>(file: &mut SerializedFileWriter<W>, columns: &[Column]) -> ParquetResult<()> {
    let mut group = file.next_row_group()?;
    for column in columns {
        let mut writer =
            group.next_column()?.ok_or_else(|| ParquetError::EOF(column.variable.name.to_owned()))?;
        write_column(&mut writer, &column.values)?;
        writer.close()?;
    }
    group.close().map(|_| ())
}

fn write_column(writer: &mut SerializedColumnWriter<'_>, values: &Values) -> ParquetResult<()> {
    match (writer.untyped(), values) {
        (ColumnWriter::ByteArrayColumnWriter(sink), Values::Text(cells)) => {
            let bytes: Vec<ByteArray> =
                cells.iter().flatten().map(|text| ByteArray::from(text.as_ref())).collect();
            sink.write_batch(&bytes, Some(&present(cells)), None)?;
        }
        (ColumnWriter::DoubleColumnWriter(sink), Values::Float(cells)) => {
            let numbers: Vec<f64> = cells.iter().flatten().copied().collect();
            sink.write_batch(&numbers, Some(&present(cells)), None)?;
        }
        (ColumnWriter::Int64ColumnWriter(sink), Values::Integer(cells)) => {
            let numbers: Vec<i64> = cells.iter().flatten().copied().collect();
            sink.write_batch(&numbers, Some(&present(cells)), None)?;
        }
        _ => return Err(ParquetError::General("column type differs from the schema of the file".to_owned())),
    }
    Ok(())
}

/// Definition levels: 1 where a value is present, 0 where it is missing.
fn present<T>(cells: &[Option<T>]) -> Vec<i16> {
    cells.iter().map(|cell| i16::from(cell.is_some())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::hostile;
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, Row};
    use sha2::{Digest, Sha256};
    use std::fs::{self, File};

    fn bytes(table: &Table) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, table).unwrap();
        bytes
    }

    /// Reads with the reader of the `parquet` crate, through a file as users do.
    fn reader(name: &str, bytes: &[u8]) -> SerializedFileReader<File> {
        let path = std::env::temp_dir().join(format!("conus-parquet-{}-{name}", std::process::id()));
        fs::write(&path, bytes).unwrap();
        let file = File::open(&path).unwrap();
        fs::remove_file(&path).unwrap();
        SerializedFileReader::new(file).unwrap()
    }

    fn expected(column: &Column, row: usize) -> Field {
        match &column.values {
            Values::Text(cells) => {
                cells[row].as_deref().map_or(Field::Null, |text| Field::Str(text.to_owned()))
            }
            Values::Float(cells) => cells[row].map_or(Field::Null, Field::Double),
            Values::Integer(cells) => cells[row].map_or(Field::Null, Field::Long),
        }
    }

    fn assert_same_cells(table: &Table, rows: &[Row]) {
        assert_eq!(rows.len(), table.rows());
        for (at, row) in rows.iter().enumerate() {
            for ((name, field), column) in row.get_column_iter().zip(&table.columns) {
                assert_eq!(name, column.variable.name);
                assert_eq!(field, &expected(column, at), "row {at} of {name}");
                if let (Field::Double(read), Values::Float(cells)) = (field, &column.values) {
                    assert_eq!(Some(read.to_bits()), cells[at].map(f64::to_bits));
                }
            }
        }
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(bytes(&hostile()), bytes(&hostile()));
    }

    /// The digest was taken on `x86_64` with `parquet` 60.1; another machine must give the same, and an
    /// upgrade of the crate that changes bytes must be noticed here.
    #[test]
    fn the_bytes_are_those_on_record() {
        let mut table = hostile();
        for _ in 0..8 {
            table.append(table.clone()).unwrap();
        }
        let digest = Sha256::digest(bytes(&table));
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (table.rows(), hex.as_str()),
            (1280, "25b6c70d8bbc7f5e6e258142528322ecb4e6b3d4d65a223e318a04e52e4468a9")
        );
    }

    #[test]
    fn every_value_and_every_gap_comes_back() {
        let file = reader("round-trip", &bytes(&hostile()));
        let rows: Vec<Row> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_same_cells(&hostile(), &rows);
    }

    #[test]
    fn a_file_of_two_replicates_holds_two_row_groups_and_all_rows_in_order() {
        let mut sink = Vec::new();
        let mut writer = Writer::begin(&mut sink, &hostile()).unwrap();
        writer.write(&hostile()).unwrap();
        writer.write(&hostile()).unwrap();
        writer.finish().unwrap();
        let file = reader("replicates", &sink);
        assert_eq!(file.num_row_groups(), 2);
        let mut joined = hostile();
        joined.append(hostile()).unwrap();
        let rows: Vec<Row> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_same_cells(&joined, &rows);
    }

    #[test]
    fn the_footer_names_labels_and_says_synthetic_but_no_version_and_no_time() {
        let file = reader("footer", &bytes(&hostile()));
        let footer = file.metadata().file_metadata();
        assert_eq!(footer.created_by(), Some("conus"));
        let pairs = footer.key_value_metadata().unwrap();
        let value =
            |key: &str| pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.as_deref());
        assert_eq!(value("conus.synthetic"), Some(SYNTHETIC));
        assert_eq!(value("conus.label"), Some(hostile().label));
        assert_eq!(value("conus.label.WORDS"), Some("Label"));
        assert_eq!(pairs.len(), 5);
    }

    #[test]
    fn a_table_of_another_form_is_refused() {
        let mut other = hostile();
        other.columns.pop();
        let mut writer = Writer::begin(Vec::new(), &hostile()).unwrap();
        assert!(matches!(writer.write(&other), Err(TableError::Form { .. })));
    }
}
