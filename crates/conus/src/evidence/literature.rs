//! Who said it: the sources of conus, read from `data/literature.bib` and printed as references.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../../../data/literature.bib");

/// One source. A missing field was not seen; none is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// Key in `literature.bib`, for example `hains2006`.
    pub key: String,
    /// First author and "and others", or the body that published it.
    pub author: String,
    /// Printed title.
    pub title: Option<String>,
    /// Our own description where the printed title was not at hand.
    pub topic: Option<String>,
    /// Journal with volume and pages as far as they were seen.
    pub journal: Option<String>,
    /// Year of print.
    pub year: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// `PubMed` number.
    pub pmid: Option<String>,
    /// `PubMed` Central number.
    pub pmcid: Option<String>,
    /// Trial registry number.
    pub registry: Option<String>,
    /// Address, for pages without another identifier.
    pub url: Option<String>,
    /// What was read of it.
    pub note: Option<String>,
    /// Reading behind the mechanisms that no file has to cite.
    pub background: bool,
}

/// Why a bibliography could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LiteratureError {
    /// A line is neither an entry, a field, a comment nor an end.
    #[error("literature line {line}: cannot read `{text}`; write one `field = {{value}},` per line")]
    Line {
        /// Line number from 1.
        line: usize,
        /// The line as it stands.
        text: String,
    },
    /// A field that conus does not know.
    #[error("literature line {line}: unknown field `{field}` in `{key}`")]
    Field {
        /// Line number from 1.
        line: usize,
        /// The unknown field.
        field: String,
        /// The entry it stands in.
        key: String,
    },
    /// Two entries share a key.
    #[error("literature: `{key}` is listed twice; give the second a letter, as in `{key}b`")]
    Twice {
        /// The shared key.
        key: String,
    },
}

/// Every shipped source by key.
///
/// # Panics
/// Never: a test reads the shipped file.
#[must_use]
pub fn citations() -> &'static BTreeMap<String, Reference> {
    static SOURCES: OnceLock<BTreeMap<String, Reference>> = OnceLock::new();
    SOURCES.get_or_init(|| read(SHIPPED).expect("the shipped bibliography is read by a test"))
}

/// Reads the part of BibTeX that conus writes: one entry per `@`, one field per line.
///
/// # Errors
/// A line that is not understood, an unknown field, or a key that stands twice.
pub fn read(text: &str) -> Result<BTreeMap<String, Reference>, LiteratureError> {
    let mut sources = BTreeMap::new();
    let mut open: Option<Reference> = None;
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let trimmed = raw.trim();
        if trimmed.is_empty() || trimmed.starts_with('%') {
            continue;
        }
        let unreadable = || LiteratureError::Line { line, text: trimmed.to_owned() };
        if let Some(key) = trimmed.strip_prefix('@') {
            let key =
                key.split_once('{').and_then(|(_, key)| key.strip_suffix(',')).ok_or_else(unreadable)?;
            open = Some(Reference { key: key.to_owned(), ..Reference::default() });
        } else if trimmed == "}" {
            let closed = open.take().ok_or_else(unreadable)?;
            let key = closed.key.clone();
            if sources.insert(key.clone(), closed).is_some() {
                return Err(LiteratureError::Twice { key });
            }
        } else {
            let (field, value) = field_of(trimmed).ok_or_else(unreadable)?;
            set(open.as_mut().ok_or_else(unreadable)?, field, value, line)?;
        }
    }
    Ok(sources)
}

fn field_of(line: &str) -> Option<(&str, &str)> {
    let (field, value) = line.split_once('=')?;
    let value = value.trim().strip_prefix('{')?.strip_suffix("},")?;
    Some((field.trim(), value))
}

fn set(reference: &mut Reference, field: &str, value: &str, line: usize) -> Result<(), LiteratureError> {
    let some = Some(value.to_owned());
    match field {
        "author" => value.clone_into(&mut reference.author),
        "title" => reference.title = some,
        "topic" => reference.topic = some,
        "journal" => reference.journal = some,
        "year" => reference.year = some,
        "doi" => reference.doi = some,
        "pmid" => reference.pmid = some,
        "pmcid" => reference.pmcid = some,
        "registry" => reference.registry = some,
        "url" => reference.url = some,
        "note" => reference.note = some,
        "keywords" => reference.background = value == "background",
        _ => {
            let key = reference.key.clone();
            return Err(LiteratureError::Field { line, field: field.to_owned(), key });
        }
    }
    Ok(())
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.author)?;
        if let Some(year) = &self.year {
            write!(f, " ({year})")?;
        }
        match (&self.title, &self.topic) {
            (Some(title), _) => write!(f, ". {title}")?,
            (None, Some(topic)) => write!(f, ". [{topic}]")?,
            (None, None) => {}
        }
        if let Some(journal) = &self.journal {
            write!(f, ". {journal}")?;
        }
        match self.identifier() {
            Some(identifier) => write!(f, ". {identifier}"),
            None => write!(f, "."),
        }
    }
}

impl Reference {
    /// The strongest identifier held: DOI before `PubMed`, registry and address.
    #[must_use]
    pub fn identifier(&self) -> Option<String> {
        let doi = self.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
        doi.or_else(|| self.pmid.as_ref().map(|pmid| format!("PMID {pmid}")))
            .or_else(|| self.pmcid.clone())
            .or_else(|| self.registry.clone())
            .or_else(|| self.url.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_bibliography_reads_and_every_source_says_who_and_what() {
        let sources = read(SHIPPED).unwrap();
        assert!(sources.len() > 100, "{} sources", sources.len());
        for source in sources.values() {
            assert!(!source.author.is_empty(), "{} has no author", source.key);
            assert!(
                source.title.is_some() != source.topic.is_some(),
                "{} needs one of title, topic",
                source.key
            );
        }
    }

    #[test]
    fn a_reference_prints_author_year_title_journal_and_doi() {
        assert_eq!(
            citations()["hains2006"].to_string(),
            "Hains and Waxman (2006). Activated microglia contribute to the maintenance of chronic pain after \
             spinal cord injury. Journal of Neuroscience. https://doi.org/10.1523/JNEUROSCI.0003-06.2006"
        );
    }

    #[test]
    fn our_own_description_stands_in_brackets_so_it_is_not_taken_for_a_title() {
        let printed = citations()["tai2002"].to_string();
        assert!(printed.contains(". [Gabapentin in"), "{printed}");
    }

    #[test]
    fn a_doi_looks_like_a_doi_and_a_pubmed_number_is_a_number() {
        for source in citations().values() {
            assert!(source.doi.as_ref().is_none_or(|doi| doi.starts_with("10.") && doi.contains('/')));
            assert!(source.pmid.as_ref().is_none_or(|pmid| pmid.bytes().all(|b| b.is_ascii_digit())));
        }
    }

    #[test]
    fn a_fault_names_its_line() {
        let twice = "@misc{a2000,\n}\n@misc{a2000,\n}\n";
        assert_eq!(read(twice), Err(LiteratureError::Twice { key: "a2000".into() }));
        let open = "@misc{a2000,\n  author = Nobody,\n}\n";
        assert_eq!(read(open), Err(LiteratureError::Line { line: 2, text: "author = Nobody,".into() }));
        let field = "@misc{a2000,\n  pages = {1},\n}\n";
        let wrong = LiteratureError::Field { line: 2, field: "pages".into(), key: "a2000".into() };
        assert_eq!(read(field), Err(wrong));
    }
}
