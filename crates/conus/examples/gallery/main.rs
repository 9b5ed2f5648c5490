//! Write every figure, drawn from synthetic example numbers, into a folder:
//! `cargo run -p conus --example gallery -- FOLDER`.
//!
//! The numbers are made up to show the drawing; none is a result.

mod data;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the figures")?);
    std::fs::create_dir_all(&folder)?;
    for (name, svg) in data::all() {
        std::fs::write(folder.join(format!("{name}.svg")), svg?)?;
    }
    Ok(())
}
