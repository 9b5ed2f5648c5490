//! What does a Parquet file hold? Flat columns of text, numbers, yes and no, and dates.
//!
//! | type | becomes |
//! |---|---|
//! | `BYTE_ARRAY` of UTF-8 | text |
//! | `DOUBLE`, `FLOAT`, `INT32`, `INT64` and their decimals | number |
//! | `BOOLEAN` | `Y` or `N`, as ADaM writes flags (CDISC codelist C66742) |
//! | `DATE` | text, `YYYY-MM-DD` |
//! | others, and lists and groups | nothing: the column is told only to who asks for it |
//!
//! Pages may be uncompressed or Snappy: the codecs that are compiled in. The metadata are not trusted: rows are
//! counted before anything is read, and a panic of the decoder on hostile bytes is a fault as any other.

mod column;
pub(super) mod groups;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::basic::{Compression, ConvertedType, LogicalType, Type as Physical};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::metadata::{FileMetaData, ParquetMetaData};
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescriptor;
use bytes::Bytes;

use column::fill;

use super::{Cell, Fault, MOST_CELLS, MOST_COLUMNS, Sheet, SheetColumn, Texts, too_large};

/// What the numbers or bytes of a column mean.
#[derive(Clone, Copy)]
enum Meaning {
    Plain,
    Unsigned,
    /// The number times ten to the minus this.
    Decimal(u32),
    Date,
}

pub(super) fn sheet(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    caught(name, || decoded(name, bytes)).unwrap_or_else(|fault| Err(vec![*fault]))
}

/// What a decoder gives; a panic of it is a fault as any other.
fn caught<T>(name: &str, decode: impl FnOnce() -> T) -> Result<T, Box<Fault>> {
    let damaged =
        || Fault::of_file(name, "the file is damaged: it cannot be decoded", "a whole Parquet file");
    catch_unwind(AssertUnwindSafe(decode)).map_err(|_| damaged().into())
}

fn damaged(name: &str, cause: &ParquetError) -> Fault {
    Fault::of_file(name, format!("the file is damaged or no Parquet: {cause}"), "a whole Parquet file")
}

fn decoded(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let reader =
        SerializedFileReader::new(Bytes::from(bytes)).map_err(|cause| vec![damaged(name, &cause)])?;
    check_size(name, &reader)?;
    check_codecs(name, reader.metadata())?;
    let footer = reader.metadata().file_metadata();
    let mut sheet = Sheet { file: name.to_owned(), columns: Vec::new(), unread: Vec::new(), lines: None };
    for (at, column) in footer.schema_descr().columns().iter().enumerate() {
        match meaning(column) {
            Ok(meaning) => {
                let cells = cells(&reader, at, meaning)
                    .map_err(|cause| vec![damaged(name, &cause).of(column.name())])?;
                let label = label(footer, column.name());
                sheet.columns.push(SheetColumn { name: column.name().to_owned(), label, cells });
            }
            Err(kind) => sheet.unread.push(unread(name, column, &kind)),
        }
    }
    Ok(sheet)
}

fn check_size(name: &str, reader: &SerializedFileReader<Bytes>) -> Result<(), Vec<Fault>> {
    let metadata = reader.metadata();
    let columns = metadata.file_metadata().schema_descr().num_columns();
    let rows = metadata.row_groups().iter().try_fold(0_usize, |sum, group| {
        usize::try_from(group.num_rows()).ok().and_then(|rows| sum.checked_add(rows))
    });
    let cells = rows.and_then(|rows| rows.checked_mul(columns));
    let fits = columns <= MOST_COLUMNS && cells.is_some_and(|cells| cells <= MOST_CELLS);
    if fits { Ok(()) } else { Err(vec![too_large(name)]) }
}

fn check_codecs(name: &str, metadata: &ParquetMetaData) -> Result<(), Vec<Fault>> {
    let mut chunks = metadata.row_groups().iter().flat_map(|group| group.columns());
    let foreign =
        chunks.find(|chunk| !matches!(chunk.compression(), Compression::UNCOMPRESSED | Compression::SNAPPY));
    let Some(chunk) = foreign else { return Ok(()) };
    let codec = chunk.compression().to_string();
    let fault =
        Fault::of_file(name, "the file is compressed by a codec that is not read here", "Snappy or none");
    let fault = fault.of(chunk.column_descr().name()).about(codec.split('(').next().unwrap_or_default());
    Err(vec![fault.with(Some("write the file again with compression = \"snappy\"".into()))])
}

