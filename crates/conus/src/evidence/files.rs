//! Which files hold the published numbers? Those of `data/evidence`, and those of a folder that a user names.

use super::{Evidence, EvidenceError};
use std::path::Path;

/// File name without ending and text of every shipped publication, in the order of their keys; `build.rs` lists the folder.
pub(super) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/evidence.rs"));

/// Longest file of evidence that is read [byte].
const LONGEST: u64 = 1_000_000;

/// The shipped numbers and a user's own.
pub struct Joined {
    /// Everything that is in hand.
    pub evidence: Evidence,
    /// Keys of the user's files, in order.
    pub own: Vec<String>,
    /// Of these, the keys of shipped publications that a user's file stands in for.
    pub replaced: Vec<String>,
}

/// The shipped numbers with every `*.toml` of a folder, in the order of the file names; a file with the key of a shipped
/// publication takes its place.
///
/// # Errors
/// A folder or file that cannot be read, a folder without such a file, or the first file or row that breaks a rule.
pub fn joined_with(folder: &Path) -> Result<Joined, EvidenceError> {
    let own = files_of(folder)?;
    // Alone first, so that an id shared with a shipped file is told of the user's file and not of ours.
    let borrowed = || own.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    Evidence::read(&borrowed().collect::<Vec<_>>())?;
    let is_own = |key: &str| own.iter().any(|(name, _)| name == key);
    let replaced = FILES.iter().filter(|(key, _)| is_own(key)).map(|(key, _)| (*key).to_owned()).collect();
    let kept = FILES.iter().copied().filter(|(key, _)| !is_own(key));
    let mut files: Vec<(&str, &str)> = kept.chain(borrowed()).collect();
    files.sort_by_key(|(key, _)| *key);
    let evidence = Evidence::read(&files)?;
    Ok(Joined { evidence, own: own.iter().map(|(key, _)| key.clone()).collect(), replaced })
}

fn files_of(folder: &Path) -> Result<Vec<(String, String)>, EvidenceError> {
    let named = |path: &Path| path.display().to_string();
    let unread = |path: &Path, cause| EvidenceError::NotRead { path: named(path), cause };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|cause| unread(folder, cause))? {
        let path = entry.map_err(|cause| unread(folder, cause))?.path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let length = std::fs::metadata(&path).map_err(|cause| unread(&path, cause))?.len();
        if length > LONGEST {
            return Err(EvidenceError::TooLong { path: named(&path), length, longest: LONGEST });
        }
        let text = std::fs::read_to_string(&path).map_err(|cause| unread(&path, cause))?;
        files.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), text));
    }
    files.sort();
    if files.is_empty() { Err(EvidenceError::NoFile { path: named(folder) }) } else { Ok(files) }
}
