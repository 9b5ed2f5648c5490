//! Where do results go? To standard output in one of three formats, or into a folder that was new or empty.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use clap::ValueEnum;

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For programs, with units.
    Json,
    /// For spreadsheets and statistics.
    Csv,
}

/// How what was done is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Telling {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Prints a result.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("standard output could not be written")
}

/// JSON as it is printed and written: indented, with a final line feed.
pub(crate) fn json(value: &serde_json::Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value).context("the result is no JSON")? + "\n")
}

/// Columns side by side: text left, numbers right, as wide as their widest cell.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let columns = 0..head.len();
    let number = |cell: &str| cell.is_empty() || cell == "-" || cell.parse::<f64>().is_ok();
    let width = |cell: &str| cell.chars().count();
    let widths: Vec<usize> = columns
        .clone()
        .map(|at| rows.iter().map(|row| width(&row[at])).chain([width(head[at])]).max().unwrap_or(0))
        .collect();
    let right: Vec<bool> = columns.map(|at| rows.iter().all(|row| number(&row[at]))).collect();
    let line = |cells: &[&str]| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let gap = " ".repeat(widths[at] - width(cell));
            let padded = if right[at] { format!("{gap}{cell}") } else { format!("{cell}{gap}") };
            line.push_str(if at == 0 { "" } else { "  " });
            line.push_str(&padded);
        }
        line.trim_end().to_owned() + "\n"
    };
    let body = rows.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    line(head) + &body.collect::<String>()
}

/// Refuses a folder that is not new or empty; makes nothing.
pub(crate) fn must_be_free(folder: &Path) -> anyhow::Result<()> {
    match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(cause).with_context(|| format!("`{}` cannot be looked at", folder.display())),
        Ok(kind) if !kind.is_dir() => bail!("`{}` is no folder; choose a new one", folder.display()),
        Ok(_) => {
            let unreadable = || format!("folder `{}` cannot be read", folder.display());
            match fs::read_dir(folder).with_context(unreadable)?.next() {
                None => Ok(()),
                Some(_) => bail!("folder `{}` is not empty; choose a new one", folder.display()),
            }
        }
    }
}

/// Writes files into a new or empty folder; none of them may be there, so nothing is ever overwritten.
pub(crate) fn write_folder(folder: &Path, files: &[(&str, &str)]) -> anyhow::Result<()> {
    must_be_free(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("folder `{}` could not be made", folder.display()))?;
    for (name, text) in files {
        let path = folder.join(name);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner)
                .with_context(|| format!("folder `{}` could not be made", inner.display()))?;
        }
        write_new(&path, text)?;
    }
    Ok(())
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let written = File::create_new(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!("`{}` is there already; nothing is overwritten", path.display())
        }
        _ => anyhow::Error::new(cause).context(format!("`{}` could not be written", path.display())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_words_left() {
        let rows = [vec!["a".to_owned(), "1.5".to_owned()], vec!["long".to_owned(), "10.25".to_owned()]];
        assert_eq!(table(&["name", "x"], &rows), "name      x\na       1.5\nlong  10.25\n");
    }
}
