//! The answers as a Parquet file of text columns, as other programs write them.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::answers::Answers;

/// Rows of a row group.
const GROUP: u32 = 100_000;

/// Writes so many rows.
pub(crate) fn write(answers: &Answers<'_>, path: &Path, rows: u32) -> Result<()> {
    let field = |name: &str| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::String))
            .build()
            .map(Arc::new)
    };
    let fields = answers.names().into_iter().map(field).collect::<Result<Vec<_>>>()?;
    let width = fields.len();
    let schema = Arc::new(Type::group_type_builder("answers").with_fields(fields).build()?);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut file = SerializedFileWriter::new(File::create(path)?, schema, Arc::new(properties))?;
    let mut from = 1;
    while from <= rows {
        let to = rows.min(from + GROUP - 1);
        let mut columns: Vec<Vec<ByteArray>> = vec![Vec::new(); width];
        for number in from..=to {
            for (column, cell) in columns.iter_mut().zip(answers.row(number, 0)) {
                column.push(ByteArray::from(cell.into_bytes()));
            }
        }
        let mut group = file.next_row_group()?;
        for cells in columns {
            let mut column = group.next_column()?.ok_or_else(|| ParquetError::EOF("columns".into()))?;
            column.typed::<ByteArrayType>().write_batch(&cells, None, None)?;
            column.close()?;
        }
        group.close()?;
        from = to + 1;
    }
    file.close().map(|_| ())
}
