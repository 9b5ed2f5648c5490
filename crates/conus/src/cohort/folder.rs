//! How does a cohort come into a folder, in flat memory?
//!
//! ```text
//! cohort.parquet     who felt what on which day, or cohort.csv
//! people.parquet     who they are, or people.csv
//! failures/          one file for each who could not be followed, for conus replay; only if there is one
//! summary.json       pain by day, and how many failed
//! dictionary.json    what every column means; written last
//! ```
//! Both tables are written under a temporary name and take their own at the end, so that what is cut off never looks
//! whole; when the folder refuses a byte, neither is left.

use super::{Cohort, Summary, Unit, tables};
use crate::table::growing::{Growing, Kind};
use crate::table::{SYNTHETIC, Table, TableError, dictionary};
use crate::trial::failure::FAILURES;
use crate::trial::folder::{FolderError, write_whole};
use crate::trial::knowledge::Knowledge;
use serde_json::json;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// How a file begins that is not whole yet.
const TEMPORARY: &str = ".tmp-";
/// Failures that are kept in files; all are counted (assumed: nobody replays more).
pub const MOST_KEPT: u32 = 1_000;

/// Why a cohort cannot come into a folder.
#[derive(Debug, thiserror::Error)]
pub enum CohortError {
    /// The operating system refused.
    #[error("`{}` cannot be written", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// The reason given.
        #[source]
        cause: io::Error,
    },
    /// A table.
    #[error("a table cannot be written")]
    Table(#[from] TableError),
    /// A smaller file.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// The files while they grow.
struct Files<'f> {
    folder: &'f Path,
    kind: Kind,
    cohort: Growing<File>,
    people: Growing<File>,
    kept: u32,
}

/// Follows a cohort into an empty folder that is there; `progress` is told how many more were followed.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(
    folder: &Path,
    kind: Kind,
    cohort: &Cohort,
    knowledge: &Knowledge,
    threads: usize,
    progress: &dyn Fn(usize),
) -> Result<Summary, CohortError> {
    let empty = Unit { number: 0, people: Vec::new(), failures: Vec::new() };
    let mut files = Files {
        folder,
        kind,
        cohort: begun(folder, kind, tables::cohort(&empty, &cohort.looks))?,
        people: begun(folder, kind, tables::people(&empty))?,
        kept: 0,
    };
    let mut summary = Summary::new(&cohort.looks);
    let followed = cohort.follow(knowledge, threads, &mut |unit| {
        summary.add(&unit);
        progress(unit.people.len());
        files.add(&unit, &cohort.looks)
    });
    followed.and_then(|()| files.finish(&summary)).inspect_err(|_| {
        // The first error is the one to tell.
        for form in [tables::cohort(&empty, &[]), tables::people(&empty)] {
            let _ = fs::remove_file(temporary(folder, &form, kind));
        }
    })?;
    Ok(summary)
}

fn temporary(folder: &Path, form: &Table, kind: Kind) -> PathBuf {
    folder.join(format!("{TEMPORARY}{}", file_name(form, kind)))
}

fn begun(folder: &Path, kind: Kind, form: Table) -> Result<Growing<File>, CohortError> {
    let path = temporary(folder, &form, kind);
    let file = File::create_new(&path).map_err(|cause| CohortError::System { path, cause })?;
    Ok(Growing::begin(file, kind, form)?)
}

fn file_name(table: &Table, kind: Kind) -> String {
    format!("{}.{}", table.name.to_ascii_lowercase(), kind.ending())
}

impl Files<'_> {
    fn add(&mut self, unit: &Unit, looks: &[f64]) -> Result<(), CohortError> {
        self.cohort.add(tables::cohort(unit, looks))?;
        self.people.add(tables::people(unit))?;
        for kept in &unit.failures {
            if self.kept < MOST_KEPT {
                write_whole(self.folder, &format!("{FAILURES}/{}", kept.file_name()), &kept.to_json())?;
                self.kept += 1;
            }
        }
        Ok(())
    }

    /// Gives every file its name, and says what is in them.
    fn finish(self, summary: &Summary) -> Result<(), CohortError> {
        let Self { folder, kind, cohort, people, .. } = self;
        let written = [cohort.finish()?, people.finish()?];
        for (form, _) in &written {
            let (path, whole) = (temporary(folder, form, kind), folder.join(file_name(form, kind)));
            let kept = File::open(&path).and_then(|file| file.sync_all());
            kept.and_then(|()| fs::rename(&path, &whole))
                .map_err(|cause| CohortError::System { path: whole, cause })?;
        }
        let told = json!({
            "notice": SYNTHETIC,
            "patients": summary.patients,
            "failures": summary.failures,
            "pain": summary.days(),
        });
        write_whole(folder, "summary.json", format!("{told:#}\n").as_bytes())?;
        let mut meaning = Vec::new();
        let forms: Vec<(&Table, usize)> = written.iter().map(|(form, rows)| (form, *rows)).collect();
        dictionary::write_counted(&mut meaning, &forms)?;
        Ok(write_whole(folder, "dictionary.json", &meaning)?)
    }
}
