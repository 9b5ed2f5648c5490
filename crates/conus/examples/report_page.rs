//! Write the page of a report with every kind of block, from synthetic example numbers, into a folder:
//! `cargo run -p conus --example report_page -- FOLDER`.
//!
//! The numbers are made up to show the page; none is a result.

#[path = "gallery/data.rs"]
mod data;
#[path = "report_page/story.rs"]
mod story;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the page")?);
    std::fs::create_dir_all(folder.join("figures"))?;
    let mut drawings = BTreeMap::new();
    for (name, svg) in data::all() {
        let svg = svg?;
        std::fs::write(folder.join(format!("figures/{name}.svg")), &svg)?;
        drawings.insert(name, svg);
    }
    let html = conus::report::page::write(&story::page(&drawings))?;
    std::fs::write(folder.join("report.html"), html)?;
    Ok(())
}
