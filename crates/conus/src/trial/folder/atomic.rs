//! How a file comes into the folder whole or not at all, and never outside of it.
//!
//! Bytes go to a temporary file in the same folder, reach the disk, and take their name in one step; a run that is
//! killed in between leaves a temporary file, which the next run sweeps away.
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::FolderError;

/// How temporary files begin; no result file does.
const TEMPORARY: &str = ".tmp-";
/// Longest part of a name (character).
const LONGEST_PART: usize = 100;
/// Deepest folder inside the run folder.
const DEEPEST: usize = 4;

/// The error for something the operating system refused.
pub(super) fn refused(path: &Path, verb: &'static str) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |cause| FolderError::System { path, verb, cause }
}

/// Whether a name, with `/` between folders, stays inside the folder on every system.
pub(super) fn stays_inside(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let part = |part: &str| {
        (1..=LONGEST_PART).contains(&part.len()) && !part.starts_with('.') && part.chars().all(allowed)
    };
    name.split('/').all(part) && name.split('/').count() <= DEEPEST
}

/// Whether a file is a leftover of a run that was killed while writing.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

/// Makes the folder at `path` unless it is there; a link in its place is refused.
pub(super) fn make_folder(path: &Path) -> Result<(), FolderError> {
    match fs::create_dir(path) {
        Ok(()) => path.parent().map_or(Ok(()), name_to_disk).map_err(refused(path, "brought to disk")),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => real_folder(path),
        Err(cause) => Err(refused(path, "made")(cause)),
    }
}

/// Refuses anything at `path` but a folder that is no link.
pub(super) fn real_folder(path: &Path) -> Result<(), FolderError> {
    let kind = fs::symlink_metadata(path).map_err(refused(path, "looked at"))?;
    if kind.is_dir() { Ok(()) } else { Err(FolderError::Link { path: path.to_owned() }) }
}

/// Writes a file below `root`, with the folders of its name.
pub(super) fn write(root: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    if !stays_inside(name) {
        return Err(FolderError::Name { name: name.to_owned() });
    }
    let mut folder = root.to_owned();
    let mut parts: Vec<&str> = name.split('/').collect();
    let file = parts.pop().unwrap_or(name);
    for part in parts {
        folder.push(part);
        make_folder(&folder)?;
    }
    let temporary = folder.join(format!("{TEMPORARY}{file}"));
    let target = folder.join(file);
    let written = to_disk(&temporary, bytes).and_then(|()| fs::rename(&temporary, &target));
    if let Err(cause) = written {
        // The first error is the one to report; a leftover is swept away by the next run.
        let _ = fs::remove_file(&temporary);
        return Err(refused(&target, "written")(cause));
    }
    name_to_disk(&folder).map_err(refused(&folder, "brought to disk"))
}

fn to_disk(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A new file only: a link that someone put there is not followed.
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The new name must survive a power cut as well; only Unix can ask for that.
fn name_to_disk(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The names in a folder, sorted; names that are no text are foreign and shown with a replacement character.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, FolderError> {
    let entries = fs::read_dir(folder).map_err(refused(folder, "listed"))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refused(folder, "listed"))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Removes the temporary files of a killed run, below every folder that is no link.
pub(super) fn sweep(folder: &Path) -> Result<(), FolderError> {
    for name in names(folder)? {
        let path = folder.join(&name);
        let kind = fs::symlink_metadata(&path).map_err(refused(&path, "looked at"))?;
        if kind.is_dir() {
            sweep(&path)?;
        } else if is_temporary(&name) {
            fs::remove_file(&path).map_err(refused(&path, "removed"))?;
        }
    }
    Ok(())
}

/// Every file below a folder as a name with `/`, sorted; a link is refused.
pub(super) fn files(root: &Path) -> Result<Vec<String>, FolderError> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for name in names(&root.join(&folder))? {
            let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let path: PathBuf = root.join(&name);
            let kind = fs::symlink_metadata(&path).map_err(refused(&path, "looked at"))?;
            match (kind.is_dir(), kind.is_file()) {
                (true, _) => open.push(name),
                (_, true) => found.push(name),
                _ => return Err(FolderError::Link { path }),
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_stay_inside() {
        for good in ["report.html", "tables/adsl.parquet", "a/b/c/d.csv", "x-1_2.json"] {
            assert!(stays_inside(good), "{good}");
        }
        let long = "x".repeat(101);
        let bad =
            ["", ".", "..", "../x", "a/../b", "/etc/x", "a//b", "a/", ".hidden", "a\\b", "c:x", "a\0b", "ü"];
        for bad in bad.into_iter().chain(["a/b/c/d/e", long.as_str()]) {
            assert!(!stays_inside(bad), "{bad}");
        }
    }
}
