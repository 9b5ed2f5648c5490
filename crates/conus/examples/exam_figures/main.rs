//! Draw five synthetic examinations, each on the skin and as a sheet, into a folder:
//! `cargo run -p conus --example exam_figures -- FOLDER`.
//!
//! The examinations are made up to show the drawing; none is a patient's.

mod synthetic;

use std::error::Error;
use std::path::PathBuf;

use conus::report::figure::exam::files;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the figures")?);
    std::fs::create_dir_all(&folder)?;
    for (name, exam, reading) in synthetic::all() {
        for (file, svg) in files(&exam, &reading)? {
            std::fs::write(folder.join(format!("{name}_{file}")), svg)?;
        }
    }
    Ok(())
}
