//! How do scores come into a folder whole or not at all?
//!
//! ```text
//! scores.csv     columns that are no items, then one column for each score
//! adNAME.csv     the same as an ADaM table, one row for each score
//! problems.csv   what is wrong with which row
//! README.md      what all of it means; written last
//! ```
//! Each file is written under a temporary name and takes its own at the end, so that what is cut off never looks
//! whole. A folder with something in it is refused.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::adam::Bds;
use super::form::{Problems, Scores};
use super::pass::{Output, Scorer, Summary};
use super::read_me::read_me;
use crate::table::read::Stream;

/// How a file begins that is not whole yet.
const TEMPORARY: &str = ".tmp-";

/// Why scores cannot come into a folder.
#[derive(Debug, thiserror::Error)]
pub enum ScoredFolderError {
    /// Something is there already.
    #[error("`{}` is not a new or empty folder; choose another", path.display())]
    Taken {
        /// The path.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("`{}` cannot be written; nothing was left there", path.display())]
    System {
        /// The file or folder.
        path: PathBuf,
        /// The reason given.
        #[source]
        cause: io::Error,
    },
}

/// Scores every row of a file into a new or empty folder; returns what was counted and the names of the files.
///
/// # Errors
/// When the folder is not new or empty, or cannot be written; then nothing is left in it.
pub fn write(
    folder: &Path,
    scorer: &Scorer<'_>,
    stream: &mut Stream,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<(Summary, Vec<String>), ScoredFolderError> {
    let made = make(folder)?;
    let bds = Bds::of(scorer);
    let table = format!("{}.csv", bds.name().to_ascii_lowercase());
    let names = ["scores.csv", &table, "problems.csv", "README.md"].map(str::to_owned);
    written(folder, &names, scorer, &bds, stream, progress)
        .map_err(|cause| {
            // The first error is the one to tell.
            for name in &names {
                let _ = fs::remove_file(folder.join(format!("{TEMPORARY}{name}")));
                let _ = fs::remove_file(folder.join(name));
            }
            if made {
                let _ = fs::remove_dir(folder);
            }
            ScoredFolderError::System { path: folder.to_owned(), cause }
        })
        .map(|summary| (summary, names.into()))
}

/// Makes the folder unless it is there and empty; says whether it was made.
fn make(folder: &Path) -> Result<bool, ScoredFolderError> {
    let refused = |cause| ScoredFolderError::System { path: folder.to_owned(), cause };
    let taken = || ScoredFolderError::Taken { path: folder.to_owned() };
    match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map(|()| true).map_err(refused)
        }
        Err(cause) => Err(refused(cause)),
        Ok(kind) if !kind.is_dir() => Err(taken()),
        Ok(_) if fs::read_dir(folder).map_err(refused)?.next().is_some() => Err(taken()),
        Ok(_) => Ok(false),
    }
}

fn written(
    folder: &Path,
    names: &[String; 4],
    scorer: &Scorer<'_>,
    bds: &Bds<'_>,
    stream: &mut Stream,
    progress: &(dyn Fn(f64) + Sync),
) -> io::Result<Summary> {
    let begun =
        |name: &String| File::create_new(folder.join(format!("{TEMPORARY}{name}"))).map(BufWriter::new);
    let [scores, table, problems, read_me_file] = names;
    let (mut scores, mut table) = (begun(scores)?, begun(table)?);
    let (mut problems, mut read_me_file) = (begun(problems)?, begun(read_me_file)?);
    let summary = scorer.run(
        stream,
        &mut [
            Output { form: &Scores::of(scorer), sink: &mut scores },
            Output { form: bds, sink: &mut table },
            Output { form: &Problems, sink: &mut problems },
        ],
        progress,
    )?;
    read_me_file.write_all(read_me(scorer, bds, stream.file(), &summary).as_bytes())?;
    for file in [scores, table, problems, read_me_file] {
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    }
    for name in names {
        fs::rename(folder.join(format!("{TEMPORARY}{name}")), folder.join(name))?;
    }
    Ok(summary)
}
