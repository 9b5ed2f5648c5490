//! How much does a magnet add, by dose, and what if the secretome switched the glia themselves off?
//!
//! `cargo run --release -p conus --example fold_gain -- WORLDS FOLDER` writes `fold_gain.svg` and `fold_gain.csv`: patients of the
//! shipped pain study, each under every dose without and with a magnet, in the same worlds. Research and teaching only;
//! not clinical advice; everything is simulated.

use conus::report::figure::dose::{Data, Panel, Series, draw};
use conus::report::figure::{Estimate, Frame, Quantity};
use conus::report::theme::Role;
use conus::treatment::{Route, Treatment};
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::simulate::ends_under;
use conus::trial::studies::shipped;

use conus_stats::describe;

/// Cells in the syringe \[million\].
const DOSES: [f64; 6] = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0];
/// Times as many cells that the magnet retains.
const GAIN: f64 = 5.0;
/// Share of the secretome that acts on the state of glia and nociceptors: the default, and all of it.
const STATE_SHARES: [(f64, &str); 2] = [
    (0.25, "a quarter of the secretome acts on the state of glia (default)"),
    (1.0, "all of it acts on the state: a cure by construction that no data support"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let worlds: u32 = arguments.next().as_deref().unwrap_or("20").parse()?;
    let folder = arguments.next().unwrap_or_else(|| "docs/figures".to_owned());
    let plan =
        TrialPlan::from_text(shipped()[0].name, shipped()[0].text).map_err(|faults| format!("{faults:?}"))?;
    let regimens: Vec<Vec<Treatment>> = regimens();
    let mut csv = "state_share,magnet_gain,dose_million_cells,relief_nrs,low_90,high_90\n".to_owned();
    let mut panels = Vec::new();
    for (share, name) in STATE_SHARES {
        let reliefs = reliefs(&plan, &regimens, share, worlds)?;
        for (at, relief) in reliefs.iter().enumerate() {
            let (gain, dose) =
                if at < DOSES.len() { (1.0, DOSES[at]) } else { (GAIN, DOSES[at - DOSES.len()]) };
            csv.push_str(&format!("{share},{gain},{dose},{},{},{}\n", relief.value, relief.low, relief.high));
        }
        panels.push(panel(name, &reliefs));
    }
    let figure = Data {
        frame: Frame {
            id: "fold-gain".to_owned(),
            title: "What a magnet adds, by dose".to_owned(),
            caption: format!(
                "Relief of true pain at six months against no cells, in the same patients: mean over {worlds} possible worlds and the central 90 % of worlds. The magnet retains {GAIN} times as many cells. Above each dose: relief with the magnet over relief without. Research and teaching only; no cure is claimed."
            ),
            source: "cargo run --release -p conus --example fold_gain; simulated".to_owned(),
        },
        dose: Quantity { name: "stem cells".to_owned(), unit: "million".to_owned() },
        relief: Quantity { name: "relief".to_owned(), unit: "NRS points".to_owned() },
        above_title: "gain in relief".to_owned(),
        panels,
    };
    std::fs::write(format!("{folder}/fold_gain.svg"), draw(&figure)?)?;
    std::fs::write(format!("{folder}/fold_gain.csv"), csv)?;
    Ok(())
}

/// No cells, every dose, every dose with the magnet.
fn regimens() -> Vec<Vec<Treatment>> {
    let cells = |dose_million_cells: f64, magnet_gain: f64| {
        let (day, route, viability_percent) = (0.0, Route::Intrathecal, 90.0);
        vec![Treatment::Msc { day, dose_million_cells, route, magnet_gain, viability_percent }]
    };
    let without = DOSES.into_iter().map(|dose| cells(dose, 1.0));
    let with = DOSES.into_iter().map(|dose| cells(dose, GAIN));
    std::iter::once(Vec::new()).chain(without).chain(with).collect()
}

/// Relief under each regimen but the first: mean over worlds and their central 90 %.
fn reliefs(
    plan: &TrialPlan,
    regimens: &[Vec<Treatment>],
    share: f64,
    worlds: u32,
) -> Result<Vec<Estimate>, Box<dyn std::error::Error>> {
    let mut knowledge = Knowledge::shipped();
    let place =
        conus::biology::parameters::Params::<f64>::NAMES.iter().position(|name| *name == "state_share");
    knowledge.parameters.entries[place.ok_or("state_share is a parameter")?].value = share;
    let mut by_world: Vec<Vec<f64>> = Vec::new();
    for world in 0..worlds {
        let (patients, _) = ends_under(&knowledge, plan, world, regimens)?;
        let relief = |at: usize| {
            patients.iter().map(|ends| ends[0].pain - ends[at].pain).sum::<f64>() / patients.len() as f64
        };
        by_world.push((1..regimens.len()).map(relief).collect());
    }
    let estimate = |at: usize| {
        let column: Vec<f64> = by_world.iter().map(|world| world[at]).collect();
        let dose = DOSES[at % DOSES.len()];
        Ok(Estimate {
            at: dose,
            value: describe::mean(&column)?,
            low: describe::quantile(&column, 0.05)?,
            high: describe::quantile(&column, 0.95)?,
        })
    };
    (0..regimens.len() - 1).map(estimate).collect()
}

fn panel(name: &str, reliefs: &[Estimate]) -> Panel {
    let (without, with) = reliefs.split_at(DOSES.len());
    let series = |name: &str, role, points: &[Estimate]| Series {
        name: name.to_owned(),
        role,
        points: points.to_vec(),
    };
    let fold = |(with, without): (&Estimate, &Estimate)| format!("×{:.2}", with.value / without.value);
    Panel {
        name: name.to_owned(),
        series: vec![series("with magnet", Role::Treatment, with), series("without", Role::Control, without)],
        above: with.iter().zip(without).map(fold).collect(),
    }
}
