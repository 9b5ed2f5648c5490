//! Which publications ship with conus? Every TOML file of `data/evidence`, in the order of the file names.
//!
//! The folder itself is the list, so a publication is added by its file alone. Cargo runs this again when a file of the
//! folder is added, removed or changed.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../data/evidence").canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::<PathBuf>::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let mut list = "&[\n".to_owned();
    for file in &files {
        let key = file.file_stem().and_then(|stem| stem.to_str()).ok_or("a file name that is no UTF-8")?;
        let path = file.to_str().ok_or("a path that is no UTF-8")?;
        writeln!(list, "({key:?}, include_str!({path:?})),")?;
    }
    list.push_str("]\n");
    let out = Path::new(&std::env::var("OUT_DIR")?).join("evidence.rs");
    Ok(std::fs::write(out, list)?)
}
