//! What does a file of CDISC Dataset-JSON 1.1 hold? `columns` with names, labels and types, and `rows` of values
//! in their order; in the line by line form (NDJSON) the first line holds everything but the rows.
//!
//! The type of a column is that of its `dataType`: numbers are JSON numbers, but `decimal` are texts; dates and times
//! stay text whatever their `targetDataType`; `boolean` becomes `Y` or `N` (CDISC codelist C66742). A whole number
//! that a double would round stays text. Source: CDISC, "Dataset-JSON Specification Version 1.1", 2024, sections
//! "Dataset Object" and "NDJSON Representation".

pub(super) mod lines;

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, Visitor};

use super::{
    Cell, Fault, Faults, MOST_CELLS, MOST_COLUMNS, Place, Seen, Sheet, SheetColumn, Texts, too_large, uneven,
    utf8,
};

/// What the file says of itself; what is not listed here is not needed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document<'t> {
    #[serde(rename = "datasetJSONVersion")]
    version: Option<String>,
    records: Option<u64>,
    columns: Option<Vec<Head>>,
    #[serde(borrow)]
    rows: Option<Vec<Vec<Value<'t>>>>,
    clinical_data: Option<IgnoredAny>,
    reference_data: Option<IgnoredAny>,
}

/// What the file says of a column.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    name: String,
    label: Option<String>,
    data_type: String,
}

/// One value as JSON has it.
enum Value<'t> {
    Null,
    YesNo(bool),
    Whole(i128),
    Real(f64),
    Text(Cow<'t, str>),
}

impl<'t, 'de: 't> Deserialize<'de> for Value<'t> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(OfCell)
    }
}

struct OfCell;

impl<'de> Visitor<'de> for OfCell {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or null")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value<'de>, E> {
        Ok(Value::YesNo(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Whole(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Whole(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Real(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }
}

pub(super) fn sheet(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let text = utf8(name, &bytes)?;
    let mut document = document(name, text, 1)?;
    let rows = document.rows.take().unwrap_or_default();
    filled(name, document, rows, None)
}

pub(super) fn sheet_of_lines(name: &str, bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let text = utf8(name, &bytes)?;
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (first, head) = lines.next().unwrap_or((1, ""));
    let document = document(name, head, first)?;
    let (mut faults, mut rows, mut places) = (Faults::default(), Vec::new(), Vec::new());
    for (number, line) in lines {
        match serde_json::from_str::<Vec<Value<'_>>>(line) {
            Ok(row) => {
                rows.push(row);
                places.push(number);
            }
            Err(cause) => faults.note(not_json(name, &cause, number)),
        }
    }
    if faults.any_error() { Err(faults.into_vec()) } else { filled(name, document, rows, Some(places)) }
}

/// The document in a text that begins in a line of the file.
fn document<'t>(name: &str, text: &'t str, first_line: usize) -> Result<Document<'t>, Vec<Fault>> {
    let document: Document<'t> =
        serde_json::from_str(text).map_err(|cause| vec![not_json(name, &cause, first_line)])?;
    let other = |problem: &str| Fault::of_file(name, problem, "CDISC Dataset-JSON 1.1");
    let fault = match document.version.as_deref() {
        _ if document.clinical_data.is_some() || document.reference_data.is_some() => {
            other("the file is Dataset-JSON 1.0")
        }
        None => other("the file does not say that it is Dataset-JSON: it has no `datasetJSONVersion`"),
        Some(version) if !version.starts_with("1.1") => {
            other("the file is of another version of Dataset-JSON").about(version)
        }
        Some(_) if document.columns.is_none() => other("the file has no `columns`"),
        Some(_) => return Ok(document),
    };
    Err(vec![fault])
}

fn not_json(name: &str, cause: &serde_json::Error, first_line: usize) -> Fault {
    let words = cause.to_string();
    let problem = words.split(" at line ").next().unwrap_or_default();
    let expected = "CDISC Dataset-JSON 1.1";
    let line = first_line + cause.line().saturating_sub(1);
    Fault::of_file(name, format!("the file cannot be read: {problem}"), expected).at(Place::Line(line))
}

/// The sheet of a document and its rows, which stand in these lines.
fn filled(
    name: &str,
    document: Document<'_>,
    rows: Vec<Vec<Value<'_>>>,
    lines: Option<Vec<usize>>,
) -> Result<Sheet, Vec<Fault>> {
    let heads = document.columns.unwrap_or_default();
    if heads.len() > MOST_COLUMNS || rows.len().saturating_mul(heads.len()) > MOST_CELLS {
        return Err(vec![too_large(name)]);
    }
    let mut faults = Faults::default();
    let column = |head: &Head| SheetColumn {
        name: head.name.trim().to_owned(),
        label: head.label.clone(),
        cells: Vec::with_capacity(rows.len()),
    };
    let mut sheet = Sheet {
        file: name.to_owned(),
        columns: heads.iter().map(column).collect(),
        unread: Vec::new(),
        lines,
    };
    unknown_types(name, &heads).for_each(|fault| faults.note(fault));
    if let Some(records) = document.records.filter(|&records| records != rows.len() as u64) {
        faults.note(other_count(name, records, rows.len()));
    }
    fill(&mut sheet, &heads, rows, &mut faults);
    if faults.any_error() { Err(faults.into_vec()) } else { Ok(sheet) }
}

fn unknown_types(file: &str, heads: &[Head]) -> impl Iterator<Item = Fault> {
    let types = "string, integer, float, double, decimal, boolean, date, time, datetime or URI";
    let unknown = heads.iter().filter(|head| Kind::of(&head.data_type).is_none());
    unknown.map(move |head| {
        Fault::of_file(file, "unknown `dataType`", types).of(&head.name).about(&head.data_type)
    })
}

fn other_count(file: &str, promised: u64, found: usize) -> Fault {
    let problem = "the number of rows is not that of `records`";
    Fault::of_file(file, problem, format!("{promised} rows")).about(&found.to_string())
}

fn fill(sheet: &mut Sheet, heads: &[Head], rows: Vec<Vec<Value<'_>>>, faults: &mut Faults) {
    let mut texts = Texts::default();
    let kinds: Vec<Kind> = heads.iter().map(|head| Kind::of(&head.data_type).unwrap_or(Kind::Text)).collect();
    for (number, row) in rows.into_iter().enumerate() {
        let place = sheet.place(number);
        if row.len() != heads.len() {
            faults.note(uneven(&sheet.file, place, row.len(), heads.len()));
            continue;
        }
        for ((value, kind), column) in row.iter().zip(&kinds).zip(&mut sheet.columns) {
            let cell = kind.seen(value).map(|seen| texts.keep(&seen)).unwrap_or_else(|| {
                faults.note(kind.refused(&sheet.file, place, &column.name, value));
                Cell::Missing
            });
            column.cells.push(cell);
        }
    }
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".into(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("\"{text}\""),
    }
}

