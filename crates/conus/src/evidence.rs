//! Which numbers were published, and what each may be used for.
//!
//! Every number has an id, a source and a role that was fixed before anything was fitted. The roles are kept
//! apart by type: a fit gets [`FitRow`]s, and what is predicted (S4, S5) can be read by `validation` alone.

mod files;
mod literature;

use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::prediction::Simulation;
use crate::validation::ValidationKey;
pub use files::{Joined, joined_with};
pub use literature::{LiteratureError, Reference, citations, read as read_literature};

/// What a published number may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Parameters may be fitted to it.
    Fit,
    /// It is predicted; no fit may see it.
    Holdout,
    /// It is quoted, judged with or compared, and never fitted.
    Context,
}

/// How the number was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// Read in the page given as source.
    Yes,
    /// Read in a page that quotes another study.
    YesSecondary,
    /// Computed from numbers that were read; not published.
    Derived,
    /// Printed in the document that conus was built from.
    Mission,
}

/// What a publication says without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Direction {
    /// Lower in the first group, or falling.
    #[serde(rename = "lower")]
    Lower,
    /// Higher in the first group, or rising.
    #[serde(rename = "higher")]
    Higher,
    /// Associated, after adjustment.
    #[serde(rename = "associated")]
    Associated,
    /// No difference was found.
    #[serde(rename = "no difference")]
    NoDifference,
}

/// A p-value as printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PValue {
    /// `0.002`
    Equal(f64),
    /// `<0.001`
    Below(f64),
}

/// What a number is about and where it stands; never the number itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Stable id, for example `siddall2006.nrs.placebo.w12`.
    pub id: String,
    /// Claim of the document it belongs to, for example `S4.3`.
    pub claim: Option<String>,
    /// Key of the publication, also in `literature.bib`.
    pub publication: String,
    /// What was measured.
    pub quantity: String,
    /// Unit or scale.
    pub unit: String,
    /// Arm and population.
    pub group: String,
    /// Patients per arm, in the order of `group`; empty when not printed.
    pub n: Vec<u32>,
    /// Weeks from the start of treatment, or from injury in natural-history studies.
    pub week: Option<f64>,
    /// What a reader must know to use it.
    pub note: Option<String>,
    /// Address or key where it was read.
    pub source: String,
    /// How it was checked.
    pub checked: Checked,
    /// What it may be used for.
    pub role: Role,
    /// Rows of a family estimate the same kind of number in different studies; given where the number is simulated.
    pub family: Option<String>,
    /// How it is simulated; a row without is listed and not scored.
    pub simulation: Option<Simulation>,
}

/// The published result. At least one field is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Mean, share, ratio or count, in the unit of the label.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Interval as printed: 95 % confidence, or a range where the note says so.
    pub interval: Option<[f64; 2]>,
    /// p-value.
    pub p: Option<PValue>,
    /// Direction.
    pub direction: Option<Direction>,
}

/// One row: everyone may read its label, the finding is handed out by role.
pub struct Row {
    /// What the number is about.
    pub label: Label,
    finding: Finding,
}

/// A number that may be fitted.
#[derive(Debug, Clone, Copy)]
pub struct FitRow<'a> {
    /// What the number is about.
    pub label: &'a Label,
    /// The number.
    pub finding: &'a Finding,
}

/// A number that is quoted or judged with, and not fitted.
#[derive(Debug, Clone, Copy)]
pub struct ContextRow<'a> {
    /// What the number is about.
    pub label: &'a Label,
    /// The number.
    pub finding: &'a Finding,
}

/// A number that is predicted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HoldoutRow<'a> {
    pub(crate) label: &'a Label,
    pub(crate) finding: &'a Finding,
}

/// One publication and its numbers.
pub struct Publication {
    /// Key, as in `literature.bib` and the file name.
    pub key: String,
    /// Printed title, or our description of it.
    pub title: String,
    /// Its numbers in the order of the file.
    pub rows: Vec<Row>,
}

/// All published numbers in hand.
pub struct Evidence {
    publications: Vec<Publication>,
}

