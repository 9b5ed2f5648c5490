//! How is an appraisal told? As tables, figures and one page.

mod figures;
mod page;
mod tables;

use super::Appraisal;
use super::plan::SeriesPlan;
use crate::dossier;
use crate::report::figure::FigureError;
use crate::report::page::PageError;

/// Why an appraisal cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum Untellable {
    /// A figure has a hole.
    #[error("a figure cannot be drawn: {0}")]
    Figure(#[from] FigureError),
    /// The page has a hole.
    #[error("the page cannot be written: {0}")]
    Page(#[from] PageError),
    /// A number is no JSON.
    #[error("a result cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Every file of an appraisal: name and text.
///
/// # Errors
/// When a number is missing.
pub fn files(plan: &SeriesPlan, found: &Appraisal) -> Result<Vec<(String, String)>, Untellable> {
    let drawn = figures::all(plan, found)?;
    let mut files = vec![
        ("splits.json".to_owned(), serde_json::to_string_pretty(&found.splits)? + "\n"),
        ("splits.csv".to_owned(), tables::splits(found)),
        ("natural.csv".to_owned(), tables::natural(plan, found)),
        ("worlds.csv".to_owned(), tables::worlds(found)),
    ];
    if !found.beside.is_empty() {
        files.push(("beside.csv".to_owned(), tables::beside(found)));
    }
    if let Some(after) = &found.after {
        files.push(("after-seeing.csv".to_owned(), tables::after(plan, after)));
    }
    for figure in &drawn {
        files.push((figure.file(), figure.svg.clone()));
    }
    let credibility = dossier::section(&page::credibility(plan, found))?;
    for (file, svg) in dossier::figures(&credibility) {
        files.push((file.to_owned(), svg.to_owned()));
    }
    files.push(("report.html".to_owned(), page::page(plan, found, drawn, credibility)?));
    Ok(files)
}
