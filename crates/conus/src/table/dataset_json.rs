//! How is a table written as CDISC Dataset-JSON 1.1?
//!
//! The attributes and columns first, then one row in each line; the same table, the same bytes. The standard asks for
//! the time at which the file was made, and no result of this program depends on a clock, so that time is always
//! 1970-01-01. Text is `string`, real numbers are `double`, whole numbers `integer`; a missing value is `null`. The
//! standard has no place for a notice but `originator`, which says that the data are synthetic.
//!
//! Source: CDISC, "Dataset-JSON Specification Version 1.1", 2024, section "Dataset Object".

use std::io::{self, Write};

use serde_json::json;

use super::{Column, Kind, SYNTHETIC, Table, TableError, Values};

/// The moment of a file that has none.
const NO_CLOCK: &str = "1970-01-01T00:00:00Z";

/// Writes the whole table.
///
/// # Errors
/// When the table breaks a rule of [`Table::check`] or the sink refuses.
pub fn write(sink: &mut impl Write, table: &Table) -> Result<(), TableError> {
    table.check()?;
    write_all(sink, table).map_err(|source| TableError::Write { table: table.name.into(), source })
}

fn write_all(sink: &mut impl Write, table: &Table) -> io::Result<()> {
    writeln!(sink, "{{")?;
    for (name, value) in [
        ("datasetJSONCreationDateTime", json!(NO_CLOCK)),
        ("datasetJSONVersion", json!("1.1.0")),
        ("originator", json!(format!("conus. {SYNTHETIC}"))),
        ("itemGroupOID", json!(format!("IG.{}", table.name))),
        ("records", json!(table.rows())),
        ("name", json!(table.name)),
        ("label", json!(table.label)),
    ] {
        writeln!(sink, "\"{name}\": {value},")?;
    }
    write_list(sink, "columns", table.columns.len(), |sink, at| {
        write_column(sink, table, &table.columns[at])
    })?;
    writeln!(sink, ",")?;
    write_list(sink, "rows", table.rows(), |sink, row| write_row(sink, &table.columns, row))?;
    writeln!(sink, "\n}}")
}

/// A list with one entry in each line.
fn write_list<W: Write>(
    sink: &mut W,
    name: &str,
    count: usize,
    entry: impl Fn(&mut W, usize) -> io::Result<()>,
) -> io::Result<()> {
    write!(sink, "\"{name}\": [")?;
    for at in 0..count {
        sink.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        entry(sink, at)?;
    }
    write!(sink, "\n]")
}

fn write_column(sink: &mut impl Write, table: &Table, column: &Column) -> io::Result<()> {
    let kind = match column.kind() {
        Kind::Text => "string",
        Kind::Float => "double",
        Kind::Integer => "integer",
    };
    let (name, label) = (column.variable.name, json!(column.variable.label));
    let oid = format!("IT.{}.{name}", table.name);
    write!(sink, r#"{{"itemOID": "{oid}", "name": "{name}", "label": {label}, "dataType": "{kind}"}}"#)
}

fn write_row(sink: &mut impl Write, columns: &[Column], row: usize) -> io::Result<()> {
    for (at, column) in columns.iter().enumerate() {
        sink.write_all(if at == 0 { b"[" } else { b", " })?;
        match &column.values {
            Values::Text(values) => serde_json::to_writer(&mut *sink, &values[row].as_deref())?,
            Values::Float(values) => serde_json::to_writer(&mut *sink, &values[row])?,
            Values::Integer(values) => serde_json::to_writer(&mut *sink, &values[row])?,
        }
    }
    sink.write_all(b"]")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hostile, plain};
    use super::*;

    fn printed(table: &Table) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes, table).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_file_says_synthetic_has_no_clock_and_one_row_in_each_line() {
        let expected = r#"{
"datasetJSONCreationDateTime": "1970-01-01T00:00:00Z",
"datasetJSONVersion": "1.1.0",
"originator": "conus. SYNTHETIC DATA: simulated subjects, not patients; for research and teaching, no clinical advice",
"itemGroupOID": "IG.ADHOST",
"records": 5,
"name": "ADHOST",
"label": "Hostile, \"quoted\" label; -1+1",
"columns": [
{"itemOID": "IT.ADHOST.WORDS", "name": "WORDS", "label": "Label", "dataType": "string"},
{"itemOID": "IT.ADHOST.REALS", "name": "REALS", "label": "Label", "dataType": "double"},
{"itemOID": "IT.ADHOST.COUNTS", "name": "COUNTS", "label": "Label", "dataType": "integer"}
],
"rows": [
["=1+1", -0.1, -9223372036854775808],
[null, null, -1],
["a,\"b\"\r\nc", 1e+300, null],
["µ\t😀\u0000", 5e-324, 9223372036854775807],
["", -0.0, 0]
]
}
"#;
        assert_eq!(printed(&hostile()), expected);
    }

    #[test]
    fn a_table_without_rows_is_json_too() {
        let table = Table { name: "ADNONE", label: "None", columns: vec![Column::text(plain("A"), [])] };
        let read: serde_json::Value = serde_json::from_str(&printed(&table)).unwrap();
        assert_eq!((&read["records"], read["rows"].as_array().unwrap().len()), (&json!(0), 0));
    }

    #[test]
    fn a_table_that_breaks_a_rule_writes_no_byte() {
        let mut table = hostile();
        table.columns.push(Column::text(plain("SHORT"), []));
        let mut bytes = Vec::new();
        assert!(write(&mut bytes, &table).is_err());
        assert_eq!(bytes.len(), 0);
    }
}