/// What a column means, or the name of its type if that is not read.
fn meaning(column: &ColumnDescriptor) -> Result<Meaning, String> {
    use ConvertedType as C;
    use LogicalType as L;
    if column.path().parts().len() > 1 || column.max_rep_level() > 0 {
        return Err("a list or a group".into());
    }
    let (physical, logical) = (column.physical_type(), column.logical_type_ref());
    let scale = u32::try_from(column.type_scale()).ok().filter(|&scale| scale <= 22);
    match (physical, logical, column.converted_type()) {
        (Physical::INT96 | Physical::FIXED_LEN_BYTE_ARRAY, _, _) => Err(format!("{physical}")),
        (Physical::INT32, Some(L::Date), _) | (Physical::INT32, None, C::DATE) => Ok(Meaning::Date),
        (Physical::INT32 | Physical::INT64, Some(L::Decimal(_)), _)
        | (Physical::INT32 | Physical::INT64, None, C::DECIMAL) => {
            scale.map(Meaning::Decimal).ok_or_else(|| "DECIMAL of this scale".into())
        }
        (Physical::INT32 | Physical::INT64, Some(L::Integer(kind)), _) => {
            Ok(if kind.is_signed { Meaning::Plain } else { Meaning::Unsigned })
        }
        (_, None, C::UINT_8 | C::UINT_16 | C::UINT_32 | C::UINT_64) => Ok(Meaning::Unsigned),
        (Physical::BYTE_ARRAY, Some(L::String | L::Enum | L::Json | L::Unknown), _) => Ok(Meaning::Plain),
        (_, None, C::NONE | C::UTF8 | C::ENUM | C::JSON | C::INT_8 | C::INT_16 | C::INT_32 | C::INT_64)
        | (_, Some(L::Unknown), _) => Ok(Meaning::Plain),
        (_, Some(other), _) => {
            let name = format!("{other:?}");
            Err(name.split('(').next().unwrap_or_default().to_uppercase())
        }
        (_, None, other) => Err(other.to_string()),
    }
}

fn unread(file: &str, column: &ColumnDescriptor, kind: &str) -> Fault {
    Fault::of_file(
        file,
        "the column is of a type that is not read here",
        "text, numbers, yes or no, or dates",
    )
    .of(&column.path().string())
    .about(kind)
}

/// The label that [`crate::table::parquet`] writes.
fn label(footer: &FileMetaData, column: &str) -> Option<String> {
    let key = format!("conus.label.{column}");
    let pairs = footer.key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone())
}

/// All cells of one column, row group after row group.
fn cells(reader: &SerializedFileReader<Bytes>, at: usize, meaning: Meaning) -> ParquetResult<Vec<Cell>> {
    let (mut cells, mut texts) = (Vec::new(), Texts::default());
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number)?;
        let rows = rows_of(group.metadata().num_rows())?;
        fill(&mut group.get_column_reader(at)?, rows, meaning, &mut |seen| {
            cells.push(texts.keep(&seen));
            Ok(())
        })?;
    }
    Ok(cells)
}

fn rows_of(count: i64) -> ParquetResult<usize> {
    usize::try_from(count).map_err(|_| broken("a negative number of rows"))
}

