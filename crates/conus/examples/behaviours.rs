//! Which behaviours do the equations show? Writes `docs/behaviours.md`.
//!
//! `cargo run --release -p conus --example behaviours`

use conus::behaviour::page;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/behaviours.md");
    std::fs::write(place, page()?)?;
    Ok(())
}
