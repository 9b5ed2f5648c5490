//! Is anything missing? The page is refused, with the place, before a byte of it is written.

use super::super::escape;
use super::{Block, Cell, Column, Page, Run, Section, Table, markup};

/// Why a page is refused; `place` names section, block, table and cell.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PageError {
    /// A text is empty, or a sign stands where a value should.
    #[error("{place}: no value, found `{found}`; fill it in, or say in words why it is not held")]
    Missing {
        /// Where.
        place: String,
        /// What stands there.
        found: String,
    },
    /// A number is infinite or not a number.
    #[error("{place}: {value} is not a finite number; complete the table, or say why it is not held")]
    NotFinite {
        /// Where.
        place: String,
        /// What stands there.
        value: f64,
    },
    /// A column of numbers holds words.
    #[error("{place}: `{found}` has no digit in a column of numbers; say why the number is not held")]
    NotANumber {
        /// Where.
        place: String,
        /// What stands there.
        found: String,
    },
    /// An interval ends before it begins, or leaves its estimate out.
    #[error("{place}: {value} with the interval {low} to {high}; expected the ends in rising order")]
    Interval {
        /// Where.
        place: String,
        /// Estimate.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A row has cells too few or too many.
    #[error("{place}: {cells} cells for {columns} columns; every column needs its cell")]
    RowLength {
        /// Where.
        place: String,
        /// Cells in the row.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A cited work is not in the list.
    #[error("{place}: reference {number} is cited, the page lists 1 to {listed}")]
    Reference {
        /// Where.
        place: String,
        /// Number cited.
        number: usize,
        /// Works listed.
        listed: usize,
    },
    /// A drawing is incomplete, or could load or run something.
    #[error("{place}: the drawing is refused, {reason}")]
    Drawing {
        /// Where.
        place: String,
        /// Why.
        reason: String,
    },
    /// The name of a drawing's file leaves the report's folder or is no SVG.
    #[error("{place}: `{file}` does not name an .svg file inside the report's folder in plain letters")]
    File {
        /// Where.
        place: String,
        /// The name.
        file: String,
    },
    /// An id cannot stand in a link.
    #[error("{place}: the id `{id}` is not a plain word; begin with a letter, use letters, digits, - and _")]
    Id {
        /// Where.
        place: String,
        /// The id.
        id: String,
    },
    /// A name that must be unique is used twice.
    #[error("`{name}` is used twice in the page; give sections, figures and files names of their own")]
    Twice {
        /// The id or the file.
        name: String,
    },
}

/// Everything that must be there is there.
pub(super) fn page(page: &Page) -> Result<(), PageError> {
    filled("title", &page.title)?;
    filled("subtitle", &page.subtitle)?;
    filled("standing line", &page.standing_line)?;
    for (number, key) in (1..).zip(&page.lead) {
        let place = format!("key figure {number}");
        filled(&format!("{place}, label"), &key.label)?;
        filled(&format!("{place} `{}`, value", key.label), &key.value)?;
        filled(&format!("{place} `{}`, note", key.label), &key.note)?;
    }
    any("sections", page.sections.len())?;
    for piece in &page.sections {
        section(piece, page.references.len())?;
    }
    any("provenance", page.provenance.len())?;
    for (name, value) in &page.provenance {
        filled("provenance, name", name)?;
        filled(&format!("provenance, `{name}`"), value)?;
    }
    (1..)
        .zip(&page.references)
        .try_for_each(|(number, work)| filled(&format!("reference {number}"), work))?;
    files(page)
}

/// No id stands twice in the finished page, figures included.
pub(super) fn ids(html: &str) -> Result<(), PageError> {
    let refused = |reason| PageError::Drawing { place: "page".to_owned(), reason };
    let tags = markup::tags(html.trim_start_matches("<!doctype html>")).map_err(refused)?;
    let all = tags.iter().flat_map(|tag| &tag.attributes).filter(|(name, _)| *name == "id");
    unique(all.map(|(_, id)| *id).collect())
}

fn files(page: &Page) -> Result<(), PageError> {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    unique(
        blocks
            .filter_map(|block| match block {
                Block::Figure { file, .. } => Some(file.as_str()),
                Block::Text(_) | Block::Table(_) | Block::Folded { .. } | Block::Notice { .. } => None,
            })
            .collect(),
    )
}

fn unique(mut names: Vec<&str>) -> Result<(), PageError> {
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(PageError::Twice { name: pair[0].to_owned() }),
        None => Ok(()),
    }
}

fn section(section: &Section, listed: usize) -> Result<(), PageError> {
    let place = format!("section `{}`", section.id);
    if escape::identifier(&section.id) != section.id {
        return Err(PageError::Id { place, id: section.id.clone() });
    }
    filled(&format!("{place}, heading"), &section.heading)?;
    any(&format!("{place}, blocks"), section.blocks.len())?;
    (1..)
        .zip(&section.blocks)
        .try_for_each(|(number, piece)| block(&format!("{place}, block {number}"), piece, listed))
}

