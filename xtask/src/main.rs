//! Checks and pages of the repository that no other tool makes: `cargo run -p xtask -- tidy`, `-- equations`.

#![forbid(unsafe_code)]

mod source;
mod tidy;

use std::path::Path;

use anyhow::{Context, bail};
use conus::biology::export;

fn main() -> anyhow::Result<()> {
    let root = root()?;
    let tasks: Vec<String> = std::env::args().skip(1).collect();
    match tasks.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy::tidy(root),
        ["equations"] => {
            write(&root.join("docs/equations.md"), &export::equations())?;
            write(&root.join("crates/conus/src/biology/jacobian.rs"), &export::jacobian())?;
            write(&root.join("crates/conus/src/biology/elimination.rs"), &export::elimination())
        }
        _ => bail!("unknown task; use `cargo run -p xtask -- tidy` or `-- equations`"),
    }
}

fn root() -> anyhow::Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the repository")
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    /// What `cargo run -p xtask -- tidy` checks, so that the tests of the README check it too.
    #[test]
    fn the_repository_is_tidy() -> anyhow::Result<()> {
        super::tidy::tidy(super::root()?)
    }
}