/// The types of Dataset-JSON 1.1, as far as they are told apart here.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Whole,
    Real,
    Decimal,
    YesNo,
}

impl Kind {
    fn of(data_type: &str) -> Option<Self> {
        match data_type {
            "string" | "date" | "time" | "datetime" | "URI" => Some(Self::Text),
            "integer" => Some(Self::Whole),
            "float" | "double" => Some(Self::Real),
            "decimal" => Some(Self::Decimal),
            "boolean" => Some(Self::YesNo),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text in quotation marks, or null",
            Self::Whole => "a whole number without quotation marks, or null",
            Self::Real => "a number without quotation marks, or null",
            Self::Decimal => "a number in quotation marks, or null",
            Self::YesNo => "true, false or null",
        }
    }

    /// The cell of a value; none when it is of another type.
    fn seen<'v>(self, value: &'v Value<'_>) -> Option<Seen<'v>> {
        match (self, value) {
            (_, Value::Null) => Some(Seen::Missing),
            (Self::Text, Value::Text(text)) => Some(Seen::text(text)),
            (Self::Whole | Self::Real | Self::Decimal, Value::Whole(number)) => Some(Seen::whole(*number)),
            (Self::Real | Self::Decimal, Value::Real(number)) => Some(Seen::Number(*number)),
            (Self::Decimal, Value::Text(text)) => {
                Cell::text(text).number().ok().map(|number| number.map_or(Seen::Missing, Seen::Number))
            }
            (Self::YesNo, Value::YesNo(yes)) => Some(Seen::text(if *yes { "Y" } else { "N" })),
            _ => None,
        }
    }