/// Why a file of published numbers could not be used.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The file is not the TOML that is expected.
    #[error("evidence file `{file}` cannot be read: {cause}")]
    Unreadable {
        /// File name without ending.
        file: String,
        /// What the TOML reader says, with line and column.
        cause: Box<toml::de::Error>,
    },
    /// A row contradicts the rules.
    #[error("evidence file `{file}`, row `{id}`: {fault}")]
    Row {
        /// File name without ending.
        file: String,
        /// Id of the row, or the key of the publication.
        id: String,
        /// Which rule, and what to do.
        fault: &'static str,
    },
    /// The operating system does not hand it out.
    #[error("`{path}` cannot be read: {cause}")]
    NotRead {
        /// File or folder.
        path: String,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// The file is too long to be a publication's numbers.
    #[error("`{path}` has {length} bytes; expected one publication, at most {longest} bytes")]
    TooLong {
        /// The file.
        path: String,
        /// Its length \[byte\].
        length: u64,
        /// What is allowed \[byte\].
        longest: u64,
    },
    /// There is nothing to read.
    #[error("folder `{path}` holds no file of evidence; expected AUTHORYEAR.toml, as in data/evidence")]
    NoFile {
        /// The folder.
        path: String,
    },
}

impl Evidence {
    /// The numbers that ship with conus.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Evidence> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(files::FILES).expect("the shipped evidence is read by a test"))
    }

    /// Reads files given as name and text; the name must be the key of the publication.
    ///
    /// # Errors
    /// The first file that cannot be read, or the first row that breaks a rule.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, EvidenceError> {
        let mut ids = BTreeSet::new();
        let mut publications = Vec::new();
        for (file, text) in files {
            let publication = publication(file, text)?;
            for row in &publication.rows {
                if !ids.insert(row.label.id.clone()) {
                    return Err(fault(
                        file,
                        &row.label.id,
                        "the id stands twice; ids are unique over all files",
                    ));
                }
            }
            publications.push(publication);
        }
        Ok(Self { publications })
    }

    /// Every publication in the order of its key.
    #[must_use]
    pub fn publications(&self) -> &[Publication] {
        &self.publications
    }

    /// What is known under an id or a claim (`S4.3`): the labels, whatever their role, never the numbers.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Vec<&Label> {
        let labels = self.rows().map(|row| &row.label);
        labels.filter(|label| label.id == id || label.claim.as_deref() == Some(id)).collect()
    }

    /// The numbers that may be fitted.
    pub fn fit_rows(&self) -> impl Iterator<Item = FitRow<'_>> {
        self.with_role(Role::Fit).map(|row| FitRow { label: &row.label, finding: &row.finding })
    }

    /// The numbers that are quoted or judged with.
    pub fn context_rows(&self) -> impl Iterator<Item = ContextRow<'_>> {
        self.with_role(Role::Context).map(|row| ContextRow { label: &row.label, finding: &row.finding })
    }

    /// Every number that is not predicted, in the order of the files.
    pub fn open_rows(&self) -> impl Iterator<Item = (&Label, &Finding)> {
        let open = self.rows().filter(|row| row.label.role != Role::Holdout);
        open.map(|row| (&row.label, &row.finding))
    }

    /// The numbers that are predicted; the key can be made in `validation` alone.
    pub(crate) fn holdout_rows<'a>(&'a self, _: &ValidationKey) -> impl Iterator<Item = HoldoutRow<'a>> {
        self.with_role(Role::Holdout).map(|row| HoldoutRow { label: &row.label, finding: &row.finding })
    }

    /// How many rows each role has.
    #[must_use]
    pub fn count_by_role(&self) -> BTreeMap<Role, usize> {
        let mut counts = BTreeMap::new();
        for row in self.rows() {
            *counts.entry(row.label.role).or_insert(0) += 1;
        }
        counts
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.publications.iter().flat_map(|publication| &publication.rows)
    }

    fn with_role(&self, role: Role) -> impl Iterator<Item = &Row> {
        self.rows().filter(move |row| row.label.role == role)
    }
}

