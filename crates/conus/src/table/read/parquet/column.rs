//! How do the values of a Parquet column become cells?

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DataType;
use ::parquet::errors::Result as ParquetResult;

use super::super::Seen;
use super::{Meaning, broken};

/// Values decoded at a time.
const BATCH: usize = 1 << 16;

/// Takes one cell.
pub(super) type Keep<'k> = dyn FnMut(Seen<'_>) -> ParquetResult<()> + 'k;

/// Reads the next rows of one row group.
pub(super) fn fill(
    column: &mut ColumnReader,
    rows: usize,
    meaning: Meaning,
    keep: &mut Keep<'_>,
) -> ParquetResult<()> {
    match column {
        ColumnReader::BoolColumnReader(column) => {
            each(column, rows, keep, |yes| Ok(Seen::text(if *yes { "Y" } else { "N" })))
        }
        ColumnReader::Int32ColumnReader(column) => each(column, rows, keep, |number| {
            Ok(integer(i128::from(*number), i128::from(number.cast_unsigned()), meaning))
        }),
        ColumnReader::Int64ColumnReader(column) => each(column, rows, keep, |number| {
            Ok(integer(i128::from(*number), i128::from(number.cast_unsigned()), meaning))
        }),
        ColumnReader::FloatColumnReader(column) => {
            each(column, rows, keep, |number| Ok(Seen::real(f64::from(*number))))
        }
        ColumnReader::DoubleColumnReader(column) => {
            each(column, rows, keep, |number| Ok(Seen::real(*number)))
        }
        ColumnReader::ByteArrayColumnReader(column) => each(column, rows, keep, |bytes| {
            std::str::from_utf8(bytes.data()).map(Seen::text).map_err(|_| broken("text that is not UTF-8"))
        }),
        ColumnReader::Int96ColumnReader(_) | ColumnReader::FixedLenByteArrayColumnReader(_) => {
            Err(broken("a type that its schema does not name"))
        }
    }
}

/// Reads so many rows; a level of 1 says that a value is there.
fn each<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    keep: &mut Keep<'_>,
    seen: impl for<'v> Fn(&'v T::T) -> ParquetResult<Seen<'v>>,
) -> ParquetResult<()> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut left = rows;
    while left > 0 {
        values.clear();
        levels.clear();
        let (records, _, _) = column.read_records(left.min(BATCH), Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(broken("fewer values than rows"));
        }
        left -= records.min(left);
        if levels.is_empty() {
            levels.resize(records, 1);
        }
        let mut values = values.iter();
        for level in &levels {
            let value = if *level > 0 { values.next() } else { None };
            keep(value.map_or(Ok(Seen::Missing), &seen)?)?;
        }
    }
    Ok(())
}

fn integer(signed: i128, unsigned: i128, meaning: Meaning) -> Seen<'static> {
    match meaning {
        Meaning::Plain => Seen::whole(signed),
        Meaning::Unsigned => Seen::whole(unsigned),
        // Both sides are exact below 2^53, so that the quotient is the double nearest to the decimal.
        Meaning::Decimal(scale) => Seen::Number(signed as f64 / 10_u128.pow(scale) as f64),
        Meaning::Date => Seen::Text(iso_date(signed).into()),
    }
}

/// The date so many days after 1970-01-01 in the Gregorian calendar, by eras of 400 years that begin on 1 March
/// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
fn iso_date(day: i128) -> String {
    let day = day + 719_468;
    let (era, day_of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day_of_month:02}", year + era * 400 + next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::dataset::day_since_1960;

    #[test]
    fn dates_are_those_of_the_calendar_over_four_centuries() {
        let start = day_since_1960(1970, 1, 1).unwrap();
        for year in 1900..2300 {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let days = day_since_1960(year, month, day).unwrap() - start;
                assert_eq!(iso_date(days.into()), format!("{year}-{month:02}-{day:02}"));
            }
        }
    }
}
