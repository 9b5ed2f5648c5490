//! What does a read-out leave in a folder? Every number as JSON and CSV, and the R code that should give the same.

use super::ReadOut;
use super::text::told;
use crate::table::csv::line;

impl ReadOut {
    /// Names and texts of the files.
    ///
    /// # Errors
    /// A number that JSON does not have.
    pub fn files(&self) -> Result<Vec<(String, String)>, serde_json::Error> {
        let mut files = vec![
            ("read-out.json".to_owned(), serde_json::to_string_pretty(self)? + "\n"),
            ("primary.R".to_owned(), self.r_code.clone()),
        ];
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