/// A file as it stands on disk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedFile {
    key: String,
    title: String,
    row: Vec<PrintedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedRow {
    id: String,
    claim: Option<String>,
    quantity: String,
    unit: String,
    group: String,
    #[serde(default)]
    n: Vec<u32>,
    week: Option<f64>,
    mean: Option<f64>,
    sd: Option<f64>,
    interval: Option<[f64; 2]>,
    p: Option<String>,
    direction: Option<Direction>,
    note: Option<String>,
    source: String,
    checked: Checked,
    role: Role,
    family: Option<String>,
    simulated: Option<Simulation>,
}

/// SHA-256 of everything that ships, held-out rows included: it says whether anything was changed and gives no number away.
#[must_use]
pub fn digest_of_shipped() -> String {
    let mut hash = Sha256::new();
    for (name, text) in files::FILES {
        hash.update(format!("{name}\n{text}\n"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn publication(file: &str, text: &str) -> Result<Publication, EvidenceError> {
    let printed: PrintedFile = toml::from_str(text)
        .map_err(|cause| EvidenceError::Unreadable { file: file.to_owned(), cause: Box::new(cause) })?;
    if printed.key != file {
        return Err(fault(file, &printed.key, "the key differs from the file name; rename one of them"));
    }
    let rows = printed.row.into_iter().map(|row| checked_row(file, row)).collect::<Result<_, _>>()?;
    Ok(Publication { key: printed.key, title: printed.title, rows })
}

fn checked_row(file: &str, row: PrintedRow) -> Result<Row, EvidenceError> {
    if let Some(broken) = broken_rule(file, &row) {
        return Err(fault(file, &row.id, broken));
    }
    let p = match row.p.as_deref().map(p_value) {
        Some(None) => return Err(fault(file, &row.id, "p is neither `0.002` nor `<0.001`")),
        Some(known) => known,
        None => None,
    };
    let finding = Finding { mean: row.mean, sd: row.sd, interval: row.interval, p, direction: row.direction };
    if finding == (Finding { mean: None, sd: None, interval: None, p: None, direction: None }) {
        return Err(fault(file, &row.id, "there is no result; give a mean, an interval, a p or a direction"));
    }
    let label = Label {
        id: row.id,
        claim: row.claim,
        publication: file.to_owned(),
        quantity: row.quantity,
        unit: row.unit,
        group: row.group,
        n: row.n,
        week: row.week,
        note: row.note,
        source: row.source,
        checked: row.checked,
        role: row.role,
        family: row.family,
        simulation: row.simulated,
    };
    Ok(Row { label, finding })
}

fn broken_rule(file: &str, row: &PrintedRow) -> Option<&'static str> {
    let of_the_two_trials = row.claim.as_ref().is_some_and(|c| c.starts_with("S4.") || c.starts_with("S5."));
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b);
    if !row.id.bytes().all(plain) || row.id.is_empty() || row.id.len() > 60 {
        Some("an id has 1 to 60 of the characters a-z 0-9 _ . -")
    } else if row.id.strip_prefix(file).is_none_or(|rest| !rest.starts_with('.')) {
        Some("an id starts with the key of its publication and a dot")
    } else if row.quantity.is_empty() || row.unit.is_empty() || row.source.is_empty() {
        Some("quantity, unit and source must be given")
    } else if of_the_two_trials && row.role != Role::Holdout {
        Some("what S4 and S5 publish is predicted; its role must be `holdout`")
    } else if row.interval.is_some_and(|[low, high]| low > high) {
        Some("the interval is upside down")
    } else if row.simulated.is_some() != row.family.is_some() {
        Some("`family` and `simulated` stand together or not at all")
    } else if row.sd.is_some_and(|sd| sd <= 0.0) {
        Some("a standard deviation is above zero")
    } else {
        None
    }
}

fn p_value(printed: &str) -> Option<PValue> {
    let (below, digits) = printed.strip_prefix('<').map_or((false, printed), |rest| (true, rest));
    let value = digits.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p))?;
    Some(if below { PValue::Below(value) } else { PValue::Equal(value) })
}

fn fault(file: &str, id: &str, fault: &'static str) -> EvidenceError {
    EvidenceError::Row { file: file.to_owned(), id: id.to_owned(), fault }
}

#[cfg(test)]
mod tests;