    fn refused(self, file: &str, place: Place, column: &str, value: &Value<'_>) -> Fault {
        let fault = Fault::of_file(file, "the value is not of the type of its column", self.name());
        fault.at(place).of(column).about(&shown(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::dataset_json as writer;
    use crate::table::read::from_bytes;
    use crate::table::tests::hostile;

    const HEAD: &str = r#""datasetJSONCreationDateTime":"2024-11-05T10:00:00","datasetJSONVersion":"1.1.0",
        "itemGroupOID":"IG.AD","name":"AD","label":"L","sourceSystem":{"name":"x","version":"1"}"#;

    fn columns(types: &[&str]) -> String {
        let column = |(at, kind): (usize, &&str)| {
            format!(r#"{{"itemOID":"IT.{at}","name":"C{at}","label":"Column {at}","dataType":"{kind}"}}"#)
        };
        types.iter().enumerate().map(column).collect::<Vec<_>>().join(",")
    }

    fn file(types: &[&str], records: usize, rows: &str) -> String {
        format!(r#"{{{HEAD},"records":{records},"columns":[{}],"rows":[{rows}]}}"#, columns(types))
    }

    fn read(types: &[&str], rows: &str) -> Sheet {
        from_bytes("a.json", file(types, 1, rows).into_bytes()).unwrap()
    }

    fn told(text: &str) -> String {
        let faults = from_bytes("a.json", text.into()).unwrap_err();
        faults.iter().map(|fault| format!("{fault}\n")).collect()
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn what_this_program_writes_comes_back_with_its_labels() {
        let mut bytes = Vec::new();
        writer::write(&mut bytes, &hostile()).unwrap();
        let sheet = from_bytes("adhost.json", bytes).unwrap();
        let mut as_parquet = Vec::new();
        crate::table::parquet::write(&mut as_parquet, &hostile()).unwrap();
        let parquet = from_bytes("adhost.json.parquet", as_parquet).unwrap();
        assert_eq!(sheet.columns, parquet.columns);
        let Cell::Number(zero) = sheet.columns[1].cells[4] else { unreachable!() };
        assert!(zero.is_sign_negative());
    }

    #[test]
    fn each_type_of_the_standard_is_read() {
        let types = ["string", "integer", "float", "double", "decimal", "boolean", "date", "integer"];
        let rows = r#"["a b",7,0.1,1e-3,"12.50",true,"2024-02-29",9007199254740993]"#;
        let cells: Vec<Cell> =
            read(&types, rows).columns.iter().map(|column| column.cells[0].clone()).collect();
        let number = Cell::Number;
        let expected = [
            text("a b"),
            number(7.0),
            number(0.1),
            number(1e-3),
            number(12.5),
            text("Y"),
            text("2024-02-29"),
            text("9007199254740993"),
        ];
        assert_eq!(cells, expected);
        let missing = read(&["string", "double", "decimal"], r#"["",null,""]"#);
        assert!(missing.columns.iter().all(|column| column.cells == [Cell::Missing]));
    }

    #[test]
    fn the_line_by_line_form_is_the_same_sheet_with_lines() {
        let lines = format!(
            "{{{},\"records\":2,\"columns\":[{}]}}\n[\"x\",1]\n\n[\"y\",2]\n",
            HEAD.replace('\n', ""),
            columns(&["string", "integer"])
        );
        let sheet = from_bytes("a.ndjson", lines.clone().into_bytes()).unwrap();
        let whole = file(&["string", "integer"], 2, r#"["x",1],["y",2]"#);
        assert_eq!(sheet.columns, from_bytes("a.json", whole.into_bytes()).unwrap().columns);
        assert_eq!(sheet.lines, Some(vec![2, 4]));
        let spoiled = lines.replace("[\"y\",2]", "[\"y\",2");
        let fault = from_bytes("a.ndjson", spoiled.into_bytes()).unwrap_err()[0].to_string();
        assert!(fault.starts_with("a.ndjson, line 4: the file cannot be read: EOF"), "{fault}");
    }

    #[test]
    fn every_value_of_another_type_and_every_short_row_is_told() {
        let told = told(&file(
            &["string", "integer", "decimal"],
            4,
            r#"[1,1.5,"x"],["a",2],["b",3,null],["c",[],"1"]"#,
        ));
        assert!(
            told.contains("invalid type: sequence, expected a text, a number, true, false or null"),
            "{told}"
        );
        let told =
            self::told(&file(&["string", "integer", "decimal"], 3, r#"[1,1.5,"x"],["a",2],["b",3,null]"#));
        let expected = "a.json, row 1, column `C0`: the value is not of the type of its column\n  found     1\n  \
            expected  a text in quotation marks, or null\n\
            a.json, row 1, column `C1`: the value is not of the type of its column\n  found     1.5\n  \
            expected  a whole number without quotation marks, or null\n\
            a.json, row 1, column `C2`: the value is not of the type of its column\n  found     \"x\"\n  \
            expected  a number in quotation marks, or null\n\
            a.json, row 2: the row is too short\n  found     2 cells\n  \
            expected  3 cells, one for each column\n";
        assert_eq!(told, expected);
    }

    #[test]
    fn other_json_and_other_versions_are_told_apart() {
        assert!(told("{}").contains("no `datasetJSONVersion`"));
        assert!(told(r#"{"clinicalData":{"studyOID":"x"}}"#).contains("Dataset-JSON 1.0"));
        assert!(told(r#"{"datasetJSONVersion":"2.0.0"}"#).contains("found     2.0.0"));
        assert!(told(r#"{"datasetJSONVersion":"1.1.0"}"#).contains("no `columns`"));
        assert!(told(&file(&["text"], 0, "")).contains("unknown `dataType`"));
        assert!(told(&file(&["string"], 3, r#"["a"]"#)).contains("found     1\n  expected  3 rows"));
        assert!(told("[1]").starts_with("a.json, line 1: the file cannot be read: invalid"));
        assert!(told(&"[".repeat(100_000)).contains("line 1"));
    }
}
