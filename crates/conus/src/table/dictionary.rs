//! What does every variable of every table mean?
//!
//! One JSON file in the spirit of CDISC Define-XML: label, type, unit, derivation, origin and source of each
//! variable, in the order of the tables. The same facts as a table, [`variables`], for readers without JSON
//! (base R, SAS).

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use super::{Column, SYNTHETIC, Table, TableError, Variable};

#[derive(Serialize)]
struct Dictionary<'a> {
    notice: &'a str,
    synthetic: bool,
    tables: Vec<TableEntry<'a>>,
}

#[derive(Serialize)]
struct TableEntry<'a> {
    name: &'a str,
    label: &'a str,
    rows: usize,
    variables: Vec<VariableEntry<'a>>,
}

#[derive(Serialize)]
struct VariableEntry<'a> {
    name: &'a str,
    label: &'a str,
    r#type: &'a str,
    unit: &'a str,
    derivation: &'a str,
    origin: &'a str,
    source: &'a str,
}

/// Writes the dictionary of these tables as JSON; keys and tables in a fixed order.
///
/// # Errors
/// When a table breaks a rule of [`Table::check`] or the sink refuses.
pub fn write(sink: &mut impl Write, tables: &[Table]) -> Result<(), TableError> {
    let tables: Vec<(&Table, usize)> = tables.iter().map(|table| (table, table.rows())).collect();
    write_counted(sink, &tables)
}

/// The same of tables that are on disk: each by its form and the number of its rows.
///
/// # Errors
/// As [`write()`].
pub fn write_counted(sink: &mut impl Write, tables: &[(&Table, usize)]) -> Result<(), TableError> {
    for (table, _) in tables {
        table.check()?;
    }
    let tables = tables.iter().map(|(table, rows)| table_entry(table, *rows)).collect();
    let dictionary = Dictionary { notice: SYNTHETIC, synthetic: true, tables };
    let refused = |source| TableError::Write { table: "dictionary".into(), source };
    serde_json::to_writer_pretty(&mut *sink, &dictionary).map_err(|source| refused(source.into()))?;
    writeln!(sink).map_err(refused)
}

fn table_entry(table: &Table, rows: usize) -> TableEntry<'_> {
    let variables = table.columns.iter().map(variable_entry).collect();
    TableEntry { name: table.name, label: table.label, rows, variables }
}

fn variable_entry(column: &Column) -> VariableEntry<'_> {
    let Variable { name, label, unit, derivation, origin } = column.variable;
    let (kind, source) = (column.kind().name(), origin.source());
    VariableEntry { name, label, r#type: kind, unit, derivation, origin: origin.name(), source }
}

/// One word of the dictionary about a column.
type Fact = fn(&Table, &Column) -> &'static str;

/// The dictionary as a table: one row per variable.
pub fn variables(tables: &[Table]) -> Table {
    let facts: [(Variable, Fact); 8] = [
        (own("TABLE", "Table Name"), |table, _| table.name),
        (own("NAME", "Variable Name"), |_, column| column.variable.name),
        (own("LABEL", "Variable Label"), |_, column| column.variable.label),
        (own("TYPE", "Type of the Values"), |_, column| column.kind().name()),
        (own("UNIT", "Unit of the Values"), |_, column| column.variable.unit),
        (own("ORIGIN", "Who Defined the Variable"), |_, column| column.variable.origin.name()),
        (own("SOURCE", "Defining Document"), |_, column| column.variable.origin.source()),
        (own("DERIV", "Derivation"), |_, column| column.variable.derivation),
    ];
    let rows = || tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let column = |(variable, fact): (Variable, Fact)| {
        Column::text(variable, rows().map(|(table, column)| Some(Arc::from(fact(table, column)))))
    };
    Table {
        name: "VARS",
        label: "Variables of all tables (synthetic data)",
        columns: facts.map(column).into(),
    }
}

fn own(name: &'static str, label: &'static str) -> Variable {
    Variable::own(name, label, "", "dictionary of this program")
}

#[cfg(test)]
mod tests {
    use super::super::tests::hostile;
    use super::*;

    #[test]
    fn the_dictionary_is_json_that_says_synthetic_and_keeps_its_order_and_bytes() {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        write(&mut first, &[hostile()]).unwrap();
        write(&mut second, &[hostile()]).unwrap();
        assert_eq!(first, second);
        let read: serde_json::Value = serde_json::from_slice(&first).unwrap();
        assert_eq!(read["synthetic"], true);
        assert_eq!(read["notice"], SYNTHETIC);
        assert_eq!(read["tables"][0]["label"], hostile().label);
        assert_eq!(read["tables"][0]["variables"][2]["name"], "COUNTS");
        assert_eq!(read["tables"][0]["variables"][2]["type"], "integer");
        let text = String::from_utf8(first).unwrap();
        let places = ["\"notice\"", "\"synthetic\"", "\"tables\"", "\"WORDS\"", "\"REALS\"", "\"COUNTS\""]
            .map(|key| text.find(key).unwrap());
        assert!(places.is_sorted());
    }

    #[test]
    fn the_table_of_variables_has_one_row_each_and_obeys_the_rules_itself() {
        let table = variables(&[hostile(), hostile()]);
        assert_eq!(table.rows(), 6);
        table.check().unwrap();
    }
}
