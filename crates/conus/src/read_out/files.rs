//! What does a read-out leave in a folder? A report, its figures, every number as JSON and CSV, and R code.

use super::text::told;
use super::{ReadOut, figures, page};
use crate::report::figure::FigureError;
use crate::report::page::PageError;
use crate::table::csv::line;

/// Why the files could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A number that JSON does not have.
    #[error("a number cannot be written")]
    Json(#[from] serde_json::Error),
    /// A figure with a hole in it.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A page with a hole in it.
    #[error(transparent)]
    Page(#[from] PageError),
}

impl ReadOut {
    /// Names and texts of the files.
    ///
    /// # Errors
    /// A number that JSON does not have, or a figure or page with a hole in it.
    pub fn files(&self) -> Result<Vec<(String, String)>, FilesError> {
        let drawn = figures::all(self)?;
        let mut files: Vec<(String, String)> =
            drawn.iter().map(|figure| (figure.file.clone(), figure.svg.clone())).collect();
        files.extend([
            ("report.html".to_owned(), page::report(self, drawn)?),
            ("read-out.json".to_owned(), serde_json::to_string_pretty(self)? + "\n"),
            ("primary.R".to_owned(), self.r_code.clone()),
        ]);
        for table in told(self) {
            let mut text = line(&table.head);
            for row in &table.rows {
                text.push_str(&line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
            }
            files.push((format!("tables/{}.csv", name(&table.heading)), text));
        }
        Ok(files)
    }
}

/// A heading as the name of a file.
fn name(heading: &str) -> String {
    let words = heading.to_lowercase();
    let letters = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    letters.split('-').filter(|part| !part.is_empty()).take(4).collect::<Vec<_>>().join("-")
}