fn block(place: &str, block: &Block, listed: usize) -> Result<(), PageError> {
    match block {
        Block::Text(runs) => {
            any(&format!("{place}, text"), runs.len())?;
            runs.iter().try_for_each(|piece| run(place, piece, listed))
        }
        Block::Notice { text, .. } => filled(&format!("{place}, notice"), text),
        Block::Table(content) => table(place, content),
        Block::Folded { summary, table: content } => {
            filled(&format!("{place}, summary"), summary)?;
            table(place, content)
        }
        Block::Figure { svg, caption, file, table: numbers } => {
            let place = format!("{place}, figure `{file}`");
            plain_file(&place, file)?;
            filled(&format!("{place}, caption"), caption)?;
            markup::drawing(svg).map_err(|reason| PageError::Drawing { place: place.clone(), reason })?;
            numbers.as_ref().map_or(Ok(()), |content| table(&place, content))
        }
    }
}

fn run(place: &str, run: &Run, listed: usize) -> Result<(), PageError> {
    match run {
        // A piece may be no more than a full stop after a mark, so only emptiness and lost numbers are holes.
        Run::Plain(words) | Run::Emphasis(words) if words.is_empty() || lost_number(words) => {
            Err(PageError::Missing { place: format!("{place}, text"), found: words.clone() })
        }
        Run::Plain(_) | Run::Emphasis(_) => Ok(()),
        Run::Reference(number) if (1..=listed).contains(number) => Ok(()),
        Run::Reference(number) => {
            Err(PageError::Reference { place: place.to_owned(), number: *number, listed })
        }
    }
}

fn table(place: &str, table: &Table) -> Result<(), PageError> {
    filled(&format!("{place}, caption of the table"), &table.caption)?;
    let place = format!("{place}, table `{}`", table.caption);
    any(&format!("{place}, columns"), table.columns.len())?;
    for (number, column) in (1..).zip(&table.columns) {
        filled(&format!("{place}, name of column {number}"), &column.name)?;
    }
    any(&format!("{place}, rows"), table.rows.len())?;
    for (number, cells) in (1..).zip(&table.rows) {
        let place = format!("{place}, row {number}");
        if cells.len() != table.columns.len() {
            return Err(PageError::RowLength { place, cells: cells.len(), columns: table.columns.len() });
        }
        for (column, value) in table.columns.iter().zip(cells) {
            cell(&format!("{place}, column `{}`", column.name), column, value)?;
        }
    }
    Ok(())
}

fn cell(place: &str, column: &Column, cell: &Cell) -> Result<(), PageError> {
    match cell {
        Cell::NotHeld(reason) => filled(place, reason),
        Cell::Text(words) => {
            filled(place, words)?;
            if column.numeric && !words.contains(|c: char| c.is_ascii_digit()) {
                return Err(PageError::NotANumber { place: place.to_owned(), found: words.clone() });
            }
            Ok(())
        }
        Cell::Number { value, .. } => finite(place, *value),
        Cell::Interval { value, low, high, .. } => {
            [value, low, high].into_iter().try_for_each(|number| finite(place, *number))?;
            if low <= value && value <= high {
                return Ok(());
            }
            Err(PageError::Interval { place: place.to_owned(), value: *value, low: *low, high: *high })
        }
    }
}

fn finite(place: &str, value: f64) -> Result<(), PageError> {
    if value.is_finite() { Ok(()) } else { Err(PageError::NotFinite { place: place.to_owned(), value }) }
}

/// Refuses emptiness and the signs that are written for it, and numbers that were printed without being
/// finite.
fn filled(place: &str, words: &str) -> Result<(), PageError> {
    let trimmed = words.trim();
    let sign = !trimmed.chars().any(char::is_alphanumeric);
    let stands_for_nothing = matches!(trimmed.to_ascii_lowercase().as_str(), "na" | "n/a" | "null");
    if sign || stands_for_nothing || lost_number(trimmed) {
        return Err(PageError::Missing { place: place.to_owned(), found: words.to_owned() });
    }
    Ok(())
}

/// The words that Rust prints for a number that is not finite.
fn lost_number(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "NaN" | "inf"))
}

fn any(place: &str, count: usize) -> Result<(), PageError> {
    if count > 0 { Ok(()) } else { filled(place, "") }
}

fn plain_file(place: &str, file: &str) -> Result<(), PageError> {
    let plain = file.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let inside = file.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let named = file.strip_suffix(".svg").is_some_and(|stem| !stem.is_empty());
    if plain && inside && named {
        return Ok(());
    }
    Err(PageError::File { place: place.to_owned(), file: file.to_owned() })
}
