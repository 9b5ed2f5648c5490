//! Which files does a set of tables become? Per table `name.csv` and `name.parquet`, and the dictionary
//! twice.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::{Table, TableError, csv, dictionary, parquet};

/// Writes all tables and their dictionary (`dictionary.json`, `variables.csv`) into an existing folder;
/// returns the names of the files in the order written.
///
/// # Errors
/// When a table breaks a rule of [`Table::check`] or a file cannot be written.
pub fn write(folder: &Path, tables: &[Table]) -> Result<Vec<String>, TableError> {
    let mut names = Vec::new();
    for table in tables {
        let stem = table.name.to_ascii_lowercase();
        let (as_csv, as_parquet) = (format!("{stem}.csv"), format!("{stem}.parquet"));
        file(folder, &as_csv, |sink| csv::write(sink, table))?;
        file(folder, &as_parquet, |sink| parquet::write(sink, table))?;
        names.extend([as_csv, as_parquet]);
    }
    file(folder, "dictionary.json", |sink| dictionary::write(sink, tables))?;
    file(folder, "variables.csv", |sink| csv::write(sink, &dictionary::variables(tables)))?;
    names.extend(["dictionary.json".to_owned(), "variables.csv".to_owned()]);
    Ok(names)
}

/// Creates a file, lets it be filled and makes sure that every byte arrived.
fn file(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), TableError>,
) -> Result<(), TableError> {
    let refused = |source| TableError::Write { table: name.into(), source };
    let mut sink = BufWriter::new(File::create(folder.join(name)).map_err(refused)?);
    fill(&mut sink)?;
    sink.flush().map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::super::tests::hostile;
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_an_error_with_the_file_named() {
        let folder = std::env::temp_dir().join("conus-no-such-folder");
        let fault = write(&folder, &[hostile()]).unwrap_err();
        assert!(matches!(fault, TableError::Write { table, .. } if table == "adhost.csv"));
    }
}
