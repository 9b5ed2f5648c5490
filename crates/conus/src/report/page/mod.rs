//! How does a run become one page that anyone can open, keep and print?
//!
//! One HTML file with its figures, style and script inside; it asks the network for nothing and says so in
//! its content security policy. The page knows nothing of the trial: it sets what it is given, numbers
//! figures and tables in order of appearance, and refuses to be written with a hole in it.

mod block;
mod check;
mod markup;
#[cfg(test)]
mod tests;

pub use check::PageError;

use super::escape::text;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Nothing may be loaded; style and script stand in the file, images may stand in it as data.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      img-src data:; base-uri 'none'; form-action 'none'";

/// Everything the page says.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// One line, the name of the document.
    pub title: String,
    /// One or two sentences under the title.
    pub subtitle: String,
    /// What the document may be used for; stays at the top of the window, in the footer and
    /// at the foot of every printed page.
    pub standing_line: String,
    /// The few numbers a reader should leave with; may be empty.
    pub lead: Vec<KeyFigure>,
    /// The story, in order.
    pub sections: Vec<Section>,
    /// How the numbers came about: name and value.
    pub provenance: Vec<(String, String)>,
    /// Cited works, numbered from 1 as they stand here; may be empty.
    pub references: Vec<String>,
}

/// One number set large.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The number with its unit, as the reader shall see it.
    pub value: String,
    /// Interval, number of patients, or what it must not be read as.
    pub note: String,
}

/// A chapter of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Letters, digits, `-` and `_`; the link to the section is `#section-` and this.
    pub id: String,
    /// One line.
    pub heading: String,
    /// What it holds, at least one block.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// One paragraph.
    Text(Vec<Run>),
    /// A drawing as wide as the page.
    Figure {
        /// The drawing, from `<svg` to `</svg>`, with a title.
        svg: String,
        /// What the drawing shows and what to see in it.
        caption: String,
        /// The SVG file beside the report, such as `figures/course.svg`.
        file: String,
        /// The numbers behind it, folded away until asked for.
        table: Option<Table>,
    },
    /// Numbers that are read, not looked up.
    Table(Table),
    /// Numbers that are looked up: folded away until asked for.
    Folded {
        /// What is asked for, such as "Show all rows".
        summary: String,
        /// The numbers.
        table: Table,
    },
    /// A sentence that must not be overlooked.
    Notice {
        /// What kind of sentence it is.
        kind: NoticeKind,
        /// The sentence.
        text: String,
    },
}

/// A piece of a paragraph. Pieces follow each other as they are: spaces belong to the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Plain text.
    Plain(String),
    /// Emphasised text.
    Emphasis(String),
    /// The mark of a cited work: its number in [`Page::references`], from 1.
    Reference(usize),
}

/// How sure a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Measured or published.
    Known,
    /// Nobody has measured it.
    NotKnown,
    /// Taken as true to be able to go on.
    Assumption,
    /// What the numbers must not be used for.
    Warning,
}

/// A table of numbers and words; its first column names the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What the rows and columns are.
    pub caption: String,
    /// At least one.
    pub columns: Vec<Column>,
    /// At least one, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Abbreviations, intervals, n; empty when there is nothing to add.
    pub note: String,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What is in it.
    pub name: String,
    /// Its unit; empty when it has none.
    pub unit: String,
    /// Numbers, aligned at the right; words are refused in it unless they say [`Cell::NotHeld`].
    pub numeric: bool,
}

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, or a number written by the caller.
    Text(String),
    /// A number with fixed decimals.
    Number {
        /// The number.
        value: f64,
        /// Decimals shown.
        places: usize,
    },
    /// An estimate with its interval; the caption or the note says which interval.
    Interval {
        /// The estimate.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Decimals shown.
        places: usize,
    },
    /// There is deliberately no number, and this is why, in words.
    NotHeld(String),
}

/// The page as one HTML file; the same page gives the same bytes.
///
/// # Errors
/// Names the section, table and cell where a value is missing, the figure that could load or run something,
/// the mark of a work that is not in the list, or the id that is used twice.
pub fn write(page: &Page) -> Result<String, PageError> {
    check::page(page)?;
    let html = document(page);
    check::ids(&html)?;
    Ok(html)
}

