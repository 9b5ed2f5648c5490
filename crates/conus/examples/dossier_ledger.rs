//! How did the predictions fare, in short? Plays the ledger of `conus validate` and writes `data/dossier/ledger.toml`.
//!
//! `cargo run --release -p conus --example dossier_ledger`

use conus::calibration::{Posterior, Settings};
use conus::dossier::ledger::{Kept, digest};
use conus::evidence::Evidence;
use conus::trial::knowledge::Knowledge;
use conus::validation::ledger::ledger;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let (settings, knowledge) = (Settings::shipped(), Knowledge::shipped());
    let worlds = settings.acceptance.worlds;
    let share = settings.method.discrepancy.of_published;
    let found = ledger(Evidence::shipped(), &knowledge, &Posterior::shipped(), worlds, share, &|| {})?;
    let kept = Kept::of(&found, &settings.acceptance, digest(&knowledge)?);
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/dossier/ledger.toml");
    std::fs::write(place, kept.written())?;
    Ok(())
}
