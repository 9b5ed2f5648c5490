//! How does conus compare with named peers? `cargo run --release -p conus-benches -- solver`, `lanes`, `mmrm`, ...
//!
//! - [`case`]: who is solved
//! - [`isncsci`]: the classification of an exam beside the public algorithm
//! - [`lanes`]: several patients at once
//! - [`mmrm`]: the mixed model beside R
//! - [`parts`]: where the time of conus goes
//! - [`peer`]: `diffsol` on a system of conus
//! - [`peers`]: the patients, their courses and conus's own figures for the peers in `benches/peers`
//! - [`power`]: ten thousand trials
//! - [`solver`]: speed and error side by side

#![forbid(unsafe_code)]

mod case;
#[cfg(test)]
mod cross_check;
mod isncsci;
mod lanes;
mod mmrm;
mod parts;
mod peer;
mod peers;
mod power;
mod solver;

use anyhow::{Context, Result, bail};
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, usual: u32| arguments.get(place).map_or(Ok(usual), |text| text.parse());
    match arguments.first().map(String::as_str) {
        Some("solver") => solver::run(number(1, 64)?, number(2, 7)?),
        Some("peers") => {
            let folder = arguments.get(1).context("say where: peers FOLDER [patients] [rounds]")?;
            peers::run(Path::new(folder), number(2, 32)?, number(3, 3)?)
        }
        Some("isncsci") => isncsci::run(number(1, 9)?),
        Some("lanes") => lanes::run(number(1, 256)?, number(2, 5)?),
        Some("mmrm") => mmrm::run(number(1, 7)?),
        Some("power") => power::run(number(1, 50)?, number(2, 200)?),
        Some("parts") => parts::run(number(1, 9)?),
        _ => bail!(
            "say what to measure: solver [patients] [rounds], lanes [patients] [rounds], parts [rounds], \
             mmrm [rounds], power [worlds] [trials], isncsci [rounds], peers FOLDER [patients] [rounds]"
        ),
    }
}
