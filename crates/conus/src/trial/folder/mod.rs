//! Where the results of one run lie, so that a kill at any moment leaves a whole result or one that can go on.
//!
//! ```text
//! manifest.json       the plan, its digest, the version of conus: written first
//! replicates/         units of work, each whole or absent, each with its own checksum
//! ...                 tables, figures, report: written when every unit is there
//! complete.json       every file with its checksum: written last
//! log/                threads, host, times, lock: outside the set of files that two equal runs share
//! ```
//! The lock is the operating system's own lock on a file, which ends with the process however it ends; so there is
//! no such thing as a stale lock.
mod atomic;
mod error;
mod shard;

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use atomic::refused;
pub use error::FolderError;
use serde_json::{Value, json};
pub use shard::REPLICATES_PER_SHARD;

use super::plan::TrialPlan;

const MANIFEST: &str = "manifest.json";
const COMPLETE: &str = "complete.json";
const SHARDS: &str = "replicates";
const LOG: &str = "log";
const LOCK: &str = "lock";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A run folder that this process alone writes to. Units may be written from many threads.
#[derive(Debug)]
pub struct RunFolder {
    root: PathBuf,
    replicates: u32,
    digest: String,
    /// The units of work that are there, end by start.
    done: Mutex<BTreeMap<u32, u32>>,
    /// Held, not read: the lock ends when it is dropped.
    _lock: File,
}

/// What is done in a folder.
#[derive(Debug)]
pub struct Work {
    /// Two works of the same digest are the same.
    pub digest: String,
    /// Units of it, the replicates of a run.
    pub units: u32,
    /// What the manifest says of it: a table.
    pub about: Value,
}

/// What stands at the path before anything is written.
enum Standing {
    Empty,
    Ours { digest: String, version: String },
}

impl RunFolder {
    /// Opens a new or empty folder, or with `resume` the folder of an earlier run of the same plan and version.
    ///
    /// # Errors
    /// [`FolderError`] when the folder is someone else's, another plan's or in use; then nothing is written.
    pub fn open(path: &Path, plan: &TrialPlan, resume: bool) -> Result<Self, FolderError> {
        let about = json!({ "plan": plan });
        Self::open_for(path, &Work { digest: plan.digest(), units: plan.study.replicates, about }, resume)
    }