fn document(page: &Page) -> String {
    let mut numbering = block::Numbering::default();
    let sections: String = (1..)
        .zip(&page.sections)
        .map(|(number, section)| block::section(number, section, &mut numbering))
        .collect();
    let standing = text(&page.standing_line);
    [
        head(page),
        "<body>\n<a class=\"skip\" href=\"#story\">Skip to the story</a>\n".to_owned(),
        format!("<p class=\"standing\" role=\"note\">{standing}</p>\n"),
        masthead(page),
        "<div class=\"sheet\">\n".to_owned(),
        contents(page),
        format!(
            "<main id=\"story\" tabindex=\"-1\">\n{}{sections}</main>\n</div>\n",
            key_figures(&page.lead)
        ),
        footer(page),
        "<p id=\"page-status\" class=\"status\" role=\"status\"></p>\n".to_owned(),
        format!("<script>\n{SCRIPT}</script>\n</body>\n</html>\n"),
    ]
    .concat()
}

fn head(page: &Page) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n\
         <link rel=\"icon\" href=\"data:,\"/>\n<title>{}</title>\n<style>\n{STYLE}@page {{ @bottom-left {{ \
         content: {}; }} }}\n</style>\n\
         </head>\n",
        text(&page.title),
        style_string(&page.standing_line)
    )
}

/// A string of CSS in which only plain letters, digits and spaces stand for themselves.
fn style_string(words: &str) -> String {
    let escaped = words.chars().map(|c| match c {
        plain if plain.is_ascii_alphanumeric() || plain == ' ' => plain.to_string(),
        '\u{0}' => "\u{fffd}".to_owned(),
        other => format!("\\{:x} ", u32::from(other)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

fn masthead(page: &Page) -> String {
    format!(
        "<header class=\"masthead\">\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n</header>\n",
        text(&page.title),
        text(&page.subtitle)
    )
}

fn contents(page: &Page) -> String {
    let entries: String = (1..)
        .zip(&page.sections)
        .map(|(number, section)| {
            format!(
                "<li><a href=\"#section-{}\"><span class=\"n\">{number}</span> {}</a></li>\n",
                section.id,
                text(&section.heading)
            )
        })
        .collect();
    let references =
        if page.references.is_empty() { "" } else { "<li><a href=\"#references\">References</a></li>\n" };
    format!(
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 \
         id=\"contents\">Contents</h2>\n<ol>\n{entries}\
         <li><a href=\"#provenance\">Provenance</a></li>\n{references}</ol>\n</nav>\n"
    )
}

fn key_figures(lead: &[KeyFigure]) -> String {
    if lead.is_empty() {
        return String::new();
    }
    let entries: String = lead
        .iter()
        .map(|key| {
            format!(
                "<div><dt>{}</dt><dd class=\"value\">{}</dd><dd class=\"note\">{}</dd></div>\n",
                text(&key.label),
                text(&key.value),
                text(&key.note)
            )
        })
        .collect();
    format!("<dl class=\"key-figures\" aria-label=\"Key figures\">\n{entries}</dl>\n")
}

fn footer(page: &Page) -> String {
    let provenance: String = page
        .provenance
        .iter()
        .map(|(name, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>\n", text(name), text(value)))
        .collect();
    format!(
        "<footer class=\"colophon\">\n<section aria-labelledby=\"provenance\">\n<h2 \
         id=\"provenance\">Provenance</h2>\n\
         <dl class=\"provenance\">\n{provenance}</dl>\n</section>\n{}\
         <p class=\"standing-again\"><strong>{}</strong></p>\n</footer>\n",
        references(&page.references),
        text(&page.standing_line)
    )
}

/// Addresses stay text: the page links to nothing outside itself.
fn references(works: &[String]) -> String {
    if works.is_empty() {
        return String::new();
    }
    let entries: String = (1..)
        .zip(works)
        .map(|(number, work)| format!("<li id=\"reference-{number}\">{}</li>\n", text(work)))
        .collect();
    format!(
        "<section aria-labelledby=\"references\">\n<h2 id=\"references\">References</h2>\n\
         <ol class=\"references\">\n{entries}</ol>\n</section>\n"
    )
}
