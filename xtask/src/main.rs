//! Checks and pages of the repository that no other tool makes: `cargo run -p xtask -- tidy`, `-- equations`.

mod source;
mod tidy;

use std::path::Path;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the repository")?;
    let tasks: Vec<String> = std::env::args().skip(1).collect();
    match tasks.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy::tidy(root),
        ["equations"] => {
            let page = root.join("docs/equations.md");
            std::fs::write(&page, conus::biology::export::equations())
                .with_context(|| format!("cannot write {}", page.display()))
        }
        _ => bail!("unknown task; use `cargo run -p xtask -- tidy` or `-- equations`"),
    }
}