    /// The same for any work that is made of so many units.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_for(path: &Path, work: &Work, resume: bool) -> Result<Self, FolderError> {
        let digest = work.digest.clone();
        if fs::symlink_metadata(path).is_ok() {
            admit(path, standing(path)?, &digest, resume)?;
        } else {
            fs::create_dir_all(path).map_err(refused(path, "made"))?;
        }
        // A link to the folder is the user's own choice; from here on the folder is meant, not the link.
        let root = path.canonicalize().map_err(refused(path, "looked at"))?;
        let lock = lock(&root)?;
        let before = standing(&root)?;
        let fresh = matches!(before, Standing::Empty);
        admit(path, before, &digest, resume)?;
        atomic::sweep(&root)?;
        let folder = Self { root, replicates: work.units, digest, done: Mutex::default(), _lock: lock };
        if fresh {
            let mut manifest = json!({ "conus": VERSION, "plan_digest": folder.digest });
            for (key, value) in work.about.as_object().into_iter().flatten() {
                manifest[key] = value.clone();
            }
            atomic::write(&folder.root, MANIFEST, &pretty(&manifest))?;
        }
        atomic::make_folder(&folder.root.join(SHARDS))?;
        folder.take_stock()?;
        Ok(folder)
    }

    /// The folder, without links.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Whether the run is finished: every file is there and final.
    pub fn is_complete(&self) -> bool {
        self.root.join(COMPLETE).is_file()
    }

    /// The units of work that are there, in order.
    pub fn shards(&self) -> Vec<Range<u32>> {
        self.done().iter().map(|(&start, &end)| start..end).collect()
    }

    /// The units of work that are still to be done for the replicates `wanted`, at most
    /// [`REPLICATES_PER_SHARD`] replicates each.
    pub fn missing(&self, wanted: Range<u32>) -> Vec<Range<u32>> {
        shard::missing(wanted, &self.shards())
    }

    /// Writes one unit of work, one of those that [`Self::missing`] gave.
    ///
    /// # Errors
    /// [`FolderError::Range`] when it overlaps one that is there or lies outside the plan.
    pub fn write_shard(&self, range: Range<u32>, bytes: &[u8]) -> Result<(), FolderError> {
        self.unfinished()?;
        let problem = |why| FolderError::Range { start: range.start, end: range.end, why };
        if range.is_empty() || range.end > self.replicates {
            return Err(problem("it is empty or beyond the replicates of the plan"));
        }
        if self.done().iter().any(|(&start, &end)| start < range.end && range.start < end) {
            return Err(problem("some of it is there already"));
        }
        atomic::write(&self.root, &format!("{SHARDS}/{}", shard::name(&range)), &shard::sealed(bytes))?;
        self.done().insert(range.start, range.end);
        Ok(())
    }

    /// Reads one unit of work.
    ///
    /// # Errors
    /// [`FolderError::ShardDamaged`] when its bytes are not those that were written.
    pub fn read_shard(&self, range: Range<u32>) -> Result<Vec<u8>, FolderError> {
        let path = self.root.join(SHARDS).join(shard::name(&range));
        let file = read_plain(&path)?;
        shard::unsealed(&file).map(<[u8]>::to_vec).ok_or(FolderError::ShardDamaged { path })
    }

    /// Writes a result file, such as `tables/adsl.csv`, whole or not at all.
    ///
    /// # Errors
    /// [`FolderError::Name`] for a name that leads out of the folder or belongs to the folder itself.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.unfinished()?;
        let first = name.split('/').next().unwrap_or_default();
        if [MANIFEST, COMPLETE, SHARDS, LOG].iter().any(|own| own.eq_ignore_ascii_case(first)) {
            return Err(FolderError::Name { name: name.to_owned() });
        }
        atomic::write(&self.root, name, bytes)
    }

    /// Writes a file below `log/`, which two equal runs need not share.
    ///
    /// # Errors
    /// [`FolderError::Name`] for a name that leads out of the folder.
    pub fn log(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        if name.eq_ignore_ascii_case(LOCK) {
            return Err(FolderError::Name { name: name.to_owned() });
        }
        atomic::write(&self.root, &format!("{LOG}/{name}"), bytes)
    }

    /// Declares the run finished: writes the list of all files with their checksums, last.
    ///
    /// # Errors
    /// [`FolderError::Unfinished`] while replicates of the plan are lacking.
    pub fn finish(&self) -> Result<(), FolderError> {
        if self.is_complete() {
            return Ok(());
        }
        if let Some(gap) = self.missing(0..self.replicates).first() {
            return Err(FolderError::Unfinished { path: self.root.clone(), start: gap.start, end: gap.end });
        }
        let mut files = Vec::new();
        for name in atomic::files(&self.root)? {
            if !name.starts_with(&format!("{LOG}/")) {
                let bytes = read_plain(&self.root.join(&name))?;
                files.push(json!({ "name": name, "bytes": bytes.len(), "sha256": shard::checksum(&bytes) }));
            }
        }
        let complete = json!({ "conus": VERSION, "plan_digest": self.digest, "files": files });
        atomic::write(&self.root, COMPLETE, &pretty(&complete))
    }

    fn unfinished(&self) -> Result<(), FolderError> {
        if self.is_complete() { Err(FolderError::Finished { path: self.root.clone() }) } else { Ok(()) }
    }

    fn done(&self) -> MutexGuard<'_, BTreeMap<u32, u32>> {
        // A thread that panicked between two inserts left a list that is right.
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds the units that are there; one whose checksum fails counts as not done and is removed.
    fn take_stock(&self) -> Result<(), FolderError> {
        let names = atomic::names(&self.root.join(SHARDS))?;
        for range in names.iter().filter_map(|name| shard::range(name)) {
            match self.read_shard(range.clone()) {
                Ok(_) => {
                    self.done().insert(range.start, range.end);
                }
                Err(FolderError::ShardDamaged { path }) if !self.is_complete() => {
                    fs::remove_file(&path).map_err(refused(&path, "removed"))?;
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

/// Writes a file below a folder that is no run folder, whole or not at all.
pub(crate) fn write_whole(root: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    atomic::write(root, name, bytes)
}

/// Whether this run may use a folder in which that stands.
fn admit(path: &Path, standing: Standing, wanted: &str, resume: bool) -> Result<(), FolderError> {
    let path = path.to_owned();
    match standing {
        Standing::Empty => Ok(()),
        Standing::Ours { digest, .. } if digest != wanted => {
            Err(FolderError::OtherPlan { path, found: digest, wanted: wanted.to_owned() })
        }
        Standing::Ours { version, .. } if version != VERSION => {
            Err(FolderError::OtherVersion { path, found: version, wanted: VERSION.to_owned() })
        }
        Standing::Ours { .. } if !resume => Err(FolderError::HoldsARun { path }),
        Standing::Ours { .. } => Ok(()),
    }
}

/// What stands in a folder; reads only. A run that was killed before its manifest left an empty one.
fn standing(path: &Path) -> Result<Standing, FolderError> {
    if !path.is_dir() {
        return Err(FolderError::NotAFolder { path: path.to_owned() });
    }
    let names = atomic::names(path)?;
    for own in [SHARDS, LOG].iter().filter(|own| names.iter().any(|name| name == *own)) {
        atomic::real_folder(&path.join(own))?;
    }
    if names.iter().any(|name| name == MANIFEST) {
        return manifest(&path.join(MANIFEST));
    }
    let early = |name: &String| match name.as_str() {
        LOG => atomic::names(&path.join(LOG)).is_ok_and(|names| names.iter().all(|name| name == LOCK)),
        other => other == format!(".tmp-{MANIFEST}"),
    };
    if names.iter().all(early) {
        Ok(Standing::Empty)
    } else {
        Err(FolderError::NotOurs { path: path.to_owned() })
    }
}

fn manifest(path: &Path) -> Result<Standing, FolderError> {
    let damaged = |cause: String| FolderError::ManifestDamaged { path: path.to_owned(), cause };
    let manifest: Value =
        serde_json::from_slice(&read_plain(path)?).map_err(|cause| damaged(cause.to_string()))?;
    let plain = |text: &&str| text.len() <= 64 && text.chars().all(|c| c.is_ascii_graphic());
    let entry = |key: &str| manifest[key].as_str().filter(plain).map(str::to_owned);
    match (entry("plan_digest"), entry("conus")) {
        (Some(digest), Some(version)) => Ok(Standing::Ours { digest, version }),
        _ => Err(damaged("it does not name plan and version".to_owned())),
    }
}

/// Takes the lock of a folder and writes who holds it, for the message to a second run.
fn lock(root: &Path) -> Result<File, FolderError> {
    atomic::make_folder(&root.join(LOG))?;
    let path = root.join(LOG).join(LOCK);
    if fs::symlink_metadata(&path).is_ok_and(|kind| !kind.is_file()) {
        return Err(FolderError::Link { path });
    }
    let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = opened.map_err(refused(&path, "opened"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is a courtesy; that it is held is what counts.
            let _ = file.take(100).read_to_string(&mut holder);
            let holder = holder.chars().filter(|c| !c.is_control()).collect();
            return Err(FolderError::InUse { path: root.to_owned(), holder });
        }
        Err(TryLockError::Error(cause)) => return Err(refused(&path, "locked")(cause)),
    }
    let holder = format!("process {}\n", std::process::id());
    let written =
        file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder.as_bytes()));
    written.map_err(refused(&path, "written"))?;
    Ok(file)
}

/// Reads a file that is no link.
fn read_plain(path: &Path) -> Result<Vec<u8>, FolderError> {
    let kind = fs::symlink_metadata(path).map_err(refused(path, "read"))?;
    if !kind.is_file() {
        return Err(FolderError::Link { path: path.to_owned() });
    }
    fs::read(path).map_err(refused(path, "read"))
}

fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}