fn broken(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::read::from_bytes;
    use crate::table::tests::hostile;
    use crate::table::{SYNTHETIC, parquet as writer};
    use ::parquet::data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type, Int96, Int96Type,
    };
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    fn written() -> Vec<u8> {
        let mut bytes = Vec::new();
        writer::write(&mut bytes, &hostile()).unwrap();
        bytes
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    fn told(bytes: Vec<u8>) -> String {
        from_bytes("a.parquet", bytes).unwrap_err()[0].to_string()
    }

    /// A file of one column with these values.
    fn one<T: DataType>(field: &str, values: &[T::T], compression: Compression) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(&format!("message m {{ {field}; }}")).unwrap());
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut bytes = Vec::new();
        let mut file = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        let mut group = file.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<T>().write_batch(values, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        file.close().unwrap();
        bytes
    }

    fn cells<T: DataType>(field: &str, values: &[T::T]) -> Vec<Cell> {
        let sheet = from_bytes("a.parquet", one::<T>(field, values, Compression::SNAPPY)).unwrap();
        sheet.columns[0].cells.clone()
    }

    #[test]
    fn what_this_program_writes_comes_back_with_its_labels() {
        let sheet = from_bytes("adhost.parquet", written()).unwrap();
        let column = |name: &str| sheet.column(name).unwrap().cells.clone();
        let (none, number) = (Cell::Missing, Cell::Number);
        assert_eq!(
            column("WORDS"),
            [text("=1+1"), none.clone(), text("a,\"b\"\r\nc"), text("µ\t\u{1F600}\0"), none.clone()]
        );
        assert_eq!(
            column("REALS"),
            [number(-0.1), none.clone(), number(1e300), number(5e-324), number(-0.0)]
        );
        let (least, most) = (text("-9223372036854775808"), text("9223372036854775807"));
        assert_eq!(column("COUNTS"), [least, number(-1.0), none, most, number(0.0)]);
        assert_eq!(sheet.columns[0].label.as_deref(), Some("Label"));
        assert_eq!((sheet.rows(), sheet.place(4)), (5, crate::table::read::Place::Row(5)));
    }

    #[test]
    fn row_groups_follow_each_other() {
        let mut bytes = Vec::new();
        let mut file = writer::Writer::begin(&mut bytes, &hostile()).unwrap();
        (0..3).for_each(|_| file.write(&hostile()).unwrap());
        file.finish().unwrap();
        let (joined, single) =
            (from_bytes("a.parquet", bytes).unwrap(), from_bytes("a.parquet", written()).unwrap());
        for (joined, single) in joined.columns.iter().zip(&single.columns) {
            assert_eq!(joined.cells, [&single.cells[..]; 3].concat());
        }
    }

    #[test]
    fn types_of_other_writers_are_read_by_their_meaning() {
        let numbers = |found: Vec<Cell>, expected: &[f64]| {
            assert_eq!(found, expected.iter().map(|n| Cell::Number(*n)).collect::<Vec<_>>());
        };
        numbers(cells::<Int32Type>("required int32 A", &[-3, 7]), &[-3.0, 7.0]);
        numbers(cells::<Int32Type>("required int32 A (UINT_32)", &[-1]), &[4_294_967_295.0]);
        numbers(cells::<Int64Type>("required int64 A (DECIMAL(18,2))", &[-1234, 5]), &[-12.34, 0.05]);
        numbers(cells::<FloatType>("required float A", &[0.5]), &[0.5]);
        assert_eq!(cells::<BoolType>("required boolean A", &[true, false]), [text("Y"), text("N")]);
        let days = [0, -1, 19_782, -719_529];
        let dates = ["1970-01-01", "1969-12-31", "2024-02-29", "-001-12-31"];
        assert_eq!(cells::<Int32Type>("required int32 A (DATE)", &days)[..3], dates.map(text)[..3]);
        let words = [ByteArray::from("T6"), ByteArray::from("")];
        assert_eq!(cells::<ByteArrayType>("required binary A", &words), [text("T6"), Cell::Missing]);
        assert_eq!(cells::<FloatType>("required float A", &[f32::NAN]), [text("NaN")]);
    }

    #[test]
    fn a_type_that_is_not_read_is_told_only_of_its_own_column() {
        for (bytes, kind) in [
            (one::<Int64Type>("required int64 A (TIMESTAMP_MICROS)", &[1], Compression::SNAPPY), "TIMESTAMP"),
            (one::<Int96Type>("required int96 A", &[Int96::new()], Compression::SNAPPY), "INT96"),
        ] {
            let sheet = decoded("a.parquet", bytes).unwrap();
            assert_eq!((sheet.columns.len(), sheet.unread[0].column.as_str()), (0, "A"));
            assert!(sheet.unread[0].value.starts_with(kind), "{}", sheet.unread[0]);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault_of_the_column() {
        let bytes = one::<ByteArrayType>(
            "required binary A",
            &[ByteArray::from(vec![0xff_u8])],
            Compression::UNCOMPRESSED,
        );
        assert!(told(bytes).starts_with("a.parquet, column `A`: the file is damaged"));
    }

    #[test]
    fn a_file_cut_short_or_of_another_kind_is_damaged() {
        let whole = written();
        for length in [1, 7, 8, whole.len() / 2, whole.len() - 1] {
            assert!(told(whole[..length].to_vec()).starts_with("a.parquet: the file is damaged"), "{length}");
        }
        assert!(told(SYNTHETIC.as_bytes().to_vec()).contains("no Parquet"));
    }
}
